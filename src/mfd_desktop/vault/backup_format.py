"""A folder of backups, format 1: reading it.

::

    mfd-backup.json      format, vault (id), place (random id of this folder); no names
    states/<UTC stamp>-<generation>-<commits>/
        cases.db         the sealed database as it lay in the vault
        vault.json       of that moment, so the passphrase of then opens it
        manifest         nonce and AES-256-GCM under the key "backup" of that moment
        names            the same state's files in the pool, a line each, and a checksum (tidying has no key of before)
    attachments/<sha256> sealed files, named by what is in them; each state's manifest says which are its own
    erased               ids of what was erased since: see ``backup_erased``

A state is written under another name and renamed when it has been read back: what has its name is whole.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from mfd_desktop.domain.backups import BackupState, parse_state
from mfd_desktop.domain.errors import StorageError, UserError, WrongPassphrase
from mfd_desktop.domain.errors_backup import BackupDamaged, BackupMissing, BackupNewer
from mfd_desktop.files.errors import storage_errors
from mfd_desktop.vault import slots
from mfd_desktop.vault.header import read_header
from mfd_desktop.vault.keys import NONCE_BYTES, TAG_BYTES, sub_key, unwrap, wrap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from mfd_desktop.vault.header import Header
    from mfd_desktop.vault.slots import Slot
    from mfd_desktop.vault.store import Vault

    Opener = Callable[[Header, str], tuple[bytes, Slot] | None]
    """Finds the master key of a header with its mac; None if it cannot."""

FORMAT = 1
MARK, STATES, POOL = "mfd-backup.json", "states", "attachments"
MANIFEST, NAMES = "manifest", "names"
OWN_FOLDER = "MFD-Datensicherung"
"""Made in a folder that holds other things too, a stick for example."""
_LARGEST_MARK, _LARGEST_MANIFEST = 4096, 64 * 1024 * 1024
_ID = re.compile(r"[0-9a-f]{32}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Place:
    """A folder of backups: of which vault, and its own random id (a stick comes back under another letter)."""

    folder: Path
    vault: str
    place: str

    def state_folder(self, name: str) -> Path:
        """Return the folder of a state."""
        return self.folder / STATES / name

    @property
    def pool(self) -> Path:
        """The folder of the attachments."""
        return self.folder / POOL


class SealedFile(msgspec.Struct, frozen=True):
    """An attachment of a state: its name in the vault, size and SHA-256 of the sealed file (its name in the pool)."""

    file: str
    size: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a state holds. ``counts``: clients, cases, contacts, attachments."""

    format: int
    vault: str
    generation: int
    commits: int
    moment: datetime
    schema: int
    size: int
    sha256: str
    counts: dict[str, int]
    files: tuple[SealedFile, ...]


@dataclass(frozen=True, slots=True)
class OpenState:
    """A state whose key was found, with its manifest. Never printed: it holds the master key."""

    place: Place
    state: BackupState
    master: bytes
    slot: Slot
    header: Header
    manifest: Manifest

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return self.place.state_folder(self.state.name)

    def __repr__(self) -> str:
        """Say nothing of the key."""
        return f"OpenState({self.state.name})"


def find_place(folder: Path) -> Place:
    """Return the backup in ``folder``, or in the own folder the program made inside it.

    Raises BackupMissing, BackupNewer, BackupDamaged, StorageError.
    """
    for one in (folder, folder / OWN_FOLDER):
        found = read_place(one)
        if found:
            return found
    raise BackupMissing(folder)


def read_place(folder: Path) -> Place | None:
    """Return the backup exactly in ``folder``; None if there is none.

    Raises BackupNewer, BackupDamaged, StorageError.
    """
    try:
        with storage_errors(folder / MARK), (folder / MARK).open("rb") as file:
            content = file.read(_LARGEST_MARK + 1)
    except StorageError as error:
        if error.reason == "missing":
            if _state_names(folder):
                raise BackupDamaged(folder, "", "mark") from None
            return None
        raise
    try:
        body = json.loads(content)
        number, vault, place = body["format"], str(body["vault"]), str(body["place"])
    except (ValueError, TypeError, KeyError, RecursionError):
        raise BackupDamaged(folder, "", "mark") from None
    if type(number) is int and number > FORMAT:
        raise BackupNewer(folder, number, FORMAT)
    if number != FORMAT or not _ID.fullmatch(vault) or not _ID.fullmatch(place):
        raise BackupDamaged(folder, "", "mark")
    return Place(folder, vault, place)


def encode_place(vault: str, place: str) -> bytes:
    """Return the content of ``mfd-backup.json``."""
    return json.dumps({"format": FORMAT, "vault": vault, "place": place}, sort_keys=True).encode() + b"\n"


def list_states(place: Place) -> tuple[BackupState, ...]:
    """Return the states in a backup, the one made last first. Needs no key. Raises StorageError."""
    found = [state for state in map(parse_state, _state_names(place.folder)) if state]
    return tuple(sorted(found, key=lambda state: state.order, reverse=True))


