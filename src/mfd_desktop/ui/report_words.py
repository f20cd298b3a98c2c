"""The state of a period's report in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.app.wording_network import waiting_reason
from mfd_desktop.content.i18n import _, ngettext
from mfd_desktop.content.period_names import period_short
from mfd_desktop.domain.dates import format_date
from mfd_desktop.ui.theme import Tone

if TYPE_CHECKING:
    from datetime import date

    from mfd_desktop.app.contributing import PeriodState
    from mfd_desktop.app.delivering import Trouble


def state_badge(state: PeriodState, today: date) -> tuple[str, Tone, str]:
    """Return word, tone and icon of where a report stands."""
    if state.state == "arrived":
        return _("angekommen"), Tone.GOOD, "check"
    if state.state == "delivered":
        return _("gesendet"), Tone.ACCENT, "dot"
    if state.state == "waiting":
        return _("wartet"), Tone.WARNING, "triangle"
    if state.due is not None and state.due < today:
        return _("überfällig"), Tone.URGENT, "triangle"
    return _("noch nicht gemeldet"), Tone.NEUTRAL, "circle"


def state_line(state: PeriodState) -> str:
    """Return what there is to say besides the badge."""
    if state.state == "none":
        return _("Frist: {day}").format(day=format_date(state.due)) if state.due else ""
    version = _("Version {number}").format(number=state.version)
    if state.state == "arrived" and state.day:
        return " · ".join((version, _("Quittung {day}").format(day=format_date(state.day))))
    made = _("gemeldet am {day}").format(day=format_date(state.since.astimezone().date())) if state.since else ""
    why = waiting_reason(state.problem) if state.problem else ""
    return " · ".join(part for part in (version, made, why) if part)


def pill_words(state: PeriodState, today: date) -> tuple[str, Tone, str]:
    """Return the state of a period as the pill of Heute shows it: ``Q3 angekommen · Version 1``."""
    word, tone, icon = state_badge(state, today)
    said = f"{period_short(state.period)} {word}"
    if state.state in ("delivered", "arrived"):
        said = f"{said} · {_('Version {number}').format(number=state.version)}"
    return said, tone, icon


def trouble_words(found: Trouble) -> str:
    """Return the sentence about a shared folder that cannot be used, or a file that does not get there."""
    why, day = waiting_reason(found.problem), format_date(found.since.astimezone().date())
    if not found.waiting:
        return _("Seit {day}: {why}").format(why=why, day=day)
    waits = ngettext("{count} Sendung wartet.", "{count} Sendungen warten.", found.waiting).format(count=found.waiting)
    return _("Seit {day}: {why} {waits} Es geht nichts verloren; das Programm versucht es wieder.").format(
        why=why, day=day, waits=waits
    )
