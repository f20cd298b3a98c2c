"""What the run of the program does when a vault does not open: the window beside unlocking, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from mfd_desktop.app.damage import Secret
from mfd_desktop.app.wording import sentence
from mfd_desktop.domain.clock import SystemClock
from mfd_desktop.domain.errors import EntriesMissing, UserError, VaultDamaged
from mfd_desktop.domain.errors_damage import VaultSynced
from mfd_desktop.ui.aside import AsideWindow
from mfd_desktop.ui.restore_view import Surroundings
from mfd_desktop.ui.unlock import UnlockWindow

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from mfd_desktop.app.options import DeviceSettings
    from mfd_desktop.domain.clock import Clock
    from mfd_desktop.ui.jobs import Jobs


class Run(Protocol):
    """What is needed of the run of the program."""

    vault: Path
    device: DeviceSettings
    clock: Clock | None
    window: QWidget | None

    @property
    def jobs(self) -> Jobs:
        """The one door to threads."""

    def begin(self) -> None:
        """Show the unlock window of the vault, or the first start."""

    def show_unlock(self) -> UnlockWindow:
        """Show the unlock window and return it."""

    def unlock(self, window: UnlockWindow, passphrase: str, *, accept: bool = False) -> None:
        """Open the vault, with ``accept`` although entries are missing."""

    def show_window(self, window: QWidget) -> None:
        """Show a window in place of the one before."""


def go_beside(program: Run, passphrase: str = "", error: UserError | None = None) -> AsideWindow:
    """Show the page about the damage (``error``), or the steps of restoring; return the window."""
    around = Surroundings(program.jobs, program.clock or SystemClock(), program.vault, program.device.backup)
    window = AsideWindow(around, Secret(passphrase), error)

    def choose(folder: Path) -> None:
        program.vault = folder
        program.begin()

    window.vault_chosen.connect(choose)
    window.left.connect(program.begin)
    window.accepted.connect(lambda secret: program.unlock(program.show_unlock(), secret.passphrase, accept=True))
    program.show_window(window)
    return window


def refused(program: Run, window: UnlockWindow, error: Exception, passphrase: str) -> None:
    """Say why the vault did not open; damage and missing entries get a page of their own."""
    if not isinstance(error, UserError):
        raise error
    if isinstance(error, EntriesMissing | VaultDamaged | VaultSynced):
        go_beside(program, passphrase, error)
    else:
        window.show_error(sentence(error))


def warn_of_place(program: Run) -> None:
    """Say it in the unlock window if the vault lies where it had better not; looked at off the window's thread."""
    from mfd_desktop.app.moving import place_warning

    folder, window = program.vault, program.window
    if not isinstance(window, UnlockWindow):
        return
    program.jobs.run(lambda _progress: place_warning(folder), done=window.show_warning, exclusive="free")


def suspected(program: Run, passphrase: str) -> None:
    """Show the page about damage: the check of the vault failed before it was locked."""
    go_beside(program, passphrase, VaultDamaged(program.vault, "database_damaged"))
