"""The global search in the title row: people and commands, Ctrl+K."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from shiboken6 import isValid

from mfd_desktop.app import overview
from mfd_desktop.content.i18n import _
from mfd_desktop.ui.search_hits import command_hits, new_person_hit, person_hits
from mfd_desktop.ui.search_popup import SearchPopup

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QResizeEvent

    from mfd_desktop.ui.desk import Desk
    from mfd_desktop.ui.search_hits import Hit

_MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 6, Qt.Key.Key_PageUp: -6}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_COMING_BACK = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)


class SearchBar(QLineEdit):
    """One field that finds people and commands. What is typed is never stored and goes with the focus.

    Signal ``lock_asked()`` when the command Sperren was chosen.
    """

    lock_asked = Signal()

    def __init__(self, desk: Desk) -> None:
        """Take the desk."""
        super().__init__()
        self.desk = desk
        self._popup: SearchPopup | None = None
        self._before: QWidget | None = None
        self.setPlaceholderText(_("Suchen: Person, Fall, Befehl …   Strg+K"))
        self.setAccessibleName(_("Suchen: Person, Fall oder Befehl"))
        self.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
        self.textEdited.connect(self._on_text_edited)

    def start(self) -> None:
        """Take the focus and wait for a text; Esc gives the focus back."""
        focus = QApplication.focusWidget()
        if focus is not self:
            self._before = focus
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def hits(self) -> tuple[Hit, ...]:
        """What is shown below the field now."""
        return self._popup.hits if self._popup is not None and self._popup.isVisible() else ()

    def is_open(self) -> bool:
        """Whether the list is shown."""
        return self._popup is not None and self._popup.isVisible()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down move in the list, Enter takes a hit, Esc leaves."""
        key = Qt.Key(event.key())
        if key in _MOVES:
            self._move(_MOVES[key])
        elif key in _ENTER:
            hit = self._popup.current() if self._popup is not None and self.is_open() else None
            if hit is not None:
                self._take(hit)
        elif key == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the hits again when the window comes back."""
        super().focusInEvent(event)
        if self.text().strip():
            self._show_hits()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the names; forget the text unless only the window changed."""
        super().focusOutEvent(event)
        self._close()
        if event.reason() not in _COMING_BACK:
            # setText, unlike clear, also empties the undo history.
            self.setText("")

    def hideEvent(self, event: QHideEvent) -> None:
        """Take the list away with the field."""
        super().hideEvent(event)
        self._close()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the list below the field."""
        super().resizeEvent(event)
        if self._popup is not None and self.is_open():
            self._popup.place_below(self)

    def _on_text_edited(self) -> None:
        if self.text().strip():
            self._show_hits()
        else:
            self._close()

    def _move(self, by: int) -> None:
        if self._popup is not None and self.is_open():
            self._popup.step(by)
            self._describe()
        else:
            self._show_hits()

    def _show_hits(self) -> None:
        typed = self.text().strip()
        found = person_hits(overview.find(self.desk.session, typed), typed) if typed else []
        hits = found + command_hits(self.desk, typed, self.lock_asked.emit)
        note = ""
        if typed and not found:
            note = _("Keine Person gefunden zu „{typed}“.").format(typed=typed)
            hits += new_person_hit(typed)
        self._make_popup().show_hits(hits, note, self)
        self._describe()

    def _describe(self) -> None:
        hit = self._popup.current() if self._popup is not None and self.is_open() else None
        self.setAccessibleDescription(hit.row(0).spoken() if hit is not None else "")

    def _on_picked(self, number: object) -> None:
        if self._popup is not None and isinstance(number, int):
            self._take(self._popup.hits[number])

    def _take(self, hit: Hit) -> None:
        self._close()
        self.setText("")
        self._give_focus_back()
        hit.act(self.desk)

    def _leave(self) -> None:
        self._close()
        self.setText("")
        self._give_focus_back()

    def _give_focus_back(self) -> None:
        before, self._before = self._before, None
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.clearFocus()

    def _close(self) -> None:
        if self._popup is not None and isValid(self._popup) and self._popup.isVisible():
            self._popup.hide()
            # The names must not stay in the hidden list.
            self._popup.hits = ()
            self._popup.rows.set_rows([])
        self.setAccessibleDescription("")

    def _make_popup(self) -> SearchPopup:
        window = self.window()
        if self._popup is None or not isValid(self._popup) or self._popup.parentWidget() is not window:
            self._popup = SearchPopup(window)
            self._popup.picked.connect(self._on_picked)
        return self._popup
