"""What a letter asks for: fields of its template, filled beforehand from the case, and the texts checked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from mfd_desktop.app.fieldsets import FieldSet
from mfd_desktop.app.saving import check
from mfd_desktop.app.settings import read_settings
from mfd_desktop.content.i18n import _, content_text
from mfd_desktop.domain.fields import Field, Kind, show
from mfd_desktop.letters.catalogue import Letters, Standing
from mfd_desktop.letters.compose import OTHER, asked_for
from mfd_desktop.letters.template import SOURCE_LANGUAGE
from mfd_desktop.vault import agenda, cases, clients, contacts, desk, recipients

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from mfd_desktop.app.saving import Checked
    from mfd_desktop.app.session import Session
    from mfd_desktop.content.codelists import CodeLists
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.domain.records import Appointment, Client, Office
    from mfd_desktop.domain.releases import Recipient
    from mfd_desktop.letters.catalogue import Letter
    from mfd_desktop.letters.template import FieldSpec, Template
    from mfd_desktop.vault.database import Connection

TO, PURPOSE, ADDRESS, RECIPIENT = "to", "purpose", "address", "recipient"
"""Names of the fields that say whom a letter is for; the same in every template."""
CLIENT, THIRD_PARTY = "client", "third_party"
"""Codes of the list ``letter_addressees``, and what templates say about sender and recipient."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A template to choose; ``problem`` says why it cannot be. ``languages`` with their standing, German first."""

    template: str
    title: str
    help: str = ""
    sender: str = ""
    review: str = ""
    languages: tuple[tuple[str, Standing], ...] = ()
    problem: str = ""


@cache
def catalogue() -> Letters:
    """Return the shipped letters."""
    return Letters()


def offers(letters: Letters | None = None) -> tuple[Offer, ...]:
    """Return all letters by number; the files that cannot be used at the end."""
    letters = letters or catalogue()
    usable = [
        Offer(
            name, content_text(found.template.title), content_text(found.template.help), found.template.sender,
            found.template.review, tuple((language, found.standing(language)) for language in found.languages),
        )
        for name, found in letters.usable().items()
    ]  # fmt: skip
    return (*usable, *(Offer(name, name, problem=str(error)) for name, error in letters.broken().items()))


def field_set(template: Template, language: str, lists: CodeLists) -> FieldSet:
    """Return the fields of a letter in one language, with their words in the interface language."""
    fields = tuple(_field(spec, language, lists) for spec in asked_for(template, language))
    return FieldSet(template.id, fields, version=template.version)


def _field(spec: FieldSpec, language: str, lists: CodeLists) -> Field:
    label = content_text(spec.label)
    if spec.name.endswith(OTHER):
        label = _("{label} ({language})").format(label=label, language=lists.label("languages", language))
    return Field(
        spec.name, Kind(spec.kind), label, codes=spec.codes, required=spec.required, help=content_text(spec.help),
        section=content_text(spec.section), most=spec.most, default=spec.default,
    )  # fmt: skip


def letter_fields(template: str, language: str, lists: CodeLists) -> FieldSet:
    """Do ``field_set`` for the template of this number; raise UnknownTemplate."""
    return field_set(catalogue().get(template, language).template, language, lists)


def languages_of(template: str, lists: CodeLists) -> tuple[tuple[str, str, bool], ...]:
    """Return code and words of the languages of a letter, German first, and whether German has to stand beside it."""
    letter = catalogue().get(template)
    marks = {Standing.OPEN: _("{language} – Lesehilfe, nicht geprüft"), Standing.STALE: _("{language} – veraltet")}
    return tuple(
        (
            language,
            marks.get(letter.standing(language), "{language}").format(language=lists.label("languages", language)),
            letter.needs_german(language),
        )
        for language in letter.languages
    )


def source_of(template: str) -> tuple[str, bool]:
    """Return where the text of a letter comes from, and whether it is still to be reviewed."""
    found = catalogue().get(template).template
    return found.source, found.review == "open"


def takes_recipient(template: str) -> bool:
    """Tell whether a letter can go to an entry of the address book."""
    return catalogue().get(template).template.recipient != CLIENT


def check_texts(
    template: Template, language: str, texts: Mapping[str, str], *, today: date, lists: CodeLists
) -> Checked:
    """Return the typed values of a letter and what is wrong with them."""
    fieldset = field_set(template, language, lists)
    known = {field.name for field in fieldset.fields}
    touched = {name: text for name, text in texts.items() if name in known}
    return check(fieldset, touched, today=today, lists=lists)


def example_texts(letter: Letter, language: str) -> dict[str, str]:
    """Return invented texts for every field that has an example."""
    texts = {field.name: field.example for field in letter.template.fields if field.example}
    translation = letter.translations.get(language)
    return texts | {f"{name}{OTHER}": text for name, text in (translation.examples if translation else {}).items()}


