"""Bugs: save what is safe, say so without client data, end."""

from __future__ import annotations

import logging
import sys
import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QThread, Signal, Slot

from mfd_desktop.app.bugs import note_unraisable, report_of, tell_quietly
from mfd_desktop.content.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

_LOG = logging.getLogger(__name__)


class _Crash(QObject):
    """Ends the program after a bug; lives on the GUI thread. ``happened(report)`` brings a bug of another thread here.

    A bug of another thread that comes when the application is already ending is only written down.
    """

    happened = Signal(str)

    def __init__(self, save: Callable[[], None], end: Callable[[], None]) -> None:
        super().__init__()
        self._save = save
        self._end = end
        self._ending = False
        # Emitted on other threads only, so it is queued.
        self.happened.connect(self.show_report)

    def on_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Take an exception nobody caught; called on any thread."""
        here = QThread.currentThread() is self.thread()
        if issubclass(kind, KeyboardInterrupt):
            if here:
                self._end()
            return
        report = report_of(kind, trace)
        _LOG.error("crash %s", report)
        if here:
            self.show_report(report)
        else:
            self.happened.emit(report)

    @Slot(str)
    def show_report(self, report: str) -> None:
        """Save, show, end; only the first time."""
        if self._ending:
            return
        self._ending = True
        sys.excepthook = tell_quietly
        saved = _save(self._save)
        _show(report, saved=saved)
        self._end()


def install(save: Callable[[], None], end: Callable[[], None]) -> QObject:
    """From now on an unexpected exception saves what is safe, is shown and ends the program.

    Call it on the GUI thread and keep what it returns as long as that shall hold.
    """
    crash = _Crash(save, end)
    sys.unraisablehook = note_unraisable
    sys.excepthook = crash.on_exception
    threading.excepthook = lambda found: crash.on_exception(
        found.exc_type, found.exc_value or found.exc_type(), found.exc_traceback
    )
    return crash


def _save(save: Callable[[], None]) -> bool:
    try:
        save()
    except Exception as error:  # noqa: BLE001 - the program is ending because of a bug; nothing may hide the first one
        _LOG.error("crash while sealing: %s", type(error).__name__)
        return False
    return True


def _show(report: str, *, saved: bool) -> None:
    from PySide6.QtWidgets import QApplication

    if QApplication.instance() is None:
        return
    from mfd_desktop.ui.kit.dialog import Sheet
    from mfd_desktop.ui.kit.labels import Label
    from mfd_desktop.ui.kit.notes import NoteEditor

    sheet = Sheet(None, _("Unerwarteter Fehler"))
    kept = (
        _("Ihre Eingaben sind gespeichert und stehen nach dem nächsten Entsperren wieder da.")
        if saved
        else _("Alles, was als gespeichert gezeigt wurde, ist erhalten. Die letzten Tasten vielleicht nicht.")
    )
    sheet.body.addWidget(Label(_("Das Programm hat einen Fehler gemacht und muss beendet werden.")))
    sheet.body.addWidget(Label(kept))
    details = NoteEditor(lines=6)
    details.set_raw(report)
    details.text.setReadOnly(True)
    details.text.setAccessibleName(_("Angaben zum Fehler, ohne Daten von Personen"))
    sheet.body.addWidget(details)
    sheet.exec()
