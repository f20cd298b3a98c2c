"""The kernel's own files about this process."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def forget_peak(clear_refs: Path) -> None:
    """Reset the peak resident size of this process (``5`` to ``/proc/self/clear_refs``, proc(5))."""
    clear_refs.write_text("5", encoding="ascii")
