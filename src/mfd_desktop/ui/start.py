"""The way into the program. What needs no Qt is imported before Qt, which then looks at fewer modules."""

from __future__ import annotations

import gc
import os
from typing import TYPE_CHECKING

from mfd_desktop.app.options import DeviceSettings
from mfd_desktop.files.process import harden
from mfd_desktop.ui.bus_addresses import keep_to_unix_sockets

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_CUPS = "/run/cups/cups.sock"


def start(*, vault: Path | None, home: Path | None, painted: Callable[[], None] | None = None) -> int:
    """Open the program and return its exit status. ``home`` holds its files instead of the usual places.

    ``painted`` is called after the first paint in place of what the program does then (for measuring).
    """
    harden()
    # Nothing is thrown away before the first paint; looking for it again and again takes a tenth of the time.
    gc.disable()
    # QPrinter would otherwise reach CUPS over an internet socket.
    os.environ.setdefault("CUPS_SERVER", _CUPS)
    keep_to_unix_sockets()
    device = DeviceSettings(home / "config") if home is not None else None
    from mfd_desktop.ui.program import run

    return run(vault=vault, home=home, device=device, painted=painted)
