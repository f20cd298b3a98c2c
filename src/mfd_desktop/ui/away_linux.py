"""The counsellor leaves the desk, as logind and the screen savers of Linux desktops tell it.

The machine is kept from sleeping until the vault is locked: logind waits (5 seconds at most) for whoever holds a
delay. Sources: org.freedesktop.login1(5), the D-Bus interface of UPower, those of the desktops' screen savers.
"""

from __future__ import annotations

import os

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtDBus import QDBusConnection, QDBusMessage

from mfd_desktop.ui.buses import Bus

_LOGIND, _LOGIND_PATH = "org.freedesktop.login1", "/org/freedesktop/login1"
_MANAGER, _SESSION = "org.freedesktop.login1.Manager", "org.freedesktop.login1.Session"
_UPOWER, _UPOWER_PATH = "org.freedesktop.UPower", "/org/freedesktop/UPower"
_PROPERTIES = "org.freedesktop.DBus.Properties"
_SAVERS = (
    "org.freedesktop.ScreenSaver",
    "org.gnome.ScreenSaver",
    "org.kde.screensaver",
    "org.cinnamon.ScreenSaver",
    "org.mate.ScreenSaver",
    "org.xfce.ScreenSaver",
)
_GONE_WHEN = {"Active": False, "LockedHint": True, "LidClosed": True, "LidIsClosed": True}
"""Properties and the value that says that nobody works here any more."""


class LinuxAway(QObject):
    """Signal ``away()``: session locked, another user's turn, lid closed, about to sleep, screen saver on."""

    away = Signal()

    def __init__(self, parent: QObject, system: QDBusConnection | None, session: QDBusConnection | None) -> None:
        """Listen on the buses of system and session; one that is not there is left out."""
        super().__init__(parent)
        self.known: dict[str, object] = {}
        """What logind and UPower said last, by property."""
        self._delay: object | None = None
        self._session_path = ""
        self.system = Bus(system, self)
        self.session = Bus(session, self)
        for interface in _SAVERS:
            self.session.listen("", "", (interface, "ActiveChanged"), self, "1on_flag(bool)")
        self.system.listen(_LOGIND, _LOGIND_PATH, (_MANAGER, "PrepareForSleep"), self, "1on_sleep(bool)")
        changed = (_PROPERTIES, "PropertiesChanged")
        self.system.listen(_LOGIND, _LOGIND_PATH, changed, self, "1on_manager(QDBusMessage)")
        self.system.listen(_UPOWER, _UPOWER_PATH, changed, self, "1on_power(QDBusMessage)")
        self._find_session(ways_to_session())
        self._look_at_lid()
        self._take_delay()

    def close(self) -> None:
        """Stop listening; the machine may sleep at once again."""
        self._delay = None
        self.system.close()
        self.session.close()

    @property
    def delays_sleep(self) -> bool:
        """Whether the machine waits for us before it sleeps."""
        return self._delay is not None

    @Slot(bool)
    def on_flag(self, on: bool) -> None:
        """The screen saver began or ended."""
        if on:
            self.away.emit()

    @Slot(bool)
    def on_sleep(self, begins: bool) -> None:
        """The machine is about to sleep, or awake again."""
        if begins:
            self.away.emit()
            self._delay = None
        else:
            self._take_delay()

    @Slot()
    def on_lock(self) -> None:
        """The session is to be locked."""
        self.away.emit()

    @Slot(QDBusMessage)
    def on_session(self, _message: QDBusMessage) -> None:
        """Something of the session changed."""
        self._look_at_session()

    @Slot(QDBusMessage)
    def on_manager(self, _message: QDBusMessage) -> None:
        """Something of logind changed."""
        self._look(self.system, (_LOGIND, _LOGIND_PATH, _MANAGER), "LidClosed")

    @Slot(QDBusMessage)
    def on_power(self, _message: QDBusMessage) -> None:
        """Something of the power supply changed."""
        self._look(self.system, (_UPOWER, _UPOWER_PATH, _UPOWER), "LidIsClosed")

    def _find_session(self, names: list[str]) -> None:
        if not names:
            return
        name, *others = names

        def answered(path: object | None) -> None:
            if isinstance(path, str) and path:
                self._follow_session(path)
            else:
                self._find_session(others)

        self.system.ask((_LOGIND, _LOGIND_PATH, _MANAGER, "GetSession"), [name], answered)

    def _follow_session(self, path: str) -> None:
        self._session_path = path
        self.system.listen(_LOGIND, path, (_SESSION, "Lock"), self, "1on_lock()")
        self.system.listen(_LOGIND, path, (_PROPERTIES, "PropertiesChanged"), self, "1on_session(QDBusMessage)")
        self._look_at_session()

    def _look_at_session(self) -> None:
        for name in ("Active", "LockedHint"):
            self._look(self.system, (_LOGIND, self._session_path, _SESSION), name)

    def _look_at_lid(self) -> None:
        self._look(self.system, (_LOGIND, _LOGIND_PATH, _MANAGER), "LidClosed")
        self._look(self.system, (_UPOWER, _UPOWER_PATH, _UPOWER), "LidIsClosed")

    def _look(self, bus: Bus, owner: tuple[str, str, str], name: str) -> None:
        """Ask for a property; only a change says something: a docked PC works with its lid closed."""
        service, path, interface = owner

        def answered(value: object | None) -> None:
            if value is None:
                return
            before = self.known.get(name)
            self.known[name] = value
            if before is not None and before != value and value == _GONE_WHEN[name]:
                self.away.emit()

        bus.ask((service, path, _PROPERTIES, "Get"), [interface, name], answered)

    def _take_delay(self) -> None:
        def answered(descriptor: object | None) -> None:
            # Kept open: closing it, or becoming another process, lets the machine sleep.
            self._delay = descriptor

        words: list[object] = ["sleep", "MFD Desktop", "Tresor wird gesperrt", "delay"]
        self.system.ask((_LOGIND, _LOGIND_PATH, _MANAGER, "Inhibit"), words, answered)


def ways_to_session() -> list[str]:
    """Return names to ask logind for this desktop's session with, the surest first."""
    # A program started by the user's own service manager belongs to no session by its process: "auto" knows it anyway.
    return ["auto", *filter(None, [os.environ.get("XDG_SESSION_ID")])]
