"""Settings: every declared option has a row that stores it; office data, data, undo of an import, proof."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mfd_desktop.app import policy as policies
from mfd_desktop.app.importing import import_clients, read_sheet
from mfd_desktop.app.options import OPTIONS, DeviceSettings
from mfd_desktop.app.policy import Policy, PolicyProblem
from mfd_desktop.app.session import Session
from mfd_desktop.app.settings import read_office, vault_settings
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.desk import Desk
from mfd_desktop.ui.kit.banner import Banner
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.main_window import MainWindow
from mfd_desktop.ui.screens import settings as settings_screen
from mfd_desktop.ui.screens.settings import SettingsScreen
from mfd_desktop.ui.sealing import Sealer
from mfd_desktop.ui.theme import DARK, Scheme, Theme, current_tokens


@pytest.fixture
def screen(window: MainWindow) -> SettingsScreen:
    """The settings in the main window."""
    window.show_place(Place("settings"))
    return window.findChild(SettingsScreen)


def _type(
    screen: SettingsScreen, name: str, text: str, type_text: Callable[[str], None], press: Callable[..., None]
) -> None:
    editor = screen.options[name].editor
    editor.input_widget().setFocus()
    press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    type_text(text)
    press(Qt.Key.Key_Tab)


def test_every_option_has_a_row_with_its_value(screen: SettingsScreen) -> None:
    assert set(screen.options) == {option.name for option in OPTIONS}
    for option in OPTIONS:
        assert screen.options[option.name].editor.raw() == option.default


def test_an_option_of_the_vault_is_stored(
    screen: SettingsScreen, session: Session, type_text: Callable[[str], None], press: Callable[..., None]
) -> None:
    _type(screen, "idle_minutes", "5", type_text, press)
    _type(screen, "default_channel", "K2", type_text, press)
    assert vault_settings(session)["idle_minutes"] == "5"
    assert vault_settings(session)["default_channel"] == "K2"


@pytest.mark.parametrize(("name", "text"), [("idle_minutes", "0"), ("idle_minutes", "x"), ("default_channel", "zzz")])
def test_a_wrong_value_is_said_kept_and_not_stored(
    screen: SettingsScreen,
    session: Session,
    type_text: Callable[[str], None],
    press: Callable[..., None],
    name: str,
    text: str,
) -> None:
    before = vault_settings(session)
    _type(screen, name, text, type_text, press)
    assert screen.options[name].error()
    assert screen.options[name].editor.raw() == text
    screen.refresh()
    assert screen.options[name].editor.raw() == text
    assert vault_settings(session) == before


def test_a_limit_of_the_policy_is_shown_and_kept(
    desk: Desk, session: Session, show_alone: Callable[..., None], monkeypatch: pytest.MonkeyPatch,
    type_text: Callable[[str], None], press: Callable[..., None],
) -> None:  # fmt: skip
    found = Policy(Path("policy.toml"), 5, 64, (PolicyProblem("unknown_key", "lock_minuts"),))
    monkeypatch.setattr(policies, "policy", lambda: found)
    monkeypatch.setattr(settings_screen, "policy", lambda: found)
    screen = SettingsScreen(desk)
    screen.refresh()
    show_alone(screen)
    field = screen.options["idle_minutes"]
    assert field.editor.raw() == "5"
    assert any("Richtlinie Ihrer IT" in label.text() for label in field.findChildren(Label))
    assert any("lock_minuts" in banner.text() for banner in screen.findChildren(Banner) if banner.isVisible())
    _type(screen, "idle_minutes", "6", type_text, press)
    assert field.error() == "Bitte eine ganze Zahl von 1 bis 5 eingeben."
    _type(screen, "idle_minutes", "4", type_text, press)
    assert vault_settings(session)["idle_minutes"] == "4"


def test_the_theme_applies_at_once(
    screen: SettingsScreen,
    desk: Desk,
    qapp: QApplication,
    type_text: Callable[[str], None],
    press: Callable[..., None],
) -> None:
    theme = Theme(qapp, Scheme.LIGHT)
    _type(screen, "theme", "Dunkel", type_text, press)
    assert current_tokens() == DARK
    assert desk.device.get("theme") == "dark"
    theme.choose(Scheme.LIGHT)
    theme.deleteLater()


def test_the_language_offers_to_lock_now(
    screen: SettingsScreen,
    desk: Desk,
    tmp_path: Path,
    qtbot: QtBot,
    type_text: Callable[[str], None],
    press: Callable[..., None],
) -> None:
    _type(screen, "language", "en", type_text, press)
    assert DeviceSettings(tmp_path / "config").get("language") == "en"
    assert "nächsten Entsperren" in screen.relock.text()
    with qtbot.waitSignal(desk.lock_requested):
        screen.relock.action_requested.emit()


def test_office_data_is_stored_when_a_field_is_left(
    screen: SettingsScreen, session: Session, type_text: Callable[[str], None], press: Callable[..., None]
) -> None:
    screen.office_form.focus_field("desk")
    type_text("Stelle 2")
    press(Qt.Key.Key_Tab)
    office = read_office(session)
    assert office is not None
    assert office.desk == "Stelle 2"


def test_an_empty_name_is_said_kept_and_never_stored(
    screen: SettingsScreen, session: Session, type_text: Callable[[str], None], press: Callable[..., None]
) -> None:
    name = screen.office_form.fields["name"]
    screen.office_form.focus_field("name")
    press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    press(Qt.Key.Key_Delete)
    press(Qt.Key.Key_Tab)
    screen.refresh()
    assert name.error() == "Bitte ausfüllen."
    assert name.editor.raw() == ""
    office = read_office(session)
    assert office is not None
    assert office.name == "Dienststelle Musterburg"
    screen.office_form.focus_field("desk")
    type_text("Stelle 3")
    press(Qt.Key.Key_Tab)
    screen.office_form.focus_field("name")
    type_text("Dienststelle Probeburg")
    press(Qt.Key.Key_Tab)
    office = read_office(session)
    assert office is not None
    assert (office.name, office.desk) == ("Dienststelle Probeburg", "Stelle 3")
    assert not name.error()


def test_the_vault_is_proved(screen: SettingsScreen, people: object, qtbot: QtBot) -> None:
    screen.data.verify_button.click()
    qtbot.waitUntil(lambda: "in Ordnung" in screen.data.result.text())
    assert "4 ratsuchende Personen" in screen.data.result.text()


def test_an_import_is_listed_and_undone(screen: SettingsScreen, session: Session, qtbot: QtBot, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Name", "Vorname"])
    book.active.append(["Probe", "Ivan"])
    book.save(tmp_path / "liste.xlsx")
    import_clients(session, read_sheet(tmp_path / "liste.xlsx"))
    (row,) = screen.data.imports.rows()
    assert row.button == "Rückgängig"
    screen.data.imports.button_clicked.emit(row.key)
    assert "0 %" in screen.data.result.text()
    qtbot.waitUntil(lambda: "1 Person ist wieder entfernt" in screen.data.result.text())
    (row,) = screen.data.imports.rows()
    assert (row.button, row.note) == ("", "rückgängig gemacht")


def test_undoing_an_import_can_be_cancelled(
    screen: SettingsScreen, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Name", "Vorname"])
    for number in range(800):
        book.active.append([f"Probe{number}", "Ivan"])
    book.save(tmp_path / "liste.xlsx")
    import_clients(session, read_sheet(tmp_path / "liste.xlsx"))
    (row,) = screen.data.imports.rows()
    screen.data.imports.button_clicked.emit(row.key)
    screen.data.result.action_requested.emit()
    qtbot.waitUntil(lambda: "unverändert" in screen.data.result.text())
    (row,) = screen.data.imports.rows()
    assert row.button == "Rückgängig"


def test_the_way_to_the_import_is_there(screen: SettingsScreen, desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(desk.place_requested) as asked:
        screen.data.import_button.click()
    assert asked.args == [Place("import")]


def test_an_invalid_value_of_the_office_comes_back_after_locking(
    screen: SettingsScreen,
    session: Session,
    sealer: Sealer,
    reopen: Callable[[Session], Session],
    make_desk: Callable[[Session], Desk],
    make_window: Callable[[Desk], MainWindow],
    type_text: Callable[[str], None],
    press: Callable[..., None],
) -> None:
    fte = screen.office_form.fields["fte"]
    for text in ("1,5", "0", "halb"):
        screen.office_form.focus_field("fte")
        press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        type_text(text)
        press(Qt.Key.Key_Tab)
        assert fte.error() == "Bitte eine Zahl über 0 und höchstens 1 eingeben. Beispiel: 0,5"
    screen.office_form.focus_field("desk")
    type_text("Stelle 2")
    press(Qt.Key.Key_Tab)
    assert fte.editor.raw() == "halb"
    assert fte.error()
    sealer.seal()
    for timer in sealer.findChildren(QTimer):
        timer.blockSignals(True)  # in the program the old window is gone by now
    again = reopen(session)
    office = read_office(again)
    assert office is not None
    assert (office.fte, office.desk) == ("", "Stelle 2")
    window = make_window(make_desk(again))
    window.show_place(Place("settings"))
    form = window.findChild(SettingsScreen).office_form
    assert form.texts()["fte"] == "halb"
    assert form.fields["fte"].error()
    form.focus_field("fte")
    press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    type_text("0.5")
    press(Qt.Key.Key_Tab)
    assert not form.fields["fte"].error()
    assert form.open_form() is None
    office = read_office(again)
    assert office is not None
    assert office.fte == "0.5"
