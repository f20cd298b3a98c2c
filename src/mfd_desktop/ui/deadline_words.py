"""Deadlines in words: in which group each stands, what its badge says, its line in a list."""

from __future__ import annotations

from datetime import timedelta
from enum import IntEnum
from typing import TYPE_CHECKING

from mfd_desktop.content.i18n import N_, _, content_text, ngettext, translate_marked
from mfd_desktop.domain.dates import format_date
from mfd_desktop.ui.kit.lazy_rows import LazyRows
from mfd_desktop.ui.kit.row import Row
from mfd_desktop.ui.long_dates import distance, short_day
from mfd_desktop.ui.theme import Tone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from mfd_desktop.content.codelists import CodeLists
    from mfd_desktop.domain.deadlines import Deadline, DeadlineRow
    from mfd_desktop.ui.desk import Desk

_WEEK = timedelta(days=7)
_MEASURED = 20
"""Lines of each group that the columns are measured with."""


class Group(IntEnum):
    """The groups of the desk, in their order."""

    UNDATED = 0
    OVERDUE = 1
    TODAY = 2
    WEEK = 3
    LATER = 4
    OTHERS = 5
    DONE = 6


TITLES = {
    Group.UNDATED: N_("Ohne Tag: bitte klären"),
    Group.OVERDUE: N_("Überfällig"),
    Group.TODAY: N_("Heute"),
    Group.WEEK: N_("In den nächsten sieben Tagen"),
    Group.LATER: N_("Später"),
    Group.OTHERS: N_("Fristen der Behörde und Wartefristen"),
    Group.DONE: N_("Erledigt"),
}


def group_of(deadline: Deadline, today: date) -> Group:
    """Return where a deadline stands."""
    day = deadline.act_by
    if deadline.done is not None:
        return Group.DONE
    if day is None:
        return Group.UNDATED
    if not deadline.own:
        return Group.OTHERS
    if day <= today:
        return Group.OVERDUE if day < today else Group.TODAY
    return Group.WEEK if day <= today + _WEEK else Group.LATER


def last_day(deadline: Deadline) -> date | None:
    """Return the day on which it ends in law, or to which it was extended; the safe day may lie before it."""
    return deadline.extended or deadline.due or deadline.safe_due


def run_out(deadline: Deadline, today: date) -> bool:
    """Tell whether an open deadline of the person's own is past its end in law: then the list of what is still
    possible helps.
    """
    last = last_day(deadline)
    return deadline.done is None and deadline.own and last is not None and last < today


def badge(deadline: Deadline, today: date) -> tuple[str, Tone, str]:
    """Return word, tone and sign of a deadline's badge; never a colour alone."""
    group, day = group_of(deadline, today), deadline.act_by
    if deadline.done is not None:
        return _("erledigt {day}").format(day=short_day(deadline.done)), Tone.GOOD, ""
    if day is None:
        return _("ohne Tag"), Tone.WARNING, "warning"
    if group is Group.OTHERS:
        return _other_badge(day, today)
    if group is Group.OVERDUE:
        last = last_day(deadline)
        if last is not None and last >= today:
            still = distance(last, today) if last == today else short_day(last)
            return _("noch bis {day}").format(day=still), Tone.URGENT, "warning"
        return distance(day, today), Tone.URGENT, "triangle"
    if group is Group.TODAY:
        return _("heute"), Tone.URGENT, "warning"
    if deadline.warns_on(today):
        return distance(day, today), Tone.WARNING, "clock"
    return distance(day, today), Tone.ACCENT if group is Group.WEEK else Tone.NEUTRAL, "dot"


def _other_badge(day: date, today: date) -> tuple[str, Tone, str]:
    if day < today:
        return _("vorbei"), Tone.GOOD, "check"
    return _("läuft bis"), Tone.NEUTRAL, "clock"


def title_of(deadline: Deadline) -> str:
    """Return what it is called; what was typed and means nothing counts as well."""
    if deadline.rule and deadline.title:
        # The title of its rule, unless somebody gave it another.
        return content_text(deadline.title)
    return deadline.title or deadline.stamp.raw.get("title", "") or deadline.rule or _("Frist ohne Bezeichnung")


