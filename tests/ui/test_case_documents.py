"""The tab Dokumente: files come in by every way, are looked at from memory, handed out after a question, deleted."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mfd_desktop.app import attachments as documents
from mfd_desktop.app.session import Session
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.case_documents import DocumentsTab
from mfd_desktop.ui.desk import Desk
from mfd_desktop.ui.document_sheet import DocumentSheet
from mfd_desktop.ui.main_window import MainWindow
from mfd_desktop.ui.screens.case import CaseScreen


def picture(colour: str = "red") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (300, 200), colour).save(buffer, "PNG")
    return buffer.getvalue()


class Page:
    """The tab of a case, shown."""

    def __init__(self, window: MainWindow, case_id: Any, qtbot: QtBot) -> None:
        window.show_place(Place("case", case_id, "documents"))
        self.window, self.case_id, self.qtbot = window, case_id, qtbot
        self.screen = window.findChild(CaseScreen)
        tab = self.screen.tab("documents")
        assert isinstance(tab, DocumentsTab)
        self.tab = tab

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.window.desk.jobs.busy)
        QApplication.processEvents()

    def titles(self) -> list[str]:
        return [row.title for row in self.tab.rows.rows()]

    def open(self, number: int = 0) -> DocumentSheet:
        self.tab.rows.row_activated.emit(self.tab.rows.rows()[number].key)
        sheet = self.screen.sheets.sheet
        assert isinstance(sheet, DocumentSheet)
        self.settle()
        return sheet


@pytest.fixture
def page(
    session: Session, people: dict[str, Any], make_desk: Callable[[Session], Desk],
    make_window: Callable[[Desk], MainWindow], qtbot: QtBot,
) -> Page:  # fmt: skip
    return Page(make_window(make_desk(session)), people["amal"].case_id, qtbot)


def test_files_and_pictures_come_in_by_dialogue_drop_and_paste(page: Page, tmp_path: Path) -> None:
    assert page.tab.first_widget() is page.tab.add_button
    for name in ("a.png", "b.png"):
        (tmp_path / name).write_bytes(picture())
    page.tab.take([tmp_path / "a.png", tmp_path / "b.png"])
    page.settle()
    assert sorted(page.titles()) == ["a.png", "b.png"]
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.png"))])
    page.tab.intake.paste(page.case_id, data)
    page.settle()
    image = QMimeData()
    image.setImageData(QImage(20, 20, QImage.Format.Format_RGB32))
    page.tab.intake.paste(page.case_id, image)
    page.settle()
    assert len(page.titles()) == 4
    assert "Aus der Zwischenablage.png" in page.titles()
    page.tab.intake.paste(page.case_id, QMimeData())
    assert len(page.titles()) == 4


def test_what_is_no_document_is_said_and_the_rest_is_taken(page: Page, tmp_path: Path) -> None:
    (tmp_path / "leer.pdf").write_bytes(b"")
    (tmp_path / "gut.png").write_bytes(picture())
    page.tab.take([tmp_path / "leer.pdf", tmp_path / "fehlt.pdf", tmp_path / "gut.png"])
    page.settle()
    assert page.titles() == ["gut.png"]


def test_a_document_is_shown_from_memory_turned_described_and_deleted(page: Page, session: Session) -> None:
    documents.add_bytes(session, page.case_id, "Foto.png", picture())
    sheet = page.open()
    assert "Testperson" not in sheet.windowTitle()
    assert sheet.preview.page_count == 1
    assert sheet.print_button.isEnabled()
    sheet.turn_button.click()
    page.settle()
    assert sheet.preview.page_count == 1
    sheet.form.fields["note"].editor.set_raw("Vorderseite")
    sheet.reject()
    assert "Vorderseite" in page.tab.rows.rows()[0].second
    sheet = page.open()
    sheet.delete_button.click()
    assert page.titles() == []
    messages = page.window.desk.messages
    assert messages is not None
    with session.vault.read() as db:
        (file,) = db.execute("SELECT file FROM attachment_gone").fetchone()
    assert (session.folder / "attachments" / f"{file}.age").exists(), "it can still be brought back"


def test_a_damaged_document_is_named_and_nothing_shown(page: Page, session: Session) -> None:
    documents.add_bytes(session, page.case_id, "Foto.png", picture())
    (path,) = (session.folder / "attachments").iterdir()
    path.write_bytes(path.read_bytes()[:-1])
    sheet = page.open()
    assert "beschädigt" in sheet.problem.text()
    assert sheet.preview.page_count == 0
    assert not sheet.print_button.isEnabled()
    sheet.reject()
    assert page.tab.rows.rows()[0].badge == "beschädigt"


@pytest.mark.parametrize("content", [b"%PDF-1.7 kaputt", picture()[:200], b"MZ\x90\0" + bytes(99)])
def test_what_cannot_be_shown_says_so(page: Page, session: Session, content: bytes) -> None:
    documents.add_bytes(session, page.case_id, "x", content)
    sheet = page.open()
    assert "gezeigt" in sheet.problem.text() or "zeigen" in sheet.problem.text()
    sheet.reject()


def test_an_export_is_asked_for_and_holds_no_name(page: Page, session: Session, tmp_path: Path) -> None:
    documents.add_bytes(session, page.case_id, "Foto Testperson.png", picture())
    sheet = page.open()
    target = tmp_path / "heraus.png"
    sheet.export(target)
    assert target.read_bytes() == picture()
    assert "Testperson" not in documents.export_name(session, documents.attachments_of(session, page.case_id)[0])
    sheet.reject()


def test_scans_are_listed_taken_over_and_deleted_on_request(page: Page, tmp_path: Path) -> None:
    folder = tmp_path / "scans"
    folder.mkdir()
    (folder / "scan1.png").write_bytes(picture())
    (folder / ".hidden").write_bytes(b"x")
    (folder / "half.part").write_bytes(b"x")
    page.tab.choose_folder(folder)
    assert [row.title for row in page.tab.scans.rows()] == ["scan1.png"]
    asked: list[Callable[[], None]] = []
    page.window.desk.messages.ask = lambda *parts: asked.append(parts[-1])  # type: ignore[method-assign]
    page.tab.scans.button_clicked.emit(page.tab.scans.rows()[0].key)
    page.settle()
    assert page.titles() == ["scan1.png"]
    assert (folder / "scan1.png").exists()
    asked[0]()
    assert not (folder / "scan1.png").exists()
    assert page.tab.scans.rows() == ()
    folder.joinpath(".hidden").unlink()
    folder.joinpath("half.part").unlink()
    folder.rmdir()
    page.window.show_place(Place("today"))
    page.window.show_place(Place("case", page.case_id, "documents"))
    page.tab.show_page(page.screen.sheets._page())  # noqa: SLF001 - the page the case has read


def test_adding_can_be_stopped(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "large"
    path.write_bytes(bytes(8 * 1024 * 1024))
    page.tab.take([path])
    page.tab.intake.stop_button.click()
    page.settle()
    assert page.titles() in ([], ["large"])
    assert not page.tab.intake.busy
