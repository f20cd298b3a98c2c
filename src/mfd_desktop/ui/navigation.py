"""The navigation at the left: names beside signs, at 200 % small, so that all entries find room."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QScrollArea, QVBoxLayout, QWidget

from mfd_desktop.content.i18n import _, translate_marked
from mfd_desktop.ui.kit.labels import ElidedLabel, Label
from mfd_desktop.ui.kit.nav_button import NavButton
from mfd_desktop.ui.screens import ENTRIES, Entry, entry
from mfd_desktop.ui.theme import GAP, GAP_SMALL, GAP_TINY

WIDE, COMPACT = 196, 136
"""Least widths in logical pixels."""
_BAR = 6
"""Width of the scroll bar (app.qss)."""
_BOLD = 106
"""Per cent that bold letters need."""


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
        self._saved, self._law = ElidedLabel("", ""), ElidedLabel("", "")
        self._buttons: dict[str, NavButton] = {}
        self._lock = NavButton(_("Sperren"), "lock")
        self._group = QButtonGroup(self)
        self._scroll = QScrollArea()
        self._column, self._foot = QVBoxLayout(), QVBoxLayout()
        self._build()
        self.set_compact(compact=False)

    def _build(self) -> None:
        content = QWidget()
        content.setProperty("kind", "scrolled")
        content.setLayout(self._column)
        for label in (self._name, self._office, self._saved, self._law):
            # As far in as the signs of the entries below.
            label.setContentsMargins(GAP - 2, 0, 0, 0)
        self._column.addWidget(self._name)
        self._column.addWidget(self._office)
        self._column.addSpacing(GAP_SMALL)
        for found in ENTRIES:
            if found.name == "settings":
                self._column.addStretch(1)
                self._column.addWidget(self._saved)
                self._column.addWidget(self._law)
            if found.label:
                self._column.addWidget(self._entry_button(found))
        self._lock.setCheckable(False)
        self._lock.setToolTip(_("Strg+L"))
        self._lock.clicked.connect(self.lock_asked)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(content)
        # Whatever must be scrolled, locking stays in sight.
        self._foot.addWidget(self._lock)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._scroll)
        outer.addLayout(self._foot)

    def _entry_button(self, found: Entry) -> NavButton:
        button = NavButton(translate_marked(found.label), found.icon)
        button.setToolTip(found.shortcut.replace("Ctrl", _("Strg")))
        button.clicked.connect(lambda _checked=False, name=found.name: self.chosen.emit(name))
        self._group.addButton(button)
        self._buttons[found.name] = button
        return button

    def show_current(self, name: str) -> None:
        """Light the entry of this screen, in sight."""
        found = entry(name)
        button = self._buttons[found.under or found.name]
        button.setChecked(True)
        self._scroll.ensureWidgetVisible(button, 0, 0)

    def show_office(self, office: str) -> None:
        """Show another name of the Dienststelle."""
        self._office.setText(office)

    def show_saved(self, text: str) -> None:
        """Show that everything is stored."""
        self._saved.setText(text)

    def show_law(self, text: str) -> None:
        """Show the state of the law that deadlines are computed by."""
        self._law.setText(text)

    def set_compact(self, *, compact: bool) -> None:
        """Make the entries small."""
        margin = GAP_TINY // 2 if compact else GAP
        self._column.setContentsMargins(margin, margin, margin, 0)
        self._foot.setContentsMargins(margin, 0, margin, margin)
        # At 200 % all entries must find room in 384 logical pixels.
        self._column.setSpacing(0 if compact else GAP_TINY)
        for widget in (self._name, self._office, self._saved, self._law):
            widget.setVisible(not compact)
        buttons = (*self._buttons.values(), self._lock)
        for button in buttons:
            button.set_compact(compact=compact)
            button.ensurePolished()
        # Large letters take more room; the entry that is lit is bold.
        widest = max(button.sizeHint().width() for button in buttons) * _BOLD // 100
        self.setFixedWidth(max(COMPACT if compact else WIDE, widest + 2 * margin + _BAR))
