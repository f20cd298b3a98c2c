"""Intentions around the letters of a case: begin, write, show, make final, note how it was sent.

A letter of the service to somebody else passes the release gate before it becomes final, and only a final letter is
printed or saved. Its pages are kept and never change.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mfd_desktop.app import fieldsets
from mfd_desktop.app.casework import Saved
from mfd_desktop.app.changes import changed
from mfd_desktop.app.leaving import export_file, note_print
from mfd_desktop.app.letter_fields import (
    ADDRESS,
    CLIENT,
    PURPOSE,
    THIRD_PARTY,
    TO,
    address_of,
    catalogue,
    check_texts,
    client_address,
    first_texts,
    recipient_texts,
    usual_language,
)
from mfd_desktop.app.release_gate import require_release
from mfd_desktop.app.saving import check
from mfd_desktop.domain.errors import LetterDamaged, ReleaseMissing, ValuesMissing
from mfd_desktop.domain.fields import Kind, Problem
from mfd_desktop.letters.catalogue import Standing
from mfd_desktop.letters.compose import Order, compose
from mfd_desktop.letters.hints import hints
from mfd_desktop.vault import desk, recipients
from mfd_desktop.vault import letters as store
from mfd_desktop.vault.bin import bin_record
from mfd_desktop.vault.cases import read_case

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from mfd_desktop.app.saving import Checked
    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.domain.letters import Letter
    from mfd_desktop.domain.releases import Release
    from mfd_desktop.letters.template import Template
    from mfd_desktop.render.blocks import Document


@dataclass(frozen=True, slots=True)
class Drawn:
    """A draft as it would be printed, with what is in the way.

    ``document`` carries a watermark and gaps where something is missing. ``refused``: no release allows it to leave.
    ``hints``: words that need a second look, by German label of their group. ``german_added``: German stands beside
    because nobody has reviewed the translation. ``stale``: the German text was changed since it was translated.
    """

    document: Document
    problems: tuple[Problem, ...]
    release: Release | None = None
    refused: ReleaseMissing | None = None
    hints: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    german_added: bool = False
    stale: bool = False


def begin_letter(
    session: Session, case_id: RecordId, template: str, language: str = "", *, initiator: object = None,
    texts: Mapping[str, str] | None = None, notice_id: RecordId | None = None,
) -> RecordId:  # fmt: skip
    """Begin a letter in a case, filled with what is known there and with ``texts``; raise UnknownTemplate.

    ``notice_id``: the notice it answers; while it is a draft, days of the notice that change are changed in it too.

    Without a ``language`` what the client reads is written in hers where there is a translation, the rest in German.
    """
    language = language or usual_language(session, template, case_id)
    found = catalogue().get(template, language).template
    start = {**first_texts(session, found, case_id), **(texts or {})}
    values = {
        "template": found.id, "template_version": found.version, "language": language,
        "with_german": language != "de", "title": found.title, "notice_id": notice_id,
    }  # fmt: skip
    with session.vault.write() as db:
        letter_id = store.add_letter(db, session.origin("letter"), case_id, values, start)
    session.announce(changed("letter", ids=(letter_id, case_id)), initiator)
    return letter_id


def save_letter(session: Session, letter_id: RecordId, texts: Mapping[str, str], *, initiator: object = None) -> Saved:
    """Keep the touched texts of a draft as typed; say what is wrong with them.

    An address that is no longer that of the entry chosen from the address book unties the letter from it. A letter to
    the client takes her address as long as there is none.
    """
    letter = read_letter(session, letter_id)
    values: dict[str, object] = {}
    if texts.get(TO) == CLIENT and letter.case_id is not None and not letter.fields.get(ADDRESS, "").strip():
        texts = {ADDRESS: client_address(session, letter.case_id), **texts}
    if letter.recipient_id is not None and ADDRESS in texts:
        with session.vault.read() as db:
            entry = recipients.read_recipient(db, letter.recipient_id)
        if _first_line(texts[ADDRESS]) != _first_line(address_of(entry)):
            values["recipient_id"] = None
    _change(session, letter, values, texts, initiator)
    result = _checked(session, read_letter(session, letter_id))
    return Saved(letter_id, tuple(problem for problem in result.problems if problem.field in texts))


def write_in(
    session: Session, letter_id: RecordId, language: str, *, with_german: bool, initiator: object = None
) -> None:
    """Write a draft in another language, or with or without German beside it; raise UnknownTemplate."""
    letter = read_letter(session, letter_id)
    catalogue().get(letter.template, language)
    _change(session, letter, {"language": language, "with_german": with_german}, {}, initiator)


def address_to(
    session: Session, letter_id: RecordId, recipient_id: RecordId, *, initiator: object = None
) -> dict[str, str]:
    """Address a draft to an entry of the address book; return the texts that follow from it."""
    letter = read_letter(session, letter_id)
    texts = recipient_texts(session, _template(letter), recipient_id)
    _change(session, letter, {"recipient_id": recipient_id}, texts, initiator)
    return texts


def draw(session: Session, letter_id: RecordId) -> Drawn:
    """Return a draft as a document, with what is missing and whether it may leave."""
    letter = read_letter(session, letter_id)
    found = catalogue().get(letter.template, letter.language)
    result = _checked(session, letter)
    release, refused = _gate(session, letter, result)
    standing = found.standing(letter.language)
    return Drawn(
        _document(session, letter, result, draft=True),
        (*result.problems, *_purpose_missing(found.template, result)),
        release,
        refused,
        hints("\n".join(_free_texts(found.template, letter))),
        found.needs_german(letter.language) and not letter.with_german,
        standing is Standing.STALE,
    )


def finish_letter(
    session: Session, letter_id: RecordId, *, reason: str = "", accept_stale: bool = False, initiator: object = None
) -> str:
    """Make a letter final and return its number.

    Raises ValuesMissing while anything is missing or invalid, ReleaseMissing where it needs a release and there is
    none and no ``reason`` in the counsellor's own words, StaleTranslation unless that is accepted.
    """
    from mfd_desktop.app.documents import pdf_of

    letter = read_letter(session, letter_id)
    result = _checked(session, letter)
    template = _template(letter)
    wrong = (*result.problems, *_purpose_missing(template, result))
    if wrong:
        names = tuple(problem.field for problem in wrong)
        labels = {spec.name: spec.label for spec in template.fields}
        raise ValuesMissing(template.id, names, tuple(labels.get(name, name) for name in names))
    release, refused = _gate(session, letter, result)
    if refused is not None and not reason.strip():
        raise refused
    pdf = pdf_of(_document(session, letter, result, draft=False, accept_stale=accept_stale), moment=session.clock.now())
    values: dict[str, object] = {
        "release_id": release.stamp.id if release else None,
        "blocked_reason": reason.strip() if refused is not None else "",
        "template_version": template.version,
    }
    now = session.clock.now()
    with session.vault.write() as db:
        number = store.freeze_letter(db, letter_id, now, session.clock.today(), pdf, values)
    _announce(session, letter, initiator)
    return number


def pages(session: Session, letter_id: RecordId) -> bytes:
    """Return the PDF of a final letter, byte for byte as it was frozen; raise LetterDamaged if it is not."""
    with session.vault.read() as db:
        pdf = store.read_pages(db, letter_id)
        if pdf is None:
            raise LetterDamaged(store.read_letter(db, letter_id).number)
    return pdf


def save_pages(session: Session, letter_id: RecordId, path: Path) -> None:
    """Log it and write the PDF of a final letter into a file of choice; raise LetterDamaged or StorageError."""
    letter = read_letter(session, letter_id)
    kind = f"letter.{letter.template}"
    export_file(session, path, pages(session, letter_id), kind, _client_of(session, letter))


def note_printing(session: Session, letter_id: RecordId) -> None:
    """Log that a final letter is given to the printer, before its first page is. Raises StorageError."""
    letter = read_letter(session, letter_id)
    note_print(session, letter.template, _client_of(session, letter))


def note_sent(
    session: Session, letter_id: RecordId, texts: Mapping[str, str], *, initiator: object = None
) -> tuple[Problem, ...]:
    """Note how and when a final letter was sent; with anything wrong nothing is stored and the problems returned."""
    letter = read_letter(session, letter_id)
    result = check(fieldsets.LETTER_SENT, texts, today=session.clock.today(), lists=session.lists)
    if not result.problems:
        with session.vault.write() as db:
            store.note_sent(db, letter_id, session.clock.now(), result.values)
        _announce(session, letter, initiator)
    return result.problems


def copy_letter(session: Session, letter_id: RecordId, *, initiator: object = None) -> RecordId:
    """Begin a new letter with the texts of this one; raise ValueError for one without a case."""
    letter = read_letter(session, letter_id)
    if letter.case_id is None:
        raise ValueError(letter_id)
    copy = begin_letter(
        session, letter.case_id, letter.template, letter.language, texts=letter.fields, initiator=initiator
    )
    values = {"with_german": letter.with_german, "recipient_id": letter.recipient_id}
    _change(session, read_letter(session, copy), values, {}, initiator)
    return copy


def remove_draft(session: Session, letter_id: RecordId, *, initiator: object = None) -> str:
    """Move a draft into the recycle bin; return the entry for ``recycling.restore``.

    Raise ValueError for a final letter, which goes with its case only.
    """
    letter = read_letter(session, letter_id)
    if letter.final:
        raise ValueError(letter_id)
    with session.vault.write() as db:
        entry = bin_record(db, store.LETTER.name, letter_id, session.clock.now())
    _announce(session, letter, initiator)
    return entry


def read_letter(session: Session, letter_id: str) -> Letter:
    """Return one letter; raise KeyError if there is none."""
    with session.vault.read() as db:
        return store.read_letter(db, letter_id)


def letters_of(session: Session, case_id: RecordId) -> tuple[Letter, ...]:
    """Return the letters of a case, drafts first, then the newest."""
    with session.vault.read() as db:
        return store.letters_of(db, case_id)


def all_letters(session: Session) -> tuple[Letter, ...]:
    """Return all letters, drafts first, then the newest."""
    with session.vault.read() as db:
        return store.all_letters(db)


def problems_of(session: Session, letter: Letter) -> tuple[Problem, ...]:
    """Return what is missing or invalid in a draft."""
    result = _checked(session, letter)
    return (*result.problems, *_purpose_missing(_template(letter), result))


def _checked(session: Session, letter: Letter) -> Checked:
    return check_texts(
        _template(letter), letter.language, letter.fields, today=session.clock.today(), lists=session.lists
    )


def _template(letter: Letter) -> Template:
    return catalogue().get(letter.template).template


def _leaves(template: Template, result: Checked) -> bool:
    """Whether somebody else than the client is told something by the service."""
    if template.sender == "client":
        return False
    return template.recipient == THIRD_PARTY or result.values.get(TO) == THIRD_PARTY


def _purpose_missing(template: Template, result: Checked) -> tuple[Problem, ...]:
    missing = _leaves(template, result) and not result.values.get(PURPOSE)
    return (Problem(PURPOSE, "required"),) if missing else ()


def _gate(session: Session, letter: Letter, result: Checked) -> tuple[Release | None, ReleaseMissing | None]:
    purpose = str(result.values.get(PURPOSE) or "")
    if not _leaves(_template(letter), result) or letter.case_id is None or not purpose:
        return None, None
    recipient = letter.recipient_id or _first_line(str(result.values.get(ADDRESS) or ""))
    try:
        return require_release(session, letter.case_id, recipient, purpose, session.clock.today()), None
    except ReleaseMissing as refused:
        return None, refused


def _document(
    session: Session, letter: Letter, result: Checked, *, draft: bool, accept_stale: bool = False
) -> Document:
    with session.vault.read() as db:
        office = desk.read_office(db)
    if office is None:
        message = "a vault without its office"
        raise ValueError(message)
    order = Order(
        session.clock.today(), letter.language, letter.with_german, letter.case_number, draft=draft,
        accept_stale=accept_stale,
    )  # fmt: skip
    return compose(catalogue().get(letter.template, letter.language), result.values, office, order, session.lists)


def _free_texts(template: Template, letter: Letter) -> list[str]:
    typed = {spec.name for spec in template.fields if spec.kind in (Kind.TEXT, Kind.NOTE) and not spec.prefill}
    return [text for name, text in letter.fields.items() if name in typed]


def _first_line(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.strip()), "")


def _change(
    session: Session, letter: Letter, values: Mapping[str, object], texts: Mapping[str, str], initiator: object
) -> None:
    with session.vault.write() as db:
        store.change_letter(db, letter.stamp.id, session.clock.now(), values, texts)
    _announce(session, letter, initiator)


def _client_of(session: Session, letter: Letter) -> RecordId | None:
    if letter.case_id is None:
        return None
    with session.vault.read() as db:
        return read_case(db, letter.case_id).client_id


def _announce(session: Session, letter: Letter, initiator: object) -> None:
    session.announce(changed("letter", ids=(letter.stamp.id, letter.case_id)), initiator)
