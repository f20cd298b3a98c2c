"""Reading the contributions of a period from one or several shared folders.

Whatever is wrong with a file is named and the file skipped; nothing stops the rest. What counts does not depend on
the order in which a file system lists its names.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Generic, TypeVar

from mfd_desktop.exchange import envelope
from mfd_desktop.exchange.places import Skipped, check_name, is_folder, names_in, read_limited
from mfd_desktop.exchange.refusal import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from mfd_desktop.exchange.envelope import Contribution
    from mfd_desktop.exchange.members import Members

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A contribution with a good signature of a desk that was let in, and where it lies."""

    contribution: Contribution
    hash: str
    folder: Path
    path: str
    others: tuple[Path, ...] = ()

    @property
    def sequence(self) -> int:
        """Its number within the desk."""
        return self.contribution.header.sequence


@dataclass(frozen=True, slots=True)
class Counted(Generic[T]):
    """The contribution of a desk that counts, with its decoded payload and all folders it lies in."""

    desk: str
    sequence: int
    hash: str
    content: T
    folders: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """What counts, ordered by desk, and what does not, in the order of folders and names."""

    counted: tuple[Counted[T], ...]
    skipped: tuple[Skipped, ...]


def read_contributions(
    folders: Sequence[Path],
    period: str,
    *,
    members: Members,
    network: str,
    seen: Mapping[str, tuple[int, str]],
    decode: Callable[[Contribution], T],
) -> Reading[T]:
    """Return for every desk its highest contribution to ``period`` that holds.

    ``seen``: sequence and hash counted before, by desk; nothing older counts again. ``decode`` gives the content of
    a contribution or raises Refused; then the next lower one counts if there is one.
    """
    skipped: list[Skipped] = []
    candidates: dict[str, dict[str, Candidate]] = {}
    for folder in folders:
        for path in _paths(folder, period, skipped):
            try:
                found = _candidate(folder, path, period, members, network)
            except Refused as refused:
                skipped.append(Skipped(folder, path, refused.reason))
                continue
            of_desk = candidates.setdefault(found.contribution.header.desk, {})
            known = of_desk.get(found.hash)
            if known is None:
                of_desk[found.hash] = found
            else:
                of_desk[found.hash] = replace(known, others=(*known.others, folder))
                skipped.append(Skipped(folder, path, "duplicate"))
    counted = []
    for desk in sorted(candidates):
        best = _best(tuple(candidates[desk].values()), seen.get(desk), decode, skipped)
        if best is not None:
            counted.append(best)
    return Reading(tuple(counted), tuple(skipped))


def _paths(folder: Path, period: str, skipped: list[Skipped]) -> Iterator[str]:
    """Give every file that claims to be a contribution to the period; name what is in the way."""
    names = _listed(folder, envelope.FOLDER, skipped)
    odd = (name for name in names if not envelope.is_period(name))
    skipped.extend(Skipped(folder, f"{envelope.FOLDER}/{name}", _odd_name(name)) for name in odd)
    place = f"{envelope.FOLDER}/{period}"
    for desk in _listed(folder, place, skipped):
        if is_folder(folder, f"{place}/{desk}"):
            for name in _listed(folder, f"{place}/{desk}", skipped):
                yield f"{place}/{desk}/{name}"
        else:
            skipped.append(Skipped(folder, f"{place}/{desk}", _odd_name(desk)))


def _listed(folder: Path, path: str, skipped: list[Skipped]) -> list[str]:
    try:
        return names_in(folder, path)
    except Refused as refused:
        skipped.append(Skipped(folder, path, refused.reason))
        return []


def _odd_name(name: str) -> str:
    try:
        check_name(name)
    except Refused as refused:
        return refused.reason
    return "foreign"


def _candidate(folder: Path, path: str, period: str, members: Members, network: str) -> Candidate:
    name = path.rsplit("/", 1)[1]
    check_name(name)
    parts = envelope.name_parts(name)
    content = read_limited(folder, path, envelope.MOST)
    try:
        found = envelope.read_contribution(content).body
    except Refused as refused:
        # Half a contribution still has the name of one.
        raise Refused(
            "foreign" if parts is None and refused.reason in ("partial", "empty") else refused.reason
        ) from None
    header = found.header
    if header.network != network:
        raise Refused("foreign")
    hash_ = envelope.hash_of(content)
    if parts != (header.sequence, hash_):
        raise Refused("wrong_name")
    if header.period != period or path != envelope.contribution_path(header, content):
        raise Refused("wrong_place")
    if reason := members.standing(header.desk):
        raise Refused(reason)
    return Candidate(found, hash_, folder, path)


def _best(
    candidates: tuple[Candidate, ...],
    seen: tuple[int, str] | None,
    decode: Callable[[Contribution], T],
    skipped: list[Skipped],
) -> Counted[T] | None:
    """Return the highest that holds. Two with one number contradict each other, unless one was counted before."""
    for found in sorted(candidates, key=lambda found: (-found.sequence, found.hash)):
        reason = _against(found, candidates, seen)
        if not reason:
            try:
                content = decode(found.contribution)
            except Refused as refused:
                reason = refused.reason
            else:
                desk = found.contribution.header.desk
                return Counted(desk, found.sequence, found.hash, content, (found.folder, *found.others))
        skipped.append(Skipped(found.folder, found.path, reason))
    return None


def _against(found: Candidate, candidates: tuple[Candidate, ...], seen: tuple[int, str] | None) -> str:
    if seen is not None and found.sequence < seen[0]:
        return "replayed"
    if seen is not None and found.sequence == seen[0]:
        return "" if found.hash == seen[1] else "conflict"
    twins = [other for other in candidates if other.sequence == found.sequence]
    return "conflict" if len(twins) > 1 else ""
