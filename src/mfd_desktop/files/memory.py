"""The kernel's own files about this process."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def forget_peak(clear_refs: Path) -> None:
    """Reset the peak resident size of this process (``5`` to ``/proc/self/clear_refs``, proc(5)).

    A process made private (``files.process``) may not, unless it is root's; then the peak stays that of the whole run.
    """
    with suppress(PermissionError):
        clear_refs.write_text("5", encoding="ascii")
