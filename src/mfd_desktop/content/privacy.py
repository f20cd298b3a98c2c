"""The data protection law of the Träger as it stands in `resources/privacy/<regime>.toml`: rights, deadlines, texts."""

import datetime
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Annotated, Final, Literal

import msgspec

from mfd_desktop.content.codelist_file import Review, Text
from mfd_desktop.content.errors import ContentError
from mfd_desktop.content.loader import read_toml
from mfd_desktop.content.paths import resource_path

FOLDER: Final = "privacy"
REGIMES: Final = ("DSGVO", "KDG", "DSG-EKD")
RIGHTS: Final = (
    "information", "access", "correction", "erasure", "restriction", "objection", "consent", "complaint",
)  # fmt: skip
ANSWERED: Final = frozenset({"access", "correction", "erasure", "restriction", "objection"})
"""Rights a person asks for, with a time until the answer."""


class Right(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One right: its reference, the months until the answer (0: none) and what it means, said to the person."""

    title: Text
    reference: Text
    months: Annotated[int, msgspec.Meta(ge=0, le=12)]
    text: Text
    source: Text
    checked: datetime.date
    review: Review


class Purpose(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What data are used for, and on which legal basis."""

    title: Text
    basis: Text
    review: Review


class Regime(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One law. `retention` says how long a file is kept: with `{years}` for the time set in the program."""

    id: Literal["DSGVO", "KDG", "DSG-EKD"]
    version: Annotated[int, msgspec.Meta(ge=1)]
    name: Text
    short: Text
    source: Text
    checked: datetime.date
    review: Review
    authority: Text
    retention: Text
    rights: dict[str, Right]
    purposes: Annotated[tuple[Purpose, ...], msgspec.Meta(min_length=1)]

    @property
    def edition(self) -> str:
        """Name and version, as noted with an information sheet."""
        return f"{self.id}-{self.version}"


@cache
def regime(name: str) -> Regime:
    """Return the law called `name`; raise ContentError if there is none or its file is broken."""
    path = resource_path(FOLDER, f"{name}.toml")
    found = read_toml(path, Regime)
    for place, reason in problems(found, path.stem):
        raise ContentError(path.name, place, reason)
    return found


def problems(found: Regime, stem: str) -> Iterator[tuple[str, str]]:
    """Yield place and reason of everything wrong inside one file."""
    if found.id != stem:
        yield "$.id", f"id is {found.id!r}, the file is named {stem!r}"
    for name in RIGHTS:
        if name not in found.rights:
            yield "$.rights", f"{name!r} is missing"
    for name, right in found.rights.items():
        if name not in RIGHTS:
            yield f"$.rights.{name}", "there is no such right"
        elif (right.months > 0) != (name in ANSWERED):
            yield (
                f"$.rights.{name}.months",
                "a time until the answer goes with what a person asks for, and only with it",
            )
    if found.retention.count("{years}") != 1:
        yield "$.retention", "the time has to be put in as {years}, once"


def check_privacy(root: Path) -> list[str]:
    """Return every finding in the folder `privacy` of the resources as `file: path: reason`."""
    findings: list[str] = []
    for path in sorted((root / FOLDER).glob("*.toml")):
        try:
            found = read_toml(path, Regime)
        except ContentError as error:
            findings.append(str(error))
            continue
        findings += [f"{path.name}: {place}: {reason}" for place, reason in problems(found, path.stem)]
    present = {path.stem for path in (root / FOLDER).glob("*.toml")}
    return findings + [f"{name}.toml: $: the law is missing" for name in REGIMES if present and name not in present]
