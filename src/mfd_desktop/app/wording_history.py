"""Sentences about history and recycle bin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.content.i18n import N_, _, translate_marked
from mfd_desktop.domain.errors_history import NoLongerInBin, OwnerInBin, Unrestorable

if TYPE_CHECKING:
    from collections.abc import Callable

_OWNERS = {
    "client": N_("Die Person, zu der das gehört, ist selbst gelöscht. Bitte zuerst die Person wiederherstellen."),
    "case_file": N_("Der Fall, zu dem das gehört, ist selbst gelöscht. Bitte zuerst den Fall wiederherstellen."),
}


def owner_in_bin(error: OwnerInBin) -> str:
    """Return what has to come back first."""
    other = N_("Wozu das gehört, ist selbst gelöscht. Bitte zuerst das wiederherstellen.")
    return translate_marked(_OWNERS.get(error.table, other))


def no_longer_in_bin(_error: NoLongerInBin) -> str:
    """Return that an entry is not there any more."""
    return _("Das liegt nicht mehr im Papierkorb: Es wurde schon wiederhergestellt, oder die 30 Tage sind vorbei.")


def unrestorable(_error: Unrestorable) -> str:
    """Return that a field cannot be set back."""
    return _("Das lässt sich hier nicht zurückstellen. Es wurde nichts geändert.")


SENTENCES: tuple[tuple[type[Exception], Callable[..., str]], ...] = (
    (OwnerInBin, owner_in_bin),
    (NoLongerInBin, no_longer_in_bin),
    (Unrestorable, unrestorable),
)