def _state_names(folder: Path) -> list[str]:
    with storage_errors(folder / STATES):
        there = list((folder / STATES).iterdir()) if (folder / STATES).is_dir() else []
        return [one.name for one in there if parse_state(one.name) and one.is_dir()]


def pool_sizes(place: Place) -> dict[str, int]:
    """Return name and size of the files in the pool. Raises StorageError."""
    with storage_errors(place.pool):
        return {path.name: path.stat().st_size for path in place.pool.iterdir() if _SHA256.fullmatch(path.name)}


def state_called(place: Place, name: str) -> BackupState:
    """Return the state with this name, of an empty name the newest. Raises BackupMissing, StorageError."""
    for state in list_states(place):
        if name in ("", state.name):
            return state
    raise BackupMissing(place.folder, name)


def by_passphrase(passphrase: str) -> Opener:
    """Open states with a passphrase: the one that was right when the state was made."""
    return lambda header, _mac: slots.open_with_passphrase(header.slots, header.vault, passphrase)


def by_passphrase_once(passphrase: str) -> Opener:
    """Open many states with a passphrase; it is stretched only once for each set of slots."""
    masters: list[bytes] = []
    refused: set[tuple[Slot, ...]] = set()

    def opener(header: Header, mac: str) -> tuple[bytes, Slot] | None:
        for master in masters:
            if header.is_authentic(master, mac):
                return master, header.slots[0]
        found = None
        if header.slots not in refused:
            found = slots.open_with_passphrase(header.slots, header.vault, passphrase)
        if found is None:
            refused.add(header.slots)
        else:
            masters.append(found[0])
        return found

    return opener


def by_secret(secret: bytes) -> Opener:
    """Open states with the recovery secret of two sheets."""
    return lambda header, _mac: slots.open_with_secret(header.slots, header.vault, secret)


def by_vault(vault: Vault) -> Opener:
    """Open states with the key of an open vault: all since it was made, or last re-keyed."""
    return vault.opens


def read_state(place: Place, state: BackupState, opener: Opener) -> OpenState:
    """Find the key of a state and read its manifest.

    Raises WrongPassphrase, BackupDamaged (``header``, ``manifest``), StorageError.
    """
    folder = place.state_folder(state.name)
    try:
        header, mac = read_header(folder)
    except UserError:
        raise BackupDamaged(place.folder, state.name, "header") from None
    found = opener(header, mac)
    if found is None:
        raise WrongPassphrase
    master, slot = found
    if not header.is_authentic(master, mac) or header.vault != place.vault:
        raise BackupDamaged(place.folder, state.name, "header")
    return OpenState(place, state, master, slot, header, _read_manifest(place, state, master, header))


def _read_manifest(place: Place, state: BackupState, master: bytes, header: Header) -> Manifest:
    damaged = BackupDamaged(place.folder, state.name, "manifest")
    path = place.state_folder(state.name) / MANIFEST
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST_MANIFEST + 1)
    except OSError:
        raise damaged from None
    if len(content) < NONCE_BYTES + TAG_BYTES:
        raise damaged
    plain = unwrap(
        sub_key(master, "backup"), content[:NONCE_BYTES], content[NONCE_BYTES:], _bound(place.vault, state.name)
    )
    if plain is None:
        raise damaged
    manifest = msgspec.json.decode(plain, type=Manifest)
    whose = (manifest.vault, manifest.generation, manifest.generation, manifest.commits)
    if whose != (place.vault, header.generation, state.generation, state.commits):
        raise damaged
    if not all(_SHA256.fullmatch(one.sha256) and is_file_name(one.file) for one in manifest.files):
        raise damaged
    return manifest


def seal_manifest(manifest: Manifest, state: BackupState, key: bytes) -> bytes:
    """Return the content of ``manifest``, bound to this vault and this state; ``key`` is the vault's for backups."""
    nonce, sealed = wrap(key, msgspec.json.encode(manifest), _bound(manifest.vault, state.name))
    return nonce + sealed


def encode_names(files: Iterable[SealedFile]) -> bytes:
    """Return the content of ``names``."""
    lines = "".join(f"{name}\n" for name in sorted({one.sha256 for one in files})).encode()
    return lines + hashlib.sha256(lines).hexdigest().encode() + b"\n"


def names_in(place: Place, state: BackupState) -> frozenset[str] | None:
    """Return the pool files a state needs; None if that cannot be told."""
    try:
        with (place.state_folder(state.name) / NAMES).open("rb") as file:
            content = file.read(_LARGEST_MANIFEST)
    except OSError:
        return None
    *names, checksum = content.decode("ascii", "replace").splitlines() or [""]
    if checksum != hashlib.sha256("".join(f"{name}\n" for name in names).encode()).hexdigest():
        return None
    return frozenset(names)


def is_file_name(name: str) -> bool:
    """Tell whether this can be the name of an attachment's file: no path leads out of its folder."""
    return bool(re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}", name))


def _bound(vault: str, state: str) -> bytes:
    return f"mfd-desktop backup {FORMAT} {vault} {state}".encode()
