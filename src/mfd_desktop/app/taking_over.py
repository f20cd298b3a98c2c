"""Taking a case over from a colleague: who sends what, then as a new case here, or back into the one that was lent."""

from __future__ import annotations

import io
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from mfd_desktop.app.case_packages import read_package
from mfd_desktop.app.changes import changed
from mfd_desktop.app.colleagues import colleagues, words_of
from mfd_desktop.domain.errors_handover import PackageKnown, PackageRefused
from mfd_desktop.domain.handover import IN, OUT, RETURN, STAND_IN, Colleague
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.journal import Event
from mfd_desktop.files.folders import make_private
from mfd_desktop.files.streamed import streamed
from mfd_desktop.vault import cases, handovers, search
from mfd_desktop.vault.attachments import drop_unnamed
from mfd_desktop.vault.case_transfer import BadRows, insert_case, is_here, load_rows, merge_case, new_ids
from mfd_desktop.vault.journal import append
from mfd_desktop.vault.migrations import NEWEST
from mfd_desktop.vault.records import new_id

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.handover import HandOver
    from mfd_desktop.domain.records import Match
    from mfd_desktop.exchange.packages import Manifest, Sink
    from mfd_desktop.vault.case_transfer import Merged as Merged
    from mfd_desktop.vault.case_transfer import Rows
    from mfd_desktop.vault.database import Connection


@dataclass(frozen=True, slots=True)
class Found:
    """A package that is whole and for this desk. ``known``: its sender is among the colleagues already.

    ``words``: the sender's, to be compared by telephone otherwise. ``number``: of the case at the sender's.
    ``similar``: people here who may be the same. ``home``: the case here that comes back.
    """

    path: Path
    package: str
    sender: Colleague
    known: bool
    words: tuple[str, ...]
    purpose: str
    until: date | None
    day: date
    number: str
    rows: Rows = field(repr=False)
    similar: tuple[Match, ...]
    home: RecordId | None

    @property
    def name(self) -> str:
        """Whose case it is: family name, given name."""
        person = self.rows["client"][0]
        return ", ".join(str(person[part]) for part in ("family_name", "given_name") if person.get(part))


def look_at_package(session: Session, path: Path, *, progress: Callable[[float], None] = lambda _part: None) -> Found:
    """Return what is in a package; every byte is checked, nothing is stored.

    Raises PackageRefused, PackageKnown, StorageError, and what ``progress`` raises to stop.
    """
    from mfd_desktop.exchange.desks import read_card

    manifest, records, digest = read_package(session, path, progress=progress)
    if manifest.schema > NEWEST:
        raise PackageRefused(path, "newer_records")
    rows = _rows(path, records, manifest)
    card = read_card(manifest.card.encode()).body
    sender = Colleague(card.desk, card.name, card.office, card.carrier, card.sign, card.age, session.clock.now())
    with session.vault.read() as db:
        before = handovers.taken_before(db, digest)
        if before is not None:
            raise PackageKnown(cases.read_case(db, before).number)
        home = _home(db, path, rows, sender) if manifest.purpose == RETURN else None
        similar = () if home else _similar(db, rows)
    known = any(one.key == sender.key for one in colleagues(session))
    until = _day(path, manifest.until) if manifest.until else None
    return Found(
        path, digest, sender, known, words_of(sender.key), manifest.purpose, until,
        _day(path, manifest.day), manifest.number, rows, similar, home.case_id if home else None,
    )  # fmt: skip


def stand_ins(session: Session) -> tuple[tuple[HandOver, str], ...]:
    """Return the stand-ins that run, in both directions, with the number of the case here; the nearest end first."""
    with session.vault.read() as db:
        return tuple(
            (one, cases.read_case(db, RecordId(str(one.case_id))).number) for one in handovers.open_stand_ins(db)
        )


def take_over(
    session: Session,
    found: Found,
    *,
    progress: Callable[[float], None] = lambda _part: None,
    initiator: object = None,
) -> tuple[RecordId, Merged | None]:
    """Open the package as a case here and return its id; of a case that came back also what changed.

    Raises PackageRefused, StorageError; then nothing was taken over.
    """
    now, today = session.clock.now(), session.clock.today()
    with session.vault.read() as db:
        files = _new_files(db, found)
    _unpack(session, found, files, progress)
    try:
        with session.vault.write() as db:
            case_id, merged = _store(db, session, found, files, today)
            client_id = cases.read_case(db, case_id).client_id
            append(db, now, Event.TAKE_OVER, found.purpose, client_id)
    except BadRows:
        drop_unnamed(session.vault, files.values())
        raise PackageRefused(found.path, "bad_records") from None
    except BaseException:
        drop_unnamed(session.vault, files.values())
        raise
    session.announce(changed("client", "case", "contact", "handover", ids=(case_id, client_id)), initiator)
    return case_id, merged


