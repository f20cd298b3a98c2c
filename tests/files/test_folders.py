"""Private folders and the log file in them."""

import getpass
import logging
import os
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from mfd_desktop.domain.errors import StorageError
from mfd_desktop.files.folders import acl_command, is_writable, make_private, remove_begun, restrict
from mfd_desktop.files.logs import start_log


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_private_folder_is_for_this_account_alone_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        make_private(tmp_path / "a" / "b" / "private")
    finally:
        os.umask(before)
    assert mode(tmp_path / "a" / "b" / "private") == 0o700


def test_an_existing_folder_is_left_as_it_is_until_it_is_restricted(tmp_path: Path) -> None:
    folder = tmp_path / "there"
    folder.mkdir()
    folder.chmod(0o755)
    make_private(folder)
    assert mode(folder) == 0o755
    restrict(folder)
    assert mode(folder) == 0o700


def test_a_file_in_the_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for path in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(StorageError):
            make_private(path)


def test_restricting_what_is_gone_is_a_storage_error(tmp_path: Path) -> None:
    with pytest.raises(StorageError) as caught:
        restrict(tmp_path / "gone")
    assert caught.value.reason == "missing"


def test_on_windows_the_rights_of_the_new_folder_are_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[list[str]] = []
    monkeypatch.setattr(subprocess, "run", lambda command, **_: called.append(command))
    folder = tmp_path / "private"
    make_private(folder, windows=True)
    make_private(folder, windows=True)
    assert called == [acl_command(folder)]
    assert folder.is_dir()


def test_the_windows_command_drops_inherited_rights_and_names_this_account_only(tmp_path: Path) -> None:
    command = acl_command(tmp_path)
    assert command[:2] == ["icacls", str(tmp_path)]
    assert "/inheritance:r" in command
    assert command[command.index("/grant:r") + 1 :] == [f"{getpass.getuser()}:(OI)(CI)F"]


def test_writable_is_tried_and_leaves_nothing(tmp_path: Path) -> None:
    assert is_writable(tmp_path)
    assert list(tmp_path.iterdir()) == []
    assert not is_writable(tmp_path / "gone")


def test_what_was_begun_is_removed_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "begun"
    folder.mkdir()
    for name in ("one", "two", "foreign"):
        (folder / name).write_bytes(b"x")
    remove_begun(folder, ("one", "two", "never there"), with_folder=True)
    assert [entry.name for entry in folder.iterdir()] == ["foreign"]
    remove_begun(folder, ("foreign",), with_folder=False)
    assert folder.exists()
    remove_begun(folder, (), with_folder=True)
    assert not folder.exists()
    remove_begun(folder, ("one",), with_folder=True)


@pytest.fixture
def program_logger() -> Iterator[logging.Logger]:
    logger = logging.getLogger("mfd_desktop")
    before, level = list(logger.handlers), logger.level
    yield logger
    for handler in logger.handlers:
        if handler not in before:
            handler.close()
    logger.handlers[:] = before
    logger.setLevel(level)


def test_the_log_is_written_into_a_private_folder(tmp_path: Path, program_logger: logging.Logger) -> None:
    start_log(tmp_path / "log")
    assert mode(tmp_path / "log") == 0o700
    assert list((tmp_path / "log").iterdir()) == []
    before = os.umask(0)
    try:
        program_logger.getChild("vault").info("opened with %d commits", 3)
    finally:
        os.umask(before)
    assert mode(tmp_path / "log" / "mfd-desktop.log") == 0o600
    (line,) = (tmp_path / "log" / "mfd-desktop.log").read_text(encoding="utf-8").splitlines()
    assert line.endswith("INFO mfd_desktop.vault opened with 3 commits")


def test_a_log_folder_that_cannot_be_is_a_storage_error(tmp_path: Path) -> None:
    (tmp_path / "log").write_bytes(b"")
    with pytest.raises(StorageError):
        start_log(tmp_path / "log")


def test_a_log_that_cannot_be_written_says_nothing_of_what_was_logged(
    tmp_path: Path, program_logger: logging.Logger, capfd: pytest.CaptureFixture[str]
) -> None:
    start_log(tmp_path / "log")
    (tmp_path / "log" / "mfd-desktop.log").mkdir()
    program_logger.info("case %s", "Kanarienvogel-7Q")
    said = capfd.readouterr()
    assert (said.out, said.err) == ("", "")


def test_missing_parents_are_private_too(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        make_private(tmp_path / "a" / "b" / "private")
    finally:
        os.umask(before)
    assert [mode(tmp_path / "a"), mode(tmp_path / "a" / "b")] == [0o700, 0o700]
