"""Unlock the vault, and find a person by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from mfd_desktop.app.demo_desk import PASSPHRASE, shown_case
from mfd_desktop.ui.demo.stage import CTRL
from mfd_desktop.ui.main_window import MainWindow
from mfd_desktop.ui.unlock import UnlockWindow

if TYPE_CHECKING:
    from mfd_desktop.ui.demo.stage import Stage

TITLE = "Entsperren und eine Person finden"


def walk(stage: Stage) -> None:
    """Type the passphrase; find the shown person with Ctrl+K and open her case."""
    stage.program.begin()
    stage.fit()
    stage.find(UnlockWindow, "das Fenster zum Entsperren")
    stage.wait(lambda: isinstance(QApplication.focusWidget(), QLineEdit), "das Passwortfeld hat den Fokus nicht")
    stage.write("falsch geraten")
    stage.press(Qt.Key.Key_Return)
    stage.wait(lambda: isinstance(QApplication.focusWidget(), QLineEdit), "nach falschem Passwort geht nichts mehr")
    stage.expect(isinstance(stage.window, UnlockWindow), "ein falsches Passwort öffnet den Tresor")
    stage.write(PASSPHRASE)
    stage.press(Qt.Key.Key_Return)
    stage.wait(lambda: isinstance(stage.program.window, MainWindow), "das Passwort öffnet den Tresor nicht")
    stage.fit()
    stage.watch_messages()
    stage.expect(stage.main.place().screen == "today", "nach dem Entsperren kommt nicht Heute")
    stage.shot("heute")
    stage.press(Qt.Key.Key_K, CTRL)
    stage.write("Testperson Amal")
    stage.shot("suche")
    stage.press(Qt.Key.Key_Return)
    place = stage.main.place()
    stage.expect(place.record_id == shown_case(stage.desk.session), "die Suche öffnet den Fall nicht")
    stage.shot("fall")
