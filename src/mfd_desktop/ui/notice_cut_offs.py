"""The cut-off dates that a procedure still lacks, asked for where they decide which law applies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import Signal

from mfd_desktop.app import procedures
from mfd_desktop.app.casework import Saved
from mfd_desktop.app.fieldsets import PROCEDURE
from mfd_desktop.app.rulebook import book
from mfd_desktop.content.i18n import N_, _, translate_marked
from mfd_desktop.domain.dates import format_date
from mfd_desktop.ui.kit.card import Card
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.record_form import RecordForm

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from mfd_desktop.app.notice_choices import Concerned
    from mfd_desktop.domain.fields import Problem
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.ui.desk import Desk
    from mfd_desktop.ui.kit.field import FormGrid

FIELDS: Final = {"lodged": "procedure", "registered": "responsibility", "examination_started": "withdrawal"}
"""Fields of a procedure with the cut-off date each of them is compared with."""
_WHY: Final = {
    "lodged": N_(
        "Von diesem Tag hängt ab, ob altes oder neues Asylverfahrensrecht gilt (Stichtag {day}); er steht in der"
        " Niederschrift des BAMF, nicht im Asylgesuch."
    ),
    "registered": N_(
        "Von diesem Tag hängt ab, welche Regeln über den zuständigen Staat gelten (Stichtag {day}); er steht im"
        " Ankunftsnachweis."
    ),
    "examination_started": N_(
        "Von diesem Tag hängt ab, welches Recht für Widerruf, Rücknahme und Entzug gilt (Stichtag {day}); er steht im"
        " Schreiben, mit dem das BAMF die Prüfung mitteilt."
    ),
}


class CutOffsCard(Card):
    """Hidden while nothing is missing. ``stored()`` follows when a day went into the procedures."""

    stored = Signal()

    def __init__(self, desk: Desk, case_id: RecordId) -> None:
        """Build it empty; ``show_for`` says for whom."""
        super().__init__(_("Stichtage"), _("fehlen im Verfahren"))
        self._desk = desk
        self._case_id = case_id
        self._asked: dict[str, set[RecordId]] = {}
        self.form = RecordForm(desk, PROCEDURE, f"cut_offs:{case_id}", save=self._save, only=tuple(FIELDS))
        for name, field in self.form.fields.items():
            day = book(desk.session).cut_offs.get(FIELDS[name])
            if day is not None:
                field.set_help(translate_marked(_WHY[name]).format(day=format_date(day.day)))
        self._whose = Label("", "help")
        self.add(self.form)
        self.add(self._whose)
        self.form.saved.connect(self.stored)
        self.form.load({})
        self.hide()

    def show_for(self, people: Sequence[Concerned], needed: Container[str]) -> None:
        """Ask for what the procedures of these people lack of the cut-off dates ``needed``."""
        ticked = {one.procedure.stamp.id for one in people}
        lacking = {
            name: {one.procedure.stamp.id for one in people if getattr(one.procedure, name) is None}
            for name, cut_off in FIELDS.items()
            if cut_off in needed
        }
        # What was asked for stays, so that nothing moves below the cursor and a slip can be put right.
        self._asked = {name: (self._asked.get(name, set()) | found) & ticked for name, found in lacking.items()}
        shown = [self.form.fields[name] for name, found in self._asked.items() if found]
        cast("FormGrid", self.form.fields["lodged"].parentWidget()).show_only(shown)
        several = any(len(found) > 1 for found in self._asked.values())
        self._whose.setText(_("Gilt für alle Angekreuzten, bei denen der Tag fehlt.") if several else "")
        self._whose.setVisible(several)
        self.setVisible(bool(shown))

    def _save(self, texts: dict[str, str]) -> Saved:
        problems: list[Problem] = []
        for name, text in texts.items():
            for procedure_id in self._asked.get(name, ()):
                result = procedures.save_procedure(self._desk.session, procedure_id, {name: text})
                problems += [problem for problem in result.problems if problem.field == name]
        return Saved(self._case_id, tuple(problems[:1]))
