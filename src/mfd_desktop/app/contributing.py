"""Reporting a period: protect, freeze, seal, lay into the outbox, all in one; then deliver."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from mfd_desktop import __version__
from mfd_desktop.app import network as networks
from mfd_desktop.app import network_trust as trust
from mfd_desktop.app.changes import changed
from mfd_desktop.app.delivering import Delivery, deliver_outbox
from mfd_desktop.domain.canonical import canonical
from mfd_desktop.domain.errors import PeriodClosed, SharedFolderGone
from mfd_desktop.domain.journal import Event
from mfd_desktop.domain.periods import Period
from mfd_desktop.vault import exchange as store
from mfd_desktop.vault.journal import append

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from mfd_desktop.app.session import Session
    from mfd_desktop.exchange.envelope import Header
    from mfd_desktop.exchange.keys import Keys
    from mfd_desktop.exchange.network import Network
    from mfd_desktop.vault.exchange import OutboxEntry, PinnedNetwork

QUARTERS, HALF_YEARS = 4, 2
"""How many ended periods of each kind are shown, beside the last ended year."""


@dataclass(frozen=True, slots=True)
class PeriodState:
    """Where the report of a period stands.

    ``state``: ``none`` (not reported), ``waiting``, ``delivered`` (lies in the folder), ``arrived`` (receipt is
    there). ``version`` counts the reports of this period from 1, 0 without one. ``since``: when the last was made.
    ``day``: of the receipt. ``problem``: why it waits. ``due``: until when the network expects it, if it says so.
    """

    period: Period
    state: str
    version: int
    since: datetime | None
    day: date | None
    problem: str
    due: date | None


def submit(
    session: Session, period: Period, *, reason: str = "", folder: Path | None = None, initiator: object = None
) -> Delivery:
    """Report a period: its tables are frozen and the contribution waits in the outbox from then on, whatever happens.

    ``reason``: why a period is reported once more. ``folder``: where the network is looked for now (default: the
    vault's). Raises NotInNetwork, NetworkRefused and PeriodClosed; then nothing was frozen and nothing sent; also
    ReportsUnknown after a restore, SharedFolderGone for a ``folder`` it does not know.
    The vault's own being away is no error: it waits.
    """
    from mfd_desktop.app import periods
    from mfd_desktop.app.reading_back import ensure_read_back
    from mfd_desktop.exchange import envelope

    ensure_read_back(session)
    pinned, keys = trust.desk_keys(session)
    network, last = _look(session, folder, pinned.body, keys)
    prepared = periods.prepare(session, period)
    if prepared.running:
        raise PeriodClosed(str(period), "running")
    payload = canonical(prepared.payload)
    with session.vault.write() as db:
        header = _header(network, keys, str(period), _sent(store.read_outbox(db)), last)
        content = envelope.seal(header, payload, keys)
        hash_ = envelope.hash_of(content)
        now = session.clock.now()
        periods.freeze(db, prepared, now=now, sequence=header.sequence, digest=hash_, reason=reason)
        path = envelope.contribution_path(header, content)
        store.put_in_outbox(db, path, content, now, period=str(period), sequence=header.sequence, hash_=hash_)
        append(db, now, Event.EXPORT, f"contribution.{period}")
    session.announce(changed("network", "period"), initiator)
    return deliver_outbox(session, initiator=initiator)


def report(session: Session, period: Period, folder: Path) -> PeriodState:
    """Report a period into ``folder`` unless it was reported; then only what waits is delivered. For the command line.

    Raises what ``submit`` raises.
    """
    if period_state(session, period).state == "none":
        submit(session, period, folder=folder)
    else:
        _pinned, keys = trust.desk_keys(session)
        _look(session, folder, _pinned.body, keys)
        deliver_outbox(session)
    return period_state(session, period)


def period_states(session: Session) -> tuple[PeriodState, ...]:
    """Return the ended periods, newest first within their kind. From the vault alone; the folder is not touched."""
    return tuple(period_state(session, period) for period in ended_periods(session.clock.today()))


def period_state(session: Session, period: Period) -> PeriodState:
    """Return where the report of a period stands. From the vault alone."""
    with session.vault.read() as db:
        sent = [entry for entry in store.read_outbox(db) if entry.period == str(period)]
        pinned = store.read_network(db)
    due = _due(period, pinned) if pinned else None
    if not sent:
        return PeriodState(period, "none", 0, None, None, "", due)
    last = max(sent, key=lambda entry: entry.sequence)
    state = "waiting" if last.delivered is None else "delivered" if last.acknowledged is None else "arrived"
    return PeriodState(period, state, len(sent), last.created, last.acknowledged, last.problem, due)


def _due(period: Period, pinned: PinnedNetwork) -> date | None:
    """Return until when a report is expected; nothing is that was due before the network was joined."""
    due = period.last + timedelta(days=pinned.due_days)
    return due if pinned.due_days and due >= pinned.pinned.date() else None


def last_quarter(day: date) -> Period:
    """Return the quarter that ended last before ``day``."""
    return Period.quarter_of(Period.quarter_of(day).first - timedelta(days=1))


def ended_periods(day: date) -> tuple[Period, ...]:
    """Return the last ended quarters, half-years and the last ended year, newest first within their kind."""
    quarters = [last_quarter(day)]
    while len(quarters) < QUARTERS:
        quarters.append(last_quarter(quarters[-1].first))
    halves = [Period(year, "H", number) for year in (day.year, day.year - 1) for number in (2, 1)]
    ended = [half for half in halves if half.last < day][:HALF_YEARS]
    return (*quarters, *ended, Period(day.year - 1))


def _look(session: Session, folder: Path | None, network: Network, keys: Keys) -> tuple[Network, tuple[int, str]]:
    """Return the network that holds, and sequence and hash of this desk's last contribution in the folder.

    A vault taken back from a backup does not know what it sent after that; a number must not be given twice.
    """
    from mfd_desktop.exchange.refusal import Refused

    with session.vault.read() as db:
        known = store.read_folders(db)
    place = folder or Path(known[0])
    try:
        found = trust.check_folder(session, place).body
        last = _last_in_folder(place, keys)
    except SharedFolderGone:
        # What cannot be taken back must not follow from a mistyped path; the vault's own folder comes back.
        if str(place.absolute()) not in known:
            raise
        found, last = network, (0, "")
    except Refused:
        found, last = network, (0, "")
    else:
        if str(place.absolute()) not in known:
            networks.move_folder(session, place)
    trust.check_tables(place, found)
    return found, last


def _last_in_folder(folder: Path, keys: Keys) -> tuple[int, str]:
    from mfd_desktop.exchange import envelope
    from mfd_desktop.exchange.keys import fingerprint
    from mfd_desktop.exchange.places import names_in, read_limited
    from mfd_desktop.exchange.refusal import Refused

    desk, last = fingerprint(keys.public), (0, "")
    for period in names_in(folder, envelope.FOLDER):
        for name in names_in(folder, f"{envelope.FOLDER}/{period}/{desk}"):
            parts = envelope.name_parts(name)
            if parts is None or parts[0] <= last[0]:
                continue
            try:
                content = read_limited(folder, f"{envelope.FOLDER}/{period}/{desk}/{name}", envelope.MOST)
                signed = envelope.read_contribution(content)
            except Refused:
                continue
            if signed.key == keys.public and envelope.hash_of(content) == parts[1]:
                last = parts
    return last


def _sent(outbox: Sequence[OutboxEntry]) -> list[OutboxEntry]:
    return sorted((entry for entry in outbox if entry.period), key=lambda entry: entry.sequence)


def _header(network: Network, keys: Keys, period: str, sent: list[OutboxEntry], last_seen: tuple[int, str]) -> Header:
    from mfd_desktop.exchange import envelope
    from mfd_desktop.exchange.keys import fingerprint

    last = max(last_seen, (sent[-1].sequence, sent[-1].hash) if sent else (0, ""))
    before = [entry.hash for entry in sent if entry.period == period]
    return envelope.Header(
        format=network.format,
        network=network.network,
        desk=fingerprint(keys.public),
        period=period,
        sequence=last[0] + 1,
        previous=last[1],
        supersedes=before[-1] if before else "",
        program=__version__,
        recipients=(*network.recipients, keys.recipient),
    )
