"""The steps of a guided form at the side; narrow: one line that unfolds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from mfd_desktop.content.i18n import _, content_text
from mfd_desktop.forms.navigation import progress
from mfd_desktop.ui.kit.buttons import quiet
from mfd_desktop.ui.kit.card import Card
from mfd_desktop.ui.kit.labels import ElidedLabel
from mfd_desktop.ui.kit.rows import Row, RowList
from mfd_desktop.ui.theme import GAP, GAP_TINY, Tone

if TYPE_CHECKING:
    from mfd_desktop.app.guided import Guided

SIDE_WIDTH = 250
"""Logical pixels."""


class StepList(QWidget):
    """``step_chosen(name)``. Each step says by sign and word whether it is done, open or has something wrong."""

    step_chosen = Signal(str)

    def __init__(self) -> None:
        """Build it empty; ``show_found`` fills it."""
        super().__init__()
        self._narrow = False
        self.where = ElidedLabel("", "strong")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.fold = quiet(_("Alle Schritte"), "chevron-down")
        self.fold.clicked.connect(self._on_fold)
        self.rows = RowList(_("Schritte"), slim=True)
        self.rows.row_activated.connect(self._on_chosen)
        self._card = Card()
        self._head = QHBoxLayout()
        self._head.setSpacing(GAP)
        self._head.addWidget(self.where)
        self._head.addWidget(self.fold)
        self._card.add_layout(self._head)
        self._card.add(self.bar)
        self._card.add(self.rows)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_TINY)
        column.addWidget(self._card)
        self.set_narrow(narrow=False)

    def set_narrow(self, *, narrow: bool) -> None:
        """Be a line above the step, or a column beside it."""
        self._narrow = narrow
        self.fold.setVisible(narrow)
        if narrow:
            self._head.insertWidget(1, self.bar, 1)
        else:
            self._card.body.insertWidget(1, self.bar)
        self._unfold(shown=not narrow)

    def show_found(self, found: Guided, step: str) -> None:
        """Show where the counsellor is."""
        place = progress(found.view, step)
        said = _("Schritt {place} von {count}").format(place=place.place, count=place.count)
        self.where.setText(said)
        self.bar.setMaximum(place.count)
        self.bar.setValue(place.place)
        self.bar.setAccessibleName(said)
        self.rows.set_rows([_row(found, name, current=name == step) for name in found.view.steps])
        self.rows.make_current(step)

    def _on_chosen(self, step: str) -> None:
        if self._narrow:
            self._unfold(shown=False)
        self.step_chosen.emit(step)

    def _on_fold(self) -> None:
        self._unfold(shown=self.rows.isHidden())

    def _unfold(self, *, shown: bool) -> None:
        self.rows.setVisible(shown)
        self.fold.set_icon("chevron-up" if shown else "chevron-down")


def _row(found: Guided, step: str, *, current: bool) -> Row:
    fields = [name for name in found.view.fields_of(step) if found.form.field(name).answerable]
    wrong = any(name in found.problems and found.problems[name].code != "required" for name in fields)
    missing = any(problem.field in fields for problem in found.open_problems)
    answered = any(found.view.values.get(name) not in (None, "", ()) for name in fields)
    if wrong:
        icon, tone, state = "warning", Tone.URGENT, _("etwas stimmt nicht")
    elif answered and not missing:
        icon, tone, state = "check", Tone.GOOD, _("ausgefüllt")
    else:
        icon, tone, state = "circle", Tone.NEUTRAL, _("offen")
    return Row(step, content_text(found.form.step(step).title), icon=icon, tone=tone, state=state, strong=current)
