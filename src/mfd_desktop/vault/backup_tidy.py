"""After a state is made: the erasure list, attachments due to be read again, old states, attachments nobody names."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from mfd_desktop.domain.backups import kept_states
from mfd_desktop.files.copies import remove_file, remove_tree
from mfd_desktop.vault import backup_notes as notes
from mfd_desktop.vault.backup_erased import merge_lists
from mfd_desktop.vault.backup_files import files_of
from mfd_desktop.vault.backup_format import list_states, names_in, pool_sizes
from mfd_desktop.vault.backup_proof import file_holds
from mfd_desktop.vault.clock_check import BACK, clock_doubt

if TYPE_CHECKING:
    from datetime import datetime

    from mfd_desktop.domain.backups import BackupState
    from mfd_desktop.vault.backup_files import Told
    from mfd_desktop.vault.backup_format import Place
    from mfd_desktop.vault.store import Vault

READ_WITHIN = timedelta(days=30)
_DUE = timedelta(days=25)
"""Age at which a copied attachment is read again whatever else there is to do."""
_RESTED = timedelta(days=7)
_NEVER = timedelta(days=36500)
_SHARE = 20
"""One attachment in so many is read at every backup, the one not read for longest first."""


class Tidied(NamedTuple):
    """What tidying did: bytes written, states dropped, copied attachments that did not hold."""

    written: int
    dropped: int
    broken: int


def tidy(vault: Vault, place: Place, told: Told) -> Tidied:
    """Tidy a place after a new state. Raises StorageError, Interrupted; the rest is done next time."""
    written = merge_lists(vault, place.folder)
    broken = _read_again(vault, place, told)
    dropped = _rotate(vault, place)
    return Tidied(written, dropped, broken)


def _read_again(vault: Vault, place: Place, told: Told) -> int:
    """Read attachments due; one that does not hold goes if the vault still has it, so that it is copied anew."""
    with vault.read() as db:
        times = notes.read_times(db, place)
        mine = {one.sha256 for one in files_of(db)}
    there = pool_sizes(place)
    due = due_files(there, times, vault.clock.now())
    told.expect(sum(there[name] for name in due))
    whole: list[str] = []
    broken: list[str] = []
    try:
        for name in due:
            (whole if file_holds(place, name, None, told) else broken).append(name)
    finally:
        if due:
            with vault.write() as db:
                notes.note_read(db, place, whole, vault.clock.now())
                notes.forget_files(db, place, broken)
                notes.note_broken(db, place, _states_with(place, frozenset(broken)))
    for name in mine.intersection(broken):
        remove_file(place.pool / name)
    return len(broken)


def _states_with(place: Place, names: frozenset[str]) -> list[str]:
    return [state.name for state in list_states(place) if names and not names.isdisjoint(names_in(place, state) or ())]


def due_files(there: dict[str, int], times: dict[str, datetime], now: datetime) -> list[str]:
    """Return which copied attachments to read now, the ones not read for longest first.

    A time in the future (the clock was set back) counts as never.
    """
    ages = {name: now - times[name] if name in times and times[name] <= now else _NEVER for name in there}
    ordered = sorted(there, key=lambda name: (-ages[name], name))
    share = math.ceil(len(ordered) / _SHARE)
    return [name for rank, name in enumerate(ordered) if ages[name] >= _DUE or (rank < share and ages[name] >= _RESTED)]


def _rotate(vault: Vault, place: Place) -> int:
    """Drop the states whose turn it is, then the attachments that no state is left to name.

    Nothing is dropped while the clock says earlier than what is recorded: whose turn it is cannot be told then.
    """
    with vault.read() as db:
        doubt = clock_doubt(db, vault.clock.now())
        if doubt and doubt.kind == BACK:
            return 0
        bad = {run.state for run in notes.runs(db, place.place) if run.problem == notes.BROKEN}
    states = [replace(state, damaged=state.name in bad) for state in list_states(place)]
    kept = kept_states(states, vault.clock.today())
    for state in states:
        if state not in kept:
            remove_tree(place.state_folder(state.name))
    _prune_pool(vault, place, [state for state in states if state in kept])
    return len(states) - len(kept)


def _prune_pool(vault: Vault, place: Place, states: list[BackupState]) -> None:
    named: set[str] = set()
    for state in states:
        names = names_in(place, state)
        if names is None:
            # What a damaged state needs is not known: better too many files than one too few.
            return
        named |= names
    unnamed = pool_sizes(place).keys() - named
    for name in unnamed:
        remove_file(place.pool / name)
    if unnamed:
        with vault.write() as db:
            notes.forget_files(db, place, unnamed)
