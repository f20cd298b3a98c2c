"""Sentences about notices, deadlines and validity dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.content.i18n import N_, _
from mfd_desktop.domain.errors_deadlines import DecisionOfOtherLaw, ReasonMissing

if TYPE_CHECKING:
    from collections.abc import Callable

PROBLEMS = {
    "no_days": N_("Bitte Tage angeben, durch Komma getrennt, höchstens sechs. Beispiel: 14, 3, 1"),
    "posted_after_delivery": N_("Die Aufgabe zur Post liegt nach der Zustellung oder dem Erhalt."),
    "day_after_delivery": N_("Der Bescheid trägt ein späteres Datum als seine Zustellung oder sein Erhalt."),
    "instructed_before_delivery": N_("Der letzte Tag laut Belehrung liegt vor der Zustellung."),
    "before_due": N_("Das liegt vor dem bisherigen Fristende."),
}
"""What is wrong with a field, by code."""


def reason_missing(_error: ReasonMissing) -> str:
    """Return that an open deadline does not go without a reason."""
    return _("Die Frist ist noch offen. Sie wurde nicht gelöscht; bitte aufschreiben, warum sie gelöscht werden soll.")


def decision_of_other_law(error: DecisionOfOtherLaw) -> str:
    """Return that kind of notice and law do not go together, and what may be wrong."""
    if error.law == "ALT":
        return _("Diese Entscheidung gibt es im alten Recht nicht. Bitte Art des Bescheids und Stichtage prüfen.")
    return _("Diese Entscheidung gibt es im neuen Recht nicht. Bitte Art des Bescheids und Stichtage prüfen.")


SENTENCES: tuple[tuple[type[Exception], Callable[..., str]], ...] = (
    (ReasonMissing, reason_missing),
    (DecisionOfOtherLaw, decision_of_other_law),
)
