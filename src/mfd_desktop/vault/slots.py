"""Key slots: the ways to the master key. A passphrase (the counsellor's, or a stand-in's), or the recovery secret."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from mfd_desktop.vault.keys import FLOOR_MEMORY_KIB, SALT_BYTES, KdfCost, stretch, sub_key, unwrap, wrap

if TYPE_CHECKING:
    from collections.abc import Callable

PASSPHRASE = "passphrase"  # noqa: S105 - the name of a slot
STAND_IN = "stand_in"
RECOVERY = "recovery"
BY_PASSPHRASE = (PASSPHRASE, STAND_IN)
NO_COST = KdfCost(0, 0, 0)
"""The recovery secret is random; stretching it would add nothing."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One way to the master key. Binary values are hexadecimal text."""

    kind: str
    memory_kib: int
    time: int
    lanes: int
    salt: str
    nonce: str
    sealed: str

    @property
    def cost(self) -> KdfCost:
        """The slot's Argon2id cost."""
        return KdfCost(self.memory_kib, self.time, self.lanes)

    def acceptable(self) -> bool:
        """Tell whether this slot may be worked on: of a known kind, its cost within the ceilings."""
        if self.kind == RECOVERY:
            return self.cost == NO_COST
        return self.kind in BY_PASSPHRASE and self.cost.acceptable()


def passphrase_slot(passphrase: str, master: bytes, vault: str, cost: KdfCost, kind: str = PASSPHRASE) -> Slot:
    """Return a slot that opens with ``passphrase``, bound to this vault and its own cost.

    Raises ValueError for a cost under the floor or over the ceilings, MemoryError.
    """
    if cost.memory_kib < FLOOR_MEMORY_KIB or not cost.acceptable():
        message = "cost of a key slot out of bounds"
        raise ValueError(message)
    salt = os.urandom(SALT_BYTES)
    return _slot(kind, stretch(passphrase, salt, cost), salt, master, vault, cost)


def recovery_slot(secret: bytes, master: bytes, vault: str) -> Slot:
    """Return a slot that opens with the recovery secret (16 random bytes, shared out by SLIP-39)."""
    salt = os.urandom(SALT_BYTES)
    return _slot(RECOVERY, _recovery_key(secret, salt), salt, master, vault, NO_COST)


def open_with_passphrase(slots: tuple[Slot, ...], vault: str, passphrase: str) -> tuple[bytes, Slot] | None:
    """Return the master key and the slot that gave it; None if the passphrase opens none. Raises MemoryError."""
    return _open(slots, vault, BY_PASSPHRASE, lambda slot, salt: stretch(passphrase, salt, slot.cost))


def open_with_secret(slots: tuple[Slot, ...], vault: str, secret: bytes) -> tuple[bytes, Slot] | None:
    """Return the master key and the recovery slot that gave it; None if the secret opens none."""
    return _open(slots, vault, (RECOVERY,), lambda _slot, salt: _recovery_key(secret, salt))


def _open(
    slots: tuple[Slot, ...], vault: str, kinds: tuple[str, ...], key_of: Callable[[Slot, bytes], bytes]
) -> tuple[bytes, Slot] | None:
    for slot in slots:
        if slot.kind not in kinds:
            continue
        key = key_of(slot, bytes.fromhex(slot.salt))
        bound = _bound(slot.kind, vault, slot.cost)
        master = unwrap(key, bytes.fromhex(slot.nonce), bytes.fromhex(slot.sealed), bound)
        if master is not None:
            return master, slot
    return None


def _slot(kind: str, key: bytes, salt: bytes, master: bytes, vault: str, cost: KdfCost) -> Slot:
    nonce, sealed = wrap(key, master, _bound(kind, vault, cost))
    return Slot(kind, cost.memory_kib, cost.time, cost.lanes, salt.hex(), nonce.hex(), sealed.hex())


def _recovery_key(secret: bytes, salt: bytes) -> bytes:
    return sub_key(secret, f"recovery {salt.hex()}")


def _bound(kind: str, vault: str, cost: KdfCost) -> bytes:
    bound = {"kind": kind, "vault": vault, **asdict(cost)}
    return json.dumps(bound, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()
