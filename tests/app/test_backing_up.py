"""Backups from inside the program: the folder chosen, what is known of the last one, when one is due."""

import json
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from mfd_desktop.app import backing_up
from mfd_desktop.app.backing_up import (
    back_up,
    back_up_to,
    backup_folder,
    choose_backup_folder,
    is_due,
    last_backup_forgets,
    listed_states,
    on_same_disk,
    reachable,
    status,
)
from mfd_desktop.app.journal import log_entries
from mfd_desktop.app.restoring import (
    check_backup,
    find_backup,
    open_state,
    open_state_with_secret,
    restore_state,
    states_in,
)
from mfd_desktop.app.session import Session, open_session
from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.domain.errors import StorageError, WrongPassphrase
from mfd_desktop.domain.errors_backup import BackupDamaged, BackupFolderRefused, BackupMissing, CopyDiffers
from mfd_desktop.domain.journal import Event
from mfd_desktop.vault import backup_notes
from mfd_desktop.vault.bulk import Interrupted

PASSPHRASE = "Probe-Tresor-2026"
DAY = timedelta(days=1)


@pytest.fixture
def folder(session: Session, tmp_path: Path) -> Path:
    """The folder chosen for backups."""
    return choose_backup_folder(session, tmp_path / "backup")


def test_before_a_folder_is_chosen_it_says_so(session: Session) -> None:
    assert status(session).state == "none"
    assert status(session).alarming
    assert backup_folder(session) is None
    assert not is_due(session, after_work=True)
    assert not reachable(session)
    assert listed_states(session) == ()
    assert last_backup_forgets(session) == date(2026, 11, 23)
    with pytest.raises(BackupFolderRefused, match="none"):
        back_up(session)


def test_choosing_is_logged_and_remembered(session: Session, folder: Path) -> None:
    assert backup_folder(session) == folder
    assert (log_entries(session)[0].event, log_entries(session)[0].detail) == (Event.SETTING, "backup_folder")
    assert status(session).state == "never"
    assert on_same_disk(session, folder)
    assert reachable(session)
    with pytest.raises(BackupFolderRefused):
        choose_backup_folder(session, session.folder / "backup")
    assert backup_folder(session) == folder


def test_the_last_proven_backup_and_its_age(
    session: Session, folder: Path, clock: FixedClock, new_case: Callable[..., object]
) -> None:
    new_case()
    made = back_up(session)
    assert made is not None
    assert (status(session).state, status(session).proven, status(session).days) == ("fine", clock.now(), 0)
    (state,) = listed_states(session)
    assert state.counts == {"clients": 1, "cases": 1, "contacts": 0, "attachments": 0}
    assert (state.proven, state.broken) == (clock.now(), False)
    assert last_backup_forgets(session) == date(2027, 11, 1)
    clock.moment += 7 * DAY - timedelta(minutes=1)
    assert not status(session).alarming
    clock.moment += timedelta(minutes=1)
    assert (status(session).state, status(session).days) == ("old", 7)
    clock.moment -= 9 * DAY
    assert status(session).state == "ahead"
    assert is_due(session, after_work=False)


def test_when_a_backup_is_due(
    session: Session, folder: Path, clock: FixedClock, new_case: Callable[..., object]
) -> None:
    assert is_due(session, after_work=False)
    back_up(session)
    clock.moment += 3 * DAY
    assert not is_due(session, after_work=True), "nothing changed"
    clock.moment -= 3 * DAY
    new_case()
    assert not is_due(session, after_work=True), "just made"
    clock.moment += timedelta(minutes=31)
    assert is_due(session, after_work=True)
    assert not is_due(session, after_work=False)
    clock.moment += timedelta(hours=20)
    assert is_due(session, after_work=False)


