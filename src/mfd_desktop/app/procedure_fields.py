"""The fields of a procedure as its sheet asks for them: the days that choose the law, and where to find them."""

from __future__ import annotations

from dataclasses import replace

from mfd_desktop.app.fieldsets import PROCEDURE, FieldSet
from mfd_desktop.app.law_fields import PROCEDURE_STEP
from mfd_desktop.content.i18n import N_

_HELP = {
    "asked": N_("Der Tag, an dem die Person zum ersten Mal um Asyl gebeten hat; er entscheidet über kein Recht."),
    "registered": N_(
        "Steht als Tag der Ausstellung im Ankunftsnachweis. Entscheidet: Dublin III oder neue Verordnung."
    ),
    "lodged": N_(
        "Der Tag der Niederschrift beim Bundesamt, nicht der des Asylgesuchs. Steht in der Niederschrift und in der"
        " Akte des Bundesamts. Entscheidet: altes oder neues Asylverfahrensrecht."
    ),
    "examination_started": N_("Nur bei Widerruf, Rücknahme oder Entzug. Steht im Anhörungsschreiben des Bundesamts."),
}
_NAMES = (
    "kind", "position", "registered", "lodged", "examination_started", "asked", "began", "ended", "note",
)  # fmt: skip

PROCEDURE_SHEET = FieldSet(
    "procedure",
    tuple(
        replace(PROCEDURE[name], help=_HELP.get(name, PROCEDURE[name].help), required=name in ("kind", "position"))
        for name in _NAMES
    ),
    PROCEDURE.checks,
)
"""A procedure: the coarse stage follows from the position."""

NEXT_STEP = FieldSet(
    "procedure_step", tuple(PROCEDURE_STEP[name] for name in ("day", "document", "note"))
)  # fmt: skip
"""A step to a position that is chosen already."""

APPLICATION = FieldSet("procedure_step", tuple(PROCEDURE_STEP[name] for name in ("day", "note")))
"""An application that bars ways, once its warning was read."""
