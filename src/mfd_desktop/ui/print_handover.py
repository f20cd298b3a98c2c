"""Giving pages to the printing system one after the other, so that the program stays usable meanwhile."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from mfd_desktop.app.wording import sentence
from mfd_desktop.content.i18n import _
from mfd_desktop.domain.errors import UserError
from mfd_desktop.files.spool import spooled_in_memory
from mfd_desktop.ui.kit.dialog import Sheet
from mfd_desktop.ui.kit.labels import Label

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from PySide6.QtPrintSupport import QPrinter
    from PySide6.QtWidgets import QWidget

_UNSEEN = 3
"""Pages that are gone before anybody could read a message."""
_running: set[Handover] = set()


class Handover(QObject):
    """Draws a page a step; from four pages on a sheet says how far it is and can stop it."""

    def __init__(
        self, parent: QWidget, printer: QPrinter, steps: Generator[None], pages: int, done: Callable[[], None] | None
    ) -> None:
        """Begin; ``steps`` draws a page whenever it is asked, ``done`` is called once all were given over."""
        super().__init__()
        self._parent, self._printer, self._steps, self._pages, self._done = parent, printer, steps, pages, done
        self._drawn = 0
        self._memory = ExitStack()
        self._memory.enter_context(spooled_in_memory())
        self._label = Label()
        self.sheet = Sheet(parent, _("Wird gedruckt"))
        self.sheet.close_button.setText(_("Abbrechen"))
        self.sheet.add(self._label)
        self.sheet.rejected.connect(self._on_cancelled)
        if pages > _UNSEEN:
            self._say()
            self.sheet.open()
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._on_timer)
        self._timer.start()
        # Nobody else needs to keep it while it runs.
        _running.add(self)

    def _say(self) -> None:
        words = _("Seite {number} von {count} geht an den Drucker.")
        self._label.setText(words.format(number=min(self._drawn + 1, self._pages), count=self._pages))

    def _on_timer(self) -> None:
        try:
            for _page in self._steps:
                self._drawn += 1
                self._say()
                return
        except UserError as error:
            self._on_cancelled()
            self._refuse(error)
            return
        except Exception:
            # What was drawn only in part is not printed, and nobody is told that it was.
            self._on_cancelled()
            raise
        self._end()
        if self._done is not None:
            self._done()

    def _refuse(self, error: UserError) -> None:
        sheet = Sheet(self._parent, _("Nicht gedruckt"))
        sheet.add(Label(sentence(error)))
        sheet.finished.connect(sheet.deleteLater)
        sheet.open()

    def _on_cancelled(self) -> None:
        self._printer.abort()
        self._end()

    def _end(self) -> None:
        self._timer.stop()
        self._steps.close()
        self._memory.close()
        self.sheet.rejected.disconnect(self._on_cancelled)
        self.sheet.close()
        self.sheet.deleteLater()
        _running.discard(self)
