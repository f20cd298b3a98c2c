"""Whether a person is already known, asked thousands of times in a row: ``search.similar`` in memory.

The same person: an equal AZR or BAMF number, or a name of two words or more each of which shares a skeleton with a word
of the other name (in any order, in any script) while no other birth date contradicts.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Generic, TypeVar

from mfd_desktop.vault.namekeys import digits, query_words, skeletons

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sqlcipher3.dbapi2 import Connection

T = TypeVar("T")

_SHORTEST_NUMBER = 5
_Keys = tuple[frozenset[str], ...]


class KnownPeople(Generic[T]):
    """People by name, birth date and number; each is remembered with a mark of the caller's."""

    def __init__(self) -> None:
        self._numbers: dict[str, T] = {}
        self._names: dict[tuple[str, str, str], list[tuple[_Keys, T]]] = {}

    def add(self, mark: T, names: tuple[str, ...], born: str, numbers: tuple[str, ...]) -> None:
        """Remember a person; ``born`` is an ISO date or empty."""
        for number in _plain(numbers):
            self._numbers.setdefault(number, mark)
        words = _words(names, known=True)
        entry = (words, mark)
        for first, second in set(_pairs(words)):
            for day in {born, "*"}:
                self._names.setdefault((day, first, second), []).append(entry)

    def find(self, names: tuple[str, ...], born: str, numbers: tuple[str, ...]) -> T | None:
        """Return the mark of somebody who may be this person."""
        for number in _plain(numbers):
            if number in self._numbers:
                return self._numbers[number]
        words = _words(names, known=False)
        if len(words) < 2:
            return None
        days = (born, "") if born else ("*",)
        for first, second in set(_pairs(words[:2])):
            for day in days:
                for theirs, mark in self._names.get((day, first, second), ()):
                    if all(any(word & other for other in theirs) for word in words):
                        return mark
        return None


def known_people(db: Connection) -> KnownPeople[str]:
    """Return everybody in the vault, marked with the client's id."""
    known: KnownPeople[str] = KnownPeople()
    rows = db.execute(
        "SELECT id, given_name, family_name, other_names, birth_date, azr_number, bamf_number FROM client"
    )
    for client_id, given, family, other, born, azr, bamf in rows:
        known.add(client_id, (given, family, other), born or "", (azr, bamf))
    return known


def newest_case_numbers(db: Connection) -> dict[str, str]:
    """Return the newest case number of every client."""
    return dict(db.execute("SELECT client_id, max(number) FROM case_file GROUP BY client_id"))


def iso(born: date | None) -> str:
    """Return a birth date as ``KnownPeople`` takes it."""
    return born.isoformat() if born else ""


def _plain(numbers: tuple[str, ...]) -> Iterator[str]:
    return (plain for plain in map(digits, numbers) if len(plain) >= _SHORTEST_NUMBER)


def _words(names: tuple[str, ...], *, known: bool) -> _Keys:
    # A word asked for that has one or two letters must be the same: its skeleton would tell nothing.
    words = dict.fromkeys(query_words(" ".join(names)))
    if known:
        return tuple(skeletons(word) | {f"={word}"} for word in words)
    return tuple(skeletons(word) if len(word) > 2 else frozenset({f"={word}"}) for word in words)


def _pairs(words: _Keys) -> Iterator[tuple[str, str]]:
    for one, other in combinations(words, 2):
        for first in one:
            for second in other:
                yield (first, second) if first <= second else (second, first)
