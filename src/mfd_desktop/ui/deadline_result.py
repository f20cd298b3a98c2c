"""A computed deadline on the screen: when it ends, how that came about, what else is tenable, what to heed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mfd_desktop.content.i18n import _
from mfd_desktop.law.explain import BASIS_TITLE, RESULT_TITLE, TASKS_TITLE, explain, headline
from mfd_desktop.ui.kit.banner import Banner, BannerKind
from mfd_desktop.ui.kit.card import Card
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.kit.pill import Pill
from mfd_desktop.ui.theme import GAP_SMALL, GAP_TINY, Tone

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from mfd_desktop.law.explain import Section
    from mfd_desktop.law.results import Result


def review_pill() -> Pill:
    """Return the pill that says that a lawyer has to confirm it."""
    return Pill(_("fachlich zu prüfen"), Tone.WARNING, "warning")


class SectionsView(QWidget):
    """Headings with sentences under them, to be read and copied."""

    def __init__(self, sections: Sequence[Section], left_out: Container[str] = ()) -> None:
        """Show all sections but those with a title in ``left_out`` (as it is marked)."""
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_TINY)
        self._said: list[str] = []
        for section in sections:
            if section.title.text in left_out:
                continue
            heading = Label(section.title.shown(), "strong")
            heading.setContentsMargins(0, GAP_SMALL, 0, 0)
            column.addWidget(heading)
            for line in section.lines:
                said = line.shown()
                label = Label(said)
                label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                column.addWidget(label)
                self._said.append(said)

    def text(self) -> str:
        """All sentences shown."""
        return "\n".join(self._said)


class ResultView(Card):
    """The result while facts are typed; refused facts stand as a sentence instead."""

    def __init__(self) -> None:
        """Build it empty."""
        super().__init__(_("Ergebnis"))
        self._days = Label("", "strong")
        self._hint = Label("", "muted")
        self._review = review_pill()
        self._sections: SectionsView | None = None
        self.problem = Banner()
        self.problem.hide()
        self._days.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for widget in (self._days, self._review, self.problem, self._hint):
            self.add(widget)

    def show_result(self, result: Result | None, hint: str = "") -> None:
        """Show what was computed; without it the hint what is still needed."""
        self._clear()
        if result is None:
            self._hint.setText(hint)
            self._hint.setVisible(bool(hint))
            return
        self._days.setText("\n".join(message.shown() for message in headline(result)))
        self._days.show()
        self._review.setVisible(result.review == "open")
        self._sections = SectionsView(explain(result), {RESULT_TITLE, TASKS_TITLE, BASIS_TITLE})
        self.add(self._sections)

    def refuse(self, said: str) -> None:
        """Say why nothing can be computed."""
        self._clear()
        self.problem.show_message(said, BannerKind.WARNING)

    def text(self) -> str:
        """Everything that is shown."""
        shown = [label.text() for label in (self._days, self._hint) if not label.isHidden()]
        if not self.problem.isHidden():
            shown.append(self.problem.text())
        if self._sections is not None:
            shown.append(self._sections.text())
        return "\n".join(shown)

    def _clear(self) -> None:
        for widget in (self._days, self._hint, self._review, self.problem):
            widget.hide()
        if self._sections is not None:
            self.body.removeWidget(self._sections)
            self._sections.hide()
            self._sections.deleteLater()
            self._sections = None
