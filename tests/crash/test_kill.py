"""kill -9 at random moments: nothing acknowledged is lost, drafts are at most a second old, the
vault is whole.
"""

import random
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.vault.attachments import sweep, verify_attachments
from mfd_desktop.vault.desk import read_open_form, read_settings
from mfd_desktop.vault.journal import broken_at
from mfd_desktop.vault.store import Vault
from mfd_desktop.vault.verifying import verify

PASSPHRASE = "Probe-Tresor-2026"
CLOCK = FixedClock(datetime(2026, 11, 23, 9, 30, tzinfo=UTC))
ROUNDS_PER_VAULT = 25

pytestmark = pytest.mark.crash
COUNTED = ("client", "contact", "appointment", "attachment", "town", "level", "sealed")


def rows(vault: Vault, query: str) -> dict[str, Any]:
    with vault.read() as db:
        return dict(db.execute(query).fetchall())


class Acknowledged:
    """What must be there, from all rounds in one vault."""

    def __init__(self) -> None:
        self.clients: dict[str, str] = {}
        self.cases: set[str] = set()
        self.contacts: dict[str, str] = {}
        self.appointments: set[str] = set()
        self.towns: dict[str, str] = {}
        self.levels: dict[str, str] = {}
        self.attachments: dict[str, str] = {}
        self.changes = 0

    def take(self, lines: list[list[str]]) -> tuple[int, dict[int, float]]:
        """Take one round's lines; return the last sealed key and the time of every key typed."""
        for kind, *words in lines:
            self.changes += kind in COUNTED
            if kind == "client":
                self.clients[words[0]] = words[2]
                self.cases.add(words[1])
            elif kind == "contact":
                self.contacts[words[0]] = words[1]
            elif kind == "appointment":
                self.appointments.add(words[0])
            elif kind == "attachment":
                self.attachments[words[0]] = words[1]
            elif kind == "town":
                self.towns[words[0]] = words[1]
            elif kind == "level":
                self.levels[words[0]] = words[1]
        keys = {int(words[0]): float(words[1]) for kind, *words in lines if kind == "key"}
        return max((int(words[0]) for kind, *words in lines if kind == "sealed"), default=0), keys

    def check(self, vault: Vault) -> None:
        """Everything acknowledged is there; every page, the log's chain and every document are whole."""
        names = rows(vault, "SELECT id, family_name FROM client")
        assert {found: names.get(found) for found in self.clients} == self.clients
        assert self.cases <= rows(vault, "SELECT id, number FROM case_file").keys()
        notes = rows(vault, "SELECT id, note FROM contact")
        for found, word in self.contacts.items():
            assert word in notes[found]
        assert self.appointments <= rows(vault, "SELECT id, title FROM appointment").keys()
        every = rows(vault, "SELECT series_id, count(*) FROM appointment GROUP BY series_id")
        assert set(every.values()) <= {6}, "a series is there as a whole or not at all"

        found = rows(vault, "SELECT id, sha256 FROM attachment")
        assert {each: found.get(each) for each in self.attachments} == self.attachments
        sweep(vault)
        read, bad = verify_attachments(vault)
        assert (read, bad) == (len(found), ()), "a torn document"
        assert len(list((vault.folder / "attachments").glob("*"))) == len(found), "a file without a row"
        with vault.read() as db:
            assert broken_at(db) is None
        verify(vault)

    def check_last(self, vault: Vault, lines: list[list[str]]) -> None:
        """The change under way at the kill may have happened: one town and one level may be newer."""
        towns = rows(vault, "SELECT id, town FROM client")
        newer = [found for found, town in self.towns.items() if towns[found] != town]
        levels = rows(vault, "SELECT case_id, level FROM case_level")
        newer += [found for found, level in self.levels.items() if levels[found] != level]
        assert len(newer) <= 1, lines[-5:]
        self.towns |= {found: towns[found] for found in newer if found in self.towns}
        self.levels |= {found: levels[found] for found in newer if found in self.levels}


def killed_rounds(
    vaults: Path, count: int, work: Callable[[Path, int], tuple[list[list[str]], float]]
) -> Iterator[tuple[Vault, Acknowledged, list[list[str]], float]]:
    """Let ``work`` be killed so many times, some rounds in each vault; give the vault, open, and what was told."""
    expected = Acknowledged()
    for number in range(count):
        folder = vaults / f"vault-{number // ROUNDS_PER_VAULT}"
        if number % ROUNDS_PER_VAULT == 0:
            shutil.copytree(vaults / "template", folder)
            expected = Acknowledged()
        lines, killed = work(folder, number)
        vault = Vault.open(folder, PASSPHRASE, clock=CLOCK)
        yield vault, expected, lines, killed
        vault.close()
        if number % ROUNDS_PER_VAULT == ROUNDS_PER_VAULT - 1:
            shutil.rmtree(folder)


