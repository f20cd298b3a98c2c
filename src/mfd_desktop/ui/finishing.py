"""Finishing what was stopped: overwriting what is left of people erased."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.domain.errors import UserError
from mfd_desktop.ui.long_work import start_long_work

if TYPE_CHECKING:
    from mfd_desktop.ui.desk import Desk
    from mfd_desktop.ui.jobs import Progress


def finish_erasing(desk: Desk) -> None:
    """Finish erasing off the thread of the window, unless something else holds the vault; Heute asks again."""
    if desk.occupied:
        return

    def work(_progress: Progress) -> bool:
        from mfd_desktop.app import erasing

        return erasing.finish_erasing(desk.session)

    def failed(error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        desk.tell(error)

    start_long_work(desk, work, done=lambda _done: None, failed=failed)
