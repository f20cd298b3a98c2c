"""One code list as it stands in `resources/codelists/<id>.toml`."""

import datetime
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from mfd_desktop.content.errors import ContentError
from mfd_desktop.content.loader import read_toml

FOLDER = "codelists"

Text = Annotated[str, msgspec.Meta(min_length=1, pattern=r"^\S(.*\S)?$")]
Review = Literal["ok", "open"]


class Code(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One entry. `code` is stored in records and never changes its meaning.

    label: German; left out where Babel knows the name (lists with `names`).
    group: a code of the list named by `group_list`. parent: a code of the same list (two levels).
    common: offered before the others. basis: legal basis as cited in German law.
    destatis: three-digit key of the Federal Statistical Office. review "open": still to be confirmed.
    """

    code: Text
    label: Text | None = None
    group: Text | None = None
    parent: Text | None = None
    common: bool = False
    basis: Text | None = None
    destatis: Annotated[str, msgspec.Meta(pattern=r"^\d{3}$")] | None = None
    review: Review = "ok"


class CodeList(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One list. `names`: where labels come from that the file leaves out; `order`: how choices are sorted."""

    id: Text
    title: Text
    version: Annotated[int, msgspec.Meta(ge=1)]
    source: Text
    checked: datetime.date
    review: Review
    codes: Annotated[tuple[Code, ...], msgspec.Meta(min_length=1)]
    group_list: Text | None = None
    names: Literal["languages", "territories"] | None = None
    order: Literal["file", "label"] = "file"


def read_code_list(path: Path) -> CodeList:
    """Read a list and refuse it with ContentError if it contradicts itself."""
    code_list = read_toml(path, CodeList)
    for place, reason in problems(code_list, path.stem):
        raise ContentError(path.name, place, reason)
    return code_list


def problems(code_list: CodeList, name: str) -> Iterator[tuple[str, str]]:
    """Yield place and reason of everything wrong inside one list; `name` is the file's stem."""
    if code_list.id != name:
        yield "$.id", f"id is {code_list.id!r}, the file is named {name!r}"
    tops = {code.code for code in code_list.codes if code.parent is None}
    codes = Counter(code.code for code in code_list.codes)
    labels = Counter((code.parent, code.label) for code in code_list.codes)
    for index, code in enumerate(code_list.codes):
        place = f"$.codes[{index}]"
        if codes[code.code] > 1:
            yield f"{place}.code", f"duplicate code {code.code!r}"
        if code.label is not None and labels[code.parent, code.label] > 1:
            yield f"{place}.label", f"duplicate label {code.label!r}"
        for field, reason in _code_problems(code, code_list, tops):
            yield f"{place}.{field}", reason


def _code_problems(code: Code, code_list: CodeList, tops: set[str]) -> Iterator[tuple[str, str]]:
    if code.label is None and code_list.names is None:
        yield "label", f"{code.code!r} has no label"
    if (code.group is None) != (code_list.group_list is None):
        yield "group", f"{code.code!r}: a group is needed if the list has a group_list, and only then"
    if code.parent is None:
        return
    if code.parent not in tops:
        yield "parent", f"{code.code!r}: parent {code.parent!r} does not exist on the upper level"
    if not code.code.startswith(f"{code.parent}."):
        yield "code", f"{code.code!r} does not begin with its parent {code.parent!r} and a full stop"
