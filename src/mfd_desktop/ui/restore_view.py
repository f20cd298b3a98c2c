"""Restoring a backup, step by step: where it lies, which state, how it differs, into which new folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QProgressBar, QVBoxLayout, QWidget

from mfd_desktop.app.damage import Secret, check_target, is_taken, proposed_folder
from mfd_desktop.app.wording import sentence
from mfd_desktop.content.i18n import _
from mfd_desktop.domain.errors import UserError
from mfd_desktop.ui.kit.banner import Banner, BannerKind
from mfd_desktop.ui.kit.buttons import primary, secondary
from mfd_desktop.ui.kit.card import Card
from mfd_desktop.ui.kit.editor import TextEditor
from mfd_desktop.ui.kit.field import Field
from mfd_desktop.ui.kit.flow import FlowBox
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.kit.rows import RowList
from mfd_desktop.ui.restore_source import SourceCard
from mfd_desktop.ui.restore_words import case_row, difference_words, restored_words, state_row
from mfd_desktop.ui.theme import GAP

if TYPE_CHECKING:
    from mfd_desktop.app.restore_choice import Choice, Comparison, Restored
    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.clock import Clock
    from mfd_desktop.ui.jobs import Jobs, Progress


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the pages about damage and restoring need. ``session``: the open vault, if one is."""

    jobs: Jobs
    clock: Clock
    vault: Path
    backup: str
    session: Session | None = None


