"""Takes what waits to the shared folder: after unlocking, every quarter of an hour, and when somebody asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from mfd_desktop.app.network import role_of
from mfd_desktop.domain.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable

    from mfd_desktop.app.delivering import Delivery
    from mfd_desktop.ui.desk import Desk
    from mfd_desktop.ui.jobs import Progress

_SOON_MS = 3_000
"""After unlocking the screen comes first."""
_AGAIN_MS = 15 * 60_000


class Courier(QObject):
    """Delivers in the background; what happened is announced by the vault as a change of ``network``."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        """Start by itself a little later."""
        super().__init__(parent)
        self._desk = desk
        self._busy = False
        self._timer = QTimer(self)
        self._timer.setInterval(_AGAIN_MS)
        self._timer.timeout.connect(self.go)
        QTimer.singleShot(_SOON_MS, self, self.go)
        self._timer.start()

    def go(self) -> None:
        """Deliver now, unless a delivery is under way or something else holds the vault."""
        if not self._busy and not self._desk.occupied and role_of(self._desk.session):
            self._busy = True
            start_delivery(self._desk, done=self._on_done)

    def _on_done(self, _delivery: Delivery | None) -> None:
        self._busy = False


def start_delivery(desk: Desk, *, done: Callable[[Delivery | None], None]) -> None:
    """Deliver off the thread of the window; ``done`` gets None if the vault refused, which was told then."""

    def work(_progress: Progress) -> Delivery:
        from mfd_desktop.app.delivering import deliver_outbox

        return deliver_outbox(desk.session)

    def failed(error: Exception) -> None:
        done(None)
        if not isinstance(error, UserError):
            raise error
        desk.tell(error)

    desk.jobs.run(work, done=done, failed=failed)
