"""The way on from a step of a guided form: back, skip, on, finish, and opening a finished one again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from mfd_desktop.content.i18n import _
from mfd_desktop.forms import navigation
from mfd_desktop.ui.kit.buttons import primary, quiet, secondary
from mfd_desktop.ui.theme import GAP, GAP_SMALL

if TYPE_CHECKING:
    from mfd_desktop.app.guided import Guided


class Ways(QWidget):
    """``back_asked()``; ``forward_asked(check)``: False to leave open what is wrong; ``reopen_asked()``.

    Ctrl+Enter goes on and Alt+Left back while the focus is anywhere in ``area``.
    """

    back_asked = Signal()
    forward_asked = Signal(bool)
    reopen_asked = Signal()

    def __init__(self, area: QWidget) -> None:
        """Build the buttons; ``show_found`` shows those that lead somewhere."""
        super().__init__()
        self.back = secondary(_("Zurück"), "arrow-left")
        self.skip = quiet(_("Überspringen"))
        self.forward = primary(_("Weiter"))
        self.again = secondary(_("Wieder öffnen"))
        self.back.setToolTip(_("Alt+Pfeil nach links"))
        self.forward.setToolTip(_("Strg+Eingabe"))
        self.back.clicked.connect(lambda: self.back_asked.emit())
        self.skip.clicked.connect(lambda: self.forward_asked.emit(False))
        self.forward.clicked.connect(lambda: self.forward_asked.emit(True))
        self.again.clicked.connect(lambda: self.reopen_asked.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, GAP)
        row.setSpacing(GAP_SMALL)
        for button in (self.back, self.again, self.skip, self.forward):
            row.addWidget(button)
        row.insertStretch(2, 1)
        for keys, button in (("Ctrl+Return", self.forward), ("Ctrl+Enter", self.forward), ("Alt+Left", self.back)):
            QShortcut(QKeySequence(keys), area).activated.connect(button.click)

    def follow(self, page: QWidget) -> None:
        """Let Tab lead from the last field of a page to these buttons, though they were made before it."""
        last: QWidget = page
        here = self.forward.nextInFocusChain()
        while here is not None and here is not self.forward:
            if page.isAncestorOf(here) and here.focusPolicy() != Qt.FocusPolicy.NoFocus:
                last = here
            here = here.nextInFocusChain()
        for button in (self.back, self.again, self.skip, self.forward):
            QWidget.setTabOrder(last, button)
            last = button

    def show_found(self, found: Guided, step: str) -> None:
        """Offer the ways from this step; a finished form can only be opened again."""
        finished = found.record.finished is not None
        last = step == navigation.last(found.view)
        self.back.setVisible(not finished)
        self.back.setEnabled(navigation.back(found.view, step) is not None)
        self.skip.setVisible(not finished and not last)
        self.forward.setVisible(not finished)
        self.forward.setText(_("Abschließen") if last else _("Weiter"))
        self.again.setVisible(finished)
