"""Keys under which a name is found in any script and spelling.

A name is transliterated (anyascii), folded, and reduced to the skeleton of its consonants with the letters
that German,
English and French transliteration write differently taken together: Muhammad, Mohamed, محمد and Мухаммад are
all ``mhmd``,
Ahmad is ``hmd``. A skeleton alone decides nothing: hits are ranked by the folded spelling.
"""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"[a-z]+")
_GROUPS = (
    ("dzh", "j"), ("dsch", "j"), ("tsch", "s"), ("tch", "s"), ("sch", "s"), ("shch", "s"), ("sh", "s"),
    ("zh", "s"), ("kh", "h"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("ph", "f"), ("ck", "k"), ("qu", "k"), ("ts", "s"),
    ("tz", "s"), ("dj", "j"),
)  # fmt: skip
_SINGLE = str.maketrans({"q": "k", "c": "k", "w": "v", "z": "s", "x": "ks", "p": "p"})
_VOWELS = str.maketrans("", "", "aeiouy'`")


def fold(text: str) -> str:
    """Return ``text`` in lower-case ASCII letters, digits and single spaces, transliterated from
    any script.
    """
    from anyascii import anyascii

    return " ".join(re.findall(r"[a-z0-9]+", anyascii(text).lower()))


@lru_cache(maxsize=4096)
def skeletons(word: str) -> frozenset[str]:
    """Return the consonant skeletons of one folded word; several where ch, w or j may be read in two ways."""
    readings = {word.replace("tsch", "sh").replace("sch", "sh").replace("shch", "sh")}
    if "ch" in word:
        readings = {r.replace("ch", letter) for r in readings for letter in ("sh", "kh")}
    if "w" in word:
        readings |= {r.replace("w", "") for r in readings}
    if word.startswith("j"):
        readings |= {"y" + r[1:] for r in readings}
    found = set()
    for reading in readings:
        reduced = reading
        for group, letter in _GROUPS:
            reduced = reduced.replace(group, letter)
        reduced = reduced.translate(_SINGLE).translate(_VOWELS)
        reduced = re.sub(r"(.)\1+", r"\1", reduced)
        found.add(reduced or word[:1])
    return frozenset(found)


def name_keys(*names: str) -> frozenset[tuple[str, str]]:
    """Return skeleton and folded word for every word in ``names``."""
    words = {word for name in names for word in _WORD.findall(fold(name))}
    return frozenset((key, word) for word in words for key in skeletons(word))


def query_words(text: str) -> list[str]:
    """Return the folded words of a query that can be names."""
    return _WORD.findall(fold(text))


def digits(text: str) -> str:
    """Return the digits of a telephone or file number; +49 and 0049 become 0."""
    found = re.sub(r"^(\+|00)49\s*(\(0\))?", "0", text.strip())
    return re.sub(r"\D", "", found)
