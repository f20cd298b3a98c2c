"""The questions a decision asks, each answered with yes or no: nothing is guessed while one is open."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from mfd_desktop.content.i18n import _
from mfd_desktop.domain.fields import SEPARATOR
from mfd_desktop.ui.kit.choice import ChoiceEditor
from mfd_desktop.ui.kit.editor import Editor
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.theme import GAP, GAP_SMALL, GAP_TINY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mfd_desktop.app.notice_choices import Question

_NO = "=no"
_ANSWER = 196
"""Logical pixels; two answers side by side, and the button that takes one back."""
_YES_CODE, _NO_CODE = "yes", "no"


class QuestionsEditor(Editor):
    """The raw text is the codes answered with yes, and those answered with no followed by ``=no``."""

    def __init__(self, questions: Sequence[Question]) -> None:
        """Take every question there is; ``offer`` says which are asked."""
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.answers: dict[str, ChoiceEditor] = {}
        self._words = {one.code: one.words for one in questions}
        self._parts: dict[str, QWidget] = {}
        self._asked: tuple[str, ...] = ()
        self._typed: dict[str, str] = {}
        column = QVBoxLayout()
        column.setSpacing(GAP_SMALL)
        for question in questions:
            self._parts[question.code] = self._make(question)
            column.addWidget(self._parts[question.code])
        self._row.addLayout(column, 1)
        self.offer(())

    def offer(self, codes: Sequence[str]) -> None:
        """Ask these; what was answered stays answered."""
        self._asked = tuple(codes)
        for code, part in self._parts.items():
            part.setVisible(code in self._asked)

    @property
    def asked(self) -> tuple[str, ...]:
        """The codes of what is asked."""
        return self._asked

    def raw(self) -> str:
        answered = ((code, self._typed.get(code)) for code in self._asked)
        return SEPARATOR.join(code + _NO if said == _NO_CODE else code for code, said in answered if said)

    def set_raw(self, text: str) -> None:
        self._typed = {
            token.removesuffix(_NO): _NO_CODE if token.endswith(_NO) else _YES_CODE for token in text.split()
        }
        self._show()

    def settle(self) -> None:
        """Take what is open for answered with no: it was recorded so."""
        self._typed = {code: self._typed.get(code, _NO_CODE) for code in self._asked}
        self._show()

    def said(self) -> str:
        """The codes answered with yes, as they are stored."""
        return SEPARATOR.join(token for token in self.raw().split() if not token.endswith(_NO))

    def open_questions(self) -> tuple[str, ...]:
        """The codes that nobody has answered yet."""
        return tuple(code for code in self._asked if not self._typed.get(code))

    def set_invalid(self, *, invalid: bool) -> None:
        """Mark what is open."""
        for code in self.open_questions():
            self.answers[code].set_invalid(invalid=invalid)

    def input_widget(self) -> QWidget:
        """Return the first open question, else the first one."""
        codes = self.open_questions() or self._asked
        return self.answers[codes[0]].input_widget() if codes else self

    def _make(self, question: Question) -> QWidget:
        answer = ChoiceEditor(((_YES_CODE, _("Ja")), (_NO_CODE, _("Nein"))))
        answer.input_widget().setAccessibleName(question.words)
        answer.describe(question.help)
        answer.committed.connect(partial(self._on_answered, question.code))
        answer.undo_asked.connect(self.undo_asked)
        self.answers[question.code] = answer
        answer.setFixedWidth(_ANSWER)
        part, words = QWidget(), QVBoxLayout()
        words.setSpacing(GAP_TINY)
        words.addWidget(Label(question.words))
        if question.help:
            words.addWidget(Label(question.help, "help"))
        words.addStretch(1)
        line = QHBoxLayout(part)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GAP)
        line.addLayout(words, 1)
        line.addWidget(answer, 0, Qt.AlignmentFlag.AlignTop)
        return part

    def _on_answered(self, code: str) -> None:
        self._typed[code] = self.answers[code].raw()
        self.edited.emit()
        self.committed.emit()

    def _show(self) -> None:
        for code, answer in self.answers.items():
            answer.set_raw(self._typed.get(code, ""))
