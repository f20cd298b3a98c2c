"""A form made from field declarations: saves touched fields, seals unsaved texts, restores field and cursor."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from mfd_desktop.app import drafts
from mfd_desktop.app.wording import problem_text
from mfd_desktop.content.i18n import translate_marked
from mfd_desktop.domain.errors import UserError
from mfd_desktop.ui.field_editors import WIDE, editor_for
from mfd_desktop.ui.form_undo import FieldUndo, said
from mfd_desktop.ui.kit.checks import BoolEditor
from mfd_desktop.ui.kit.field import TWO_COLUMNS_FROM, Field, FormGrid
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.theme import GAP

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from mfd_desktop.app.casework import Saved
    from mfd_desktop.app.fieldsets import FieldSet
    from mfd_desktop.domain.fields import Field as Declared
    from mfd_desktop.domain.fields import Problem
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.domain.records import OpenForm
    from mfd_desktop.ui.desk import Desk
    from mfd_desktop.ui.kit.editor import Editor

    Save = Callable[[dict[str, str]], Saved]


class RecordForm(QWidget):
    """Edits one record.

    ``key`` names the form in sealed drafts and places (``client:<id>``, ``contact:new:<case id>``). With
    ``save`` the form is live: each field is stored when it is left (``saved`` follows with the result).
    Without, the owner stores ``texts()`` and then calls ``finish()``. Unsaved texts are sealed at most one
    second after a key.
    """

    saved = Signal(object)
    edited = Signal()
    two_columns_from = TWO_COLUMNS_FROM

    def __init__(
        self,
        desk: Desk,
        fieldset: FieldSet,
        key: str,
        *,
        save: Save | None = None,
        only: Sequence[str] | None = None,
        record_id: RecordId | None = None,
        sections: bool = False,
    ) -> None:
        """Build the editors; call ``load`` to fill them. ``only`` takes some of the fields, in that order."""
        super().__init__()
        self.desk = desk
        self.fieldset = fieldset
        self.key = key
        self.record_id = record_id
        self._save = save
        self._loaded: dict[str, str] = {}
        self.fields: dict[str, Field] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP)
        names = only if only is not None else [field.name for field in fieldset.fields]
        self._build(names, sections=sections)
        self._left: dict[str, str] = {}
        self.undo = FieldUndo(self._text_of, self._put)
        if save is not None:
            self._take_keys()
        desk.register(self)
        self.destroyed.connect(lambda: desk.unregister(self))

    def _take_keys(self) -> None:
        """Undo where the focus is beside the fields, on a button or a list."""
        for keys, again in (("Ctrl+Z", False), ("Ctrl+Y", True), ("Ctrl+Shift+Z", True)):
            QShortcut(QKeySequence(keys), self).activated.connect(partial(self.take_back, again))

    def _build(self, names: Sequence[str], *, sections: bool) -> None:
        grid, current = FormGrid(self.two_columns_from), None
        self._column.addWidget(grid)
        for name in names:
            declared = self.fieldset[name]
            if sections and declared.section != current:
                current = declared.section
                self._column.addWidget(Label(translate_marked(current), "heading"))
                grid = FormGrid(self.two_columns_from)
                self._column.addWidget(grid)
            grid.add(self.make_field(declared), full=declared.kind in WIDE)

    def make_field(self, declared: Declared) -> Field:
        """Return an editor with label, help and a place for errors around it, and follow it."""
        editor = self.make_editor(declared)
        field = Field(
            translate_marked(declared.label), editor, translate_marked(declared.help), required=declared.required
        )
        if isinstance(editor, BoolEditor):
            field.hide_label()
        editor.edited.connect(self._on_edited)
        editor.committed.connect(lambda: self._on_committed(declared.name))
        editor.undo_asked.connect(self.take_back)
        self.fields[declared.name] = field
        return field

    def make_editor(self, declared: Declared) -> Editor:
        """Return a new editor for a field; subclasses may know a better one."""
        return editor_for(declared, self.desk.session)

    def load(self, raws: Mapping[str, str], problems: Iterable[Problem] = ()) -> bool:
        """Show these texts, except in fields being edited; then lay the sealed draft over them.

        Return whether there was a draft.
        """
        unsaved = self.touched() if self._loaded else {}
        if not self._loaded:
            self.undo.forget()
        self._loaded = {name: raws.get(name, "") for name in self.fields}
        for name, field in self.fields.items():
            if name not in unsaved and field.editor.raw() != self._loaded[name]:
                field.editor.set_raw(self._loaded[name])
        self.show_problems(problems)
        draft = drafts.draft(self.desk.session, self.key) if not unsaved else None
        for name, text in (draft.values if draft else {}).items():
            if name in self.fields:
                self.fields[name].editor.set_raw(text)
        self._left = self.texts()
        return draft is not None

    def texts(self) -> dict[str, str]:
        """Return all texts as they stand."""
        return {name: field.editor.raw() for name, field in self.fields.items()}

    def touched(self) -> dict[str, str]:
        """Return the texts that differ from what was loaded or stored."""
        return {name: text for name, text in self.texts().items() if text != self._loaded.get(name, "")}

    def open_form(self) -> OpenForm | None:
        """Return what is not saved, for sealing."""
        touched = self.touched()
        return drafts.open_form(self.key, touched, self.record_id) if touched else None

    def show_problems(self, problems: Iterable[Problem]) -> None:
        """Say beside each field what is wrong with it."""
        found = {problem.field: problem_text(problem) for problem in problems}
        for name, field in self.fields.items():
            field.set_error(found.get(name, ""))

    def finish(self) -> None:
        """The texts were stored or given up: forget the draft and start from them."""
        drafts.forget(self.desk.session, self.key)
        self._loaded = self._left = self.texts()
        self.undo.forget()

    def clear(self, raws: Mapping[str, str]) -> None:
        """Start anew with these texts and no draft."""
        drafts.forget(self.desk.session, self.key)
        self._loaded = {}
        for name, field in self.fields.items():
            field.editor.set_raw(raws.get(name, ""))
        self._loaded = self._left = self.texts()
        self.undo.forget()
        self.show_problems(())

    def focus_field(self, name: str, cursor: int = -1) -> None:
        """Put the focus into a field, the cursor where it was."""
        if name in self.fields:
            editor = self.fields[name].editor
            editor.input_widget().setFocus()
            if cursor >= 0:
                editor.set_cursor(cursor)

    def focused(self) -> tuple[str, int] | None:
        """Return the field with the focus and its cursor."""
        focus = QApplication.focusWidget()
        for name, field in self.fields.items():
            if focus is not None and (focus is field or field.isAncestorOf(focus)):
                return name, field.editor.cursor()
        return None

    def _on_edited(self) -> None:
        self.edited.emit()
        self.desk.form_edited.emit()

    def take_back(self, again: bool) -> None:
        """Take the last field change of this record back, or make it again, and say what came back."""
        focus = QApplication.focusWidget()
        if focus is not None:
            # What is being typed beside it counts as a change of its own first.
            self._commit_focused(focus)
        name = self.undo.redo() if again else self.undo.undo()
        if name:
            self.focus_field(name)
            field = self.fields[name]
            self.desk.messages.info(said(translate_marked(self.fieldset[name].label), field.editor, again=again))

    def _commit_focused(self, focus: QWidget) -> None:
        for name, field in self.fields.items():
            if field.isAncestorOf(focus) and field.editor.raw() != self._left.get(name, ""):
                field.editor.commit()

    def _text_of(self, name: str) -> str | None:
        return self.fields[name].editor.raw() if name in self.fields else None

    def _put(self, name: str, text: str) -> bool:
        editor = self.fields[name].editor
        before = editor.raw()
        editor.set_raw(text)
        if self._save is not None and not self._store_field(name):
            editor.set_raw(before)
            return False
        self._left[name] = text
        self._on_edited()
        return True

    def _on_committed(self, name: str) -> None:
        text, before = self.fields[name].editor.raw(), self._left.get(name, "")
        if self._save is None or text == self._loaded.get(name, "") or self._store_field(name):
            self._left[name] = text
            self.undo.note(name, before, text)

    def _store_field(self, name: str) -> bool:
        """Store a field of a live form; return whether it is stored now."""
        if self._save is None:
            return False
        text = self.fields[name].editor.raw()
        try:
            result = self._save({name: text})
        except UserError as error:
            self.desk.tell(error)
            return False
        self._loaded[name] = text
        drafts.forget(self.desk.session, self.key)
        self.show_problems(result.problems)
        self.saved.emit(result)
        return True
