"""A contribution: a header in clear, and the tables encrypted to the coordinators and the desk itself.

The signature covers header and ciphertext. What is encrypted begins with the hash of the header, so that nobody can
put his own name on somebody else's ciphertext.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from typing import TYPE_CHECKING, Annotated

import msgspec

from mfd_desktop.domain.canonical import canonical
from mfd_desktop.domain.periods import Period
from mfd_desktop.exchange.desks import DeskId
from mfd_desktop.exchange.keys import encrypt, fingerprint
from mfd_desktop.exchange.network import Recipient
from mfd_desktop.exchange.refusal import Refused
from mfd_desktop.exchange.signed import Body, Signed, read_signed, sign

if TYPE_CHECKING:
    from mfd_desktop.exchange.keys import Keys

FOLDER = "contributions"
MOST = 1024 * 1024
"""Bytes of a contribution; all tables with every cell filled are a tenth of it."""
_KIND = "contribution"
_BLOCK = 8 * 1024
"""Payloads are filled up to a multiple of this: their length would tell whether tables are withheld."""
_FILE = re.compile(r"([1-9][0-9]{0,8})-([0-9a-f]{64})\.json")
EarlierHash = Annotated[str, msgspec.Meta(pattern=r"^([0-9a-f]{64})?\Z")]


class Header(Body, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What everybody may read. ``sequence`` counts all contributions of the desk from 1.

    previous: hash of the contribution before, empty for the first. supersedes: hash of the one this period it replaces.
    """

    desk: DeskId
    period: Annotated[str, msgspec.Meta(max_length=7)]
    sequence: Annotated[int, msgspec.Meta(ge=1, le=999_999_999)]
    previous: EarlierHash
    supersedes: EarlierHash
    program: Annotated[str, msgspec.Meta(pattern=r"^[0-9A-Za-z.+-]{1,40}\Z")]
    recipients: Annotated[tuple[Recipient, ...], msgspec.Meta(min_length=2, max_length=9)]


class Contribution(Body, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The body of the file: header and ciphertext (age, base64)."""

    header: Header
    payload: str


def hash_of(content: bytes) -> str:
    """Return the hash that names a contribution: SHA-256 of its file."""
    return hashlib.sha256(content).hexdigest()


def contribution_path(header: Header, content: bytes) -> str:
    """Return where the contribution lies in the shared folder."""
    return f"{FOLDER}/{header.period}/{header.desk}/{header.sequence}-{hash_of(content)}.json"


def name_parts(name: str) -> tuple[int, str] | None:
    """Return sequence and hash that a file is called by; None if a contribution is never called so."""
    found = _FILE.fullmatch(name)
    return (int(found[1]), found[2]) if found else None


def seal(header: Header, payload: bytes, keys: Keys) -> bytes:
    """Return the file of a contribution. ``payload`` is JSON; ``open_payload`` gives it back."""
    filled = payload + b" " * (-len(payload) % _BLOCK)
    sealed = encrypt(_bound(header, filled), header.recipients)
    body = Contribution(
        format=header.format,
        network=header.network,
        header=header,
        payload=base64.b64encode(sealed).decode("ascii"),
    )
    return sign(_KIND, body, keys)


def read_contribution(content: bytes) -> Signed[Contribution]:
    """Return a contribution whose signature and form are good; raise Refused.

    Its desk is the fingerprint of the key that signed it; whether that desk was let in is for the caller to decide.
    """
    found = read_signed(content, _KIND, Contribution, MOST)
    header = found.body.header
    if (header.format, header.network) != (found.body.format, found.body.network):
        raise Refused("changed")
    if header.desk != fingerprint(found.key):
        raise Refused("wrong_key")
    if (header.sequence == 1) != (header.previous == ""):
        raise Refused("changed")
    if not is_period(header.period):
        raise Refused("changed")
    return found


def is_period(text: str) -> bool:
    """Tell whether ``text`` is a period as the program writes it."""
    try:
        return str(Period.parse(text)) == text
    except ValueError:
        return False


def open_payload(contribution: Contribution, keys: Keys) -> bytes:
    """Return the payload in clear; raise Refused: ``not_for_us`` or ``wrong_payload``."""
    try:
        sealed = base64.b64decode(contribution.payload, validate=True)
        opened = keys.decrypt(sealed)
    except (binascii.Error, ValueError):
        raise Refused("not_for_us") from None
    begin = _bound(contribution.header, b"")
    if not opened.startswith(begin):
        raise Refused("wrong_payload")
    return opened[len(begin) :].rstrip(b" ")


def _bound(header: Header, payload: bytes) -> bytes:
    digest = hashlib.sha256(canonical(msgspec.to_builtins(header))).hexdigest()
    return digest.encode("ascii") + b"\n" + payload
