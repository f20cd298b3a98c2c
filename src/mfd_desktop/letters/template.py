"""Letter templates: German source files and their translations, read strictly.

``resources/letters/G14.toml`` holds the German text, ``G14.ar.toml`` its Arabic translation, paragraph by paragraph.
"""

import datetime
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Final, Literal

import msgspec

from mfd_desktop.content.errors import ContentError
from mfd_desktop.content.loader import read_toml

FOLDER: Final = "letters"
SOURCE_LANGUAGE: Final = "de"

PREFILLS: Final = frozenset(
    {
        "case.last_contact",
        "client.name",
        "client.birth_date",
        "client.address",
        "client.language",
        "client.numbers",
        "office.counsellor",
        "office.person",
        "office.town",
        "appointment.day",
        "appointment.start",
        "appointment.place",
        "privacy.law",
        "privacy.purposes",
        "privacy.retention",
        "privacy.rights",
        "privacy.authority",
        "recipient.address",
        "recipient.name",
    }
)
"""What a field can be filled with before anybody types."""

CONTEXT: Final = frozenset({"office", "carrier", "office_street", "office_town", "counsellor", "function", "phone"})
"""Names every template may use beside its own fields: what the office is called and who writes."""

Text = Annotated[str, msgspec.Meta(min_length=1)]
Line = Annotated[str, msgspec.Meta(min_length=1, pattern=r"^\S(.*\S)?$")]
Name = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_]*$")]
Hash = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{12}$")]
Review = Literal["ok", "open"]
Sender = Literal["client", "service"]
Recipient = Literal["client", "third_party", "any"]


class FieldSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One value the letter asks for.

    kind, required, most, default, codes: as in `domain.fields`. prefill: one of PREFILLS. label, help, section:
    shown in the interface. example: a visibly invented value as it would be typed. translated: in a letter in
    another language the program asks for the same text in that language, too.
    """

    name: Name
    kind: Literal["text", "note", "date", "time", "code", "codes", "number", "flag"]
    label: Line
    help: str = ""
    section: str = ""
    required: bool = False
    codes: str = ""
    most: Annotated[int, msgspec.Meta(ge=0)] = 0
    default: str = ""
    prefill: str = ""
    example: str = ""
    translated: bool = False


class Paragraph(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One block of the letter; it is left out when its text turns out empty.

    text: with `{{ field }}` and `{% if field %}`; `**` begins and ends bold; a line end is a line end, an empty line
    begins a new paragraph. kind "checks": a box for each line `[x] words` or `[ ] words`, or with `of` one for each
    code of that field's list. kind "signatures": one label a line. kind "space": `height` millimetres.
    whole: across the page and in German only, also beside a translation (signatures).
    """

    id: Name
    kind: Literal["text", "checks", "signatures", "space"] = "text"
    style: Literal["title", "heading", "body", "small", "note"] = "body"
    text: str = ""
    of: str = ""
    height: Annotated[int, msgspec.Meta(ge=1, le=100)] = 5
    keep: bool = False
    whole: bool = False


