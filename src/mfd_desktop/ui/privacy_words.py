"""Words about rights and times of keeping."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.content.i18n import _
from mfd_desktop.domain.dates import format_date

if TYPE_CHECKING:
    from mfd_desktop.content.privacy import Right
    from mfd_desktop.domain.privacy import Retention


def reference_words(right: Right) -> str:
    """Return where a right stands, and whether that is still to be checked."""
    said = _("{title}: {reference}").format(title=right.title, reference=right.reference)
    return said + (" · " + _("fachlich zu prüfen") if right.review == "open" else "")


def keeping_words(kept: Retention) -> str:
    """Return from when on and until when a file is kept."""
    if kept.reference is None or kept.due is None:
        return _("Solange ein Fall offen ist, läuft keine Frist.")
    return _("Zählt ab {day}, die Löschung wird vorgeschlagen ab {due}.").format(
        day=format_date(kept.reference), due=format_date(kept.due)
    )
