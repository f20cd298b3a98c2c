"""Handing the whole vault to a successor, step by step: what is open, who follows, new keys, paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QProgressBar

from mfd_desktop.app import succession
from mfd_desktop.app.settings import read_office
from mfd_desktop.app.strength import about_office
from mfd_desktop.app.succession import Successor, hand_over_vault, letters_to_clients, open_points, protocol
from mfd_desktop.app.wording import sentence
from mfd_desktop.content.i18n import _, ngettext
from mfd_desktop.domain.errors import UserError
from mfd_desktop.ui.kit.banner import Banner, BannerKind
from mfd_desktop.ui.kit.buttons import secondary
from mfd_desktop.ui.kit.dialog import WIDE_SHEET, Sheet
from mfd_desktop.ui.kit.editor import TextEditor
from mfd_desktop.ui.kit.field import Field
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.kit.pdf_preview import PdfPreview
from mfd_desktop.ui.kit.secret import SecretEditor
from mfd_desktop.ui.new_passphrase import NewPassphrase
from mfd_desktop.ui.pdf_printing import print_pdf

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from mfd_desktop.app.succession import OpenPoints
    from mfd_desktop.ui.desk import Desk
    from mfd_desktop.ui.jobs import Progress

_PRINT_NAME = "MFD-Uebergabe"
_PAGES = 260


class SuccessionSheet(Sheet):
    """Before: open points and entries. After: the protocol and the letters to clients, shown and printed."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        """Build both halves; the second is shown once the vault was handed over."""
        super().__init__(parent, _("Tresor übergeben"), _("Jetzt übergeben"), WIDE_SHEET)
        self.desk = desk
        self._over = parent
        self._work: Progress | None = None
        office = read_office(desk.session)
        self._before = office.counsellor if office else ""
        self._points: OpenPoints = open_points(desk.session)
        self.successor, self.function = TextEditor(), TextEditor()
        self.current = SecretEditor()
        self.successor_field = Field(_("Nachfolgerin oder Nachfolger"), self.successor, required=True)
        self.current_field = Field(_("Ihr bisheriges Passwort"), self.current, required=True)
        self.entry = NewPassphrase(self._about, _("Neues Passwort, von der Nachfolge eingegeben"))
        self.said, self.progress, self.preview = Banner(), QProgressBar(), PdfPreview()
        self.letters_button = secondary(_("Schreiben an Ratsuchende drucken …"), "print")
        self.protocol_button = secondary(_("Übergabeprotokoll drucken …"), "print")
        self._first: list[QWidget] = []
        self._build()

    def _about(self) -> tuple[str, ...]:
        return (*about_office(read_office(self.desk.session)), self.successor.raw())

    def _build(self) -> None:
        intro = Label(
            _(
                "Der ganze Tresor geht an eine andere Person über. Er bekommt neue Schlüssel: Ihr Passwort, das einer"
                " Vertretung und die bisherigen Notfallblätter öffnen ihn danach nicht mehr. Machen Sie das zu zweit."
            )
        )
        for widget in (intro, *self._open(), self.successor_field, Field(_("Funktion"), self.function),
                       self.current_field, self.entry):  # fmt: skip
            self._first.append(widget)
            self.add(widget)
        self.progress.setAccessibleName(_("Der Tresor bekommt neue Schlüssel"))
        self.preview.setMinimumHeight(_PAGES)
        self.preview.setAccessibleName(_("Das Schreiben"))
        for hidden in (self.said, self.progress, self.preview):
            hidden.hide()
            self.add(hidden)
        self.letters_button.clicked.connect(self._on_letters)
        self.protocol_button.clicked.connect(self._on_protocol)
        for button in (self.letters_button, self.protocol_button):
            button.hide()
            self.add_button(button)

    def _open(self) -> list[QWidget]:
        found = self._points
        lines = (
            (found.drafts, ngettext("{count} Eingabe ist noch nicht gespeichert.",
                                    "{count} Eingaben sind noch nicht gespeichert.", found.drafts)),
            (found.overdue, ngettext("{count} Wiedervorlage ist überfällig.", "{count} Wiedervorlagen sind überfällig.",
                                     found.overdue)),
            (found.waiting, ngettext("{count} Datei wartet noch auf den gemeinsamen Ordner.",
                                     "{count} Dateien warten noch auf den gemeinsamen Ordner.", found.waiting)),
            (found.stand_ins, ngettext("{count} Fall ist noch in Vertretung.", "{count} Fälle sind noch in Vertretung.",
                                       found.stand_ins)),
        )  # fmt: skip
        said = [words.format(count=count) for count, words in lines if count]
        if not said:
            return [Banner(_("Nichts ist offen: keine ungespeicherten Eingaben, nichts überfällig."))]
        return [Banner(_("Vorher besser erledigen:") + " " + " ".join(said), BannerKind.WARNING)]

    def accept(self) -> None:
        """Check the entries and hand over off the thread of the window."""
        if self._work is not None:
            return
        self.successor_field.set_error("" if self.successor.raw().strip() else _("Bitte ausfüllen."))
        self.current_field.set_error("" if self.current.raw() else _("Bitte ausfüllen."))
        if not self.successor.raw().strip() or not self.current.raw() or not self.entry.complete():
            return
        session, current, new = self.desk.session, self.current.raw(), self.entry.passphrase()
        successor = Successor(self.successor.raw(), self.function.raw())

        def work(progress: Progress) -> bool:
            return hand_over_vault(
                session, current, new, successor, progress=progress.report, cancelled=lambda: progress.cancelled
            )

        self._set_busy(busy=True)
        self._work = self.desk.jobs.run(
            work,
            done=self._on_done,
            failed=self._on_failed,
            stopped=lambda: self._on_done(done=False),
            progressed=lambda part, _text: self.progress.setValue(round(part * 100)),
        )

    def reject(self) -> None:
        """Ask running work to stop, else close."""
        if self._work is not None:
            self._work.cancel()
            return
        super().reject()

    def done(self, result: int) -> None:
        """Forget what was typed."""
        self.current.set_raw("")
        self.entry.clear()
        self.preview.show_pdf(None)
        super().done(result)

    def _on_done(self, done: bool) -> None:
        self._work = None
        self._set_busy(busy=False)
        if not done:
            self.said.show_message(_("Angehalten. Es wurde nichts geändert."))
            return
        for widget in self._first:
            widget.hide()
        self.current.set_raw("")
        self.entry.clear()
        if self.accept_button is not None:
            self.accept_button.hide()
        self.close_button.setText(_("Weiter zum Notfallumschlag"))
        self.close_button.clicked.disconnect()
        self.close_button.clicked.connect(self._to_envelope)
        for button in (self.letters_button, self.protocol_button):
            button.show()
        self.said.show_message(
            _("Der Tresor ist übergeben. Drucken Sie das Protokoll und die Schreiben, dann neue Notfallblätter.")
        )
        self.refit()

    def _to_envelope(self) -> None:
        from mfd_desktop.ui.envelope_sheet import open_envelope

        self.done(self.DialogCode.Accepted)
        open_envelope(self.desk, self._over)

    def _on_failed(self, error: Exception) -> None:
        self._work = None
        self._set_busy(busy=False)
        if not isinstance(error, UserError):
            raise error
        self.said.show_message(sentence(error), BannerKind.ERROR)

    def _set_busy(self, *, busy: bool) -> None:
        self.progress.setVisible(busy)
        for widget in self._first:
            widget.setEnabled(not busy)
        if self.accept_button is not None:
            self.accept_button.setEnabled(not busy)

    def _on_letters(self) -> None:
        session = self.desk.session
        self.desk.jobs.run(
            lambda _progress: letters_to_clients(session), done=self._on_letters_made, failed=self._on_failed
        )

    def _on_letters_made(self, made: tuple[bytes, int]) -> None:
        pdf, count = made
        if not count:
            self.said.show_message(_("Kein offener Fall hat eine Postanschrift. Es gibt nichts zu drucken."))
            return
        self.preview.show()
        self.preview.show_pdf(pdf)
        words = ngettext("{count} Schreiben.", "{count} Schreiben.", count).format(count=count)
        self.said.show_message(words + " " + _("Der Wortlaut ist fachlich zu prüfen."), BannerKind.WARNING)
        self._print(pdf, lambda: succession.note_letters(self.desk.session))

    def _on_protocol(self) -> None:
        pdf = protocol(self.desk.session, self._before, self._points)
        self.preview.show()
        self.preview.show_pdf(pdf)
        self._print(pdf, lambda: succession.note_protocol(self.desk.session))

    def _print(self, pdf: bytes, noted: Callable[[], None]) -> None:
        self.desk.attempt(lambda: print_pdf(self, pdf, name=_PRINT_NAME, noted=noted))
