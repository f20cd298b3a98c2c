"""The printed summary of a case: who it is, the procedure with its picture, deadlines and dates; never a note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.app import deadlines
from mfd_desktop.app.documents import pdf_of
from mfd_desktop.app.overview import read_case_page
from mfd_desktop.app.procedure_line import line_of_client
from mfd_desktop.app.validities import validities_of
from mfd_desktop.content.i18n import _, content_text, language
from mfd_desktop.domain.dates import format_date, format_time
from mfd_desktop.render.blocks import Document, Figure, PlainPage, Style, Table, Together, text

if TYPE_CHECKING:
    from datetime import date

    from mfd_desktop.app.overview import CasePage
    from mfd_desktop.app.session import Session
    from mfd_desktop.content.codelists import CodeLists
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.render.blocks import Block

KIND = "case_summary"
"""What the log calls it."""
_PAIRS = (1.0, 2.6)
_MOST_CONTACTS = 5


def summary_pdf(session: Session, case_id: RecordId) -> bytes:
    """Return the summary of a case as a PDF; raise KeyError if there is none, LettersMissing for a script without
    a font.
    """
    with session.vault.read() as db:
        page = read_case_page(db, case_id)
    return pdf_of(summary_document(session, page), moment=session.clock.now())


def summary_document(session: Session, page: CasePage) -> Document:
    """Return the summary as a document; its title carries the case number alone."""
    today = session.clock.today()
    title = _("Fallübersicht {number}").format(number=page.case.number)
    blocks: list[Block] = [
        text(title, style=Style.TITLE),
        text(_("Stand {day}").format(day=format_date(today)), style=Style.NOTE),
    ]
    blocks += _rows(_("Person"), _person(page, session.lists))
    blocks += _rows(_("Aufenthalt und was sonst abläuft"), _ends(session, page))
    blocks += _procedure(session, page)
    blocks += _deadlines(session, page)
    for heading, rows in (
        (_("Wiedervorlagen und Termine"), _dates(page, today)),
        (_("Letzte Kontakte"), _contacts(page, session.lists)),
    ):
        blocks += _rows(heading, rows)
    page_look = PlainPage(header=title, footer=_("Vertraulich · ohne Vermerke"))
    return Document(title, page_look, tuple(blocks), language())


def _rows(heading: str, rows: tuple[tuple[str, str], ...]) -> list[Block]:
    return [_section(heading, Table(("", ""), rows, _PAIRS, language=language()))] if rows else []


def _section(heading: str, *blocks: Block) -> Together:
    return Together((text(heading, style=Style.HEADING), *blocks))


def _procedure(session: Session, page: CasePage) -> list[Block]:
    """Return where the procedure stands, under which law, and its picture."""
    found = line_of_client(session, page.client.stamp.id, page.case.stamp.id)
    if found is None:
        return []
    standing, line = found
    position = standing.procedure.position
    rows = [(_("Recht"), regime.said.shown()) for regime in standing.regimes]
    if position:
        rows.insert(0, (_("Station"), session.lists.label("procedure_positions", position)))
    about = Table(("", ""), tuple(rows), _PAIRS, language=language())
    drawn = Figure(line.drawn(), line.described())
    return [_section(_("Asylverfahren"), about), _section(_("Verlauf im Bild"), drawn)]


def _deadlines(session: Session, page: CasePage) -> list[Block]:
    rows = [row.deadline for row in deadlines.of_case(session, page.case.stamp.id) if row.deadline.done is None]
    if not rows:
        return []
    header = (_("Handeln bis"), _("Frist"), _("Ende nach dem Gesetz"))
    lines = tuple((_day(one.act_by), content_text(one.title), _day(one.extended or one.due)) for one in rows)
    says = _("Die Rechtsbehelfsbelehrung im Bescheid geht vor; bei Abweichung gilt das frühere Datum.")
    table = Table(header, lines, (1.0, 2.6, 1.4), language=language())
    return [_section(_("Offene Fristen"), table, text(says, style=Style.NOTE))]


def _day(day: date | None) -> str:
    return format_date(day) if day is not None else _("ohne Tag")


def _person(page: CasePage, lists: CodeLists) -> tuple[tuple[str, str], ...]:
    client = page.client
    town = " ".join(part for part in (client.postcode, client.town) if part)
    rows = (
        (_("Name"), client.name),
        (_("Geboren am"), format_date(client.birth_date) if client.birth_date else ""),
        (_("Staatsangehörigkeit"), _labels(lists, "nationalities", client.nationalities)),
        (_("Sprachen"), _labels(lists, "languages", client.languages)),
        (_("Anschrift"), ", ".join(part for part in (client.street, town) if part)),
        (_("Eingereist am"), format_date(client.entry_date) if client.entry_date else ""),
        (_("AZR-Nummer"), client.azr_number),
        (_("Aktenzeichen BAMF"), client.bamf_number),
        (_("Aktenzeichen Ausländerbehörde"), client.office_number),
        (_("Haushalt"), "\n".join(member.name for member in page.members)),
    )
    return tuple(row for row in rows if row[1])


def _labels(lists: CodeLists, name: str, codes: tuple[str, ...]) -> str:
    return ", ".join(lists.label(name, code) for code in codes)


def _ends(session: Session, page: CasePage) -> tuple[tuple[str, str], ...]:
    """Return the residence statuses, the newest first, then what else of the person is valid to a day."""
    lists = session.lists
    rows = []
    for status in reversed(page.statuses):
        until = _("bis {day}").format(day=format_date(status.expires)) if status.expires else ""
        since = _("seit {day}").format(day=format_date(status.since)) if status.since else ""
        label = lists.label("residence_status", status.code) if status.code else ""
        rows.append((", ".join(part for part in (since, until) if part), label))
    for one in validities_of(session, page.client.stamp.id):
        if one.until is not None and one.renewed is None:
            kind = lists.label("validity_kinds", one.kind) if one.kind else ""
            label = ", ".join(part for part in (kind, one.label) if part)
            rows.append((_("bis {day}").format(day=format_date(one.until)), label))
    return tuple(row for row in rows if row[1])


def _dates(page: CasePage, today: date) -> tuple[tuple[str, str], ...]:
    found = [(one.due, "", one.text) for one in page.follow_ups if one.done is None and one.due is not None]
    found += [
        (
            one.day,
            format_time(one.start) if one.start else "",
            ", ".join(part for part in (one.title, one.place) if part),
        )
        for one in page.appointments
        if one.day is not None and one.day >= today and not one.cancelled
    ]
    return tuple((f"{format_date(day)} {time}".strip(), words) for day, time, words in sorted(found))


def _contacts(page: CasePage, lists: CodeLists) -> tuple[tuple[str, str], ...]:
    newest = sorted((one for one in page.contacts if one.day is not None), key=lambda one: str(one.day), reverse=True)
    return tuple(
        (format_date(one.day), ", ".join(lists.label("topics", topic.code) for topic in one.topics) or _("ohne Thema"))
        for one in newest[:_MOST_CONTACTS]
        if one.day is not None
    )
