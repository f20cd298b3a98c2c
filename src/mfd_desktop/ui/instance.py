"""One window per vault: a second start brings the first window forward."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import adler32, crc32

from PySide6.QtCore import QObject, QStandardPaths, Signal

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer

_WAIT_MS = 500


def _name(vault: Path) -> str:
    """Return the full name of the local socket (Windows: named pipe); it shows in the file system while open."""
    # Two checksums tell vaults apart well enough, and hashlib takes 3 ms before the first paint.
    path = str(vault.absolute()).encode()
    known = f"mfd-desktop-{crc32(path):08x}{adler32(path):08x}"
    return (
        rf"\\.\pipe\{known}"
        if os.name == "nt"
        else QStandardPaths.writableLocation(QStandardPaths.StandardLocation.TempLocation) + "/" + known
    )


def raise_other(vault: Path) -> bool:
    """Ask a process that shows this vault to come forward; return whether there is one."""
    if not Path(_name(vault)).exists():
        return False
    # Only now, because it takes as long as everything else before the first paint.
    from PySide6.QtNetwork import QLocalSocket

    socket = QLocalSocket()
    socket.connectToServer(_name(vault))
    if not socket.waitForConnected(_WAIT_MS):
        return False
    socket.write(b"raise\n")
    socket.waitForBytesWritten(_WAIT_MS)
    socket.disconnectFromServer()
    return True


class Instance(QObject):
    """Listens for later starts. Signal ``raise_asked()``: bring the window forward."""

    raise_asked = Signal()

    def __init__(self, vault: Path, parent: QObject | None = None) -> None:
        """Start listening; a socket left by a crash is taken over."""
        super().__init__(parent)
        from PySide6.QtNetwork import QLocalServer

        name = _name(vault)
        QLocalServer.removeServer(name)
        self._server: QLocalServer = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)
        self._server.listen(name)

    def close(self) -> None:
        """Stop listening."""
        self._server.close()

    def _on_connection(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            socket.disconnectFromServer()
            self.raise_asked.emit()
