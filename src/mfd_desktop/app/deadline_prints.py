"""Deadlines that leave the vault: the week and the log of a day on paper, a calendar file; never with a name."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from mfd_desktop.app import deadlines
from mfd_desktop.app.calendar_text import WholeDay, calendar_text
from mfd_desktop.app.documents import pdf_of
from mfd_desktop.app.leaving import export_file, without_name
from mfd_desktop.app.settings import read_office
from mfd_desktop.content.i18n import _, content_text, language, ngettext
from mfd_desktop.domain.dates import format_date
from mfd_desktop.render.blocks import Blanks, Document, PlainPage, Signatures, Style, Table, Together, text

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.deadlines import Deadline, DeadlineRow
    from mfd_desktop.render.blocks import Block

WEEK, LOG, CALENDAR = "deadlines.week", "deadlines.log", "deadlines.ics"
"""What the log of the vault calls them."""
_WEEK_WIDTHS = (1.5, 1.2, 1.6, 2.4, 1.4)
_LOG_WIDTHS = (1.1, 2.6, 1.5, 1.3, 1.3, 1.7)
_DAYS = 7


def week_pdf(session: Session, first: date) -> bytes:
    """Return the deadlines to act by in the seven days from ``first`` on, and what is overdue, as a PDF."""
    return pdf_of(week_document(session, first), moment=session.clock.now())


def week_document(session: Session, first: date) -> Document:
    """Return the week as a document: days, case and file numbers, rules; no names, no titles that somebody typed."""
    last = first + timedelta(days=_DAYS - 1)
    rows = deadlines.desk(session)
    late = [row for row in rows if row.deadline.own and row.deadline.act_by and row.deadline.act_by < first]
    week = [row for row in rows if row.deadline.act_by and first <= row.deadline.act_by <= last]
    undated = sum(row.deadline.act_by is None for row in rows)
    title = _("Fristen {first} bis {last}").format(first=format_date(first), last=format_date(last))
    blocks: list[Block] = [text(title, style=Style.TITLE), text(_stand(session), style=Style.NOTE)]
    for heading, found in ((_("Überfällig"), late), (_("In dieser Woche"), week)):
        if found:
            blocks += [text(heading, style=Style.HEADING), _week_table(found)]
    if not late and not week:
        blocks.append(text(_("In dieser Woche läuft keine Frist ab.")))
    if undated:
        blocks.append(text(_undated(undated), bold=True))
    return Document(
        title, PlainPage(header=title, footer=_("Ohne Namen · nach Gebrauch vernichten")), tuple(blocks), language()
    )


def _undated(count: int) -> str:
    return ngettext(
        "{count} Frist hat noch keinen berechneten Tag.", "{count} Fristen haben noch keinen berechneten Tag.", count
    ).format(count=count)


def _stand(session: Session) -> str:
    office = read_office(session)
    day = format_date(session.clock.today())
    return _("{office} · Stand {day}").format(office=office.name if office else "", day=day)


def _week_table(rows: list[DeadlineRow]) -> Table:
    header = (_("Handeln bis"), _("Gesetzlich"), _("Fall"), _("Frist"), _("Aktenzeichen"))
    return Table(
        header,
        tuple(
            (
                _day(row.deadline.act_by), _day(row.deadline.extended or row.deadline.due), row.number,
                named(row.deadline), row.file_number,
            )
            for row in rows
        ),
        _WEEK_WIDTHS,
        language=language(),
    )  # fmt: skip


def named(deadline: Deadline) -> str:
    """Return what a deadline is called where no text may stand that somebody typed: by its rule or its kind."""
    if deadline.rule:
        from mfd_desktop.app.rulebook import book

        rules = book()
        return content_text(rules.versions(deadline.rule)[-1].title) if deadline.rule in rules.ids else deadline.rule
    return _("Frist von Hand")


def log_pdf(session: Session, day: date) -> bytes:
    """Return the deadlines entered on ``day``, to be countersigned by a second person, as a PDF."""
    return pdf_of(log_document(session, day), moment=session.clock.now())


def log_document(session: Session, day: date) -> Document:
    """Return the log as a document: number, rule, trigger, legal and safe day of each, and places to sign."""
    rows = deadlines.entered_on(session, day)
    title = _("Fristenprotokoll {day}").format(day=format_date(day))
    office = read_office(session)
    blocks: list[Block] = [
        text(title, style=Style.TITLE),
        text(_stand(session), style=Style.NOTE),
        text(_entered_by(office.counsellor if office else "")),
    ]
    if rows:
        blocks.append(_log_table(rows))
    else:
        blocks.append(text(_("An diesem Tag wurde keine Frist eingetragen.")))
    second = (
        text(_("Zweite Person: Bescheide, Auslöser und Fristende verglichen.")),
        Blanks((_("Abweichungen"),), language()),
        Signatures((_("Ort, Datum"), _("Eingetragen"), _("Gegengezeichnet")), language()),
    )
    blocks.append(Together(second))
    return Document(
        title, PlainPage(header=title, footer=_("Ohne Namen der Ratsuchenden"), wide=True), tuple(blocks), language()
    )


def _entered_by(name: str) -> str:
    return _("Eingetragen von: {name}").format(name=name or "________________")


def _log_table(rows: tuple[DeadlineRow, ...]) -> Table:
    header = (
        _("Fall"),
        _("Frist und Regel"),
        _("Auslöser"),
        _("Gesetzlich bis"),
        _("Sicher bis"),
        _("Geprüft (Zeichen)"),
    )
    return Table(header, tuple(_log_line(row) for row in rows), _LOG_WIDTHS, language=language())


def _log_line(row: DeadlineRow) -> tuple[str, ...]:
    deadline = row.deadline
    rule = _("{rule}, Fassung {version}").format(rule=deadline.rule, version=deadline.rule_version)
    what = "\n".join((named(deadline), rule)) if deadline.rule else without_name(deadline.title, row.name)
    return (
        row.number, what, _day(deadline.trigger_day) if deadline.trigger_day else "–",
        _day(deadline.extended or deadline.due), _day(deadline.act_by) if deadline.own else "–", "",
    )  # fmt: skip


def _day(day: date | None) -> str:
    from mfd_desktop.law.phrases import with_weekday

    return with_weekday(day) if day is not None else _("offen")


def calendar_entries(session: Session) -> tuple[WholeDay, ...]:
    """Return every open deadline with a day as an entry that names the case number alone."""
    return tuple(
        WholeDay(
            f"{row.deadline.stamp.id}@mfd-desktop",
            row.deadline.act_by,
            _("Frist {number}").format(number=row.number),
            row.deadline.stamp.changed,
            row.deadline.warnings,
        )
        for row in deadlines.desk(session)
        if row.deadline.act_by is not None
    )


def calendar_name(session: Session) -> str:
    """Return what the calendar file is called: by its day, without a name."""
    return f"{_('fristen')}-{session.clock.today().isoformat()}.ics"


def export_calendar(session: Session, path: Path) -> int:
    """Write the calendar file, which is logged, and return how many deadlines are in it. Raises StorageError."""
    entries = calendar_entries(session)
    export_file(session, path, calendar_text(entries, moment=session.clock.now()), CALENDAR)
    return len(entries)
