"""A document becomes a PDF in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.render.pages import pages_of
from mfd_desktop.render.pdf_file import Name, PdfFile, Ref, Stream, Value
from mfd_desktop.render.pdf_marks import Painter
from mfd_desktop.render.pdf_structure import Structure

if TYPE_CHECKING:
    from datetime import datetime

    from mfd_desktop.render.blocks import Document
    from mfd_desktop.render.fonts import FontSet

_PRODUCER = "MFD Desktop"


def to_pdf(document: Document, fonts: FontSet, *, moment: datetime) -> bytes:
    """Return ``document`` as a PDF, all fonts embedded; the same input gives the same bytes.

    ``moment`` becomes its creation date. Raises LettersMissing for a letter no font has, LogoUnreadable.
    """
    file = PdfFile()
    tree, resources, structure = file.add(), file.add(), Structure(file)
    painter = Painter(file, structure)
    kids: list[Value] = []
    for page in pages_of(document, fonts):
        ref = file.add()
        key = structure.begin_page()
        entries: dict[str, Value] = {
            "Type": Name("Page"),
            "Parent": tree,
            "MediaBox": [0, 0, page.width, page.height],
            "Resources": resources,
            "Contents": file.add(Stream({}, painter.code(page, ref))),
            "StructParents": key,
            "Tabs": Name("S"),
        }
        file.put(ref, entries)
        kids.append(ref)
    file.put(tree, {"Type": Name("Pages"), "Kids": kids, "Count": len(kids)})
    file.put(resources, painter.resources())
    catalog: dict[str, Value] = {
        "Type": Name("Catalog"),
        "Pages": tree,
        "Lang": document.language.encode("ascii"),
        "ViewerPreferences": {"DisplayDocTitle": True},
        "MarkInfo": {"Marked": True},
        "StructTreeRoot": structure.finish(),
    }
    return file.written(root=file.add(catalog), info=_info(file, document.title, moment))


def _info(file: PdfFile, title: str, moment: datetime) -> Ref:
    stamp = moment.strftime("D:%Y%m%d%H%M%S").encode("ascii")
    return file.add({"Title": title, "Producer": _PRODUCER, "CreationDate": stamp})
