"""Applying and following the theme, fonts and icons."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mfd_desktop.content.paths import resource_path
from mfd_desktop.ui import fonts
from mfd_desktop.ui.icons import icon, icon_pixmap
from mfd_desktop.ui.kit.buttons import secondary
from mfd_desktop.ui.theme import DARK, LIGHT, Scheme, Theme, apply_theme, current_tokens


@pytest.fixture
def app(qapp: QApplication) -> Iterator[QApplication]:
    yield qapp
    qapp.setStyleSheet("")


def test_light_and_dark_are_applied(app: QApplication) -> None:
    assert apply_theme(app, Scheme.DARK) is DARK
    assert current_tokens() is DARK
    assert DARK.panel in app.styleSheet()
    assert apply_theme(app, Scheme.LIGHT) is LIGHT
    assert current_tokens() is LIGHT


def test_applying_twice_keeps_the_text_size(app: QApplication) -> None:
    apply_theme(app, Scheme.LIGHT)
    size = app.font().pointSizeF()
    apply_theme(app, Scheme.LIGHT)
    assert app.font().pointSizeF() == size >= 10


def test_choice_of_the_user_wins_over_the_system(app: QApplication) -> None:
    theme = Theme(app, Scheme.DARK)
    app.styleHints().colorSchemeChanged.emit(app.styleHints().colorScheme())
    assert current_tokens() is DARK
    theme.choose(Scheme.LIGHT)
    assert current_tokens() is LIGHT
    assert theme.scheme is Scheme.LIGHT
    theme.deleteLater()


def test_missing_fonts_are_no_error(app: QApplication, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(fonts, "resource_path", lambda *_parts: tmp_path / "nothing")
    assert fonts.load_fonts() == QFontDatabase.hasFamily(fonts.INTERFACE_FAMILY)


@pytest.mark.parametrize("name", sorted(file.stem for file in resource_path("icons").glob("*.svg")))
def test_every_icon_draws_something_in_the_colour(app: QApplication, name: str) -> None:
    image = icon_pixmap(name, "#FF0000", 24, 2.0).toImage()
    assert (image.width(), image.height()) == (48, 48)
    seen = {image.pixelColor(x, y).rgba() for x in range(48) for y in range(48)}
    assert any(value >> 24 == 255 for value in seen)
    assert all((value >> 8) & 0xFFFF == 0 or (value >> 16) & 0xFF for value in seen)


def test_unknown_icon_is_a_bug(app: QApplication) -> None:
    with pytest.raises(FileNotFoundError):
        icon("no-such-icon", "#000000")


def test_icons_follow_the_theme(app: QApplication, qtbot: QtBot) -> None:
    apply_theme(app, Scheme.LIGHT)
    button = secondary("Brief", "letters")
    qtbot.addWidget(button)
    button.show()
    before = button.icon().pixmap(16, 16).toImage()
    apply_theme(app, Scheme.DARK)
    assert button.icon().pixmap(16, 16).toImage() != before
