"""Telling and asking; the main window shows what is told, tests listen instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from mfd_desktop.ui.kit.banner import BannerKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from mfd_desktop.domain.errors import UserError


class Messages(QObject):
    """``told(text, kind, action, callback)``: show a banner; ``callback`` runs when ``action`` is pressed."""

    told = Signal(str, object, str, object)

    def info(self, text: str, action: str = "", callback: Callable[[], object] | None = None) -> None:
        """Say that something was done, with an action such as undoing it."""
        self.told.emit(text, BannerKind.INFO, action, callback)

    def warn(self, text: str) -> None:
        """Say that something needs attention."""
        self.told.emit(text, BannerKind.WARNING, "", None)

    def error(self, error: UserError) -> None:
        """Say what the user or the environment must do."""
        from mfd_desktop.app.wording import sentence

        self.told.emit(sentence(error), BannerKind.ERROR, "", None)

    def ask(self, parent: QWidget, title: str, text: str, accept: str, on_yes: Callable[[], None]) -> None:
        """Ask before something that cannot be undone; ``on_yes`` runs only when agreed to."""
        from mfd_desktop.ui.kit.dialog import Sheet
        from mfd_desktop.ui.kit.labels import Label

        sheet = Sheet(parent, title, accept)
        sheet.body.addWidget(Label(text))
        sheet.accepted.connect(on_yes)
        sheet.finished.connect(sheet.deleteLater)
        sheet.open()
