"""What changing a notice would change, seen before it is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mfd_desktop.content.i18n import N_, _, content_text, ngettext, translate_marked
from mfd_desktop.ui.kit.dialog import Sheet
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.kit.rows import Row, RowList
from mfd_desktop.ui.long_dates import short_day
from mfd_desktop.ui.theme import Tone

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from mfd_desktop.domain.deadlines import Change

_WIDTH: Final = 720
_WORDS: Final = {
    "deadline": (N_("Frist verschiebt sich"), Tone.WARNING, "deadlines"),
    "calendar": (N_("Kalender zeigt sie am neuen Tag"), Tone.NEUTRAL, "calendar"),
    "letter": (N_("Briefentwurf nennt den neuen Tag"), Tone.NEUTRAL, "letters"),
    "document": (N_("Dokument bekommt den neuen Tag"), Tone.NEUTRAL, "cases"),
    "new": (N_("Frist kommt dazu"), Tone.ACCENT, "plus"),
    "gone": (N_("Frist gehört nicht mehr dazu"), Tone.WARNING, "trash"),
    "finished": (N_("Erledigte Frist bleibt, wie sie ist: bitte prüfen"), Tone.URGENT, "warning"),
    "extended": (N_("Verlängerte Frist bleibt, wie sie ist: bitte prüfen"), Tone.URGENT, "warning"),
    "sent": (N_("Fertiger Brief nennt den alten Tag: bitte prüfen"), Tone.URGENT, "warning"),
}
"""Word, tone and sign of every kind of change."""
_STAYS: Final = ("finished", "extended", "sent")


class ChangeSheet(Sheet):
    """Lists everything affected; accepted means to save it so."""

    def __init__(self, parent: QWidget, changes: Sequence[Change]) -> None:
        """Take what would change; nothing is saved here."""
        super().__init__(parent, _("Das ändert sich"), _("So speichern"), width=_WIDTH)
        self.close_button.setText(_("Zurück"))
        moved = [change for change in changes if change.kind not in _STAYS]
        kept = [change for change in changes if change.kind in _STAYS]
        self.rows = RowList(_("Was sich ändert"))
        self.rows.set_rows([_row(number, change) for number, change in enumerate([*kept, *moved])])
        said = ngettext("{count} Stelle ist betroffen.", "{count} Stellen sind betroffen.", len(changes))
        self.add(Label(said.format(count=len(changes)), "strong"))
        if kept:
            self.add(Label(_("Was schon erledigt, verlängert oder verschickt ist, ändert sich nicht von selbst.")))
        self.add(self.rows)


def _row(number: int, change: Change) -> Row:
    words, tone, icon = _WORDS[change.kind]
    return Row(
        number,
        content_text(change.title) if change.title else _("Ohne Titel"),
        _days(change.before, change.after),
        badge=translate_marked(words),
        tone=tone,
        icon=icon,
    )


def _days(before: date | None, after: date | None) -> str:
    none = _("ohne Tag")
    old = short_day(before, year=True) if before else none
    new = short_day(after, year=True) if after else none
    return f"{old} → {new}" if old != new else new
