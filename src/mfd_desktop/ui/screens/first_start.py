"""The first start: from the welcome to an open vault in four short steps."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from mfd_desktop.app.new_vault import is_vault
from mfd_desktop.app.session import create_session
from mfd_desktop.app.strength import about_office
from mfd_desktop.app.wording import sentence
from mfd_desktop.content.codelists import CodeLists
from mfd_desktop.content.i18n import _
from mfd_desktop.domain.clock import SystemClock
from mfd_desktop.domain.errors import UserError, VaultMissing
from mfd_desktop.ui.kit.banner import Banner, BannerKind
from mfd_desktop.ui.kit.buttons import primary, secondary
from mfd_desktop.ui.kit.card import Card
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.kit.scroll import PageScroller
from mfd_desktop.ui.screens.first_start_steps import (
    Beginnings,
    FolderStep,
    OfficeStep,
    PassphraseStep,
    Step,
    WelcomeStep,
)
from mfd_desktop.ui.theme import GAP, GAP_LARGE, GAP_SMALL

if TYPE_CHECKING:
    from mfd_desktop.app.session import Session
    from mfd_desktop.ui.jobs import Jobs, Progress

_WIDEST, _HIGHEST = 720, 600
"""Logical pixels."""


class FirstStartWindow(QWidget):
    """Signals: ``created(Session)`` with the new vault unlocked; ``other_vault_chosen(Path)``; ``restore_asked()``."""

    created = Signal(object)
    other_vault_chosen = Signal(object)
    restore_asked = Signal()

    def __init__(self, vault: Path, jobs: Jobs) -> None:
        """``vault`` is the folder proposed."""
        super().__init__()
        self.setProperty("kind", "page")
        self.setWindowTitle("MFD Desktop")
        self._jobs = jobs
        self._source = Beginnings(SystemClock(), CodeLists())
        self.welcome, self.office = WelcomeStep(), OfficeStep(self._source)
        self.folder, self.passphrase = FolderStep(vault.absolute()), PassphraseStep(self._about)
        self._steps: tuple[Step, ...] = (self.welcome, self.office, self.folder, self.passphrase)
        self._current = 0
        self._card = Card(_("Willkommen"), grow=True)
        self.scroller = PageScroller(GAP_LARGE)
        self._banner = Banner()
        self._banner.hide()
        self._progress = QProgressBar()
        self._progress.setRange(0, 0)
        self._progress.setAccessibleName(_("Der Tresor wird angelegt"))
        self._progress.hide()
        self.back_button = secondary(_("Zurück"), "arrow-left")
        self.next_button = primary(_("Weiter"))
        self._build()
        self._connect()
        self._show_step(0)

    def _build(self) -> None:
        for step in self._steps:
            self._card.add(step)
        self._card.add(self._banner)
        self._card.add(self._progress)
        self._card.body.addStretch(1)
        self._card.setMaximumWidth(_WIDEST)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(self._card, 100)
        line.addStretch(1)
        column = self.scroller.column
        column.addWidget(Label("MFD Desktop", "title", wrap=False), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addLayout(line, 1)
        self.scroller.fill()
        buttons = QWidget()
        buttons.setMaximumWidth(_WIDEST)
        row = QHBoxLayout(buttons)
        row.setContentsMargins(GAP_LARGE, 0, GAP_LARGE, 0)
        row.setSpacing(GAP)
        row.addWidget(self.back_button)
        row.addStretch(1)
        row.addWidget(self.next_button)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(buttons, 100)
        foot.addStretch(1)
        page = QWidget()
        page.setMaximumHeight(_HIGHEST)
        inner = QVBoxLayout(page)
        inner.setContentsMargins(0, 0, 0, GAP)
        inner.setSpacing(GAP_SMALL)
        inner.addWidget(self.scroller, 1)
        inner.addLayout(foot)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addStretch(1)
        outer.addWidget(page, 100)
        outer.addStretch(1)

    def _connect(self) -> None:
        self.back_button.clicked.connect(self._on_back)
        self.next_button.clicked.connect(self._on_next)
        self.welcome.open_asked.connect(self._on_open_asked)
        self.welcome.restore_asked.connect(self.restore_asked)
        for step in self._steps:
            step.enter_pressed.connect(self._on_next)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self._on_next)
        QShortcut(QKeySequence("Alt+Left"), self).activated.connect(self._on_back)

    def step(self) -> Step:
        """Return the step shown."""
        return self._steps[self._current]

    def said(self) -> str:
        """Return what the banner says."""
        return self._banner.text()

    def choose_existing(self, folder: Path) -> None:
        """Go on with the vault in ``folder``, or say that there is none."""
        if is_vault(folder):
            self.other_vault_chosen.emit(folder)
        else:
            self._banner.show_message(sentence(VaultMissing(folder)), BannerKind.ERROR)

    def _show_step(self, number: int) -> None:
        self._current = number
        for place, step in enumerate(self._steps):
            step.setVisible(place == number)
        self._banner.hide()
        self._card.set_title(
            self.step().title,
            _("Schritt {number} von {count}").format(number=number + 1, count=len(self._steps)),
        )
        last = number == len(self._steps) - 1
        self.back_button.setVisible(number > 0)
        self.next_button.setText(_("Tresor anlegen") if last else _("Weiter"))
        self.scroller.verticalScrollBar().setValue(0)
        self.next_button.setFocus()
        self.step().start()

    def _on_back(self) -> None:
        if self._current and self.back_button.isEnabled():
            self._show_step(self._current - 1)

    def _on_next(self) -> None:
        if not self.next_button.isEnabled() or not self.step().complete():
            return
        if self._current < len(self._steps) - 1:
            self._show_step(self._current + 1)
        else:
            self._create()

    def _about(self) -> tuple[str, ...]:
        return about_office(self.office.office)

    def _create(self) -> None:
        office = self.office.office
        folder, passphrase, source = self.folder.folder, self.passphrase.passphrase, self._source
        if office is None:
            return

        def work(_progress: Progress) -> Session:
            from mfd_desktop.app.passphrases import new_cost

            return create_session(folder, passphrase, office, clock=source.clock, cost=new_cost(), lists=source.lists)

        self._set_busy(busy=True)
        self._banner.show_message(_("Der Tresor wird angelegt. Das dauert einige Sekunden."))
        self._jobs.run(work, done=self.created.emit, failed=self._on_failed)

    def _set_busy(self, *, busy: bool) -> None:
        self._progress.setVisible(busy)
        self.passphrase.setEnabled(not busy)
        self.back_button.setEnabled(not busy)
        self.next_button.setEnabled(not busy)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        self._set_busy(busy=False)
        self._banner.show_message(sentence(error), BannerKind.ERROR)
        self.next_button.setFocus()

    def _on_open_asked(self) -> None:
        found = QFileDialog.getExistingDirectory(
            self, options=QFileDialog.Option.DontUseNativeDialog | QFileDialog.Option.ShowDirsOnly
        )
        if found:
            # The dialogue must be gone before the window it belongs to is replaced.
            QTimer.singleShot(0, lambda: self.choose_existing(Path(found)))
