"""How a notice arrived: every way of the law can be chosen by keyboard, with a drawing and the days it needs."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from mfd_desktop.app.rulebook import book
from mfd_desktop.content.i18n import set_language
from mfd_desktop.render.drawings import Box, Drawing, Label, Line
from mfd_desktop.render.svg import to_svg
from mfd_desktop.ui import notice_drawings
from mfd_desktop.ui.kit.drawing_view import paints
from mfd_desktop.ui.kit.field import Field
from mfd_desktop.ui.notice_delivery import DeliveryEditor
from mfd_desktop.ui.notice_pictures import picture
from mfd_desktop.ui.notice_ways import DAYS, WAYS, way_of
from mfd_desktop.ui.theme import Scheme, apply_theme

SCENARIOS = {"EINFACHER_BRIEF_FRUEHER", "EINFACHER_BRIEF_SPAETER", "AE_AUSHAENDIGUNG_NACH_FIKTION"}
"""Follow from the two days that a letter or the post list asks for, so nobody has to choose them."""
OFFERED = [form for way in WAYS for form, _label in way.forms]


@pytest.fixture
def editor(show_alone: Callable[..., None]) -> Iterator[DeliveryEditor]:
    window, made = QWidget(), DeliveryEditor()
    column = QVBoxLayout(window)
    column.addWidget(Field("Wie kam der Bescheid?", made))
    column.addStretch(1)
    show_alone(window, 700, 760)
    made.input_widget().setFocus()
    yield made
    window.hide()


def test_every_form_of_the_law_is_offered_once_and_says_what_it_needs() -> None:
    assert sorted(OFFERED) == sorted(set(book().forms) - SCENARIOS)
    assert set(DAYS) == set(notice_drawings.forms()) == set(OFFERED)
    for form, days in DAYS.items():
        names = [day.field for day in days]
        assert names[0] in ("delivered", "posted"), form
        assert len(set(names)) == len(names), form


@pytest.mark.parametrize("language", ["de", "en"])
def test_drawings_stay_on_their_ground(language: str, dressed: QApplication) -> None:
    set_language(language)
    try:
        for form in OFFERED:
            for width in (notice_drawings.WIDTH, 300.0):
                drawing = notice_drawings.drawing(form, width)
                assert drawing.width == pytest.approx(width)
                assert _inside(drawing, dressed) == [], form
                assert to_svg(drawing, paints()).startswith("<svg")
            assert notice_drawings.described(form)
    finally:
        set_language("de")


def _inside(drawing: Drawing, app: QApplication) -> list[object]:
    """Return the shapes that reach beyond the drawing."""
    from PySide6.QtGui import QFont, QFontMetricsF

    found: list[object] = []
    for shape in drawing.shapes:
        if isinstance(shape, Line):
            ends = (shape.x1, shape.x2), (shape.y1, shape.y2)
        elif isinstance(shape, Box):
            ends = (shape.x, shape.x + shape.width), (shape.y, shape.y + shape.height)
        else:
            assert isinstance(shape, Label)
            font = QFont(app.font())
            font.setPixelSize(100)
            font.setBold(shape.bold)
            wide = QFontMetricsF(font).horizontalAdvance(shape.text) * shape.size / 100
            ends = (shape.x, shape.x + wide), (shape.y - shape.size, shape.y)
        room = (drawing.width, drawing.height)
        if any(low < -1 or high > most + 1 for (low, high), most in zip(map(sorted, ends), room, strict=True)):
            found.append(shape)
    return found


def test_small_pictures_are_redrawn_with_the_theme(editor: DeliveryEditor, dressed: QApplication) -> None:
    assert {way.code for way in WAYS} == set(editor.ways.buttons)
    before = editor.ways.buttons["PZU"].icon().cacheKey()
    apply_theme(dressed, Scheme.DARK)
    try:
        assert editor.ways.buttons["PZU"].icon().cacheKey() != before
    finally:
        apply_theme(dressed, Scheme.LIGHT)
    with pytest.raises(KeyError):
        picture("PIGEON")


@pytest.mark.parametrize("way", WAYS, ids=[way.code for way in WAYS])
def test_two_digits_choose_a_form(way: object, editor: DeliveryEditor, press: Callable[..., None]) -> None:
    number = WAYS.index(way) + 1  # type: ignore[arg-type]
    chosen = WAYS[number - 1]
    heard: list[str] = []
    editor.committed.connect(lambda: heard.append(editor.raw()))
    press(str(number % 10))
    if len(chosen.forms) == 1:
        assert editor.raw() == chosen.forms[0][0]
    else:
        assert editor.raw() == chosen.code, "not guessed"
        assert not editor.look.isVisible()
        for place, (form, _label) in enumerate(chosen.forms):
            press(Qt.Key.Key_Tab)
            press(str(place + 1))
            assert editor.raw() == form
            editor.input_widget().setFocus()
    assert heard[-1] == editor.raw()
    assert editor.look.isVisible()
    assert editor.look.accessibleDescription() == notice_drawings.described(editor.raw())
    assert editor.recognise.text().startswith(book().forms[editor.raw()].recognise)


def test_another_way_starts_anew_and_delete_takes_back(editor: DeliveryEditor, press: Callable[..., None]) -> None:
    editor.set_raw("PZU_EINLEGUNG")
    assert (editor.ways.raw(), editor.raw()) == ("PZU", "PZU_EINLEGUNG")
    press("3")
    assert editor.raw() == "REGISTERED"
    closer = editor.closer()
    assert closer is not None
    assert editor.input_widget() is closer.input_widget(), "only that is missing"
    press("1")
    closer = editor.closer()
    assert closer is not None
    assert closer.raw() == ""
    press(Qt.Key.Key_Delete)
    assert editor.raw() == ""
    assert not editor.question.isVisible()
    assert way_of("") is None
