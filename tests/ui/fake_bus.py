"""A message bus of its own (the real dbus-daemon) with a logind, a UPower and screen savers that obey the test."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

from PySide6.QtDBus import (
    QDBusConnection,
    QDBusMessage,
    QDBusObjectPath,
    QDBusUnixFileDescriptor,
    QDBusVariant,
    QDBusVirtualObject,
)

CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path={socket}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy></busconfig>
"""
LOGIND, MANAGER_PATH = "org.freedesktop.login1", "/org/freedesktop/login1"
MANAGER, SESSION = "org.freedesktop.login1.Manager", "org.freedesktop.login1.Session"
SESSION_PATH = "/org/freedesktop/login1/session/_31"
UPOWER, UPOWER_PATH = "org.freedesktop.UPower", "/org/freedesktop/UPower"


class Answers(QDBusVirtualObject):
    """Answers every call by `methods` (name -> function of the arguments); what it does not know it refuses."""

    def __init__(self, methods: dict[str, Any]) -> None:
        super().__init__()
        self.methods = methods
        self.calls: list[tuple[str, list[Any]]] = []

    def introspect(self, _path: str) -> str:
        return ""

    def handleMessage(self, message: QDBusMessage, connection: QDBusConnection) -> bool:  # noqa: N802 - of Qt
        self.calls.append((message.member(), message.arguments()))
        found = self.methods.get(message.member())
        value = found(*message.arguments()) if found else None
        if value is None:
            reply = message.createErrorReply("org.freedesktop.DBus.Error.Failed", "not here")
        else:
            reply = message.createReply()
            reply.setArguments([value])
        connection.send(reply)
        return True


class FakeBus:
    """The bus and who is on it."""

    def __init__(self, folder: Path) -> None:
        socket, config = folder / "bus", folder / "bus.conf"
        config.write_text(CONFIG.format(socket=socket), encoding="utf-8")
        self.address = f"unix:path={socket}"
        self.daemon = subprocess.Popen(
            ["dbus-daemon", f"--config-file={config}", "--nofork", "--print-address"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert self.daemon.stdout is not None
        assert self.daemon.stdout.readline()
        self.connection = QDBusConnection.connectToBus(self.address, "fake-services")
        self.properties: dict[str, Any] = {"Active": True, "LockedHint": False, "LidClosed": False}
        self.power: dict[str, Any] = {"LidIsClosed": False}
        self.waits: list[int] = []
        self.services: list[Answers] = []
        self.logind = self._own(
            LOGIND,
            MANAGER_PATH,
            {
                "GetSession": lambda name: QDBusObjectPath(SESSION_PATH) if name == "auto" else None,
                "Inhibit": self._inhibit,
                "Get": lambda _interface, name: self._wrapped(self.properties.get(name)),
            },
        )
        self.upower = self._own(
            UPOWER, UPOWER_PATH, {"Get": lambda _interface, name: self._wrapped(self.power.get(name))}
        )

    def _own(self, service: str, path: str, methods: dict[str, Any]) -> Answers:
        answers = Answers(methods)
        self.services.append(answers)
        option = QDBusConnection.VirtualObjectRegisterOption.SubPath
        assert self.connection.registerVirtualObject(path, answers, option)
        assert self.connection.registerService(service)
        return answers

    @staticmethod
    def _wrapped(value: Any) -> Any:
        return None if value is None else QDBusVariant(value)

    def _inhibit(self, *_words: str) -> QDBusUnixFileDescriptor:
        """Give a descriptor; whoever holds it keeps the other end from ending."""
        read, write = os.pipe()
        os.set_blocking(read, False)
        self.waits.append(read)
        descriptor = QDBusUnixFileDescriptor(write)
        os.close(write)
        return descriptor

    def released(self) -> bool:
        """Tell whether nobody holds the last delay any more."""
        try:
            return os.read(self.waits[-1], 1) == b""
        except BlockingIOError:
            return False

    def serve(self, service: str, path: str, methods: dict[str, Any]) -> Answers:
        """Have one more service answer."""
        return self._own(service, path, methods)

    def signal(self, path: str, interface: str, name: str, *arguments: Any) -> None:
        """Send a signal."""
        message = QDBusMessage.createSignal(path, interface, name)
        message.setArguments(list(arguments))
        assert self.connection.send(message)

    def change(self, path: str, interface: str, values: dict[str, Any]) -> None:
        """Change properties and say so."""
        (self.power if path == UPOWER_PATH else self.properties).update(values)
        self.signal(path, "org.freedesktop.DBus.Properties", "PropertiesChanged", interface, values, [""])

    def close(self) -> None:
        QDBusConnection.disconnectFromBus("fake-services")
        self.daemon.terminate()
        self.daemon.wait(10)
        assert self.daemon.stdout is not None
        self.daemon.stdout.close()
        for read in self.waits:
            os.close(read)
