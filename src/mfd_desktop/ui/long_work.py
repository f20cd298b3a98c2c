"""Work that holds the vault for long: a job during which nothing else may ask the vault for anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from mfd_desktop.content.i18n import ngettext
from mfd_desktop.ui.jobs import Cancelled, Progress

if TYPE_CHECKING:
    from collections.abc import Callable

    from mfd_desktop.ui.desk import Desk

T = TypeVar("T")


def start_long_work(
    desk: Desk,
    work: Callable[[Progress], T],
    *,
    done: Callable[[T], None],
    failed: Callable[[Exception], None],
    stopped: Callable[[], None] = lambda: None,
    progressed: Callable[[float, str], None] | None = None,
) -> Progress:
    """Run ``work`` as ``Jobs.run`` does; the desk is occupied until one of the callbacks is called.

    Otherwise the window would stand still, and with it Ctrl+L, as soon as something in it asked the vault.
    """

    def on_done(value: T) -> None:
        desk.occupy(occupied=False)
        done(value)

    def on_failed(error: Exception) -> None:
        desk.occupy(occupied=False)
        failed(error)

    def on_stopped() -> None:
        desk.occupy(occupied=False)
        stopped()

    desk.occupy(occupied=True)
    return desk.jobs.run(work, done=on_done, failed=on_failed, stopped=on_stopped, progressed=progressed)


def start_undo(
    desk: Desk,
    batch: str,
    *,
    done: Callable[[int], None],
    failed: Callable[[Exception], None],
    stopped: Callable[[], None],
    progressed: Callable[[float, str], None],
) -> Progress:
    """Take an import back, all or nothing; ``done`` gets how many people went."""

    def work(progress: Progress) -> int:
        # With all that reads workbooks; others who work long do not pay for it.
        from mfd_desktop.app.importing import undo_import

        gone = undo_import(
            desk.session,
            batch,
            progress=lambda part, total: progress.report(part / max(total, 1)),
            cancelled=lambda: progress.cancelled,
        )
        if gone is None:
            raise Cancelled
        return gone

    return start_long_work(desk, work, done=done, failed=failed, stopped=stopped, progressed=progressed)


def gone_words(gone: int) -> str:
    """Return the sentence about how many people were taken out again."""
    return ngettext(
        "Rückgängig gemacht: {count} Person ist wieder entfernt.",
        "Rückgängig gemacht: {count} Personen sind wieder entfernt.",
        gone,
    ).format(count=gone)
