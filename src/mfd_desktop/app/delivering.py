"""The outbox: what waits is delivered when the shared folder is there again, and receipts are fetched."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from mfd_desktop.app import network as networks
from mfd_desktop.app import network_trust as trust
from mfd_desktop.app.changes import changed
from mfd_desktop.domain.errors import NetworkRefused, SharedFolderGone, StorageError, UserError
from mfd_desktop.vault import exchange as store

if TYPE_CHECKING:
    from datetime import datetime

    from mfd_desktop.app.session import Session
    from mfd_desktop.exchange.keys import Keys
    from mfd_desktop.exchange.network import Network
    from mfd_desktop.vault.exchange import OutboxEntry

_LOOKED_AFTER = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Delivery:
    """How it went: files delivered just now, files in trouble, and the reason of the first (see ``problem_of``)."""

    delivered: int
    waiting: int
    problem: str


def deliver_outbox(session: Session, *, initiator: object = None) -> Delivery:
    """Deliver what waits and fetch receipts. What cannot be delivered stays, with the reason; nothing is raised for it.

    Reads and writes the shared folder, which may be slow: not for the thread of the window.
    """
    from mfd_desktop.exchange.desks import card_path
    from mfd_desktop.exchange.keys import Keys

    with session.vault.read() as db:
        pinned = store.read_network(db) is not None
        desk = store.read_identity(db, store.DESK)
    if not pinned:
        return Delivery(0, 0, "")
    if desk:
        from mfd_desktop.app.reading_back import read_back

        # Not there yet: the report that needs it waits for it, the rest goes on.
        with suppress(SharedFolderGone, NetworkRefused):
            read_back(session)
        networks.renew_card(session)
    with session.vault.read() as db:
        folders = tuple(Path(path) for path in store.read_folders(db))
        entries = [entry for entry in store.read_outbox(db) if _is_due(entry, session.clock.now())]
    network, problems = _look(session, folders)
    results = {entry.path: _deliver(entry, problems, network) for entry in entries}
    answers: dict[str, date] = {}
    if desk and not any(problems.values()):
        keys = Keys(desk.signing_seed, desk.age_identity)
        there = [entry for entry in entries if not results[entry.path]]
        if _is_revoked(folders[0], keys, network):
            results[card_path(desk.name)] = "revoked"
        else:
            answers = _answers(folders[0], keys, there, network)
    _note(session, entries, results, answers, initiator)
    waiting = [problem for problem in results.values() if problem]
    new = sum(entry.delivered is None and not results[entry.path] for entry in entries)
    return Delivery(new, len(waiting), waiting[0] if waiting else "")


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with the shared folder or a file in it, since when, and how many files wait undelivered."""

    problem: str
    since: datetime
    waiting: int


def trouble(session: Session) -> Trouble | None:
    """Return what the last deliveries met with; None if all was well. From the vault alone."""
    with session.vault.read() as db:
        found = [entry for entry in store.read_outbox(db) if entry.problem]
    if not found:
        return None
    oldest = min(found, key=lambda entry: entry.tried or entry.created)
    undelivered = sum(entry.delivered is None for entry in found)
    return Trouble(oldest.problem, oldest.tried or oldest.created, undelivered)


def problem_of(error: UserError | FileExistsError) -> str:
    """Return the word kept beside a waiting file.

    A reason of SharedFolderGone or StorageError, ``refused_`` and one of NetworkRefused, or ``occupied``.
    """
    if isinstance(error, NetworkRefused):
        return f"refused_{error.reason}"
    if isinstance(error, SharedFolderGone | StorageError):
        return error.reason
    return "occupied"


def _is_due(entry: OutboxEntry, now: datetime) -> bool:
    """Tell what to look at: what is not there yet, and what may have been taken away again: card and contributions.

    A coordinator adds up a year anew, so a contribution is looked after for a year and a bit.
    """
    if entry.delivered is None or entry.path.startswith("desks/"):
        return True
    return bool(entry.period) and now - entry.created < _LOOKED_AFTER


def _is_decision(path: str) -> bool:
    return path.startswith(("approvals/", "revocations/"))


def _look(session: Session, folders: tuple[Path, ...]) -> tuple[Network, dict[Path, str]]:
    """Return the network that holds, and why a folder cannot be used (an empty text if it can)."""
    network = trust.pinned_network(session).body
    problems = {}
    for folder in folders:
        try:
            network = trust.check_folder(session, folder).body
            problems[folder] = ""
        except (SharedFolderGone, NetworkRefused) as error:
            problems[folder] = problem_of(error)
    return network, problems


