"""Which generation of a vault holds, when changing its keys was stopped half-way.

Every change of a slot, and every new master key, makes a new generation, so that an old header (with an old
passphrase) put back does not open the database. The new header waits beside the old one, durable, until the database
has the new generation; that is the moment at which the change has happened. Opening asks the database, and takes the
waiting header into use or away.

With a new master key a whole new database waits too; the moment is its renaming. A waiting header under another
master key is written only while the waiting database is there, and is taken away before it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mfd_desktop.domain.errors import StorageError, VaultDamaged, VaultMissing, VaultNewer
from mfd_desktop.files.atomic import remove_scratch, replace_durably, sync_folder
from mfd_desktop.files.errors import storage_errors
from mfd_desktop.vault.database import DATABASE
from mfd_desktop.vault.header import NAME, NEXT, Header, read_header
from mfd_desktop.vault.opening import generation_under

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mfd_desktop.vault.slots import Slot

    Opener = Callable[[tuple[Slot, ...], str], tuple[bytes, Slot] | None]

NEXT_DATABASE = f"{DATABASE}.next"
_SCRATCH = ("", "-journal", "-wal", "-shm")


@dataclass(frozen=True, slots=True)
class Way:
    """A way into the vault that was found: the header that holds, the master key and the slot that gave it.

    ``forward``: the header is the waiting one.
    """

    header: Header
    master: bytes = field(repr=False)
    slot: Slot
    forward: bool = False


def find_way(folder: Path, written: tuple[Header, str], opener: Opener) -> Way | None:
    """Return the way that ``opener`` finds through the header that holds; None if it finds none.

    Raises VaultDamaged, VaultInUse, VaultNewer, MemoryError. Changes nothing.
    """
    header, mac = written
    way = _try(header, opener)
    if way is not None and not header.is_authentic(way.master, mac):
        raise VaultDamaged(folder, "header_mac")
    waiting = _waiting(folder, header)
    if waiting is None:
        return way
    if way is not None and generation_under(folder, way.master) == header.generation:
        return way
    forward = _try(waiting[0], opener)
    if forward is not None and waiting[0].is_authentic(forward.master, waiting[1]):
        if generation_under(folder, forward.master) == waiting[0].generation:
            return Way(waiting[0], forward.master, forward.slot, forward=True)
        return way or _unless_begun(folder, forward, written)
    return _unless_begun(folder, way, waiting) if way is not None else None


def _try(header: Header, opener: Opener) -> Way | None:
    found = opener(header.slots, header.vault)
    return Way(header, *found) if found else None


def _unless_begun(folder: Path, way: Way, other: tuple[Header, str]) -> Way | None:
    """Return a way that does not fit the database, unless the reason is that the ``other`` header holds."""
    header, mac = other
    if header.is_authentic(way.master, mac):
        holds = generation_under(folder, way.master) == header.generation
    else:
        # Under another master key: the one whose database is in place.
        holds = is_in_place(folder) == (header.generation > way.header.generation)
    return None if holds else way


def _waiting(folder: Path, header: Header) -> tuple[Header, str] | None:
    try:
        waiting, mac = read_header(folder, NEXT)
    except (VaultMissing, VaultNewer, VaultDamaged):
        return None
    follows = (waiting.vault, waiting.generation) == (header.vault, header.generation + 1)
    return (waiting, mac) if follows else None


def put_in_place(folder: Path) -> None:
    """Let the waiting database take the place of the closed one: this is the moment. Raises StorageError if it did not.

    The old database must be closed and its journal gone: a journal left would be read into the new database.
    """
    for ending in _SCRATCH[1:]:
        if (folder / f"{DATABASE}{ending}").exists() or (folder / f"{NEXT_DATABASE}{ending}").exists():
            raise StorageError(folder / DATABASE, "failed")
    with storage_errors(folder):
        sync_folder(folder)
    try:
        replace_durably(folder / NEXT_DATABASE, folder / DATABASE)
    except StorageError:
        if not is_in_place(folder):
            raise


def is_in_place(folder: Path) -> bool:
    """Tell whether no database waits: the one of a re-keying has taken its place."""
    return not (folder / NEXT_DATABASE).exists()


def take_into_use(folder: Path) -> None:
    """Give the waiting header its place. Raises StorageError; it then goes on waiting."""
    replace_durably(folder / NEXT, folder / NAME)


def drop_waiting(folder: Path) -> None:
    """Take away what waits and never came to hold; what cannot be removed does no harm."""
    for begun in (folder / NEXT, *folder.glob(f".{NEXT}.*.tmp")):
        remove_scratch(begun)
    if not (folder / NEXT).exists():
        for ending in _SCRATCH:
            remove_scratch(folder / f"{NEXT_DATABASE}{ending}")
