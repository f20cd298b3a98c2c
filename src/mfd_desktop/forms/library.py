"""The shipped guided forms: which there are, in which versions; a file is read when its form is asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mfd_desktop.content.errors import ContentError
from mfd_desktop.content.i18n import _
from mfd_desktop.content.paths import resource_path

if TYPE_CHECKING:
    from pathlib import Path

    from mfd_desktop.content.codelists import CodeLists
    from mfd_desktop.forms.definition import Form

FOLDER: Final = "forms"
FILE_NAME: Final = re.compile(r"(?P<id>[a-z][a-z0-9_]*)-(?P<version>[1-9][0-9]*)\.toml")


@dataclass(frozen=True, slots=True)
class Offer:
    """The newest version of a form, or why it cannot be used."""

    form_id: str
    version: int
    form: Form | None
    error: ContentError | None = None


class Library:
    """Forms of a resources folder (default: the shipped one); several versions may lie side by side."""

    def __init__(self, lists: CodeLists, root: Path | None = None) -> None:
        """Nothing is read yet."""
        self._lists = lists
        self._folder = (resource_path() if root is None else root) / FOLDER
        self._read: dict[tuple[str, int], Form] = {}

    def versions(self) -> dict[str, int]:
        """Return the newest version of each form, by id."""
        newest: dict[str, int] = {}
        for path in self._folder.glob("*.toml"):
            if found := FILE_NAME.fullmatch(path.name):
                newest[found["id"]] = max(newest.get(found["id"], 0), int(found["version"]))
        return dict(sorted(newest.items()))

    def get(self, form_id: str, version: int) -> Form:
        """Return one version of a form; raise ContentError, with file and place, if it cannot be used."""
        key = (form_id, version)
        if key not in self._read:
            # msgspec must not be loaded before the first paint of the unlock window.
            from mfd_desktop.content.loader import read_toml
            from mfd_desktop.forms.definition import Form
            from mfd_desktop.forms.lint import problems

            path = self._folder / f"{form_id}-{version}.toml"
            if not path.is_file():
                raise ContentError(path.name, "$", _("diese Fassung des Formulars liegt nicht vor"))
            form = read_toml(path, Form)
            for place, reason in problems(form, path.stem, self._lists):
                raise ContentError(path.name, place, reason)
            self._read[key] = form
        return self._read[key]

    def offers(self) -> tuple[Offer, ...]:
        """Return every form in its newest version; one that cannot be used says why and leaves the rest alone."""
        return tuple(self._offer(form_id, version) for form_id, version in self.versions().items())

    def _offer(self, form_id: str, version: int) -> Offer:
        try:
            return Offer(form_id, version, self.get(form_id, version))
        except ContentError as error:
            return Offer(form_id, version, None, error)
