"""The left side of a letter being written: language, address book, and the fields of its template."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mfd_desktop.app import address_book, letters
from mfd_desktop.app.letter_fields import ADDRESS, languages_of, letter_fields, takes_recipient
from mfd_desktop.content.i18n import _
from mfd_desktop.ui.case_forms import CaseForm
from mfd_desktop.ui.kit.checks import BoolEditor
from mfd_desktop.ui.kit.codes import CodeEditor
from mfd_desktop.ui.kit.field import Field, FormGrid
from mfd_desktop.ui.theme import GAP

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mfd_desktop.app.casework import Saved
    from mfd_desktop.domain.fields import Problem
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.domain.letters import Letter
    from mfd_desktop.ui.desk import Desk


class LetterForm(QWidget):
    """Edits one draft; every field is stored when it is left, or with ``store``.

    ``edited()`` at every key, ``rebuilt()`` when the language made it a form with other fields.
    """

    edited = Signal()
    rebuilt = Signal()

    def __init__(self, desk: Desk, letter: Letter, initiator: object) -> None:
        """Take a draft; changes are announced in the name of ``initiator``."""
        super().__init__()
        self.desk = desk
        self.letter = letter
        self._initiator = initiator
        self._asked = False
        offered = languages_of(letter.template, desk.session.lists)
        self.language = CodeEditor([(code, words) for code, words, _german in offered])
        self._needs_german = {code for code, _words, german in offered if german}
        self.beside = BoolEditor(_("Deutsch daneben"))
        entries = address_book.recipients(desk.session)
        self.book = CodeEditor([(entry.stamp.id, entry.label) for entry in entries], _("Name der Stelle"))
        self._book_field = Field(_("Aus dem Adressbuch"), self.book, _("Füllt Anschrift und Empfänger"))
        self.form = self._make_form()
        self._column = QVBoxLayout(self)
        self._build()

    def _make_form(self) -> CaseForm:
        session, letter = self.desk.session, self.letter
        fieldset = letter_fields(letter.template, letter.language, session.lists)
        form = CaseForm(
            self.desk, fieldset, f"letter:{letter.stamp.id}", save=self._save, record_id=letter.stamp.id, sections=True
        )
        form.load(letter.fields)
        form.edited.connect(self.edited)
        form.saved.connect(self.edited)
        return form

    def _build(self) -> None:
        grid = FormGrid()
        grid.add(Field(_("Sprache des Briefs"), self.language))
        beside = Field(_("Deutsch daneben"), self.beside, _("Eine ungeprüfte Übersetzung steht nur neben Deutsch"))
        beside.hide_label()
        grid.add(beside)
        grid.add(self._book_field, full=True)
        self._book_field.setVisible(takes_recipient(self.letter.template) and bool(self.book.entry.options))
        self._beside_field = beside
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP)
        self._column.addWidget(grid)
        self._column.addWidget(self.form)
        self.language.committed.connect(self._on_language)
        self.beside.committed.connect(self._on_language)
        self.book.committed.connect(self._on_recipient)
        self._show_language()

    def store(self) -> None:
        """Store what is not stored yet."""
        self.form.store()

    def show_problems(self, problems: Iterable[Problem]) -> None:
        """Say beside every field what is missing or wrong, from now on also while it is being filled in."""
        self._asked = True
        found = tuple(problems)
        self.form.show_problems(found)
        self.form.focus_first(found)

    def close_form(self) -> None:
        """The letter is no longer written here."""
        self.desk.unregister(self.form)

    def _save(self, texts: dict[str, str]) -> Saved:
        from mfd_desktop.app.casework import Saved

        session = self.desk.session
        saved = letters.save_letter(session, self.letter.stamp.id, texts, initiator=self._initiator)
        self._reload()
        if ADDRESS in self.form.fields and not self.form.texts()[ADDRESS] and self.letter.fields[ADDRESS]:
            self.form.load(self.letter.fields)
        if self._asked:
            return Saved(saved.record_id, letters.problems_of(session, self.letter))
        return Saved(saved.record_id, tuple(found for found in saved.problems if found.code != "required"))

    def _reload(self) -> None:
        """Take over what storing one field changed in others."""
        self.letter = letters.read_letter(self.desk.session, self.letter.stamp.id)

    def _on_language(self) -> None:
        language, before = self.language.raw(), self.letter.language
        if language not in {option.code for option in self.language.entry.options}:
            self._show_language()
            return
        beside = self.beside.raw() == "1" or language in self._needs_german
        if (language, beside) == (before, self.letter.with_german):
            return
        self.store()
        session, letter_id = self.desk.session, self.letter.stamp.id
        done = self.desk.attempt(
            lambda: letters.write_in(session, letter_id, language, with_german=beside, initiator=self._initiator)
        )
        if done:
            self._reload()
        if done and language != before:
            self._replace_form()
        self._show_language()
        self.edited.emit()

    def _replace_form(self) -> None:
        old = self.form
        self.desk.unregister(old)
        self._column.removeWidget(old)
        old.hide()
        old.deleteLater()
        self.form = self._make_form()
        self._column.addWidget(self.form)
        self.rebuilt.emit()

    def _show_language(self) -> None:
        language = self.letter.language
        self.language.set_raw(language)
        self._beside_field.setVisible(language != "de")
        self.beside.set_raw("1" if self.letter.with_german or language in self._needs_german else "0")
        self.beside.box.setEnabled(language not in self._needs_german)

    def _on_recipient(self) -> None:
        chosen = self.book.raw()
        if chosen not in {option.code for option in self.book.entry.options}:
            return
        self.store()
        session, letter_id = self.desk.session, self.letter.stamp.id
        recipient_id: RecordId = chosen  # type: ignore[assignment]  # the codes are ids of entries
        if self.desk.attempt(lambda: letters.address_to(session, letter_id, recipient_id, initiator=self._initiator)):
            self._reload()
            self.form.load(self.letter.fields)
            self.edited.emit()
