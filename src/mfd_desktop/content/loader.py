"""Strict reading of shipped TOML files: unknown fields and wrong types are errors with file and path."""

import re
from pathlib import Path
from typing import Final, TypeVar

import msgspec

from mfd_desktop.content.errors import ContentError

T = TypeVar("T")

_PLACE: Final = re.compile(r"^(?P<reason>.*) - at `(?P<path>.+)`$", re.DOTALL)


def read_toml(path: Path, model: type[T]) -> T:
    """Read one file into a msgspec structure; raises ContentError."""
    try:
        return msgspec.toml.decode(path.read_bytes(), type=model)
    except OSError as error:
        raise ContentError(path.name, "$", error.strerror or type(error).__name__) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        text = str(error)
        place = _PLACE.match(text)
        if place is None:
            raise ContentError(path.name, "$", text) from error
        raise ContentError(path.name, place["path"], place["reason"]) from error
