"""The preview shows pages sharply, bit by bit, and is worked by the keyboard."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mfd_desktop.app.documents import pdf_of
from mfd_desktop.render.blocks import Document, PlainPage, text
from mfd_desktop.ui.kit.pdf_preview import PdfPreview
from mfd_desktop.ui.pdf_pages import PdfPages

MOMENT = datetime(2026, 11, 27, 10, 30)  # noqa: DTZ001 - the date on a document is the office's own


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return pdf_of(Document("Probe", PlainPage(), (text("Wort " * 2600),)), moment=MOMENT)


@pytest.fixture
def preview(show_alone: Callable[..., None], qtbot: QtBot, pdf: bytes) -> Iterator[PdfPreview]:
    widget = PdfPreview()
    show_alone(widget, 600, 500)
    widget.show_pdf(pdf)
    qtbot.waitUntil(lambda: settled(widget))
    yield widget
    widget.show_pdf(None)


def settled(widget: PdfPreview) -> bool:
    widget.viewport().grab()
    return widget.settled


def dark(image: QImage) -> int:
    return sum(
        image.pixelColor(x, y).lightness() < 100
        for x in range(0, image.width(), 2)
        for y in range(0, image.height(), 2)
    )


def test_the_first_page_is_shown_as_wide_as_there_is_room(preview: PdfPreview) -> None:
    image = preview.viewport().grab().toImage()
    assert dark(image) > 500
    assert preview.page_count >= 3
    assert preview.accessibleName() == f"Vorschau: Seite 1 von {preview.page_count}"
    assert preview.horizontalScrollBar().maximum() == 0


def test_keys_scroll_and_the_name_tells_the_page(preview: PdfPreview, qtbot: QtBot) -> None:
    numbers: list[int] = []
    preview.page_changed.connect(numbers.append)
    QTest.keyClick(preview, Qt.Key.Key_End)
    assert preview.page_number == preview.page_count
    assert numbers[-1] == preview.page_count
    assert preview.accessibleName().startswith(f"Vorschau: Seite {preview.page_count} ")
    QTest.keyClick(preview, Qt.Key.Key_Home)
    assert preview.page_number == 1
    for key in (Qt.Key.Key_Down, Qt.Key.Key_PageDown):
        before = preview.verticalScrollBar().value()
        QTest.keyClick(preview, key)
        assert preview.verticalScrollBar().value() > before
    qtbot.waitUntil(lambda: settled(preview))


def test_the_size_changes_with_the_keyboard_and_stays_at_its_place(preview: PdfPreview, qtbot: QtBot) -> None:
    preview.verticalScrollBar().setValue(preview.verticalScrollBar().maximum() // 2)
    number, whole = preview.page_number, preview.verticalScrollBar().maximum()
    for _twice in range(2):
        QTest.keyClick(preview, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert preview.verticalScrollBar().maximum() > whole * 1.4
    assert preview.page_number == number
    assert preview.horizontalScrollBar().maximum() > 0
    qtbot.waitUntil(lambda: settled(preview))
    QTest.keyClick(preview, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: preview.verticalScrollBar().maximum() == whole)


def test_what_is_far_away_is_forgotten(preview: PdfPreview, qtbot: QtBot) -> None:
    seen = set()
    bar = preview.verticalScrollBar()
    while bar.value() < bar.maximum():
        bar.setValue(bar.value() + bar.pageStep())
        qtbot.waitUntil(lambda: settled(preview))
        seen.add(preview.page_number)
    assert seen >= set(range(2, preview.page_count + 1))
    assert preview.bands_kept <= 24


def test_a_letter_being_written_does_not_flicker(preview: PdfPreview, pdf: bytes, qtbot: QtBot) -> None:
    before = preview.viewport().grab().toImage()
    preview.show_pdf(pdf)
    assert preview.viewport().grab().toImage() == before
    qtbot.waitUntil(lambda: settled(preview))
    assert preview.viewport().grab().toImage() == before


def test_without_a_document_nothing_is_shown(preview: PdfPreview) -> None:
    preview.show_pdf(None)
    assert (preview.page_count, preview.page_number, preview.accessibleName()) == (0, 0, "Vorschau")
    view = preview.viewport()
    assert dark(view.grab(view.rect().adjusted(5, 5, -5, -5)).toImage()) == 0


@pytest.mark.parametrize("fine", [1, 2])
def test_bands_join_to_the_page(pdf: bytes, fine: int) -> None:
    with PdfPages(pdf) as pages:
        height = pages.height_at(0, 300)
        whole = pages.band(0, 300, 0, height, fine=fine)
        for top in range(0, height, 100):
            rows = min(100, height - top)
            assert pages.band(0, 300, top, rows, fine=fine) == whole.copy(0, top, 300, rows)
        assert dark(whole) > 100
        assert pages.height_at(0, 300) == pytest.approx(300 * 297 / 210, abs=1)


def test_a_wheel_with_control_changes_the_size(preview: PdfPreview) -> None:
    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QWheelEvent
    from PySide6.QtWidgets import QApplication

    whole = preview.verticalScrollBar().maximum()
    for modifier, larger in ((Qt.KeyboardModifier.NoModifier, False), (Qt.KeyboardModifier.ControlModifier, True)):
        event = QWheelEvent(
            QPointF(50, 50), QPointF(50, 50), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton, modifier,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(preview.viewport(), event)
        assert (preview.verticalScrollBar().maximum() > whole) is larger
