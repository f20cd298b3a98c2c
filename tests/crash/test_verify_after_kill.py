"""A page half put from the journal into the file is no damage while the journal has it whole."""

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.domain.errors import VaultDamaged
from mfd_desktop.vault.store import Vault
from mfd_desktop.vault.verifying import verify

PASSPHRASE = "Probe-Tresor-2026"
CLOCK = FixedClock(datetime(2026, 11, 23, 9, 30, tzinfo=UTC))

pytestmark = pytest.mark.crash


@pytest.fixture
def killed(worker: Any, vaults: Path) -> Path:
    folder = Path(shutil.copytree(vaults / "template", vaults / "killed"))
    worker.kill_when_ready(f"rest {folder} 6")
    return folder


def in_journal(folder: Path) -> set[int]:
    """Return the numbers of the pages in the journal (frames of 24 + 4096 bytes after a head of 32)."""
    content = (folder / "cases.db-wal").read_bytes()
    return {int.from_bytes(content[at : at + 4], "big") for at in range(32, len(content), 24 + 4096)}


def tear(folder: Path, page: int) -> None:
    with (folder / "cases.db").open("r+b") as file:
        file.seek((page - 1) * 4096 + 100)
        file.write(bytes(2000))


def test_a_torn_page_that_the_journal_has_is_made_whole(killed: Path) -> None:
    size = (killed / "cases.db").stat().st_size
    torn = max(page for page in in_journal(killed) if page * 4096 <= size)
    tear(killed, torn)
    vault = Vault.open(killed, PASSPHRASE, clock=CLOCK)
    assert verify(vault)["clients"] == 5
    vault.close()


def test_a_torn_page_that_the_journal_has_not_is_damage(killed: Path) -> None:
    size = (killed / "cases.db").stat().st_size
    tear(killed, next(page for page in range(2, size // 4096) if page not in in_journal(killed)))
    vault = Vault.open(killed, PASSPHRASE, clock=CLOCK)
    with pytest.raises(VaultDamaged):
        verify(vault)
    vault.close()
