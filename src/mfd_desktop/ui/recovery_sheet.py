"""Opening a locked vault with two sheets of the emergency envelope: passphrase forgotten, or for a stand-in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar

from mfd_desktop.app.recovering import check_sheets, look_at_typed, recover
from mfd_desktop.app.wording import sentence
from mfd_desktop.content.i18n import _
from mfd_desktop.domain.errors import EntriesMissing, UserError
from mfd_desktop.domain.errors_keys import SheetWrong
from mfd_desktop.ui.kit.banner import Banner, BannerKind
from mfd_desktop.ui.kit.choice import ChoiceEditor
from mfd_desktop.ui.kit.dialog import Sheet
from mfd_desktop.ui.kit.field import Field
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.kit.notes import NoteEditor
from mfd_desktop.ui.new_passphrase import NewPassphrase

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.clock import Clock
    from mfd_desktop.ui.jobs import Jobs, Progress

_FORGOTTEN, _STAND_IN = "forgotten", "stand_in"


class WordsField(Field):
    """The words of one sheet: says while they are typed which one is on no sheet, and how many are there."""

    def __init__(self, number: int) -> None:
        """``number``: 1 or 2, the order of typing."""
        self.words = NoteEditor(lines=3)
        self.number = number
        helping = _("Alle 20 Wörter der Reihe nach. Vier Buchstaben je Wort genügen.")
        label = _("Wörter des ersten Blatts") if number == 1 else _("Wörter des zweiten Blatts")
        super().__init__(label, self.words, helping, required=True)
        self.words.edited.connect(self.look)

    def look(self) -> None:
        """Say what is wrong, or how far it is."""
        text = self.words.raw()
        found = look_at_typed(text)
        if found.wrong is not None:
            place, word = found.wrong
            self.set_error(sentence(SheetWrong(self.number, "word", number=place, word=word, meant=found.meant)))
            return
        self.set_error("")
        done = _("Alle 20 Wörter sind da.") if found.complete else ""
        self.set_help(done or _("{count} von 20 Wörtern").format(count=found.count))


class RecoverySheet(Sheet):
    """First two sheets, then why, then a new passphrase. ``recovered(Session)`` once the vault is open."""

    recovered = Signal(object)

    def __init__(self, parent: QWidget, vault: Path, clock: Clock, jobs: Jobs) -> None:
        """Build both steps; the second is shown once the sheets fit."""
        super().__init__(parent, _("Passwort vergessen oder Vertretung"), _("Weiter"))
        self._vault, self._clock, self._jobs = vault, clock, jobs
        self._work: Progress | None = None
        self._accept_missing = self._fit_together = False
        self.first, self.second = WordsField(1), WordsField(2)
        self.why = ChoiceEditor(((_FORGOTTEN, _("Ich habe mein Passwort vergessen")), (_STAND_IN, _("Ich vertrete"))))
        self.why_field = Field(_("Warum wird der Tresor so geöffnet?"), self.why, required=True)
        self.meaning, self.refusal, self.progress = Label("", "muted"), Banner(), QProgressBar()
        self.entry = NewPassphrase(lambda: (), _("Neues Passwort"))
        self.progress.setRange(0, 0)
        self.progress.setAccessibleName(_("Der Tresor wird geöffnet"))
        self._build()

    def _build(self) -> None:
        self.intro = Label(
            _(
                "Nehmen Sie zwei der drei Notfallblätter und tippen Sie die Wörter ab. Gibt es keine Blätter, kann"
                " niemand diesen Tresor ohne Passwort öffnen."
            )
        )
        for widget in (self.intro, self.first, self.second, self.why_field, self.meaning, self.entry, self.refusal):
            self.add(widget)
        self.add(self.progress)
        self.why.committed.connect(self._on_why)
        self.entry.entered.connect(self.accept)
        self.refusal.action_requested.connect(self._on_accept_missing)
        for hidden in (self.why_field, self.meaning, self.entry, self.refusal, self.progress):
            hidden.hide()

    def accept(self) -> None:
        """Check the sheets, then open the vault."""
        if self._work is not None:
            return
        if not self._fit_together:
            self._check()
            return
        self.why_field.set_error("" if self.why.raw() else _("Bitte wählen."))
        if self.why.raw() and self.entry.complete():
            self._recover()

    def reject(self) -> None:
        """Close; not in the moment in which the vault is being opened."""
        if self._work is None:
            super().reject()

    def done(self, result: int) -> None:
        """Forget words and passphrase with the sheet."""
        self.entry.clear()
        for field in (self.first, self.second):
            field.words.set_raw("")
        super().done(result)

    def _check(self) -> None:
        self.refusal.hide()
        try:
            check_sheets(self._vault, self.first.words.raw(), self.second.words.raw())
        except SheetWrong as error:
            field = self.first if error.sheet == 1 else self.second
            field.set_error(sentence(error))
            field.words.input_widget().setFocus()
            return
        except UserError as error:
            self.refusal.show_message(sentence(error), BannerKind.ERROR)
            return
        self._fit_together = True
        for field in (self.first, self.second):
            field.hide()
        self.intro.setText(_("Die zwei Blätter öffnen diesen Tresor."))
        self.why_field.show()
        self.entry.show()
        if self.accept_button is not None:
            self.accept_button.setText(_("Tresor öffnen"))
        self.refit()
        self.why.input_widget().setFocus()

    def _on_why(self) -> None:
        self.why_field.set_error("")
        self.meaning.setText(
            _(
                "Das neue Passwort ersetzt das vergessene. Beim nächsten Entsperren erinnert ein Hinweis daran, dass"
                " der Tresor so geöffnet wurde."
            )
            if self.why.raw() == _FORGOTTEN
            else _(
                "Sie bekommen ein eigenes Passwort; das der Beraterin oder des Beraters gilt weiter. Sie oder er sieht"
                " beim nächsten Entsperren, dass und wann Sie den Tresor geöffnet haben."
            )
        )
        self.meaning.setVisible(bool(self.why.raw()))
        self.refit()

    def _recover(self) -> None:
        vault, clock, accept = self._vault, self._clock, self._accept_missing
        first, second, why = self.first.words.raw(), self.second.words.raw(), self.why.raw()
        passphrase = self.entry.passphrase()

        def work(_progress: Progress) -> Session:
            return recover(vault, first, second, why, passphrase, clock=clock, accept_missing=accept)

        self._set_busy(busy=True)
        self._work = self._jobs.run(work, done=self._on_recovered, failed=self._on_failed)

    def _on_recovered(self, session: Session) -> None:
        self._work = None
        super().accept()
        self.recovered.emit(session)

    def _on_failed(self, error: Exception) -> None:
        self._work = None
        self._set_busy(busy=False)
        if not isinstance(error, UserError):
            raise error
        action = _("Trotzdem öffnen") if isinstance(error, EntriesMissing) else ""
        self.refusal.show_message(sentence(error), BannerKind.ERROR, action)

    def _on_accept_missing(self) -> None:
        self._accept_missing = True
        self.accept()

    def _set_busy(self, *, busy: bool) -> None:
        self.refusal.hide()
        self.progress.setVisible(busy)
        for widget in (self.why_field, self.entry, self.accept_button, self.close_button):
            if widget is not None:
                widget.setDisabled(busy)
