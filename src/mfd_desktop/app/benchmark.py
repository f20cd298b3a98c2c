"""How fast the parts without a screen are, on a vault full of invented people.

Keys of the result: ``today_s``, ``search_p95_ms``, ``open_case_p95_ms``, ``period_tables_s``, ``letter_warm_s``,
``aggregate_100_s``, ``desk_2000_ms``, ``deadlines_10000_s``, ``encrypted_ratio``; beside them how they came
about. ``calibration_s`` is the time of a fixed loop of Python and hashing on this PC; every time divided by it
(``per_calibration``) lets figures of different PCs be compared.
"""

from __future__ import annotations

import hashlib
import random
import statistics
import time
from functools import partial
from typing import TYPE_CHECKING

from mfd_desktop.app import overview
from mfd_desktop.app.benchmark_desk import OPEN, desk_seconds
from mfd_desktop.app.benchmark_documents import letter_seconds, period_seconds
from mfd_desktop.app.benchmark_exchange import aggregate_seconds
from mfd_desktop.app.benchmark_law import DEADLINES, deadlines_seconds
from mfd_desktop.app.benchmark_ratio import COMMITS, encrypted_ratio
from mfd_desktop.app.sample_data import fill
from mfd_desktop.app.session import create_session, open_session
from mfd_desktop.domain.dates import format_date
from mfd_desktop.domain.records import Office
from mfd_desktop.vault.header import read_header
from mfd_desktop.vault.keys import FLOOR_COST, stretch
from mfd_desktop.vault.measuring import driver_versions

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from mfd_desktop.app.session import Session
    from mfd_desktop.content.codelists import CodeLists
    from mfd_desktop.domain.clock import Clock

CLIENTS, CONTACTS = 10_000, 100_000
PASSPHRASE = "Messung-mit-Mustern"  # noqa: S105 - of a vault with invented people that is thrown away
LIMITS = {
    "window_ratio": 1.5,
    "today_s": 0.3,
    "search_p95_ms": 16.0,
    "open_case_p95_ms": 50.0,
    "lock_ms": 200.0,
    "peak_rss_mb": 150.0,
    "encrypted_ratio": 1.5,
    "period_tables_s": 0.5,
    "letter_warm_s": 0.1,
    "aggregate_100_s": 2.0,
    "desk_2000_ms": 100.0,
    "deadlines_10000_s": 1.0,
}
"""The promises; those about windows are measured in ``ui.bench``."""
_SEED = 2026
_QUERIES = 400
_PAGES = 300
_OPENINGS = 5

Figures = dict[str, float | int | str]


def measure(
    folder: Path,
    *,
    clock: Clock,
    lists: CodeLists | None = None,
    clients: int = CLIENTS,
    contacts: int = CONTACTS,
    commits: int = COMMITS,
    deadlines: int = DEADLINES,
    told: Callable[[str], None] | None = None,
) -> Figures:
    """Measure in ``folder`` (empty, on the disk to be judged) and return the figures; the vault made stays for more.

    ``told`` is called with the name of each part before it begins: ``fill``, ``today``, ``search``, ``open_case``,
    ``period_tables``, ``letter``, ``desk``, ``deadlines``, ``aggregate``, ``encrypted_ratio``.
    """
    say = told or _silent
    calibration = calibrate()
    figures: Figures = {"clients": clients, "contacts": contacts, "calibration_s": calibration}
    say("fill")
    vault = folder / "vault"
    figures["fill_s"] = _seconds(
        lambda: make_vault(vault, clock=clock, clients=clients, contacts=contacts, lists=lists)
    )
    say("today")
    figures["today_s"] = today_seconds(vault, clock=clock, lists=lists)
    session = open_session(vault, PASSPHRASE, clock=clock, lists=lists)
    try:
        say("search")
        figures |= _percentiles("search", search_seconds(session))
        say("open_case")
        figures |= _percentiles("open_case", page_seconds(session))
        say("period_tables")
        figures["period_tables_s"] = period_seconds(session)
        say("letter")
        figures["letter_first_s"], figures["letter_warm_s"] = letter_seconds(session)
    finally:
        session.close()
    say("desk")
    figures["desk_2000_ms"] = _desk(folder / "desk", clock=clock, lists=lists, clients=min(clients, OPEN)) * 1000
    say("deadlines")
    figures["deadlines_10000_s"] = deadlines_seconds(deadlines)
    say("aggregate")
    figures["aggregate_100_s"] = aggregate_seconds(folder / "network")
    say("encrypted_ratio")
    figures |= encrypted_ratio(folder, clock=clock, clients=clients, contacts=contacts, seed=_SEED, commits=commits)
    return figures | {f"{name}_version": version for name, version in driver_versions().items()}


def over_limit(figures: Mapping[str, object]) -> list[str]:
    """Return the keys of ``LIMITS`` whose figure is over its limit or missing."""
    found = {name: figures.get(name) for name in LIMITS}
    return [name for name, value in found.items() if not isinstance(value, float | int) or value > LIMITS[name]]


