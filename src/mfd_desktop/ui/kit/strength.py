"""How strong a passphrase is: a word and a sentence, and a bar beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mfd_desktop.app.strength import Estimate, Strength
from mfd_desktop.content.i18n import N_, _, translate_marked
from mfd_desktop.ui.kit.labels import Label, set_style_property
from mfd_desktop.ui.theme import GAP_SMALL, GAP_TINY, Tone, current_tokens

if TYPE_CHECKING:
    from collections.abc import Mapping

_WORDS: Mapping[Strength, tuple[str, Tone]] = {
    Strength.WEAK: (N_("Schwach"), Tone.URGENT),
    Strength.FAIR: (N_("Mäßig"), Tone.WARNING),
    Strength.GOOD: (N_("Gut"), Tone.GOOD),
    Strength.STRONG: (N_("Stark"), Tone.GOOD),
}
_SPANS = {
    "seconds": N_("Hält einem Angriff mit vielen Rechnern nur Sekunden stand."),
    "minutes": N_("Hält einem Angriff mit vielen Rechnern nur Minuten stand."),
    "hours": N_("Hält einem Angriff mit vielen Rechnern nur Stunden stand."),
    "days": N_("Hält einem Angriff mit vielen Rechnern einige Tage stand."),
    "months": N_("Hält einem Angriff mit vielen Rechnern einige Monate stand."),
    "years": N_("Hält einem Angriff mit vielen Rechnern Jahre stand."),
    "centuries": N_("Hält einem Angriff mit vielen Rechnern länger als hundert Jahre stand."),
}
_LEVELS = tuple(Strength)
_BAR = (96, 8)
_SEGMENT_GAP = 3.0


class _Bar(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.level: Strength | None = None
        self.setFixedSize(*_BAR)

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens, painter = current_tokens(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        reached = 0 if self.level is None else _LEVELS.index(self.level) + 1
        colour = tokens.line if self.level is None else tokens.text(_WORDS[self.level][1])
        width = (self.width() - _SEGMENT_GAP * (len(_LEVELS) - 1)) / len(_LEVELS)
        for number in range(len(_LEVELS)):
            painter.setBrush(QColor(colour if number < reached else tokens.line))
            painter.drawRoundedRect(QRectF(number * (width + _SEGMENT_GAP), 0, width, self.height()), 3, 3)


class StrengthMeter(QWidget):
    """Bar, word and sentence of an estimate; hidden as long as there is none."""

    def __init__(self) -> None:
        super().__init__()
        self._bar, self._word, self._text = _Bar(), Label("", "strong", wrap=False), Label("", "help")
        line = QHBoxLayout()
        line.setSpacing(GAP_SMALL)
        line.addWidget(self._bar, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self._word)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_TINY)
        column.addLayout(line)
        column.addWidget(self._text)

    def show_estimate(self, found: Estimate | None) -> None:
        """Show an estimate; None: nothing has been typed."""
        self._bar.level = None if found is None else found.level
        self._bar.update()
        word, tone = ("", Tone.NEUTRAL) if found is None else _WORDS[found.level]
        said = translate_marked(word) if word else ""
        text = "" if found is None else translate_marked(_SPANS[found.span])
        self._word.setText(said)
        set_style_property(self._word, "tone", tone.value)
        self._text.setText(text or _("Hier steht gleich, wie lange es einem Angriff standhält."))
        self.setAccessibleName(f"{said}: {text}" if found else "")

    def said(self) -> str:
        """Return word and sentence shown."""
        return f"{self._word.text()} {self._text.text()}".strip()
