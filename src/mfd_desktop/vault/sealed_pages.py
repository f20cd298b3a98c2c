"""The pages of a sealed database one by one, without the driver: which of them are whole, and what is in them.

SQLCipher 4 (zetetic.net/sqlcipher/design, read 28 November 2026): a page is 4096 bytes, the last 80 of them the
initialisation vector (16) and HMAC-SHA512 (64) over ciphertext, vector and page number; AES-256-CBC under the raw key.
The key of the HMAC is PBKDF2 (2 rounds) of the raw key with the file's salt (its first 16 bytes), each byte XOR 0x3a.
The journal (sqlite.org/fileformat.html, section 4) counts up to its last whole commit, as the driver takes it.
"""

from __future__ import annotations

import hashlib
import hmac
import struct
from typing import TYPE_CHECKING

from mfd_desktop.files.errors import storage_errors
from mfd_desktop.vault.database import DATABASE, JOURNAL

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

PAGE = 4096
RESERVED = 80
USABLE = PAGE - RESERVED
_MAC, _VECTOR, _SALT = 64, 16, 16
_HEAD, _FRAME = 32, 24
_MAGIC = 0x377F0682
_BEGIN = b"SQLite format 3\0"


class SealedPages:
    """The newest committed version of each page. A context manager; changes nothing and holds no lock."""

    def __init__(self, folder: Path, raw_key: bytes) -> None:
        """Open the database of ``folder`` under the raw key of 32 bytes. Raises StorageError."""
        self._key = raw_key
        self._path = folder / DATABASE
        with storage_errors(self._path):
            self._file = self._path.open("rb")
            self.size = self._file.seek(0, 2)
        self._journal, self.count = _committed(folder / JOURNAL)
        self.count = self.count or self.size // PAGE
        self._mac_key = self._find_mac_key()

    def __enter__(self) -> SealedPages:
        """Return itself."""
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self._file.close()

    def read(self, number: int) -> bytes | None:
        """Return the usable bytes of page ``number`` (from 1); None if it is damaged or not there."""
        sealed = self._sealed(number)
        if sealed is None or not self._holds(sealed, number, self._mac_key):
            return None
        from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

        begin = _SALT if number == 1 else 0
        decryptor = Cipher(algorithms.AES(self._key), modes.CBC(sealed[USABLE : USABLE + _VECTOR])).decryptor()
        plain = decryptor.update(sealed[begin:USABLE]) + decryptor.finalize()
        return _BEGIN + plain if number == 1 else plain

    def _sealed(self, number: int) -> bytes | None:
        if number in self._journal:
            return self._journal[number]
        if not 1 <= number <= self.size // PAGE:
            return None
        try:
            self._file.seek((number - 1) * PAGE)
            found = self._file.read(PAGE)
        except OSError:
            return None
        return found if len(found) == PAGE else None

    def _find_mac_key(self) -> bytes:
        """Return the key of the HMACs; a salt with one damaged byte is found again by trying."""
        sealed = {number: self._sealed(number) for number in range(1, min(self.count, 8) + 1)}
        salt = (sealed.get(1) or bytes(_SALT))[:_SALT]
        usual = self._mac_key_of(salt)
        witnesses = [(number, page) for number, page in sealed.items() if page]
        if any(self._holds(page, number, usual) for number, page in witnesses):
            return usual
        number, page = max(witnesses, default=(0, b""), key=lambda one: one[0])
        for place in range(_SALT if page else 0):
            for byte in range(256):
                key = self._mac_key_of(salt[:place] + bytes([byte]) + salt[place + 1 :])
                if self._holds(page, number, key):
                    return key
        return usual

    def _mac_key_of(self, salt: bytes) -> bytes:
        return hashlib.pbkdf2_hmac("sha512", self._key, bytes(byte ^ 0x3A for byte in salt), 2, 32)

    @staticmethod
    def _holds(sealed: bytes, number: int, key: bytes) -> bool:
        begin = _SALT if number == 1 else 0
        mac = hmac.digest(key, sealed[begin : USABLE + _VECTOR] + struct.pack("<I", number), hashlib.sha512)
        return hmac.compare_digest(mac, sealed[USABLE + _VECTOR :])


def _committed(path: Path) -> tuple[dict[int, bytes], int]:
    """Return the newest pages in the journal up to its last whole commit, and the database's size in pages then."""
    try:
        content = path.read_bytes()
    except OSError:
        return {}, 0
    if len(content) < _HEAD + _FRAME + PAGE:
        return {}, 0
    magic, _version, page, _sequence, *rest = struct.unpack_from(">8I", content)
    order = ">" if magic & 1 else "<"
    sums = _sum(order, content[:24], (0, 0))
    if magic & ~1 != _MAGIC or page != PAGE or sums != tuple(rest[2:]):
        return {}, 0
    pages: dict[int, bytes] = {}
    waiting: dict[int, bytes] = {}
    count = 0
    for place in range(_HEAD, len(content) - _FRAME - PAGE + 1, _FRAME + PAGE):
        number, size, *salts_and_sums = struct.unpack_from(">6I", content, place)
        body = content[place + _FRAME : place + _FRAME + PAGE]
        sums = _sum(order, body, _sum(order, content[place : place + 8], sums))
        if salts_and_sums[:2] != rest[:2] or tuple(salts_and_sums[2:]) != sums:
            break
        waiting[number] = body
        if size:
            pages |= waiting
            waiting, count = {}, size
    return pages, count


def _sum(order: str, content: bytes, begin: tuple[int, int]) -> tuple[int, int]:
    first, second = begin
    words = iter(struct.unpack(f"{order}{len(content) // 4}I", content))
    for one in words:
        first = (first + one + second) & 0xFFFFFFFF
        second = (second + next(words) + first) & 0xFFFFFFFF
    return first, second
