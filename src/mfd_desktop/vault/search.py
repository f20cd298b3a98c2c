"""Finding people: by name in any script and word order, telephone, birth date, file numbers, case number,
text.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from mfd_desktop.domain.records import Client, Match
from mfd_desktop.vault.namekeys import digits, query_words, skeletons
from mfd_desktop.vault.records import day
from mfd_desktop.vault.searchindex import clients_with

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sqlcipher3.dbapi2 import Connection

    from mfd_desktop.domain.ids import RecordId

_CANDIDATES = 400
_SCORE_NUMBER = 98.0
_SCORE_TEXT = 40.0
LIKE_ENOUGH = 62.0
"""Least similarity (0–100) of a folded spelling with the same skeleton to count as the same name."""


def find(db: Connection, text: str, *, born: date | None = None, most: int = 20) -> tuple[Match, ...]:
    """Return the best matches for what was typed, best first. ``born`` is the birth date meant by it, if it
    is one.
    """
    hits: dict[str, tuple[float, str]] = {}
    typed = text.strip()
    if born is not None:
        rows = db.execute("SELECT id FROM client WHERE birth_date = ? LIMIT ?", (born.isoformat(), _CANDIDATES))
        _take(hits, ((found, 100.0) for (found,) in rows), "birth_date")
    number = digits(typed)
    if len(number) >= 3:
        _take(hits, _by_number(db, typed, number), "number")
    if words := query_words(typed):
        _take(hits, _by_name(db, words), "name")
    if len(typed) >= 3 and len(hits) < most:
        _take(hits, ((found, _SCORE_TEXT) for found in clients_with(db, typed, _CANDIDATES)), "text")
    best = sorted(hits.items(), key=lambda hit: -hit[1][0])[:most]
    return _matches(db, best)


def _take(hits: dict[str, tuple[float, str]], found: Iterable[tuple[str, float]], why: str) -> None:
    for client_id, score in found:
        if score > hits.get(client_id, (0.0, ""))[0]:
            hits[client_id] = (score, why)


def _by_name(db: Connection, words: list[str], *, whole: bool = False) -> list[tuple[str, float]]:
    """Score the clients for whom each query word meets a name (unless ``whole``, the beginning of one will
    do).
    """
    sums: dict[str, float] = {}
    for place, word in enumerate(words):
        best: dict[str, float] = {}
        for client_id, name in _holders(db, word, whole=whole):
            if place == 0 or client_id in sums:
                score = _similarity(word, name)
                if score >= LIKE_ENOUGH and score > best.get(client_id, 0.0):
                    best[client_id] = score
        sums = {client_id: sums.get(client_id, 0.0) + score for client_id, score in best.items()}
    return [(client_id, score / len(words)) for client_id, score in sums.items()]


def _holders(db: Connection, word: str, *, whole: bool) -> list[tuple[str, str]]:
    """Return client and name word for names that begin with the typed letters or share the skeleton."""
    if len(word) < 3:
        rows = db.execute(
            "SELECT client_id, word FROM client_name WHERE word >= ? AND word <= ? LIMIT ?",
            (word, word if whole else word + "{", _CANDIDATES),
        )
        return list(rows)
    found: list[tuple[str, str]] = []
    for key in skeletons(word):
        found += db.execute(
            "SELECT client_id, word FROM client_name WHERE key >= ? AND key <= ? LIMIT ?",
            (key, key if whole else key + "{", 4 * _CANDIDATES),
        ).fetchall()
    return found


@lru_cache(maxsize=65536)
def _similarity(word: str, name: str) -> float:
    """Similarity of a typed word and a name, 0 to 100; a shared skeleton counts where spellings differ by
    script.
    """
    from rapidfuzz import fuzz

    ratio: float = fuzz.ratio(word, name)
    if name.startswith(word):
        return max(ratio, 90.0 + len(word) / len(name) * 10)
    mine, theirs = skeletons(word), skeletons(name)
    if mine & theirs:
        return max(ratio, 70.0)
    if len(word) >= 3 and any(other.startswith(key) for key in mine for other in theirs if len(key) > 1):
        return max(ratio, 64.0)
    return min(ratio, LIKE_ENOUGH - 1)


def _by_number(db: Connection, typed: str, number: str) -> list[tuple[str, float]]:
    rows = db.execute(
        "SELECT client_id FROM client_number WHERE digits >= ? AND digits < ? LIMIT ?",
        (number, number + "\U0010ffff", _CANDIDATES),
    ).fetchall()
    if typed.replace("-", "").isdigit():
        rows += db.execute(
            "SELECT client_id FROM case_file WHERE number LIKE ? LIMIT ?", (f"{typed}%", _CANDIDATES)
        ).fetchall()
    return [(found, _SCORE_NUMBER) for (found,) in rows]


def _matches(db: Connection, best: list[tuple[str, tuple[float, str]]]) -> tuple[Match, ...]:
    if not best:
        return ()
    marks = ", ".join("?" * len(best))
    rows = db.execute(
        f"SELECT id, given_name, family_name, birth_date FROM client WHERE id IN ({marks})",  # noqa: S608
        [client_id for client_id, _ in best],
    )
    people = {found: (given, family, born) for found, given, family, born in rows}
    cases: dict[str, tuple[RecordId | None, str]] = defaultdict(lambda: (None, ""))
    query = f"SELECT client_id, id, number FROM case_file WHERE client_id IN ({marks}) ORDER BY number"  # noqa: S608
    for client_id, case_id, number in db.execute(query, [client_id for client_id, _ in best]):
        cases[client_id] = (case_id, number)
    found = []
    for client_id, (score, why) in best:
        given, family, born = people[client_id]
        person = Client(stamp=None, given_name=given, family_name=family)  # type: ignore[arg-type]  # only for its name
        case_id, number = cases[client_id]
        found.append(Match(client_id, case_id, number, person.name, day(born), why, score))  # type: ignore[arg-type]  # ids are text
    return tuple(found)


def similar(
    db: Connection, *, given_name: str, family_name: str, born: date | None, numbers: tuple[str, ...] = ()
) -> tuple[Match, ...]:
    """Return clients who may be the same person: same number, or same name in any order and no other birth
    date.
    """
    hits: dict[str, tuple[float, str]] = {}
    for number in numbers:
        plain = digits(number)
        if len(plain) >= 5:
            rows = db.execute("SELECT client_id FROM client_number WHERE digits = ?", (plain,))
            hits |= {found: (100.0, "number") for (found,) in rows}
    words = query_words(f"{given_name} {family_name}")
    if len(words) >= 2:
        for client_id, score in _by_name(db, words, whole=True):
            (theirs,) = db.execute("SELECT birth_date FROM client WHERE id = ?", (client_id,)).fetchone()
            if born is None or theirs is None or theirs == born.isoformat():
                hits.setdefault(client_id, (score, "name"))
    return _matches(db, sorted(hits.items(), key=lambda hit: -hit[1][0])[:10])
