"""A damaged, cut or deleted journal and an emptied database lose entries silently in SQLite; here
they are named.
"""

import random
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.domain.errors import EntriesMissing, IntegrityFailure, VaultDamaged
from mfd_desktop.vault.store import Vault
from mfd_desktop.vault.verifying import verify

PASSPHRASE = "Probe-Tresor-2026"
CLOCK = FixedClock(datetime(2026, 11, 23, 9, 30, tzinfo=UTC))
COMMITS = 12
HEADER, FRAME = 32, 24 + 4096

pytestmark = pytest.mark.crash


@pytest.fixture
def killed(worker: Any, vaults: Path) -> Path:
    """A vault whose worker was killed after `COMMITS` commits; the last eleven are in the journal only."""
    folder = vaults / "killed"
    shutil.copytree(vaults / "template", folder)
    worker.kill_when_ready(f"rest {folder} {COMMITS}")
    size = (folder / "cases.db-wal").stat().st_size
    assert size > 10 * FRAME
    assert (size - HEADER) % FRAME == 0
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def flip(folder: Path, chance: random.Random) -> str:
    path = folder / "cases.db-wal"
    content = bytearray(path.read_bytes())
    place = chance.randrange(len(content))
    content[place] ^= 1 << chance.randrange(8)
    path.write_bytes(content)
    return f"flip at {place}"


def cut(folder: Path, chance: random.Random) -> str:
    path = folder / "cases.db-wal"
    length = chance.choice((0, chance.randrange(path.stat().st_size), path.stat().st_size - 1))
    path.write_bytes(path.read_bytes()[:length])
    return f"cut to {length}"


def remove(folder: Path, _chance: random.Random) -> str:
    (folder / "cases.db-wal").unlink()
    return "deleted"


def empty(folder: Path, _chance: random.Random) -> str:
    (folder / "cases.db").write_bytes(b"")
    return "emptied"


DAMAGES: tuple[Callable[[Path, random.Random], str], ...] = (flip, flip, flip, flip, cut, cut, remove, empty)


@pytest.mark.proof
@pytest.mark.timeout(600)
def test_damage_after_a_crash_is_noticed_and_named(
    killed: Path, full_counts: bool, proven: Any, record_figures: Callable[..., None]
) -> None:
    rounds = 300 if full_counts else 30
    chance = random.Random(20261124)
    noticed = 0
    for number in range(rounds):
        folder = killed.with_name(f"damaged-{number}")
        shutil.copytree(killed, folder)
        what = DAMAGES[number % len(DAMAGES)](folder, chance)
        before = contents(folder)
        with pytest.raises(IntegrityFailure) as caught:
            Vault.open(folder, PASSPHRASE, clock=CLOCK)
        assert contents(folder) == before, what
        if what == "emptied":
            assert isinstance(caught.value, VaultDamaged)
            assert caught.value.part == "database_empty"
        else:
            assert isinstance(caught.value, EntriesMissing)
            assert caught.value.missing in range(1, COMMITS), what
        noticed += 1
        shutil.rmtree(folder)
    assert noticed == rounds
    record_figures("journal damage", runs=rounds, noticed=noticed)
    proven(
        "journal damaged, cut or deleted, database emptied", rounds, rounds - noticed, f"{noticed} noticed and named"
    )


def test_without_damage_the_same_vault_opens_with_all_entries(killed: Path) -> None:
    vault = Vault.open(killed, PASSPHRASE, clock=CLOCK)
    assert vault.commits == COMMITS
    assert verify(vault)["clients"] == COMMITS - 1
    vault.close()


def test_giving_up_missing_entries_keeps_the_journal_and_says_so_only_once(killed: Path) -> None:
    flip_at = bytearray((killed / "cases.db-wal").read_bytes())
    flip_at[len(flip_at) // 2] ^= 1
    (killed / "cases.db-wal").write_bytes(flip_at)
    with pytest.raises(EntriesMissing) as caught:
        Vault.open(killed, PASSPHRASE, clock=CLOCK)
    assert caught.value.missing is not None
    vault = Vault.open(killed, PASSPHRASE, clock=CLOCK, accept_missing=True)
    assert vault.commits == COMMITS - caught.value.missing
    assert verify(vault)["clients"] == vault.commits - 1
    vault.close()
    (copy,) = killed.glob("*.kept")
    assert copy.read_bytes() == flip_at
    Vault.open(killed, PASSPHRASE, clock=CLOCK).close()


def test_a_second_copy_of_a_journal_never_replaces_the_first(killed: Path) -> None:
    (killed / "counter").unlink()
    for _ in range(2):
        with pytest.raises(EntriesMissing):
            Vault.open(killed, PASSPHRASE, clock=CLOCK)
        journal = (killed / "cases.db-wal").read_bytes()
        Vault.open(killed, PASSPHRASE, clock=CLOCK, accept_missing=True).close()
        (killed / "cases.db-wal").write_bytes(journal)
        (killed / "counter").unlink()
    assert len(list(killed.glob("*.kept"))) == 2
