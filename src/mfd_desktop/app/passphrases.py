"""The ways into an open vault: change a passphrase, new keys for the whole vault, end a stand-in, see what happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from mfd_desktop.app.changes import changed
from mfd_desktop.app.policy import policy
from mfd_desktop.domain.errors import WeakPassphrase, WrongPassphrase
from mfd_desktop.domain.errors_keys import CounsellorOnly
from mfd_desktop.domain.journal import Event
from mfd_desktop.vault import notices, sheets
from mfd_desktop.vault.attachments import all_attachments
from mfd_desktop.vault.bulk import Interrupted
from mfd_desktop.vault.journal import append, last_moment
from mfd_desktop.vault.keys import USUAL_MEMORY_KIB, KdfCost, calibrated_cost
from mfd_desktop.vault.rekeying import rekey
from mfd_desktop.vault.slots import PASSPHRASE, RECOVERY, STAND_IN, open_with_passphrase, passphrase_slot
from mfd_desktop.vault.store import SHORTEST_PASSPHRASE

if TYPE_CHECKING:
    from collections.abc import Callable

    from mfd_desktop.app.session import Session
    from mfd_desktop.vault.database import Connection
    from mfd_desktop.vault.header import Header
    from mfd_desktop.vault.notices import Notice as Notice  # what `ui` gets
    from mfd_desktop.vault.slots import Slot

FORGOTTEN = "forgotten"
BEGUN, FINISHED = "begun", "finished"


@dataclass(frozen=True, slots=True)
class WayIn:
    """One way into the vault: ``passphrase``, ``stand_in`` or ``recovery``, and since when."""

    kind: str
    since: datetime


def new_cost() -> KdfCost:
    """Return what a passphrase written now costs: about a second here, memory as the policy demands."""
    return calibrated_cost(memory_kib=max(USUAL_MEMORY_KIB, policy().kdf_memory_mib_at_least * 1024))


def check_new(passphrase: str) -> None:
    """Raise WeakPassphrase for one that is too short; there is no other rule."""
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise WeakPassphrase(SHORTEST_PASSPHRASE)


def change_passphrase(
    session: Session,
    current: str,
    new: str,
    known_to_others: bool,
    *,
    progress: Callable[[float], None] = lambda _fraction: None,
    cancelled: Callable[[], bool] = lambda: False,
    inside: Callable[[Connection], None] = lambda _db: None,
) -> bool:
    """Replace the passphrase ``current`` by ``new``; whoever it belongs to, the other ways in stay.

    If others may know the old one the vault gets new keys, which only the counsellor's passphrase may do: sheets and
    the stand-in's passphrase open nothing afterwards, attachments are still to be sealed anew (``resealing``).
    ``inside`` writes what belongs to it and holds with the change or not at all.
    Returns whether it was done: not if ``cancelled`` in time. Raises WeakPassphrase, WrongPassphrase, CounsellorOnly,
    StorageError, VaultDamaged; then nothing was changed.
    """
    check_new(new)
    vault, now = session.vault, session.clock.now()
    found = open_with_passphrase(vault.header.slots, vault.header.vault, current)
    if found is None:
        raise WrongPassphrase
    old = found[1]
    if known_to_others and old.kind != PASSPHRASE:
        raise CounsellorOnly
    cost = new_cost()

    def slots(master: bytes, header: Header) -> tuple[Slot, ...]:
        mine = passphrase_slot(new, master, header.vault, cost, old.kind)
        kept = () if known_to_others else tuple(slot for slot in header.slots if slot != old)
        return (mine, *kept)

    if known_to_others:
        try:
            rekey(vault, slots, lambda db: _new_keys(db, now, inside), progress=progress, stop=cancelled)
        except Interrupted:
            return False
    else:
        with vault.change_slots(slots) as db:
            append(db, now, Event.PASSPHRASE, old.kind)
            inside(db)
    session.announce(changed("recovery"))
    return True


def _new_keys(db: Connection, now: datetime, inside: Callable[[Connection], None]) -> None:
    inside(db)
    append(db, now, Event.PASSPHRASE, PASSPHRASE)
    append(db, now, Event.REKEY, BEGUN)
    if not all_attachments(db):
        append(db, now, Event.REKEY, FINISHED)
    if sheets.read_set(db) is not None:
        sheets.drop_set(db)
        notices.add_notice(db, notices.SHEETS_VOID, "", now)


def ways_in(session: Session) -> tuple[WayIn, ...]:
    """Return the ways into the vault, the counsellor's passphrase first."""
    header = session.vault.header
    kinds = {slot.kind for slot in header.slots}
    begun = datetime.fromisoformat(header.created)
    with session.vault.read() as db:
        found = sheets.read_set(db)
        since = {
            PASSPHRASE: last_moment(db, (Event.PASSPHRASE, PASSPHRASE), (Event.RECOVERY, FORGOTTEN)) or begun,
            STAND_IN: last_moment(db, (Event.PASSPHRASE, STAND_IN), (Event.RECOVERY, STAND_IN)) or begun,
            RECOVERY: found.made if found else begun,
        }
    return tuple(WayIn(kind, moment) for kind, moment in since.items() if kind in kinds)


def remove_stand_in(session: Session) -> None:
    """Let the stand-in's passphrase open the vault no more. Raises StorageError."""
    with session.vault.change_slots(lambda _master, header: without(header, STAND_IN)) as db:
        append(db, session.clock.now(), Event.PASSPHRASE, "stand_in.removed")
    session.announce(changed("recovery"))


def without(header: Header, kind: str) -> tuple[Slot, ...]:
    """Return the slots of a header but for one kind."""
    return tuple(slot for slot in header.slots if slot.kind != kind)


def open_notices(session: Session) -> tuple[Notice, ...]:
    """Return what the counsellor has to see and has not acknowledged; nothing unless her passphrase opened the vault.

    A stand-in, or whoever has just used the sheets, cannot take the notice away from her.
    """
    if not opened_by_counsellor(session):
        return ()
    with session.vault.read() as db:
        return notices.unseen_notices(db)


def acknowledge(session: Session, notice_id: int) -> None:
    """Remember that the counsellor has seen a notice. Raises StorageError, CounsellorOnly."""
    if not opened_by_counsellor(session):
        raise CounsellorOnly
    with session.vault.write() as db:
        notices.acknowledge_notice(db, notice_id, session.clock.now())
    session.announce(changed("recovery"))


def opened_by_counsellor(session: Session) -> bool:
    """Tell whether the counsellor's own passphrase opened the vault, or she has just made it."""
    return session.vault.opened_by in ("", PASSPHRASE)