def _day(path: Path, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise PackageRefused(path, "bad_records") from None


def _rows(path: Path, records: bytes, manifest: Manifest) -> Rows:
    try:
        rows = load_rows(records)
    except BadRows:
        raise PackageRefused(path, "bad_records") from None
    documents = rows.get("attachment", ())
    named = {
        (f"attachments/{one.get('file')}.age", one.get("sealed_size"), one.get("sealed_sha256")) for one in documents
    }
    members = manifest.members[1:]
    if len(documents) != len(members) or named != {(one.name, one.size, one.sha256) for one in members}:
        raise PackageRefused(path, "bad_records")
    return rows


def _store(
    db: Connection, session: Session, found: Found, files: Mapping[str, str], today: date
) -> tuple[RecordId, Merged | None]:
    origin = session.origin("handover")
    merged = None
    if found.home is not None:
        lent = _home(db, found.path, found.rows, found.sender)
        merged = merge_case(db, found.rows, files, lent.created.isoformat())
        handovers.end_handover(db, lent.id, session.clock.now(), today)
        case_id, client_id, ids = found.home, lent.client_id, {}
    else:
        ids = new_ids(found.rows)
        client_id, case_id = insert_case(db, found.rows, ids, files, today)
    handovers.add_handover(
        db,
        origin,
        {
            "client_id": client_id, "case_id": case_id, "direction": IN, "purpose": found.purpose,
            "partner": found.sender.label, "partner_key": found.sender.key, "day": today, "until": found.until,
            "package": found.package,
        },
        number=found.number,
        ids={here: there for there, here in ids.items()} if found.purpose == STAND_IN else None,
    )  # fmt: skip
    return case_id, merged


def _home(db: Connection, path: Path, rows: Rows, sender: Colleague) -> HandOver:
    """Return the hand-over by which the case that comes back was lent to this sender."""
    case_id = RecordId(str(rows["case_file"][0].get("id")))
    lent = [one for one in handovers.handovers_of(db, case_id) if one.direction == OUT and one.purpose == STAND_IN]
    if not lent:
        raise PackageRefused(path, "no_case")
    if lent[0].partner_key != sender.key:
        raise PackageRefused(path, "not_lent")
    return lent[0]


def _similar(db: Connection, rows: Rows) -> tuple[Match, ...]:
    person = rows["client"][0]
    born = person.get("birth_date")
    numbers = tuple(str(person[name]) for name in ("azr_number", "bamf_number") if person.get(name))
    return search.similar(
        db, given_name=str(person.get("given_name")), family_name=str(person.get("family_name")),
        born=date.fromisoformat(born) if isinstance(born, str) else None, numbers=numbers,
    )  # fmt: skip


def _new_files(db: Connection, found: Found) -> dict[str, str]:
    """Return new names for the documents that are not here yet, by their name in the package."""
    documents = found.rows.get("attachment", ())
    if found.home is None:
        return {str(row["file"]): new_id() for row in documents}
    client_id = cases.read_case(db, found.home).client_id
    return {str(row["file"]): new_id() for row in documents if not is_here(db, client_id, row)}


def _unpack(session: Session, found: Found, files: Mapping[str, str], progress: Callable[[float], None]) -> None:
    """Put the documents beside those of this vault, still sealed; without their rows they are nothing yet."""
    if not files:
        return
    folder = session.folder / "attachments"
    make_private(folder)
    unpacking = _Unpacking(folder, files)
    try:
        with unpacking:
            _manifest, _records, digest = read_package(session, found.path, sink=unpacking.open, progress=progress)
        _check_same(found, digest)
    except BaseException:
        drop_unnamed(session.vault, files.values())
        raise


def _check_same(found: Found, digest: str) -> None:
    if digest != found.package:
        raise PackageRefused(found.path, "changed")


class _Unpacking(ExitStack):
    """One open file at a time."""

    def __init__(self, folder: Path, files: Mapping[str, str]) -> None:
        super().__init__()
        self._folder, self._files = folder, files

    def open(self, file: str) -> Sink:
        """End the document before and begin the next; one that is here already goes nowhere."""
        self.close()
        if file not in self._files:
            return io.BytesIO()
        return self.enter_context(streamed(self._folder / f"{self._files[file]}.age"))
