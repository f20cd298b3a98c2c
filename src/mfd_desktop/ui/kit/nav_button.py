"""Entry of the navigation."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QSizePolicy, QToolButton

from mfd_desktop.ui.icons import ICON_SIZE, icon
from mfd_desktop.ui.kit.buttons import ICON_GAP
from mfd_desktop.ui.kit.labels import set_style_property
from mfd_desktop.ui.theme import Tokens, current_tokens


class NavButton(QToolButton):
    """Entry of the navigation: checkable, sign and name; compact is low and in small letters."""

    def __init__(self, text: str, icon_name: str) -> None:
        super().__init__()
        self._icon_name = icon_name
        self.setText(text)
        self.setAccessibleName(text)
        self.setProperty("kind", "nav")
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setIconSize(QSize(ICON_SIZE + ICON_GAP, ICON_SIZE))
        self.toggled.connect(self._draw_icon)
        self._draw_icon()
        self.set_compact(compact=False)

    def set_compact(self, *, compact: bool) -> None:
        """Take little room, or more for the eye."""
        set_style_property(self, "compact", "true" if compact else "false")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_icon()

    def _draw_icon(self) -> None:
        tokens: Tokens = current_tokens()
        colour = tokens.navigation_ink if self.isChecked() else tokens.navigation_text
        self.setIcon(icon(self._icon_name, colour, ICON_SIZE, ICON_GAP))