def _deliver(entry: OutboxEntry, problems: dict[Path, str], network: Network) -> str:
    """Deliver into every folder that can be used; return why it is not everywhere, or an empty text."""
    results = [problem or _put(folder, entry, network) for folder, problem in problems.items()]
    return next((result for result in results if result), "")


def _put(folder: Path, entry: OutboxEntry, network: Network) -> str:
    from mfd_desktop.files.shared import deliver

    try:
        deliver(folder, entry.path, entry.content, replaces=lambda there: _is_older(entry, there, network))
    except FileExistsError as error:
        return "" if _is_decision(entry.path) else problem_of(error)
    except StorageError as error:
        return problem_of(error)
    return ""


def _is_older(entry: OutboxEntry, there: bytes, network: Network) -> bool:
    """Tell whether what lies at the place of ``entry`` may give way: an older card, or what is no valid file at all.

    The name of a contribution is the hash of its content: anything else there is damage.
    """
    from mfd_desktop.exchange import desks
    from mfd_desktop.exchange.refusal import Refused

    if entry.period:
        return True
    try:
        if entry.path.startswith("approvals/"):
            desks.read_approval(there, network.network, network.keys)
        elif entry.path.startswith("revocations/"):
            desks.read_revocation(there, network.network, network.keys)
        else:
            mine = desks.read_card(entry.content, network.network).body
            return desks.read_card(there, network.network).body.version < mine.version
    except Refused:
        return True
    return False


def _answers(folder: Path, keys: Keys, there: list[OutboxEntry], network: Network) -> dict[str, date]:
    """Return the day by which the coordinator answered, by path: receipts, and the approval of the desk's card."""
    from mfd_desktop.exchange.keys import fingerprint
    from mfd_desktop.exchange.refusal import Refused

    desk = fingerprint(keys.public)
    answers = {}
    for entry in there:
        try:
            if entry.acknowledged is None:
                day = (
                    _receipt_day(folder, desk, entry, network) if entry.period else _approval_day(folder, desk, network)
                )
                if day:
                    answers[entry.path] = day
        except (Refused, ValueError):  # not there yet, or no good: no answer
            continue
    return answers


def _receipt_day(folder: Path, desk: str, entry: OutboxEntry, network: Network) -> date | None:
    from mfd_desktop.exchange import receipts
    from mfd_desktop.exchange.places import read_limited

    content = read_limited(folder, receipts.receipt_path(entry.period, desk), receipts.MOST)
    receipt = receipts.read_receipt(content, network.network, network.keys)
    fits = (receipt.desk, receipt.sequence, receipt.hash) == (desk, entry.sequence, entry.hash)
    return date.fromisoformat(receipt.day) if fits else None


def _approval_day(folder: Path, desk: str, network: Network) -> date | None:
    from mfd_desktop.exchange import desks
    from mfd_desktop.exchange.places import read_limited

    content = read_limited(folder, desks.approval_path(desk), desks.MOST)
    approval = desks.read_approval(content, network.network, network.keys)
    return date.fromisoformat(approval.day) if approval.desk == desk else None


def _is_revoked(folder: Path, keys: Keys, network: Network) -> bool:
    from mfd_desktop.exchange import desks
    from mfd_desktop.exchange.places import read_limited
    from mfd_desktop.exchange.refusal import Refused

    try:
        content = read_limited(folder, desks.revocation_path(keys.public), desks.MOST)
        return desks.read_revocation(content, network.network, network.keys).key == keys.public
    except Refused:
        return False


def _note(
    session: Session,
    entries: list[OutboxEntry],
    results: dict[str, str],
    answers: dict[str, date],
    initiator: object,
) -> None:
    touched = [
        entry
        for entry in entries
        if entry.delivered is None or entry.problem != results[entry.path] or entry.path in answers
    ]
    if not touched:
        return
    now = session.clock.now()
    with session.vault.write() as db:
        for entry in touched:
            if problem := results[entry.path]:
                store.note_trouble(db, entry.path, problem, now)
            else:
                store.note_delivered(db, entry.path, entry.content, now)
            if day := answers.get(entry.path):
                store.note_acknowledged(db, entry.path, day)
    # What waits for the same reason as before is no news.
    if answers or any(entry.problem != results[entry.path] or not entry.problem for entry in touched):
        session.announce(changed("network"), initiator)
