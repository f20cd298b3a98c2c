"""The explanation of one deadline on one sheet: rule, version, state of the law, every reading step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.app import deadlines
from mfd_desktop.app.documents import pdf_of
from mfd_desktop.app.rulebook import book
from mfd_desktop.content.i18n import _, content_text, language
from mfd_desktop.domain.dates import format_date
from mfd_desktop.law.explain import BASIS_TITLE, explain
from mfd_desktop.render.blocks import Document, PlainPage, Style, Together, text

if TYPE_CHECKING:
    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.deadlines import DeadlineRow
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.law.results import Result
    from mfd_desktop.render.blocks import Block, Paragraph

KIND = "deadline_sheet"
"""What the log calls it."""


def sheet_pdf(session: Session, deadline_id: RecordId) -> bytes:
    """Return the sheet of a deadline by a rule, computed anew, as a PDF.

    It holds the case number and no name. Raises KeyError if there is no such deadline or it has no rule or day, and
    what ``deadlines.compute_facts`` raises.
    """
    row = deadlines.read_row(session, deadline_id)
    result = deadlines.readings_of(session, deadline_id)
    if result is None:
        raise KeyError(deadline_id)
    return pdf_of(sheet_document(session, row, result), moment=session.clock.now())


def sheet_document(session: Session, row: DeadlineRow, result: Result) -> Document:
    """Return the sheet as a document."""
    title = _("Rechenweg {number}").format(number=row.number)
    blocks: list[Block] = [
        text(title, style=Style.TITLE),
        text(_("Stand {day}").format(day=format_date(session.clock.today())), style=Style.NOTE),
    ]
    if result.review == "open":
        blocks.append(text(_("fachlich zu prüfen"), bold=True))
    for section in explain(result):
        heading = text(section.title.shown(), style=Style.HEADING)
        lines = "\n".join(line.shown() for line in section.lines)
        # Small, so that most explanations are one sheet of paper.
        style = Style.NOTE if section.title.text == BASIS_TITLE else Style.BODY
        blocks.append(Together((heading, text(lines, language=language(), style=style))))
    blocks.append(Together((text(_("Eingegebene Angaben"), style=Style.HEADING), _facts(session, result))))
    footer = _("Die Rechtsbehelfsbelehrung im Bescheid geht vor; bei Abweichung gilt das frühere Datum.")
    return Document(title, PlainPage(header=title, footer=footer), tuple(blocks), language())


def _facts(session: Session, result: Result) -> Paragraph:
    facts, rules, lists = result.facts, book(session), session.lists
    days = (
        (_("Tag des Auslösers"), facts.trigger),
        (_("Aufgegeben am"), facts.posted),
        (_("Tatsächlich erhalten am"), facts.received),
        (_("Letzter Tag laut Belehrung"), facts.instructed),
        (_("Asylantrag gestellt am"), facts.lodged),
        (_("Registriert am"), facts.registered),
        (_("Prüfung des Entzugs begonnen am"), facts.withdrawal_started),
    )
    said = [
        (_("Auslöser"), content_text(rules.triggers[facts.trigger_kind].label)),
        (_("Art der Bekanntgabe"), lists.label("notice_forms", facts.notice) if facts.notice else ""),
        *((name, format_date(day)) for name, day in days if day is not None),
        (_("Land"), lists.label("laender", facts.land)),
    ]
    words = " · ".join(f"{name}: {value}" for name, value in said if value)
    return text(words, language=language(), style=Style.NOTE)
