"""``vault.json``, format 1: which vault this is, its generation and its key slots; authenticated as a whole.

Keys: ``format`` (1), ``vault`` (32 hex digits), ``generation`` (from 1), ``created`` (ISO), ``slots`` (list
of objects
with ``kind``, ``memory_kib``, ``time``, ``lanes``, ``salt``, ``nonce``, ``sealed``), ``mac`` (HMAC-SHA256
with the header key)
and ``sum`` (SHA-256, so that damage is told from a wrong passphrase). Canonical JSON; integers and strings
only.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from mfd_desktop.domain.errors import VaultDamaged, VaultMissing, VaultNewer
from mfd_desktop.vault.keys import CEILING_WORK_KIB, MASTER_BYTES, NONCE_BYTES, SALT_BYTES, TAG_BYTES, sub_key
from mfd_desktop.vault.slots import Slot

if TYPE_CHECKING:
    from pathlib import Path

FORMAT = 1
NAME = "vault.json"
NEXT = "vault.json.next"
"""The header of a generation that is just beginning, or has begun when the program was stopped."""
LARGEST = 64 * 1024
MOST_SLOTS = 8
_SHAPE = {"format": int, "vault": str, "generation": int, "created": str, "slots": list, "mac": str}


@dataclass(frozen=True, slots=True)
class Header:
    """The content of ``vault.json`` without its check values."""

    vault: str
    generation: int
    created: str
    slots: tuple[Slot, ...]

    def encode(self, master: bytes) -> bytes:
        """Return the file's bytes, authenticated with the master key."""
        body = self._body()
        body["mac"] = _mac(master, body)
        body["sum"] = _sum(body)
        return _canonical(body) + b"\n"

    def successor(self, slots: tuple[Slot, ...]) -> Header:
        """Return the header of the next generation with these slots."""
        return replace(self, generation=self.generation + 1, slots=slots)

    def _body(self) -> dict[str, Any]:
        return {"format": FORMAT, **asdict(self), "slots": [asdict(slot) for slot in self.slots]}

    def is_authentic(self, master: bytes, mac: str) -> bool:
        """Tell whether ``mac`` is this header's under the master key."""
        return hmac.compare_digest(_mac(master, self._body()), mac)


def read_header(folder: Path, name: str = NAME) -> tuple[Header, str]:
    """Return header and mac of the vault in ``folder``.

    Raises VaultMissing, VaultNewer, or VaultDamaged (``header``, ``foreign_header``, ``kdf_cost``). Changes
    nothing.
    """
    path = folder / name
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except FileNotFoundError:
        if (folder / "cases.db").exists():
            raise VaultDamaged(folder, "header") from None
        raise VaultMissing(folder) from None
    except OSError:
        raise VaultDamaged(folder, "header") from None
    body = _parse(folder, content)
    try:
        header = _header(body)
    except (KeyError, TypeError, ValueError):
        raise VaultDamaged(folder, "header") from None
    if not within_ceilings(header.slots):
        raise VaultDamaged(folder, "kdf_cost")
    return header, body["mac"]


def within_ceilings(slots: tuple[Slot, ...]) -> bool:
    """Tell whether slots may be worked on: few enough, and none, nor all together, can hang the program."""
    work = sum(slot.memory_kib * slot.time for slot in slots)
    return len(slots) <= MOST_SLOTS and work <= CEILING_WORK_KIB and all(slot.acceptable() for slot in slots)


def _parse(folder: Path, content: bytes) -> dict[str, Any]:
    try:
        body = json.loads(content) if len(content) <= LARGEST else None
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict):
        raise VaultDamaged(folder, "header")
    number = body.get("format")
    if not isinstance(number, int) or "slots" not in body:
        raise VaultDamaged(folder, "foreign_header")
    if number > FORMAT:
        raise VaultNewer(folder, number, FORMAT)
    expected = body.pop("sum", None)
    if not isinstance(expected, str) or not hmac.compare_digest(_sum(body), expected):
        raise VaultDamaged(folder, "header")
    if content != _canonical({**body, "sum": expected}) + b"\n":
        raise VaultDamaged(folder, "header")
    return body


def _header(body: dict[str, Any]) -> Header:
    slots = tuple(Slot(**slot) for slot in body["slots"])
    for slot in slots:
        found = tuple(len(bytes.fromhex(text)) for text in (slot.salt, slot.nonce, slot.sealed))
        if found != (SALT_BYTES, NONCE_BYTES, MASTER_BYTES + TAG_BYTES):
            raise ValueError
        if not all(type(number) is int for number in (slot.memory_kib, slot.time, slot.lanes)):
            raise TypeError
    if not slots or {name: type(value) for name, value in body.items()} != _SHAPE:
        raise ValueError
    return Header(body["vault"], body["generation"], body["created"], slots)


def _mac(master: bytes, body: dict[str, Any]) -> str:
    plain = {name: value for name, value in body.items() if name not in ("mac", "sum")}
    return hmac.new(sub_key(master, "header"), _canonical(plain), hashlib.sha256).hexdigest()


def _sum(body: dict[str, Any]) -> str:
    return hashlib.sha256(_canonical(body)).hexdigest()


def _canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()