def row_of(desk: Desk, row: DeadlineRow, today: date) -> Row:
    """Return the line of a deadline."""
    deadline = row.deadline
    word, tone, sign = badge(deadline, today)
    day = deadline.act_by
    return Row(
        deadline.stamp.id,
        title_of(deadline),
        " · ".join(_facts(desk, row, today)),
        short_day(day, year=day.year != today.year) if day is not None else "",
        word,
        tone,
        sign,
        button=_("Erledigt") if day is not None and deadline.done is None else "",
        muted=deadline.done is not None,
    )


def _facts(desk: Desk, row: DeadlineRow, today: date) -> Iterator[str]:
    deadline, lists = row.deadline, desk.session.lists
    yield row.number
    yield desk.label(row.name, row.initials)
    if row.others:
        yield ngettext("und {count} weitere Person", "und {count} weitere Personen", row.others).format(
            count=row.others
        )
    if deadline.done is not None:
        yield from (
            text for text in (_label(lists, "deadline_endings", deadline.ending), _proof(desk, deadline)) if text
        )
        return
    yield from _days(deadline, today)
    if row.file_number:
        yield _("Az. {number}").format(number=row.file_number)
    if row.outdated:
        yield _("neu rechnen: Regel oder Stichtag ist heute anders")


def _days(deadline: Deadline, today: date) -> Iterator[str]:
    if not deadline.own:
        if deadline.act_by is not None and deadline.act_by < today:
            yield _("Ablauf ist eine Chance: jetzt kann gehandelt werden")
        elif deadline.due is not None and deadline.due != deadline.act_by:
            yield _("gesetzlich bis {day}").format(day=short_day(deadline.due))
        return
    if run_out(deadline, today):
        yield _("abgelaufen: öffnen, es gibt noch Wege")
    if deadline.extended is not None:
        yield _("verlängert")
    elif deadline.due is not None and deadline.due != deadline.act_by:
        yield _("gesetzlich bis {day}").format(day=short_day(deadline.due))
    if deadline.warnings and deadline.act_by is not None and deadline.act_by > today:
        yield warning_words(deadline)


def warning_words(deadline: Deadline) -> str:
    """Return the early warnings: ``Vorfristen 14, 3, 1 Tage``."""
    days = ", ".join(map(str, deadline.warnings))
    return ngettext("Vorfrist {days} Tag", "Vorfristen {days} Tage", max(deadline.warnings)).format(days=days)


def _proof(desk: Desk, deadline: Deadline) -> str:
    said = _label(desk.session.lists, "deadline_proofs", deadline.proof)
    return _("Nachweis: {proof}").format(proof=said) if said else ""


def _label(lists: CodeLists, name: str, code: str | None) -> str:
    return lists.label(name, code) if code else ""


def kept_out(row: DeadlineRow, wanted: str) -> bool:
    """Tell whether a filter text does not mean this deadline: its title, number, file number, name or a day."""
    deadline = row.deadline
    days = (format_date(day) for day in (deadline.act_by, deadline.due) if day is not None)
    texts = (title_of(deadline), row.number, row.file_number, row.name, row.initials, deadline.rule, *days)
    return not any(wanted in text.casefold() for text in texts)


def grouped(rows: Sequence[DeadlineRow], today: date, make: Callable[[DeadlineRow], Row]) -> LazyRows:
    """Return lines under the headings of their groups; the order inside a group stays."""
    found: dict[Group, list[DeadlineRow]] = {}
    for row in rows:
        found.setdefault(group_of(row.deadline, today), []).append(row)
    lines: list[DeadlineRow | None] = []
    headings: dict[int, Row] = {}
    like: list[int] = []
    for group in sorted(found):
        title = translate_marked(TITLES[group])
        headings[len(lines)] = Row(f"group:{group}", f"{title} ({len(found[group])})", heading=True)
        lines += [None, *found[group]]
        # The last one is the farthest away and has the longest words; the first ones may say something else.
        first = len(lines) - len(found[group])
        like += [*range(first, min(first + _MEASURED, len(lines))), len(lines) - 1]
    keys = [headings[place].key if row is None else row.deadline.stamp.id for place, row in enumerate(lines)]

    def line(place: int) -> Row:
        row = lines[place]
        return headings[place] if row is None else make(row)

    return LazyRows(keys, line, headings, like)
