"""What encryption costs: the same work through the same SQL on SQLCipher and on plain SQLite, in turn."""

from __future__ import annotations

import random
import secrets
import statistics
import time
from contextlib import ExitStack, closing
from typing import TYPE_CHECKING

from mfd_desktop.app.overview import read_case_page
from mfd_desktop.app.sample_data import fill_database
from mfd_desktop.domain.dates import quarter_of
from mfd_desktop.domain.records import Topic
from mfd_desktop.vault import bulk, contacts
from mfd_desktop.vault.measuring import new_database, transaction
from mfd_desktop.vault.records import Origin

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from mfd_desktop.app.sample_data import SampleCase
    from mfd_desktop.domain.clock import Clock
    from mfd_desktop.vault.database import Connection

COMMITS, SCREENS, COUNTS = 1000, 50, 1
"""The work, and so the weights of its parts: a ratio of whole times, as a day at the desk would show it."""

ROUNDS = 20
"""Short turns: whatever else the PC does meanwhile hits both sides alike, and the median leaves it out."""


class _Side:
    """One of the two databases with the times of its rounds."""

    def __init__(self, db: Connection, cases: tuple[SampleCase, ...], origin: Origin, today: date) -> None:
        self._db = db
        self._cases = cases
        self._origin = origin
        self._today = today
        self.rounds: list[tuple[float, float, float]] = []

    def work(self, seed: int, commits: int) -> None:
        """Do a share of the commits, then all screens and the count, and note the time of each."""
        chance = random.Random(seed)  # noqa: S311 - the same work on both sides
        self.rounds.append(
            (
                _seconds(lambda: self._commit(chance, commits)),
                _seconds(lambda: self._open_screens(chance)),
                _seconds(self._count),
            )
        )

    def _commit(self, chance: random.Random, commits: int) -> None:
        for _ in range(commits):
            case = chance.choice(self._cases)
            values = {
                "case_id": case.case_id, "form": "F2", "day": self._today, "minutes": 30, "channel": "K1",
                "language": case.language, "note": "Unterlagen besprochen, nächster Termin vereinbart (Muster).",
            }  # fmt: skip
            with transaction(self._db):
                contacts.add_contact(self._db, self._origin, values, (Topic("T02", "T02.1"),))

    def _open_screens(self, chance: random.Random) -> None:
        for case in chance.sample(self._cases, min(SCREENS, len(self._cases))):
            read_case_page(self._db, case.case_id)

    def _count(self) -> None:
        for _ in range(COUNTS):
            contacts.count_period(self._db, *quarter_of(self._today))


def encrypted_ratio(
    folder: Path, *, clock: Clock, clients: int, contacts: int, seed: int, commits: int = COMMITS
) -> dict[str, float]:
    """Return ``encrypted_ratio`` and the ratio of each part; makes two databases in ``folder``.

    Both are filled alike and do one turn that is not counted. Each of ROUNDS turns does its share of the commits, all
    screens and the count, first on one side, then on the other, with the order changing. What counts is the median of
    each part, commits taken as many times as there are turns.
    """
    today = clock.today()
    origin = Origin(clock.now(), "sample")
    with ExitStack() as stack:
        sides = []
        for name, key in (("encrypted.db", secrets.token_bytes(32)), ("plain.db", None)):
            db = stack.enter_context(closing(new_database(folder / name, key)))
            with transaction(db), bulk.roomy(db):
                cases = fill_database(db, clients=clients, contacts=contacts, seed=seed, origin=origin, today=today)
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            sides.append(_Side(db, cases, origin, today))
        for number in range(ROUNDS + 1):
            for side in sides if number % 2 else reversed(sides):
                side.work(seed + number, max(1, commits // ROUNDS))
    encrypted, plain = (_total(side.rounds[1:]) for side in sides)
    names = ("commits", "screens", "count")
    parts = {f"encrypted_ratio_{name}": encrypted[at] / plain[at] for at, name in enumerate(names)}
    seconds = {f"encrypted_{name}_s": encrypted[at] for at, name in enumerate(names)}
    return {"encrypted_ratio": sum(encrypted) / sum(plain), **parts, **seconds}


def _total(rounds: list[tuple[float, float, float]]) -> tuple[float, float, float]:
    commits, screens, counts = zip(*rounds, strict=True)
    return statistics.median(commits) * len(rounds), statistics.median(screens), statistics.median(counts)


def _seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin
