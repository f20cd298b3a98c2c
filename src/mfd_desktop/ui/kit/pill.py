"""A short fact with tone, sign and word."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy

from mfd_desktop.ui.kit.labels import ElidedLabel, IconLabel, set_style_property
from mfd_desktop.ui.theme import GAP_TINY, Tone

TONE_ICONS = {
    Tone.ACCENT: "",
    Tone.GOOD: "check",
    Tone.WARNING: "triangle",
    Tone.URGENT: "triangle",
    Tone.NEUTRAL: "",
}


class Pill(QFrame):
    """Soft coloured label; warning, urgent and good carry a sign of their own unless `icon` names another."""

    def __init__(self, text: str, tone: Tone = Tone.ACCENT, icon: str = "") -> None:
        super().__init__()
        self.setProperty("kind", "pill")
        self.setProperty("tone", tone.value)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._icon = IconLabel("dot", tone, 12)
        self._text = ElidedLabel(text, "strong")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 2, 10, 2)
        layout.setSpacing(GAP_TINY + 2)
        layout.addWidget(self._icon)
        layout.addWidget(self._text)
        self.set_text(text, tone, icon)

    def text(self) -> str:
        """The word shown."""
        return self._text.text()

    def set_text(self, text: str, tone: Tone, icon: str = "") -> None:
        """Show another fact."""
        name = icon or TONE_ICONS[tone]
        self._icon.setVisible(bool(name))
        if name:
            self._icon.set_icon(name, tone)
        self._text.setText(text)
        self.setAccessibleName(text)
        set_style_property(self, "tone", tone.value)
        set_style_property(self._text, "tone", tone.value)
