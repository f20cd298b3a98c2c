"""Keys of a participant: Ed25519 for signing, an age identity for reading, and the fingerprint people compare."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

FINGERPRINT_BYTES = 10
"""80 bits: ten words of 256. A second key with the same words is out of reach."""


@dataclass(frozen=True)
class Keys:
    """The secret keys of a desk or a coordinator. Made from the operating system's randomness, kept in the vault."""

    signing_seed: bytes = field(repr=False)
    age_identity: str = field(repr=False)

    @classmethod
    def new(cls) -> Keys:
        """Return fresh keys."""
        from pyrage import x25519

        return cls(os.urandom(32), str(x25519.Identity.generate()))

    @cached_property
    def _signing(self) -> Any:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self.signing_seed)

    @cached_property
    def _identity(self) -> Any:
        from pyrage import x25519

        return x25519.Identity.from_str(self.age_identity)

    @cached_property
    def public(self) -> str:
        """The public key for signatures: 64 lower-case hexadecimal digits."""
        raw: bytes = self._signing.public_key().public_bytes_raw()
        return raw.hex()

    @cached_property
    def recipient(self) -> str:
        """The age recipient that others encrypt to."""
        return str(self._identity.to_public())

    def sign(self, message: bytes) -> bytes:
        """Return the Ed25519 signature of ``message``."""
        signature: bytes = self._signing.sign(message)
        return signature

    def decrypt(self, sealed: bytes) -> bytes:
        """Return what was encrypted to this participant; raise ValueError if it was not, or is damaged."""
        import pyrage

        try:
            opened: bytes = pyrage.decrypt(sealed, [self._identity])
        except pyrage.DecryptError as error:
            raise ValueError("not decrypted") from error
        return opened


def encrypt(content: bytes, recipients: Sequence[str]) -> bytes:
    """Encrypt ``content`` with age to all ``recipients``; raise ValueError if one of them is none."""
    import pyrage

    sealed: bytes = pyrage.encrypt(content, [_recipient(text) for text in recipients])
    return sealed


def is_recipient(text: str) -> bool:
    """Tell whether ``text`` is an age recipient (X25519)."""
    try:
        _recipient(text)
    except ValueError:
        return False
    return True


def _recipient(text: str) -> Any:
    import pyrage

    try:
        return pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError as error:
        raise ValueError("no recipient") from error


def verify(public: str, signature: bytes, message: bytes) -> bool:
    """Tell whether ``signature`` of ``message`` was made with the key ``public`` (hexadecimal)."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def fingerprint(public: str) -> str:
    """Return the fingerprint of a public key: 20 hexadecimal digits. It is also the name of a desk in the folder."""
    digest = hashlib.sha256(b"mfd-desktop key 1\n" + bytes.fromhex(public)).hexdigest()
    return digest[: 2 * FINGERPRINT_BYTES]


def in_words(print_: str, words: Sequence[str]) -> tuple[str, ...]:
    """Return a fingerprint as words, one of 256 for each byte."""
    return tuple(words[byte] for byte in bytes.fromhex(print_))
