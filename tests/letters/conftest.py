"""Templates, values and an office for the letters, all invented."""

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from mfd_desktop.content.codelists import CodeLists
from mfd_desktop.content.paths import resource_path
from mfd_desktop.domain.fields import Field, Kind, Value, parse
from mfd_desktop.domain.records import Office
from mfd_desktop.letters.catalogue import Letter, Letters
from mfd_desktop.letters.compose import OTHER, asked_for
from mfd_desktop.render.blocks import (
    Block,
    CheckList,
    Columns,
    Document,
    LetterPage,
    Paragraph,
    Signatures,
    Space,
)

TODAY = date(2026, 11, 27)


@pytest.fixture(scope="session")
def lists() -> CodeLists:
    return CodeLists()


@pytest.fixture(scope="session")
def letters() -> Letters:
    return Letters()


@pytest.fixture(scope="session")
def office() -> Office:
    return Office(
        "Migrationsfachdienst Musterburg", "Musterverband e. V.", "DSGVO", "07235", street="Musterweg 1",
        postcode="54290", town="Musterburg", counsellor="Maxi Muster", function="Sozialarbeit B. A.",
        phone="0651 000000", email="beratung@musterverband.example",
    )  # fmt: skip


@pytest.fixture(scope="session")
def example(lists: CodeLists) -> Callable[[Letter, str], dict[str, Value]]:
    """The invented values of a template, typed."""

    def made(letter: Letter, language: str) -> dict[str, Value]:
        translation = letter.translations.get(language)
        twins = translation.examples if translation else {}
        texts = {field.name: field.example for field in letter.template.fields}
        texts |= {f"{name}{OTHER}": text for name, text in twins.items()}
        found = {}
        for spec in asked_for(letter.template, language):
            known = {code.code for code in lists.get(spec.codes).codes} if spec.codes else ()
            field = Field(spec.name, Kind(spec.kind), spec.label, codes=spec.codes, most=spec.most)
            found[spec.name] = parse(field, texts.get(spec.name, ""), today=TODAY, known=known)
        return found

    return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped resources that a test may break."""
    for name in ("letters", "codelists"):
        shutil.copytree(resource_path(name), tmp_path / name)
    return tmp_path


@pytest.fixture(scope="session")
def today() -> date:
    return TODAY


@pytest.fixture(scope="session")
def written() -> Callable[[Document], str]:
    """Everything a document says, one block a line."""
    return _written


def _written(document: Document) -> str:
    page = document.page
    lines = [f"# {document.title} ({document.language})"]
    if isinstance(page, LetterPage):
        lines += [f"letterhead: {' | '.join(page.letterhead)}", f"return: {page.return_line}"]
        lines += [f"address: {' | '.join(page.address)}"]
        lines += [f"information: {' | '.join(': '.join(pair) for pair in page.information)}"]
    else:
        lines += [f"header: {page.header}", f"footer: {page.footer}"]
    text = "\n".join([*lines, *_block_lines(document.blocks)]) + "\n"
    return text.replace("\u2068", "⟨").replace("\u2069", "⟩")


def _block_lines(blocks: tuple[Block, ...], side: str = "") -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Columns):
            for row in block.rows:
                for place, cell in enumerate(row):
                    yield from _block_lines(cell, "<>"[place])
        else:
            yield f"{side}{_one(block)}"


def _one(block: Block) -> str:
    if isinstance(block, Paragraph):
        text = "".join(f"**{run.text}**" if run.bold else run.text for run in block.runs)
        return f"[{block.style} {block.language}] {text}".replace("\n", " / ")
    if isinstance(block, CheckList):
        return f"[boxes {block.language}] " + " / ".join(f"{'x' if on else 'o'} {text}" for text, on in block.items)
    if isinstance(block, Signatures):
        return f"[signatures {block.language}] " + " / ".join(block.labels)
    assert isinstance(block, Space)
    return f"[space] {block.height}"
