"""The unlock window: the first thing that is painted. PySide6 and the standard library only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mfd_desktop.content.i18n import _
from mfd_desktop.ui.kit.buttons import primary, quiet
from mfd_desktop.ui.kit.card import Card
from mfd_desktop.ui.kit.field import Field
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.kit.scroll import PageScroller
from mfd_desktop.ui.kit.secret import SecretEditor
from mfd_desktop.ui.theme import GAP, GAP_LARGE

if TYPE_CHECKING:
    from pathlib import Path

    from mfd_desktop.ui.kit.banner import Banner


class UnlockWindow(QWidget):
    """Asks for the passphrase of the vault in ``vault``.

    Signals: ``passphrase_given(str)``;
    ``other_vault_asked()``; ``restore_asked()``; ``recovery_asked()``; ``painted()`` once, after the first paint.
    """

    passphrase_given = Signal(str)
    other_vault_asked = Signal()
    restore_asked = Signal()
    recovery_asked = Signal()
    painted = Signal()

    def __init__(self, vault: Path) -> None:
        """Build the window; nothing is read from the vault."""
        super().__init__()
        self.setProperty("kind", "page")
        self.setWindowTitle("MFD Desktop")
        self._was_painted = False
        self._banner: Banner | None = None
        self._message = QVBoxLayout()
        self._editor = SecretEditor()
        self._editor.line.returnPressed.connect(self._on_given)
        self._button = primary(_("Entsperren"))
        self._button.clicked.connect(self._on_given)
        self._other = quiet(_("Anderer Tresor …"))
        self._other.clicked.connect(self.other_vault_asked)
        self._restore = quiet(_("Aus Sicherung wiederherstellen …"))
        self._restore.clicked.connect(self.restore_asked)
        self._recovery = quiet(_("Passwort vergessen oder Vertretung?"))
        self._recovery.clicked.connect(self.recovery_asked)
        self._build(vault)
        self._editor.setFocus()

    def _build(self, vault: Path) -> None:
        card = Card()
        card.setMaximumWidth(460)
        card.add(Label(_("Tresor entsperren"), "heading"))
        card.add(Label(_("Ihre Akten liegen verschlüsselt auf diesem Rechner."), "muted"))
        card.add(Field(_("Passwort"), self._editor))
        card.add_layout(self._message)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self._button)
        row.addStretch(1)
        row.addWidget(self._other)
        card.add_layout(row)
        for further in (self._recovery, self._restore):
            line = QHBoxLayout()
            line.addWidget(further)
            line.addStretch(1)
            card.add_layout(line)
        place = Label(str(vault), "help")
        # Qt::TextSelectableByMouse as a number: the name `Qt` takes 20 ms before the first paint.
        place.setProperty("textInteractionFlags", 1)
        card.add(place)
        scroller = PageScroller(GAP_LARGE)
        scroller.fill()
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(card, 4)
        line.addStretch(1)
        scroller.column.addStretch(1)
        head = QHBoxLayout()
        head.addStretch(1)
        head.addWidget(Label("MFD Desktop", "title", wrap=False))
        head.addStretch(1)
        scroller.column.addLayout(head)
        scroller.column.addLayout(line)
        scroller.column.addStretch(2)
        scroller.content.installEventFilter(self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroller)

    def show_waiting(self) -> None:
        """The key is being derived."""
        self._set_busy(busy=True)
        self._tell(_("Der Schlüssel wird berechnet …"))

    def show_error(self, text: str) -> None:
        """Say why it did not open."""
        self._set_busy(busy=False)
        self._tell(text, "error")
        self._editor.line.selectAll()
        self._editor.setFocus()

    def show_warning(self, text: str) -> None:
        """Say what had better be changed, unless there is something else to say."""
        if text and self._banner is None:
            self._tell(text, "warning")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Announce the first paint once the event loop is back; the page covers this window, so its paint counts."""
        if event.type() == QEvent.Type.Paint and not self._was_painted:
            self._was_painted = True
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self.painted.emit)
        return False

    def _tell(self, text: str, kind: str = "info") -> None:
        from mfd_desktop.ui.kit.banner import Banner, BannerKind

        if self._banner is None:
            self._banner = Banner()
            self._message.addWidget(self._banner)
        self._banner.show_message(text, BannerKind(kind))

    def _set_busy(self, *, busy: bool) -> None:
        self._editor.setEnabled(not busy)
        self._button.setEnabled(not busy)
        self._other.setEnabled(not busy)
        self._restore.setEnabled(not busy)
        self._recovery.setEnabled(not busy)

    def _on_given(self) -> None:
        if self._editor.raw() and self._button.isEnabled():
            self.passphrase_given.emit(self._editor.raw())
