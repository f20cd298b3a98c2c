"""What the vault keeps for the shared folder: keys, the pinned network, the outbox, what was seen."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlcipher3.dbapi2 import Connection

DESK, COORDINATOR, COLLEAGUE = "desk", "coordinator", "colleague"


@dataclass(frozen=True, slots=True)
class Identity:
    """The keys of a role. ``name``: the desk's id in the folder, or the coordinator's name."""

    role: str
    name: str
    signing_seed: bytes = field(repr=False)
    age_identity: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class PinnedNetwork:
    """The network as it was pinned. ``document``: network.json to the byte."""

    name: str
    fingerprint: str
    version: int
    document: bytes
    pinned: datetime

    @property
    def due_days(self) -> int:
        """Within how many days of a period's end a report is expected; 0: the network does not say."""
        # The document was checked when it was pinned.
        return int(json.loads(self.document)["body"]["policy"]["due_days"])


@dataclass(frozen=True, slots=True)
class OutboxEntry:
    """A file on its way. ``delivered``: when it was last seen there whole; ``acknowledged``: day of the receipt.

    ``period``, ``sequence`` and ``hash`` are those of a contribution, else empty. ``problem``: what the last try met
    with, ``tried``: since when; without a problem, when it was tried last.
    """

    path: str
    content: bytes
    period: str
    sequence: int
    hash: str
    created: datetime
    delivered: datetime | None
    acknowledged: date | None
    tried: datetime | None
    problem: str


def write_identity(db: Connection, identity: Identity, now: datetime) -> None:
    """Store the keys of a role; raises a driver error if the role has keys already."""
    db.execute(
        "INSERT INTO exchange_identity (role, name, signing_seed, age_identity, created) VALUES (?, ?, ?, ?, ?)",
        (identity.role, identity.name, identity.signing_seed, identity.age_identity, now.isoformat()),
    )


def read_identity(db: Connection, role: str) -> Identity | None:
    """Return the keys of a role."""
    row = db.execute(
        "SELECT role, name, signing_seed, age_identity FROM exchange_identity WHERE role = ?", (role,)
    ).fetchone()
    return Identity(*row) if row else None


def pin_network(db: Connection, name: str, fingerprint: str, version: int, document: bytes, now: datetime) -> None:
    """Pin a network, or a newer version of the pinned one."""
    db.execute(
        "INSERT OR REPLACE INTO network (id, name, fingerprint, version, document, pinned) VALUES (1, ?, ?, ?, ?, ?)",
        (name, fingerprint, version, document, now.isoformat()),
    )


def read_network(db: Connection) -> PinnedNetwork | None:
    """Return the pinned network."""
    row = db.execute("SELECT name, fingerprint, version, document, pinned FROM network").fetchone()
    if row is None:
        return None
    name, fingerprint, version, document, pinned = row
    return PinnedNetwork(name, fingerprint, version, document, datetime.fromisoformat(pinned))


def write_folders(db: Connection, paths: tuple[str, ...]) -> None:
    """Store the shared folders in this order, in place of those before."""
    db.execute("DELETE FROM network_folder")
    db.executemany("INSERT INTO network_folder (position, path) VALUES (?, ?)", enumerate(paths))


def read_folders(db: Connection) -> tuple[str, ...]:
    """Return the shared folders in their order."""
    return tuple(path for (path,) in db.execute("SELECT path FROM network_folder ORDER BY position"))


def put_in_outbox(
    db: Connection, path: str, content: bytes, now: datetime, *, period: str = "", sequence: int = 0, hash_: str = ""
) -> None:
    """Lay a file into the outbox, in place of an older version of it; an acknowledgement of that stays."""
    db.execute(
        """INSERT INTO outbox (path, position, content, period, sequence, hash, created)
        VALUES (?, (SELECT ifnull(max(position), 0) + 1 FROM outbox), ?, ?, ?, ?, ?)
        ON CONFLICT (path) DO UPDATE SET content = excluded.content, created = excluded.created, delivered = NULL,
        tried = NULL, problem = ''""",
        (path, content, period, sequence, hash_, now.isoformat()),
    )


_ENTRY = "path, content, period, sequence, hash, created, delivered, acknowledged, tried, problem"


def read_outbox(db: Connection) -> tuple[OutboxEntry, ...]:
    """Return all that was laid into the outbox, in the order of delivery; delivered entries stay."""
    return tuple(_entry(row) for row in db.execute(f"SELECT {_ENTRY} FROM outbox ORDER BY position"))  # noqa: S608


def _entry(row: tuple[Any, ...]) -> OutboxEntry:
    path, content, period, sequence, hash_, created, delivered, acknowledged, tried, problem = row
    return OutboxEntry(
        path=path,
        content=content,
        period=period,
        sequence=sequence,
        hash=hash_,
        created=datetime.fromisoformat(created),
        delivered=_moment(delivered),
        acknowledged=date.fromisoformat(acknowledged) if acknowledged else None,
        tried=_moment(tried),
        problem=problem,
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def note_delivered(db: Connection, path: str, content: bytes, now: datetime) -> None:
    """Note that this version of a file was seen whole in the shared folder."""
    db.execute(
        "UPDATE outbox SET delivered = ?, tried = ?, problem = '' WHERE path = ? AND content = ?",
        (now.isoformat(), now.isoformat(), path, content),
    )


def note_trouble(db: Connection, path: str, problem: str, now: datetime) -> None:
    """Note why a file could not be delivered or looked at; ``tried`` stays the moment this began."""
    db.execute(
        "UPDATE outbox SET tried = CASE WHEN problem = ? THEN tried ELSE ? END, problem = ? WHERE path = ?",
        (problem, now.isoformat(), problem, path),
    )


def note_acknowledged(db: Connection, path: str, day: date) -> None:
    """Note the receipt of a contribution, or the approval of a desk card."""
    db.execute("UPDATE outbox SET acknowledged = ? WHERE path = ?", (day.isoformat(), path))


def undeliver(db: Connection) -> None:
    """Let everything be delivered once more: a folder was added or another took its place."""
    db.execute("UPDATE outbox SET delivered = NULL")


def read_seen(db: Connection, network: str, period: str) -> dict[str, tuple[int, str]]:
    """Return sequence and hash of the contribution last counted, by desk."""
    rows = db.execute(
        "SELECT desk, sequence, hash FROM seen_contribution WHERE network = ? AND period = ?", (network, period)
    )
    return {desk: (sequence, hash_) for desk, sequence, hash_ in rows}


def write_seen(db: Connection, network: str, desk: str, period: str, sequence: int, hash_: str, now: datetime) -> None:
    """Note the contribution counted for a desk and period."""
    db.execute(
        "INSERT OR REPLACE INTO seen_contribution (network, desk, period, sequence, hash, seen)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (network, desk, period, sequence, hash_, now.isoformat()),
    )


def write_card(db: Connection, desk: str, card: bytes, now: datetime) -> None:
    """Note the newest card of a desk."""
    db.execute("INSERT OR REPLACE INTO network_desk (desk, card, seen) VALUES (?, ?, ?)", (desk, card, now.isoformat()))


def read_cards(db: Connection) -> dict[str, bytes]:
    """Return the newest card seen of each desk."""
    return dict(db.execute("SELECT desk, card FROM network_desk").fetchall())
