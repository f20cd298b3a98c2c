"""Moving a vault out of a folder that another program carries elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from mfd_desktop.app.moving import move_vault
from mfd_desktop.app.wording import sentence
from mfd_desktop.content.i18n import _
from mfd_desktop.domain.errors import UserError
from mfd_desktop.ui.jobs import Cancelled
from mfd_desktop.ui.kit.banner import Banner, BannerKind
from mfd_desktop.ui.kit.buttons import primary, secondary
from mfd_desktop.ui.kit.card import Card
from mfd_desktop.ui.kit.editor import TextEditor
from mfd_desktop.ui.kit.field import Field
from mfd_desktop.ui.kit.flow import FlowBox
from mfd_desktop.ui.kit.labels import Label

if TYPE_CHECKING:
    from mfd_desktop.ui.jobs import Progress
    from mfd_desktop.ui.restore_view import Surroundings


class MoveView(QWidget):
    """Signals: ``vault_chosen(Path)`` for the vault at its new place; ``busy_changed(bool)`` while it is copied."""

    vault_chosen = Signal(object)
    busy_changed = Signal(bool)

    def __init__(self, around: Surroundings, why: str) -> None:
        """``why``: what speaks against the folder it lies in."""
        super().__init__()
        self._around = around
        self._work: Progress | None = None
        self._target: Path | None = None
        self.target = TextEditor()
        self.result, self.progress = Banner(), QProgressBar()
        self.move_button = primary(_("Hierher verschieben"))
        self.open_button = primary(_("Verschobenen Tresor öffnen"))
        self.cancel_button = secondary(_("Abbrechen"))
        card = Card(_("Der Tresor muss umziehen"))
        card.add(Label(why))
        card.add(
            Label(
                _(
                    "Er wird vollständig kopiert und geprüft. Der alte Ordner bekommt danach einen anderen Namen und"
                    " bleibt liegen, bis Sie ihn selbst löschen."
                ),
                "muted",
            )
        )
        card.add(Field(_("Neuer Ordner auf diesem Rechner"), self.target, required=True))
        self._finish(card)
        data = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericDataLocation)
        self.target.set_raw(str(Path(data) / "mfd-desktop" / around.vault.name))

    def _finish(self, card: Card) -> None:
        self.progress.setRange(0, 100)
        self.progress.setAccessibleName(_("Fortschritt"))
        row = FlowBox()
        for button in (self.move_button, self.open_button, self.cancel_button):
            row.add(button)
        for part in (self.progress, self.result, row):
            card.add(part)
        for widget in (self.progress, self.result, self.open_button, self.cancel_button):
            widget.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        self.move_button.clicked.connect(self.move_it)
        self.open_button.clicked.connect(lambda: self.vault_chosen.emit(self._target))
        self.cancel_button.clicked.connect(self._on_cancel)

    def start(self) -> None:
        """Put the focus into the new folder."""
        self.target.input_widget().setFocus()

    def move_it(self) -> None:
        """Move the vault to the folder typed."""
        around, target = self._around, Path(self.target.raw().strip()).expanduser()

        def work(progress: Progress) -> Path:
            old = move_vault(
                around.vault,
                target,
                around.clock.today(),
                progress=progress.report,
                cancelled=lambda: progress.cancelled,
            )
            if old is None:
                raise Cancelled
            return old

        self._target = target
        self._set_busy(busy=True)
        self.result.show_message(_("Der Tresor wird kopiert und geprüft …"))
        self._work = around.jobs.run(
            work, done=self._on_moved, failed=self._on_failed, stopped=self._on_stopped, progressed=self._on_progressed
        )

    def _on_progressed(self, part: float, _text: str) -> None:
        self.progress.setValue(round(part * 100))

    def _on_cancel(self) -> None:
        if self._work is not None:
            self._work.cancel()

    def _set_busy(self, *, busy: bool) -> None:
        self._work = None
        self.progress.setVisible(busy)
        self.cancel_button.setVisible(busy)
        self.move_button.setEnabled(not busy)
        self.target.setEnabled(not busy)
        self.busy_changed.emit(busy)

    def _on_moved(self, old: Path) -> None:
        self._set_busy(busy=False)
        self.result.show_message(
            _("Der Tresor ist umgezogen. Der alte Ordner heißt jetzt: {folder}").format(folder=old)
        )
        self.move_button.hide()
        self.open_button.show()
        self.open_button.setFocus()

    def _on_stopped(self) -> None:
        self._set_busy(busy=False)
        self.result.show_message(_("Abgebrochen. Der Tresor liegt unverändert, wo er war."))

    def _on_failed(self, error: Exception) -> None:
        self._set_busy(busy=False)
        if not isinstance(error, UserError):
            raise error
        self.result.show_message(sentence(error), BannerKind.ERROR)