class RestoreView(QWidget):
    """Signals: ``vault_chosen(Path)`` to open the restored vault; ``busy_changed(bool)`` while it is being made."""

    vault_chosen = Signal(object)
    busy_changed = Signal(bool)

    def __init__(self, around: Surroundings, secret: Secret | None = None) -> None:
        """``secret``: what was typed already, so that it need not be typed again."""
        super().__init__()
        self._around = around
        self._secret = secret or Secret()
        self._old = around.vault if is_taken(around.vault) else None
        self._choices: dict[str, Choice] = {}
        self._comparison: Comparison | None = None
        self._work: Progress | None = None
        self._chosen: Choice | None = None
        self._restored: Path | None = None
        self.source = SourceCard(around.backup)
        self.source.asked.connect(self.look)
        self.states = RowList(_("Stände der Sicherung"))
        self.cases = RowList(_("Unterschiede nach Fällen"))
        self.names = QCheckBox(_("Namen zeigen"))
        self.target = TextEditor()
        self.result = Banner()
        self.restore_button = primary(_("In neuen Ordner wiederherstellen"))
        self.open_button = primary(_("Wiederhergestellten Tresor öffnen"))
        self.progress = QProgressBar()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        self._states, self._difference, self._target = self._state_card(), self._difference_card(), self._target_card()
        for card in (self.source, self._states, self._difference, self._target):
            column.addWidget(card)
        self._hide_from(1)

    def start(self) -> None:
        """Put the focus where something is to be typed."""
        self.source.start()

    def _state_card(self) -> Card:
        card = Card(_("2. Stand wählen"))
        card.add(Label(_("Der neueste steht oben. Die Auswahl verändert noch nichts."), "muted"))
        card.add(self.states)
        self.states.row_activated.connect(self._on_state)
        self.states.button_clicked.connect(self._on_state)
        return card

    def _difference_card(self) -> Card:
        card = Card(_("3. Unterschied zum jetzigen Tresor") if self._old else _("3. Inhalt des Stands"))
        self._difference_text = Label("")
        card.add(self._difference_text)
        card.add(self.names)
        card.add(self.cases)
        self.names.toggled.connect(lambda _shown: self._show_cases())
        return card

    def _target_card(self) -> Card:
        card = Card(_("4. Wiederherstellen"))
        card.add(
            Label(
                _(
                    "Es entsteht ein neuer Tresor neben dem alten. Der alte bleibt, wie er ist; löschen können Sie"
                    " seinen Ordner später selbst, wenn Sie ihn sicher nicht mehr brauchen."
                )
                if self._old
                else _("Auf diesem PC ist noch kein Tresor. Er entsteht hier neu, mit allem, was in diesem Stand ist.")
            )
        )
        card.add(Field(_("Neuer Ordner"), self.target, required=True))
        row = FlowBox()
        self.cancel_button = secondary(_("Abbrechen"))
        self.cancel_button.clicked.connect(self._on_cancel)
        self.restore_button.clicked.connect(self.restore)
        self.open_button.clicked.connect(lambda: self.vault_chosen.emit(self._restored))
        for button in (self.restore_button, self.open_button, self.cancel_button):
            row.add(button)
        self.progress.setRange(0, 100)
        self.progress.setAccessibleName(_("Fortschritt der Wiederherstellung"))
        card.add(self.progress)
        card.add(self.result)
        card.add(row)
        for widget in (self.progress, self.result, self.open_button, self.cancel_button):
            widget.hide()
        return card

    def _hide_from(self, step: int) -> None:
        for number, card in enumerate((self.source, self._states, self._difference, self._target)):
            card.setVisible(number < step)

    def look(self) -> None:
        """Show the states of the backup in the folder."""
        from mfd_desktop.app.restore_choice import choices
        from mfd_desktop.app.restoring import find_backup

        folder = self.source.chosen_folder()

        def work(progress: Progress) -> tuple[Choice, ...]:
            return choices(find_backup(folder), self._secret, cancelled=lambda: progress.cancelled)

        try:
            self._secret = self.source.secret() or self._secret
        except UserError as error:
            self.source.said.show_message(sentence(error), BannerKind.ERROR)
            return
        self._hide_from(1)
        self.source.show_button.setEnabled(False)
        self.source.said.show_message(_("Die Sicherung wird gelesen …"))
        self._around.jobs.run(work, done=self._on_looked, failed=self._on_not_looked, exclusive="free")

    def _on_not_looked(self, error: Exception) -> None:
        self.source.show_button.setEnabled(True)
        if not isinstance(error, UserError):
            raise error
        self.source.said.show_message(sentence(error), BannerKind.ERROR)
        self.start()

    def _on_looked(self, found: tuple[Choice, ...]) -> None:
        self.source.show_button.setEnabled(True)
        self._choices = {one.state.name: one for one in found}
        self.source.said.show_message(
            "" if found else _("In dieser Sicherung ist noch kein Stand."), BannerKind.WARNING
        )
        self.states.set_rows([state_row(one) for one in found])
        self._hide_from(2 if found else 1)
        if found:
            self.states.setFocus()

    def _on_state(self, key: object) -> None:
        from mfd_desktop.app.restore_choice import compare

        chosen, around = self._choices[str(key)], self._around
        opened = chosen.opened
        if opened is None or self._work is not None:
            return
        self._chosen = chosen
        self._comparison = None
        self._difference_text.setText(_("Der Unterschied wird ermittelt …"))
        self._show_cases()
        day = chosen.state.moment.astimezone().date()
        self.target.set_raw(str(proposed_folder(self._old, day) if self._old else around.vault))
        self.result.hide()
        self.open_button.hide()
        self.restore_button.show()
        self._hide_from(4)
        around.jobs.run(
            lambda _progress: compare(opened, session=around.session, folder=around.vault, secret=self._secret),
            done=self._on_compared,
            failed=self._on_not_compared,
        )

    def _on_not_compared(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        self._difference_text.setText(sentence(error))

    def _on_compared(self, found: Comparison) -> None:
        self._comparison = found
        self._difference_text.setText(difference_words(found, alone=self._old is None))
        self._show_cases()

    def _show_cases(self) -> None:
        cases = self._comparison.cases if self._comparison else ()
        self.cases.set_rows([case_row(one, named=self.names.isChecked()) for one in cases])
        self.names.setVisible(bool(cases))
        self.cases.setVisible(bool(cases))

    def restore(self) -> None:
        """Restore the chosen state into the new folder."""
        from mfd_desktop.app.restoring import restore_state
        from mfd_desktop.ui.jobs import Cancelled

        opened = self._chosen.opened if self._chosen else None
        target, around, old = Path(self.target.raw().strip()), self._around, self._old
        if opened is None or self._work is not None:
            return

        def work(progress: Progress) -> Restored:
            if old is not None:
                check_target(old, target)
            found = restore_state(
                opened, target, clock=around.clock, progress=progress.report, cancelled=lambda: progress.cancelled
            )
            if found is None:
                raise Cancelled
            return found

        self._set_busy(busy=True)
        self.result.show_message(_("Der Stand wird wiederhergestellt und geprüft …"))
        self._work = around.jobs.run(
            work,
            done=self._on_restored,
            failed=self._on_not_restored,
            stopped=self._on_stopped,
            progressed=self._on_progressed,
            exclusive="free",
        )

    def _on_progressed(self, part: float, _text: str) -> None:
        self.progress.setValue(round(part * 100))

    def _on_cancel(self) -> None:
        if self._work is not None:
            self._work.cancel()

    def _set_busy(self, *, busy: bool) -> None:
        self.progress.setVisible(busy)
        self.cancel_button.setVisible(busy)
        for widget in (self.source, self._states, self.target, self.restore_button):
            widget.setEnabled(not busy)
        self.busy_changed.emit(busy)
        if not busy:
            self._work = None

    def _on_stopped(self) -> None:
        self._set_busy(busy=False)
        self.result.show_message(_("Abgebrochen. Es ist kein neuer Ordner entstanden."))

    def _on_not_restored(self, error: Exception) -> None:
        self._set_busy(busy=False)
        if not isinstance(error, UserError):
            raise error
        self.result.show_message(sentence(error), BannerKind.ERROR)

    def _on_restored(self, found: Restored) -> None:
        self._set_busy(busy=False)
        self._restored = found.folder
        self.result.show_message(restored_words(found, self._old))
        self.restore_button.hide()
        self.open_button.show()
        self.open_button.setFocus()
