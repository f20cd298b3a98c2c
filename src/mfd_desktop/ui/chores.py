"""Starting the small work that waits until a vault is open, once the window has come to rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from mfd_desktop.domain.errors import UserError

if TYPE_CHECKING:
    from mfd_desktop.ui.desk import Desk

DELAY_MS = 4000
"""After the window is shown: the first seconds belong to the counsellor."""


def start_chores(desk: Desk, delay: int = DELAY_MS) -> None:
    """Tidy up and catch up in the background, unless the program ends before."""
    QTimer.singleShot(delay, desk, lambda: _tidy(desk))


def _tidy(desk: Desk) -> None:
    if desk.jobs.closed:
        return
    # Only now, so that opening the window does not pay for it.
    from mfd_desktop.app.chores import catch_up, tidy_up

    session = desk.session

    def go_on() -> None:
        if not desk.jobs.closed:
            desk.jobs.run(
                lambda progress: catch_up(session, stopped=lambda: progress.cancelled),
                done=lambda _none: None,
                failed=_on_failed,
                exclusive="free",
            )

    desk.jobs.run(lambda _progress: tidy_up(session), done=lambda _none: go_on(), failed=_on_failed)


def _on_failed(error: Exception) -> None:
    # What the medium refuses is said when the counsellor herself stores something; here it can wait.
    if not isinstance(error, UserError):
        raise error
