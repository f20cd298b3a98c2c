"""The emergency envelope: who keeps the sheets, printing them, and the rehearsal that they open the vault."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QProgressBar

from mfd_desktop.app import keys
from mfd_desktop.app.envelope import KEEPERS, envelope_pdf, holders
from mfd_desktop.app.leaving import export_file, note_print
from mfd_desktop.app.settings import read_office
from mfd_desktop.app.wording import sentence
from mfd_desktop.content.i18n import _, translate_marked
from mfd_desktop.domain.dates import format_date
from mfd_desktop.domain.errors import UserError
from mfd_desktop.ui.kit.banner import Banner, BannerKind
from mfd_desktop.ui.kit.buttons import secondary
from mfd_desktop.ui.kit.dialog import WIDE_SHEET, Sheet
from mfd_desktop.ui.kit.editor import TextEditor
from mfd_desktop.ui.kit.field import Field
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.kit.pdf_preview import PdfPreview
from mfd_desktop.ui.pdf_printing import print_pdf
from mfd_desktop.ui.recovery_sheet import WordsField

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from mfd_desktop.ui.desk import Desk
    from mfd_desktop.ui.jobs import Progress

PRINT_NAME = "MFD-Notfall"
"""What stands in the queue of the printer."""
_PAGES = 300
"""Logical pixels of the preview at least."""


class EnvelopeSheet(Sheet):
    """Keepers, then print, then type two sheets. The words live in this window alone and go with it."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        """Begin where it was left: with the rehearsal if the sheets are printed already."""
        super().__init__(parent, _("Notfallumschlag"), _("Weiter"), WIDE_SHEET)
        self.desk = desk
        self._pdf: bytes | None = None
        self._step = ""
        self.close_button.setText(_("Später"))
        self.intro, self.said, self.progress = Label(""), Banner(), QProgressBar()
        self.keepers = [TextEditor() for _keeper in KEEPERS]
        self.keeper_fields = [
            Field(translate_marked(keeper), editor) for keeper, editor in zip(KEEPERS, self.keepers, strict=True)
        ]
        self.preview = PdfPreview()
        self.first, self.second = WordsField(1), WordsField(2)
        self.print_button, self.save_button = secondary(_("Drucken …"), "print"), secondary(_("Als PDF speichern …"))
        self.anew_button = secondary(_("Neue Blätter machen …"))
        self._parts: dict[str, tuple[QWidget, ...]] = {
            "keepers": tuple(self.keeper_fields),
            "print": (self.preview,),
            "rehearse": (self.first, self.second),
            "done": (),
        }
        self._build()
        found = keys.recovery_state(desk.session)
        self._show({keys.PRINTED: "rehearse", keys.REHEARSED: "done"}.get(found.stage, "keepers"))

    def _build(self) -> None:
        office = read_office(self.desk.session)
        self.keepers[0].set_raw(office.counsellor if office else "")
        self.preview.setMinimumHeight(_PAGES)
        self.preview.setAccessibleName(_("Die drei Notfallblätter"))
        self.progress.setRange(0, 0)
        self.progress.setAccessibleName(_("Die Blätter werden erstellt"))
        self.progress.hide()
        self.said.hide()
        self.add(self.intro)
        for parts in self._parts.values():
            for widget in parts:
                self.add(widget)
        self.add(self.said)
        self.add(self.progress)
        for button, action in (
            (self.anew_button, self._on_anew),
            (self.save_button, self._on_save),
            (self.print_button, self._on_print),
        ):
            button.clicked.connect(action)
            self.add_button(button)

    @property
    def step(self) -> str:
        """``keepers``, ``print``, ``rehearse`` or ``done``."""
        return self._step

    def _show(self, step: str) -> None:
        self._step = step
        for name, widgets in self._parts.items():
            for widget in widgets:
                widget.setVisible(name == step)
        self.intro.setText(self._words(step))
        self.print_button.setVisible(step == "print")
        self.save_button.setVisible(step == "print")
        self.anew_button.setVisible(step in ("rehearse", "done"))
        self.said.hide()
        self.close_button.setText(_("Schließen") if step == "done" else _("Später"))
        if self.accept_button is not None:
            texts = {"keepers": _("Blätter erstellen"), "print": _("Gedruckt, jetzt proben"), "rehearse": _("Prüfen")}
            self.accept_button.setVisible(step != "done")
            self.accept_button.setText(texts.get(step, ""))
        if self.isVisible():
            self._fit()

    def _words(self, step: str) -> str:
        if step == "keepers":
            return _(
                "Drei Blätter, von denen zwei zusammen den Tresor öffnen: gegen ein vergessenes Passwort, einen"
                " plötzlichen Ausfall, einen verlorenen PC. Wer verwahrt welches? Blätter von früher öffnen danach"
                " nichts mehr."
            )
        if step == "print":
            return _(
                "Drucken Sie die drei Blätter jetzt und verteilen Sie sie. Die Wörter gibt es nur hier und auf dem"
                " Papier: Nach dem Schließen zeigt sie niemand mehr."
            )
        if step == "rehearse":
            return _(
                "Die Probe: Nehmen Sie zwei der drei Blätter und tippen Sie die Wörter ab. So wissen Sie, dass sie im"
                " Ernstfall öffnen."
            )
        found = keys.recovery_state(self.desk.session)
        day = format_date(found.rehearsed.astimezone().date()) if found.rehearsed else ""
        return _("Der Notfallumschlag ist gedruckt und geprobt, am {day}. Satz {set}: {holders}.").format(
            day=day, set=found.set_id, holders=", ".join(found.holders)
        )

    def accept(self) -> None:
        """Do what the step is about."""
        if self._step == "keepers":
            self._make()
        elif self._step == "print":
            if self.desk.attempt(lambda: keys.mark_printed(self.desk.session)):
                self._pdf = None
                self.preview.show_pdf(None)
                self._show("rehearse")
                self.first.words.input_widget().setFocus()
        elif self._step == "rehearse":
            self._rehearse()

    def done(self, result: int) -> None:
        """Forget the words."""
        self._pdf = None
        self.preview.show_pdf(None)
        for field in (self.first, self.second):
            field.words.set_raw("")
        super().done(result)

    def _make(self) -> None:
        session, names = self.desk.session, holders([editor.raw() for editor in self.keepers])

        def work(_progress: Progress) -> bytes:
            return envelope_pdf(session, keys.make_recovery(session, names))

        self._set_busy(busy=True)
        self.desk.jobs.run(work, done=self._on_made, failed=self._on_failed)

    def _on_made(self, pdf: bytes) -> None:
        self._set_busy(busy=False)
        self._pdf = pdf
        self._show("print")
        self.preview.show_pdf(pdf)
        self.print_button.setFocus()

    def _on_failed(self, error: Exception) -> None:
        self._set_busy(busy=False)
        if not isinstance(error, UserError):
            raise error
        self.said.show_message(sentence(error), BannerKind.ERROR)

    def _set_busy(self, *, busy: bool) -> None:
        self.progress.setVisible(busy)
        if self.accept_button is not None:
            self.accept_button.setEnabled(not busy)

    def _rehearse(self) -> None:
        session, typed = self.desk.session, (self.first.words.raw(), self.second.words.raw())

        def work(_progress: Progress) -> None:
            keys.check_shares(session, *typed)
            keys.mark_rehearsed(session)

        self._set_busy(busy=True)
        self.desk.jobs.run(work, done=lambda _none: self._on_rehearsed(), failed=self._on_failed)

    def _on_rehearsed(self) -> None:
        self._set_busy(busy=False)
        for field in (self.first, self.second):
            field.words.set_raw("")
        self._show("done")
        self.said.show_message(_("Die Blätter öffnen Ihren Tresor."), BannerKind.INFO)

    def _on_print(self) -> None:
        pdf, session = self._pdf, self.desk.session
        if pdf is not None:
            self.desk.attempt(
                lambda: print_pdf(self, pdf, name=PRINT_NAME, noted=lambda: note_print(session, "recovery_sheets"))
            )

    def _on_save(self) -> None:
        self.desk.messages.ask(
            self,
            _("Notfallblätter als Datei speichern?"),
            _(
                "Die Datei ist nicht verschlüsselt: Wer sie hat, öffnet Ihren Tresor. Speichern Sie sie nur, um sie auf"
                " einem anderen PC zu drucken, zum Beispiel auf einem Stick, und löschen Sie sie danach."
            ),
            _("Trotzdem speichern"),
            self._choose,
        )

    def _choose(self) -> None:
        chosen, _kind = QFileDialog.getSaveFileName(
            self, dir="MFD-Notfallblaetter.pdf", filter="PDF (*.pdf)", options=QFileDialog.Option.DontUseNativeDialog
        )
        if chosen:
            self.save(Path(chosen))

    def save(self, path: Path) -> None:
        """Write the sheets in the clear to ``path``; it is logged."""
        pdf = self._pdf
        if pdf is not None and self.desk.attempt(lambda: export_file(self.desk.session, path, pdf, "recovery_sheets")):
            self.said.show_message(
                _("Gespeichert: {name}. Bitte nach dem Drucken löschen.").format(name=path.name), BannerKind.WARNING
            )

    def _on_anew(self) -> None:
        self._show("keepers")
        self.keepers[0].input_widget().setFocus()


def open_envelope(desk: Desk, parent: QWidget) -> EnvelopeSheet:
    """Open the sheet over ``parent``."""
    sheet = EnvelopeSheet(desk, parent)
    sheet.finished.connect(sheet.deleteLater)
    sheet.open()
    return sheet
