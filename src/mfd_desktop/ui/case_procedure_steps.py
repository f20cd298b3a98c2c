"""What belongs to the position a procedure is in: documents to ask for, what to check, what to advise."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mfd_desktop.app import procedure_guide
from mfd_desktop.content.i18n import _, content_text
from mfd_desktop.ui.kit.card import Card
from mfd_desktop.ui.kit.checks import Tick
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.kit.responsive import WidthWatch
from mfd_desktop.ui.procedure_parts import sign_line, source_line
from mfd_desktop.ui.theme import GAP, GAP_LARGE, GAP_SMALL, Tone

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mfd_desktop.app.procedure_guide import Standing
    from mfd_desktop.law.guide_files import StepEntry
    from mfd_desktop.law.guide_files import Tick as TickEntry
    from mfd_desktop.ui.desk import Desk

BESIDE_FROM = 760
"""Logical pixels; from this width on documents and checks stand beside each other."""


class StepCard(Card):
    """One step of counselling with its ticks."""

    def __init__(self, desk: Desk, step: StepEntry, found: Standing) -> None:
        """Build it for the laws in question."""
        super().__init__(content_text(step.title))
        self.desk = desk
        self._found = found
        self.ticks: dict[str, Tick] = {}
        laws = found.laws("procedure")
        self._columns = QHBoxLayout()
        self._columns.setSpacing(GAP_LARGE)
        for title, ticks in ((_("Zeigen lassen"), step.documents), (_("Prüfen"), step.checks)):
            shown = [tick for tick in ticks if set(tick.laws) & set(laws)]
            if shown:
                self._columns.addWidget(self._ticks(title, shown), 1)
        self.add_layout(self._columns)
        self._add_advice(step, laws)
        self.add(source_line(step.basis, to_review=step.review == "open"))
        self._watch = WidthWatch(self, below=BESIDE_FROM)
        self._watch.changed.connect(self._on_width_changed)
        self._show_progress()

    def _ticks(self, title: str, entries: Iterable[TickEntry]) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_SMALL)
        column.addWidget(Label(title, "strong"))
        for entry in entries:
            on = self._found.answers.get(entry.name) == procedure_guide.DONE
            tick = Tick(content_text(entry.text), on=on)
            tick.clicked.connect(partial(self._on_ticked, entry.name))
            self.ticks[entry.name] = tick
            column.addWidget(tick)
        column.addStretch(1)
        return part

    def _add_advice(self, step: StepEntry, laws: tuple[str, ...]) -> None:
        said = [advice for advice in step.advice if set(advice.laws) & set(laws)]
        if said:
            self.add(Label(_("Raten"), "strong"))
        for advice in said:
            text = content_text(advice.text)
            review = f" ({_('fachlich zu prüfen')})" if advice.review == "open" else ""
            self.add(sign_line("info", Tone.ACCENT, f"{text}{review}"))
        chosen = self._found.laws(step.cut_off)
        for law, text in (("ALT", step.old), ("NEU", step.new)):
            if text and law in chosen:
                name = _("Altes Recht") if law == "ALT" else _("Neues Recht")
                line = _("{law}: {text}").format(law=name, text=content_text(text))
                self.add(sign_line("diamond", Tone.NEUTRAL, line))

    def show_answers(self, found: Standing) -> None:
        """Show what is ticked now."""
        self._found = found
        for name, tick in self.ticks.items():
            tick.box.setChecked(found.answers.get(name) == procedure_guide.DONE)
        self._show_progress()

    def _on_ticked(self, name: str, on: bool) -> None:
        session, procedure_id = self.desk.session, self._found.procedure.stamp.id
        if not self.desk.attempt(lambda: procedure_guide.tick(session, procedure_id, name, on=on)):
            self.ticks[name].box.setChecked(not on)
        self._show_progress()

    def _show_progress(self) -> None:
        done = sum(tick.box.isChecked() for tick in self.ticks.values())
        self.set_title(self._title.text(), _("{done} von {all}").format(done=done, all=len(self.ticks)))

    def _on_width_changed(self, narrow: bool) -> None:
        self._columns.setDirection(QHBoxLayout.Direction.TopToBottom if narrow else QHBoxLayout.Direction.LeftToRight)


class StepCards(QWidget):
    """The steps of the position shown; built anew only when position or laws changed."""

    def __init__(self, desk: Desk) -> None:
        """Build it empty; ``show_standing`` fills it."""
        super().__init__()
        self.desk = desk
        self.cards: list[StepCard] = []
        self._shown: object = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP)

    def show_standing(self, found: Standing | None) -> None:
        """Show the steps of a standing; a tick that has the focus keeps it."""
        wanted = _what(found)
        if found is not None and wanted == self._shown:
            for card in self.cards:
                card.show_answers(found)
            return
        self._shown = wanted
        for card in self.cards:
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = [StepCard(self.desk, step, found) for step in found.steps] if found is not None else []
        for card in self.cards:
            self._column.addWidget(card)
        self.setVisible(bool(self.cards))


def _what(found: Standing | None) -> object:
    """Return what the cards are built from."""
    if found is None:
        return None
    laws = tuple(found.laws(cut_off) for cut_off in ("procedure", "responsibility", "withdrawal"))
    return found.procedure.stamp.id, tuple(step.code for step in found.steps), laws
