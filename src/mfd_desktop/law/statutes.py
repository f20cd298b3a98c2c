"""Which statutes the rules cite, in which state, and which sections they have (`resources/law/statutes.toml`)."""

import datetime
import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Final, Literal

import msgspec

from mfd_desktop.content.codelist_file import Text

FILE: Final = "statutes.toml"

_CITE: Final = re.compile(r"(?P<statute>\S.*) (?P<sign>§|Art\.) (?P<section>\d+[a-z]?)")
_RANGE: Final = re.compile(r"(?P<first>\d+)-(?P<last>\d+)")


class Statute(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One statute. text: whether its whole text was at hand, an extract, or none of it.

    sections: those that are in force, separated by commas; "7-9" stands for 7, 8 and 9. state: the day of the text.
    """

    abbreviation: Text
    name: Text
    sign: Literal["§", "Art."]
    text: Literal["complete", "extract", "absent"]
    state: datetime.date | None = None
    sections: str = ""

    def numbers(self) -> frozenset[str]:
        """Return every section by itself: "7", "8", "8a"."""
        return frozenset(_expanded(self.sections))


class StatuteFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file of statutes."""

    id: Literal["statutes"]
    title: Text
    checked: datetime.date
    source: Text
    statutes: Annotated[tuple[Statute, ...], msgspec.Meta(min_length=1)]


def cite_fault(cite: str, statutes: Mapping[str, Statute]) -> str:
    """Return what is wrong with a citation like `AsylG § 74` or `APR Art. 67`; empty if nothing is known to be."""
    found = _CITE.fullmatch(cite)
    if found is None:
        return f"{cite!r} is not like 'AsylG § 74' or 'APR Art. 67'"
    statute = statutes.get(found["statute"])
    if statute is None:
        return f"there is no statute {found['statute']!r}"
    if found["sign"] != statute.sign:
        return f"{statute.abbreviation} is cited with {statute.sign}"
    if statute.text == "complete" and found["section"] not in statute.numbers():
        return f"{statute.abbreviation} has no {statute.sign} {found['section']}"
    return ""


def _expanded(sections: str) -> Iterator[str]:
    for part in filter(None, (part.strip() for part in sections.split(","))):
        found = _RANGE.fullmatch(part)
        if found is None:
            yield part
        else:
            yield from map(str, range(int(found["first"]), int(found["last"]) + 1))
