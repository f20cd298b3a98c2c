"""What an intention changed, so that each screen decides whether it is stale."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Changes:
    """Kinds of records touched (``client``, ``case``, ``contact``, ``referral``, ``agenda``, ``activity``, ``form``,
    ``letter``, ``release``, ``recipient``, ``privacy``, ``attachment``, ``deadline``, ``notice``, ``procedure``,
    ``validity``, ``handover``, ``colleague``, ``period``, ``network``, ``office``, ``setting``,
    ``backup``, ``recovery``, ``bin``) and their ids.
    """

    kinds: frozenset[str]
    ids: frozenset[str] = field(default_factory=frozenset)


def changed(*kinds: str, ids: tuple[str | None, ...] = ()) -> Changes:
    """Return the changes naming ``kinds`` and the ids that are known."""
    return Changes(frozenset(kinds), frozenset(found for found in ids if found))
