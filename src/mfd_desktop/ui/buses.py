"""Connections of our own to the message buses of a Linux desktop: over unix sockets only, or none at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusObjectPath, QDBusPendingCallWatcher, QDBusVariant

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QObject

_PATIENCE_MS = 2_000


def connect(address: str, name: str) -> QDBusConnection | None:
    """Connect to a bus under a name of this process; None without an address or where nobody is.

    To be called off the GUI thread: a bus that takes the call and says nothing is given up after 25 seconds.
    """
    return QDBusConnection.connectToBus(address, name) if address else None


class Bus:
    """A connection to a bus, which may be none; ``close`` gives it back. Calls never wait."""

    def __init__(self, connection: QDBusConnection | None, parent: QObject) -> None:
        """Take what ``connect`` returned; without a bus nothing is heard and nothing answered."""
        self._connection = connection
        self._parent = parent

    @property
    def there(self) -> bool:
        """Whether it is connected."""
        return self._connection is not None and self._connection.isConnected()

    def listen(self, service: str, path: str, signal: tuple[str, str], receiver: QObject, slot: str) -> None:
        """Call ``slot`` (as Qt writes it, ``1name(type)``) of ``receiver`` for a signal (interface, name).

        An empty service or path means any.
        """
        if self._connection is not None and self.there:
            # PySide6 takes the text that SLOT() would make; its stub says bytes, which it refuses.
            self._connection.connect(service, path, signal[0], signal[1], receiver, cast("bytes", slot))

    def ask(
        self, target: tuple[str, str, str, str], arguments: list[object], answered: Callable[[object | None], None]
    ) -> None:
        """Call a method (service, path, interface, name); ``answered`` gets the first value, None if refused."""
        if self._connection is None or not self.there:
            answered(None)
            return
        call = QDBusMessage.createMethodCall(*target)
        call.setArguments(arguments)
        watcher = QDBusPendingCallWatcher(self._connection.asyncCall(call, _PATIENCE_MS), self._parent)

        def finished() -> None:
            reply = watcher.reply()
            watcher.deleteLater()
            good = reply.type() is QDBusMessage.MessageType.ReplyMessage and reply.arguments()
            answered(_plain(reply.arguments()[0]) if good else None)

        watcher.finished.connect(finished)

    def close(self) -> None:
        """Disconnect."""
        if self._connection is not None:
            QDBusConnection.disconnectFromBus(self._connection.name())
            self._connection = None


def _plain(value: object) -> object:
    if isinstance(value, QDBusVariant):
        return value.variant()
    return value.path() if isinstance(value, QDBusObjectPath) else value
