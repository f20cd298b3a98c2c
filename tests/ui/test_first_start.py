"""The first start: four steps by keyboard, errors beside fields, nothing lost on the way back, a vault at the end."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mfd_desktop.app import passphrases
from mfd_desktop.app.session import Session, open_session
from mfd_desktop.app.settings import read_office
from mfd_desktop.domain.clock import SystemClock
from mfd_desktop.ui.jobs import Jobs
from mfd_desktop.ui.screens.first_start import FirstStartWindow
from mfd_desktop.ui.screens.first_start_steps import OfficeStep
from mfd_desktop.vault.keys import FLOOR_COST

CONTROL = Qt.KeyboardModifier.ControlModifier
WORDS = "Zaun Wolke Ofen Kiesel"
OFFICE = """
name = "Dienststelle Musterburg"
carrier = "Musterträger e. V."
regime = "KDG"
district = "07315"
fte = 0.5
[address]
town = "Musterburg"
"""


@pytest.fixture
def first(
    qtbot: QtBot, tmp_path: Path, show_alone: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> Iterator[FirstStartWindow]:
    """The window of the first start; the key is derived at the least cost."""
    monkeypatch.setattr(passphrases, "calibrated_cost", lambda memory_kib: FLOOR_COST)
    jobs = Jobs()
    window = FirstStartWindow(tmp_path / "new" / "vault", jobs)
    show_alone(window)
    yield window
    jobs.close()


def _next(press: Callable[..., None]) -> None:
    press(Qt.Key.Key_Return, CONTROL)


def test_by_keyboard_from_the_welcome_to_an_open_vault(
    first: FirstStartWindow,
    qtbot: QtBot,
    tmp_path: Path,
    type_text: Callable[[str], None],
    press: Callable[..., None],
) -> None:
    press(Qt.Key.Key_Return)
    for text in ("Dienststelle Musterburg", "Musterträger e. V.", "dsg-ekd", "Mainz"):
        type_text(text)
        press(Qt.Key.Key_Tab)
    _next(press)
    assert first.step() is first.folder
    press(Qt.Key.Key_Return)
    type_text(WORDS)
    press(Qt.Key.Key_Return)
    type_text(WORDS)
    made: list[Session] = []
    first.created.connect(made.append)
    with qtbot.waitSignal(first.created, timeout=20_000):
        press(Qt.Key.Key_Return)
    office = read_office(made[0])
    made[0].close()
    assert office is not None
    assert (office.name, office.regime) == ("Dienststelle Musterburg", "DSG-EKD")
    open_session(tmp_path / "new" / "vault", WORDS, clock=SystemClock()).close()


def test_what_is_missing_is_said_beside_the_field_which_gets_the_focus(
    first: FirstStartWindow, press: Callable[..., None], type_text: Callable[[str], None]
) -> None:
    press(Qt.Key.Key_Return)
    type_text("Dienststelle Musterburg")
    _next(press)
    errors = {name: field.error() for name, field in first.office.fields.items() if field.error()}
    assert set(errors) == {"carrier", "regime", "district"}
    assert first.office.fields["carrier"].editor.input_widget() is QApplication.focusWidget()
    assert first.step() is first.office


def test_going_back_keeps_everything_typed(
    first: FirstStartWindow, tmp_path: Path, press: Callable[..., None], type_text: Callable[[str], None]
) -> None:
    press(Qt.Key.Key_Return)
    _load(first.office, tmp_path)
    _next(press)
    _next(press)
    type_text("angefangen")
    for _step in range(3):
        press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert first.step() is first.welcome
    for _step in range(3):
        _next(press)
    assert first.step() is first.passphrase
    assert first.passphrase.passphrase == "angefangen"
    assert first.office.fields["name"].editor.raw() == "Dienststelle Musterburg"


def _load(step: OfficeStep, tmp_path: Path) -> None:
    path = tmp_path / "OFFICE.toml"
    path.write_text(OFFICE, encoding="utf-8")
    step.load_file(path)


def test_a_file_fills_the_fields_and_a_wrong_one_is_named(first: FirstStartWindow, tmp_path: Path) -> None:
    _load(first.office, tmp_path)
    raws = {name: field.editor.raw() for name, field in first.office.fields.items()}
    assert (raws["regime"], raws["district"], raws["fte"], raws["town"]) == ("KDG", "07315", "0,5", "Musterburg")
    assert first.office.complete()
    (tmp_path / "OFFICE.toml").write_text('name = "x"\nsurprise = 1', encoding="utf-8")
    first.office.load_file(tmp_path / "OFFICE.toml")
    assert "surprise" in first.office.said()
    assert first.office.fields["name"].editor.raw() == "Dienststelle Musterburg"


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda folder: (folder.mkdir(), (folder / "x").touch()), "nicht leer"),
        (lambda folder: (folder.mkdir(), (folder / "vault.json").touch()), "schon ein Tresor"),
        (lambda folder: folder.touch(), "Datei im Weg"),
        (lambda folder: folder, ""),
        (lambda folder: folder.mkdir(), ""),
    ],
)
def test_a_folder_that_cannot_be_taken_is_refused(
    first: FirstStartWindow, tmp_path: Path, make: Callable[[Path], object], words: str
) -> None:
    folder = tmp_path / "place"
    make(folder)
    first.folder.editor.set_raw(str(folder))
    assert first.folder.complete() is not bool(words)
    assert words in first.folder.field.error()


def test_a_relative_folder_is_refused(first: FirstStartWindow) -> None:
    first.folder.editor.set_raw("irgendwo/tresor")
    assert not first.folder.complete()


@pytest.mark.parametrize(
    ("one", "two", "good"), [("kurz", "kurz", False), (WORDS, "anders", False), (WORDS, WORDS, True)]
)
def test_the_passphrase_is_long_enough_and_typed_twice(first: FirstStartWindow, one: str, two: str, good: bool) -> None:
    first.passphrase.first.set_raw(one)
    first.passphrase.second.set_raw(two)
    assert first.passphrase.complete() is good
    assert bool(first.passphrase.field.error() or first.passphrase.again.error()) is not good


def test_an_existing_vault_is_opened_instead(first: FirstStartWindow, qtbot: QtBot, tmp_path: Path) -> None:
    chosen: list[Path] = []
    first.other_vault_chosen.connect(chosen.append)
    first.choose_existing(tmp_path)
    assert chosen == []
    (tmp_path / "vault.json").touch()
    first.choose_existing(tmp_path)
    assert chosen == [tmp_path]


def test_a_folder_that_turned_bad_is_told_and_nothing_is_lost(
    first: FirstStartWindow, qtbot: QtBot, tmp_path: Path, press: Callable[..., None]
) -> None:
    press(Qt.Key.Key_Return)
    _load(first.office, tmp_path)
    _next(press)
    _next(press)
    first.passphrase.first.set_raw(WORDS)
    first.passphrase.second.set_raw(WORDS)
    (tmp_path / "new" / "vault").mkdir(parents=True)
    (tmp_path / "new" / "vault" / "fremd").touch()
    _next(press)
    qtbot.waitUntil(first.next_button.isEnabled, timeout=20_000)
    assert "nicht leer" in first.said()
    assert first.passphrase.passphrase == WORDS


def test_nothing_is_cut_off_at_200_percent(first: FirstStartWindow, press: Callable[..., None]) -> None:
    first.resize(683, 384)
    for _step in range(2):
        right = first.next_button.mapTo(first, first.next_button.rect().bottomRight())
        assert right.x() <= first.width()
        assert right.y() <= first.height()
        _next(press)
    assert first.scroller.content.minimumSizeHint().width() <= first.scroller.viewport().width()
