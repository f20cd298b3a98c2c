"""``network.json``: who coordinates, to whom contributions are encrypted, which tables and method are meant."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Annotated

import msgspec

from mfd_desktop.exchange.keys import is_recipient
from mfd_desktop.exchange.refusal import Refused
from mfd_desktop.exchange.signed import FORMAT, Body, Signed, read_signed, sign

if TYPE_CHECKING:
    from mfd_desktop.exchange.keys import Keys

NAME = "network.json"
_KIND = "network"
_MOST = 64 * 1024

Line = Annotated[str, msgspec.Meta(max_length=200, pattern=r"^[^\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]*\Z")]
"""One line of text to show: no control characters, nothing that turns the reading direction."""
Key = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]
Hash = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]
Recipient = Annotated[str, msgspec.Meta(pattern=r"^age1[02-9ac-hj-np-z]{58}\Z")]
Day = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")]
Count = Annotated[int, msgspec.Meta(ge=1, le=2**53 - 1)]


class Coordinator(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody who approves desks and reads their contributions."""

    name: Line
    sign: Key
    age: Recipient


class Reference(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table set or a method by id and hash of its definition."""

    id: Line
    hash: Hash


class Policy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the coordinator asks of the desks. ``due_days``: report within so many days of the period's end; 0: open."""

    due_days: Annotated[int, msgspec.Meta(ge=0, le=366)] = 0


class Network(Body, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The body of ``network.json``; a newer version is signed by a coordinator of the one before."""

    network: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{32}\Z")]
    name: Line
    version: Count
    coordinators: Annotated[tuple[Coordinator, ...], msgspec.Meta(min_length=1, max_length=8)]
    tables: Reference
    method: Reference
    policy: Policy

    @property
    def keys(self) -> frozenset[str]:
        """The public keys of the coordinators."""
        return frozenset(coordinator.sign for coordinator in self.coordinators)

    @property
    def recipients(self) -> tuple[str, ...]:
        """The age recipients of the coordinators."""
        return tuple(coordinator.age for coordinator in self.coordinators)


def new_network(name: str, coordinator: Coordinator, tables: Reference, method: Reference, policy: Policy) -> Network:
    """Return the first version of a network with a random id."""
    return Network(
        format=FORMAT,
        network=secrets.token_hex(16),
        name=name,
        version=1,
        coordinators=(coordinator,),
        tables=tables,
        method=method,
        policy=policy,
    )


def sign_network(network: Network, keys: Keys) -> bytes:
    """Return the file ``network.json``."""
    return sign(_KIND, network, keys)


def read_network(content: bytes) -> Signed[Network]:
    """Return the network in ``content``, signed by one of its own coordinators; raise Refused."""
    found = read_signed(content, _KIND, Network, _MOST)
    if found.key not in found.body.keys:
        raise Refused("wrong_key")
    if not all(is_recipient(recipient) for recipient in found.body.recipients):
        raise Refused("changed")
    return found


def check_pinned(pinned: Signed[Network], content: bytes) -> Signed[Network]:
    """Return the network that holds from now on: the pinned one or a newer version of it.

    Raises Refused: ``foreign`` (another network), ``wrong_key`` (signed by nobody the pinned version names),
    ``replayed`` (older than pinned), ``changed`` (same version, other content), and what ``read_network`` raises.
    """
    if content == pinned.content:
        return pinned
    found = read_network(content)
    if found.body.network != pinned.body.network:
        raise Refused("foreign")
    if found.key not in pinned.body.keys:
        raise Refused("wrong_key")
    if found.body.version < pinned.body.version:
        raise Refused("replayed")
    if found.body.version == pinned.body.version:
        raise Refused("changed")
    return found
