"""How a release stands today, as a light: a word, a sign and a tone, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mfd_desktop.content.i18n import N_, _, translate_marked
from mfd_desktop.domain.dates import format_date
from mfd_desktop.domain.releases import Lapse, office_of
from mfd_desktop.ui.theme import Tone

if TYPE_CHECKING:
    from datetime import date

    from mfd_desktop.domain.releases import Release

WARN_DAYS = 30
"""Days before the end of a release from which its light warns."""

_LAPSED: dict[Lapse, tuple[str, Tone, str]] = {
    Lapse.NOT_GIVEN: (N_("vorbereitet"), Tone.WARNING, "edit"),
    Lapse.DRAFT: (N_("Entwurf"), Tone.WARNING, "edit"),
    Lapse.UNWITNESSED: (N_("Anwesende fehlen"), Tone.WARNING, "triangle"),
    Lapse.EXPIRED: (N_("abgelaufen"), Tone.WARNING, "triangle"),
    Lapse.SETTLED: (N_("beendet"), Tone.NEUTRAL, "lock"),
    Lapse.WITHDRAWN: (N_("widerrufen"), Tone.NEUTRAL, "close"),
}
_OVER = frozenset({Lapse.EXPIRED, Lapse.SETTLED, Lapse.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Light:
    """``until``: the day that matters, in words. ``over``: it will not count again by itself."""

    word: str
    tone: Tone
    icon: str
    until: str
    over: bool = False


def light(release: Release, today: date) -> Light:
    """Return how the release stands on ``today``."""
    lapse = release.lapse(today)
    if lapse is not None:
        word, tone, icon = _LAPSED[lapse]
        return Light(translate_marked(word), tone, icon, _lapsed_since(release, lapse), lapse in _OVER)
    if release.lacks_paper(today):
        return Light(_("Unterschrift fehlt"), Tone.WARNING, "triangle", _until(release))
    if release.valid_until is not None and (release.valid_until - today).days <= WARN_DAYS:
        return Light(_("läuft ab"), Tone.WARNING, "clock", _until(release))
    return Light(_("gültig"), Tone.GOOD, "check", _until(release))


def _until(release: Release) -> str:
    if release.valid_until is None:
        return _("bis zum Abschluss")
    return _("bis {day}").format(day=format_date(release.valid_until))


def _lapsed_since(release: Release, lapse: Lapse) -> str:
    if lapse is Lapse.NOT_GIVEN:
        return _("noch nicht erteilt")
    if lapse is Lapse.WITHDRAWN and release.withdrawn is not None:
        return _("am {day}").format(day=format_date(release.withdrawn))
    if lapse is Lapse.SETTLED and release.case_closed is not None:
        return _("mit dem Fall am {day}").format(day=format_date(release.case_closed))
    if lapse is Lapse.EXPIRED and release.valid_until is not None:
        return _("am {day}").format(day=format_date(release.valid_until))
    return ""


def allowed_now(releases: tuple[Release, ...], today: date) -> tuple[list[str], list[str]]:
    """Return the recipients that may be told something today, and those that no longer may for any purpose.

    Of each only what stands before the first comma: the name without the department.
    """
    valid = {office_of(release.recipient): None for release in releases if release.lapse(today) is None}
    over = {office_of(release.recipient): None for release in releases if release.lapse(today) in _OVER}
    return list(valid), [name for name in over if name and name not in valid]
