"""How long a passphrase withstands guessing: an estimate that advises and never forbids.

Guesses by zxcvbn, which knows names, dates, keyboard rows and English words; German words it takes for random letters,
so a text of words is never believed to be better than that many words out of a dictionary. Each guess costs the
attacker what it costs here, about a second and 128 MiB; ten thousand at a time is more than a police laboratory has.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mfd_desktop.domain.records import Office

GUESSES_PER_SECOND = 10_000
SUGGESTED_WORDS = 5
_LONGEST = 72
"""Characters looked at; more only take time."""
_DICTIONARY = 50_000
_WORD = re.compile(r"[^\W\d_]{3,}")
_VOWELS = frozenset("aeiouyäöü")
_LONG_WORD = 12
_HOUR, _DAY, _YEAR = 3600.0, 86400.0, 365.25 * 86400
_OFTEN = ("mfd", "desktop", "tresor", "passwort", "migrationsfachdienst", "beratung", "caritas", "diakonie", "geheim")


class Strength(StrEnum):
    """Four levels."""

    WEAK = "weak"
    FAIR = "fair"
    GOOD = "good"
    STRONG = "strong"


_LEVELS = ((_DAY, Strength.WEAK), (_YEAR, Strength.FAIR), (100 * _YEAR, Strength.GOOD))
_SPANS = (
    (60.0, "seconds"), (_HOUR, "minutes"), (_DAY, "hours"), (31 * _DAY, "days"), (_YEAR, "months"),
    (100 * _YEAR, "years"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Estimate:
    """Level, and the span withstood: seconds, minutes, hours, days, months, years or centuries."""

    level: Strength
    span: str


def estimate(passphrase: str, about: Iterable[str] = ()) -> Estimate:
    """Return how long a passphrase withstands; ``about``: what others know of its owner (names, place)."""
    from zxcvbn import zxcvbn

    text = passphrase[:_LONGEST]
    known = [*_OFTEN, *(part for entry in about for part in (entry, *entry.split()) if len(part) > 1)]
    guesses = min(float(zxcvbn(text, user_inputs=known)["guesses"]), _as_words(text))
    seconds = guesses / GUESSES_PER_SECOND
    level = next((found for limit, found in _LEVELS if seconds < limit), Strength.STRONG)
    return Estimate(level, next((span for limit, span in _SPANS if seconds < limit), "centuries"))


def _as_words(text: str) -> float:
    """Return the guesses of somebody who tries words of a dictionary, then what stands between them."""
    guesses = 1.0
    for word in _WORD.findall(text):
        vowels = sum(letter in _VOWELS for letter in word.lower()) / len(word)
        if word in _own_words():
            guesses *= len(_own_words())
        elif 1 / 5 <= vowels <= 2 / 3:
            guesses *= _DICTIONARY ** (1 + (len(word) - 1) // _LONG_WORD)
        else:
            guesses *= 26.0 ** len(word)
    rest = sum(not letter.isspace() for letter in _WORD.sub("", text))
    return guesses * 30.0**rest


@cache
def _own_words() -> frozenset[str]:
    from mfd_desktop.content.fingerprint_words import fingerprint_words

    return frozenset(fingerprint_words())


def suggestion() -> str:
    """Return a fresh passphrase of five short German words."""
    words = sorted(_own_words())
    return " ".join(secrets.choice(words) for _ in range(SUGGESTED_WORDS))


def about_office(office: Office | None) -> tuple[str, ...]:
    """Return what is known about the owner of a vault and must not be taken for a secret."""
    if office is None:
        return ()
    texts = (office.name, office.carrier, office.town, office.street, office.desk, office.counsellor, office.email)
    return tuple(text for text in texts if text)
