"""The fields of one step of a guided form: shown, hidden and advised on as the answers come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mfd_desktop.app import guided
from mfd_desktop.app.casework import Saved
from mfd_desktop.app.fieldsets import FieldSet
from mfd_desktop.content.i18n import _
from mfd_desktop.forms.fieldtypes import InfoField
from mfd_desktop.ui.forms.editors import editor_of, takes_whole_width
from mfd_desktop.ui.forms.hint_box import HintBox
from mfd_desktop.ui.kit.field import FormGrid
from mfd_desktop.ui.kit.labels import IconLabel, Label
from mfd_desktop.ui.record_form import RecordForm
from mfd_desktop.ui.theme import GAP_SMALL, GAP_TINY, Tone

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mfd_desktop.app.guided import Guided
    from mfd_desktop.domain.fields import Field as Declared
    from mfd_desktop.domain.fields import Problem
    from mfd_desktop.forms.fieldtypes import AnyField, Hint
    from mfd_desktop.ui.desk import Desk
    from mfd_desktop.ui.kit.editor import Editor


def form_key(found: Guided, step: str) -> str:
    """Return the name of a step in sealed drafts and places."""
    return f"guided:{found.record.stamp.id}:{step}"


class StepForm(RecordForm):
    """Every field is stored when it is left; ``found`` is the form as it is then (``saved`` follows).

    Missing answers are only complained of once ``strict`` is set. ``initiator`` is told as the one that stored.
    """

    def __init__(self, desk: Desk, found: Guided, step: str) -> None:
        """Build the step and fill it."""
        self.found = found
        self.strict = False
        self.initiator: object = self
        self._step = found.form.step(step)
        self._grid = FormGrid()
        self._boxes: dict[str, QWidget] = {}
        self._hints: list[tuple[Hint, HintBox]] = []
        declared = tuple(field.declared() for field in self._step.fields if field.answerable)
        fieldset = FieldSet(f"form:{found.form.id}", declared, version=found.form.version)
        record_id = found.record.stamp.id
        super().__init__(desk, fieldset, form_key(found, step), save=self._store, record_id=record_id)
        self.show_found(found)

    def _build(self, _names: Sequence[str], *, sections: bool) -> None:
        self._column.addWidget(self._grid)
        for field in self._step.fields:
            box = self._box(field)
            self._boxes[field.name] = box
            self._grid.add(box, full=takes_whole_width(field) or isinstance(field, InfoField))

    def _box(self, field: AnyField) -> QWidget:
        if isinstance(field, InfoField):
            return HintBox(field.label, field.tone, field.source, to_review=field.review == "open")
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_SMALL)
        column.addWidget(self.make_field(field.declared()))
        if field.sensitive:
            column.addWidget(_protected())
        for hint in field.hints:
            shown = HintBox(hint.text, hint.tone, hint.source, to_review=hint.review == "open")
            self._hints.append((hint, shown))
            column.addWidget(shown)
        return box

    def make_editor(self, declared: Declared) -> Editor:
        """Return the editor for the field's type."""
        return editor_of(self.found.form.field(declared.name), self.desk.session)

    def show_found(self, found: Guided) -> None:
        """Show the form as it is now; fields being edited keep their texts."""
        self.found = found
        self.load({name: found.raws.get(name, "") for name in self.fields}, found.problems.values())
        self._show_what_counts()

    def show_problems(self, problems: Iterable[Problem]) -> None:
        """Say what is wrong; what is merely missing only when asked for."""
        super().show_problems(problem for problem in problems if self.strict or problem.code != "required")

    def check(self) -> tuple[Problem, ...]:
        """Store everything typed, say what is wrong or missing in what is shown here, and return it."""
        self.store()
        self.strict = True
        found = tuple(problem for problem in self.found.open_problems if problem.field in self.fields)
        self.show_problems(found)
        return found

    def store(self) -> None:
        """Store every field that is not stored yet, as if it were left now."""
        for name in self.touched():
            if not self._boxes[name].isHidden():
                self._on_committed(name)

    def focus_first(self, problems: Sequence[Problem] = ()) -> None:
        """Put the focus into the first field that is wrong, or the first shown of all."""
        wrong = [problem.field for problem in problems]
        shown = wrong or [name for name in self.fields if not self._boxes[name].isHidden()]
        if shown:
            self.focus_field(shown[0])

    def _store(self, texts: dict[str, str]) -> Saved:
        self.found = guided.save(self.desk.session, self.found.record.stamp.id, texts, initiator=self.initiator)
        self._show_what_counts()
        return Saved(self.found.record.stamp.id, self._problems())

    def _problems(self) -> tuple[Problem, ...]:
        return self.found.open_problems if self.strict else tuple(self.found.problems.values())

    def _show_what_counts(self) -> None:
        view = self.found.view
        self._grid.show_only([box for name, box in self._boxes.items() if name in view.fields])
        for hint, shown in self._hints:
            shown.setVisible(hint.when is None or hint.when.holds(view.values))


def _protected() -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(GAP_TINY)
    row.addWidget(IconLabel("lock", Tone.NEUTRAL, 12))
    row.addWidget(Label(_("Besonders geschützt (Art. 9 DSGVO)"), "help"), 1)
    return line