def first_texts(session: Session, template: Template, case_id: RecordId) -> dict[str, str]:
    """Return the texts a new letter in this case starts with."""
    with session.vault.read() as db:
        known = _Known(db, case_id, session.clock.today())
    return {field.name: known.text(field.prefill) or field.default for field in template.fields}


def client_address(session: Session, case_id: RecordId) -> str:
    """Return the lines for an envelope to the client."""
    with session.vault.read() as db:
        return _Known(db, case_id, session.clock.today()).text("client.address")


def usual_language(session: Session, template: str, case_id: RecordId) -> str:
    """Return the language a letter begins in: the client's first one for what she reads or signs herself."""
    letter = catalogue().get(template)
    if letter.template.recipient != CLIENT and letter.template.sender != CLIENT:
        return SOURCE_LANGUAGE
    with session.vault.read() as db:
        spoken = clients.read_client(db, cases.read_case(db, case_id).client_id).languages
    return spoken[0] if spoken and spoken[0] in letter.languages else SOURCE_LANGUAGE


def recipient_texts(session: Session, template: Template, recipient_id: RecordId) -> dict[str, str]:
    """Return the texts that follow from choosing an entry of the address book; KeyError if there is none."""
    with session.vault.read() as db:
        entry = recipients.read_recipient(db, recipient_id)
    texts = {ADDRESS: address_of(entry), RECIPIENT: entry.label, TO: THIRD_PARTY}
    names = {field.name for field in template.fields}
    return {name: text for name, text in texts.items() if name in names}


def address_of(entry: Recipient) -> str:
    """Return the lines for the envelope."""
    town = " ".join(part for part in (entry.postcode, entry.town) if part)
    return "\n".join(line for line in (entry.name, entry.department, entry.street, town) if line)


class _Known:
    """What is known in a case, under the names of ``letters.template.PREFILLS``."""

    def __init__(self, db: Connection, case_id: RecordId, today: date) -> None:
        self._client = clients.read_client(db, cases.read_case(db, case_id).client_id)
        self._office = desk.read_office(db)
        self._years = int(read_settings(db)["keep_years"])
        found = (entry for entry in agenda.appointments_of(db, case_id) if not entry.cancelled)
        self._next = next((entry for entry in found if entry.day is not None and entry.day >= today), None)
        days = (contact.day for contact in contacts.contacts_of(db, case_id) if contact.day is not None)
        self._last = max((day for day in days if day <= today), default=None)

    def text(self, name: str) -> str:
        return self._makers()[name]() if name else ""

    def _sheet(self) -> dict[str, str]:
        # Only the information sheet asks for the law of the Träger.
        from mfd_desktop.app.privacy_texts import sheet_texts

        return sheet_texts(self._office.regime if self._office else "DSGVO", self._years)

    def _makers(self) -> dict[str, Callable[[], str]]:
        client, office, meeting = self._client, self._office, self._next
        return {
            "case.last_contact": lambda: show(self._last),
            "client.name": lambda: _full_name(client),
            "client.birth_date": lambda: show(client.birth_date),
            "client.address": lambda: _lines(_full_name(client), client.street, _town(client)),
            "client.language": lambda: next(iter(client.languages), ""),
            "client.numbers": lambda: _numbers(client),
            "office.counsellor": lambda: office.counsellor if office else "",
            "office.person": lambda: _person(office),
            "office.town": lambda: office.town if office else "",
            "appointment.day": lambda: show(meeting.day if meeting else None),
            "appointment.start": lambda: show(meeting.start if meeting else None),
            "appointment.place": lambda: _place(meeting, office),
            "privacy.law": lambda: self._sheet()["law"],
            "privacy.purposes": lambda: self._sheet()["purposes"],
            "privacy.retention": lambda: self._sheet()["retention"],
            "privacy.rights": lambda: self._sheet()["rights"],
            "privacy.authority": lambda: self._sheet()["authority"],
            "recipient.address": str,
            "recipient.name": str,
        }


def _full_name(client: Client) -> str:
    return " ".join(part for part in (client.given_name, client.family_name) if part)


def _town(of: Client | Office) -> str:
    return " ".join(part for part in (of.postcode, of.town) if part)


def _lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


def _numbers(client: Client) -> str:
    # As they stand in the letter, so in German whatever the interface language.
    named = (
        ("AZR-Nummer", client.azr_number),
        ("Aktenzeichen BAMF", client.bamf_number),
        ("Aktenzeichen Ausländerbehörde", client.office_number),
    )
    return _lines(*(f"{name}: {number}" for name, number in named if number))


def _person(office: Office | None) -> str:
    return ", ".join(part for part in (office.counsellor, office.name, office.carrier) if part) if office else ""


def _place(meeting: Appointment | None, office: Office | None) -> str:
    if office is None:
        return meeting.place if meeting else ""
    own = _lines(office.street, _town(office))
    return _lines(meeting.place, own) if meeting and meeting.place else own
