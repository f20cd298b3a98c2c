"""Backups of the open vault: where they go, making one, what is known of the last ones, when the next is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from mfd_desktop.app.changes import changed
from mfd_desktop.domain.errors import StorageError, UserError
from mfd_desktop.domain.errors_backup import BackupFolderRefused, CopyDiffers
from mfd_desktop.domain.journal import Event
from mfd_desktop.vault import desk

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date, datetime

    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.backups import BackupState, Made
    from mfd_desktop.vault.backup_format import Place
    from mfd_desktop.vault.backup_notes import Run

FOLDER, PLACE = "backup_folder", "backup_place"
WARN_AFTER = timedelta(days=7)
"""So long without a proven backup, and Heute warns."""
DAILY = timedelta(hours=20)
"""While somebody works, a backup is due so long after the last one; less than a day, so that none is left out."""
CALM = timedelta(minutes=30)
"""After work: something changed, and the last backup is so old."""


@dataclass(frozen=True, slots=True)
class BackupStatus:
    """What Heute and the settings say. ``state``:

    ``none`` (no folder chosen), ``never`` (chosen, but nothing proven yet), ``old`` (7 days and more), ``ahead`` (the
    last one lies in the future: the clock was set back), ``fine``. ``problem``: why the last try failed, a code, empty
    if it did not; ``lacking``: documents missing or damaged in the vault itself at the last backup.
    """

    state: str
    folder: Path | None = None
    proven: datetime | None = None
    days: int = 0
    tried: datetime | None = None
    problem: str = ""
    lacking: int = 0

    @property
    def alarming(self) -> bool:
        """Whether it must not be overlooked."""
        return self.state != "fine"


@dataclass(frozen=True, slots=True)
class ListedState:
    """A state that can be restored. ``counts`` is None for states under an earlier key; ``proven`` of this vault."""

    state: BackupState
    proven: datetime | None
    counts: Mapping[str, int] | None
    broken: bool


def backup_folder(session: Session) -> Path | None:
    """Return the folder chosen for backups; None if none was."""
    with session.vault.read() as db:
        text = desk.read_settings(db).get(FOLDER, "")
    return Path(text) if text else None


def choose_backup_folder(session: Session, folder: Path) -> Path:
    """Use ``folder`` (or a folder of its own inside it, if it holds other things) for backups; return what it is.

    Raises BackupFolderRefused, BackupNewer, BackupDamaged, StorageError; then the choice of before stays.
    """
    from mfd_desktop.vault.backup import choose_place
    from mfd_desktop.vault.journal import append

    place = choose_place(session.vault, folder)
    with session.vault.write() as db:
        desk.write_setting(db, FOLDER, str(place.folder))
        desk.write_setting(db, PLACE, place.place)
        append(db, session.clock.now(), Event.SETTING, FOLDER)
    session.announce(changed("backup"))
    return place.folder


def on_same_disk(session: Session, folder: Path) -> bool:
    """Tell whether vault and backup would go with the same disk."""
    from mfd_desktop.files.copies import same_medium

    return same_medium(session.folder, folder)


def back_up(
    session: Session,
    *,
    progress: Callable[[float], None] = lambda _part: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Made | None:
    """Make and prove a backup in the folder chosen; None if ``cancelled``. From any thread; others may work meanwhile.

    Raises BackupFolderRefused, BackupRunning, CopyDiffers, StorageError; the failure is noted in the vault.
    """
    from mfd_desktop.vault.backup import make_backup
    from mfd_desktop.vault.backup_notes import note_failure
    from mfd_desktop.vault.bulk import Interrupted

    folder = backup_folder(session)
    if folder is None:
        raise BackupFolderRefused(session.folder, "none")
    try:
        made = make_backup(session.vault, _place(session, folder), progress=progress, stop=cancelled)
    except Interrupted:
        return None
    except (StorageError, CopyDiffers, BackupFolderRefused) as error:
        if not session.vault.closed and not _of_the_vault(session, error):
            note_failure(session.vault, _known_place(session), _code(error))
            session.announce(changed("backup"))
        raise
    session.announce(changed("backup"))
    return made


def back_up_to(session: Session, folder: Path) -> Made:
    """Make and prove a backup in ``folder``, which becomes the chosen one if none is. Raises what ``back_up`` does."""
    from mfd_desktop.vault.backup import choose_place, make_backup

    if backup_folder(session) is None:
        choose_backup_folder(session, folder)
    return make_backup(session.vault, choose_place(session.vault, folder))


def reachable(session: Session) -> bool:
    """Tell whether the folder chosen is there with its backups. Asks the medium; never on the thread of the window."""
    from mfd_desktop.vault.backup_format import read_place

    folder = backup_folder(session)
    try:
        found = read_place(folder) if folder else None
    except UserError:
        return False
    return found is not None and found.vault == session.vault.header.vault


def is_due(session: Session, *, after_work: bool) -> bool:
    """Tell whether a backup should be made now: daily, and after work if something changed since the last one."""
    from mfd_desktop.vault.backup_notes import changed_since

    found = status(session)
    if found.folder is None:
        return False
    if found.proven is None or found.state == "ahead":
        return True
    age = session.clock.now() - found.proven
    return changed_since(session.vault) and age >= (CALM if after_work else DAILY)


def status(session: Session) -> BackupStatus:
    """Return what is known of the backups. Does not touch the medium."""
    from mfd_desktop.vault.backup_notes import runs

    with session.vault.read() as db:
        settings = desk.read_settings(db)
        found = runs(db, settings.get(PLACE, "-"))
    if not settings.get(FOLDER):
        return BackupStatus("none")
    folder = Path(settings[FOLDER])
    last = found[0] if found else None
    problem, tried = (last.problem, last.made) if last is not None and not last.state else ("", None)
    proven = next((run for run in found if run.proven), None)
    if proven is None or proven.proven is None:
        return BackupStatus("never", folder, tried=tried, problem=problem)
    age = session.clock.now() - proven.proven
    state = "ahead" if age < -timedelta(days=1) else "old" if age >= WARN_AFTER else "fine"
    return BackupStatus(state, folder, proven.proven, max(age.days, 0), tried, problem, _lacking(proven))


def listed_states(session: Session) -> tuple[ListedState, ...]:
    """Return the states in the folder chosen, the newest first. Asks the medium.

    Raises what ``find_place`` raises.
    """
    from mfd_desktop.vault.backup_format import find_place, list_states
    from mfd_desktop.vault.backup_notes import BROKEN, runs

    folder = backup_folder(session)
    if folder is None:
        return ()
    place = find_place(folder)
    with session.vault.read() as db:
        known = {run.state: run for run in reversed(runs(db, place.place))}
    return tuple(
        ListedState(
            state,
            known[state.name].proven if state.name in known else None,
            _counts(session, place, state),
            state.name in known and known[state.name].problem == BROKEN,
        )
        for state in list_states(place)
    )


def last_backup_forgets(session: Session) -> date:
    """Return when the last backup made until now is dropped, and with it what is erased today.

    It holds as long as backups go on being made. Today if there are none. Does not touch the medium.
    """
    from mfd_desktop.domain.backups import forgotten_by, parse_state
    from mfd_desktop.vault.backup_notes import runs

    with session.vault.read() as db:
        states = [parse_state(run.state) for run in runs(db) if run.state]
    return forgotten_by([state for state in states if state], session.clock.today())


def _place(session: Session, folder: Path) -> Place:
    """Return the place in the folder chosen; another stick with backups of this vault is taken into use."""
    from mfd_desktop.vault.backup_format import read_place

    found = read_place(folder)
    if found is None:
        raise StorageError(folder, "missing")
    if found.vault != session.vault.header.vault:
        raise BackupFolderRefused(folder, "other_vault")
    if found.place != _known_place(session):
        with session.vault.write() as db:
            desk.write_setting(db, PLACE, found.place)
    return found


def _known_place(session: Session) -> str:
    with session.vault.read() as db:
        return desk.read_settings(db).get(PLACE, "")


def _of_the_vault(session: Session, error: UserError) -> bool:
    """Tell whether it is the vault's own medium that refused: then nothing can be noted either."""
    return isinstance(error, StorageError) and session.folder in (error.path, *error.path.parents)


def _code(error: UserError) -> str:
    if isinstance(error, StorageError):
        return error.reason
    return "differs" if isinstance(error, CopyDiffers) else "refused"


def _lacking(run: Run) -> int:
    from mfd_desktop.vault.backup_notes import LACKING

    kind, _colon, count = run.problem.partition(":")
    return int(count) if kind == LACKING and count.isdigit() else 0


def _counts(session: Session, place: Place, state: BackupState) -> Mapping[str, int] | None:
    from mfd_desktop.vault.backup_format import by_vault, read_state

    try:
        return read_state(place, state, by_vault(session.vault)).manifest.counts
    except UserError:
        return None