def check_draft(vault: Vault, sealed: int, keys: dict[int, float], killed: float) -> None:
    """All acknowledged seals are there, and a key that is not was typed in the last second."""
    with vault.read() as db:
        form = read_open_form(db, "contact:new")
        place = read_settings(db).get("place", "")
    if sealed == 0:
        return
    assert form is not None
    assert '"field": "note"' in place
    kept = [int(key) for key in form.values["note"].split(",") if key]
    assert kept == list(range(1, len(kept) + 1))
    assert len(kept) >= sealed
    lost = [moment for key, moment in keys.items() if key > len(kept)]
    assert not lost or killed - min(lost) <= 1.0


@pytest.mark.proof
@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_kill_at_random_moments(
    worker: Any, vaults: Path, full_counts: bool, proven: Any, record_figures: Callable[..., None]
) -> None:
    rounds = 500 if full_counts else 30
    chance = random.Random(20261123)

    def work(folder: Path, number: int) -> tuple[list[list[str]], float]:
        if chance.random() < 0.3:  # while starting, opening and recovering, or soon after
            count, seconds = 0, chance.uniform(0, 0.1)
        else:
            count, seconds = chance.randrange(1, 180), chance.uniform(0, 0.01)
        found: tuple[list[list[str]], float] = worker.kill_after(f"work {folder} {number}", count, seconds)
        return found

    changes = 0
    for vault, expected, lines, killed in killed_rounds(vaults, rounds, work):
        before = expected.changes
        sealed, keys = expected.take(lines)
        changes += expected.changes - before
        expected.check(vault)
        expected.check_last(vault, lines)
        check_draft(vault, sealed, keys, killed)
    assert changes > rounds * 5, "the worker hardly worked"
    record_figures("kill", runs=rounds, acknowledged=changes, lost=0)
    proven("kill -9 while recording and attaching", rounds, 0, f"{changes:,} acknowledged changes, all there")


@pytest.mark.proof
@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_kill_while_locking_and_unlocking(
    worker: Any, vaults: Path, full_counts: bool, proven: Any, record_figures: Callable[..., None]
) -> None:
    rounds = 200 if full_counts else 12
    chance = random.Random(20261128)

    def work(folder: Path, number: int) -> tuple[list[list[str]], float]:
        count, seconds = chance.randrange(1, 25), chance.uniform(0, 0.02)
        found: tuple[list[list[str]], float] = worker.kill_after(f"lock {folder} {number}", count, seconds)
        return found

    locked = 0
    for vault, expected, lines, killed in killed_rounds(vaults, rounds, work):
        locked += sum(line[0] == "closed" for line in lines)
        sealed, keys = expected.take(lines)
        expected.check(vault)
        check_draft(vault, sealed, keys, killed)
    assert locked > rounds, "the worker hardly locked"
    record_figures("kill_locking", runs=rounds, locked=locked, lost=0)
    proven("kill -9 while locking and unlocking", rounds, 0, f"locked {locked:,} times")


@pytest.mark.proof
@pytest.mark.slow
@pytest.mark.timeout(2400)
def test_kill_while_changing_keys(
    worker: Any, vaults: Path, full_counts: bool, proven: Any, record_figures: Callable[..., None]
) -> None:
    """New slots, new keys for the whole vault, documents sealed anew: it opens, and nothing acknowledged is missing."""
    rounds = 150 if full_counts else 6
    chance = random.Random(20261129)

    def work(folder: Path, number: int) -> tuple[list[list[str]], float]:
        count, seconds = chance.randrange(4, 13), chance.uniform(0, 0.3)
        found: tuple[list[list[str]], float] = worker.kill_after(f"keys {folder} {number}", count, seconds)
        return found

    changed = 0
    for vault, expected, lines, _killed in killed_rounds(vaults, rounds, work):
        expected.take(lines)
        changed += sum(line[0] == "generation" for line in lines)
        reached = max((int(words[0]) for kind, *words in lines if kind == "generation"), default=0)
        assert vault.header.generation >= reached
        expected.check(vault)
        assert not list(vault.folder.glob("*.next*"))
    assert changed >= rounds // 3, "the worker hardly changed keys"
    record_figures("kill_changing_keys", runs=rounds, changed=changed, lost=0)
    proven("kill -9 while keys change", rounds, 0, f"{changed:,} changes")
