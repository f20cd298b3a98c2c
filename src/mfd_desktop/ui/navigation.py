"""The navigation at the left: names beside icons, at 200 % icons with names below."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QScrollArea, QVBoxLayout, QWidget

from mfd_desktop.content.i18n import _, translate_marked
from mfd_desktop.ui.kit.labels import ElidedLabel, Label
from mfd_desktop.ui.kit.nav_button import NavButton
from mfd_desktop.ui.screens import ENTRIES, entry
from mfd_desktop.ui.theme import GAP, GAP_TINY

WIDE, COMPACT = 196, 108
"""Logical pixels."""


class Navigation(QFrame):
    """Signals: ``chosen(str)`` with the name of a screen; ``lock_asked()``."""

    chosen = Signal(str)
    lock_asked = Signal()

    def __init__(self, office: str) -> None:
        """Build the entries; ``office`` is the name of the Dienststelle."""
        super().__init__()
        self.setProperty("kind", "navigation")
        self._name = Label("MFD Desktop", "heading", wrap=False)
        self._office = ElidedLabel(office, "")
        self._saved = ElidedLabel("", "")
        self._buttons: dict[str, NavButton] = {}
        self._group = QButtonGroup(self)
        self._column = QVBoxLayout()
        self._build()
        self.set_compact(compact=False)

    def _build(self) -> None:
        content = QWidget()
        content.setProperty("kind", "scrolled")
        content.setLayout(self._column)
        self._column.setContentsMargins(GAP, GAP + GAP_TINY, GAP, GAP)
        self._column.setSpacing(GAP_TINY)
        for label in (self._name, self._office, self._saved):
            # As far in as the signs of the entries below.
            label.setContentsMargins(GAP - 2, 0, 0, 0)
        self._column.addWidget(self._name)
        self._column.addWidget(self._office)
        for found in ENTRIES:
            if not found.label:
                continue
            if found.name == "settings":
                self._column.addStretch(1)
                self._column.addWidget(self._saved)
            button = NavButton(translate_marked(found.label), found.icon)
            button.setToolTip(found.shortcut.replace("Ctrl", _("Strg")))
            button.clicked.connect(lambda _checked=False, name=found.name: self.chosen.emit(name))
            self._group.addButton(button)
            self._buttons[found.name] = button
            self._column.addWidget(button)
        self._lock = NavButton(_("Sperren"), "lock")
        self._lock.setCheckable(False)
        self._lock.setToolTip(_("Strg+L"))
        self._lock.clicked.connect(self.lock_asked)
        self._column.addWidget(self._lock)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def show_current(self, name: str) -> None:
        """Light the entry of this screen."""
        found = entry(name)
        self._buttons[found.under or found.name].setChecked(True)

    def show_office(self, office: str) -> None:
        """Show another name of the Dienststelle."""
        self._office.setText(office)

    def show_saved(self, text: str) -> None:
        """Show that everything is stored."""
        self._saved.setText(text)

    def set_compact(self, *, compact: bool) -> None:
        """Put the names below the icons."""
        self.setFixedWidth(COMPACT if compact else WIDE)
        margin = GAP_TINY if compact else GAP
        self._column.setContentsMargins(margin, margin, margin, margin)
        # At 200 % all entries must find room in 384 logical pixels.
        self._column.setSpacing(0 if compact else GAP_TINY)
        for widget in (self._name, self._office, self._saved):
            widget.setVisible(not compact)
        for button in (*self._buttons.values(), self._lock):
            button.set_compact(compact=compact)
