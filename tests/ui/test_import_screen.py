"""Taking clients over from Excel on the screen: columns, preview, dry run, taking, cancelling, undoing."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from mfd_desktop.app.casework import save_client
from mfd_desktop.app.drafts import draft
from mfd_desktop.app.importing import last_imports
from mfd_desktop.app.maintenance import verify_vault
from mfd_desktop.app.overview import case_list
from mfd_desktop.app.session import Session
from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.desk import Desk
from mfd_desktop.ui.locking import Locker
from mfd_desktop.ui.main_window import MainWindow
from mfd_desktop.ui.relaunch import GEOMETRY
from mfd_desktop.ui.screens.import_clients import ImportScreen
from mfd_desktop.ui.sealing import Sealer
from mfd_desktop.ui.search_bar import SearchBar

HEADINGS = ["Name", "Vorname", "Geburtsdatum", "Schuhgröße"]
ROWS = [
    ["Testperson", "Amal", "14.03.1990", "a"],
    ["Probe", "Ivan", "31.02.1985", "b"],
    ["Testperson", "Amal", "14.03.1990", "a"],
    ["", "", "01.01.2000", "c"],
]


@pytest.fixture
def screen(window: MainWindow) -> ImportScreen:
    """The import in the main window."""
    window.show_place(Place("import"))
    return window.findChild(ImportScreen)


@pytest.fixture
def read(screen: ImportScreen, qtbot: QtBot, tmp_path: Path) -> Callable[..., None]:
    """Return a function that has the screen read a workbook with these rows."""

    def read_it(rows: list[list[str]] = ROWS) -> None:
        book = openpyxl.Workbook()
        for row in (HEADINGS, *rows):
            book.active.append(row)
        book.save(tmp_path / "liste.xlsx")
        screen.read_file(tmp_path / "liste.xlsx")
        qtbot.waitUntil(lambda: bool(screen.rows.list.rows()))

    return read_it


def _done(qtbot: QtBot, screen: ImportScreen) -> None:
    qtbot.waitUntil(lambda: screen.take.take_button.isEnabled())


def test_columns_are_guessed_and_the_rest_is_listed(screen: ImportScreen, read: Callable[..., None]) -> None:
    read()
    assert screen.columns.mapping() == {0: "family_name", 1: "given_name", 2: "birth_date"}
    assert "Schuhgröße" in screen.columns.unmapped()


def test_the_preview_names_problems_and_duplicates(screen: ImportScreen, read: Callable[..., None]) -> None:
    read()
    first, draft, double, nameless = screen.rows.list.rows()
    assert (first.title, first.badge) == ("Testperson, Amal", "")
    assert draft.badge == "Entwurf"
    assert "Dieses Datum gibt es nicht" in draft.second
    assert double.badge == "doppelt?"
    assert nameless.badge == "ohne Name"


def test_a_changed_column_changes_the_preview(
    screen: ImportScreen,
    read: Callable[..., None],
    qtbot: QtBot,
    type_text: Callable[[str], None],
    press: Callable[..., None],
) -> None:
    read()
    screen.columns.fields[3].editor.input_widget().setFocus()
    type_text("Vermerk zur Person")
    press(Qt.Key.Key_Tab)
    assert screen.columns.mapping()[3] == "note"
    qtbot.waitUntil(lambda: "Vermerk zur Person: a" in screen.rows.list.rows()[0].second)


def test_a_target_taken_twice_and_an_unknown_one_are_said(
    screen: ImportScreen, read: Callable[..., None], type_text: Callable[[str], None], press: Callable[..., None]
) -> None:
    read()
    field = screen.columns.fields[3]
    field.editor.input_widget().setFocus()
    type_text("Nachname")
    press(Qt.Key.Key_Tab)
    assert "schon eine andere Spalte" in field.error()
    field.editor.input_widget().setFocus()
    press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    type_text("gibt es nicht")
    press(Qt.Key.Key_Tab)
    assert field.error()
    assert 3 not in screen.columns.mapping()


def test_a_dry_run_takes_nothing(
    screen: ImportScreen, read: Callable[..., None], qtbot: QtBot, session: Session
) -> None:
    read()
    screen.take.try_button.click()
    qtbot.waitUntil(lambda: "Probelauf" in screen.take.result_text())
    assert "Übernommen: 2" in screen.take.result_text()
    assert "Zeile 5: kein Name" in screen.take.result_text() or "Zeile 5" in screen.take.result_text()
    assert last_imports(session) == ()
    assert not screen.take.undo_button.isVisible()


def test_taking_over_and_undoing(
    screen: ImportScreen, read: Callable[..., None], qtbot: QtBot, session: Session
) -> None:
    read()
    screen.take.take_button.click()
    qtbot.waitUntil(lambda: "Übernommen: 2" in screen.take.result_text())
    assert len(case_list(session)) == 2
    assert "Testperson" not in screen.take.result_text(), "rows are named by number"
    screen.take.undo_button.click()
    qtbot.waitUntil(lambda: "2 Personen" in screen.take.result_text())
    assert case_list(session) == ()
    _done(qtbot, screen)


def test_possible_duplicates_can_be_taken_too(
    screen: ImportScreen, read: Callable[..., None], qtbot: QtBot, session: Session
) -> None:
    read()
    screen.take.duplicates.box.click()
    screen.take.take_button.click()
    qtbot.waitUntil(lambda: "Übernommen: 3" in screen.take.result_text())


def test_cancelling_takes_nothing(
    screen: ImportScreen, read: Callable[..., None], qtbot: QtBot, session: Session
) -> None:
    read([[f"Testperson{number}", "Amal", "14.03.1990", ""] for number in range(3000)])
    screen.take.take_button.click()
    screen.take.cancel_button.click()
    _done(qtbot, screen)
    assert last_imports(session) == ()
    assert case_list(session) == ()


def test_a_file_that_is_none_is_named(screen: ImportScreen, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "bild.xlsx").write_bytes(b"kein Excel")
    screen.read_file(tmp_path / "bild.xlsx")
    qtbot.waitUntil(screen.file.choose_button.isEnabled)
    assert "keine lesbare Excel-Tabelle" in screen.file.said()
    assert not screen.take.isVisible()


def test_without_a_column_for_names_nothing_can_be_taken(
    screen: ImportScreen, read: Callable[..., None], qtbot: QtBot, press: Callable[..., None]
) -> None:
    read()
    for column in (0, 1):
        screen.columns.fields[column].editor.input_widget().setFocus()
        press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        press(Qt.Key.Key_Delete)
        press(Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: not screen.take.take_button.isEnabled())
    assert "keine Spalte „Name“" in screen.rows.said()


def test_undoing_can_be_cancelled_and_begun_again(
    screen: ImportScreen, read: Callable[..., None], qtbot: QtBot, session: Session
) -> None:
    read([[f"Testperson{number}", "Amal", "14.03.1990", ""] for number in range(1500)])
    screen.take.duplicates.box.click()
    screen.take.take_button.click()
    qtbot.waitUntil(lambda: "Übernommen: 1500" in screen.take.result_text(), timeout=60_000)
    screen.take.undo_button.click()
    assert screen.take.cancel_button.isVisible()
    screen.take.cancel_button.click()
    qtbot.waitUntil(lambda: "unverändert" in screen.take.result_text())
    assert len(case_list(session)) == 1500
    screen.take.undo_button.click()
    qtbot.waitUntil(lambda: "1500 Personen" in screen.take.result_text(), timeout=60_000)
    assert case_list(session) == ()


def test_undoing_after_work_says_why_not_and_keeps_all(
    screen: ImportScreen, read: Callable[..., None], qtbot: QtBot, session: Session, clock: FixedClock
) -> None:
    read()
    screen.take.take_button.click()
    qtbot.waitUntil(lambda: "Übernommen: 2" in screen.take.result_text())
    clock.moment = clock.moment.replace(hour=12)
    save_client(session, case_list(session)[0].client_id, {"town": "Musterstadt"})
    screen.take.undo_button.click()
    qtbot.waitUntil(lambda: "An 1 Person wurde schon gearbeitet" in screen.take.result_text())
    assert len(case_list(session)) == 2


def test_locking_while_an_import_holds_the_vault_takes_nothing_and_seals_the_draft(
    screen: ImportScreen,
    read: Callable[..., None],
    qtbot: QtBot,
    session: Session,
    desk: Desk,
    window: MainWindow,
    sealer: Sealer,
    reopen: Callable[[Session], Session],
    tmp_path: Path,
    type_text: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(GEOMETRY, "")
    read([[f"Testperson{number}", "Amal", "14.03.1990", ""] for number in range(4000)])
    window.show_place(Place("new_client"))
    form = next(found for found in desk.forms if found.key == "client:new")
    form.focus_field("family_name")
    type_text("Muster halb")
    window.show_place(Place("import"))
    replaced: list[list[str]] = []
    locker = Locker(desk, sealer, window, tmp_path, replaced.append)
    wrote: list[float] = []
    screen.take.duplicates.box.click()
    screen.take.take_button.click()
    running = screen._running  # noqa: SLF001 - the job
    assert running is not None
    # Past one half people are being written, inside the transaction.
    running._report = lambda fraction, _text: wrote.append(fraction)  # noqa: SLF001 - seen without the event loop
    qtbot.waitUntil(lambda: bool(wrote) and wrote[-1] > 0.55, timeout=60_000)
    locker.lock()
    assert replaced
    assert wrote[-1] < 1, "the import had not come to its end"
    again = reopen(session)
    assert case_list(again) == ()
    assert last_imports(again) == ()
    found = draft(again, "client:new")
    assert found is not None
    assert found.values["family_name"] == "Muster halb"
    assert verify_vault(again)["clients"] == 0


def test_nothing_asks_the_vault_while_an_import_holds_it(
    screen: ImportScreen, read: Callable[..., None], qtbot: QtBot, window: MainWindow, desk: Desk,
    press: Callable[..., None],
) -> None:  # fmt: skip
    read([[f"Testperson{number}", "Amal", "14.03.1990", ""] for number in range(2000)])
    told: list[str] = []
    desk.messages.told.connect(lambda text, *_rest: told.append(text))
    screen.take.take_button.click()
    assert desk.occupied
    press(Qt.Key.Key_F9)
    assert not desk.names_shown
    press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert window.current() is screen
    assert told == ["Einen Augenblick: Erst muss die laufende Arbeit fertig oder abgebrochen sein."]
    assert not window.findChild(SearchBar).isEnabled()
    screen.take.cancel_button.click()
    qtbot.waitUntil(lambda: not desk.occupied)
    assert window.findChild(SearchBar).isEnabled()
    press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert window.current() is not screen
