"""A PDF is printed from memory at its true size, in bands, through the system's dialogue."""

import os
import subprocess
import sys
from collections.abc import Callable, Generator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QRect
from PySide6.QtGui import QImage, QPageLayout, QPdfWriter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mfd_desktop.app.documents import pdf_of
from mfd_desktop.domain.errors import StorageError
from mfd_desktop.render.blocks import Block, Document, PageBreak, PlainPage, text
from mfd_desktop.ui.kit.dialog import Sheet
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.pdf_pages import PdfPages
from mfd_desktop.ui.pdf_printing import draw_pages, page_layout, print_pdf
from mfd_desktop.ui.print_dialog import DPI, chosen_pages, what_the_printer_keeps
from mfd_desktop.ui.print_handover import Handover, _running
from mfd_desktop.ui.printer_hint import PrinterHint

MOMENT = datetime(2026, 11, 27, 10, 30)  # noqa: DTZ001 - the date on a document is the office's own
PAGE = PlainPage(numbers=False)


def made(*blocks: Block, page: PlainPage = PAGE) -> bytes:
    return pdf_of(Document("Probe", page, blocks), moment=MOMENT)


def printed(content: bytes, chosen: range, tmp_path: Path) -> Path:
    """What a printer would get, as a PDF of pictures."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.ReadWrite)
    writer = QPdfWriter(buffer)
    writer.setResolution(DPI)
    with PdfPages(content) as pages:
        writer.setPageLayout(page_layout(pages.sizes[0]))
        for _page in draw_pages(pages, writer, chosen):
            pass
    del writer
    path = tmp_path / "gedruckt.pdf"
    path.write_bytes(bytes(buffer.data().data()))
    return path


def ink(path: Path, dpi: int = 60) -> QRect:
    """Where there is ink on the first page, in pixels."""
    subprocess.run(["pdftoppm", "-r", str(dpi), "-png", "-singlefile", path, path.with_suffix("")], check=True)
    image = QImage(str(path.with_suffix(".png"))).convertToFormat(QImage.Format.Format_Grayscale8)
    dark = [
        (x, y) for x in range(image.width()) for y in range(image.height()) if image.pixelColor(x, y).lightness() < 150
    ]
    xs, ys = [x for x, _y in dark], [y for _x, y in dark]
    return QRect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def facts(path: Path) -> str:
    return subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True).stdout


def test_a_page_is_printed_at_its_true_size_and_place(qapp: object, tmp_path: Path) -> None:
    content = made(text("Oben links " * 60))
    original = tmp_path / "original.pdf"
    original.write_bytes(content)
    wanted, found = ink(original), ink(printed(content, range(1), tmp_path))
    for want, have in zip(wanted.getRect(), found.getRect(), strict=True):
        assert have == pytest.approx(want, abs=2)


def test_only_the_pages_asked_for_are_printed(qapp: object, tmp_path: Path) -> None:
    content = made(text("a"), PageBreak(), text("b"), PageBreak(), text("c"))
    assert "Pages:           2\n" in facts(printed(content, range(1, 3), tmp_path))


def test_a_page_across_is_printed_across(qapp: object, tmp_path: Path) -> None:
    content = made(text("quer"), page=PlainPage(wide=True, numbers=False))
    assert "842 x 595 pts" in facts(printed(content, range(1), tmp_path))


def test_no_picture_is_larger_than_a_band(qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []
    band = PdfPages.band

    def measured(self: PdfPages, index: int, width: int, top: int, height: int) -> QImage:
        image = band(self, index, width, top, height)
        sizes.append(image.sizeInBytes())
        return image

    monkeypatch.setattr(PdfPages, "band", measured)
    printed(made(text("a")), range(1), tmp_path)
    assert len(sizes) > 10
    assert max(sizes) < 3_000_000


def test_the_dialogue_opens_with_the_case_number_and_can_be_left(qtbot: QtBot, show_alone: Callable[..., None]) -> None:
    parent = QWidget()
    show_alone(parent)
    done: list[bool] = []
    content = made(text("a"), PageBreak(), text("b"))
    dialog = print_pdf(parent, content, name="MFD-2026-0042", on_printed=lambda: done.append(True))
    assert isinstance(dialog, QPrintDialog)
    qtbot.waitUntil(dialog.isVisible)
    printer = dialog.printer()
    assert (printer.docName(), printer.resolution()) == ("MFD-2026-0042", DPI)
    assert printer.pageLayout().orientation() is QPageLayout.Orientation.Portrait
    assert (dialog.minPage(), dialog.maxPage()) == (1, 2)
    dialog.reject()
    assert not done


def test_what_is_accepted_in_the_dialogue_is_printed(owner: QWidget, qtbot: QtBot, tmp_path: Path) -> None:
    done: list[bool] = []
    blocks = [block for number in range(5) for block in (text(f"Seite {number}"), PageBreak())]
    dialog = print_pdf(owner, made(*blocks), name="MFD-2026-0042", on_printed=lambda: done.append(True))
    printer = dialog.printer()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "gedruckt.pdf"))
    printer.setFromTo(2, 5)
    dialog.accepted.emit(printer)
    qtbot.waitUntil(lambda: bool(done), timeout=20_000)
    found = facts(tmp_path / "gedruckt.pdf")
    assert "Pages:           4\n" in found
    assert "595 x 842 pts" in found
    dialog.reject()


class Press:
    """A printer that counts: pages given over, whether it was stopped, and where temporary files lay."""

    def __init__(self, pages: int) -> None:
        self.left, self.stopped, self.ended = pages, False, False
        self.folders: set[str] = set()

    def steps(self) -> Generator[None]:
        try:
            while self.left:
                self.folders.add(os.environ.get("TMPDIR", ""))
                self.left -= 1
                yield
        finally:
            self.ended = True

    def abort(self) -> None:
        self.stopped = True


@pytest.fixture
def owner(show_alone: Callable[..., None]) -> QWidget:
    parent = QWidget()
    show_alone(parent)
    return parent


@pytest.mark.parametrize(("pages", "seen"), [(1, False), (9, True)])
def test_pages_are_given_over_one_after_the_other(owner: QWidget, qtbot: QtBot, pages: int, seen: bool) -> None:
    press, done = Press(pages), []
    before = os.environ.get("TMPDIR")
    handover = Handover(owner, press, press.steps(), pages, lambda: done.append(True))
    sheet = handover.sheet
    assert sheet.isVisible() is seen
    if seen:
        assert "Seite 1 von 9 geht an den Drucker." in [label.text() for label in sheet.findChildren(Label)]
    qtbot.waitUntil(lambda: bool(done))
    assert (press.left, press.stopped, press.ended) == (0, False, True)
    assert os.environ.get("TMPDIR") == before
    [folder] = press.folders
    if sys.platform == "linux":
        assert folder != (before or "")
        assert not Path(folder).exists()


def test_printing_can_be_stopped(owner: QWidget, qtbot: QtBot) -> None:
    pages = 10**6  # On a busy PC fifty are gone between two looks.
    press, done = Press(pages), []
    handover = Handover(owner, press, press.steps(), pages, lambda: done.append(True))
    qtbot.waitUntil(lambda: press.left < pages - 2)
    handover.sheet.close_button.click()
    left = press.left
    qtbot.waitUntil(lambda: handover not in _running)
    QApplication.processEvents()
    assert press.stopped
    assert press.ended
    assert press.left == left
    assert not done


def test_only_the_chosen_pages_are_counted() -> None:
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    assert chosen_pages(printer, 5) == range(5)
    printer.setFromTo(2, 9)
    assert chosen_pages(printer, 5) == range(1, 5)


def test_the_hint_opens_beside_printing(qtbot: QtBot, show_alone: Callable[..., None]) -> None:
    hint = PrinterHint()
    show_alone(hint)
    hint.click()
    assert hint.sheet is not None
    qtbot.waitUntil(hint.sheet.isVisible)
    assert what_the_printer_keeps() in [label.text() for label in hint.sheet.findChildren(Label)]
    hint.sheet.reject()


@pytest.mark.parametrize(("platform", "word"), [("win32", "Windows"), ("darwin", "macOS"), ("linux", "CUPS")])
def test_the_hint_says_what_the_printing_system_keeps(
    platform: str, word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", platform)
    assert word in what_the_printer_keeps()
    assert "Netzwerkdrucker" in what_the_printer_keeps()


@pytest.mark.qt_log_ignore("QPainter::begin.*false", "propagateSizeHints")
def test_a_printer_that_does_not_take_it_is_named_and_nothing_counts_as_printed(
    owner: QWidget, qtbot: QtBot, tmp_path: Path
) -> None:
    done: list[bool] = []
    dialog = print_pdf(owner, made(text("a")), name="MFD-2026-0042", on_printed=lambda: done.append(True))
    printer = dialog.printer()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "gone" / "gedruckt.pdf"))
    dialog.accepted.emit(printer)
    qtbot.waitUntil(lambda: any(sheet.isVisible() for sheet in owner.findChildren(Sheet)))
    sheet = next(sheet for sheet in owner.findChildren(Sheet) if sheet.isVisible())
    assert any("nichts gedruckt" in label.text() for label in sheet.findChildren(Label))
    assert not done
    assert not _running
    sheet.reject()
    dialog.reject()


def test_what_cannot_be_logged_is_not_printed(owner: QWidget, qtbot: QtBot, tmp_path: Path) -> None:
    def refuse() -> None:
        raise StorageError(tmp_path, "full")

    done: list[bool] = []
    target = tmp_path / "gedruckt.pdf"
    dialog = print_pdf(owner, made(text("a")), name="x", noted=refuse, on_printed=lambda: done.append(True))
    printer = dialog.printer()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(target))
    dialog.accepted.emit(printer)
    dialog.reject()
    qtbot.waitUntil(lambda: not _running)
    sheet = next(found for found in owner.findChildren(Sheet) if found.isVisible())
    assert sheet.windowTitle() == "Nicht gedruckt"
    assert not done
    assert not target.exists()
    sheet.reject()


def test_a_bug_while_drawing_stops_the_job_and_is_not_taken_for_printed(owner: QWidget, qtbot: QtBot) -> None:
    press, done = Press(5), []
    before = os.environ.get("TMPDIR")

    def broken() -> Generator[None]:
        yield
        raise ZeroDivisionError

    with qtbot.capture_exceptions() as caught:
        handover = Handover(owner, press, broken(), 5, lambda: done.append(True))
        qtbot.waitUntil(lambda: handover not in _running)
        QApplication.processEvents()
    assert [kind for kind, _error, _trace in caught] == [ZeroDivisionError]
    assert press.stopped
    assert not done
    assert os.environ.get("TMPDIR") == before


def test_a_document_of_two_hundred_pages_is_laid_out_and_opened(qapp: object) -> None:
    with PdfPages(made(*(block for number in range(200) for block in (text(f"Seite {number}"), PageBreak())))) as pages:
        assert len(pages.sizes) >= 200
        assert pages.band(199, 300, 0, 64).height() == 64
