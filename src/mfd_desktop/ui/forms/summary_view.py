"""The last page of a guided form: every answer, where it is recorded, the follow-ups made, and what is missing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from mfd_desktop.app import guided_summary
from mfd_desktop.app.wording import problem_text
from mfd_desktop.content.i18n import _
from mfd_desktop.domain.dates import format_date
from mfd_desktop.ui.kit.banner import Banner, BannerKind
from mfd_desktop.ui.kit.buttons import quiet
from mfd_desktop.ui.kit.card import Card
from mfd_desktop.ui.kit.labels import IconLabel, Label
from mfd_desktop.ui.theme import GAP, GAP_LARGE, GAP_SMALL, GAP_TINY, Tone

if TYPE_CHECKING:
    from mfd_desktop.app.guided import Guided
    from mfd_desktop.app.guided_summary import SummaryLine, SummaryStep
    from mfd_desktop.domain.records import FollowUp
    from mfd_desktop.ui.desk import Desk


class SummaryView(QWidget):
    """``change_asked(step, field)`` to go to an answer; a finished form is only read."""

    change_asked = Signal(str, str)

    def __init__(self, desk: Desk, found: Guided, *, narrow: bool) -> None:
        """Show the form as it is now."""
        super().__init__()
        self._finished = found.record.finished is not None
        self._narrow = narrow
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP_LARGE)
        missing = len(found.open_problems)
        if missing and not self._finished:
            said = _("Zum Abschließen fehlt noch etwas. Unten steht, was; alles Übrige ist schon gespeichert.")
            self._column.addWidget(Banner(said, BannerKind.WARNING))
        for step in guided_summary.summary(desk.session, found):
            self._column.addWidget(self._step(step))
        made = guided_summary.follow_ups(desk.session, found)
        if made:
            self._column.addWidget(_made(made))

    def _step(self, step: SummaryStep) -> QWidget:
        part = Card(step.title)
        if not self._finished:
            change = quiet(_("Ändern"))
            change.setAccessibleName(_("{step} ändern").format(step=step.title))
            wrong = next((line.field for line in step.lines if line.problem), "")
            change.clicked.connect(partial(self.change_asked.emit, step.name, wrong))
            part.add_to_head(change)
        grid = QGridLayout()
        grid.setHorizontalSpacing(GAP)
        grid.setVerticalSpacing(GAP_TINY if self._narrow else GAP_SMALL)
        for number, line in enumerate(step.lines):
            self._line(grid, number, line)
        for column, share in enumerate((1,) if self._narrow else (5, 5, 3)):
            grid.setColumnStretch(column, share)
        part.add_layout(grid)
        return part

    def _line(self, grid: QGridLayout, number: int, line: SummaryLine) -> None:
        below = _wrong(problem_text(line.problem)) if line.problem else Label(line.place, "help")
        answer = Label(line.text)
        if not line.text:
            answer.hide()
        for place, part in enumerate((Label(line.label, "muted"), answer, below)):
            if self._narrow:
                grid.addWidget(part, 3 * number + place, 0)
            else:
                grid.addWidget(part, number, place, Qt.AlignmentFlag.AlignTop)


def _wrong(text: str) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(GAP_TINY)
    row.addWidget(IconLabel("warning", Tone.URGENT, 14))
    row.addWidget(Label(text, "error"), 1)
    return line


def _made(follow_ups: tuple[FollowUp, ...]) -> Card:
    card = Card(_("Wiedervorlagen aus diesem Formular"))
    for found in follow_ups:
        due = format_date(found.due) if found.due else _("ohne Datum")
        state = _("erledigt") if found.done else _("dringend") if found.urgent else ""
        card.add(Label(" · ".join(part for part in (due, state, found.text) if part)))
    return card
