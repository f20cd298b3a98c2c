"""Design tokens for light and dark, and the one place that gives them to Qt.

The look is Fusion plus a palette plus one style sheet (`resources/styles/app.qss`). Widgets never keep
colours of their own: they ask `current_tokens()` when they paint and again after a palette change.
"""

from enum import StrEnum
from functools import cache
from string import Template
from typing import NamedTuple

from PySide6.QtCore import QObject
from PySide6.QtGui import QColor, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from mfd_desktop.content.paths import resource_path
from mfd_desktop.ui.fonts import INTERFACE_FAMILY

GAP_TINY, GAP_SMALL, GAP, GAP_LARGE, GAP_HUGE = 4, 8, 12, 16, 24
"""Spacing in logical pixels."""
RADIUS_CONTROL, RADIUS_CARD = 8, 12
"""Corners in logical pixels."""
SMALLEST_TEXT_PT = 10.0
FUSION = "mfdFusion"
"""Property of the application: it is dressed in Fusion already."""


class Scheme(StrEnum):
    """What the user chose."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Tone(StrEnum):
    """Meaning of a coloured sign; always shown with an icon or a word as well."""

    ACCENT = "accent"
    GOOD = "good"
    WARNING = "warning"
    URGENT = "urgent"
    NEUTRAL = "neutral"


class Tokens(NamedTuple):
    """Colours of one scheme as `#RRGGBB`."""

    background: str
    panel: str
    line: str
    control: str
    ink: str
    muted: str
    neutral_soft: str
    navigation: str
    navigation_active: str
    navigation_text: str
    navigation_ink: str
    navigation_focus: str
    accent: str
    accent_hover: str
    on_accent: str
    accent_soft: str
    urgent: str
    urgent_soft: str
    warning: str
    warning_soft: str
    good: str
    good_soft: str
    yellow: str
    on_yellow: str

    def text(self, tone: Tone) -> str:
        """Colour of words and icons of a tone."""
        return {
            Tone.ACCENT: self.accent,
            Tone.GOOD: self.good,
            Tone.WARNING: self.warning,
            Tone.URGENT: self.urgent,
            Tone.NEUTRAL: self.muted,
        }[tone]

    def soft(self, tone: Tone) -> str:
        """Background of a tone."""
        return {
            Tone.ACCENT: self.accent_soft,
            Tone.GOOD: self.good_soft,
            Tone.WARNING: self.warning_soft,
            Tone.URGENT: self.urgent_soft,
            Tone.NEUTRAL: self.neutral_soft,
        }[tone]


LIGHT = Tokens(
    background="#F6F7F5",
    panel="#FFFFFF",
    line="#DDE3E0",
    control="#7F8C89",
    ink="#1C2524",
    muted="#5B6866",
    neutral_soft="#EDF0EE",
    navigation="#1F3A3A",
    navigation_active="#2E5553",
    navigation_text="#DCE7E4",
    navigation_ink="#FFFFFF",
    navigation_focus="#8FD3CB",
    accent="#0F766E",
    accent_hover="#0B5F59",
    on_accent="#FFFFFF",
    accent_soft="#E6F2F0",
    urgent="#A61B1B",
    urgent_soft="#FBEAEA",
    warning="#8A5A00",
    warning_soft="#FDF3DC",
    good="#1D6B3A",
    good_soft="#E5F3EA",
    yellow="#F5DC73",
    on_yellow="#3A2F00",
)
DARK = Tokens(
    background="#141A19",
    panel="#1C2423",
    line="#2D3837",
    control="#6B7A78",
    ink="#E8EEEC",
    muted="#9FB0AC",
    neutral_soft="#27312F",
    navigation="#0E1514",
    navigation_active="#213836",
    navigation_text="#B9C8C5",
    navigation_ink="#FFFFFF",
    navigation_focus="#8FD3CB",
    accent="#38AFA6",
    accent_hover="#55C3BA",
    on_accent="#06201E",
    accent_soft="#1B3432",
    urgent="#FF9A9A",
    urgent_soft="#3A1D1D",
    warning="#F2C66D",
    warning_soft="#38301B",
    good="#86D9A3",
    good_soft="#1A3324",
    yellow="#B99A3A",
    on_yellow="#1A1500",
)


def current_tokens() -> Tokens:
    """Tokens of the scheme the application shows now."""
    window = QGuiApplication.palette().color(QPalette.ColorRole.Window)
    return DARK if window.lightness() < 128 else LIGHT


def apply_theme(app: QApplication, scheme: Scheme, percent: int = 100, *, early: bool = False) -> Tokens:
    """Dress the application; returns the tokens in use. `SYSTEM` asks the desktop, `percent` scales texts.

    `early`: before the first paint, with the desktop's palette still in place.
    """
    tokens = current_tokens() if early and scheme is Scheme.SYSTEM else _tokens_for(scheme)
    if not app.property(FUSION):
        # The style object costs 15 ms to wrap; `application()` asks for Fusion on its command line instead.
        app.setStyle("Fusion")
        app.setProperty(FUSION, True)
    app.setPalette(build_palette(tokens))
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    size = max(font.pointSizeF(), SMALLEST_TEXT_PT) * percent / 100
    font.setFamilies([INTERFACE_FAMILY, *font.families()])
    font.setPointSizeF(size)
    app.setFont(font)
    app.setStyleSheet(build_style_sheet(tokens, size))
    return tokens


class Theme(QObject):
    """Keeps the application dressed: follows the desktop unless the user chose light or dark."""

    def __init__(
        self, app: QApplication, scheme: Scheme = Scheme.SYSTEM, percent: int = 100, *, early: bool = False
    ) -> None:
        super().__init__(app)
        self._app = app
        self._scheme = scheme
        self._percent = percent
        self._shown = apply_theme(app, scheme, percent, early=early)
        app.styleHints().colorSchemeChanged.connect(self._on_system_changed)

    @property
    def scheme(self) -> Scheme:
        """What the user chose."""
        return self._scheme

    def choose(self, scheme: Scheme) -> None:
        """Show this scheme from now on."""
        self._scheme = scheme
        self._refresh()

    def settle(self) -> None:
        """Ask the desktop properly, once the first paint is done."""
        self._refresh()

    def _on_system_changed(self) -> None:
        if self._scheme is Scheme.SYSTEM:
            self._refresh()

    def _refresh(self) -> None:
        if _tokens_for(self._scheme) != self._shown:
            self._shown = apply_theme(self._app, self._scheme, self._percent)


def _tokens_for(scheme: Scheme) -> Tokens:
    if scheme is Scheme.SYSTEM:
        # The name `Qt` brings 93 enumerations, 20 ms that the first paint can do without.
        from PySide6.QtCore import Qt

        dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return DARK if dark else LIGHT
    return DARK if scheme is Scheme.DARK else LIGHT


def build_palette(tokens: Tokens) -> QPalette:
    """Palette for everything the style sheet leaves to Fusion."""
    role = QPalette.ColorRole
    palette = QPalette()
    for group_role, colour in (
        (role.Window, tokens.background),
        (role.WindowText, tokens.ink),
        (role.Base, tokens.panel),
        (role.AlternateBase, tokens.background),
        (role.Text, tokens.ink),
        (role.PlaceholderText, tokens.muted),
        (role.Button, tokens.panel),
        (role.ButtonText, tokens.ink),
        (role.ToolTipBase, tokens.panel),
        (role.ToolTipText, tokens.ink),
        (role.Highlight, tokens.accent),
        (role.HighlightedText, tokens.on_accent),
        (role.Link, tokens.accent),
        (role.LinkVisited, tokens.accent),
        (role.Mid, tokens.control),
        (role.Accent, tokens.accent),
    ):
        palette.setColor(group_role, QColor(colour))
    for text in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, text, QColor(tokens.muted))
    return palette


def build_style_sheet(tokens: Tokens, text_pt: float) -> str:
    """The style sheet with tokens and sizes filled in; `text_pt` is the size of running text."""
    sizes = {
        "small_pt": f"{text_pt * 0.92:.2f}",
        "heading_pt": f"{text_pt * 1.15:.2f}",
        "title_pt": f"{text_pt * 1.9:.2f}",
        "figure_pt": f"{text_pt * 1.8:.2f}",
    }
    tick = resource_path("styles", "check-dark.svg" if tokens == DARK else "check-light.svg")
    return _template().substitute(tokens._asdict() | sizes | {"tick": tick.as_posix()})


@cache
def _template() -> Template:
    return Template(resource_path("styles", "app.qss").read_text(encoding="utf-8"))
