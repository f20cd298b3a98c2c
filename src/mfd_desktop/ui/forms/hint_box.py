"""What to do or to know beside a field of a guided form, with its source."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from mfd_desktop.content.i18n import N_, _, content_text, translate_marked
from mfd_desktop.ui.kit.labels import IconLabel, Label
from mfd_desktop.ui.theme import GAP, GAP_SMALL, GAP_TINY, Tone

_LOOK = {
    "info": ("info", Tone.ACCENT, N_("Hinweis")),
    "warning": ("warning", Tone.WARNING, N_("Achtung")),
    "urgent": ("warning", Tone.URGENT, N_("Jetzt")),
}


class HintBox(QFrame):
    """Sign, word, text, and below it the source; what no source proves says so."""

    def __init__(self, text: str, tone: str, source: str = "", *, to_review: bool = False) -> None:
        """Take the German texts of the form's file."""
        super().__init__()
        icon, colour, marked = _LOOK[tone]
        word = translate_marked(marked)
        self.setProperty("kind", "banner")
        self.setProperty("tone", colour.value)
        self.setAccessibleName(f"{word}: {content_text(text)}")
        title = Label(word, "strong", wrap=False)
        title.setProperty("tone", colour.value)
        body = Label(content_text(text))
        body.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        lines = QVBoxLayout()
        lines.setSpacing(GAP_TINY)
        lines.addWidget(body)
        below = [_("Quelle: {source}").format(source=source)] if source else []
        below += [_("fachlich zu prüfen")] if to_review else []
        if below:
            lines.addWidget(Label(" · ".join(below), "help"))
        row = QHBoxLayout(self)
        row.setContentsMargins(GAP, GAP_SMALL, GAP, GAP_SMALL)
        row.setSpacing(GAP_SMALL)
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(IconLabel(icon, colour, 18), 0, top)
        row.addWidget(title, 0, top)
        row.addLayout(lines, 1)
