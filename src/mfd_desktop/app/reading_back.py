"""After a restore: what the desk reported since then is read back from the shared folder before it reports again.

Figures for others, sequence and hashes come back. Exact figures and who was counted lay in the lost vault alone: such a
period cannot be revised, and person tables close to it are withheld.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mfd_desktop.app import network_trust as trust
from mfd_desktop.app import periods
from mfd_desktop.app.changes import changed
from mfd_desktop.content.i18n import _
from mfd_desktop.domain.errors import NetworkRefused, SharedFolderGone
from mfd_desktop.domain.errors_damage import ReportsUnknown
from mfd_desktop.vault import exchange as store
from mfd_desktop.vault.desk import read_settings, write_setting
from mfd_desktop.vault.periods import Frozen, read_frozen, write_frozen

if TYPE_CHECKING:
    from mfd_desktop.app.session import Session
    from mfd_desktop.exchange.envelope import Contribution
    from mfd_desktop.exchange.keys import Keys
    from mfd_desktop.vault.database import Connection

_DONE = "reports_read_back"
"""Setting: position in the log of the last restore whose reports were read back."""


@dataclass(frozen=True, slots=True)
class _Own:
    """A contribution of this desk that the vault does not know."""

    path: str
    content: bytes
    hash: str
    contribution: Contribution


def folder_to_read(session: Session) -> str:
    """Return the shared folder that has to be read back first; empty if nothing has to be. From the vault alone."""
    with session.vault.read() as db:
        if not _pending(db) or store.read_network(db) is None or store.read_identity(db, store.DESK) is None:
            return ""
        return next(iter(store.read_folders(db)), "")


def ensure_read_back(session: Session) -> None:
    """Read back what a restored vault has to know before it may report. Raises ReportsUnknown if it cannot."""
    folder = folder_to_read(session)
    if folder:
        try:
            read_back(session)
        except (SharedFolderGone, NetworkRefused):
            raise ReportsUnknown(folder) from None


def read_back(session: Session) -> int:
    """Read the desk's own contributions back; return how many were new. Nothing happens twice.

    Raises SharedFolderGone, NetworkRefused; then nothing was taken in.
    """
    folder = folder_to_read(session)
    if not folder:
        return 0
    _pinned, keys = trust.desk_keys(session)
    trust.check_folder(session, Path(folder))
    found = _own_contributions(Path(folder), keys)
    card = _own_card(Path(folder), keys)
    with session.vault.write() as db:
        known = {entry.hash for entry in store.read_outbox(db)}
        new = [one for one in found if one.hash not in known]
        for one in new:
            _take_in(db, session, one, keys)
        if card is not None:
            _take_card(db, session, *card)
        write_setting(db, _DONE, str(_last_restore(db)))
    session.announce(changed("network", "period"))
    return len(new)


def _pending(db: Connection) -> bool:
    last = _last_restore(db)
    return last > 0 and read_settings(db).get(_DONE, "") != str(last)


def _last_restore(db: Connection) -> int:
    """Return the position in the log at which the vault last lost its newest entries; 0 if it never did."""
    row = db.execute(
        "SELECT max(position) FROM log_entry"
        " WHERE event = 'restore' OR (event = 'damage' AND detail IN ('rescued', 'accepted'))"
    ).fetchone()
    return int(row[0] or 0)


def _own_contributions(folder: Path, keys: Keys) -> list[_Own]:
    from mfd_desktop.exchange import envelope
    from mfd_desktop.exchange.keys import fingerprint
    from mfd_desktop.exchange.places import names_in, read_limited
    from mfd_desktop.exchange.refusal import Refused

    desk, found = fingerprint(keys.public), []
    try:
        places = [
            f"{envelope.FOLDER}/{period}/{desk}/{name}"
            for period in names_in(folder, envelope.FOLDER)
            for name in names_in(folder, f"{envelope.FOLDER}/{period}/{desk}")
        ]
    except Refused:
        raise SharedFolderGone(folder, "unreadable") from None
    for path in places:
        try:
            content = read_limited(folder, path, envelope.MOST)
            signed = envelope.read_contribution(content)
        except Refused as refused:
            if refused.reason == "unreadable":
                raise SharedFolderGone(folder, "unreadable") from None
            continue
        if signed.key == keys.public and envelope.contribution_path(signed.body.header, content) == path:
            found.append(_Own(path, content, envelope.hash_of(content), signed.body))
    return sorted(found, key=lambda one: one.contribution.header.sequence)


def _take_in(db: Connection, session: Session, one: _Own, keys: Keys) -> None:
    from mfd_desktop.exchange import envelope
    from mfd_desktop.exchange.refusal import Refused
    from mfd_desktop.statistics.payload import PayloadProblem, read_payload

    header, now = one.contribution.header, session.clock.now()
    store.put_in_outbox(db, one.path, one.content, now, period=header.period, sequence=header.sequence, hash_=one.hash)
    store.note_delivered(db, one.path, one.content, now)
    try:
        payload = json.loads(envelope.open_payload(one.contribution, keys))
        revision, protected = int(payload["revision"]), "{}"
        protected = read_payload(payload, periods.tables(), periods.method()).counts.to_json()
    except (Refused, PayloadProblem, ValueError, KeyError):
        # Its number and hash hold all the same.
        return
    period = periods.parse_period(header.period)
    if any((known.period, known.revision) == (period, revision) for known in read_frozen(db)):
        return
    reason = _("Aus dem gemeinsamen Ordner zurückgelesen; die genauen Zahlen von damals sind nicht mehr bekannt.")
    write_frozen(
        db,
        Frozen(
            period, revision, periods.tables().id, now.isoformat(), reason, "", protected, header.sequence, one.hash,
            frozenset(),
        ),
    )  # fmt: skip


def _own_card(folder: Path, keys: Keys) -> tuple[str, bytes, int] | None:
    """Return path, content and version of the desk's card in the folder, if it is one."""
    from mfd_desktop.exchange import desks
    from mfd_desktop.exchange.keys import fingerprint
    from mfd_desktop.exchange.places import read_limited
    from mfd_desktop.exchange.refusal import Refused
    from mfd_desktop.exchange.signed import read_signed

    path = desks.card_path(fingerprint(keys.public))
    try:
        content = read_limited(folder, path, desks.MOST)
        found = read_signed(content, "desk", desks.Card, desks.MOST)
    except Refused:
        return None
    return (path, content, found.body.version) if found.key == keys.public else None


def _take_card(db: Connection, session: Session, path: str, content: bytes, version: int) -> None:
    """Know the newest card, so that the next one gets a higher number."""
    from mfd_desktop.exchange import desks
    from mfd_desktop.exchange.signed import read_signed

    known = next((entry for entry in store.read_outbox(db) if entry.path == path), None)
    if known is None or read_signed(known.content, "desk", desks.Card, desks.MOST).body.version < version:
        store.put_in_outbox(db, path, content, session.clock.now())
        store.note_delivered(db, path, content, session.clock.now())
