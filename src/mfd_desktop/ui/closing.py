"""Closing and locking: what is typed is sealed first, and if the medium refuses, the counsellor decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.app.wording import sentence
from mfd_desktop.content.i18n import _
from mfd_desktop.domain.errors import UserError
from mfd_desktop.ui.kit.buttons import danger
from mfd_desktop.ui.kit.dialog import Sheet
from mfd_desktop.ui.kit.labels import Label

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QMainWindow, QWidget


class NotSealedSheet(Sheet):
    """Accepted: try again. ``leaving``: close or lock all the same. Otherwise the window stays open."""

    def __init__(self, parent: QWidget, error: UserError, leave_text: str) -> None:
        """Say what happened and what was kept; ``leave_text`` is on the button that gives up what was typed."""
        super().__init__(parent, _("Zuletzt Getipptes ist nicht gespeichert"), _("Noch einmal versuchen"))
        self.leaving = False
        self.add(Label(sentence(error)))
        self.add(
            Label(
                _(
                    "Zuletzt Getipptes in offenen Feldern konnte nicht gesichert werden. Schaffen Sie Platz oder"
                    " stecken Sie den Datenträger wieder an und versuchen Sie es noch einmal."
                )
            )
        )
        leave = danger(leave_text)
        leave.clicked.connect(self._on_leave)
        self.add_button(leave)

    def _on_leave(self) -> None:
        self.leaving = True
        self.reject()


def may_close(window: QWidget, seal: Callable[[], None]) -> bool:
    """Seal and tell whether the window may close; what the medium refuses is said, and can be tried again."""
    while True:
        try:
            seal()
        except UserError as error:
            sheet = NotSealedSheet(window, error, _("Trotzdem schließen"))
            again = sheet.exec() == Sheet.DialogCode.Accepted
            sheet.deleteLater()
            if not again:
                return sheet.leaving
        else:
            return True


def seal_before_lock(window: QMainWindow, seal: Callable[[], None]) -> None:
    """Seal; if the medium refuses, take the content off the screen at once and ask until it works or is given up."""
    while True:
        try:
            seal()
        except UserError as error:
            _clear_screen(window)
            sheet = NotSealedSheet(window, error, _("Trotzdem sperren"))
            sheet.exec()
            leaving = sheet.leaving
            sheet.deleteLater()
            if leaving:
                return
        else:
            return


def _clear_screen(window: QMainWindow) -> None:
    """Hide what is shown, sheets too; nothing is deleted, because it holds what was typed."""
    from PySide6.QtWidgets import QApplication

    for other in QApplication.topLevelWidgets():
        if other is not window:
            other.hide()
    if (content := window.centralWidget()) is not None:
        content.hide()
