"""What leaves the vault and what is set stands in the log; a file is never written without its entry."""

import ast
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from mfd_desktop.app import letters, period_files, settings
from mfd_desktop.app.journal import log_broken_at, log_entries
from mfd_desktop.app.leaving import export_file, note_print
from mfd_desktop.app.options import DeviceSettings
from mfd_desktop.app.session import Session
from mfd_desktop.domain.errors import StorageError
from mfd_desktop.domain.journal import Event
from mfd_desktop.domain.periods import Period
from mfd_desktop.vault import journal
from mfd_desktop.vault.database import dbapi2

APP = Path(letters.__file__).parent
CANARY = "Kanarienvogel-7Q"

WRITERS = {
    "options": "device settings, nothing of a vault",
    "letter_files": "the command letter, which has no vault",
    "demo_files": "the fictitious demonstration",
    "colleagues": "the desk file: public keys that are there to be handed out",
}
"""Modules of app that write files without an entry in the log, and why."""


def logged(session: Session) -> list[tuple[Event, str, str | None]]:
    """What was logged since the vault was opened, oldest first."""
    found = [(entry.event, entry.detail, entry.client_id) for entry in reversed(log_entries(session))]
    assert log_broken_at(session) is None
    return [entry for entry in found if entry[0] is not Event.UNLOCK]


def test_a_letter_printed_and_saved_stands_in_the_log_with_its_client(
    session: Session, new_case: Callable[..., tuple[str, str]], tmp_path: Path
) -> None:
    client_id, case_id = new_case(CANARY)
    letter = letters.begin_letter(session, case_id, "G00", texts={"to": "client", "subject": "Probe", "body": "Text"})
    letters.save_letter(session, letter, {"birth_date": "", "address": "Musterweg 1"})
    letters.finish_letter(session, letter)
    letters.save_pages(session, letter, tmp_path / "brief.pdf")
    letters.note_printing(session, letter)
    assert logged(session) == [(Event.EXPORT, "letter.G00", client_id), (Event.PRINT, "G00", client_id)]
    with session.vault.read() as db:
        rows = db.execute("SELECT * FROM log_entry").fetchall()
    assert CANARY not in str(rows)


def test_figures_written_to_a_file_stand_in_the_log(session: Session, tmp_path: Path) -> None:
    period = Period(2026, "Q", 3)
    period_files.write_file(session, period, tmp_path / "a.CSV", intern=True)
    period_files.write_file(session, period, tmp_path / "b.xlsx", intern=False)
    assert [found[:2] for found in logged(session)] == [
        (Event.EXPORT, "statistics.intern.csv"),
        (Event.EXPORT, "statistics.public.xlsx"),
    ]


def test_settings_stand_in_the_log_by_their_name_alone(session: Session, tmp_path: Path) -> None:
    settings.set_vault_option(session, "idle_minutes", "7")
    settings.set_device_option(session, DeviceSettings(tmp_path / "config"), "theme", "dark")
    office = settings.read_office(session)
    assert office is not None
    settings.save_office(session, replace(office, phone="0151 2345678"))
    settings.save_office(session, replace(office, phone="0151 2345678"))
    assert logged(session) == [
        (Event.SETTING, "idle_minutes", None),
        (Event.SETTING, "theme", None),
        (Event.SETTING, "office", None),
    ]


def test_nothing_is_written_when_the_log_takes_nothing(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object) -> None:
        raise dbapi2.OperationalError("database or disk is full")

    monkeypatch.setattr(journal, "append", refuse)
    with pytest.raises(StorageError):
        export_file(session, tmp_path / "a.csv", b"x", "probe")
    with pytest.raises(StorageError):
        note_print(session, "week")
    assert not (tmp_path / "a.csv").exists()


def imported(path: Path, module: str) -> set[str]:
    """The names that the file imports from a module, at any depth."""
    source = path.read_text(encoding="utf-8")
    return {
        alias.name
        for node in (ast.walk(ast.parse(source)) if module in source else ())
        if isinstance(node, ast.ImportFrom) and node.module == module
        for alias in node.names
    }


def test_no_module_of_app_writes_a_file_past_the_log() -> None:
    writing = {
        path.stem
        for path in APP.glob("*.py")
        if {"write_atomic", "write_new"} & imported(path, "mfd_desktop.files.atomic")
        and "Event" not in imported(path, "mfd_desktop.domain.journal")
    }
    assert writing == set(WRITERS)


def test_nothing_is_given_to_the_printer_past_the_log() -> None:
    silent = [
        f"{path.name}:{node.lineno}"
        for path in (APP.parent / "ui").rglob("*.py")
        if "print_pdf(" in (source := path.read_text(encoding="utf-8"))
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", getattr(node.func, "attr", "")) == "print_pdf"
        and "noted" not in {keyword.arg for keyword in node.keywords}
    ]
    assert not silent, "pass noted=: what is printed stands in the log (app.leaving.note_print)"
