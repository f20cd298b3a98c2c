"""Qt's list of visited folders is kept nowhere, and cleared where it cannot be kept from being written."""

from pathlib import Path

from PySide6.QtCore import QSettings  # noqa: TID251 - what Qt itself keeps is looked at
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from mfd_desktop.ui.visited import forget_folders, keep_no_folders


def test_the_file_dialogue_leaves_no_folder(qtbot: QtBot, tmp_path: Path) -> None:
    keep_no_folders()
    folder = tmp_path / "Kanarienvogel-7Q"
    folder.mkdir()
    dialog = QFileDialog(None, "", str(folder))
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setHistory([str(folder)])
    del dialog
    found = [path for path in Path.home().rglob("*") if path.is_file() and b"Kanarienvogel" in path.read_bytes()]
    assert found == []


def test_what_is_kept_in_a_registry_is_cleared_and_the_rest_left_alone(tmp_path: Path) -> None:
    settings = QSettings(str(tmp_path / "QtProject.ini"), QSettings.Format.IniFormat)
    for name, value in (("lastVisited", "file:///Kanarienvogel-7Q"), ("history", ["a", "b"]), ("viewMode", "Detail")):
        settings.setValue(f"FileDialog/{name}", value)
    settings.setValue("Other/lastVisited", "x")
    forget_folders(settings)
    assert sorted(settings.allKeys()) == ["FileDialog/viewMode", "Other/lastVisited"]
    assert "Kanarienvogel" not in (tmp_path / "QtProject.ini").read_text(encoding="utf-8")
    forget_folders(platform="linux")
