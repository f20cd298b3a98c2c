"""The run of the program: application, unlock window or first start, main window.

Before the first paint only PySide6 and the standard library are imported.
"""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from mfd_desktop.app.bugs import CRASHED
from mfd_desktop.app.options import DeviceSettings
from mfd_desktop.content.i18n import language, set_language
from mfd_desktop.ui import crash
from mfd_desktop.ui.folders import config_folder, log_folder, usual_vault
from mfd_desktop.ui.fonts import load_fonts
from mfd_desktop.ui.instance import raise_other
from mfd_desktop.ui.relaunch import damage_suspected, remembered_geometry, replace_process
from mfd_desktop.ui.theme import FUSION, Scheme, Theme

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    from PySide6.QtWidgets import QWidget

    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.clock import Clock
    from mfd_desktop.ui.desk import Desk
    from mfd_desktop.ui.guard import Guard
    from mfd_desktop.ui.instance import Instance
    from mfd_desktop.ui.jobs import Jobs, Progress
    from mfd_desktop.ui.sealing import Sealer
    from mfd_desktop.ui.unlock import UnlockWindow

_ROOMY = (1400, 820)
"""Logical pixels of a screen on which a window of the usual size and its frame fit."""


def run(
    *, vault: Path | None, home: Path | None, device: DeviceSettings | None, painted: Callable[[], None] | None
) -> int:
    """Show the first window and return the exit status once the last one is closed; see ``start``."""
    app = application()
    program = Program(app, home, vault, device)
    if painted is not None:
        program.on_painted = painted
    program.crash = crash.install(program.seal, _end_after_bug)
    if raise_other(program.vault):
        return 0
    program.begin()
    status = app.exec()
    program.end()
    return status


def _end_after_bug() -> None:
    from mfd_desktop.files.spool import abandon_spool

    abandon_spool()
    os._exit(CRASHED)


def application() -> QApplication:
    """Return the application with the bundled fonts; there is one in a process."""
    found = QApplication.instance()
    if isinstance(found, QApplication):
        return found
    app = QApplication([*sys.argv[:1], "-style", "fusion"])
    app.setProperty(FUSION, True)
    app.setApplicationName("mfd-desktop")
    app.setApplicationDisplayName("MFD Desktop")
    app.setDesktopFileName("mfd-desktop")
    load_fonts()
    return app


