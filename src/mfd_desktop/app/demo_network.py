"""The shared folder of the demonstration: a coordinator, the shown desk, and two more that have reported."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from mfd_desktop.app import network as networks
from mfd_desktop.app.aggregating import acknowledge, aggregate
from mfd_desktop.app.contributing import submit
from mfd_desktop.app.delivering import deliver_outbox
from mfd_desktop.app.demo_desk import PASSPHRASE, demo_desks, make_desk
from mfd_desktop.app.network_desks import approve, known_desks, read_members
from mfd_desktop.app.session import create_session, open_session
from mfd_desktop.domain.periods import Period
from mfd_desktop.domain.records import Office
from mfd_desktop.files.scratch import scratch_folder
from mfd_desktop.vault import exchange as store
from mfd_desktop.vault.keys import FLOOR_COST

if TYPE_CHECKING:
    from pathlib import Path

    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.clock import FixedClock

NAME = "MFD Rheinland-Pfalz (Übung)"
PERIOD = Period(2026, "Q", 3)
"""The quarter that the tour reports and adds up."""
_BEFORE = (
    (Period(2026, "Q", 1), datetime(2026, 4, 13, 8, 0, tzinfo=UTC)),
    (Period(2026, "Q", 2), datetime(2026, 7, 9, 8, 0, tzinfo=UTC)),
    (Period(2026, "H", 1), datetime(2026, 7, 16, 8, 0, tzinfo=UTC)),
)
"""What all desks have reported before, and when."""
_OTHERS = datetime(2026, 10, 12, 8, 0, tzinfo=UTC)
_HEAD = Office(
    "Fachreferat Migration (erfunden)", "Verbund der erfundenen Verbände", "DSGVO", "07315",
    town="Neu-Musterstadt", counsellor="Kim Koordination",
)  # fmt: skip


def make_network(vault: Path, coordinator: Path, shared: Path, clock: FixedClock, *, share: float = 1.0) -> None:
    """Make the coordinator's vault, the network in ``shared`` and what lies in it before the shown desk reports.

    ``share`` of the other desks' people. Raises what creating and opening vaults raises.
    """
    now = clock.moment
    with ExitStack() as opened, scratch_folder() as scratch:
        head = create_session(coordinator, PASSPHRASE, _HEAD, clock=clock, cost=FLOOR_COST)
        opened.callback(head.close)
        networks.create_network(head, shared, NAME, "Kim Koordination", due_days=60)
        desks = [open_session(vault, PASSPHRASE, clock=clock)]
        opened.callback(desks[0].close)
        for number, desk in enumerate(demo_desks()[1:]):
            desks.append(make_desk(scratch / str(number), desk.reduced(share) if share < 1 else desk, clock))
            opened.callback(desks[-1].close)
        clock.moment = datetime(2026, 4, 1, 8, 0, tzinfo=UTC)
        _join(head, desks, shared)
        for period, moment in _BEFORE:
            clock.moment = moment
            for session in desks:
                submit(session, period)
            acknowledge(head, aggregate(head, None, period))
        clock.moment = _OTHERS
        for session in desks[1:]:
            submit(session, PERIOD)
        clock.moment = now
        deliver_outbox(desks[0])


def _join(head: Session, desks: list[Session], shared: Path) -> None:
    for session in desks:
        networks.join_network(session, networks.look_at_network(shared))
        deliver_outbox(session)
    for known in known_desks(read_members(head)):
        approve(head, known.desk)
    deliver_outbox(head)


def tell_folder(vault: Path, shared: Path, clock: FixedClock) -> None:
    """Let a vault look for the shared folder at ``shared``, word for word: a name alone means beside the vault."""
    session = open_session(vault, PASSPHRASE, clock=clock)
    with session.vault.write() as db:
        store.write_folders(db, (str(shared),))
    session.close()
