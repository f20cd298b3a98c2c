"""The lines of documents and of what lies in the scan folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.app.wording_attachments import media_words
from mfd_desktop.content.i18n import _, ngettext
from mfd_desktop.domain.attachments import clean_name
from mfd_desktop.domain.dates import format_date
from mfd_desktop.ui.kit.rows import Row
from mfd_desktop.ui.theme import Tone

if TYPE_CHECKING:
    from datetime import date

    from mfd_desktop.app.scan_folder import Leftover, Scans
    from mfd_desktop.domain.attachments import Attachment

_KILO, _MEGA = 1000, 1_000_000
OLD = 7
"""Days after which a scan that was not taken over is marked."""


def size_words(size: int) -> str:
    """Return a size as people say it."""
    if size < _MEGA:
        return _("{size} KB").format(size=max(1, round(size / _KILO)))
    return _("{size} MB").format(size=f"{size / _MEGA:.1f}".replace(".", ","))


def document_row(found: Attachment) -> Row:
    """Return the line of a document; what is damaged says so by word and sign."""
    facts = [media_words(found.media), size_words(found.size), " ".join(found.note.split())[:120]]
    badge = {"missing": _("fehlt"), "damaged": _("beschädigt")}.get(found.damaged, "")
    return Row(
        found.stamp.id,
        found.name,
        " · ".join(fact for fact in facts if fact),
        date=format_date(found.day) if found.day else "",
        badge=badge,
        tone=Tone.URGENT if badge else Tone.NEUTRAL,
        icon="warning" if badge else "",
    )


def scans_said(found: Scans) -> str:
    """Say how many files lie in the scan folder."""
    count = len(found.files)
    if not count:
        return _("Im Ordner {folder} liegt nichts.").format(folder=found.folder)
    if found.more:
        return _("Mehr als {count} Dateien liegen unverschlüsselt in {folder}; gezeigt werden {count}.").format(
            count=count, folder=found.folder
        )
    return ngettext(
        "{count} Datei liegt unverschlüsselt in {folder}.", "{count} Dateien liegen unverschlüsselt in {folder}.", count
    ).format(count=count, folder=found.folder)


def leftover_row(found: Leftover, today: date, *, ticked: bool) -> Row:
    """Return the line of a file in the scan folder, with its age, and whether it is to be taken over."""
    days = (today - found.changed.astimezone().date()).days
    age = ngettext("von vor {count} Tag", "von vor {count} Tagen", days).format(count=days) if days > 0 else _("heute")
    return Row(
        str(found.path),
        clean_name(found.path.name),
        f"{size_words(found.size)} · {age}",
        badge=_("ausgewählt") if ticked else _("liegt noch da") if days >= OLD else "",
        tone=Tone.ACCENT if ticked else Tone.WARNING if days >= OLD else Tone.NEUTRAL,
        icon="check" if ticked else "circle",
        button=_("Übernehmen"),
    )
