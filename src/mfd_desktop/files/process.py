"""What other programs of this account can see of the process, and what its end by the system leaves: nothing.

No image of the memory is written when it is killed by an error, and nobody attaches to it. Standard library only; a
process that follows by exec or as a child begins without these and calls it again.
"""

from __future__ import annotations

import sys
from typing import Any

_PR_SET_DUMPABLE = 4
"""prctl(2): without it the kernel writes no core, and ptrace and /proc/PID/mem are refused to the same account."""
_NO_BOXES = 0x0001 | 0x0002 | 0x8000
"""SEM_FAILCRITICALERRORS, SEM_NOGPFAULTERRORBOX, SEM_NOOPENFILEERRORBOX: the error reporting of Windows stays away."""
_WER_NO_HEAP = 1
_DACL_SECURITY_INFORMATION = 4
_SDDL_REVISION = 1
_MAY_END_IT = "D:P(A;;0x101001;;;OW)(A;;0x101001;;;IU)(A;;GA;;;SY)"
"""Others may wait for the process, ask for its name and end it; none but the system may read its memory."""


def harden(*, platform: str = sys.platform, library: Any = None) -> None:
    """Keep memory images and debuggers away from this process; calling it again does no harm.

    ``library(name)`` loads a library of the system (handed in by tests). What the system refuses is left out: the
    program is needed all the same.
    """
    import ctypes

    if platform == "win32":
        _harden_windows(library or getattr(ctypes, "WinDLL", ctypes.CDLL), ctypes)
        return
    import resource

    _soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, hard))
    if platform == "linux":
        (library or ctypes.CDLL)(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def limit_memory(most: int) -> None:
    """Let this process have so many bytes at most, where the system knows such a limit (not on Windows)."""
    try:
        import resource
    except ImportError:
        return
    _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _harden_windows(library: Any, ctypes: Any) -> None:
    kernel, rights = library("kernel32"), library("advapi32")
    kernel.SetErrorMode(_NO_BOXES)
    kernel.WerSetFlags(_WER_NO_HEAP)
    if getattr(sys, "frozen", False):
        library("wer").WerAddExcludedApplication(ctypes.c_wchar_p(sys.executable), 0)
    kernel.GetCurrentProcess.restype = ctypes.c_void_p
    descriptor = ctypes.c_void_p()
    words = ctypes.c_wchar_p(_MAY_END_IT)
    made = rights.ConvertStringSecurityDescriptorToSecurityDescriptorW(
        words, _SDDL_REVISION, ctypes.byref(descriptor), None
    )
    if made:
        process = ctypes.c_void_p(kernel.GetCurrentProcess())
        rights.SetKernelObjectSecurity(process, _DACL_SECURITY_INFORMATION, descriptor)
        kernel.LocalFree(descriptor)
