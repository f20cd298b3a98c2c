"""A sheet around one entry of the agenda: stored as a whole, drafts kept, giving up can be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from mfd_desktop.app import drafts, overview
from mfd_desktop.app.casework import values_of
from mfd_desktop.app.saving import check, raws_of
from mfd_desktop.content.i18n import _
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.case_entry import CaseEditor
from mfd_desktop.ui.kit.banner import Banner, BannerKind
from mfd_desktop.ui.kit.buttons import quiet
from mfd_desktop.ui.kit.dialog import Sheet
from mfd_desktop.ui.kit.field import Field
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.record_form import RecordForm

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QShowEvent
    from PySide6.QtWidgets import QWidget

    from mfd_desktop.domain.fields import Problem
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.domain.records import Appointment, FollowUp, OpenForm
    from mfd_desktop.ui.desk import Desk

CASE = "case"
"""Name under which a draft keeps the case chosen: its number, or what was typed."""
_WIDTH = 760


class AgendaForm(RecordForm):
    """Seals every text and the case once anything was typed, because a new entry may begin with a given day."""

    case: CaseEditor | None = None
    stored_case = ""

    @property
    def case_touched(self) -> bool:
        """Whether another case was chosen or typed than the stored one."""
        return self.case is not None and self.case.raw() != self.stored_case

    def open_form(self) -> OpenForm | None:
        if not self.touched() and not self.case_touched:
            return None
        # An empty text says that an entry shall no longer belong to its case.
        case = {CASE: self.case.raw()} if self.case is not None and (self.case.raw() or self.case_touched) else {}
        return drafts.open_form(self.key, self.texts() | case, self.record_id)


class AgendaSheet(Sheet):
    """What the sheets share. Signal ``given_up(dict)`` with the texts when something typed was not stored."""

    given_up = Signal(object)

    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        title: str,
        form: AgendaForm,
        record: FollowUp | Appointment | None,
        case_id: RecordId | None,
    ) -> None:
        """Build the sheet around a form; ``case_id`` is the case it belongs to; that of a new entry is given."""
        super().__init__(parent, title, _("Speichern"), _WIDTH)
        self.desk = desk
        self.form = form
        self._stored = record
        self.case_id = case_id
        self.raws: dict[str, str] = {}
        self.case_field: Field | None = None
        self._banner = Banner(action=_("Verwerfen"))
        self._banner.hide()
        self._banner.action_requested.connect(self._on_draft_refused)
        self.add(self._banner)
        self._add_case()
        self.add(form)
        self.finished.connect(self._on_finished)

    @property
    def is_new(self) -> bool:
        """Whether nothing is stored yet."""
        return self._stored is None

    def fill(self, raws: Mapping[str, str]) -> None:
        """Show these texts, and over them what was typed before a lock or crash."""
        self.raws = dict(raws)
        case = self.raws.pop(CASE, "")
        if self.form.case is not None and case:
            self.form.case.set_raw(case)
        if self.form.load(self.raws):
            found = drafts.draft(self.desk.session, self.form.key)
            if found is not None and self.form.case is not None and CASE in found.values:
                self.form.case.set_raw(found.values[CASE])
            self._banner.show_message(_("Hier steht, was noch nicht gespeichert war."), BannerKind.INFO, _("Verwerfen"))

    def accept(self) -> None:
        """Store if everything is in order; otherwise say beside the fields what is not, and stay."""
        for field in self.form.fields.values():
            field.editor.normalise()
        case_id, in_order = self._chosen_case()
        problems = self.problems(self.form.texts())
        self.form.show_problems(problems)
        if problems:
            self.form.focus_field(problems[0].field)
        if problems or not in_order:
            return
        if self.desk.attempt(lambda: self._save(case_id)):
            super().accept()

    def reject(self) -> None:
        """Give up what was typed; ``given_up`` lets somebody offer it back."""
        unsaved = self.form.open_form()
        if unsaved is None:
            super().reject()
        elif self.desk.attempt(self._drop):
            super().reject()
            self.given_up.emit(dict(unsaved.values))

    def leave(self) -> None:
        """Close because the record was changed otherwise; what was typed goes."""
        self.desk.attempt(self._drop)
        super().reject()

    def lay_over(self, typed: Mapping[str, str]) -> None:
        """Put texts into the fields as if they had been typed."""
        if self.form.case is not None and CASE in typed:
            self.form.case.set_raw(typed[CASE])
        for name, field in self.form.fields.items():
            if name in typed:
                field.editor.set_raw(typed[name])

    def problems(self, texts: Mapping[str, str]) -> tuple[Problem, ...]:
        """Return what is wrong with the texts."""
        session = self.desk.session
        whole = {**self.raws, **texts}
        found = check(self.form.fieldset, whole, today=session.clock.today(), lists=session.lists).problems
        return tuple(problem for problem in found if problem.field in self.form.fields)

    def stored(self) -> dict[str, str]:
        """Return the texts of the record; none for a new one."""
        record, fieldset = self._stored, self.form.fieldset
        return raws_of(fieldset, values_of(record, fieldset), record.stamp.raw) if record is not None else {}

    def store(self, case_id: RecordId | None, texts: dict[str, str]) -> None:
        """Store valid texts; raises UserError."""
        raise NotImplementedError

    def showEvent(self, event: QShowEvent) -> None:
        """Begin in the first field that is empty."""
        super().showEvent(event)
        if (layout := self.layout()) is not None:
            # Only once it is laid out does the form know in how many columns.
            layout.activate()
            self._fit()
        if self.is_new and self.form.case is not None and not self.form.case.raw():
            self.form.case.input_widget().setFocus()
            return
        empty = [name for name, text in self.form.texts().items() if not text]
        self.form.focus_field(empty[0] if empty else next(iter(self.form.fields)))

    def _add_case(self) -> None:
        if self.is_new and self.case_id is not None:
            label = overview.label_of(self.desk.session, self.case_id)
            shown = self.desk.label(label.name, label.initials)
            self.add(Label(_("Fall {number} · {name}").format(number=label.number, name=shown), "strong"))
        else:
            self.form.case = CaseEditor(self.desk)
            helping = _("Nummer oder Name; ohne Fall leer lassen")
            self.case_field = Field(_("Fall"), self.form.case, helping)
            self._show_stored_case()
            self.form.case.edited.connect(self.desk.form_edited)
            self.add(self.case_field)
        on_case_page = getattr(self.parentWidget(), "name", "") == "case"
        if self.case_id is not None and not self.is_new and not on_case_page:
            button = quiet(_("Fall öffnen"), "cases")
            button.clicked.connect(self._on_open_case)
            self.add_button(button)

    def _show_stored_case(self) -> None:
        if self.form.case is None:
            return
        if self.case_id is not None:
            self.form.stored_case = overview.label_of(self.desk.session, self.case_id).number
        self.form.case.set_raw(self.form.stored_case)

    def _chosen_case(self) -> tuple[RecordId | None, bool]:
        editor, field = self.form.case, self.case_field
        if editor is None or field is None:
            return self.case_id, True
        missing = bool(editor.raw().strip()) and editor.case_id is None
        field.set_error(_("Diesen Fall gibt es nicht. Bitte aus der Liste wählen.") if missing else "")
        if missing:
            editor.input_widget().setFocus()
        return editor.case_id, not missing

    def _save(self, case_id: RecordId | None) -> None:
        self.store(case_id, self.form.texts())
        self._drop()

    def _drop(self) -> None:
        drafts.forget(self.desk.session, self.form.key)
        self.desk.unregister(self.form)

    def _on_draft_refused(self) -> None:
        self._banner.hide()
        self._show_stored_case()
        self.desk.attempt(lambda: self.form.clear(self.raws))

    def _on_open_case(self) -> None:
        self.reject()
        self.desk.go(Place("case", self.case_id))

    def _on_finished(self) -> None:
        self.desk.unregister(self.form)
        self.deleteLater()
