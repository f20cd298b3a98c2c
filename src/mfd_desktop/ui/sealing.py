"""Sealing what is being typed: at most one second after a key, and at lock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from mfd_desktop.app import drafts
from mfd_desktop.domain.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable

    from mfd_desktop.domain.records import Place
    from mfd_desktop.ui.desk import Desk

DELAY_MS = 600
"""After the first key that is not sealed yet; the promise is one second."""


class Sealer(QObject):
    """Writes the unsaved texts of all forms and the place into the vault."""

    def __init__(self, desk: Desk, place: Callable[[], Place]) -> None:
        """Take the desk and a function that tells where the counsellor is."""
        super().__init__(desk)
        self._desk = desk
        self._place = place
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY_MS)
        self._timer.timeout.connect(self._on_due)
        desk.form_edited.connect(self._on_edited)
        desk.occupied_changed.connect(self._on_occupied)

    def seal(self) -> None:
        """Seal now; raises UserError if the medium refuses."""
        self._timer.stop()
        unsaved = {form.key: form.open_form() for form in self._desk.forms}
        forms = tuple(form for form in unsaved.values() if form is not None)
        without = tuple(key for key, form in unsaved.items() if form is None)
        drafts.seal(self._desk.session, forms, self._place(), without)

    def _on_edited(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _on_occupied(self, occupied: bool) -> None:
        if occupied and self._timer.isActive():
            self._on_due()

    def _on_due(self) -> None:
        if self._desk.occupied:
            # Nothing can be typed meanwhile, and waiting for the vault would stop the window.
            self._timer.start()
            return
        try:
            self.seal()
        except UserError as error:
            self._desk.tell(error)
