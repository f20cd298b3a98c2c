"""Adding up a network of many desks, measured on contributions with every cell filled."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from mfd_desktop.app import periods
from mfd_desktop.app.aggregating import acknowledge, aggregate
from mfd_desktop.app.network import create_network
from mfd_desktop.app.network_trust import pinned_network
from mfd_desktop.app.session import create_session
from mfd_desktop.domain.canonical import canonical
from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.domain.periods import Period
from mfd_desktop.domain.records import Office
from mfd_desktop.files.folders import make_private
from mfd_desktop.vault import exchange as store
from mfd_desktop.vault.keys import FLOOR_COST

if TYPE_CHECKING:
    from pathlib import Path

    from mfd_desktop.app.session import Session
    from mfd_desktop.exchange.keys import Keys
    from mfd_desktop.exchange.network import Network

_PERIOD = Period(2026, "H", 1)
"""A half-year carries all tables, a quarter only most."""
_MOMENT = datetime(2026, 7, 10, 9, 0, tzinfo=UTC)
_FIGURE = 17
_OFFICE = Office("Koordination", "Probe", "DSGVO", "07315")


def aggregate_seconds(scratch: Path, desks: int = 100) -> float:
    """Return how long it takes to verify, decrypt and add up the contributions of so many desks, with their receipts.

    ``scratch`` is an empty folder for the measurement; what is in it is fictitious and may be thrown away.
    """
    session = coordinator_of(scratch, desks)
    try:
        begin = time.perf_counter()
        found = aggregate(session, None, _PERIOD)
        acknowledge(session, found)
        seconds = time.perf_counter() - begin
    finally:
        session.close()
    if len(found.reports) != desks or found.skipped:
        message = "the measured sum is not whole"
        raise RuntimeError(message)
    return seconds


def coordinator_of(scratch: Path, desks: int) -> Session:
    """Return the open vault of a coordinator whose shared folder holds a contribution of so many desks."""
    from mfd_desktop.exchange.keys import Keys

    folder = scratch / "shared"
    make_private(folder)
    clock = FixedClock(_MOMENT)
    session = create_session(scratch / "coordinator", "Probe-Tresor-2026", _OFFICE, clock=clock, cost=FLOOR_COST)
    create_network(session, folder, "Probeverbund", "Koordination")
    network = pinned_network(session).body
    with session.vault.read() as db:
        identity = store.read_identity(db, store.COORDINATOR)
    if identity is None:
        message = "no coordinator"
        raise RuntimeError(message)
    coordinator = Keys(identity.signing_seed, identity.age_identity)
    payload = _payload()
    for number in range(1, desks + 1):
        _add_desk(folder, network, coordinator, number, payload)
    return session


def _payload() -> bytes:
    from mfd_desktop.statistics.counting import HEADLINE, Counts
    from mfd_desktop.statistics.payload import build_payload

    tables, method = periods.tables(), periods.method()
    cells = {table.id: dict.fromkeys(table.fine.cells, _FIGURE) for table in tables.tables}
    counts = Counts(dict.fromkeys(HEADLINE, _FIGURE), cells)
    return canonical(build_payload(counts, tables, method, period=_PERIOD, revision=0, fte=100))


def _add_desk(folder: Path, network: Network, coordinator: Keys, number: int, payload: bytes) -> None:
    from mfd_desktop.exchange import desks, envelope
    from mfd_desktop.exchange.keys import Keys, fingerprint
    from mfd_desktop.files.shared import deliver

    keys = Keys.new()
    desk = fingerprint(keys.public)
    card = desks.Card(
        format=1,
        network=network.network,
        desk=desk,
        version=1,
        name=f"Stelle {number}",
        office=f"Dienststelle {number}",
        carrier="Probe",
        district="07315",
        fte=100,
        sign=keys.public,
        age=keys.recipient,
    )
    header = envelope.Header(
        format=1,
        network=network.network,
        desk=desk,
        period=str(_PERIOD),
        sequence=1,
        previous="",
        supersedes="",
        program="0",
        recipients=(*network.recipients, keys.recipient),
    )
    content = envelope.seal(header, payload, keys)
    approval = desks.sign_approval(network.network, keys.public, _MOMENT.date(), coordinator)
    for path, file in (
        (desks.card_path(desk), desks.sign_card(card, keys)),
        (desks.approval_path(desk), approval),
        (envelope.contribution_path(header, content), content),
    ):
        deliver(folder, path, file, durable=False)