def test_a_failure_is_noted_and_the_next_success_takes_it_away(
    session: Session, folder: Path, clock: FixedClock, tmp_path: Path
) -> None:
    back_up(session)
    clock.moment += DAY
    folder.rename(tmp_path / "unplugged")
    assert not reachable(session)
    with pytest.raises(StorageError, match="missing"):
        back_up(session)
    found = status(session)
    assert (found.state, found.problem, found.tried) == ("fine", "missing", clock.now())
    assert (log_entries(session)[0].event, log_entries(session)[0].detail) == (Event.BACKUP, "failed")
    (tmp_path / "unplugged").rename(folder)
    back_up(session)
    assert status(session).problem == ""


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (StorageError(Path("/stick"), "full"), "full"),
        (CopyDiffers(Path("/stick/cases.db")), "differs"),
        (BackupFolderRefused(Path("/stick"), "other_vault"), "refused"),
    ],
)
def test_why_it_failed_is_kept(
    error: Exception, code: str, session: Session, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("mfd_desktop.vault.backup.make_backup", refuse)
    with pytest.raises(type(error)):
        back_up(session)
    assert (status(session).state, status(session).problem) == ("never", code)


def test_a_failure_of_the_vault_itself_is_not_written_into_it(
    session: Session, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise StorageError(session.folder / "cases.db", "full")

    monkeypatch.setattr("mfd_desktop.vault.backup.make_backup", refuse)
    before = session.vault.commits
    with pytest.raises(StorageError):
        back_up(session)
    assert session.vault.commits == before


def test_a_stopped_backup_is_no_failure(session: Session, folder: Path) -> None:
    assert back_up(session, cancelled=lambda: True) is None
    assert status(session).problem == ""
    assert listed_states(session) == ()


def test_another_stick_with_backups_of_this_vault_is_taken_into_use(
    session: Session, folder: Path, tmp_path: Path
) -> None:
    back_up(session)
    folder.rename(tmp_path / "first")
    other = choose_backup_folder(session, tmp_path / "second")
    back_up(session)
    other.rename(folder)
    choose_backup_folder(session, folder)
    (tmp_path / "first").rename(tmp_path / "other")
    folder.rename(tmp_path / "second")
    (tmp_path / "other").rename(folder)
    assert back_up(session) is not None
    assert len(listed_states(session)) == 1


def test_a_stick_of_another_vault_is_refused_and_said(
    session: Session, folder: Path, another_session: Callable[[str], Session]
) -> None:
    shutil.rmtree(folder)
    folder.mkdir()
    (folder / "mfd-backup.json").write_text(json.dumps({"format": 1, "vault": "0" * 32, "place": "1" * 32}))
    assert not reachable(session)
    with pytest.raises(BackupFolderRefused, match="other_vault"):
        back_up(session)
    assert status(session).problem == "refused"


def test_listeners_hear_of_a_backup(session: Session, folder: Path) -> None:
    heard: list[object] = []
    session.listen(lambda changes, _initiator: heard.append(changes.kinds))
    back_up(session)
    assert heard == [frozenset({"backup"})]


def test_documents_lacking_in_the_vault_are_counted(session: Session, folder: Path) -> None:
    back_up(session)
    with session.vault.write() as db:
        db.execute("UPDATE backup_run SET problem = 'lacking:3'")
    assert (status(session).lacking, status(session).problem, status(session).alarming) == (3, "", False)
    with session.vault.write() as db:
        db.execute("UPDATE backup_run SET problem = ?, proven = NULL", (backup_notes.BROKEN,))
    assert status(session).state == "never"
    assert listed_states(session)[0].broken


def test_a_state_under_an_earlier_key_is_listed_without_counts(session: Session, folder: Path) -> None:
    back_up(session)
    (state,) = listed_states(session)
    (folder / "states" / state.state.name / "manifest").write_bytes(b"")
    assert listed_states(session)[0].counts is None


def test_a_backup_elsewhere_leaves_the_choice_alone(session: Session, folder: Path, tmp_path: Path) -> None:
    back_up_to(session, tmp_path / "elsewhere")
    assert backup_folder(session) == folder
    assert status(session).state == "never"
    assert len(states_in(find_backup(tmp_path / "elsewhere"))) == 1


def test_without_a_vault_a_backup_is_found_checked_and_restored(
    session: Session, folder: Path, tmp_path: Path, clock: FixedClock, new_case: Callable[..., object]
) -> None:
    place = find_backup(folder)
    with pytest.raises(BackupMissing):
        check_backup(place, PASSPHRASE)
    with pytest.raises(BackupMissing):
        open_state(place, PASSPHRASE)
    back_up(session)
    clock.moment += DAY
    new_case()
    back_up(session)
    new, old = states_in(place)
    told: list[object] = []
    found = check_backup(place, PASSPHRASE, tell=told.append)
    assert told == list(found)
    assert [(one.state, one.problem) for one in found] == [(new, None), (old, None)]
    for wrong in (lambda: check_backup(place, "falsch-falsch"), lambda: open_state(place, "falsch-falsch")):
        with pytest.raises(WrongPassphrase):
            wrong()
    with pytest.raises(WrongPassphrase):
        open_state_with_secret(place, bytes(16))
    with pytest.raises(BackupMissing):
        open_state(place, PASSPHRASE, "20200101T000000Z-1-1")
    with pytest.raises(Interrupted):
        check_backup(place, PASSPHRASE, cancelled=lambda: True)
    opened = open_state(place, PASSPHRASE, old.name)
    assert restore_state(opened, tmp_path / "new", clock=clock, cancelled=lambda: True) is None
    assert not (tmp_path / "new").exists()
    restored = restore_state(opened, tmp_path / "new", clock=clock)
    assert restored is not None
    assert restored.counts["clients"] == 0
    open_session(tmp_path / "new", PASSPHRASE, clock=clock).close()
    database = folder / "states" / new.name / "cases.db"
    database.write_bytes(database.read_bytes()[:-1])
    damaged, whole = check_backup(place, PASSPHRASE)
    assert isinstance(damaged.problem, BackupDamaged)
    assert whole.problem is None


def test_warn_after_is_a_week() -> None:
    assert timedelta(days=7) == backing_up.WARN_AFTER
