"""Where the program keeps what is not in a vault: device settings and its log; and where a new vault is proposed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths


def config_folder(home: Path | None) -> Path:
    """Return the folder of the device settings."""
    if home is not None:
        return home / "config"
    place = QStandardPaths.StandardLocation.GenericConfigLocation
    return Path(QStandardPaths.writableLocation(place)) / "mfd-desktop"


def log_folder(home: Path | None) -> Path:
    """Return the folder of the log files."""
    if home is not None:
        return home / "log"
    place = QStandardPaths.StandardLocation.GenericDataLocation
    return Path(QStandardPaths.writableLocation(place)) / "mfd-desktop" / "log"


def usual_vault(home: Path | None) -> Path:
    """Return where a new vault is proposed: local data of this account, never roaming."""
    if home is not None:
        return home / "vault"
    place = QStandardPaths.StandardLocation.GenericDataLocation
    return Path(QStandardPaths.writableLocation(place)) / "mfd-desktop" / "vault"
