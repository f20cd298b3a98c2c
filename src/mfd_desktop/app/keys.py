"""The emergency envelope of an open vault: three sheets of words, any two of which open it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mfd_desktop.app.changes import changed
from mfd_desktop.domain.errors_keys import SheetsUnfit
from mfd_desktop.domain.journal import Event
from mfd_desktop.vault import recovery, sheets
from mfd_desktop.vault.journal import append
from mfd_desktop.vault.notices import SHEETS_VOID, acknowledge_kind
from mfd_desktop.vault.slots import RECOVERY, recovery_slot

if TYPE_CHECKING:
    from datetime import date, datetime

    from mfd_desktop.app.session import Session
    from mfd_desktop.vault.header import Header
    from mfd_desktop.vault.slots import Slot

NONE, MADE, PRINTED, REHEARSED = "none", "made", "printed", "rehearsed"


@dataclass(frozen=True, slots=True)
class Share:
    """One sheet, to be printed and forgotten: ``number`` from 1 to 3, ``set_id`` the same on all three."""

    holder: str
    number: int
    words: tuple[str, ...] = field(repr=False)
    set_id: str
    day: date


@dataclass(frozen=True, slots=True)
class RecoveryState:
    """How far the envelope is: ``stage`` is the last of none, made, printed, rehearsed that was reached.

    Sheets made but neither printed nor rehearsed open the vault, yet nobody may have them.
    """

    stage: str
    set_id: str = ""
    holders: tuple[str, ...] = ()
    made: datetime | None = None
    printed: datetime | None = None
    rehearsed: datetime | None = None


def make_recovery(session: Session, holders: tuple[str, str, str]) -> tuple[Share, Share, Share]:
    """Make three new sheets; those before open nothing from now on.

    ``holders``: who keeps which sheet. The words exist in what is returned alone. Raises StorageError.
    """
    secret = recovery.new_secret()
    words = recovery.split(secret)
    number = recovery.set_number(words[0])
    now = session.clock.now()

    def slots(master: bytes, header: Header) -> tuple[Slot, ...]:
        kept = tuple(slot for slot in header.slots if slot.kind != RECOVERY)
        return (*kept, recovery_slot(secret, master, header.vault))

    with session.vault.change_slots(slots) as db:
        sheets.write_set(db, number, holders, now)
        acknowledge_kind(db, SHEETS_VOID, now)
        append(db, now, Event.SHEETS, MADE)
    session.announce(changed("recovery"))
    first, second, third = (
        Share(holder, place, found, number, session.clock.today())
        for place, (holder, found) in enumerate(zip(holders, words, strict=True), 1)
    )
    return first, second, third


def check_shares(session: Session, words_a: str, words_b: str) -> None:
    """Prove that two sheets, as typed, open this very vault (a rehearsal). Changes nothing.

    Raises SheetWrong, SheetsUnfit.
    """
    first, second = recovery.read_sheet(words_a, 1), recovery.read_sheet(words_b, 2)
    if session.vault.accepts_secret(recovery.combine(first, second)):
        return
    numbers = recovery.set_number(first), recovery.set_number(second)
    raise SheetsUnfit("none" if recovery_state(session).stage == NONE else "foreign", *numbers)


def recovery_state(session: Session) -> RecoveryState:
    """Return how far the emergency envelope is, with the moments."""
    with session.vault.read() as db:
        found = sheets.read_set(db)
    if found is None:
        return RecoveryState(NONE)
    stage = REHEARSED if found.rehearsed else PRINTED if found.printed else MADE
    return RecoveryState(stage, found.number, found.holders, found.made, found.printed, found.rehearsed)


def mark_printed(session: Session) -> None:
    """Remember that the sheets were printed. Raises StorageError."""
    _mark(session, PRINTED)


def mark_rehearsed(session: Session) -> None:
    """Remember that two sheets were typed and opened the vault. Raises StorageError."""
    _mark(session, REHEARSED)


def _mark(session: Session, stage: str) -> None:
    with session.vault.write() as db:
        sheets.mark_set(db, stage, session.clock.now())
        append(db, session.clock.now(), Event.SHEETS, stage)
    session.announce(changed("recovery"))
