"""Releases (Schweigepflichtentbindungen) of a client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mfd_desktop.domain.fields import SEPARATOR
from mfd_desktop.domain.releases import Release, ReleaseForm
from mfd_desktop.vault.records import STAMP_WIDTH, Table, day, insert, stamp, update

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlcipher3.dbapi2 import Connection

    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.vault.records import Origin

RELEASE = Table(
    "release",
    (
        "client_id", "case_id", "sender", "recipient", "recipient_id", "purpose", "matters", "mutual", "form",
        "given", "present", "paper", "valid_until", "until_done", "withdrawn", "guardian", "language", "reader",
        "place", "copy_given", "follow_up_id",
    ),
)  # fmt: skip

_TEXTS = frozenset({"sender", "recipient", "purpose", "matters", "present", "guardian", "reader", "place"})
_FLAGS = frozenset({"mutual", "until_done", "copy_given"})
_DAYS = ("given", "paper", "valid_until", "withdrawn")


def add_release(
    db: Connection, origin: Origin, client_id: RecordId, values: Mapping[str, object], raw: Mapping[str, str]
) -> RecordId:
    """Insert a release; ``values`` are Release fields by name, missing ones are empty."""
    row = dict.fromkeys((*_TEXTS, *_FLAGS)) | dict(values) | {"client_id": client_id}
    return insert(db, RELEASE, origin, _columns(row), raw)


def change_release(
    db: Connection,
    release_id: RecordId,
    now: datetime,
    values: Mapping[str, object],
    raw: Mapping[str, str | None],
) -> None:
    """Change only the fields named."""
    update(db, RELEASE, release_id, now, _columns(values), raw)


def read_release(db: Connection, release_id: RecordId) -> Release:
    """Return one release; raise KeyError if there is none."""
    found = _releases(db, "WHERE release.id = ?", release_id)
    if not found:
        raise KeyError(release_id)
    return found[0]


def releases_of(db: Connection, client_id: RecordId) -> tuple[Release, ...]:
    """Return the releases of a client, those given last first; those not given yet before them."""
    return _releases(
        db,
        "WHERE release.client_id = ? ORDER BY given IS NOT NULL, given DESC, release.created DESC, release.rowid DESC",
        client_id,
    )


def final_letters(db: Connection, release_id: RecordId) -> int:
    """Return how many final letters left because of this release."""
    query = "SELECT count(*) FROM letter WHERE release_id = ? AND frozen IS NOT NULL"
    (found,) = db.execute(query, (release_id,)).fetchone()
    return int(found)


def _columns(values: Mapping[str, object]) -> dict[str, object]:
    return {name: _column(name, value) for name, value in values.items()}


def _column(name: str, value: object) -> object:
    if isinstance(value, tuple):
        return SEPARATOR.join(value)
    if value is None and name in _TEXTS:
        return ""
    return bool(value) if name in _FLAGS else value


def _releases(db: Connection, rest: str, parameter: str) -> tuple[Release, ...]:
    query = f"""SELECT {RELEASE.selection}, case_file.closed FROM release
        LEFT JOIN case_file ON case_file.id = release.case_id {rest}"""  # noqa: S608 - only own texts are put in
    return tuple(_release(row) for row in db.execute(query, (parameter,)))


def _release(row: tuple[Any, ...]) -> Release:
    *values, closed = row[STAMP_WIDTH:]
    named = dict(zip(RELEASE.columns, values, strict=True))
    named |= {name: day(named[name]) for name in _DAYS} | {name: bool(named[name]) for name in _FLAGS}
    named["purpose"] = named["purpose"] or None
    named["matters"] = tuple(named["matters"].split())
    named["form"] = ReleaseForm(named["form"]) if named["form"] else None
    return Release(stamp=stamp(row), case_closed=day(closed), **named)
