"""Letters without a vault, for the command line: the list of templates, and a PDF from a file of values."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from mfd_desktop.app.letter_fields import catalogue, check_texts, example_texts
from mfd_desktop.content.codelists import CodeLists
from mfd_desktop.domain.errors import BadLetterValues, ValuesMissing
from mfd_desktop.domain.records import Office
from mfd_desktop.files.atomic import write_atomic
from mfd_desktop.letters.compose import Order, compose

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from mfd_desktop.letters.catalogue import Letter

EXAMPLE_OFFICE = Office(
    "Migrationsfachdienst Musterburg", "Musterverband e. V.", "DSGVO", "07235", street="Musterweg 1",
    postcode="54290", town="Musterburg", counsellor="Maxi Muster", function="Sozialarbeit B. A.",
    phone="0651 000000", email="beratung@musterverband.example", hours="Montag bis Donnerstag 9–12 Uhr",
)  # fmt: skip
_OFFICE = frozenset(field.name for field in fields(Office)) - {"logo"}
_NEEDED = ("name", "carrier", "regime", "district")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A letter to write.

    ``data``: a JSON object of texts by field name (codes may be a list, flags true or false) with the letterhead under
    ``office``; None for invented values.
    """

    template: str
    language: str
    data: Path | None = None
    with_german: bool = False


def described() -> list[dict[str, Any]]:
    """Return what there is to know about each usable template, ready for JSON."""
    return [
        {
            "template": name,
            "title": found.template.title,
            "languages": list(found.languages),
            "review": found.template.review,
            "version": found.template.version,
            "source": found.template.source,
            "checked": found.template.checked.isoformat(),
            "translations": {language: found.standing(language).value for language in found.languages[1:]},
            "fields": [field.name for field in found.template.fields],
        }
        for name, found in catalogue().usable().items()
    ]


def write_letter(wanted: Wanted, out: Path, *, now: datetime) -> bool:
    """Write the letter as a PDF; return whether German was put beside it unasked.

    Raises UnknownTemplate, ValuesMissing, BadLetterValues, StaleTranslation or StorageError.
    """
    from mfd_desktop.app.documents import pdf_of

    letter, today = catalogue().get(wanted.template, wanted.language), now.astimezone().date()
    lists = CodeLists()
    office, texts = EXAMPLE_OFFICE, example_texts(letter, wanted.language)
    if wanted.data is not None:
        office, texts = _read(wanted.data)
    result = check_texts(letter.template, wanted.language, texts, today=today, lists=lists)
    if wanted.data is not None:
        _refuse(wanted.data, texts, letter, tuple((found.field, found.code) for found in result.problems))
    order = Order(today, wanted.language, wanted.with_german)
    write_atomic(out, pdf_of(compose(letter, result.values, office, order, lists), moment=now))
    return letter.needs_german(wanted.language) and not wanted.with_german


def _read(path: Path) -> tuple[Office, dict[str, str]]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadLetterValues(path, error.strerror or "") from error
    except (ValueError, RecursionError) as error:
        raise BadLetterValues(path, str(error).splitlines()[0]) from error
    if not isinstance(content, dict):
        raise BadLetterValues(path, "{}")
    office = content.pop("office", {})
    if not isinstance(office, dict) or set(office) - _OFFICE or not all(isinstance(v, str) for v in office.values()):
        raise BadLetterValues(path, "office")
    named = dict.fromkeys(_NEEDED, "") | office
    return Office(**named, logo=None) if office else EXAMPLE_OFFICE, _texts(path, content)


def _texts(path: Path, content: Mapping[str, object]) -> dict[str, str]:
    texts = {}
    for name, value in content.items():
        if isinstance(value, bool):
            texts[name] = "1" if value else "0"
        elif isinstance(value, list) and all(isinstance(part, str) for part in value):
            texts[name] = " ".join(value)
        elif isinstance(value, str | int):
            texts[name] = str(value)
        else:
            raise BadLetterValues(path, name)
    return texts


def _refuse(path: Path, texts: Mapping[str, str], letter: Letter, problems: tuple[tuple[str, str], ...]) -> None:
    """Raise for names the letter does not know, then for missing values, then for invalid ones."""
    from mfd_desktop.letters.compose import OTHER

    known = {field.name for field in letter.template.fields}
    known |= {f"{field.name}{OTHER}" for field in letter.template.fields if field.translated}
    if unknown := sorted(set(texts) - known):
        raise BadLetterValues(path, ", ".join(unknown))
    labels = {field.name: field.label for field in letter.template.fields}
    if missing := tuple(name for name, code in problems if code == "required"):
        raise ValuesMissing(letter.template.id, missing, tuple(labels.get(name, name) for name in missing))
    if problems:
        raise BadLetterValues(path, ", ".join(name for name, _code in problems))
