"""Which cases the list shows, and its columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import TYPE_CHECKING

from mfd_desktop.app import overview
from mfd_desktop.content.codelists import collation_key
from mfd_desktop.content.i18n import _
from mfd_desktop.domain.dates import format_date, months_before
from mfd_desktop.domain.records import CaseRow, State
from mfd_desktop.ui.kit.table import Column

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mfd_desktop.app.session import Session
    from mfd_desktop.ui.desk import Desk

LAST = 30
"""How many cases "Meine letzten" shows."""
_MOST = 400


class Which(IntEnum):
    """The tabs above the list, in their order."""

    OPEN = 0
    CLOSED = 1
    ALL = 2
    ASLEEP = 3
    DRAFTS = 4
    LAST = 5


@dataclass(frozen=True, slots=True)
class Filter:
    """What narrows the list; empty texts narrow nothing."""

    which: Which = Which.OPEN
    text: str = ""
    status_group: str = ""
    level: str = ""


def narrowed(rows: Sequence[CaseRow], chosen: Filter, session: Session) -> list[CaseRow]:
    """Return the rows that pass the filter; with a text the best match first."""
    found = list(rows)
    if chosen.level:
        found = [row for row in found if row.level.value == chosen.level]
    if chosen.status_group:
        codes = session.lists.get("residence_status").codes
        within = {code.code for code in codes if code.group == chosen.status_group}
        found = [row for row in found if row.status in within]
    found = _of_kind(found, chosen.which, session.clock.today())
    return _meant(found, chosen.text, session) if chosen.text else found


def _of_kind(rows: list[CaseRow], which: Which, today: date) -> list[CaseRow]:
    since = months_before(today, overview.MONTHS_UNTIL_ASLEEP)
    passes: dict[Which, Callable[[CaseRow], bool]] = {
        Which.OPEN: lambda row: row.closed is None,
        Which.CLOSED: lambda row: row.closed is not None,
        Which.ASLEEP: lambda row: row.closed is None and _last(row) < since,
        Which.DRAFTS: lambda row: row.state is State.DRAFT,
    }
    if which is Which.LAST:
        return sorted(rows, key=_last, reverse=True)[:LAST]
    return [row for row in rows if passes[which](row)] if which in passes else rows


def _last(row: CaseRow) -> date:
    return max(row.opened, row.last_contact or row.opened)


def _meant(rows: list[CaseRow], text: str, session: Session) -> list[CaseRow]:
    scores = {match.client_id: match.score for match in overview.find(session, text, most=_MOST)}
    # Up to three digits are the running number, four begin with the year.
    short = text.lstrip("0") if text.isdigit() else ""
    begins = "" if len(text) < 4 and short else text
    best: list[tuple[float, CaseRow]] = []
    for row in rows:
        named = (begins and row.number.startswith(begins)) or (short and row.number[5:].lstrip("0").startswith(short))
        score = 100.0 if named else scores.get(row.client_id, 0.0)
        if score:
            best.append((score, row))
    return [row for _score, row in sorted(best, key=lambda found: -found[0])]


def columns(desk: Desk) -> list[Column[CaseRow]]:
    """Return the columns of the list; names only while they are shown."""
    lists = desk.session.lists

    def name(row: CaseRow) -> str:
        return desk.label(row.name, row.initials) or "–"

    def born(row: CaseRow) -> str:
        return format_date(row.birth_date) if row.birth_date and desk.names_shown else ""

    return [
        Column(_("Nummer"), lambda row: row.number, stretch=6),
        Column(_("Name"), name, lambda row: collation_key(name(row)), stretch=8),
        Column(_("Geburtsdatum"), born, lambda row: row.birth_date or date.min, stretch=7),
        Column(_("Status"), lambda row: lists.label("residence_status", row.status or ""), stretch=15),
        Column(_("Sprache"), lambda row: lists.label("languages", row.language or ""), stretch=7),
        Column(_("Stufe"), lambda row: lists.label("levels", row.level.value), stretch=12),
        Column(
            _("Letzter Kontakt"),
            lambda row: format_date(row.last_contact) if row.last_contact else "–",
            lambda row: row.last_contact or date.min,
            stretch=7,
        ),
        Column(_("Stand"), state_of, stretch=9),
    ]


def state_of(row: CaseRow) -> str:
    """Return open or closed since when, and whether something keeps the case from being counted."""
    words = _("beendet {date}").format(date=format_date(row.closed)) if row.closed else _("offen")
    return _("Entwurf · {state}").format(state=words) if row.state is State.DRAFT else words
