"""Finding the options somebody means by a few letters; no Qt."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


@dataclass(frozen=True, slots=True)
class Option:
    """One entry of a code list."""

    code: str
    label: str


def matches(options: Sequence[Option], typed: str) -> list[Option]:
    """Options meant by `typed`, best first: the code itself, the label's beginning, the beginning of a word.

    Case and accents do not matter, ü may be typed ue. Nothing typed means every option.
    """
    wanted = _spellings(typed.strip())
    if not typed.strip():
        return list(options)
    ranked: list[tuple[int, int]] = []
    for index, option in enumerate(options):
        rank = _rank(option, typed.strip(), wanted)
        if rank is not None:
            ranked.append((rank, index))
    return [options[index] for _rank_, index in sorted(ranked)]


def _rank(option: Option, typed: str, wanted: set[str]) -> int | None:
    if option.code.casefold() == typed.casefold():
        return 0
    labels = _spellings(option.label)
    if labels & wanted:
        return 1
    if any(label.startswith(text) for label in labels for text in wanted):
        return 2
    if any(f" {text}" in _words(label) for label in labels for text in wanted):
        return 3
    return None


def _spellings(text: str) -> set[str]:
    folded = unicodedata.normalize("NFC", text).casefold()
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(letter))
    return {plain, folded.translate(_SPELLED_OUT)}


def _words(label: str) -> str:
    return " " + "".join(letter if letter.isalnum() else " " for letter in label)
