"""Where a folder lies: in one that another program carries elsewhere, on a share, on a stick. Only looks."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

CLOUD, SHARE, STICK = "cloud", "share", "stick"

_MARKS = (
    (re.compile(r"\.stfolder|\.stignore|\.stversions"), "Syncthing"),
    (re.compile(r"\._?sync_[0-9a-f]+\.db|\.nextcloudsync\.log", re.IGNORECASE), "Nextcloud"),
    (re.compile(r"\.owncloudsync\.log|\._oc_"), "ownCloud"),
    (re.compile(r"\.dropbox|\.dropbox\.cache"), "Dropbox"),
    (re.compile(r"\.tmp\.drivedownload|\.tmp\.driveupload"), "Google Drive"),
    (re.compile(r"\.seafile-data|\.seadrive", re.IGNORECASE), "SeaDrive"),
    (re.compile(r"\.849C9593-D756-4E56-8D6E-42412F2A707B"), "OneDrive"),
)
"""Files a synchronisation leaves in the folder it carries; OneDrive's is a marker of its Windows client."""

_NAMES = (
    (re.compile(r"onedrive( - .*)?", re.IGNORECASE), "OneDrive"),
    (re.compile(r"nextcloud\d*", re.IGNORECASE), "Nextcloud"),
    (re.compile(r"owncloud\d*", re.IGNORECASE), "ownCloud"),
    (re.compile(r"dropbox( \(.*\))?", re.IGNORECASE), "Dropbox"),
    (re.compile(r"google ?drive|my drive|meine ablage", re.IGNORECASE), "Google Drive"),
    (re.compile(r"icloud ?drive|mobile documents|com~apple~clouddocs", re.IGNORECASE), "iCloud"),
    (re.compile(r"seadrive|seafile", re.IGNORECASE), "SeaDrive"),
    (re.compile(r"syncthing", re.IGNORECASE), "Syncthing"),
)
_VARIABLES = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")
_SHARES = frozenset(
    [
        "nfs",
        "nfs4",
        "cifs",
        "smb3",
        "smbfs",
        "davfs",
        "fuse.davfs2",
        "fuse.sshfs",
        "fuse.rclone",
        "fuse.gvfsd-fuse",
        "9p",
        "afpfs",
        "ncpfs",
        "ceph",
    ]
)
_STICKS = ("/media/", "/run/media/")
_REMOVABLE, _REMOTE = 2, 4
"""Answers of GetDriveTypeW."""
_COPY = re.compile(
    r"\.sync-conflict-|conflict|konflikt|in konflikt stehende kopie| \(\d+\)\.|_conf\(| - kopie| - copy"
    r"|^(cases|vault|counter).*-[\w]+\.(db|json)$",
    re.IGNORECASE,
)


def whereabouts(
    folder: Path, *, environment: Mapping[str, str] = os.environ, mounts: Path = Path("/proc/self/mounts")
) -> tuple[str, str]:
    """Return what kind of place ``folder`` (it need not be there yet) lies in, and whose: empty texts if it is plain.

    Kinds: ``cloud`` (with the name of the program), ``share``, ``stick``.
    """
    place = folder.absolute()
    for above in (place, *place.parents):
        name = _cloud_of(above, environment)
        if name:
            return CLOUD, name
    if str(place).startswith(("\\\\", "//")):
        return SHARE, ""
    return (_drive_kind(place) if sys.platform == "win32" else _mount_kind(place, mounts)), ""


def _cloud_of(above: Path, environment: Mapping[str, str]) -> str:
    for pattern, name in _NAMES:
        if pattern.fullmatch(above.name):
            return name
    if any(environment.get(variable) and Path(environment[variable]) == above for variable in _VARIABLES):
        return "OneDrive"
    try:
        with os.scandir(above) as entries:
            names = [entry.name for entry in entries if entry.name.startswith(".")]
    except OSError:
        return ""
    return next((name for pattern, name in _MARKS for one in names if pattern.match(one)), "")


def _mount_kind(place: Path, mounts: Path) -> str:
    """Return the kind by the longest mount point above ``place`` (Linux)."""
    best, kind = "", ""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    for line in lines:
        parts = line.split(" ")
        if len(parts) < 3:
            continue
        point = parts[1].replace("\\040", " ")
        inside = str(place) == point or str(place).startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best = point
            kind = SHARE if parts[2] in _SHARES else STICK if point.startswith(_STICKS) else ""
    return kind


def _drive_kind(place: Path) -> str:
    import ctypes

    drive_type = ctypes.windll.kernel32.GetDriveTypeW(place.anchor)  # type: ignore[attr-defined,unused-ignore]  # Windows
    return {_REMOTE: SHARE, _REMOVABLE: STICK}.get(drive_type, "")


def conflict_copies(folder: Path) -> tuple[str, ...]:
    """Return names that only a synchronisation gives, among the files of a vault and its documents."""
    found: list[str] = []
    for place in (folder, folder / "attachments"):
        try:
            with os.scandir(place) as entries:
                found.extend(entry.name for entry in entries if _COPY.search(entry.name))
        except OSError:
            continue
    return tuple(sorted(name for name in found if not name.endswith(".kept")))
