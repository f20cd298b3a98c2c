"""Handing the whole vault to a successor: new keys and a new name at once, letters to clients, a protocol of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from io import BytesIO
from typing import TYPE_CHECKING

from mfd_desktop.app import drafts
from mfd_desktop.app.changes import changed
from mfd_desktop.app.documents import pdf_of
from mfd_desktop.app.leaving import note_print
from mfd_desktop.app.passphrases import change_passphrase
from mfd_desktop.content.i18n import _, language
from mfd_desktop.domain.dates import format_date
from mfd_desktop.domain.errors import OfficeIncomplete
from mfd_desktop.domain.journal import Event
from mfd_desktop.letters.letterhead import letter_page
from mfd_desktop.render.blocks import Document, PlainPage, Signatures, Space, Style, Table, text
from mfd_desktop.vault import agenda, cases, clients, handovers
from mfd_desktop.vault import desk as store
from mfd_desktop.vault.exchange import read_outbox
from mfd_desktop.vault.journal import append

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.records import Client, Office
    from mfd_desktop.render.blocks import Block
    from mfd_desktop.vault.database import Connection

KIND, NOTES = "succession", "succession.notes"
_TAKES_OVER = (
    "Ihre Beratung bei uns übernimmt jetzt {name}. Alles, was Sie uns erzählt haben, bleibt vertraulich und in"
    " derselben Beratungsstelle."
)
_OBJECT = (
    "Wenn Sie nicht möchten, dass diese Person Ihre Akte weiterführt, sagen Sie uns bitte Bescheid. Wir suchen dann"
    " eine andere Lösung."
)
"""Wording of the program itself, checked by nobody yet: the screen says so before anything is printed."""


@dataclass(frozen=True, slots=True)
class OpenPoints:
    """What should be settled before: unsaved drafts, overdue follow-ups, files on their way, running stand-ins."""

    drafts: int
    overdue: int
    waiting: int
    stand_ins: int
    cases: int
    unreachable: int
    """Open cases without a postal address: no letter can be sent."""


@dataclass(frozen=True, slots=True)
class Successor:
    """Who takes over."""

    counsellor: str
    function: str = ""


def open_points(session: Session) -> OpenPoints:
    """Return what is still open."""
    today = session.clock.today()
    typed = len(drafts.all_drafts(session))
    with session.vault.read() as db:
        overdue = sum(one.due is not None and one.due < today for one in agenda.open_follow_ups(db, today))
        waiting = sum(entry.delivered is None for entry in read_outbox(db))
        running = len(handovers.open_stand_ins(db))
        found = list(_open_cases(db))
    unreachable = sum(not _address(client) for _number, client in found)
    return OpenPoints(typed, overdue, waiting, running, len(found), unreachable)


def hand_over_vault(
    session: Session,
    current: str,
    new: str,
    successor: Successor,
    *,
    progress: Callable[[float], None] = lambda _fraction: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> bool:
    """Give the vault new keys, the successor's passphrase and name; all of it or nothing, also at a kill.

    Emergency sheets and a stand-in's passphrase open nothing afterwards. Returns whether it was done. Raises
    OfficeIncomplete and what ``change_passphrase`` raises; then nothing was changed.
    """
    now = session.clock.now()
    with session.vault.read() as db:
        office = store.read_office(db)
    if office is None:
        raise OfficeIncomplete
    named = replace(office, counsellor=successor.counsellor.strip(), function=successor.function.strip())

    def inside(db: Connection) -> None:
        store.write_office(db, named)
        append(db, now, Event.HAND_OVER, "vault")

    done = change_passphrase(
        session, current, new, known_to_others=True, progress=progress, cancelled=cancelled, inside=inside
    )
    if done:
        session.announce(changed("office", "recovery", "handover"))
    return done


def letters_to_clients(session: Session) -> tuple[bytes, int]:
    """Return a letter for every open case with an address, as one PDF in memory, and how many letters that are.

    The office data name the successor already. The wording is open for review: it is shown before it is printed.
    """
    import pypdfium2

    with session.vault.read() as db:
        office = store.read_office(db)
        found = [(number, client) for number, client in _open_cases(db) if _address(client)]
    if office is None:
        raise OfficeIncomplete
    together = pypdfium2.PdfDocument.new()
    for number, client in found:
        one = pypdfium2.PdfDocument(pdf_of(_letter(session, office, number, client), moment=session.clock.now()))
        together.import_pages(one)
    buffer = BytesIO()
    together.save(buffer)
    return buffer.getvalue(), len(found)


def protocol(session: Session, before: str, points: OpenPoints) -> bytes:
    """Return the protocol of the hand-over as a PDF: who, when, how much; it names no client."""
    with session.vault.read() as db:
        office = store.read_office(db)
    after = office.counsellor if office else ""
    rows = (
        (_("Dienststelle"), ", ".join(part for part in (office.name, office.carrier) if part) if office else ""),
        (_("Übergeben von"), before),
        (_("Übergeben an"), after),
        (_("Tag"), format_date(session.clock.today())),
        (_("Offene Fälle"), str(points.cases)),
        (_("davon ohne Postanschrift"), str(points.unreachable)),
        (_("Überfällige Wiedervorlagen"), str(points.overdue)),
        (_("Laufende Vertretungen"), str(points.stand_ins)),
        (
            _("Schlüssel"),
            _("neu; das bisherige Passwort und die bisherigen Notfallblätter öffnen den Tresor nicht mehr"),
        ),
    )
    blocks = (
        text(_("Übergabe des Tresors"), style=Style.TITLE),
        Table(("", ""), rows, (1.0, 2.0), language=language()),
        Space(6),
        text(_("Sicherungen von vor der Übergabe öffnen sich weiter mit dem bisherigen Passwort."), style=Style.SMALL),
        Space(14),
        Signatures((_("Ort, Datum, übergeben"), _("Ort, Datum, übernommen"))),
    )
    document = Document(
        _("Übergabe des Tresors"), PlainPage(footer=_("Vertraulich"), numbers=False), blocks, language()
    )
    return pdf_of(document, moment=session.clock.now())


def note_letters(session: Session) -> None:
    """Log that the letters go to the printer."""
    note_print(session, NOTES)


def note_protocol(session: Session) -> None:
    """Log that the protocol goes to the printer."""
    note_print(session, KIND)


def _letter(session: Session, office: Office, number: str, client: Client) -> Document:
    title = "Wechsel der Beratung"
    day = format_date(session.clock.today())
    page = letter_page(office, title, _address(client), day=day, our_sign=number)
    name = " ".join(part for part in (client.given_name, client.family_name) if part)
    reach = " oder ".join(part for part in (office.phone, office.email) if part)
    paragraphs = (
        f"Guten Tag {name},",
        _TAKES_OVER.format(name=office.counsellor),
        "Ihre Termine und Unterlagen gelten weiter. Sie müssen nichts tun.",
        _OBJECT,
        f"Bei Fragen erreichen Sie uns: {reach}." if reach else "Bei Fragen kommen Sie bitte vorbei.",
        "Mit freundlichen Grüßen",
    )
    words = tuple(text(paragraph) for paragraph in paragraphs)
    blocks: tuple[Block, ...] = (text(title, style=Style.HEADING), *words, Space(12), text(office.counsellor))
    return Document(title, page, blocks, "de")


def _open_cases(db: Connection) -> Iterator[tuple[str, Client]]:
    for row in cases.case_rows(db):
        if row.closed is None:
            yield row.number, clients.read_client(db, row.client_id)


def _address(client: Client) -> str:
    town = " ".join(part for part in (client.postcode, client.town) if part)
    if not client.street.strip() or not town:
        return ""
    name = " ".join(part for part in (client.given_name, client.family_name) if part)
    return "\n".join((name, client.street, town))
