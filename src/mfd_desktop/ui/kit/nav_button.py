"""Entry of the navigation."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QSizePolicy, QToolButton

from mfd_desktop.ui.icons import ICON_SIZE, icon
from mfd_desktop.ui.kit.buttons import ICON_GAP
from mfd_desktop.ui.kit.labels import set_style_property
from mfd_desktop.ui.theme import Tokens, current_tokens


class NavButton(QToolButton):
    """Entry of the navigation: checkable, sign and name; compact puts the name below the sign."""

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
        self._gap = ICON_GAP
        self.toggled.connect(self._draw_icon)
        self.set_compact(compact=False)

    def set_compact(self, *, compact: bool) -> None:
        """Show the name beside or below the sign."""
        style = Qt.ToolButtonStyle
        self.setToolButtonStyle(style.ToolButtonTextUnderIcon if compact else style.ToolButtonTextBesideIcon)
        self._gap = 0 if compact else ICON_GAP
        self.setIconSize(QSize(ICON_SIZE + self._gap, ICON_SIZE))
        self._draw_icon()
        set_style_property(self, "compact", "true" if compact else "false")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_icon()

    def _draw_icon(self) -> None:
        tokens: Tokens = current_tokens()
        colour = tokens.navigation_ink if self.isChecked() else tokens.navigation_text
        self.setIcon(icon(self._icon_name, colour, ICON_SIZE, self._gap))
