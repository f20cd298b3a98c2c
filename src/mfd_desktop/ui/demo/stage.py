"""The real program on a stage: driven by keys and clicks, watched for errors, photographed."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeVar

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QEvent,
    QEventLoop,
    QIODevice,
    Qt,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QTabBar, QWidget

from mfd_desktop.app.demo_desk import PASSPHRASE
from mfd_desktop.app.options import DeviceSettings
from mfd_desktop.files.atomic import write_atomic
from mfd_desktop.files.folders import make_private
from mfd_desktop.ui import program as programs
from mfd_desktop.ui.kit.banner import BannerKind
from mfd_desktop.ui.main_window import MainWindow
from mfd_desktop.ui.record_form import RecordForm
from mfd_desktop.ui.unlock import UnlockWindow

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from PySide6.QtCore import QMessageLogContext

    from mfd_desktop.domain.clock import Clock
    from mfd_desktop.ui.desk import Desk

W = TypeVar("W", bound=QWidget)

PATIENCE = 30.0
"""Seconds until something that should happen is given up."""
_REST_MS = 120
CTRL = Qt.KeyboardModifier.ControlModifier


class StepFailed(Exception):
    """Something is not as expected; the message says what."""


class Stage:
    """The program on ``vault``, its own files in ``home``, in a window of ``size`` logical pixels.

    Pictures of the way (``shot``) go into ``shots``, numbered.
    """

    def __init__(self, vault: Path, home: Path, clock: Clock, size: tuple[int, int], shots: Path) -> None:
        self.app = programs.application()
        self.program = programs.Program(self.app, home, vault, DeviceSettings(home / "config"), clock)
        self.size = size
        self._shots = shots
        self._taken = len(list(shots.glob("*.png")))
        self._bugs: list[str] = []
        sys.excepthook = self._on_bug
        qInstallMessageHandler(self._on_qt_message)

    def _on_bug(self, kind: type[BaseException], bug: BaseException, trace: TracebackType | None) -> None:
        sys.__excepthook__(kind, bug, trace)
        self._bugs.append(f"{kind.__name__}: {bug}")

    def _on_qt_message(self, kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        # The platform without a screen says so again and again.
        if kind is not QtMsgType.QtDebugMsg and not text.startswith("This plugin does not support"):
            self._bugs.append(f"Qt: {text}")

    @property
    def window(self) -> QWidget:
        """The window shown now."""
        if self.program.window is None:
            raise StepFailed("kein Fenster ist offen")
        return self.program.window

    @property
    def main(self) -> MainWindow:
        """The main window."""
        if not isinstance(self.program.window, MainWindow):
            raise StepFailed("das Hauptfenster ist nicht offen")
        return self.program.window

    @property
    def desk(self) -> Desk:
        """The desk of the open vault."""
        if self.program.desk is None:
            raise StepFailed("kein Tresor ist offen")
        return self.program.desk

    def settle(self, milliseconds: int = _REST_MS) -> None:
        """Let layouts, fonts and short timers come to rest."""
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()
        self.app.processEvents()
        if self._bugs:
            raise StepFailed(self._bugs[0])

    def wait(self, true: Callable[[], object], what: str) -> None:
        """Let the program run until something is true. Raises StepFailed with ``what`` if it never is."""
        end = time.monotonic() + PATIENCE
        while not true():
            if time.monotonic() > end:
                raise StepFailed(what)
            self.settle(20)
        self.settle(0)

    def quiet(self) -> None:
        """Wait until no work in the background runs or is about to begin."""
        idle = 0
        while idle < 3:
            self.wait(lambda: not self.desk.jobs.busy, "die Arbeit im Hintergrund wird nicht fertig")
            self.settle(30)
            idle = 0 if self.desk.jobs.busy else idle + 1

    def expect(self, true: object, what: str) -> None:
        """Raise StepFailed with ``what`` unless it is true."""
        if not true:
            self.fail(what)

    def fail(self, what: str) -> NoReturn:
        """Raise StepFailed."""
        raise StepFailed(what)

    def write(self, text: str) -> None:
        """Type into whatever has the focus."""
        for letter in text:
            if letter.isascii():
                QTest.keyClicks(self._focus(), letter)
            else:
                # QTest knows no key for it and aborts.
                for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                    self.app.sendEvent(self._focus(), QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))
        self.settle(0)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key."""
        QTest.keyClick(self._focus(), key, modifier)
        self.settle(0)

    def fill(self, form: RecordForm, name: str, *texts: str) -> None:
        """Type into a field in place of what is there, as a person does; several texts are several choices."""
        form.focus_field(name)
        self.expect(form.focused(), f"das Feld {name} nimmt den Fokus nicht")
        self.press(Qt.Key.Key_A, CTRL)
        for text in texts[:-1]:
            self.write(text)
            self.press(Qt.Key.Key_Return)
        self.write(texts[-1])
        self.press(Qt.Key.Key_Tab)

    def tab(self, label: str) -> None:
        """Click the tab that says ``label``. Raises StepFailed if there is none."""
        for bar in self.window.findChildren(QTabBar):
            for place in range(bar.count() if bar.isVisible() else 0):
                if bar.tabText(place) == label:
                    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(place).center())
                    self.settle(0)
                    return
        self.fail(f"der Reiter „{label}“ fehlt")

    def _focus(self) -> QWidget:
        modal = QApplication.activeModalWidget()
        if modal is None and not self.window.isActiveWindow():
            # The platform without a screen leaves no window active when a sheet closes.
            self.window.activateWindow()
            self.wait(self.window.isActiveWindow, "das Fenster wird nicht aktiv")
        return QApplication.focusWidget() or modal or self.window

    def click(self, text: str, within: QWidget | None = None) -> None:
        """Click the visible, enabled button that says ``text`` or is called so. Raises StepFailed if there is none."""
        root = within or QApplication.activeModalWidget() or self.window
        for button in root.findChildren(QAbstractButton):
            if button.isVisible() and button.isEnabled() and text in (button.text(), button.accessibleName()):
                QTest.mouseClick(button, Qt.MouseButton.LeftButton)
                self.settle(0)
                return
        raise StepFailed(f"die Schaltfläche „{text}“ fehlt")

    def find(self, kind: type[W], what: str) -> W:
        """Return the visible widget of this kind. Raises StepFailed if there is none."""
        root = QApplication.activeModalWidget() or self.window
        if isinstance(root, kind):
            return root
        for found in root.findChildren(kind):
            if found.isVisible():
                return found
        raise StepFailed(f"{what} fehlt")

    def form(self, start: str) -> RecordForm:
        """Return the visible form whose key begins with ``start``. Raises StepFailed if there is none."""
        for form in self.desk.forms:
            if isinstance(form, RecordForm) and form.isVisible() and form.key.startswith(start):
                return form
        raise StepFailed(f"das Formular {start} ist nicht zu sehen")

    def show_unlock(self) -> None:
        """Show the unlock window, with the focus in its field."""
        self.program.begin()
        self.fit()
        self.find(UnlockWindow, "das Fenster zum Entsperren")
        self.wait(lambda: isinstance(QApplication.focusWidget(), QLineEdit), "das Passwortfeld hat den Fokus nicht")

    def unlock(self) -> None:
        """Type the passphrase and wait for Heute; whatever the program tells as an error ends the tour from then on."""
        if not isinstance(self.program.window, UnlockWindow):
            self.show_unlock()
        self.write(PASSPHRASE)
        self.press(Qt.Key.Key_Return)
        self.wait(lambda: isinstance(self.program.window, MainWindow), "das Passwort öffnet den Tresor nicht")
        self.fit()
        self.desk.messages.told.connect(self._on_told)

    def fit(self) -> None:
        """Give the window its size."""
        self.window.showNormal()
        self.window.resize(*self.size)
        self.window.activateWindow()
        self.wait(self.window.isActiveWindow, "das Fenster wird nicht aktiv")

    def picture(self, path: Path, widget: QWidget | None = None) -> None:
        """Save what the window, or a widget, shows as PNG."""
        self.settle()
        save_picture(path, widget or self.window)

    def shot(self, name: str) -> None:
        """Save what the window shows as the next picture of the way."""
        self._taken += 1
        self.picture(self._shots / f"{self._taken:02d}-{name}.png", QApplication.activeModalWidget())

    def _on_told(self, text: str, kind: BannerKind, _action: str, _callback: object) -> None:
        if kind is BannerKind.ERROR:
            self._bugs.append(text)

    def close(self) -> None:
        """Close the window and end the program's work."""
        if self.program.window is not None:
            self.program.window.close()
        self.program.end()
        self.settle(0)


def save_picture(path: Path, widget: QWidget) -> None:
    """Save what a widget shows as PNG. Raises StorageError."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    widget.grab().save(buffer, "PNG", 30)
    make_private(path.parent)
    write_atomic(path, bytes(content.data()))
