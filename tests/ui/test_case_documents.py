"""The tab Dokumente: files come in by every way, are looked at from memory, handed out after a question, deleted."""

import io
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mfd_desktop.app import attachments as documents
from mfd_desktop.app.session import Session
from mfd_desktop.domain.errors_attachments import DocumentRefused
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.case_documents import DocumentsTab
from mfd_desktop.ui.desk import Desk
from mfd_desktop.ui.document_sheet import DocumentSheet
from mfd_desktop.ui.main_window import MainWindow
from mfd_desktop.ui.screens.case import CaseScreen
from mfd_desktop.ui.screens.today import TodayScreen


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


class Folder:
    """The scan folder, chosen in the tab; questions are kept instead of shown."""

    def __init__(self, page: Page, folder: Path) -> None:
        self.page, self.path = page, folder
        folder.mkdir()
        self.asked: list[Callable[[], None]] = []
        page.window.desk.messages.ask = lambda *parts: self.asked.append(parts[-1])  # type: ignore[method-assign]

    def choose(self) -> None:
        self.page.tab.choose_folder(self.path)
        self.page.settle()

    def titles(self) -> list[str]:
        return sorted(row.title for row in self.page.tab.scans.rows())

    def key(self, name: str) -> object:
        return next(row.key for row in self.page.tab.scans.rows() if row.title == name)


@pytest.fixture
def folder(page: Page, tmp_path: Path) -> Folder:
    return Folder(page, tmp_path / "scans")


def test_one_scan_is_taken_over_and_deleted_on_request(page: Page, folder: Folder) -> None:
    (folder.path / "scan1.png").write_bytes(picture())
    (folder.path / ".hidden").write_bytes(b"x")
    (folder.path / "half.part").write_bytes(b"x")
    (folder.path / "link.png").symlink_to(folder.path / "scan1.png")
    folder.choose()
    assert folder.titles() == ["scan1.png"]
    assert not page.tab.scans_button.isVisible()
    page.tab.scans.button_clicked.emit(folder.key("scan1.png"))
    page.settle()
    assert page.titles() == ["scan1.png"]
    assert (folder.path / "scan1.png").exists()
    folder.asked[0]()
    page.settle()
    assert not (folder.path / "scan1.png").exists()
    assert folder.titles() == []


def test_several_scans_are_ticked_and_one_that_changed_since_stays(page: Page, folder: Folder) -> None:
    for number in range(4):
        (folder.path / f"scan{number}.png").write_bytes(picture())
    folder.choose()
    assert not page.tab.scans_button.isEnabled()
    for number in (0, 1, 2, 2, 3, 3, 3):
        page.tab.scans.row_activated.emit(folder.key(f"scan{number}.png"))
    assert [row.badge for row in page.tab.scans.rows() if row.title == "scan0.png"] == ["ausgewählt"]
    page.tab.scans_button.click()
    page.settle()
    assert sorted(page.titles()) == ["scan0.png", "scan1.png", "scan3.png"]
    (folder.path / "scan1.png").write_bytes(picture("blue"))
    folder.asked[0]()
    page.settle()
    assert folder.titles() == ["scan1.png", "scan2.png"]


def test_a_scan_stays_as_long_as_its_document_does_not_come_back_whole(page: Page, folder: Folder) -> None:
    (folder.path / "scan.png").write_bytes(picture())
    folder.choose()
    page.tab.take([folder.path / "scan.png"])
    page.settle()
    (sealed,) = (page.window.desk.session.folder / "attachments").iterdir()
    sealed.write_bytes(sealed.read_bytes()[:-1])
    folder.asked[0]()
    page.settle()
    assert folder.titles() == ["scan.png"]


def test_a_scan_folder_that_is_gone_is_said(page: Page, folder: Folder) -> None:
    folder.path.rmdir()
    folder.choose()
    assert page.tab.scans.rows() == ()
    assert str(folder.path) in page.tab._gone.text()  # noqa: SLF001 - the sentence in the card


def test_one_bad_file_does_not_stop_the_others(page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.png", "b.png"):
        (tmp_path / name).write_bytes(picture())
    add = documents.add_file

    def fails_once(session: Session, case_id: Any, path: Path, **more: Any) -> Any:
        if path.name == "a.png":
            raise DocumentRefused("a.png", "changed")
        return add(session, case_id, path, **more)

    monkeypatch.setattr(documents, "add_file", fails_once)
    told: list[str] = []
    page.window.desk.messages.told.connect(lambda text, *_more: told.append(text))
    page.tab.take([tmp_path / "a.png", tmp_path / "b.png"])
    page.settle()
    assert page.titles() == ["b.png"]
    assert any("1 Dokument gespeichert" in text for text in told)
    assert any("a.png" in text and "verändert" in text for text in told)


def test_adding_can_be_stopped(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "large"
    path.write_bytes(bytes(8 * 1024 * 1024))
    page.tab.take([path])
    page.tab.intake.stop_button.click()
    page.settle()
    assert page.titles() in ([], ["large"])
    assert not page.tab.intake.busy


def test_locking_while_files_are_taken_keeps_those_that_are_whole(
    page: Page, tmp_path: Path, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        (tmp_path / f"{number}.png").write_bytes(picture())
    add, jobs, reached = documents.add_file, page.window.desk.jobs, Event()

    def lock_at_the_second(*parts: Any, **more: Any) -> Any:
        if parts[2].name == "1.png":
            jobs.cancel_all()
            reached.set()
        return add(*parts, **more)

    monkeypatch.setattr(documents, "add_file", lock_at_the_second)
    page.tab.take([tmp_path / f"{number}.png" for number in range(3)])
    assert reached.wait(5)
    jobs.close()
    assert not page.tab.intake.busy
    assert [found.name for found in documents.attachments_of(session, page.case_id)] == ["0.png"]
    assert len(list((session.folder / "attachments").iterdir())) == 1


def test_heute_says_what_is_damaged_and_what_lies_about(page: Page, folder: Folder, session: Session) -> None:
    documents.add_bytes(session, page.case_id, "Foto Testperson.png", picture())
    (sealed,) = (session.folder / "attachments").iterdir()
    sealed.unlink()
    page.open().reject()
    (folder.path / "Testperson.pdf").write_bytes(b"x")
    folder.choose()
    page.window.show_place(Place("today"))
    page.settle()
    today = page.window.findChild(TodayScreen)
    assert isinstance(today, TodayScreen)
    said = [today.documents.damage.text(), today.documents.scans.text()]
    assert "1 Dokument" in said[0]
    assert f"1 Scan liegt noch unverschlüsselt in {folder.path}" in said[1]
    assert "Testperson" not in "".join(said)
    today.documents.damage.action_requested.emit()
    assert page.screen.tab("documents").isVisible()
