"""Choosing what to restore: the states of a backup with their counts, and how one differs from the present vault."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mfd_desktop.domain.errors import UserError, WrongPassphrase
from mfd_desktop.domain.errors_backup import BackupDamaged
from mfd_desktop.vault import backup_format as format_1
from mfd_desktop.vault.backup_restore import Restored as Restored
from mfd_desktop.vault.comparing import CaseDifference as CaseDifference
from mfd_desktop.vault.comparing import content_in, content_of, differences
from mfd_desktop.vault.diagnosis import find_key

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from mfd_desktop.app.damage import Secret
    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.backups import BackupState
    from mfd_desktop.vault.backup_format import Opener, OpenState, Place
    from mfd_desktop.vault.comparing import Content


@dataclass(frozen=True, slots=True)
class Choice:
    """A state to choose. ``problem``: empty, ``passphrase`` (it has an earlier one) or ``damaged``; then no counts."""

    state: BackupState
    counts: Mapping[str, int]
    problem: str
    opened: OpenState | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a state differs from the present vault. ``here`` is None if that cannot be read; then there are no cases."""

    there: Mapping[str, int]
    here: Mapping[str, int] | None
    cases: tuple[CaseDifference, ...]


def choices(place: Place, secret: Secret, *, cancelled: Callable[[], bool] = lambda: False) -> tuple[Choice, ...]:
    """Return the states of a backup, the newest first. Raises WrongPassphrase if none opens, StorageError."""
    opener = _opener(secret)
    found = []
    for state in format_1.list_states(place):
        if cancelled():
            break
        found.append(_choice(place, state, opener))
    if found and all(one.problem == "passphrase" for one in found):
        raise WrongPassphrase
    return tuple(found)


def _opener(secret: Secret) -> Opener:
    return format_1.by_secret(secret.recovery) if secret.recovery else format_1.by_passphrase_once(secret.passphrase)


def _choice(place: Place, state: BackupState, opener: Opener) -> Choice:
    try:
        opened = format_1.read_state(place, state, opener)
    except WrongPassphrase:
        return Choice(state, {}, "passphrase", None)
    except BackupDamaged:
        return Choice(state, {}, "damaged", None)
    return Choice(state, opened.manifest.counts, "", opened)


def compare(opened: OpenState, *, session: Session | None = None, folder: Path, secret: Secret) -> Comparison:
    """Compare a state with the present vault: the open one, or the closed one in ``folder`` if it opens and is whole.

    Raises BackupDamaged, StorageError.
    """
    try:
        there = content_in(opened.folder, opened.master)
    except UserError:
        raise BackupDamaged(opened.place.folder, opened.state.name, "database") from None
    here = _present(session, folder, secret)
    if here is None:
        return Comparison(there.counts, None, ())
    return Comparison(there.counts, here.counts, differences(there, here))


def _present(session: Session | None, folder: Path, secret: Secret) -> Content | None:
    if session is not None:
        with session.vault.read() as db:
            return content_of(db)
    try:
        return content_in(folder, find_key(folder, secret.opener).master)
    except UserError:
        return None
