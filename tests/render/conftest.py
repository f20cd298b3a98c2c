"""The bundled fonts, and what poppler says about a PDF."""

import subprocess
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from mfd_desktop.content.paths import resource_path
from mfd_desktop.render.blocks import Block, Document, LetterPage, PlainPage
from mfd_desktop.render.fonts import FontSet
from mfd_desktop.render.pdf import to_pdf

MOMENT = datetime(2026, 11, 27, 10, 30)  # noqa: DTZ001 - the date on a document is the office's own


@pytest.fixture(scope="session")
def fonts() -> FontSet:
    """The fonts that come with the program, none of this computer's."""
    return FontSet(resource_path("fonts"))


class Paper:
    """A PDF on the disk, seen through poppler."""

    def __init__(self, path: Path, content: bytes) -> None:
        self.path, self.content = path, content
        path.write_bytes(content)

    def text(self, *options: str) -> str:
        """Return what can be copied out."""
        marks = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u200e\u200f"))
        return self._run("pdftotext", *options, self.path, "-").translate(marks)

    def facts(self) -> dict[str, str]:
        """Return what pdfinfo says."""
        return {
            key: value.strip()
            for key, _, value in (row.partition(":") for row in self._run("pdfinfo", self.path).splitlines())
        }

    def fonts(self) -> list[list[str]]:
        """Return name, and whether embedded, subset and with meanings, of every font."""
        return [[row.split()[0], *row.split()[-5:-2]] for row in self._run("pdffonts", self.path).splitlines()[2:]]

    def words(self) -> list[tuple[int, float, float, float, float, str]]:
        """Return page, left, top, right and bottom in millimetres, and text of every word."""
        import re

        page, found = 0, []
        for row in self._run("pdftotext", "-bbox", self.path, "-").splitlines():
            page += "<page " in row
            if match := re.search(r'xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>', row):
                place = [float(match[number]) * 25.4 / 72 for number in range(1, 5)]
                found.append((page, *place, match[5]))
        return found

    @staticmethod
    def _run(*words: str | Path) -> str:
        return subprocess.run([*map(str, words)], capture_output=True, text=True, check=True).stdout


@pytest.fixture
def paper(fonts: FontSet, tmp_path: Path) -> Callable[..., Paper]:
    """Make a document of blocks on a page and give it as Paper."""

    def make(*blocks: Block, page: PlainPage | LetterPage | None = None, language: str = "de") -> Paper:
        document = Document("Probe 2026-0042", page or PlainPage(numbers=False), blocks, language)
        return Paper(tmp_path / "probe.pdf", to_pdf(document, fonts, moment=MOMENT))

    return make
