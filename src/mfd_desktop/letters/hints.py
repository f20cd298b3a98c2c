"""Words in a typed text that hint at what a letter should rather not say (resources/wordlists/sensitive.toml)."""

import datetime
import re
from functools import cache
from typing import Annotated, Final

import msgspec

from mfd_desktop.content.loader import read_toml
from mfd_desktop.content.paths import resource_path
from mfd_desktop.letters.template import Line, Review

_WORD: Final = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


class Group(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Beginnings of words, small letters, under one heading."""

    code: Line
    label: Line
    words: Annotated[tuple[Line, ...], msgspec.Meta(min_length=1)]


class WordList(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The word list with its origin."""

    id: Line
    title: Line
    version: Annotated[int, msgspec.Meta(ge=1)]
    source: Line
    checked: datetime.date
    review: Review
    groups: Annotated[tuple[Group, ...], msgspec.Meta(min_length=1)]


@cache
def word_list() -> WordList:
    """Return the shipped list; raise ContentError if it is broken."""
    return read_toml(resource_path("wordlists", "sensitive.toml"), WordList)


def hints(text: str) -> dict[str, tuple[str, ...]]:
    """Return the words of ``text`` that need a second look, as typed, by German label of their group."""
    words = tuple(dict.fromkeys(_WORD.findall(text)))
    found: dict[str, tuple[str, ...]] = {}
    for group in word_list().groups:
        hits = tuple(word for word in words if word.casefold().startswith(group.words))
        if hits:
            found[group.label] = hits
    return found
