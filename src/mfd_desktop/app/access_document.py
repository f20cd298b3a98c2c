"""The access package as a German PDF and as JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from mfd_desktop.app.documents import pdf_of
from mfd_desktop.app.privacy_texts import OPEN, right_words, years_words
from mfd_desktop.content.privacy import RIGHTS
from mfd_desktop.domain.dates import format_date
from mfd_desktop.domain.errors import LettersMissing
from mfd_desktop.render.blocks import Document, PlainPage, Space, Style, Table, Together, text

if TYPE_CHECKING:
    from datetime import date, datetime

    from mfd_desktop.app.access_package import Entry, Package, Section
    from mfd_desktop.content.privacy import Regime
    from mfd_desktop.domain.records import Office
    from mfd_desktop.render.blocks import Block

FORMAT = "mfd-auskunft-1"
_PAIRS = (1.0, 2.4)
_BLACK, _BOX = "■", "□"
"""For a redacted place (the fonts have no full block), and for a character no font has."""
_STAMP = frozenset({"created", "changed", "source"})
"""Columns that stand below a record in one line."""
_LONG = 700
"""Characters of a text from which it stands below its name and not beside it, so that it can break over pages."""


def facts(regime: Regime, years: int) -> dict[str, tuple[str, ...]]:
    """Return what has to be said beside the data, by heading."""
    return {
        "Wozu die Daten verarbeitet werden": tuple(
            f"{purpose.title}: {purpose.basis}{OPEN if purpose.review == 'open' else ''}" for purpose in regime.purposes
        ),
        "Woher die Daten kommen": (
            "Von Ihnen selbst, aus der Beratung. Was anders herkommt, ist beim Eintrag genannt.",
        ),
        "Wer Daten bekommen hat": (
            "Wem etwas mitgeteilt wurde, steht in den Abschnitten Briefe, Verweisungen und Übergaben.",
            "Wem etwas mitgeteilt werden darf, steht in den Schweigepflichtentbindungen.",
        ),
        "Wie lange die Daten bleiben": (regime.retention.format(years=years_words(years)),),
        "Ihre Rechte": tuple(right_words(regime, name) for name in RIGHTS if name not in ("information", "access")),
    }


def document(package: Package, office: Office, regime: Regime, years: int, made: date) -> Document:
    """Return the package as a document; redacted places are black."""
    access = regime.rights["access"]
    blocks: list[Block] = [
        text("Auskunft über gespeicherte Daten", style=Style.TITLE),
        text(f"nach {access.reference}{OPEN if access.review == 'open' else ''}"),
        Space(2.0),
        Table(
            ("", ""),
            (
                ("Über", package.name or "ohne Namen"),
                ("Fallnummer", package.number),
                ("Verantwortlich", ", ".join(part for part in (office.carrier, office.name) if part)),
                ("Anschrift", ", ".join(p for p in (office.street, f"{office.postcode} {office.town}".strip()) if p)),
                ("Erstellt am", format_date(made)),
            ),
            _PAIRS,
        ),
    ]
    for heading, lines in facts(regime, years).items():
        blocks += [text(heading, style=Style.HEADING), *(text(line) for line in lines)]
    blocks += [Space(2.0), text("Die gespeicherten Daten", style=Style.TITLE)]
    blocks += [text(note, style=Style.SMALL) for note in _signs(package)]
    for section in package.sections:
        blocks += _section(section)
    page = PlainPage(header=f"Auskunft {package.number}", footer="Vertraulich · Erstellt mit MFD Desktop")
    return Document(f"Auskunft {package.number}", page, tuple(blocks))


def _signs(package: Package) -> list[str]:
    found = [entry for section in package.sections for record in section.records for entry in record]
    said = []
    if any(entry.redacted for entry in found):
        said.append(f"Wo {_BLACK * 2} steht, sind Angaben über andere Personen unkenntlich gemacht.")
    if any(_BOX in entry.value for entry in found):
        said.append(f"Für {_BOX} fehlt eine Schriftart; in der Datei Auskunft.json steht das Zeichen.")
    return said


def _section(section: Section) -> list[Block]:
    blocks: list[Block] = [text(section.title, style=Style.HEADING)]
    if all(len(record) == 1 for record in section.records):
        return [*blocks, *(text(record[0].value) for record in section.records)]
    for number, record in enumerate(section.records, 1):
        blocks += _record(record, f"{number}." if len(section.records) > 1 else "")
    return blocks


def _record(record: tuple[Entry, ...], number: str) -> list[Block]:
    told = [entry for entry in record if _column(entry) not in _STAMP]
    short = tuple((entry.label, entry.value) for entry in told if len(entry.value) < _LONG)
    blocks: list[Block] = [text(number, style=Style.SMALL)] if number else []
    blocks += [Table(("", ""), short, _PAIRS)] if short else []
    for entry in told:
        if len(entry.value) >= _LONG:
            blocks += [text(entry.label, style=Style.SMALL, bold=True), *map(text, _pieces(entry.value))]
    stamp = [f"{entry.label} {entry.value}" for entry in record if _column(entry) in _STAMP]
    blocks += [text(" · ".join(stamp), style=Style.NOTE)] if stamp else []
    return [Together(tuple(blocks)), Space(2.0)]


def _column(entry: Entry) -> str:
    return entry.key.rpartition(":")[2]


def _pieces(words: str) -> list[str]:
    return [part for part in words.split("\n\n") if part.strip()]


def pdf(package: Package, office: Office, regime: Regime, years: int, moment: datetime, made: date) -> bytes:
    """Return the PDF. A character no font has is a box there: the person still gets the rest, and all in the JSON."""
    replaced: dict[str, str] = {}
    while True:
        shown = document(_printable(package, replaced), office, regime, years, made)
        try:
            return pdf_of(shown, moment=moment)
        except LettersMissing as error:
            replaced[error.character] = _BOX


def _printable(package: Package, replaced: dict[str, str]) -> Package:
    """Return the package with what no font can show put differently."""
    signs = str.maketrans({"█": _BLACK, **replaced})
    sections = tuple(
        replace(
            section,
            records=tuple(
                tuple(replace(entry, value=entry.value.translate(signs)) for entry in record)
                for record in section.records
            ),
        )
        for section in package.sections
    )
    return replace(package, name=package.name.translate(signs), sections=sections)


def as_json(package: Package, office: Office, regime: Regime, years: int, made: date) -> bytes:
    """Return the package as JSON: the same words, with the table and the name of every field."""
    found = {
        "format": FORMAT,
        "erstellt": made.isoformat(),
        "recht": {"id": regime.id, "fassung": regime.version, "fundstelle": regime.rights["access"].reference},
        "verantwortlich": {"traeger": office.carrier, "dienststelle": office.name},
        "fallnummer": package.number,
        "hinweise": {heading: list(lines) for heading, lines in facts(regime, years).items()},
        "daten": [
            {
                "tabelle": section.table,
                "titel": section.title,
                "eintraege": [[_field(entry) for entry in record] for record in section.records],
            }
            for section in package.sections
        ],
    }
    return json.dumps(found, ensure_ascii=False, indent=1).encode()


def _field(entry: Entry) -> dict[str, object]:
    found: dict[str, object] = {"feld": _column(entry), "name": entry.label, "wert": entry.value}
    return found | {"geschwaerzt": True} if entry.redacted else found
