"""Intentions around the access package: what was redacted so far, and the package as files in a folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mfd_desktop.app import access_document, drafts
from mfd_desktop.app.access_package import REDACTION, Package, collect, redact
from mfd_desktop.app.privacy import answer_request, law, rights_of
from mfd_desktop.app.retention import keep_years
from mfd_desktop.domain.dates import format_date
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.journal import Event
from mfd_desktop.domain.privacy import RightsKind
from mfd_desktop.files.atomic import write_atomic
from mfd_desktop.files.folders import make_private
from mfd_desktop.vault import desk, journal, letters

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.records import Office

PDF, JSON, LETTERS, FILES = "Auskunft.pdf", "Auskunft.json", "Briefe", "Dokumente"


def package_of(session: Session, client_id: RecordId) -> Package:
    """Return everything stored about a person; raise KeyError if there is none."""
    return collect(session, client_id)


def redactions(session: Session, client_id: RecordId) -> dict[str, str]:
    """Return what was redacted so far, by the key of the text; it survives locking and closing."""
    found = drafts.draft(session, REDACTION + client_id)
    return dict(found.values) if found else {}


def keep_redactions(session: Session, client_id: RecordId, found: Mapping[str, str]) -> None:
    """Store what was redacted so far; nothing of it: forget it. The texts themselves stay as they are."""
    kept = {key: spans for key, spans in found.items() if spans}
    if kept:
        drafts.seal(session, (drafts.open_form(REDACTION + client_id, kept, client_id),), None)
    else:
        drafts.forget(session, REDACTION + client_id)


def preview(session: Session, package: Package, found: Mapping[str, str]) -> bytes:
    """Return the PDF as it would be handed out. Raises LettersMissing."""
    return _pdf(session, redact(package, found))


def write_package(
    session: Session,
    package: Package,
    found: Mapping[str, str],
    folder: Path,
    *,
    with_letters: bool = True,
    with_files: bool = False,
    initiator: object = None,
) -> Path:
    """Write PDF and JSON, on request the letters and documents too, into a new folder inside ``folder``; return it.

    It is logged before anything leaves, and open requests for access are answered with it. Raises StorageError,
    DocumentDamaged; what was written by then stays, the requests stay open.
    """
    black = redact(package, found)
    target = _free(folder, f"Auskunft-{package.number or 'ohne-Fall'}")
    office, regime, years = _office(session), law(session), keep_years(session)
    today = session.clock.today()
    content = {
        PDF: _pdf(session, black),
        JSON: access_document.as_json(black, office, regime, years, today),
        **(_letters(session, package) if with_letters else {}),
    }
    with session.vault.write() as db:
        journal.append(db, session.clock.now(), Event.ACCESS, "pdf+json", package.client_id)
    make_private(target)
    if len(content) > len((PDF, JSON)):
        make_private(target / LETTERS)
    for name, pages in content.items():
        write_atomic(target / name, pages)
    if with_files:
        _write_files(session, package, target / FILES)
    _answer(session, package, initiator)
    return target


def _write_files(session: Session, package: Package, folder: Path) -> None:
    """Write the documents under their own names, numbered so that no two are the same."""
    from mfd_desktop.app import attachments

    make_private(folder)
    for number, attachment_id in enumerate(package.files, 1):
        attachment = attachments.read_attachment(session, attachment_id)
        name = f"{number:02d}{Path(attachments.export_name(session, attachment)).suffix}"
        attachments.export(session, attachment, folder / name)


def _answer(session: Session, package: Package, initiator: object) -> None:
    for event in rights_of(session, package.client_id).of(RightsKind.REQUEST):
        if event.open and event.matter == "access":
            texts = {"answer": "granted", "ended": format_date(session.clock.today())}
            answer_request(session, event.stamp.id, texts, initiator=initiator)


def _letters(session: Session, package: Package) -> dict[str, bytes]:
    """Return the pages of final letters by file name; letters to others hold what was said about the person."""
    found = {}
    with session.vault.read() as db:
        for letter_id in package.letters:
            pages = letters.read_pages(db, RecordId(letter_id))
            number = letters.read_letter(db, RecordId(letter_id)).number
            if pages is not None:
                found[f"{LETTERS}/{number}.pdf"] = pages
    return found


def _pdf(session: Session, package: Package) -> bytes:
    office, regime, years = _office(session), law(session), keep_years(session)
    now, today = session.clock.now(), session.clock.today()
    return access_document.pdf(package, office, regime, years, now, today)


def _office(session: Session) -> Office:
    with session.vault.read() as db:
        office = desk.read_office(db)
    if office is None:
        message = "a vault without its office"
        raise ValueError(message)
    return office


def _free(folder: Path, name: str) -> Path:
    """Return a path that does not exist yet."""
    number = 1
    while (path := folder / (name if number == 1 else f"{name}-{number}")).exists():
        number += 1
    return path
