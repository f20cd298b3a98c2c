"""The one door to the clipboard: what is copied here is marked as secret, and forgotten after half a minute.

Marks: KDE's Klipper, the clipboard history of Windows and its cloud, macOS (nspasteboard.org). Copying by key and by
menu is done here in place of the widget, so that nothing lies there unmarked for a moment; what gets there in another
way (the selection of X11, a widget not known here) is marked as soon as it does.
"""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QObject, QTimer
from PySide6.QtGui import QClipboard, QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QLineEdit, QMenu, QTextEdit, QWidget
from shiboken6 import getCppPointer, isValid

from mfd_desktop.content.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable

FORGET_MS = 30_000
MARKS = {
    "x-kde-passwordManagerHint": b"secret",
    "ExcludeClipboardContentFromMonitorProcessing": b"1",
    "CanIncludeInClipboardHistory": bytes(4),
    "CanUploadToCloudClipboard": bytes(4),
    "application/x-nspasteboard-concealed-type": b"1",
}
"""Formats beside the text, with what they hold; each system knows its own and ignores the others."""

_CLIPBOARD, _SELECTION = QClipboard.Mode.Clipboard, QClipboard.Mode.Selection


def marked(text: str) -> QMimeData:
    """Return a text with the marks."""
    found = QMimeData()
    found.setText(text)
    for name, value in MARKS.items():
        found.setData(name, value)
    return found


class ClipboardDoor(QObject):
    """Watches the widget with the focus and the clipboard. Made by ``watch_clipboard``."""

    def __init__(self, app: QApplication) -> None:
        """Begin to watch."""
        super().__init__(app)
        self._clipboard = QGuiApplication.clipboard()
        self._salt = secrets.token_bytes(16)
        self._ours: dict[QClipboard.Mode, tuple[int, bytes]] = {}
        self._putting = False
        self._watched: list[QWidget] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(FORGET_MS)
        self._timer.timeout.connect(self._on_timer)
        app.focusChanged.connect(self._on_focus)
        self._on_focus(None, app.focusWidget())
        self._clipboard.dataChanged.connect(lambda: self._on_changed(_CLIPBOARD))
        self._clipboard.selectionChanged.connect(lambda: self._on_changed(_SELECTION))

    def copy(self, text: str) -> None:
        """Put a text of ours on the clipboard."""
        self._put(text, _CLIPBOARD)

    def forget(self) -> None:
        """Clear what is still ours, without asking other programs for theirs, which could take its time."""
        self._timer.stop()
        for mode, (pointer, _digest) in self._ours.items():
            if self._pointer(mode) == pointer:
                self._clear(mode)
        self._ours.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Copy and cut in place of the widget."""
        widget = self._watched[0] if self._watched else None
        if widget is None:
            return False
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched is widget:
            return self._on_key(event, widget)
        if isinstance(event, QContextMenuEvent) and isinstance(widget, QLineEdit | QTextEdit | QLabel):
            return self._open_menu(widget, event)
        return False

    def _on_key(self, event: QKeyEvent, widget: QWidget) -> bool:
        if event.matches(QKeySequence.StandardKey.Copy):
            return self._copy_from(widget)
        if event.matches(QKeySequence.StandardKey.Cut):
            return self._cut_from(widget)
        return False

    def _on_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        for widget in self._watched:
            if isValid(widget):
                widget.removeEventFilter(self)
        self._watched = []
        if isinstance(now, QLineEdit | QTextEdit | QLabel | QAbstractItemView):
            self._watched = [now]
            if isinstance(now, QTextEdit):
                self._watched.append(now.viewport())
        for widget in self._watched:
            widget.installEventFilter(self)

    def _copy_from(self, widget: QWidget) -> bool:
        text = _selected(widget)
        if text:
            self.copy(text)
        return bool(text)

    def _cut_from(self, widget: QWidget) -> bool:
        if not isinstance(widget, QLineEdit | QTextEdit) or widget.isReadOnly() or not self._copy_from(widget):
            return False
        if isinstance(widget, QLineEdit):
            widget.del_()
        else:
            widget.textCursor().removeSelectedText()
        return True

    def _open_menu(self, widget: QLineEdit | QTextEdit | QLabel, event: QContextMenuEvent) -> bool:
        menu = self.menu(widget)
        if menu is None:
            return False
        menu.popup(event.globalPos())
        return True

    def menu(self, widget: QLineEdit | QTextEdit | QLabel) -> QMenu | None:
        """Return the menu of a widget with its copying led through here; None for a text that nobody can select."""
        if isinstance(widget, QLabel):
            if not widget.hasSelectedText():
                return None
            menu = QMenu(widget)
            menu.addAction(_("Kopieren")).triggered.connect(lambda: self._copy_from(widget))
        else:
            menu = widget.createStandardContextMenu()
            ways: dict[str, Callable[[QWidget], bool]] = {"edit-copy": self._copy_from, "edit-cut": self._cut_from}
            for action in menu.actions():
                if (way := ways.get(action.objectName())) is not None:
                    action.triggered.disconnect()
                    action.triggered.connect(lambda _checked=False, way=way: way(widget))
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _on_changed(self, mode: QClipboard.Mode) -> None:
        owned = self._clipboard.ownsClipboard() if mode is _CLIPBOARD else self._clipboard.ownsSelection()
        if self._putting or not owned:
            return
        found = self._clipboard.mimeData(mode)
        if found is not None and found.text() and not found.hasFormat(next(iter(MARKS))):
            self._put(found.text(), mode)

    def _put(self, text: str, mode: QClipboard.Mode) -> None:
        self._putting = True
        self._clipboard.setMimeData(marked(text), mode)
        self._putting = False
        self._ours[mode] = self._pointer(mode), self._digest(text)
        self._timer.start()

    def _on_timer(self) -> None:
        # A program that keeps what others copied may have taken it over: then it is the text that tells.
        for mode, (pointer, digest) in tuple(self._ours.items()):
            if self._pointer(mode) == pointer or self._digest(self._clipboard.text(mode)) == digest:
                self._clear(mode)
        self._ours.clear()

    def _clear(self, mode: QClipboard.Mode) -> None:
        self._putting = True
        self._clipboard.clear(mode)
        self._putting = False

    def _pointer(self, mode: QClipboard.Mode) -> int:
        """Tell which object lies there; nothing is fetched for that."""
        found = self._clipboard.mimeData(mode)
        return int(getCppPointer(found)[0]) if found is not None else 0

    def _digest(self, text: str) -> bytes:
        return hashlib.blake2b(text.encode(errors="surrogatepass"), key=self._salt).digest()


def _selected(widget: QWidget) -> str:
    """Return the text that copying would take."""
    if isinstance(widget, QLineEdit):
        return widget.selectedText() if widget.echoMode() is QLineEdit.EchoMode.Normal else ""
    if isinstance(widget, QTextEdit):
        return widget.textCursor().selection().toPlainText()
    if isinstance(widget, QLabel):
        return widget.selectedText()
    if isinstance(widget, QAbstractItemView):
        return str(widget.currentIndex().data() or "")
    return ""


def watch_clipboard() -> None:
    """Let everything copied from now on pass the door; there is one in a process."""
    app = QApplication.instance()
    if isinstance(app, QApplication) and app.findChild(ClipboardDoor) is None:
        ClipboardDoor(app)


def forget_copied() -> None:
    """Clear what the program copied: it locks or ends."""
    app = QCoreApplication.instance()
    door = app.findChild(ClipboardDoor) if app is not None else None
    if door is not None:
        door.forget()
