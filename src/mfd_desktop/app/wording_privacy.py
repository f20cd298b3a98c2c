"""Sentences about data protection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.content.i18n import N_, _, translate_marked
from mfd_desktop.domain import errors_privacy as errors
from mfd_desktop.domain.privacy import Hold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mfd_desktop.domain.errors import UserError

_HOLDS = {
    Hold.OPEN_CASE: N_("ein Fall ist noch offen"),
    Hold.DEADLINE: N_("eine Frist läuft noch"),
    Hold.DISPUTE: N_("ein Streit läuft noch"),
    Hold.RESTRICTION: N_("die Daten sind eingeschränkt"),
    Hold.REQUEST: N_("ein Antrag der Person ist noch nicht beantwortet"),
    Hold.HAND_OVER: N_("eine Vertretung läuft noch"),
    Hold.TOO_EARLY: N_("die Aufbewahrung ist noch nicht abgelaufen"),
}


def hold_words(holds: Iterable[Hold]) -> str:
    """Return what stands against erasing, as the end of a sentence."""
    return "; ".join(translate_marked(_HOLDS[hold]) for hold in holds)


def german_holds(holds: Iterable[str]) -> str:
    """Return the same for a German document, whatever the language of the interface."""
    return "; ".join(_HOLDS[Hold(hold)] for hold in holds)


def erasure_held(error: errors.ErasureHeld) -> str:
    """Return what stands against it and what to do."""
    if error.firm:
        return _(
            "Es wurde nichts gelöscht: {holds}. Bitte zuerst unter Einwilligungen beantworten oder beenden."
        ).format(holds=hold_words(error.holds))
    return _("Es wurde nichts gelöscht: {holds}. Bitte bestätigen Sie, dass trotzdem gelöscht wird.").format(
        holds=hold_words(error.holds)
    )


SENTENCES: tuple[tuple[type[UserError], Callable[..., str]], ...] = ((errors.ErasureHeld, erasure_held),)
