"""The page about a damaged vault and the steps of restoring: what they say, what they make, what they leave alone."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from mfd_desktop.app.backing_up import back_up, choose_backup_folder
from mfd_desktop.app.casework import create_client
from mfd_desktop.app.damage import Secret
from mfd_desktop.app.overview import find
from mfd_desktop.app.session import Session, open_session
from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.domain.errors import EntriesMissing, UserError, VaultDamaged
from mfd_desktop.ui.aside import AsideWindow
from mfd_desktop.ui.jobs import Jobs
from mfd_desktop.ui.restore_view import RestoreView, Surroundings

PASSPHRASE = "nur fuer diesen Test"


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.close()


@pytest.fixture
def show_aside(
    qtbot: QtBot, jobs: Jobs, clock: FixedClock, tmp_path: Path, show_alone: Callable[..., None]
) -> Callable[..., AsideWindow]:
    """Return a function that shows the window beside unlocking."""

    def show(error: UserError | None = None, backup: str = "") -> AsideWindow:
        around = Surroundings(jobs, clock, tmp_path / "vault", backup)
        window = AsideWindow(around, Secret(PASSPHRASE), error)
        show_alone(window)
        qtbot.waitUntil(lambda: not jobs.busy)
        return window

    return show


def harm(folder: Path, first: int = -4) -> None:
    content = bytearray((folder / "cases.db").read_bytes())
    for page in range(len(content) // 4096 + first, len(content) // 4096):
        content[page * 4096 + 100] ^= 1
    (folder / "cases.db").write_bytes(content)


def test_a_damaged_vault_is_rescued_beside_and_opens(
    qtbot: QtBot, session: Session, people: dict[str, object], show_aside: Callable[..., AsideWindow], jobs: Jobs
) -> None:
    folder = session.folder
    session.close()
    harm(folder)
    before = (folder / "cases.db").read_bytes()
    window = show_aside(VaultDamaged(folder, "database_damaged"))
    assert window.damage is not None
    assert "beschädigt" in window.damage.found.text()
    assert not window.damage.accept_button.isVisible()
    opened: list[Path] = []
    window.vault_chosen.connect(opened.append)
    window.damage.rescue()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert "Gerettet und geprüft" in window.damage.result.text()
    window.damage.open_button.click()
    assert (folder / "cases.db").read_bytes() == before
    rescued = open_session(opened[0], PASSPHRASE, clock=session.clock)
    rescued.close()
    assert opened[0].name == "vault-gerettet-2026-11-23"


def test_without_a_whole_header_only_a_backup_helps(session: Session, show_aside: Callable[..., AsideWindow]) -> None:
    folder = session.folder
    session.close()
    (folder / "vault.json").write_bytes(b"{}")
    window = show_aside(VaultDamaged(folder, "header"))
    assert window.damage is not None
    assert not window.damage.rescue_button.isEnabled()
    assert "Sicherung" in window.damage.found.text()
    window.damage.restore_button.click()
    assert isinstance(window.restore, RestoreView)
    assert window.restore.isVisible()
    window.back_button.click()
    assert window.damage.isVisible()


def test_the_header_of_a_backup_helps_to_rescue(
    qtbot: QtBot, session: Session, show_aside: Callable[..., AsideWindow], jobs: Jobs, tmp_path: Path
) -> None:
    choose_backup_folder(session, tmp_path / "backup")
    back_up(session)
    create_client(session, {"family_name": "Später", "given_name": "Kanaria"}, case={})
    folder = session.folder
    session.close()
    (folder / "vault.json").write_bytes(b"{}")
    window = show_aside(VaultDamaged(folder, "header"), str(tmp_path / "backup"))
    assert window.damage is not None
    assert window.damage.rescue_button.isEnabled()
    opened: list[Path] = []
    window.vault_chosen.connect(opened.append)
    window.damage.rescue()
    qtbot.waitUntil(lambda: not jobs.busy)
    window.damage.open_button.click()
    rescued = open_session(opened[0], PASSPHRASE, clock=session.clock)
    assert find(rescued, "Später")
    rescued.close()


def test_missing_entries_are_given_up_only_after_a_copy(
    qtbot: QtBot, session: Session, show_aside: Callable[..., AsideWindow], jobs: Jobs
) -> None:
    folder = session.folder
    session.close()
    content = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    window = show_aside(EntriesMissing(folder, 3))
    assert window.damage is not None
    given: list[Secret] = []
    window.accepted.connect(given.append)
    window.damage.accept_button.click()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert given == [Secret(PASSPHRASE)]
    (copy,) = folder.parent.glob("vault-beschaedigt-*")
    assert {path.name: path.read_bytes() for path in copy.iterdir() if path.is_file()} == content


def test_a_state_is_compared_and_restored_beside_the_old_vault(
    qtbot: QtBot,
    session: Session,
    people: dict[str, object],
    jobs: Jobs,
    clock: FixedClock,
    tmp_path: Path,
    show_alone: Callable[..., None],
) -> None:
    choose_backup_folder(session, tmp_path / "backup")
    back_up(session)
    create_client(session, {"family_name": "Später", "given_name": "Kanaria"}, case={})
    view = RestoreView(Surroundings(jobs, clock, session.folder, str(tmp_path / "backup"), session))
    show_alone(view)
    view.source.passphrase.set_raw(PASSPHRASE)
    view.look()
    qtbot.waitUntil(lambda: not jobs.busy)
    (row,) = view.states.rows()
    assert "4 Personen" in row.title
    view.states.row_activated.emit(row.key)
    qtbot.waitUntil(lambda: not jobs.busy)
    (case,) = view.cases.rows()
    assert case.badge == "fehlt im Stand"
    assert "Kanaria" not in case.title
    view.names.setChecked(True)
    assert "Kanaria" in view.cases.rows()[0].title
    opened: list[Path] = []
    view.vault_chosen.connect(opened.append)
    view.restore()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert "bleibt unverändert" in view.result.text()
    view.open_button.click()
    restored = open_session(opened[0], PASSPHRASE, clock=clock)
    restored.close()
    assert opened[0] == tmp_path / "vault-2026-11-23"


def test_a_wrong_folder_and_a_wrong_passphrase_are_said(
    qtbot: QtBot, session: Session, jobs: Jobs, clock: FixedClock, tmp_path: Path, show_alone: Callable[..., None]
) -> None:
    choose_backup_folder(session, tmp_path / "backup")
    back_up(session)
    view = RestoreView(Surroundings(jobs, clock, session.folder, str(tmp_path), None))
    show_alone(view)
    view.source.passphrase.set_raw("falsch falsch")
    view.look()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert "keine Datensicherung" in view.source.said.text()
    view.source.folder.set_raw(str(tmp_path / "backup"))
    view.look()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert "Passwort" in view.source.said.text()
    assert not view.states.isVisible()


def test_on_a_new_pc_a_state_is_restored_where_the_vault_belongs(
    qtbot: QtBot, session: Session, jobs: Jobs, clock: FixedClock, tmp_path: Path, show_alone: Callable[..., None]
) -> None:
    choose_backup_folder(session, tmp_path / "backup")
    back_up(session)
    usual = tmp_path / "new pc" / "mfd-desktop" / "vault"
    view = RestoreView(Surroundings(jobs, clock, usual, str(tmp_path / "backup")), Secret(PASSPHRASE))
    show_alone(view)
    view.look()
    qtbot.waitUntil(lambda: not jobs.busy)
    view.states.row_activated.emit(view.states.rows()[0].key)
    qtbot.waitUntil(lambda: not jobs.busy)
    texts = " ".join(label.text() for label in view.findChildren(QLabel))
    assert "Der alte" not in texts
    assert "lässt sich nicht lesen" not in texts
    view.restore()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert "Wiederhergestellt und geprüft" in view.result.text()
    assert "alte Tresor" not in view.result.text()
    open_session(usual, PASSPHRASE, clock=clock).close()


def test_back_from_restoring_the_page_keeps_its_title(session: Session, show_aside: Callable[..., AsideWindow]) -> None:
    folder = session.folder
    session.close()
    window = show_aside(EntriesMissing(folder, 2))
    window.show_restore()
    window.back_button.click()
    assert "Im Tresor fehlen Einträge" in [label.text() for label in window.header.findChildren(QLabel)]
