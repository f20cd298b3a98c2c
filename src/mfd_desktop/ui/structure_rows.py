"""What the screen Struktur says about activities and their sums; no widgets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.app.structural import WorkSum
from mfd_desktop.content.i18n import _, ngettext
from mfd_desktop.domain.dates import format_date
from mfd_desktop.domain.records import State
from mfd_desktop.ui.kit.rows import Row
from mfd_desktop.ui.long_dates import hours
from mfd_desktop.ui.theme import Tone

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mfd_desktop.content.codelists import CodeLists
    from mfd_desktop.domain.records import Activity

TOTAL = "total"
"""Key of the rows that add up others."""


def activity_row(activity: Activity, lists: CodeLists) -> Row:
    """Return the line of an activity: what, when, with whom, how many; a draft says so."""
    raw = activity.stamp.raw
    draft = activity.stamp.state is State.DRAFT
    label = lists.label("activities", activity.code) if activity.code else raw.get("code", "") or _("ohne Art")
    second = (
        _("wird nicht gezählt") if draft else "",
        label if activity.title not in ("", label) else "",
        _dates(activity.dates) if activity.dates and activity.dates > 1 else "",
        _participants(activity.participants),
        _volunteers(activity.volunteers),
        activity.partner,
    )
    return Row(
        activity.stamp.id,
        activity.title or label,
        " · ".join(part for part in second if part),
        format_date(activity.day) if activity.day else raw.get("day", "") or _("ohne Datum"),
        _("Entwurf") if draft else "",
        Tone.WARNING if draft else Tone.NEUTRAL,
        note=_hours(activity.minutes),
    )


def narrowed(found: Iterable[Activity], typed: str, lists: CodeLists) -> list[Activity]:
    """Return the activities in whose line or note every word typed occurs."""
    words = typed.casefold().split()

    def passes(activity: Activity) -> bool:
        text = f"{activity_row(activity, lists).spoken()} {_label(activity, lists)} {activity.note}".casefold()
        return all(word in text for word in words)

    return [activity for activity in found if passes(activity)]


def sum_rows(sums: Sequence[WorkSum], lists: CodeLists) -> list[Row]:
    """Return a line for each code; below several of structural or of quality work the line of all of these."""
    rows: list[Row] = []
    for quality, title in ((False, _("Strukturelle Arbeit zusammen")), (True, _("Qualitätsarbeit zusammen"))):
        group = [found for found in sums if found.quality is quality]
        rows += [_sum_row(found.code, lists.label("activities", found.code), found) for found in group]
        if len(group) > 1:
            rows.append(_sum_row(TOTAL, title, _total(group), strong=True))
    return rows


def _total(sums: Sequence[WorkSum]) -> WorkSum:
    # The same volunteers may stand behind several codes, so they have no total.
    return WorkSum(
        TOTAL,
        sum(found.activities for found in sums),
        sum(found.dates for found in sums),
        sum(found.minutes for found in sums),
        sum(found.participants for found in sums),
        0,
    )


def _sum_row(key: str, title: str, found: WorkSum, *, strong: bool = False) -> Row:
    count = found.activities
    second = (
        ngettext("{count} Aktivität", "{count} Aktivitäten", count).format(count=count),
        _dates(found.dates) if found.dates != found.activities else "",
        _participants(found.participants),
        _most_volunteers(found.volunteers) if count > 1 else _volunteers(found.volunteers),
    )
    return Row(
        key, title, " · ".join(part for part in second if part), note=_hours(found.minutes), strong=strong
    )  # fmt: skip


def _label(activity: Activity, lists: CodeLists) -> str:
    return lists.label("activities", activity.code) if activity.code else ""


def _hours(minutes: int | None) -> str:
    return _("{count} Std.").format(count=hours(minutes)) if minutes else ""


def _dates(count: int) -> str:
    return ngettext("{count} Termin", "{count} Termine", count).format(count=count)


def _participants(count: int | None) -> str:
    if not count:
        return ""
    return ngettext("{count} teilnehmende Person", "{count} Teilnehmende", count).format(count=count)


def _volunteers(count: int | None) -> str:
    if not count:
        return ""
    return ngettext("{count} ehrenamtliche Person", "{count} Ehrenamtliche", count).format(count=count)


def _most_volunteers(count: int) -> str:
    # The same people come again, so it is no sum.
    if not count:
        return ""
    return ngettext("bis zu {count} ehrenamtliche Person", "bis zu {count} Ehrenamtliche", count).format(count=count)
