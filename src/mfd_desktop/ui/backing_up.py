"""Backups by themselves: daily, after work, and when the program is closed. What they came to is on Heute."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication, QProgressBar

from mfd_desktop.content.i18n import _
from mfd_desktop.domain.errors import StorageError, UserError
from mfd_desktop.domain.errors_backup import BackupRunning
from mfd_desktop.ui.jobs import Cancelled, Progress
from mfd_desktop.ui.kit.dialog import Sheet
from mfd_desktop.ui.kit.labels import Label

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from mfd_desktop.app.options import DeviceSettings
    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.backups import Made
    from mfd_desktop.ui.desk import Desk

LOOK_MS = 60_000
"""Between two looks at whether one is due."""
CALM_S = 180
"""After work: nothing was saved for so long."""
SHOW_MS = 400
"""A backup at the end that is quicker is not shown."""
BRIEFLY_S = 0.8
"""Locking waits no longer for a backup."""
_TRIES = 30
"""At one that was asked to stop and has not yet, a tenth of a second apart."""
END_MS = 60_000
"""The program waits no longer for a backup before it ends."""


def start_backup(
    desk: Desk,
    *,
    done: Callable[[Made | None], None],
    failed: Callable[[Exception], None],
    stopped: Callable[[], None],
    progressed: Callable[[float, str], None] | None = None,
    only_if_reachable: bool = False,
) -> Progress:
    """Make a backup beside the work; the vault is not held. ``done`` gets None if the folder is not there."""

    def work(progress: Progress) -> Made | None:
        from mfd_desktop.app.backing_up import back_up, reachable

        if only_if_reachable and not reachable(desk.session):
            return None
        for left in reversed(range(_TRIES)):
            try:
                made = back_up(desk.session, progress=progress.report, cancelled=lambda: progress.cancelled)
            except BackupRunning:
                # One that was just asked to stop.
                progress.check()
                if not left:
                    raise
                time.sleep(0.1)
            else:
                if made is None:
                    raise Cancelled
                return made
        return None

    return desk.jobs.run(work, done=done, failed=failed, stopped=stopped, progressed=progressed, exclusive="free")


class Keeper(QObject):
    """Looks every minute whether a backup is due; a folder that is not there is tried again at the next look."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        """Start looking."""
        super().__init__(parent)
        self._desk = desk
        self._busy = False
        self._saved = time.monotonic()
        desk.saved.connect(self._on_saved)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Back up now if it is due and nothing else holds the vault."""
        from mfd_desktop.app.backing_up import is_due

        if self._busy or self._desk.occupied or self._desk.jobs.closed:
            return
        if is_due(self._desk.session, after_work=time.monotonic() - self._saved >= CALM_S):
            self._busy = True
            start_backup(
                self._desk, done=self._on_done, failed=self._on_failed, stopped=self._on_end, only_if_reachable=True
            )

    def _on_saved(self) -> None:
        if not self._busy:
            self._saved = time.monotonic()

    def _on_done(self, _made: Made | None) -> None:
        self._on_end()

    def _on_failed(self, error: Exception) -> None:
        self._on_end()
        if not isinstance(error, UserError):
            raise error

    def _on_end(self) -> None:
        self._busy = False


def back_up_briefly(desk: Desk, seconds: float = BRIEFLY_S) -> None:
    """Back up if it is due, once the screen is covered; what takes longer is given up and made after the next work.

    Waits at most so long and touches no widget: locking must never be held up.
    """
    from mfd_desktop.app.backing_up import is_due

    if desk.jobs.closed or desk.session.vault.closed or not is_due(desk.session, after_work=True):
        return
    ended = threading.Event()

    def work(progress: Progress) -> None:
        from mfd_desktop.app.backing_up import back_up, reachable

        try:
            if reachable(desk.session):
                back_up(desk.session, cancelled=lambda: progress.cancelled)
        finally:
            ended.set()

    progress = desk.jobs.run(work, done=_ignore, failed=_raise_bug, stopped=ended.set, exclusive="free")
    ended.wait(seconds)
    progress.cancel()


def _ignore(_none: None) -> None:
    """Nobody is there to be told."""


def _raise_bug(error: Exception) -> None:
    if not isinstance(error, UserError):
        raise error


class EndSheet(Sheet):
    """Shown while the last backup before the end is made; closing it ends the program at once."""

    def __init__(self, parent: QWidget, desk: Desk) -> None:
        """Build the bar."""
        super().__init__(parent, _("Datensicherung nach der Arbeit"))
        self._desk = desk
        self._loop = QEventLoop()
        self.close_button.setText(_("Jetzt beenden"))
        self.add(Label(_("Die Akten werden gesichert, dann schließt sich das Programm.")))
        self.bar = QProgressBar()
        self.bar.setRange(0, 100)
        self.bar.setAccessibleName(_("Fortschritt der Datensicherung"))
        self.add(self.bar)
        self.rejected.connect(self._loop.quit)

    def back_up(self) -> None:
        """Return when the backup is made, has failed (which Heute says next time) or was given up."""
        progress = start_backup(
            self._desk,
            done=self._on_done,
            failed=self._on_failed,
            stopped=self._loop.quit,
            progressed=self._on_progressed,
            only_if_reachable=True,
        )
        self.rejected.connect(progress.cancel)
        for wait, called in ((SHOW_MS, self.open), (END_MS, self.reject)):
            timer = QTimer(self)
            timer.setSingleShot(True)
            timer.timeout.connect(called)
            timer.start(wait)
        self._loop.exec()

    def _on_progressed(self, part: float, _text: str) -> None:
        self.bar.setValue(round(part * 100))

    def _on_done(self, _made: Made | None) -> None:
        self._loop.quit()

    def _on_failed(self, error: Exception) -> None:
        self._loop.quit()
        if not isinstance(error, UserError):
            raise error


def back_up_before_end(desk: Desk, window: QWidget) -> None:
    """Back up if it is due, before the window closes; bounded, and the counsellor may end it at once.

    Nothing is made while the machine shuts down: it would not wait.
    """
    from mfd_desktop.app.backing_up import is_due

    app = QApplication.instance()
    saving = isinstance(app, QApplication) and app.isSavingSession()
    if saving or desk.jobs.closed or desk.occupied or not is_due(desk.session, after_work=True):
        return
    sheet = EndSheet(window, desk)
    window.setEnabled(False)
    sheet.setEnabled(True)
    try:
        sheet.back_up()
    finally:
        window.setEnabled(True)
        sheet.hide()
        sheet.deleteLater()


def remember_backup(device: DeviceSettings, session: Session) -> None:
    """Keep on this PC where the backups lie: when the vault does not open, nobody has to know by heart."""
    from mfd_desktop.app.backing_up import backup_folder

    if session.vault.closed:
        return
    folder = backup_folder(session)
    if folder is not None:
        # A PC that takes no settings still lets people work.
        with suppress(StorageError):
            device.remember_backup(folder)
