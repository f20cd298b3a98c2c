"""The structure of a PDF: what is read out, in which order and language (ISO 32000-1, 14.7 and 14.8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.render.pdf_file import Name
from mfd_desktop.render.texts import prepared, visible

if TYPE_CHECKING:
    from mfd_desktop.render.marks import Tag
    from mfd_desktop.render.pdf_file import PdfFile, Ref, Value


class Structure:
    """Collects the tagged contents of the pages, a text as often as it has lines."""

    def __init__(self, file: PdfFile) -> None:
        self._file = file
        self._root = file.add()
        self._elements: dict[int, tuple[Tag, Ref, list[Value]]] = {}
        self._pages: list[list[Value]] = []

    def begin_page(self) -> int:
        """Begin a page; return its key in the tree of parents."""
        self._pages.append([])
        return len(self._pages) - 1

    def content(self, tag: Tag, page: Ref) -> int:
        """Note that marks of ``tag`` come next on ``page``; return their number on it."""
        parents = self._pages[-1]
        if tag.number not in self._elements:
            self._elements[tag.number] = (tag, self._file.add(), [])
        _tag, element, kids = self._elements[tag.number]
        kids.append({"Type": Name("MCR"), "Pg": page, "MCID": len(parents)})
        parents.append(element)
        return len(parents) - 1

    def finish(self) -> Ref:
        """Add the tree to the file and return its root."""
        file = self._file
        document = file.add()
        for tag, element, kids in self._elements.values():
            file.put(element, _element(tag, document, kids))
        found = [element for _number, (_tag, element, _kids) in sorted(self._elements.items())]
        file.put(document, {"Type": Name("StructElem"), "S": Name("Document"), "P": self._root, "K": [*found]})
        numbers = [part for key, parents in enumerate(self._pages) for part in (key, file.add([*parents]))]
        file.put(
            self._root,
            {
                "Type": Name("StructTreeRoot"),
                "K": document,
                "ParentTree": file.add({"Nums": [*numbers]}),
                "ParentTreeNextKey": len(self._pages),
            },
        )
        return self._root


def _element(tag: Tag, parent: Ref, kids: list[Value]) -> dict[str, Value]:
    entries: dict[str, Value] = {"Type": Name("StructElem"), "S": Name(tag.role), "P": parent, "K": kids}
    if tag.language:
        entries["Lang"] = tag.language.encode("ascii")
    if tag.description:
        entries["Alt"] = tag.description
    if tag.said:
        entries["ActualText"] = visible(prepared(tag.said))
    return entries
