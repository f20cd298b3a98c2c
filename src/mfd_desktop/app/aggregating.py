"""Adding up a network: verify, decrypt and sum what the desks have reported; receipts for what counted."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mfd_desktop.app import network_trust as trust
from mfd_desktop.app.changes import changed
from mfd_desktop.app.network_desks import known_desks, read_members
from mfd_desktop.app.wording_network import printable
from mfd_desktop.domain.errors import StorageError
from mfd_desktop.vault import exchange as store

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from mfd_desktop.app.network_desks import KnownDesk
    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.periods import Period
    from mfd_desktop.exchange.envelope import Contribution as Envelope
    from mfd_desktop.exchange.keys import Keys
    from mfd_desktop.exchange.network import Network
    from mfd_desktop.exchange.places import Skipped
    from mfd_desktop.exchange.reading import Counted
    from mfd_desktop.statistics.adding import StateTables
    from mfd_desktop.statistics.cell_key import Perturbation
    from mfd_desktop.statistics.payload import Contribution
    from mfd_desktop.statistics.table_set import Tables


@dataclass(frozen=True, slots=True)
class Report:
    """A desk that counts: its card, the number and hash of its contribution, hundredths of a post, where it lies."""

    desk: KnownDesk
    label: str
    sequence: int
    hash: str
    fte: int
    folders: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Aggregate:
    """The sum over a network. ``desks``: all that are known. ``missing``: those let in that have not reported.

    ``skipped``: the files that do not count, each with its reason.
    """

    network: str
    period: Period
    desks: tuple[KnownDesk, ...]
    reports: tuple[Report, ...]
    missing: tuple[KnownDesk, ...]
    skipped: tuple[Skipped, ...]
    tables: StateTables


def aggregate(
    session: Session, folders: Sequence[Path] | None, period: Period, *, initiator: object = None
) -> Aggregate:
    """Verify, decrypt and add up what all desks have reported for a period; the highest numbers are remembered.

    ``folders``: default those of the vault. A file that is no good is named and skipped. Raises NotInNetwork,
    SharedFolderGone (missing, empty, vanished meanwhile), NetworkRefused; then nothing was remembered.
    """
    from mfd_desktop.app import periods
    from mfd_desktop.exchange.reading import read_contributions
    from mfd_desktop.statistics.adding import add_up

    pinned, keys = trust.coordinator_keys(session)
    tables, method = periods.tables(), periods.method()
    with session.vault.read() as db:
        wanted = [Path(path) for path in store.read_folders(db)] if folders is None else folders
        seen = store.read_seen(db, pinned.body.network, str(period))
    # A folder named twice holds nothing twice.
    places = tuple({folder.absolute(): folder for folder in wanted}.values())
    members = read_members(session, places)
    reading = read_contributions(
        places,
        str(period),
        members=members,
        network=pinned.body.network,
        seen=seen,
        decode=_decoder(keys, tables, method),
    )
    for place in places:  # A folder that went away while it was read would look like desks that have not reported.
        trust.check_folder(session, place)
    desks = known_desks(members)
    counted = {one.desk: one for one in reading.counted}
    # In the order of names, as whoever reads the result looks for them.
    reports = tuple(_report(counted[desk.desk], desk, desks) for desk in desks if desk.desk in counted)
    missing = tuple(desk for desk in desks if desk.state == "approved" and desk.desk not in counted)
    if _remember(session, pinned.body.network, period, reading.counted, seen):
        session.announce(changed("network"), initiator)
    parts = {report.label: counted[report.desk.desk].content for report in reports}
    total = add_up(parts, tables, method, period=period, expected=(*parts, *(_label(desk, desks) for desk in missing)))
    return Aggregate(pinned.body.name, period, desks, reports, missing, (*members.skipped, *reading.skipped), total)


def acknowledge(session: Session, found: Aggregate) -> tuple[Path, ...]:
    """Write the receipts of what counted beside the contributions; return the folders that refused.

    A receipt that is not written or lost is made again the next time.
    """
    from mfd_desktop.exchange.receipts import receipt_path, sign_receipt
    from mfd_desktop.files.shared import deliver

    pinned, keys = trust.coordinator_keys(session)
    period, day = str(found.period), session.clock.today()
    refused: dict[Path, None] = {}
    for report in found.reports:
        desk = report.desk.desk
        for folder in report.folders:
            if folder in refused or _has_receipt(folder, report, period, pinned.body):
                continue
            content = sign_receipt(pinned.body.network, desk, period, report.sequence, report.hash, day, keys)
            try:
                deliver(folder, receipt_path(period, desk), content, replaces=lambda _there: True, durable=False)
            except StorageError:
                refused[folder] = None
    return tuple(refused)


def _has_receipt(folder: Path, report: Report, period: str, network: Network) -> bool:
    from mfd_desktop.exchange import receipts
    from mfd_desktop.exchange.places import read_limited
    from mfd_desktop.exchange.refusal import Refused

    try:
        content = read_limited(folder, receipts.receipt_path(period, report.desk.desk), receipts.MOST)
        there = receipts.read_receipt(content, network.network, network.keys)
    except Refused:
        return False
    return (there.desk, there.sequence, there.hash) == (report.desk.desk, report.sequence, report.hash)


def _decoder(keys: Keys, tables: Tables, method: Perturbation) -> Callable[[Envelope], Contribution]:
    from mfd_desktop.exchange.envelope import open_payload
    from mfd_desktop.exchange.refusal import Refused
    from mfd_desktop.statistics.payload import PayloadProblem, read_payload

    def decode(envelope: Envelope) -> Contribution:
        try:
            found = read_payload(json.loads(open_payload(envelope, keys)), tables, method)
        except PayloadProblem as problem:
            raise Refused("wrong_tables" if problem.reason in ("table_set", "method") else "wrong_payload") from None
        except (ValueError, RecursionError):
            raise Refused("wrong_payload") from None
        if str(found.period) != envelope.header.period:
            raise Refused("wrong_payload")
        return found

    return decode


def _report(found: Counted[Contribution], desk: KnownDesk, desks: Sequence[KnownDesk]) -> Report:
    return Report(desk, _label(desk, desks), found.sequence, found.hash, found.content.fte, found.folders)


def _label(desk: KnownDesk, desks: Sequence[KnownDesk]) -> str:
    """Return how a desk is called in the result: name and office, and its id if two are called the same."""
    name = _name(desk)
    twins = sum(_name(other) == name for other in desks)
    return name if twins == 1 else f"{name} ({desk.desk})"


def _name(desk: KnownDesk) -> str:
    return printable(", ".join(dict.fromkeys((desk.name, desk.office))))


def _remember(
    session: Session,
    network: str,
    period: Period,
    counted: Sequence[Counted[Contribution]],
    seen: Mapping[str, tuple[int, str]],
) -> bool:
    """Note the numbers that count now; return whether any is new."""
    new = [one for one in counted if seen.get(one.desk) != (one.sequence, one.hash)]
    if new:
        with session.vault.write() as db:
            for one in new:
                store.write_seen(db, network, one.desk, str(period), one.sequence, one.hash, session.clock.now())
    return bool(new)
