"""Addresses of the message buses of a Linux desktop, without those that would be internet sockets."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping

_SYSTEM, _SESSION = "DBUS_SYSTEM_BUS_ADDRESS", "DBUS_SESSION_BUS_ADDRESS"
_SYSTEM_BUS = "unix:path=/run/dbus/system_bus_socket"
_NOWHERE = "disabled:"
"""What libdbus knows no way to: neither a socket nor a bus started for it."""


def keep_to_unix_sockets(environment: MutableMapping[str, str] = os.environ) -> None:
    """Take every other way to a bus out of the environment before Qt, which uses them too, starts."""
    for name in (_SYSTEM, _SESSION):
        if name in environment:
            environment[name] = _unix_only(environment[name]) or _NOWHERE


def system_address(environment: Mapping[str, str] = os.environ) -> str:
    """Return the address of the system's bus; empty if it is no unix socket."""
    return _unix_only(environment.get(_SYSTEM) or _SYSTEM_BUS)


def session_address(environment: Mapping[str, str] = os.environ) -> str:
    """Return the address of the session's bus; empty if there is none, for then libdbus would start one."""
    found = environment.get(_SESSION, "")
    folder = environment.get("XDG_RUNTIME_DIR", "")
    if not found and folder and os.path.exists(f"{folder}/bus"):  # noqa: PTH110 - no path is needed here
        found = f"unix:path={folder}/bus"
    return _unix_only(found)


def _unix_only(address: str) -> str:
    return ";".join(part for part in address.split(";") if part.startswith("unix:"))
