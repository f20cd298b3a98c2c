"""Proving that a vault is whole: header, counter, every page's MAC, structure, references, index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.domain.errors import VaultDamaged
from mfd_desktop.vault.bulk import stoppable

if TYPE_CHECKING:
    from collections.abc import Callable

    from mfd_desktop.vault.store import Vault


def verify(vault: Vault, stop: Callable[[], bool] = lambda: False) -> dict[str, int]:
    """Return counts of what was checked; raise VaultDamaged (``database_damaged``) if anything does not hold.

    Opening has already compared header, generation and counter. Raises ``Interrupted`` soon after ``stop()``
    says so.
    """
    with vault.read() as db, stoppable(db, stop):
        problems = db.execute("PRAGMA cipher_integrity_check").fetchall()
        if problems:
            # Stopped while pages were put from the journal into the file, one may be half there and whole in the
            # journal; that is no damage once it is put there again.
            db.execute("PRAGMA wal_checkpoint(FULL)").fetchall()
            problems = db.execute("PRAGMA cipher_integrity_check").fetchall()
        if not problems:
            problems = [row for row in db.execute("PRAGMA integrity_check").fetchall() if row[0] != "ok"]
        if not problems:
            problems = db.execute("PRAGMA foreign_key_check").fetchall()
        if problems:
            raise VaultDamaged(vault.folder, "database_damaged")
        db.execute("INSERT INTO search_text (search_text) VALUES ('integrity-check')")
        (pages,) = db.execute("PRAGMA page_count").fetchone()
        counts = {"pages": int(pages), "commits": vault.commits}
        for name, table in (("clients", "client"), ("cases", "case_file"), ("contacts", "contact")):
            (counts[name],) = db.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608
    return counts
