"""A template, its values and the office become a document."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from mfd_desktop.domain.errors import StaleTranslation, ValuesMissing
from mfd_desktop.letters.catalogue import Standing
from mfd_desktop.letters.labels import labeller
from mfd_desktop.letters.letterhead import context, letter_page, sheet_page
from mfd_desktop.letters.sandbox import filled
from mfd_desktop.letters.shown import BOLD, Shown, long_date
from mfd_desktop.letters.template import SOURCE_LANGUAGE, needs_translation, stale
from mfd_desktop.render.blocks import (
    CheckList,
    Columns,
    Document,
    Run,
    Signatures,
    Space,
    Style,
)
from mfd_desktop.render.blocks import Paragraph as Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from mfd_desktop.content.codelists import CodeLists
    from mfd_desktop.domain.fields import Value
    from mfd_desktop.domain.records import Office
    from mfd_desktop.letters.catalogue import Letter
    from mfd_desktop.letters.template import FieldSpec, Paragraph, Template
    from mfd_desktop.render.blocks import Block, LetterPage, PlainPage

OTHER: Final = "_other"
"""Ends the name of the value that says the same as a translated field in the language of the letter."""
DRAFT: Final = "Entwurf"

_GAP: Final = "…………"
_READING_AID: Final = "Lesehilfe: Es gilt der deutsche Text. Unterschrieben wird nur unter dem deutschen Text."
_OUTDATED: Final = "[Übersetzung veraltet: Es gilt der deutsche Text.]"
_BOX: Final = re.compile(r"\[\s*(x?)\s*\]\s*(.*)")
_BREAK: Final = re.compile(r"\n\s*\n")
_MOST_BOXES: Final = 8
_SIDE_BY_SIDE: Final = (1.0, 1.0)


@dataclass(frozen=True, slots=True)
class Order:
    """How a letter is wanted.

    day: its date. our_sign: the case number. draft: what is missing is shown as a gap, under a watermark.
    accept_stale: somebody has seen that the translation is older than the German text.
    """

    day: date
    language: str = SOURCE_LANGUAGE
    with_german: bool = False
    our_sign: str = ""
    draft: bool = False
    accept_stale: bool = False


def asked_for(template: Template, language: str) -> tuple[FieldSpec, ...]:
    """Return the fields to fill; a translated field is followed by its twin in the language of the letter."""
    from msgspec.structs import replace

    found: list[FieldSpec] = []
    for field in template.fields:
        found.append(field)
        if field.translated and language != SOURCE_LANGUAGE:
            found.append(replace(field, name=f"{field.name}{OTHER}", prefill="", default=""))
    return tuple(found)


def missing(template: Template, values: Mapping[str, Value], language: str) -> tuple[FieldSpec, ...]:
    """Return the required fields without a value."""
    return tuple(field for field in asked_for(template, language) if field.required and not values.get(field.name))


def compose(letter: Letter, values: Mapping[str, Value], office: Office, order: Order, lists: CodeLists) -> Document:
    """Return the letter.

    ``values`` are typed values by field name. German stands beside every language that needs it, asked for or not.
    Raises ValuesMissing naming all fields that are empty, and StaleTranslation unless that is accepted.
    """
    template, language = letter.template, order.language
    gaps = missing(template, values, language)
    if gaps and not order.draft:
        raise ValuesMissing(template.id, tuple(field.name for field in gaps), tuple(field.label for field in gaps))
    standing = letter.standing(language)
    if standing is Standing.STALE and not (order.accept_stale or order.draft):
        raise StaleTranslation(template.id, language)
    known = {**dict.fromkeys((field.name for field in gaps), _GAP), **{k: v for k, v in values.items() if v}}
    german = _Writer(letter, known, office, SOURCE_LANGUAGE, lists)
    other = None if language == SOURCE_LANGUAGE else _Writer(letter, known, office, language, lists)
    beside = other is not None and (order.with_german or letter.needs_german(language))
    writer = other or german
    blocks = _side_by_side(german, other, template) if beside and other else _alone(writer, german, template)
    return Document(
        template.title,
        _page(template, known, office, order),
        tuple(blocks),
        SOURCE_LANGUAGE if beside else language,
    )


def _page(template: Template, values: Mapping[str, Value], office: Office, order: Order) -> LetterPage | PlainPage:
    watermark = DRAFT if order.draft else ""
    if template.page == "sheet":
        return sheet_page(office, template, order.day, watermark)
    return letter_page(
        office, template.title, str(values.get("address", "")),
        day=long_date(order.day, SOURCE_LANGUAGE), our_sign=order.our_sign,
        your_sign=str(values.get("reference", "")), watermark=watermark,
    )  # fmt: skip


class _Writer:
    """Writes the paragraphs of one letter in one language."""

    def __init__(
        self, letter: Letter, values: Mapping[str, Value], office: Office, language: str, lists: CodeLists
    ) -> None:
        self.language = language
        self._template = letter.template
        self.translation = letter.translations.get(language)
        self._stale = frozenset(stale(self.translation, letter.template)) if self.translation else frozenset()
        self._lists = lists
        self._values = values
        self._shown = {name: Shown(text, language) for name, text in context(office).items()}
        self._shown |= {field.name: self._show(field) for field in letter.template.fields}

    def _show(self, field: FieldSpec) -> Shown:
        value = self._values.get(field.name)
        if self.language != SOURCE_LANGUAGE:
            value = self._values.get(f"{field.name}{OTHER}") or value
        if not field.codes or value == _GAP:
            return Shown(value, self.language)
        return Shown(value, self.language, labeller(self._lists, field.codes, self.language, self.translation))

    def blocks(self, paragraph: Paragraph) -> tuple[Block, ...]:
        """Return what one paragraph becomes; nothing where its text is empty."""
        if paragraph.kind == "space":
            return (Space(float(paragraph.height)),)
        if paragraph.of:
            return (self._code_boxes(paragraph.of),)
        text = filled(self._source(paragraph).strip().replace("**", BOLD), self._shown).strip()
        if not text:
            return ()
        made = self._made(paragraph, text)
        if paragraph.id in self._stale:
            return (*made, self._words(_OUTDATED, Style.NOTE, keep=False, language=SOURCE_LANGUAGE))
        return made

    def note(self, text: str) -> Words:
        """Return a small grey line in the language of this writer."""
        return self._words(text, Style.NOTE, keep=True)

    def _source(self, paragraph: Paragraph) -> str:
        if self.translation is None or not needs_translation(paragraph):
            return paragraph.text
        return self.translation.paragraphs[paragraph.id].text

    def _made(self, paragraph: Paragraph, text: str) -> tuple[Block, ...]:
        if paragraph.kind == "checks":
            return (CheckList(tuple(_boxes(text)), self.language),)
        if paragraph.kind == "signatures":
            return (Signatures(tuple(text.splitlines()), self.language),)
        style = Style(paragraph.style)
        return tuple(self._words(part, style, keep=paragraph.keep) for part in _BREAK.split(text))

    def _words(self, text: str, style: Style, *, keep: bool, language: str = "") -> Words:
        runs = (Run(part, bold=bool(place % 2)) for place, part in enumerate(text.strip("\n").split(BOLD)))
        return Words(tuple(run for run in runs if run.text), language or self.language, style, keep_with_next=keep)

    def _code_boxes(self, name: str) -> CheckList:
        field = self._template.field(name)
        value = self._values.get(name)
        ticked = value if isinstance(value, tuple) else (value,)
        words = labeller(self._lists, field.codes, self.language, self.translation)
        codes = self._lists.codes(field.codes)
        return CheckList(tuple((words(code), code in ticked) for code in codes), self.language)


def _boxes(text: str) -> Iterator[tuple[str, bool]]:
    for line in text.splitlines():
        found = _BOX.fullmatch(line.strip())
        if found:
            yield found[2], found[1] == "x"


def _alone(writer: _Writer, german: _Writer, template: Template) -> Iterator[Block]:
    for paragraph in template.paragraphs:
        for block in (german if paragraph.whole else writer).blocks(paragraph):
            yield _halved(block) if isinstance(block, CheckList) and len(block.items) > _MOST_BOXES else block


def _halved(boxes: CheckList) -> Columns:
    """Return many boxes in two columns, so that a sheet and its signatures stay on one page."""
    half = (len(boxes.items) + 1) // 2
    parts = (CheckList(boxes.items[:half], boxes.language), CheckList(boxes.items[half:], boxes.language))
    return Columns(((parts[:1], parts[1:]),), _SIDE_BY_SIDE)


def _side_by_side(german: _Writer, other: _Writer, template: Template) -> Iterator[Block]:
    """Yield columns, German first; what stands ``whole`` in the template goes across and is German only."""
    aid = other.translation.aid if other.translation else ""
    yield Columns((((german.note(_READING_AID),), (other.note(aid),)),), _SIDE_BY_SIDE, rule=True)
    for across, group in groupby(template.paragraphs, key=lambda found: found.whole or found.kind == "space"):
        if across:
            for paragraph in group:
                yield from german.blocks(paragraph)
            continue
        rows = tuple(row for paragraph in group for row in _rows(german.blocks(paragraph), other.blocks(paragraph)))
        if rows:
            yield Columns(rows, _SIDE_BY_SIDE, rule=True)


def _rows(left: tuple[Block, ...], right: tuple[Block, ...]) -> Iterator[tuple[tuple[Block, ...], ...]]:
    """Yield one row for each pair of blocks where there are as many on both sides, otherwise one for all."""
    if len(left) == len(right):
        yield from (((one,), (two,)) for one, two in zip(left, right, strict=True))
    elif left or right:
        yield left, right
