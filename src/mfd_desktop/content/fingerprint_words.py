"""The 256 words by which a key's fingerprint is compared on the telephone (`resources/exchange/`)."""

from pathlib import Path
from typing import Annotated

import msgspec

from mfd_desktop.content.errors import ContentError
from mfd_desktop.content.loader import read_toml
from mfd_desktop.content.paths import resource_path

_NAME = "fingerprint_words"
Word = Annotated[str, msgspec.Meta(pattern=r"^[A-Z][a-z]{2,8}$")]


class WordList(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file: one word for each value of a byte, in this order for ever."""

    id: str
    version: int
    source: str
    words: Annotated[tuple[Word, ...], msgspec.Meta(min_length=256, max_length=256)]


def fingerprint_words(root: Path | None = None) -> tuple[str, ...]:
    """Return the word of each byte; raise ContentError if the file is broken or a word stands in it twice."""
    path = (resource_path() if root is None else root) / "exchange" / f"{_NAME}.toml"
    words = read_toml(path, WordList).words
    if len(set(words)) != len(words):
        raise ContentError(path.name, "$.words", "a word stands twice")
    return words
