"""What is shown of one step of a guided form: title, introduction, questions or the summary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mfd_desktop.content.i18n import _, content_text
from mfd_desktop.ui.forms.step_form import StepForm
from mfd_desktop.ui.forms.summary_view import SummaryView
from mfd_desktop.ui.kit.card import Card
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.theme import GAP

if TYPE_CHECKING:
    from mfd_desktop.app.guided import Guided
    from mfd_desktop.ui.desk import Desk


class StepPage(QWidget):
    """``form`` is None for the summary, which asks with ``change_asked(step, field)`` to go to an answer."""

    change_asked = Signal(str, str)

    def __init__(self, desk: Desk, found: Guided, step: str, *, narrow: bool) -> None:
        """Build the page of this step."""
        super().__init__()
        self.form: StepForm | None = None
        declared = found.form.step(step)
        card = Card(content_text(declared.title))
        self.law = Label(_law_line(desk, found) if found.form.place != "case" else "", "muted")
        self.law.setVisible(bool(self.law.text()))
        card.add(self.law)
        for text in (declared.intro, declared.help):
            if text:
                card.add(Label(content_text(text), "muted"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(card)
        if declared.summary:
            card.add(Label(_("Quelle: {source}").format(source=found.form.source), "help"))
            summary = SummaryView(desk, found, narrow=narrow)
            summary.change_asked.connect(self.change_asked)
            column.addWidget(summary)
        else:
            self.form = StepForm(desk, found, step)
            card.add(self.form)


def _law_line(desk: Desk, found: Guided) -> str:
    """Return which law applies: on every screen of the procedure."""
    # Other forms need neither rules nor the guide.
    from mfd_desktop.ui.procedure_words import law_line

    return law_line(desk.session, found.case.client_id)
