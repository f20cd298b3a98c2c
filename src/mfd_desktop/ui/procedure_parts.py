"""Parts the cards of a procedure share: a card that folds, the warning before a harmful application, law and source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mfd_desktop.content.i18n import _, content_text
from mfd_desktop.ui.kit.buttons import quiet
from mfd_desktop.ui.kit.card import Card
from mfd_desktop.ui.kit.checks import Tick
from mfd_desktop.ui.kit.labels import IconLabel, Label, rule
from mfd_desktop.ui.theme import GAP_SMALL, Tone

if TYPE_CHECKING:
    from mfd_desktop.law.guide_files import HarmfulEntry


class FoldingCard(Card):
    """A card whose body is put away until it matters; the counsellor's choice stays."""

    def __init__(self, title: str) -> None:
        """Build it folded."""
        super().__init__(title)
        self.inside = QWidget()
        self.column = QVBoxLayout(self.inside)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(GAP_SMALL)
        self.fold = quiet(_("Zeigen"), "chevron-down")
        self.fold.clicked.connect(self._on_clicked)
        self._chosen: bool | None = None
        self.add_to_head(self.fold)
        self.add(self.inside)
        self._show(open_=False)

    def unfold_if(self, *, relevant: bool) -> None:
        """Show the body if it matters now, unless the counsellor has chosen otherwise."""
        self._show(open_=relevant if self._chosen is None else self._chosen)

    def forget_choice(self) -> None:
        """Go by what matters again: another case is shown."""
        self._chosen = None

    def is_open(self) -> bool:
        """Whether the body is shown."""
        return not self.inside.isHidden()

    def _on_clicked(self) -> None:
        self._chosen = not self.is_open()
        self._show(open_=self._chosen)

    def _show(self, *, open_: bool) -> None:
        self.inside.setVisible(open_)
        self.fold.setText(_("Einklappen") if open_ else _("Zeigen"))
        self.fold.set_icon("chevron-up" if open_ else "chevron-down")
        self.fold.setAccessibleName(f"{self.accessibleName()}: {self.fold.text()}")


def source_line(basis: str, *, to_review: bool) -> Label:
    """Return the line with legal basis and, as long as a lawyer has not confirmed it, that it is to be reviewed."""
    parts = [basis] if basis else []
    parts += [_("fachlich zu prüfen")] if to_review else []
    return Label(" · ".join(parts), "help")


class HarmPanel(QWidget):
    """What an application bars, with its advice and the tick that the warning was read."""

    def __init__(self, entries: tuple[HarmfulEntry, ...]) -> None:
        """Take the applications to warn of."""
        super().__init__()
        self.entries = entries
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_SMALL)
        self.tick = Tick(_("Die Warnung ist gelesen und mit der Person besprochen"))
        for entry in entries:
            self._add(column, entry)
        column.addWidget(self.tick)
        self._closed = Label("", "strong")
        self._closed.hide()
        column.addWidget(self._closed)
        column.addWidget(rule())

    def _add(self, column: QVBoxLayout, entry: HarmfulEntry) -> None:
        title = Label(content_text(entry.title), "strong")
        column.addWidget(title)
        for bar in entry.bars:
            column.addWidget(sign_line("warning", Tone.WARNING, content_text(bar.text)))
            column.addWidget(source_line(bar.basis, to_review=bar.review == "open"))
        column.addWidget(sign_line("info", Tone.ACCENT, content_text(entry.advice)))

    @property
    def read(self) -> tuple[str, ...]:
        """The names of the warnings read."""
        return tuple(entry.name for entry in self.entries) if self.tick.box.isChecked() else ()

    def close_with(self, said: str) -> None:
        """Say why nothing can be recorded; the warning stays to be read."""
        self._closed.setText(said)
        self._closed.show()
        self.tick.hide()

    def refusal(self) -> str:
        """Return what is to be done first, empty once the warning was read."""
        return "" if not self.entries or self.read else _("Bitte erst die Warnung lesen und bestätigen.")


def sign_line(icon: str, tone: Tone, text: str) -> QWidget:
    """Return a line with a sign before its text."""
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(GAP_SMALL)
    row.addWidget(IconLabel(icon, tone), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(Label(text), 1)
    return line