def per_calibration(figures: Mapping[str, object]) -> dict[str, float]:
    """Return every time of ``figures`` divided by their ``calibration_s``."""
    unit = figures["calibration_s"]
    times = {name: value for name, value in figures.items() if name.endswith(("_s", "_ms")) and name != "calibration_s"}
    return {
        name: value / (unit * (1000 if name.endswith("_ms") else 1))
        for name, value in times.items()
        if isinstance(value, float) and isinstance(unit, float)
    }


def calibrate() -> float:
    """Return the median time in seconds of a fixed loop: arithmetic, a dictionary, SHA-256."""
    return statistics.median(_seconds(_calibration_loop) for _ in range(5))


def _calibration_loop() -> None:
    seen: dict[str, int] = {}
    total = 0
    for number in range(60_000):
        total = (total * 31 + number) % 1_000_003
        seen[f"{total:x}"] = number
    block = bytes(1 << 20)
    for _ in range(4):
        block = hashlib.sha256(block).digest() * (1 << 15)


def make_vault(folder: Path, *, clock: Clock, clients: int, contacts: int, lists: CodeLists | None = None) -> None:
    """Create a vault full of invented people.

    The key derivation is the cheapest allowed: it is taken out of every figure, and a short one leaves little noise.
    """
    office = Office("MFD Musterstadt", "Muster-Träger", "DSGVO", "07315")
    session = create_session(folder, PASSPHRASE, office, clock=clock, cost=FLOOR_COST, lists=lists)
    try:
        fill(session, clients=clients, contacts=contacts, seed=_SEED)
    finally:
        session.close()


def _desk(folder: Path, *, clock: Clock, lists: CodeLists | None, clients: int) -> float:
    """Return the time of the desk in a vault of its own: the deadlines shall not weigh on the other figures."""
    make_vault(folder, clock=clock, clients=clients, contacts=clients, lists=lists)
    session = open_session(folder, PASSPHRASE, clock=clock, lists=lists)
    try:
        return desk_seconds(session)
    finally:
        session.close()


def today_seconds(vault: Path, *, clock: Clock, lists: CodeLists | None = None) -> float:
    """Return the median time in seconds from the passphrase's key to the contents of Heute.

    Each time the vault is opened anew, so nothing of it is in the process's memory. The derivation cannot be taken out
    of ``Vault.open`` from outside; it is measured by itself before and after each opening with the same cost, and its
    mean is subtracted.
    """
    header, _ = read_header(vault)
    cost = header.slots[0].cost

    def derivation() -> float:
        return _seconds(lambda: stretch(PASSPHRASE, bytes(16), cost))

    derivation()
    found = []
    for _ in range(_OPENINGS):
        before = derivation()
        begin = time.perf_counter()
        session = open_session(vault, PASSPHRASE, clock=clock, lists=lists)
        overview.today(session)
        taken = time.perf_counter() - begin
        session.close()
        found.append(taken - (before + derivation()) / 2)
    return statistics.median(found)


def search_seconds(session: Session) -> list[float]:
    """Return the time of each of the ``queries``."""
    return [_seconds(partial(overview.find, session, typed)) for typed in queries(session)]


def queries(session: Session, count: int = _QUERIES) -> list[str]:
    """Return what people type: names in all scripts and their beginnings, numbers, days, words of notes."""
    chance = random.Random(_SEED)  # noqa: S311 - repeatable on purpose
    rows = [row for row in overview.case_list(session) if row.birth_date is not None]
    typed: list[str] = []
    while len(typed) < count:
        row = chance.choice(rows)
        page = overview.case_page(session, row.case_id)
        client = page.client
        family, _, invented = client.family_name.partition(" ")
        kinds = (
            client.given_name[:2],
            client.given_name[:3],
            client.given_name,
            family[:2],
            family[:4],
            invented[:3],
            invented,
            f"{client.given_name} {invented}",
            f"{client.family_name}, {client.given_name}",
            page.ways[0].value,
            page.ways[0].value[-8:],
            format_date(row.birth_date) if row.birth_date else "",
            client.azr_number,
            client.azr_number[:5],
            page.case.number,
            chance.choice(("Mohamed", "Schewtschenko", "Integrationskurs", "Bescheid", "Musterstraße 12")),
        )
        typed.append(kinds[len(typed) % len(kinds)])
    return typed


def page_seconds(session: Session, count: int = _PAGES) -> list[float]:
    """Return the time of reading each of some cases, half of them the ones with the most contacts."""
    chance = random.Random(_SEED)  # noqa: S311 - repeatable on purpose
    rows = sorted(overview.case_list(session), key=lambda row: row.number)
    long = rows[: count // 2]
    chosen = [*long, *chance.sample(rows, min(count - len(long), len(rows)))]
    chance.shuffle(chosen)
    return [_seconds(partial(overview.case_page, session, row.case_id)) for row in chosen]


def _percentiles(name: str, seconds: Sequence[float]) -> Figures:
    ordered = sorted(seconds)
    return {
        f"{name}_p50_ms": ordered[len(ordered) // 2] * 1000,
        f"{name}_p95_ms": ordered[min(len(ordered) - 1, len(ordered) * 95 // 100)] * 1000,
        f"{name}_max_ms": ordered[-1] * 1000,
        f"{name}_count": len(ordered),
    }


def _seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def _silent(_part: str) -> None:
    pass
