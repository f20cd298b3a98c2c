"""Which desks there are: cards, approvals and revocations as they lie in the shared folders."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from mfd_desktop.exchange import desks
from mfd_desktop.exchange.places import Skipped, check_name, names_in, read_limited
from mfd_desktop.exchange.refusal import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from mfd_desktop.exchange.desks import Approval, Card, Revocation
    from mfd_desktop.exchange.network import Network
    from mfd_desktop.exchange.signed import Signed

T = TypeVar("T")
_MOST = 64 * 1024


@dataclass(slots=True)
class Members:
    """What is known of the desks. ``cards`` by desk; ``approved`` and ``revoked`` hold public keys."""

    cards: dict[str, Signed[Card]] = field(default_factory=dict)
    approved: set[str] = field(default_factory=set)
    revoked: set[str] = field(default_factory=set)
    skipped: list[Skipped] = field(default_factory=list)

    def standing(self, desk: str) -> str:
        """Return the reason why nothing of this desk counts, or an empty text."""
        card = self.cards.get(desk)
        if card is None:
            return "unknown_desk"
        if card.key in self.revoked:
            return "revoked"
        return "" if card.key in self.approved else "unapproved"

    def add_card(self, card: Signed[Card]) -> None:
        """Take a card unless a newer one of the same desk is known."""
        known = self.cards.get(card.body.desk)
        if known is None or card.body.version > known.body.version:
            self.cards[card.body.desk] = card


def read_members(
    folders: Iterable[Path], network: Network, known: Iterable[bytes] = (), decisions: Mapping[str, bytes] | None = None
) -> Members:
    """Return the desks of a network.

    ``known``: cards seen before, so that an older one put back does not count. ``decisions``: approvals and
    revocations by path as this coordinator made them, so that a file taken away changes nothing.
    """
    members = Members()
    for content in known:
        members.add_card(desks.read_card(content, network.network))
    for path, content in (decisions or {}).items():
        _take_decision(members, network, path, content)
    for folder in folders:
        _read_each(members, folder, desks.CARDS, lambda _path, content: _take_card(members, network, _path, content))
        for place in (desks.APPROVALS, desks.REVOCATIONS):
            _read_each(members, folder, place, lambda path, content: _take_decision(members, network, path, content))
    return members


def _read_each(members: Members, folder: Path, place: str, take: Callable[[str, bytes], None]) -> None:
    try:
        names = names_in(folder, place)
    except Refused as refused:
        members.skipped.append(Skipped(folder, place, refused.reason))
        return
    for name in names:
        path = f"{place}/{name}"
        try:
            check_name(name)
            take(path, read_limited(folder, path, _MOST))
        except Refused as refused:
            members.skipped.append(Skipped(folder, path, refused.reason))


def _take_card(members: Members, network: Network, path: str, content: bytes) -> None:
    card = desks.read_card(content, network.network)
    if path != desks.card_path(card.body.desk):
        raise Refused("wrong_name")
    members.add_card(card)


def _take_decision(members: Members, network: Network, path: str, content: bytes) -> None:
    decision: Approval | Revocation
    if path.startswith(f"{desks.APPROVALS}/"):
        decision = desks.read_approval(content, network.network, network.keys)
        place, keys = desks.approval_path(decision.desk), members.approved
    else:
        decision = desks.read_revocation(content, network.network, network.keys)
        place, keys = desks.revocation_path(decision.key), members.revoked
    if path != place:
        raise Refused("wrong_name")
    keys.add(decision.key)
