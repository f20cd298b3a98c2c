"""What is told of a bug: its kind and the places it went through, never a message or a value.

Standard library only, because it is ready before the first paint.
"""

from __future__ import annotations

import logging
import sys
import traceback
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType

_LOG = logging.getLogger(__name__)
CRASHED = 70
"""Exit status after a bug (EX_SOFTWARE)."""


def places_of(trace: TracebackType | None) -> str:
    """Return file, line and function of each frame; never a message or a value, which may hold client data."""
    frames = traceback.extract_tb(trace)
    return "\n".join(
        f"{frame.filename.replace(chr(92), '/').rsplit('/', 2)[-1]}:{frame.lineno} {frame.name}" for frame in frames
    )


def report_of(kind: type[BaseException], trace: TracebackType | None) -> str:
    """Return what may be shown and written down of a bug."""
    return f"{kind.__name__}\n{places_of(trace)}"


def tell_quietly(kind: type[BaseException], _error: object, trace: TracebackType | None) -> None:
    """Tell a bug on the error output, in place of Python's own hook, which shows the message."""
    if sys.stderr is not None:
        sys.stderr.write(report_of(kind, trace) + "\n")


def note_unraisable(found: sys.UnraisableHookArgs) -> None:
    """Write down a bug that nobody can catch (a destructor, a callback), in place of Python's own hook."""
    _LOG.error("bug nobody could catch: %s", report_of(found.exc_type, found.exc_traceback))
