"""Bugs: save what is safe, say so without client data, end."""

from __future__ import annotations

import logging
import sys
import traceback
from typing import TYPE_CHECKING

from mfd_desktop.content.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

_LOG = logging.getLogger(__name__)


def places_of(trace: TracebackType | None) -> str:
    """Return file, line and function of each frame; never a message or a value, which may hold client data."""
    frames = traceback.extract_tb(trace)
    return "\n".join(
        f"{frame.filename.replace(chr(92), '/').rsplit('/', 2)[-1]}:{frame.lineno} {frame.name}" for frame in frames
    )


def install(save: Callable[[], None], end: Callable[[], None]) -> None:
    """From now on an unexpected exception saves what is safe, is shown and ends the program."""

    def on_exception(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            end()
            return
        sys.excepthook = sys.__excepthook__
        report = f"{kind.__name__}\n{places_of(trace)}"
        _LOG.error("crash %s", report)
        saved = _save(save)
        _show(report, saved=saved)
        end()

    sys.excepthook = on_exception


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
