"""The templates there are: loaded on first use; a broken file makes only its own letter unusable."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from mfd_desktop.content.errors import ContentError
from mfd_desktop.content.paths import resource_path
from mfd_desktop.domain.errors import UnknownTemplate
from mfd_desktop.letters.template import (
    FOLDER,
    SOURCE_LANGUAGE,
    Template,
    Translation,
    read_template,
    read_translation,
    stale,
    template_files,
    translation_files,
)

if TYPE_CHECKING:
    from pathlib import Path


class Standing(StrEnum):
    """How far the text of a letter in one language can be trusted."""

    SOURCE = "source"
    REVIEWED = "reviewed"
    OPEN = "open"
    """Nobody has reviewed it: a Lesehilfe, printed beside German only."""
    STALE = "stale"
    """The German text was changed since."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A template with its translations by language."""

    template: Template
    translations: dict[str, Translation]

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages it can be written in, German first."""
        return SOURCE_LANGUAGE, *self.translations

    def standing(self, language: str) -> Standing:
        """Return the standing of one language; raise KeyError for one there is not."""
        if language == SOURCE_LANGUAGE:
            return Standing.SOURCE
        translation = self.translations[language]
        if stale(translation, self.template):
            return Standing.STALE
        return Standing.REVIEWED if translation.reviewed else Standing.OPEN

    def needs_german(self, language: str) -> bool:
        """Tell whether German has to stand beside this language."""
        return self.standing(language) in (Standing.OPEN, Standing.STALE)


class Letters:
    """The letters in a resources folder."""

    def __init__(self, root: Path | None = None) -> None:
        """`root` is the resources folder (default: the shipped one); nothing is read yet."""
        self._folder = (resource_path() if root is None else root) / FOLDER
        self._read: dict[str, Letter | ContentError] | None = None

    def usable(self) -> dict[str, Letter]:
        """Return the letters that can be written, by id."""
        return {name: found for name, found in self._all().items() if isinstance(found, Letter)}

    def broken(self) -> dict[str, ContentError]:
        """Return the files that cannot be used, by name, with what is wrong."""
        return {name: found for name, found in self._all().items() if isinstance(found, ContentError)}

    def get(self, template: str, language: str = SOURCE_LANGUAGE) -> Letter:
        """Return one letter; raise UnknownTemplate where it, or that language of it, is not there or broken."""
        usable = self.usable()
        if template not in usable:
            raise UnknownTemplate(template, "", tuple(usable))
        if language not in usable[template].languages:
            raise UnknownTemplate(template, language, usable[template].languages)
        return usable[template]

    def _all(self) -> dict[str, Letter | ContentError]:
        if self._read is None:
            self._read = {}
            for path in template_files(self._folder):
                self._read |= self._one(path)
        return self._read

    def _one(self, path: Path) -> dict[str, Letter | ContentError]:
        try:
            template = read_template(path)
        except ContentError as error:
            return {path.stem: error}
        found: dict[str, Translation] = {}
        broken: dict[str, Letter | ContentError] = {}
        for file in translation_files(self._folder, template.id):
            try:
                translation = read_translation(file, template)
            except ContentError as error:
                broken[file.stem] = error
            else:
                found[translation.language] = translation
        return {template.id: Letter(template, found), **broken}
