"""The main window: places and focus, names by F9, and coming back to the same field and cursor after locking."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QToolButton, QWidget

from mfd_desktop.app import drafts, settings
from mfd_desktop.app.session import Session
from mfd_desktop.domain.records import Place
from mfd_desktop.ui import screens
from mfd_desktop.ui.desk import Desk
from mfd_desktop.ui.kit.banner import Banner
from mfd_desktop.ui.main_window import MainWindow
from mfd_desktop.ui.screens.cases import CasesScreen
from mfd_desktop.ui.screens.new_client import NewClientScreen
from mfd_desktop.ui.sealing import Sealer

if TYPE_CHECKING:
    from dataclasses import dataclass

    @dataclass
    class Person:
        case_id: str


CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class TopLevels(QObject):
    """Notes every widget that shows itself as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - the name Qt calls
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(type(watched).__name__)
        return False


@pytest.fixture
def at_cases(window: MainWindow, people: dict[str, "Person"]) -> CasesScreen:
    window.show_place(Place("cases"))
    screen = window.current()
    assert isinstance(screen, CasesScreen)
    return screen


def test_a_place_names_screen_record_field_and_cursor(window: MainWindow, type_text: Callable[[str], None]) -> None:
    window.show_place(Place("new_client"))
    type_text("Muster")
    place = window.place()
    assert (place.screen, place.field, place.cursor) == ("new_client", "client:new/family_name", 6)


def test_a_new_screen_gets_the_focus_in_its_first_field(window: MainWindow, at_cases: CasesScreen) -> None:
    assert QApplication.focusWidget() is at_cases.filter.input_widget()
    window.show_place(Place("new_client"))
    screen = window.current()
    assert isinstance(screen, NewClientScreen)
    assert QApplication.focusWidget() is screen.client.fields["family_name"].editor.input_widget()


def test_no_part_of_a_screen_shows_itself_as_a_window(window: MainWindow, qapp: QApplication) -> None:
    watch = TopLevels()
    qapp.installEventFilter(watch)
    window.show_place(Place("cases"))
    window.show_place(Place("new_client"))
    Banner("Ein Hinweis")
    qapp.removeEventFilter(watch)
    assert watch.seen == []


def test_a_banner_filled_before_it_has_a_parent_is_shown_with_its_parent(
    show_alone: Callable[..., None],
) -> None:
    page = QWidget()
    banner = Banner()
    banner.show_message("Ein Hinweis")
    banner.setParent(page)
    show_alone(page)
    assert banner.isVisible()


def test_f9_shows_and_hides_names(
    window: MainWindow, desk: Desk, at_cases: CasesScreen, press: Callable[..., None]
) -> None:
    def shown() -> set[str]:
        model = at_cases.table.model()
        return {str(model.index(row, 1).data()) for row in range(model.rowCount())}

    assert shown() == {"A. T.", "I. P.", "S. B."}
    press(Qt.Key.Key_F9)
    assert desk.names_shown
    assert shown() == {"Testperson, Amal", "Probe, Ivan", "Beispiel, Samir"}
    press(Qt.Key.Key_F9)
    assert shown() == {"A. T.", "I. P.", "S. B."}


def test_ctrl_shift_n_opens_a_new_person(window: MainWindow, at_cases: CasesScreen, press: Callable[..., None]) -> None:
    press(Qt.Key.Key_N, CTRL, SHIFT)
    assert isinstance(window.current(), NewClientScreen)


def test_ctrl_l_asks_to_lock(window: MainWindow, at_cases: CasesScreen, press: Callable[..., None]) -> None:
    asked: list[bool] = []
    window.lock_asked.connect(lambda: asked.append(True))
    press(Qt.Key.Key_L, CTRL)
    assert asked == [True]


def test_the_title_never_holds_a_name(window: MainWindow, desk: Desk, at_cases: CasesScreen) -> None:
    desk.show_names(shown=True)
    assert window.windowTitle() == "MFD Desktop"


