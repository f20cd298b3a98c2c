"""A document becomes pages."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from mfd_desktop.render.blocks import LetterPage
from mfd_desktop.render.flow import Flow
from mfd_desktop.render.letter_page import LetterLayout
from mfd_desktop.render.marks import Page
from mfd_desktop.render.plain_page import PlainLayout
from mfd_desktop.render.slices import groups_of, paginate

if TYPE_CHECKING:
    from mfd_desktop.render.blocks import Document
    from mfd_desktop.render.fonts import FontSet
    from mfd_desktop.render.frames import Frame
    from mfd_desktop.render.marks import Group


class Layout(Protocol):
    """What a kind of page gives: its size, the place of the text, and everything around it."""

    size: tuple[float, float]

    def frame(self, index: int) -> Frame: ...

    def furniture(self, index: int, count: int) -> list[Group]: ...


def pages_of(document: Document, fonts: FontSet) -> list[Page]:
    """Return the pages of a document. Raises LettersMissing."""
    flow = Flow(fonts)
    page = document.page
    layout: Layout
    if isinstance(page, LetterPage):
        layout = LetterLayout(page, flow, document.language)
    else:
        layout = PlainLayout(page, flow, document.language)
    frame = layout.frame(1)
    laid = flow.stack(document.blocks, frame.width, most=frame.height)
    placed = paginate(laid.slices, lambda index: layout.frame(index).height)
    found = []
    for index, page_slices in enumerate(placed):
        frame = layout.frame(index)
        groups = layout.furniture(index, len(placed))
        for y, part in page_slices.parts:
            inside = groups_of(part, first=y == 0)
            groups += [replace(group, x=group.x + frame.x, y=group.y + frame.y + y) for group in inside]
        found.append(Page(*layout.size, groups))
    return found
