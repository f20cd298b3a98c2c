"""Unlock the vault, and find a person by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from mfd_desktop.app.demo_desk import shown_case
from mfd_desktop.ui.demo.stage import CTRL
from mfd_desktop.ui.unlock import UnlockWindow

if TYPE_CHECKING:
    from mfd_desktop.ui.demo.stage import Stage

TITLE = "Entsperren und eine Person finden"


def walk(stage: Stage) -> None:
    """Guess wrong, then type the passphrase; find the shown person with Ctrl+K and open her case."""
    stage.show_unlock()
    stage.write("falsch geraten")
    stage.press(Qt.Key.Key_Return)
    stage.wait(lambda: isinstance(QApplication.focusWidget(), QLineEdit), "nach falschem Passwort geht nichts mehr")
    stage.expect(isinstance(stage.window, UnlockWindow), "ein falsches Passwort öffnet den Tresor")
    stage.unlock()
    stage.expect(stage.main.place().screen == "today", "nach dem Entsperren kommt nicht Heute")
    stage.shot("heute")
    stage.press(Qt.Key.Key_K, CTRL)
    stage.write("Testperson Amal")
    stage.shot("suche")
    stage.press(Qt.Key.Key_Return)
    place = stage.main.place()
    stage.expect(place.record_id == shown_case(stage.desk.session), "die Suche öffnet den Fall nicht")
    stage.shot("fall")