class Template(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One letter. sender "client": she signs it herself, so no release is needed.

    page "letter": DIN 5008 under the office's letterhead, needs a field `address`; "sheet": a form sheet.
    """

    id: Annotated[str, msgspec.Meta(pattern=r"^G\d\d$")]
    version: Annotated[int, msgspec.Meta(ge=1)]
    title: Line
    help: Line
    source: Line
    checked: datetime.date
    review: Review
    sender: Sender
    recipient: Recipient
    page: Literal["letter", "sheet"]
    fields: tuple[FieldSpec, ...]
    paragraphs: Annotated[tuple[Paragraph, ...], msgspec.Meta(min_length=1)]

    def field(self, name: str) -> FieldSpec:
        """Return the field called `name`; raise KeyError if there is none."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)


class Translated(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A text in another language. german: hash of the German text it translates. reviewer: who read it, with date."""

    german: Hash
    text: Text
    reviewer: str = ""
    date: datetime.date | None = None


class Translation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A template in one more language.

    aid: says in that language that the German text counts. codes: words of code lists, by list and code. examples:
    of translated fields.
    """

    template: Line
    language: Annotated[str, msgspec.Meta(pattern=r"^[a-z]{2,3}$")]
    title: Line
    aid: Line
    source: Line
    paragraphs: dict[str, Translated]
    codes: dict[str, dict[str, Translated]] = {}
    examples: dict[str, str] = {}

    @property
    def texts(self) -> tuple[Translated, ...]:
        """All translated texts."""
        lists = (text for codes in self.codes.values() for text in codes.values())
        return (*self.paragraphs.values(), *lists)

    @property
    def reviewed(self) -> bool:
        """Whether somebody has read every text and signed for it."""
        return all(text.reviewer and text.date for text in self.texts)


def fingerprint(german: str) -> str:
    """Return the hash a translation notes of its German text."""
    return hashlib.sha256(german.strip().encode()).hexdigest()[:12]


def template_files(folder: Path) -> tuple[Path, ...]:
    """Return the files of the templates, without those of their translations."""
    return tuple(path for path in sorted(folder.glob("*.toml")) if "." not in path.stem)


def translation_files(folder: Path, template: str) -> tuple[Path, ...]:
    """Return the files of the translations of one template."""
    return tuple(sorted(folder.glob(f"{template}.*.toml")))


def read_template(path: Path) -> Template:
    """Read a template; raise ContentError with the first place where it contradicts itself."""
    template = read_toml(path, Template)
    for place, reason in faults(template, path.stem):
        raise ContentError(path.name, place, reason)
    return template


def read_translation(path: Path, template: Template) -> Translation:
    """Read a translation; raise ContentError if it does not go with `template`. It may be stale."""
    translation = read_toml(path, Translation)
    for place, reason in translation_faults(translation, template, path.stem):
        raise ContentError(path.name, place, reason)
    return translation


def faults(template: Template, stem: str) -> Iterator[tuple[str, str]]:
    """Yield place and reason of everything wrong inside one template."""
    if template.id != stem:
        yield "$.id", f"id is {template.id!r}, the file is named {stem!r}"
    names = [field.name for field in template.fields]
    for index, field in enumerate(template.fields):
        for place, reason in _field_faults(field, names):
            yield f"$.fields[{index}].{place}", reason
    yield from _page_faults(template, names)
    ids = [paragraph.id for paragraph in template.paragraphs]
    known = CONTEXT.union(names)
    for index, paragraph in enumerate(template.paragraphs):
        if ids.count(paragraph.id) > 1:
            yield f"$.paragraphs[{index}].id", f"duplicate id {paragraph.id!r}"
        for place, reason in _paragraph_faults(paragraph, template, known):
            yield f"$.paragraphs[{index}].{place}", reason


def _page_faults(template: Template, names: list[str]) -> Iterator[tuple[str, str]]:
    if template.page == "letter" and "address" not in names:
        yield "$.fields", "a letter needs a field 'address'"
    if template.sender == "client":
        if template.page == "letter":
            yield "$.page", "a letter carries the letterhead of the office; what the client signs is a sheet"
        return
    wanted = {"client": (), "third_party": ("address", "purpose"), "any": ("address", "purpose", "to")}
    for name in wanted[template.recipient]:
        if name not in names:
            yield "$.fields", f"what may go to others needs a field {name!r}, or no release could be found"


def _field_faults(field: FieldSpec, names: list[str]) -> Iterator[tuple[str, str]]:
    if names.count(field.name) > 1 or field.name in CONTEXT:
        yield "name", f"duplicate field {field.name!r}"
    if bool(field.codes) != (field.kind in ("code", "codes")):
        yield "codes", f"{field.name!r}: a code list goes with kind code or codes, and only with them"
    if field.prefill and field.prefill not in PREFILLS:
        yield "prefill", f"{field.name!r}: nothing is called {field.prefill!r}"
    if field.translated and field.kind not in ("text", "note"):
        yield "translated", f"{field.name!r}: only a text is translated"
    if field.required and not field.example:
        yield "example", f"{field.name!r}: a required field needs an example"


def _paragraph_faults(paragraph: Paragraph, template: Template, names: frozenset[str]) -> Iterator[tuple[str, str]]:
    from mfd_desktop.letters.sandbox import faults as text_faults

    yield from (("text", reason) for reason in text_faults(paragraph.text, names))
    if paragraph.of:
        if paragraph.kind != "checks":
            yield "of", "only boxes stand for the codes of a field"
        elif paragraph.of not in names or not template.field(paragraph.of).codes:
            yield "of", f"there is no field {paragraph.of!r} with a code list"
    if (paragraph.kind == "space" or bool(paragraph.of)) == bool(paragraph.text.strip()):
        yield "text", f"{paragraph.id!r}: a text is needed, except for a space and for the codes of a field"
    if paragraph.text.count("**") % 2:
        yield "text", f"{paragraph.id!r}: a bold part begins and does not end"


def translation_faults(translation: Translation, template: Template, stem: str) -> Iterator[tuple[str, str]]:
    """Yield place and reason of everything wrong in a translation, stale texts left aside."""
    from mfd_desktop.letters.sandbox import faults as text_faults

    if stem != f"{translation.template}.{translation.language}" or translation.template != template.id:
        yield (
            "$.template",
            f"template {translation.template!r} and language {translation.language!r} do not fit the file",
        )
    wanted = {paragraph.id: paragraph for paragraph in template.paragraphs if needs_translation(paragraph)}
    for name in sorted(set(wanted) - set(translation.paragraphs)):
        yield "$.paragraphs", f"{name!r} is not translated"
    names = CONTEXT.union(field.name for field in template.fields)
    for name, text in translation.paragraphs.items():
        place = f"$.paragraphs.{name}"
        if name not in wanted:
            yield place, "the template has no such paragraph to translate"
        yield from ((f"{place}.text", reason) for reason in text_faults(text.text, names))
        if text.text.count("**") % 2:
            yield f"{place}.text", "a bold part begins and does not end"
    for field in template.fields:
        if field.translated and field.required and not translation.examples.get(field.name):
            yield "$.examples", f"{field.name!r}: an example is missing"


def needs_translation(paragraph: Paragraph) -> bool:
    """Tell whether a translation has a text of its own for this paragraph."""
    return bool(paragraph.text.strip()) and not paragraph.whole


def stale(translation: Translation, template: Template) -> tuple[str, ...]:
    """Return the ids of the paragraphs whose German text is no longer the one that was translated."""
    german = {paragraph.id: fingerprint(paragraph.text) for paragraph in template.paragraphs}
    return tuple(name for name, text in translation.paragraphs.items() if german.get(name) != text.german)
