"""The certificate of an erasure: number, day, law, kinds of records, when the last backup forgets; no person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.app.access_tables import TITLES
from mfd_desktop.app.documents import pdf_of
from mfd_desktop.app.leaving import export_file, note_print
from mfd_desktop.app.privacy_texts import OPEN
from mfd_desktop.app.settings import read_office
from mfd_desktop.app.wording_privacy import german_holds
from mfd_desktop.content.privacy import regime
from mfd_desktop.domain.dates import format_date
from mfd_desktop.letters.labels import german_labels
from mfd_desktop.render.blocks import Document, PlainPage, Signatures, Space, Style, Table, text

if TYPE_CHECKING:
    from pathlib import Path

    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.privacy import ErasureRecord
    from mfd_desktop.domain.records import Office
    from mfd_desktop.render.blocks import Block

KIND = "erasure"
_WIDTHS = (1.0, 2.0)


def certificate(session: Session, record: ErasureRecord) -> bytes:
    """Return the certificate as a PDF, always in German. Raises LettersMissing."""
    reason = german_labels(session.lists, "erasure_reasons").get(record.reason, record.reason)
    return pdf_of(_document(record, reason, read_office(session)), moment=session.clock.now())


def certificate_name(record: ErasureRecord) -> str:
    """Return the name proposed for the file."""
    return f"Loeschbescheinigung-{record.number}.pdf"


def save_certificate(session: Session, record: ErasureRecord, path: Path) -> None:
    """Log it and write the certificate to ``path``. Raises StorageError."""
    export_file(session, path, certificate(session, record), KIND)


def note_certificate_printed(session: Session) -> None:
    """Log that the certificate is given to the printer. Raises StorageError; then nothing should be printed."""
    note_print(session, KIND)


def _document(record: ErasureRecord, reason: str, office: Office | None) -> Document:
    law = regime(record.regime)
    right = law.rights["erasure"]
    open_words = OPEN if right.review == "open" else ""
    by = ", ".join(part for part in (office.carrier, office.name) if part) if office else ""
    forgotten = (
        f"Die letzte Sicherung, in der sie noch enthalten sein können, ist spätestens am"
        f" {format_date(record.forgotten)} überschrieben. Wird vorher eine Sicherung zurückgespielt, werden sie dabei"
        " wieder gelöscht."
        if record.forgotten
        else "Sicherungen gibt es nicht."
    )
    order = [*TITLES, *(table for table in record.kinds if table not in TITLES)]
    kinds = tuple((TITLES.get(table, table), str(record.kinds[table])) for table in order if table in record.kinds)
    despite = (("Bestätigt, obwohl", german_holds(record.despite)),) if record.despite else ()
    blocks: list[Block] = [
        text("Bescheinigung über eine Löschung", style=Style.TITLE),
        Table(
            ("", ""),
            (
                ("Nummer", record.number),
                ("Gelöscht am", format_date(record.day)),
                ("Grundlage", f"{right.reference}{open_words}"),
                ("Grund", reason),
                *despite,
                ("Verantwortlich", by),
            ),
            _WIDTHS,
        ),
        Space(3.0),
        text(
            "Alle Daten einer Person wurden auf diesem Rechner gelöscht: Einträge, Suchverzeichnis, Entwürfe, frühere"
            " Angaben, Papierkorb, Briefe und Dokumente. Zahlen bereits gemeldeter Zeiträume bleiben; sie enthalten"
            " keine Namen."
        ),
        text(forgotten),
        Space(3.0),
        text("Was gelöscht wurde", style=Style.HEADING),
        Table(("Art", "Anzahl"), kinds, _WIDTHS, frozenset({1})),
        Space(3.0),
        text("Diese Bescheinigung nennt mit Absicht keine Person.", style=Style.SMALL),
        Space(12.0),
        Signatures(("Ort, Datum", "Unterschrift")),
    ]
    page = PlainPage(header=by, footer=f"Löschung {record.number}")
    return Document(f"Löschung {record.number}", page, tuple(blocks))
