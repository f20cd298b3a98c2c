"""Keys: Argon2id for the passphrase, a random master key, sub-keys by HKDF, wrapping by AES-256-GCM."""

from __future__ import annotations

import hashlib
import hmac
import os
import time
import unicodedata
from dataclasses import dataclass

MASTER_BYTES = 32
SALT_BYTES = 16
NONCE_BYTES = 12
TAG_BYTES = 16
FLOOR_MEMORY_KIB = 64 * 1024
USUAL_MEMORY_KIB = 128 * 1024
CEILING_MEMORY_KIB = 1024 * 1024
CEILING_TIME = 64
CEILING_LANES = 16
CEILING_SLOT_WORK_KIB = 2 * 1024 * 1024
"""Memory times passes of a slot written here, so that all slots of a vault stay under the next."""
CEILING_WORK_KIB = 8 * 1024 * 1024
"""Memory times passes: about a minute on an office PC; more in a header is refused, so it cannot hang the
program.
"""


@dataclass(frozen=True, slots=True)
class KdfCost:
    """Cost of Argon2id (RFC 9106): memory in KiB, passes, lanes."""

    memory_kib: int = USUAL_MEMORY_KIB
    time: int = 3
    lanes: int = 2

    def acceptable(self) -> bool:
        """Tell whether a header with this cost may be worked on (ceilings when reading)."""
        return (
            8 * self.lanes <= self.memory_kib <= CEILING_MEMORY_KIB
            and 1 <= self.time <= CEILING_TIME
            and 1 <= self.lanes <= CEILING_LANES
            and self.memory_kib * self.time <= CEILING_WORK_KIB
        )


FLOOR_COST = KdfCost(FLOOR_MEMORY_KIB, 1, 1)
"""The least that is ever written; used by tests to be quick."""


def calibrated_cost(seconds: float = 1.0, memory_kib: int = USUAL_MEMORY_KIB) -> KdfCost:
    """Return a cost that takes about ``seconds`` on this PC, at this memory and never under one pass.

    Raises MemoryError.
    """
    trial = KdfCost(memory_kib, time=1)
    begin = time.perf_counter()
    stretch("calibration", bytes(16), trial)
    once = max(time.perf_counter() - begin, 0.001)
    most = min(32, CEILING_SLOT_WORK_KIB // memory_kib)
    return KdfCost(memory_kib, time=max(1, min(most, round(seconds / once))))


def stretch(passphrase: str, salt: bytes, cost: KdfCost) -> bytes:
    """Return the 32-byte key of a passphrase (NFC, UTF-8) by Argon2id; raise MemoryError if there is too
    little.
    """
    from argon2.exceptions import HashingError
    from argon2.low_level import Type, hash_secret_raw

    try:
        return hash_secret_raw(
            unicodedata.normalize("NFC", passphrase).encode(errors="surrogatepass"),
            salt,
            time_cost=cost.time,
            memory_cost=cost.memory_kib,
            parallelism=cost.lanes,
            hash_len=32,
            type=Type.ID,
        )
    except HashingError as error:
        raise MemoryError from error


def sub_key(master: bytes, purpose: str) -> bytes:
    """Return the 32-byte key for one purpose: HKDF-SHA256 (RFC 5869) without salt."""
    extracted = hmac.digest(bytes(32), master, hashlib.sha256)
    return hmac.digest(extracted, f"mfd-desktop 1 {purpose}".encode() + b"\x01", hashlib.sha256)


def wrap(key: bytes, secret: bytes, bound_to: bytes) -> tuple[bytes, bytes]:
    """Return nonce and sealed ``secret``; opening needs the same key and the same ``bound_to``."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(NONCE_BYTES)
    return nonce, AESGCM(key).encrypt(nonce, secret, bound_to)


def unwrap(key: bytes, nonce: bytes, sealed: bytes, bound_to: bytes) -> bytes | None:
    """Return the secret, or None if key, nonce, text or ``bound_to`` is not the right one."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(key).decrypt(nonce, sealed, bound_to)
    except InvalidTag:
        return None