def settle_qt() -> None:
    """Settle what Qt does by itself: no list of visited folders, nothing left on the clipboard, our language."""
    from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator

    from mfd_desktop.ui.clipboard import watch_clipboard
    from mfd_desktop.ui.visited import keep_no_folders

    watch_clipboard()
    keep_no_folders()
    QLocale.setDefault(QLocale("en_GB" if language() == "en" else "de_DE"))
    app = QApplication.instance()
    if language() == "de" and app is not None:
        translator = QTranslator(app)
        if translator.load("qtbase_de", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
            app.installTranslator(translator)


class Program(QObject):
    """The run of the program from first paint to end."""

    def __init__(
        self,
        app: QApplication,
        home: Path | None,
        vault: Path | None,
        device: DeviceSettings | None = None,
        clock: Clock | None = None,
    ) -> None:
        """Decide by the device settings (read here unless handed in) which vault is meant.

        ``clock`` is that of vaults unlocked here (default: the PC's).
        """
        super().__init__(app)
        self._home = home
        self.clock = clock
        self.on_painted: Callable[[], None] = self._after_paint
        self.device = device or DeviceSettings(config_folder(home))
        set_language("en" if self.device.get("language") == "en" else "de")
        self.theme = Theme(app, Scheme(self.device.get("theme")), int(self.device.get("text_size")), early=True)
        self.vault = vault or Path(self.device.vault or usual_vault(home))
        self.window: QWidget | None = None
        self.desk: Desk | None = None
        self._sealer: Sealer | None = None
        self._guard: Guard | None = None
        self._jobs: Jobs | None = None
        self._instance: Instance | None = None
        self.crash: QObject | None = None

    def begin(self) -> None:
        """Show the unlock window, or the first start where there is no vault yet."""
        if (self.vault / "vault.json").exists() or (self.vault / "cases.db").exists():
            self.show_unlock()
        elif str(self.vault) == self.device.vault:
            # It was here before: perhaps a drive is not plugged in. Nobody shall take it for the first start.
            from mfd_desktop.app.wording import sentence
            from mfd_desktop.domain.errors import VaultMissing

            self.show_unlock().show_error(sentence(VaultMissing(self.vault)))
        else:
            self.show_first_start()

    def show_unlock(self) -> UnlockWindow:
        """Show the unlock window and return it."""
        from mfd_desktop.ui.unlock import UnlockWindow

        window = UnlockWindow(self.vault)
        window.passphrase_given.connect(lambda text: self.unlock(window, text))
        window.other_vault_asked.connect(lambda: self._choose_other(window))
        window.restore_asked.connect(lambda: _beside().go_beside(self))
        window.recovery_asked.connect(lambda: self._recover(window))
        window.painted.connect(self.on_painted)
        self.show_window(window)
        return window

    def show_first_start(self) -> None:
        """Show the first start."""
        from mfd_desktop.ui.screens.first_start import FirstStartWindow

        gc.enable()
        settle_qt()
        self.theme.settle()
        window = FirstStartWindow(self.vault, self.jobs)
        window.created.connect(lambda session: self.enter(session, new=True))
        window.other_vault_chosen.connect(self._on_other_chosen)
        window.restore_asked.connect(lambda: _beside().go_beside(self))
        self.show_window(window)
        self._listen()
        self._start_log()

    @property
    def jobs(self) -> Jobs:
        """The one door to threads."""
        if self._jobs is None:
            from mfd_desktop.ui.jobs import Jobs

            self._jobs = Jobs()
        return self._jobs

    def enter(self, session: Session, *, new: bool = False) -> None:
        """Open the main window on an unlocked vault."""
        from mfd_desktop.ui.backing_up import Keeper, remember_backup
        from mfd_desktop.ui.chores import start_chores
        from mfd_desktop.ui.courier import Courier
        from mfd_desktop.ui.desk import Desk
        from mfd_desktop.ui.guard import Guard
        from mfd_desktop.ui.locking import Locker
        from mfd_desktop.ui.main_window import MainWindow
        from mfd_desktop.ui.messages import Messages
        from mfd_desktop.ui.sealing import Sealer

        self.vault = session.folder
        self.device.remember_vault(session.folder)
        desk = Desk(session, self.jobs, Messages(), self.device)
        self.desk = desk
        window = MainWindow(desk)
        self._sealer = sealer = Sealer(desk, window.place)
        locker = Locker(desk, sealer, window, self._home, self._replace)
        window.lock_asked.connect(locker.lock)
        desk.lock_requested.connect(locker.lock)
        desk.switch_requested.connect(locker.switch_to)
        window.may_close = lambda: self._may_close(window)
        window.closed.connect(self._on_closed)
        Courier(desk, window)
        Keeper(desk, window)
        self.show_window(window)
        window.restore()
        self._listen()
        self._guard = Guard(desk, window, locker.lock)
        start_chores(desk)
        QTimer.singleShot(0, window, lambda: remember_backup(self.device, session))
        QTimer.singleShot(0, window, lambda: _look_after_keys(desk, window, new=new))

    def show_window(self, window: QWidget) -> None:
        """Show ``window`` in place of the one before, which is thrown away."""
        before, self.window = self.window, window
        place = remembered_geometry()
        if before is not None:
            window.setGeometry(before.geometry())
            maximised = before.isMaximized()
        elif place is not None:
            window.setGeometry(*place[:4])
            maximised = place[4]
        else:
            available = window.screen().availableGeometry()
            window.resize(min(1366, available.width()), min(768, available.height()))
            # The frame needs room too; on the usual office screen only a maximised window is whole.
            maximised = available.width() < _ROOMY[0] or available.height() < _ROOMY[1]
        window.showMaximized() if maximised else window.show()
        if before is not None:
            # The focus leaves with the window before, so it is asked for once that is gone.
            before.destroyed.connect(lambda: QTimer.singleShot(0, window, window.activateWindow))
            before.hide()
            before.deleteLater()

    def _after_paint(self) -> None:
        gc.enable()
        settle_qt()
        self.theme.settle()
        self._listen()
        self._start_log()
        # What unlocking needs is loaded while the passphrase is being typed.
        from mfd_desktop.ui.ahead import load_ahead

        self.jobs.run(load_ahead, done=lambda _none: _beside().warn_of_place(self), exclusive="free")

    def _listen(self) -> None:
        from mfd_desktop.ui.instance import Instance

        self._stop_listening()
        self._instance = Instance(self.vault, self)
        self._instance.raise_asked.connect(self._on_raise_asked)

    def _start_log(self) -> None:
        from mfd_desktop.domain.errors import StorageError
        from mfd_desktop.files.logs import start_log
        from mfd_desktop.files.spool import remove_left_spool

        remove_left_spool()
        # Counselling goes on where no log can be written.
        with suppress(StorageError):
            start_log(log_folder(self._home))

    def end(self) -> None:
        """Wait for what still runs; a thread left alone would hold the ending interpreter up for ever."""
        from mfd_desktop.files.spool import abandon_spool

        abandon_spool()
        if self._jobs is not None:
            self._jobs.close()

    def _on_raise_asked(self) -> None:
        if self.window is not None:
            self.window.showNormal() if self.window.isMinimized() else self.window.show()
            self.window.raise_()
            self.window.activateWindow()

    def unlock(self, window: UnlockWindow, passphrase: str, *, accept: bool = False) -> None:
        """Open the vault off the thread of the window; ``accept``: although entries are missing."""
        from mfd_desktop.domain.clock import SystemClock

        def work(_progress: Progress) -> Session:
            from mfd_desktop.app.session import open_session

            clock = self.clock or SystemClock()
            return open_session(self.vault, passphrase, clock=clock, accept_missing=accept)

        if damage_suspected():
            _beside().suspected(self, passphrase)
            return
        window.show_waiting()
        self.jobs.run(work, done=self.enter, failed=lambda error: _beside().refused(self, window, error, passphrase))

    def _recover(self, window: UnlockWindow) -> None:
        from mfd_desktop.domain.clock import SystemClock
        from mfd_desktop.ui.recovery_sheet import RecoverySheet

        sheet = RecoverySheet(window, self.vault, self.clock or SystemClock(), self.jobs)
        sheet.recovered.connect(self.enter)
        sheet.finished.connect(sheet.deleteLater)
        sheet.open()

    def _choose_other(self, window: QWidget) -> None:
        from PySide6.QtWidgets import QFileDialog

        chosen = QFileDialog.getExistingDirectory(window, options=QFileDialog.Option.DontUseNativeDialog)
        if chosen:
            self._on_other_chosen(Path(chosen))

    def _on_other_chosen(self, folder: Path) -> None:
        self.vault = folder
        self.begin()

    def seal(self) -> None:
        """Seal what is being typed, if a vault is open. Raises UserError if the medium refuses."""
        if self._sealer is not None:
            self._sealer.seal()

    def _replace(self, words: list[str]) -> None:
        # Whoever follows must not find this process listening and leave the screen to it.
        self._stop_listening()
        replace_process(words)

    def _may_close(self, window: QWidget) -> bool:
        from mfd_desktop.ui.backing_up import back_up_before_end
        from mfd_desktop.ui.closing import may_close

        # Sealing waits for whoever holds the vault; an import stopped now has taken nothing.
        self.jobs.cancel_all()
        if not may_close(window, self.seal):
            return False
        if self.desk is not None:
            back_up_before_end(self.desk, window)
        return True

    def _on_closed(self) -> None:
        if self._guard is not None:
            self._guard.close()
        if self.desk is not None:
            self.jobs.close()
            self.desk.session.close()
        self._stop_listening()

    def _stop_listening(self) -> None:
        if self._instance is not None:
            self._instance.close()


def _look_after_keys(desk: Desk, window: QWidget, *, new: bool) -> None:
    """Show what must be seen, go on sealing anew, and offer a vault just made its emergency envelope."""
    if desk.session.vault.closed:
        return
    from mfd_desktop.ui.notice_sheet import show_notices
    from mfd_desktop.ui.resealer import Resealer

    show_notices(desk, window)
    Resealer(desk, window)
    if new:
        from mfd_desktop.ui.envelope_sheet import open_envelope

        open_envelope(desk, window)


def _beside() -> ModuleType:
    """Return what is needed only when a vault does not open."""
    from mfd_desktop.ui import beside

    return beside
