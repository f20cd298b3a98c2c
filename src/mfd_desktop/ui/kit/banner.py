"""A message inside a screen: what happened, what was kept, what to do."""

from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from mfd_desktop.content.i18n import N_, translate_marked
from mfd_desktop.ui.kit.buttons import secondary
from mfd_desktop.ui.kit.labels import IconLabel, Label, set_style_property
from mfd_desktop.ui.theme import GAP, GAP_SMALL, Tone


class BannerKind(StrEnum):
    """How serious a message is."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


_LOOK = {
    BannerKind.INFO: ("info", Tone.ACCENT, N_("Hinweis")),
    BannerKind.WARNING: ("warning", Tone.WARNING, N_("Achtung")),
    BannerKind.ERROR: ("error", Tone.URGENT, N_("Fehler")),
}


class Banner(QFrame):
    """Sign, word and sentence; `action_requested` when the optional button is pressed."""

    action_requested = Signal()

    def __init__(self, text: str = "", kind: BannerKind = BannerKind.INFO, action: str = "") -> None:
        super().__init__()
        self.setProperty("kind", "banner")
        self._icon = IconLabel("info", Tone.ACCENT, 18)
        self._word = Label("", "strong", wrap=False)
        self._text = Label(text)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._action = secondary(action)
        self._action.clicked.connect(self.action_requested)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(GAP, GAP_SMALL, GAP, GAP_SMALL)
        layout.setSpacing(GAP_SMALL)
        top = Qt.AlignmentFlag.AlignTop
        words = QHBoxLayout()
        words.setSpacing(GAP_SMALL)
        words.addWidget(self._icon, 0, top)
        words.addWidget(self._word, 0, top)
        words.addWidget(self._text, 1, top)
        layout.addLayout(words, 1)
        layout.setAlignment(words, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self._action, 0, Qt.AlignmentFlag.AlignVCenter)
        self.show_message(text, kind, action)

    def show_message(self, text: str, kind: BannerKind = BannerKind.INFO, action: str = "") -> None:
        """Show a message; an empty text hides the banner."""
        name, tone, marked = _LOOK[kind]
        word = translate_marked(marked)
        self._icon.set_icon(name, tone)
        self._word.setText(word)
        set_style_property(self._word, "tone", tone.value)
        self._text.setText(text)
        self._action.setText(action)
        self._action.setVisible(bool(action))
        set_style_property(self, "tone", tone.value)
        self.setAccessibleName(f"{word}: {text}")
        # Shown before it has a parent it would be a window of its own for a moment.
        if self.parentWidget() is not None or not text:
            self.setVisible(bool(text))
        else:
            self.setAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide, False)

    @property
    def action_button(self) -> QWidget:
        """The button; hidden without an action."""
        return self._action

    def focus_action(self) -> None:
        """Put the focus into the button."""
        self._action.setFocus(Qt.FocusReason.OtherFocusReason)

    def text(self) -> str:
        """The sentence shown."""
        return self._text.text()
