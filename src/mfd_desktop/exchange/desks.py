"""``desks/<desk>.json``: the card by which a desk introduces itself; signed by the desk, let in by the coordinator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec

from mfd_desktop.exchange.keys import fingerprint, is_recipient
from mfd_desktop.exchange.network import Count, Day, Key, Line, Recipient
from mfd_desktop.exchange.refusal import Refused
from mfd_desktop.exchange.signed import FORMAT, Body, Signed, read_signed, sign

if TYPE_CHECKING:
    from datetime import date

    from mfd_desktop.exchange.keys import Keys

CARDS, APPROVALS, REVOCATIONS = "desks", "approvals", "revocations"
MOST = 16 * 1024
DeskId = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{20}\Z")]


class Card(Body, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A desk: its id is the fingerprint of its key. ``fte``: hundredths of a full post; ``district``: AGS."""

    desk: DeskId
    version: Count
    name: Line
    office: Line
    carrier: Line
    district: Annotated[str, msgspec.Meta(pattern=r"^[0-9]{5,8}\Z")]
    fte: Annotated[int, msgspec.Meta(ge=0, le=10_000)]
    sign: Key
    age: Recipient


class Approval(Body, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The coordinator has compared the fingerprint and lets the desk in."""

    desk: DeskId
    key: Key
    day: Day


class Revocation(Body, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Nothing signed with ``key`` counts any more."""

    desk: DeskId
    key: Key
    day: Day


def card_path(desk: str) -> str:
    """Return where the card of a desk lies."""
    return f"{CARDS}/{desk}.json"


def approval_path(desk: str) -> str:
    """Return where the approval of a desk lies."""
    return f"{APPROVALS}/{desk}.json"


def revocation_path(key: str) -> str:
    """Return where the revocation of a key lies."""
    return f"{REVOCATIONS}/{key}.json"


def sign_card(card: Card, keys: Keys) -> bytes:
    """Return the file of a desk card."""
    return sign("desk", card, keys)


def read_card(content: bytes, network: str | None = None) -> Signed[Card]:
    """Return a card (of this network, if one is named), signed by the desk itself; raise Refused."""
    found = read_signed(content, "desk", Card, MOST)
    card = found.body
    if network is not None and card.network != network:
        raise Refused("foreign")
    if found.key != card.sign or card.desk != fingerprint(card.sign):
        raise Refused("wrong_key")
    if not is_recipient(card.age):
        raise Refused("changed")
    return found


def sign_approval(network: str, key: str, day: date, keys: Keys) -> bytes:
    """Return the file by which a coordinator lets the desk with this key in."""
    body = Approval(format=FORMAT, network=network, desk=fingerprint(key), key=key, day=day.isoformat())
    return sign("approval", body, keys)


def sign_revocation(network: str, key: str, day: date, keys: Keys) -> bytes:
    """Return the file by which a coordinator takes a key out."""
    body = Revocation(format=FORMAT, network=network, desk=fingerprint(key), key=key, day=day.isoformat())
    return sign("revocation", body, keys)


def read_approval(content: bytes, network: str, coordinators: frozenset[str]) -> Approval:
    """Return an approval signed by a coordinator; raise Refused."""
    found = read_signed(content, "approval", Approval, MOST)
    _check_decision(found.body, found.key, network, coordinators)
    return found.body


def read_revocation(content: bytes, network: str, coordinators: frozenset[str]) -> Revocation:
    """Return a revocation signed by a coordinator; raise Refused."""
    found = read_signed(content, "revocation", Revocation, MOST)
    _check_decision(found.body, found.key, network, coordinators)
    return found.body


def _check_decision(body: Approval | Revocation, key: str, network: str, coordinators: frozenset[str]) -> None:
    if body.network != network:
        raise Refused("foreign")
    if key not in coordinators or body.desk != fingerprint(body.key):
        raise Refused("wrong_key")
