"""What is wrong with a vault that does not open, or whose check fails: which part, which records, which cases.

Only reads; the vault must be closed.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mfd_desktop.domain.errors import (
    EntriesMissing,
    StorageError,
    VaultDamaged,
    VaultInUse,
    VaultMissing,
    VaultNewer,
    WrongPassphrase,
)
from mfd_desktop.files.copies import blocks_of, digest
from mfd_desktop.vault.attachment_files import place_of
from mfd_desktop.vault.backup_format import is_file_name
from mfd_desktop.vault.bulk import Interrupted
from mfd_desktop.vault.header import NAME, NEXT, read_header
from mfd_desktop.vault.keys import sub_key
from mfd_desktop.vault.opening import check_before_opening
from mfd_desktop.vault.rescue import Rescued, rescue
from mfd_desktop.vault.salvage import Key, is_derived
from mfd_desktop.vault.sealed_pages import SealedPages
from mfd_desktop.vault.settling import cases_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mfd_desktop.vault.generations import Opener

COUNTED = {"clients": "client", "cases": "case_file", "contacts": "contact", "attachments": "attachment"}
_UNREADABLE = ("database_missing", "database_empty", "database_unencrypted")


@dataclass(slots=True)
class Diagnosis:
    """What was found.

    ``part``: as in VaultDamaged, ``entries`` (the counter knows of more), ``attachments``, or empty: all is whole.
    ``missing``: commits gone; None: the counter tells nothing. ``counts``: what can be read (clients, cases, contacts,
    attachments). ``lost``: records gone by table; ``unknown``: tables of which more may be gone. ``cases``: losses by
    number of the case (empty: not known) and table. ``files``: attachments missing or damaged, by number of the case.
    """

    part: str = ""
    pages: int = 0
    damaged_pages: int = 0
    missing: int | None = 0
    counts: dict[str, int] = field(default_factory=dict)
    lost: Counter[str] = field(default_factory=Counter)
    unknown: tuple[str, ...] = ()
    cases: dict[str, Counter[str]] = field(default_factory=dict)
    files: Counter[str] = field(default_factory=Counter)

    @property
    def harmless(self) -> bool:
        """Whether pages are damaged and yet no record is: they belong to an index, or to nothing."""
        return bool(self.damaged_pages) and not (self.lost or self.unknown or self.files)

    @property
    def readable(self) -> bool:
        """Whether there is anything that could be rescued."""
        return bool(sum(self.counts.values()))


def find_key(folder: Path, opener: Opener, other: Path | None = None) -> Key:
    """Return what opens a damaged vault: its own header or, where that is damaged, the one in ``other`` (a backup).

    Raises WrongPassphrase, VaultDamaged (the reason of the vault's own header), VaultMissing, VaultNewer.
    """
    problem: VaultDamaged | None = None
    tried = False
    for place, name in ((folder, NAME), (folder, NEXT), *(((other, NAME),) if other else ())):
        try:
            header, mac = read_header(place, name)
        except VaultDamaged as error:
            problem = problem or error
            continue
        except (VaultMissing, VaultNewer):
            if (place, name) == (folder, NAME):
                raise
            continue
        found = opener(header.slots, header.vault)
        tried = True
        if found is not None and header.is_authentic(found[0], mac):
            return Key(header, found[0])
    if tried or problem is None:
        raise WrongPassphrase
    raise problem


def diagnose(
    folder: Path,
    key: Key,
    *,
    progress: Callable[[float], None] = lambda _part: None,
    stop: Callable[[], bool] = lambda: False,
) -> Diagnosis:
    """Look at every page and every attachment. Changes nothing; raises VaultInUse, StorageError, Interrupted."""
    found = Diagnosis(*_why(folder, key))
    if found.part in _UNREADABLE:
        return found
    with SealedPages(folder, sub_key(key.master, "database")) as pages:
        rescued = rescue(pages, progress=lambda done: progress(done / 2), stop=stop)
    _note_records(found, rescued)
    if rescued.damaged_pages and not found.part:
        found.part = "database_damaged"
    _note_files(found, folder, rescued, progress, stop)
    if found.files and not found.part:
        found.part = "attachments"
    return found


def _why(folder: Path, key: Key) -> tuple[str, int, int, int | None]:
    """Return the part for which it does not open, two counts to be filled in, and how many commits are missing."""
    from mfd_desktop.vault.store import check_database_file

    try:
        read_header(folder)
    except VaultDamaged as error:
        return error.part, 0, 0, 0
    try:
        check_database_file(folder)
        check_before_opening(folder, key.master, key.header)
    except VaultDamaged as error:
        return error.part, 0, 0, 0
    except EntriesMissing as error:
        return "entries", 0, 0, error.missing
    except VaultInUse:
        raise
    except (StorageError, VaultNewer):
        return "", 0, 0, 0
    return "", 0, 0, 0


def _note_records(found: Diagnosis, rescued: Rescued) -> None:
    found.pages, found.damaged_pages = rescued.count, rescued.damaged_pages
    found.counts = {name: len(rescued.rows.get(table, [])) for name, table in COUNTED.items()}
    number_of = cases_of(rescued)
    for one in rescued.lost:
        if not is_derived(one.table):
            found.lost[one.table] += 1
            found.cases.setdefault(number_of(one.known), Counter())[one.table] += 1
    found.unknown = tuple(sorted(name for name in rescued.unknown if not is_derived(name)))


def _note_files(
    found: Diagnosis, folder: Path, rescued: Rescued, progress: Callable[[float], None], stop: Callable[[], bool]
) -> None:
    number_of = cases_of(rescued)
    rows = rescued.rows.get("attachment", [])
    for place, row in enumerate(rows):
        if stop():
            raise Interrupted
        progress(0.5 + place / len(rows) / 2)
        name = str(row["file"])
        try:
            whole = is_file_name(name) and digest(blocks_of(place_of(folder, name))) == (
                row["sealed_size"],
                row["sealed_sha256"],
            )
        except StorageError:
            whole = False
        if not whole:
            found.files[number_of(row)] += 1
    progress(1.0)
