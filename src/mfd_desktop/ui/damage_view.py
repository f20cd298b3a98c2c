"""The calm page after damage: what happened, what is affected, what can be done."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from mfd_desktop.app.damage import keep_copy, look_at_damage, newest_backup, proposed_folder, rescue_into
from mfd_desktop.app.wording import sentence
from mfd_desktop.app.wording_damage import affected_cases, affected_words, rescued_words
from mfd_desktop.content.i18n import _
from mfd_desktop.domain.errors import EntriesMissing, UserError
from mfd_desktop.ui.kit.banner import Banner, BannerKind
from mfd_desktop.ui.kit.buttons import primary, secondary
from mfd_desktop.ui.kit.card import Card
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.kit.rows import Row, RowList
from mfd_desktop.ui.theme import GAP, Tone

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from mfd_desktop.app.damage import Diagnosis, Salvaged, Secret
    from mfd_desktop.ui.jobs import Progress
    from mfd_desktop.ui.kit.buttons import Button
    from mfd_desktop.ui.restore_view import Surroundings

T = TypeVar("T")

_MOST_CASES = 200


class DamageView(QWidget):
    """Signals: ``restore_asked()``; ``vault_chosen(Path)`` for the rescued vault; ``accepted()`` to open it as it is.

    ``busy_changed(bool)`` while a new vault or a copy is being made.
    """

    restore_asked = Signal()
    vault_chosen = Signal(object)
    accepted = Signal()
    busy_changed = Signal(bool)

    def __init__(self, around: Surroundings, secret: Secret, error: UserError) -> None:
        """``error``: why the vault did not open, or why its check failed."""
        super().__init__()
        self._around, self._secret = around, secret
        self._may_accept = isinstance(error, EntriesMissing)
        self._work: Progress | None = None
        self._made: Path | None = None
        self.what = Label(sentence(error))
        self.found = Label(_("Es wird nachgesehen, was betroffen ist …"), "muted")
        self.cases = RowList(_("Betroffene Fälle"))
        self.progress = QProgressBar()
        self.result = Banner()
        self.restore_button = primary(_("Sicherung wiederherstellen …"))
        self.rescue_button = secondary(_("In neuen Tresor retten"))
        self.accept_button = secondary(_("Kopie aufheben und trotzdem öffnen"))
        self.cancel_button = secondary(_("Abbrechen"))
        self.open_button = primary(_("Geretteten Tresor öffnen"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self._what_card())
        column.addWidget(self._ways_card())
        self._cases_card = Card(_("Betroffene Fälle"))
        self._cases_card.add(self.cases)
        self._cases_card.hide()
        column.addWidget(self._cases_card)
        self._connect()

    def _what_card(self) -> Card:
        card = Card(_("Was geschehen ist"))
        card.add(self.what)
        card.add(self.found)
        return card

    def _ways_card(self) -> Card:
        card = Card(_("Was Sie tun können"))
        self._backup_text = Label(_("Die Sicherung enthält alles bis zu ihrem Tag und ist der sicherste Weg."))
        self._add_way(card, _("1. Neueste geprüfte Sicherung wiederherstellen"), self._backup_text, self.restore_button)
        text = Label(
            _(
                "Alles, was noch lesbar ist, kommt in einen neuen, heilen Tresor daneben. Der beschädigte bleibt"
                " unverändert."
            )
        )
        self._add_way(card, _("2. Retten, was lesbar ist"), text, self.rescue_button)
        if self._may_accept:
            text = Label(
                _(
                    "Der Ordner wird zuerst vollständig kopiert. Danach öffnet sich der Tresor ohne die fehlenden"
                    " Einträge."
                )
            )
            self._add_way(card, _("3. Ohne die fehlenden Einträge weiterarbeiten"), text, self.accept_button)
        self.progress.setRange(0, 100)
        self.progress.setAccessibleName(_("Fortschritt"))
        for widget in (self.progress, self.result, self.cancel_button, self.open_button):
            card.add(widget)
            widget.hide()
        return card

    @staticmethod
    def _add_way(card: Card, title: str, text: Label, button: Button) -> None:
        card.add(Label(title, "strong"))
        card.add(text)
        card.add(button)

    def _connect(self) -> None:
        self.restore_button.clicked.connect(self.restore_asked)
        self.rescue_button.clicked.connect(self.rescue)
        self.accept_button.clicked.connect(self._on_accept)
        self.cancel_button.clicked.connect(self._on_cancel)
        self.open_button.clicked.connect(lambda: self.vault_chosen.emit(self._made))

    def start(self) -> None:
        """Look at the damage, and for the newest backup, off the thread of the window."""
        around, secret = self._around, self._secret
        self.restore_button.setFocus()
        around.jobs.run(
            lambda progress: look_at_damage(
                around.vault, secret, backup=around.backup, cancelled=lambda: progress.cancelled
            ),
            done=self._on_diagnosed,
            failed=self._on_not_diagnosed,
        )
        if around.backup:
            around.jobs.run(
                lambda _progress: newest_backup(Path(around.backup)), done=self._on_backup_found, exclusive="free"
            )

    def _on_backup_found(self, found: datetime | None) -> None:
        if found is not None:
            self._backup_text.setText(
                _("Die neueste Sicherung ist vom {day}. Sie ist der sicherste Weg.").format(
                    day=f"{found.astimezone():%d.%m.%Y %H:%M}"
                )
            )

    def _on_not_diagnosed(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        self.found.setText(_("Mehr lässt sich nicht feststellen: Ohne heile Kopfdatei hilft nur eine Sicherung."))
        self.rescue_button.setEnabled(False)

    def _on_diagnosed(self, found: Diagnosis | None) -> None:
        if found is None:
            return
        self.found.setText(affected_words(found))
        rows = [
            Row(number, number or _("Fall nicht feststellbar"), words, badge=_("betroffen"), tone=Tone.WARNING)
            for number, words in affected_cases(found).items()
        ]
        self.cases.set_rows(rows[:_MOST_CASES])
        self._cases_card.setVisible(bool(rows))
        self.rescue_button.setEnabled(found.readable and self._work is None)

    def rescue(self) -> None:
        """Rescue into a new vault beside the damaged one."""
        around, secret = self._around, self._secret
        target = proposed_folder(around.vault.with_name(f"{around.vault.name}-gerettet"), around.clock.today())
        self._run(
            lambda progress: rescue_into(
                around.vault,
                secret,
                target,
                clock=around.clock,
                backup=around.backup,
                progress=progress.report,
                cancelled=lambda: progress.cancelled,
            ),
            self._on_rescued,
            _("Was lesbar ist, wird gerettet und geprüft …"),
        )

    def _on_rescued(self, found: Salvaged) -> None:
        self._end()
        self._made = found.folder
        self.result.show_message(rescued_words(found, self._around.vault))
        self.open_button.show()
        self.open_button.setFocus()

    def _on_accept(self) -> None:
        around = self._around
        self._run(
            lambda progress: keep_copy(
                around.vault, around.clock.today(), progress=progress.report, cancelled=lambda: progress.cancelled
            ),
            self._on_kept,
            _("Der Ordner wird kopiert …"),
        )

    def _on_kept(self, _folder: Path) -> None:
        self._end()
        self.accepted.emit()

    def _run(self, work: Callable[[Progress], T | None], done: Callable[[T], None], said: str) -> None:
        from mfd_desktop.ui.jobs import Cancelled

        def body(progress: Progress) -> T:
            found = work(progress)
            if found is None:
                raise Cancelled
            return found

        for button in (self.restore_button, self.rescue_button, self.accept_button):
            button.setEnabled(False)
        self.progress.setValue(0)
        self.progress.show()
        self.cancel_button.show()
        self.result.show_message(said)
        self.busy_changed.emit(True)
        self._work = self._around.jobs.run(
            body, done=done, failed=self._on_failed, stopped=self._on_stopped, progressed=self._on_progressed
        )

    def _on_progressed(self, part: float, _text: str) -> None:
        self.progress.setValue(round(part * 100))

    def _end(self) -> None:
        self._work = None
        for button in (self.restore_button, self.rescue_button, self.accept_button):
            button.setEnabled(True)
        self.progress.hide()
        self.cancel_button.hide()
        self.busy_changed.emit(False)

    def _on_cancel(self) -> None:
        if self._work is not None:
            self._work.cancel()

    def _on_stopped(self) -> None:
        self._end()
        self.result.show_message(_("Abgebrochen. Es ist nichts Halbes entstanden, der alte Ordner ist unverändert."))

    def _on_failed(self, error: Exception) -> None:
        self._end()
        if not isinstance(error, UserError):
            raise error
        self.result.show_message(sentence(error), BannerKind.ERROR)
