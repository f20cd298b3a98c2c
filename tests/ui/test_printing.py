"""The printed week: everything of the week, case numbers only, one page of A4 across."""

import subprocess
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QPdfWriter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mfd_desktop.app import agenda, overview
from mfd_desktop.app.journal import log_entries
from mfd_desktop.app.session import Session
from mfd_desktop.domain.journal import Event
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.desk import Desk
from mfd_desktop.ui.fonts import load_fonts
from mfd_desktop.ui.print_dialog import DPI
from mfd_desktop.ui.printing import PrintedWeek, page_layout, render_week
from mfd_desktop.ui.screens.calendar import CalendarScreen

MONDAY = date(2026, 11, 23)


@pytest.fixture
def printed(session: Session, tmp_path: Path, qapp: QApplication) -> Callable[..., Path]:
    load_fonts()

    def render(holidays: Mapping[date, str] | None = None) -> Path:
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.ReadWrite)
        writer = QPdfWriter(buffer)
        writer.setResolution(DPI)
        writer.setPageLayout(page_layout())
        render_week(PrintedWeek(overview.week(session, MONDAY), (8, 18), holidays), writer)
        del writer
        path = tmp_path / "woche.pdf"
        path.write_bytes(bytes(buffer.data().data()))
        return path

    return render


def run(*words: str | Path) -> str:
    return subprocess.run([*map(str, words)], capture_output=True, text=True, check=True).stdout


def text(path: Path) -> str:
    return run("pdftotext", "-layout", path, "-")


def add(session: Session, day: str, start: str, title: str, case_id: object = None, **more: str) -> str:
    texts = {"day": day, "start": start, "title": title, "minutes": "60", **more}
    return agenda.record_appointment(session, case_id, texts).record_id  # type: ignore[arg-type]


def test_the_week_is_printed_with_numbers_and_without_names(
    session: Session, people: dict, printed: Callable[..., Path]
) -> None:
    amal = people["amal"]
    add(session, "23.11.2026", "09:30", "Gespräch mit Amal", amal.case_id, place="bei Testperson")
    add(session, "26.11.2026", "07:00", "Netzwerk")
    add(session, "28.11.2026", "19:30", "Fest")
    agenda.record_follow_up(session, amal.case_id, {"due": "25.11.2026", "text": "Testperson anrufen"})
    found = text(printed())
    for wanted in ("Woche 48 · 23.11.–29.11.2026", "Mo 23.11.", "So 29.11.", f"09:30 {amal.number}", "Netzwerk",
                   "07:00", "19:00", "Fest", f"Wiedervorlage {amal.number}"):  # fmt: skip
        assert wanted in found
    for unwanted in ("Testperson", "Amal", "A. T.", "anrufen"):
        assert unwanted not in found
        assert unwanted.encode() not in printed().read_bytes()


def test_numbers_are_whole_where_short_appointments_overlap(
    session: Session, people: dict, printed: Callable[..., Path]
) -> None:
    for person in ("amal", "ivan"):
        add(session, "25.11.2026", "13:00", "Sprechstunde", people[person].case_id, minutes="30")
    found = text(printed())
    for person in ("amal", "ivan"):
        assert f"13:00 {people[person].number}" in found


def test_one_page_of_a4_across_in_the_bundled_font(session: Session, printed: Callable[..., Path]) -> None:
    for day in range(23, 30):
        for hour in range(6, 22):
            for _twice in range(2):
                add(session, f"{day}.11.2026", str(hour), "Ein sehr langer Anlass, der nirgends ganz hinpasst")
    path = printed()
    facts = run("pdfinfo", path)
    assert "Pages:           1\n" in facts
    width, height = (float(part) for part in facts.partition("Page size:")[2].split()[0:3:2])
    assert (width, height) == pytest.approx((842, 595), abs=1)
    fonts = run("pdffonts", path)
    rows = fonts.splitlines()[2:]
    assert rows
    assert all("FiraGO" in row for row in rows), fonts


def test_ink_stays_inside_the_margins(session: Session, printed: Callable[..., Path], tmp_path: Path) -> None:
    from PySide6.QtGui import QImage

    add(session, "23.11.2026", "08:00", "Sprechstunde")
    add(session, "29.11.2026", "17:00", "Sonntag", minutes="60")
    run("pdftoppm", "-r", "50", "-png", "-singlefile", printed(), tmp_path / "seite")
    image = QImage(str(tmp_path / "seite.png")).convertToFormat(QImage.Format.Format_Grayscale8)
    margin = int(11 / 25.4 * 50)
    dark = [
        (x, y) for x in range(image.width()) for y in range(image.height()) if image.pixelColor(x, y).lightness() < 200
    ]
    assert dark
    assert min(x for x, _y in dark) >= margin
    assert max(x for x, _y in dark) < image.width() - margin
    assert min(y for _x, y in dark) >= margin
    assert max(y for _x, y in dark) < image.height() - margin


def test_holidays_are_printed(session: Session, printed: Callable[..., Path]) -> None:
    assert "Probefeiertag" in text(printed({date(2026, 11, 24): "Probefeiertag"}))
    assert "Probefeiertag" not in text(printed())


def test_the_dialogue_of_the_system_opens_and_can_be_left(
    desk: Desk, show_alone: Callable[..., None], press: Callable, qtbot: QtBot, people: dict, tmp_path: Path
) -> None:
    screen = CalendarScreen(desk)
    screen.go_to(Place("calendar"))
    show_alone(screen)
    press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    dialog = screen.dialog
    assert isinstance(dialog, QPrintDialog)
    qtbot.waitUntil(dialog.isVisible)
    assert dialog.printer().docName() == "Wochenplan"
    assert dialog.printer().resolution() == DPI
    assert dialog.printer().pageLayout().orientation() is page_layout().orientation()
    assert _prints(desk.session) == []
    dialog.printer().setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    dialog.printer().setOutputFileName(str(tmp_path / "woche.pdf"))
    dialog.accepted.emit(dialog.printer())
    dialog.reject()
    assert screen.dialog is None
    qtbot.waitUntil(lambda: _prints(desk.session) == ["week"])


def _prints(session: Session) -> list[str]:
    return [entry.detail for entry in log_entries(session) if entry.event is Event.PRINT]
