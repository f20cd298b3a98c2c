"""Code lists as the program uses them: loaded on first use, labelled in the interface language."""

import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mfd_desktop.content.i18n import content_text, language
from mfd_desktop.content.paths import resource_path

if TYPE_CHECKING:
    from collections.abc import Callable

    from mfd_desktop.content.codelist_file import Code, CodeList

UNKNOWN_PERSON_GROUP: Final = "unknown"


class CodeLists:
    """The shipped code lists. Every method raises ContentError if a list it needs is missing or broken."""

    def __init__(self, root: Path | None = None) -> None:
        """`root` is the resources folder (default: the shipped one); nothing is read yet."""
        self._root = resource_path() if root is None else root
        self._lists: dict[str, CodeList] = {}
        self._labels: dict[tuple[str, str], dict[str, str]] = {}
        self._known: dict[str, frozenset[str]] = {}
        self._makers: dict[str, Callable[[], CodeList]] = {}

    def provide(self, list_id: str, maker: "Callable[[], CodeList]") -> None:
        """Let a list that stands in other data files be made by `maker`, on first use."""
        self._makers[list_id] = maker

    def get(self, list_id: str) -> "CodeList":
        """Return the whole list."""
        if list_id not in self._lists and list_id in self._makers:
            self._lists[list_id] = self._makers[list_id]()
        if list_id not in self._lists:
            # msgspec must not be loaded before the first paint of the unlock window.
            from mfd_desktop.content.codelist_file import FOLDER, read_code_list

            self._lists[list_id] = read_code_list(self._root / FOLDER / f"{list_id}.toml")
        return self._lists[list_id]

    def codes(self, list_id: str, parent: str | None = None) -> tuple[str, ...]:
        """Return the codes of the upper level, or those below `parent`, in the order of the file."""
        return tuple(code.code for code in self.get(list_id).codes if code.parent == parent)

    def known(self, list_id: str) -> frozenset[str]:
        """Return all codes of a list, both levels."""
        if list_id not in self._known:
            self._known[list_id] = frozenset(code.code for code in self.get(list_id).codes)
        return self._known[list_id]

    def label(self, list_id: str, code: str) -> str:
        """Return the label in the interface language; an unknown code is its own label."""
        return self._labels_of(list_id).get(code, code)

    def choices(self, list_id: str, parent: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return (code, label) of the upper level, or of the codes below `parent`.

        Common codes come first in the order of the file, the others after them: in the order of the
        file, or alphabetically where the list says so.
        """
        code_list = self.get(list_id)
        labels = self._labels_of(list_id)
        level = [code for code in code_list.codes if code.parent == parent]
        common = [(code.code, labels[code.code]) for code in level if code.common]
        others = [(code.code, labels[code.code]) for code in level if not code.common]
        if code_list.order == "label":
            others.sort(key=lambda choice: collation_key(choice[1]))
        return (*common, *others)

    def person_group_of(self, status: str) -> str:
        """Return the statistical person group of a residence status, `unknown` for an unknown status."""
        status_group = self._group("residence_status", status)
        if status_group is None:
            return UNKNOWN_PERSON_GROUP
        return self._group("status_groups", status_group) or UNKNOWN_PERSON_GROUP

    def status_group_of(self, status: str) -> str | None:
        """Return the status group of a residence status, None for an unknown status."""
        return self._group("residence_status", status)

    def _group(self, list_id: str, code: str) -> str | None:
        return next((entry.group for entry in self.get(list_id).codes if entry.code == code), None)

    def _labels_of(self, list_id: str) -> dict[str, str]:
        key = (list_id, language())
        if key not in self._labels:
            code_list = self.get(list_id)
            names = babel_names(code_list.names) if code_list.names else {}
            self._labels[key] = {code.code: _label(code, names) for code in code_list.codes}
        return self._labels[key]


def babel_names(kind: str) -> dict[str, str]:
    """Return Babel's `languages` or `territories` in the interface language, code to name."""
    from babel import Locale

    locale = Locale(language())
    return dict((locale.languages if kind == "languages" else locale.territories).items())


def collation_key(label: str) -> tuple[str, str]:
    """Sort key after DIN 5007-1: ä like a, ß like ss, upper and lower case alike."""
    base = unicodedata.normalize("NFD", label.casefold())
    return "".join(char for char in base if not unicodedata.combining(char)), label


def _label(code: "Code", names: dict[str, str]) -> str:
    return content_text(code.label) if code.label else names.get(code.code, code.code)