def test_an_undo_runs_once_and_only_for_its_message(window: MainWindow, desk: Desk) -> None:
    window.show_place(Place("cases"))
    undone: list[str] = []
    desk.messages.info("Erstens", "Rückgängig", lambda: undone.append("first"))
    desk.messages.info("Zweitens", "Rückgängig", lambda: undone.append("second"))
    banner = next(found for found in window.findChildren(Banner) if found.text() == "Zweitens")
    banner.action_requested.emit()
    banner.action_requested.emit()
    assert undone == ["second"]
    assert not banner.isVisible()


def test_draft_field_and_cursor_come_back_after_locking(
    session: Session,
    window: MainWindow,
    sealer: Sealer,
    reopen: Callable[[Session], Session],
    make_desk: Callable[[Session], Desk],
    make_window: Callable[[Desk], MainWindow],
    type_text: Callable[[str], None],
    press: Callable[..., None],
) -> None:
    window.show_place(Place("new_client", detail={"new": "1"}))
    type_text("Kanarienvogel-7Q")
    press(Qt.Key.Key_Tab)
    type_text("Probine")
    press(Qt.Key.Key_Left)
    press(Qt.Key.Key_Left)
    sealer.seal()
    window.close()
    again = make_window(make_desk(reopen(session)))
    again.restore()
    screen = again.current()
    assert isinstance(screen, NewClientScreen)
    assert screen.client.texts()["family_name"] == "Kanarienvogel-7Q"
    focus = QApplication.focusWidget()
    assert isinstance(focus, QLineEdit)
    assert (focus.text(), focus.cursorPosition()) == ("Probine", 5)
    assert screen.unsaved.isVisible()


def test_filter_order_and_row_of_the_list_come_back_after_locking(
    session: Session,
    people: dict[str, "Person"],
    window: MainWindow,
    sealer: Sealer,
    reopen: Callable[[Session], Session],
    make_desk: Callable[[Session], Desk],
    make_window: Callable[[Desk], MainWindow],
) -> None:
    window.show_place(Place("cases", detail={"which": "2", "sort": "0", "backwards": ""}))
    screen = window.current()
    assert isinstance(screen, CasesScreen)
    screen.table.selectRow(1)
    row = screen.table.current_row()
    assert row is not None
    sealer.seal()
    window.close()
    again = make_window(make_desk(reopen(session)))
    again.restore()
    back = again.current()
    assert isinstance(back, CasesScreen)
    assert back.place() == screen.place()
    assert back.table.current_row() == row
    assert back.table.row_at(0).number == "2025-0001"


def test_a_place_whose_record_is_gone_leads_to_today(
    session: Session, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafts.seal(session, (), Place("case", "00" * 16))  # type: ignore[arg-type]  # a record id is text
    window.restore()
    assert window.place().screen == "today"


def test_the_office_name_follows_a_change(session: Session, window: MainWindow) -> None:
    from dataclasses import replace

    from mfd_desktop.ui.kit.labels import ElidedLabel

    office = settings.read_office(session)
    assert office is not None
    settings.save_office(session, replace(office, name="Dienststelle Neustadt"))
    assert "Dienststelle Neustadt" in {label.text() for label in window.findChildren(ElidedLabel)}


def _entries_of(window: MainWindow) -> list[QToolButton]:
    return [found for found in window.findChildren(QToolButton) if found.property("kind") == "nav"]


def test_at_200_percent_every_entry_of_the_navigation_is_in_sight(window: MainWindow) -> None:
    window.resize(683, 384)
    QApplication.processEvents()
    buttons = _entries_of(window)
    # Eleven at most, and Sperren below them.
    assert len(buttons) == len([found for found in screens.ENTRIES if found.label]) + 1 == 12
    for button in buttons:
        assert button.visibleRegion().boundingRect() == button.rect(), button.text()


def test_in_a_low_window_the_current_entry_and_locking_stay_in_sight(window: MainWindow) -> None:
    window.resize(683, 180)
    for name in ("settings", "today"):
        window.show_place(Place(name))
        QApplication.processEvents()
        in_sight = [button for button in _entries_of(window) if button.visibleRegion().boundingRect() == button.rect()]
        assert any(button.isChecked() for button in in_sight)
        assert in_sight[-1].text() == "Sperren"
        assert len(in_sight) < len(_entries_of(window)), "the window must be lower than the navigation"
