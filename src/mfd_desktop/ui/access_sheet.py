"""The access package before it leaves: looking through free texts for other people, then the files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QCheckBox, QTextEdit

from mfd_desktop.app import access
from mfd_desktop.app.access_package import WHOLE, dump_spans, spans_of
from mfd_desktop.app.privacy import law
from mfd_desktop.content.i18n import _, ngettext
from mfd_desktop.domain.errors import UserError
from mfd_desktop.ui.kit.banner import Banner, BannerKind
from mfd_desktop.ui.kit.buttons import secondary
from mfd_desktop.ui.kit.dialog import WIDE_SHEET, Sheet
from mfd_desktop.ui.kit.flow import FlowBox
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.kit.notes import NoteEditor
from mfd_desktop.ui.kit.pdf_preview import PdfPreview
from mfd_desktop.ui.kit.rows import Row, RowList
from mfd_desktop.ui.long_work import start_long_work
from mfd_desktop.ui.network_sheets import choose_folder
from mfd_desktop.ui.privacy_words import reference_words
from mfd_desktop.ui.theme import Tone

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from mfd_desktop.app.access_package import Entry
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.ui.desk import Desk
    from mfd_desktop.ui.jobs import Progress

_PREVIEW_HEIGHT = 420
_LIST_HEIGHT = 240
_BEGIN = 90
"""Characters of a text shown in the list."""


class AccessSheet(Sheet):
    """Everything about the person; free texts are looked through. Every redaction is stored at once as a draft."""

    def __init__(self, desk: Desk, parent: QWidget, client_id: RecordId) -> None:
        """Collect the package; raise KeyError if there is no such person."""
        super().__init__(parent, _("Auskunft über gespeicherte Daten"), _("In Ordner speichern …"), WIDE_SHEET)
        self.desk = desk
        self.package = access.package_of(desk.session, client_id)
        self.redactions = access.redactions(desk.session, client_id)
        self._entries = {entry.key: entry for _section, entry in self.package.free_texts}
        self._titles = {entry.key: section.title for section, entry in self.package.free_texts}
        self.texts = RowList(_("Texte, in denen andere vorkommen können"), grow=False)
        self.text = NoteEditor(lines=7)
        self.text.text.setReadOnly(True)
        self.text.text.setAccessibleName(_("Text, in dem Stellen geschwärzt werden"))
        self.span_button = secondary(_("Auswahl schwärzen"), "eye-off")
        self.whole_button = secondary(_("Ganz schwärzen"))
        self.show_button = secondary(_("Wieder zeigen"), "eye")
        self.letters = QCheckBox(_("Briefe als PDF beilegen (nicht geschwärzt)"))
        self.files = QCheckBox(_("Dokumente als Dateien beilegen (nicht geschwärzt)"))
        self.preview_button = secondary(_("Vorschau"), "search")
        self.pages, self.refusal = PdfPreview(), Banner()
        self._build()
        self._connect()
        self._show_rows()
        self.texts.make_current(next(iter(self._entries), None))

    def _build(self) -> None:
        right = law(self.desk.session).rights["access"]
        found = ngettext("{count} Abschnitt", "{count} Abschnitte", len(self.package.sections))
        self.add(Label(reference_words(right) + " · " + found.format(count=len(self.package.sections)), "muted"))
        self.add(
            Label(
                _(
                    "Lesen Sie die freien Texte durch: Was andere Personen betrifft, wird geschwärzt."
                    " In der Akte bleibt alles, wie es ist."
                )
            )
        )
        self.texts.setFixedHeight(_LIST_HEIGHT)
        buttons = FlowBox()
        for button in (self.span_button, self.whole_button, self.show_button):
            buttons.add(button)
        self.letters.setChecked(bool(self.package.letters))
        self.letters.setVisible(bool(self.package.letters))
        self.files.setVisible(bool(self.package.files))
        self.pages.setMinimumHeight(_PREVIEW_HEIGHT)
        self.pages.hide()
        self.refusal.hide()
        self.empty = Label(_("Es gibt keine freien Texte."), "muted")
        self.empty.setVisible(not self._entries)
        for part in (self.texts, self.text, buttons):
            part.setVisible(bool(self._entries))
        warning = Banner(
            _("Die Dateien sind nicht verschlüsselt. Geben Sie sie der Person und löschen Sie sie danach hier."),
            BannerKind.WARNING,
        )
        reading = (self.empty, self.texts, self.text, buttons)
        leaving = (self.letters, self.files, warning, self.preview_button, self.pages, self.refusal)
        for widget in (*reading, *leaving):
            self.add(widget)

    def _connect(self) -> None:
        self.texts.selectionModel().currentChanged.connect(lambda *_: self._show_text())
        self.texts.row_activated.connect(lambda _key: self.text.text.setFocus())
        self.span_button.clicked.connect(self._on_span)
        self.whole_button.clicked.connect(lambda: self._redact(WHOLE))
        self.show_button.clicked.connect(lambda: self._redact(""))
        self.preview_button.clicked.connect(self._on_preview)

    @property
    def current(self) -> Entry | None:
        """The text being looked at."""
        return self._entries.get(str(self.texts.current_key()))

    def _show_rows(self) -> None:
        self.texts.set_rows([self._row(entry) for entry in self._entries.values()])

    def _row(self, entry: Entry) -> Row:
        redaction = self.redactions.get(entry.key, "")
        badge = _("geschwärzt") if redaction == WHOLE else _("teilweise") if redaction else ""
        words = " ".join(entry.value.split())
        begin = words if len(words) <= _BEGIN else words[:_BEGIN] + " …"
        second = f"{self._titles[entry.key]} · {entry.label}"
        return Row(entry.key, begin, second, badge=badge, tone=Tone.WARNING, icon="eye-off" if redaction else "")

    def _show_text(self) -> None:
        entry = self.current
        self.text.set_raw(entry.value if entry else "")
        redaction = self.redactions.get(entry.key, "") if entry else ""
        self._paint(spans_of(redaction, len(entry.value)) if entry else ())
        for button in (self.span_button, self.whole_button):
            button.setEnabled(entry is not None)
        self.show_button.setEnabled(bool(redaction))

    def _paint(self, spans: tuple[tuple[int, int], ...]) -> None:
        black = QTextCharFormat()
        black.setBackground(QColor("black"))
        black.setForeground(QColor("white"))
        words, marks = self.text.raw(), []
        for begin, end in spans:
            mark = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.text.text.document())
            cursor.setPosition(_units(words, begin))
            cursor.setPosition(_units(words, end), QTextCursor.MoveMode.KeepAnchor)
            mark.cursor, mark.format = cursor, black
            marks.append(mark)
        self.text.text.setExtraSelections(marks)

    def _on_span(self) -> None:
        entry, cursor, words = self.current, self.text.text.textCursor(), self.text.raw()
        if entry is None or not cursor.hasSelection():
            self.refusal.show_message(_("Markieren Sie zuerst die Stelle im Text."), BannerKind.INFO)
            return
        self.refusal.hide()
        begin, end = _points(words, cursor.selectionStart()), _points(words, cursor.selectionEnd())
        length = len(entry.value)
        kept = dump_spans(spans_of(self.redactions.get(entry.key, ""), length), length)
        more = f"{begin}-{end}" if kept in ("", WHOLE) else f"{kept},{begin}-{end}"
        self._redact(kept if kept == WHOLE else dump_spans(spans_of(more, length), length))

    def _redact(self, redaction: str) -> None:
        entry = self.current
        if entry is None:
            return
        found = {key: spans for key, spans in self.redactions.items() if key != entry.key}
        if redaction:
            found[entry.key] = redaction
        client_id = self.package.client_id
        if self.desk.attempt(lambda: access.keep_redactions(self.desk.session, client_id, found)):
            self.redactions = found
            self._show_rows()
            self._show_text()
            self.pages.hide()

    def _on_preview(self) -> None:
        session, package, found = self.desk.session, self.package, dict(self.redactions)

        def work(_progress: Progress) -> bytes:
            return access.preview(session, package, found)

        self.preview_button.setEnabled(False)
        start_long_work(self.desk, work, done=self._on_drawn, failed=self._on_failed)

    def _on_drawn(self, pdf: bytes) -> None:
        self.preview_button.setEnabled(True)
        self.pages.show_pdf(pdf)
        self.pages.show()
        self._fit()
        QTimer.singleShot(0, self, lambda: self._scroller.ensureWidgetVisible(self.pages))

    def accept(self) -> None:
        """Ask for a folder, write the files there, and close."""
        folder = choose_folder(self, _("Ordner für die Auskunft"))
        if folder is not None:
            self.write(folder)

    def write(self, folder: Path) -> None:
        """Write the files into ``folder`` and close, or say why not."""
        session, package, found = self.desk.session, self.package, dict(self.redactions)
        with_letters, with_files = self.letters.isChecked(), self.files.isChecked()

        def work(_progress: Progress) -> Path:
            return access.write_package(
                session, package, found, folder, with_letters=with_letters, with_files=with_files
            )

        self._set_busy(busy=True)
        start_long_work(self.desk, work, done=self._on_written, failed=self._on_failed)

    def _on_written(self, folder: Path) -> None:
        self._set_busy(busy=False)
        self.desk.messages.info(_("Auskunft gespeichert im Ordner „{name}“.").format(name=folder.name))
        super().accept()

    def _on_failed(self, error: Exception) -> None:
        self._set_busy(busy=False)
        self.preview_button.setEnabled(True)
        if not isinstance(error, UserError):
            raise error
        self.desk.tell(error)

    def _set_busy(self, *, busy: bool) -> None:
        if self.accept_button is not None:
            self.accept_button.setEnabled(not busy)


def _units(text: str, points: int) -> int:
    """Return a place counted in Qt's UTF-16 units."""
    return len(text[:points].encode("utf-16-le")) // 2


def _points(text: str, units: int) -> int:
    """Return a place counted in characters."""
    return len(text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore"))
