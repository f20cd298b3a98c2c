"""``receipts/<period>/<desk>.json``: what a coordinator has counted, signed, so that the desk knows it arrived."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec

from mfd_desktop.exchange.desks import DeskId
from mfd_desktop.exchange.network import Count, Day, Hash
from mfd_desktop.exchange.refusal import Refused
from mfd_desktop.exchange.signed import FORMAT, Body, read_signed, sign

if TYPE_CHECKING:
    from datetime import date

    from mfd_desktop.exchange.keys import Keys

FOLDER = "receipts"
MOST = 16 * 1024


class Receipt(Body, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The contribution of a desk that counts for a period, and the day it was read."""

    desk: DeskId
    period: Annotated[str, msgspec.Meta(max_length=7)]
    sequence: Count
    hash: Hash
    day: Day


def receipt_path(period: str, desk: str) -> str:
    """Return where the receipt lies."""
    return f"{FOLDER}/{period}/{desk}.json"


def sign_receipt(network: str, desk: str, period: str, sequence: int, hash_: str, day: date, keys: Keys) -> bytes:
    """Return the file of a receipt."""
    body = Receipt(
        format=FORMAT, network=network, desk=desk, period=period, sequence=sequence, hash=hash_, day=day.isoformat()
    )
    return sign("receipt", body, keys)


def read_receipt(content: bytes, network: str, coordinators: frozenset[str]) -> Receipt:
    """Return a receipt signed by a coordinator of this network; raise Refused."""
    found = read_signed(content, "receipt", Receipt, MOST)
    if found.body.network != network:
        raise Refused("foreign")
    if found.key not in coordinators:
        raise Refused("wrong_key")
    return found.body
