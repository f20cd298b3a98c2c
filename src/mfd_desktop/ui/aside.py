"""The window beside unlocking: a damaged vault, and restoring a backup. No vault is open in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mfd_desktop.app.wording import sentence
from mfd_desktop.content.i18n import _
from mfd_desktop.domain.errors import EntriesMissing
from mfd_desktop.domain.errors_damage import VaultSynced
from mfd_desktop.ui.damage_view import DamageView
from mfd_desktop.ui.kit.buttons import secondary
from mfd_desktop.ui.kit.heading import PageHeader
from mfd_desktop.ui.kit.scroll import PageScroller
from mfd_desktop.ui.restore_view import RestoreView
from mfd_desktop.ui.theme import GAP, GAP_LARGE

if TYPE_CHECKING:
    from mfd_desktop.app.damage import Secret
    from mfd_desktop.domain.errors import UserError
    from mfd_desktop.ui.move_view import MoveView
    from mfd_desktop.ui.restore_view import Surroundings

_WIDEST = 860
"""Logical pixels of a line that is still easy to read."""


class AsideWindow(QWidget):
    """Signals: ``vault_chosen(Path)``; ``accepted(Secret)``: open without the missing entries; ``left()``: go back."""

    vault_chosen = Signal(object)
    accepted = Signal(object)
    left = Signal()

    def __init__(self, around: Surroundings, secret: Secret, error: UserError | None = None) -> None:
        """With an ``error`` it begins with the page about the damage, without one with restoring."""
        super().__init__()
        self.setProperty("kind", "page")
        self.setWindowTitle("MFD Desktop")
        self._around, self._secret = around, secret
        self.header = PageHeader("")
        self.back_button = secondary(_("Zurück"), "arrow-left")
        self.back_button.clicked.connect(self._on_back)
        self.header.add_action(self.back_button)
        self._damage_title = ""
        self.damage: DamageView | None = None
        self.restore: RestoreView | None = None
        self.move_page: MoveView | None = None
        self._scroller = PageScroller(GAP_LARGE)
        self._column = QVBoxLayout()
        inner = QWidget()
        inner.setMaximumWidth(_WIDEST)
        inner.setLayout(self._column)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP)
        self._column.addWidget(self.header)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(inner, 100)
        line.addStretch(1)
        self._scroller.column.addLayout(line)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroller)
        if error is None:
            self.show_restore()
        elif isinstance(error, VaultSynced):
            self._show_move(sentence(error))
        else:
            self._show_damage(error)

    def _show_move(self, why: str) -> None:
        from mfd_desktop.ui.move_view import MoveView

        self.header.set_title(_("Der Tresor wird abgeglichen"))
        self.move_page = MoveView(self._around, why)
        self.move_page.vault_chosen.connect(self.vault_chosen)
        self.move_page.busy_changed.connect(self.back_button.setDisabled)
        self._column.addWidget(self.move_page)
        self.move_page.start()

    def _show_damage(self, error: UserError) -> None:
        missing = isinstance(error, EntriesMissing)
        self._damage_title = _("Im Tresor fehlen Einträge") if missing else _("Der Tresor ist beschädigt")
        self.header.set_title(self._damage_title)
        self.damage = DamageView(self._around, self._secret, error)
        self.damage.restore_asked.connect(self.show_restore)
        self.damage.vault_chosen.connect(self.vault_chosen)
        self.damage.accepted.connect(lambda: self.accepted.emit(self._secret))
        self.damage.busy_changed.connect(self.back_button.setDisabled)
        self._column.addWidget(self.damage)
        self.damage.start()

    def show_restore(self) -> None:
        """Show the steps of restoring in place of the page about the damage."""
        if self.damage is not None:
            self.damage.hide()
        if self.restore is None:
            self.restore = RestoreView(self._around, self._secret)
            self.restore.vault_chosen.connect(self.vault_chosen)
            self.restore.busy_changed.connect(self.back_button.setDisabled)
            self._column.addWidget(self.restore)
        self.header.set_title(_("Aus einer Sicherung wiederherstellen"))
        self.restore.show()
        self._scroller.verticalScrollBar().setValue(0)
        self.restore.start()

    def _on_back(self) -> None:
        if self.damage is not None and self.restore is not None and self.restore.isVisible():
            self.restore.hide()
            self.damage.show()
            self.header.set_title(self._damage_title)
        else:
            self.left.emit()
