"""A document as pages to look at and to print: always a PDF in memory, whatever it was."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from mfd_desktop.app.attachments import content
from mfd_desktop.domain.attachments import IMAGES, PDF
from mfd_desktop.domain.errors_attachments import NotShowable

if TYPE_CHECKING:
    from PIL import Image

    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.attachments import Attachment

MOST_PIXELS = 120_000_000
"""Of one page; a scan of A4 at 600 dpi has 35 million."""
MOST_FRAMES = 200
_DPI = 150
_FORMATS = ("PNG", "JPEG", "TIFF", "WEBP", "BMP", "GIF")


def pages(session: Session, attachment: Attachment, turns: int = 0) -> bytes:
    """Return a document as a PDF, turned clockwise by so many quarters; nothing touches the disk.

    Raises DocumentDamaged; NotShowable if it is no kind the program shows, locked, broken inside or far too large.
    """
    found = content(session, attachment)
    if attachment.media == PDF:
        return _turned(found, turns, attachment.name)
    if attachment.media in IMAGES:
        return _pictured(found, turns, attachment.name)
    raise NotShowable(attachment.name)


def _turned(pdf: bytes, turns: int, name: str) -> bytes:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(pdf)
        if not len(document):
            raise NotShowable(name)
        if turns % 4 == 0:
            return pdf
        for number in range(len(document)):
            page = document[number]
            page.set_rotation((page.get_rotation() + 90 * turns) % 360)
        buffer = BytesIO()
        document.save(buffer)
    except pypdfium2.PdfiumError:
        raise NotShowable(name) from None
    return buffer.getvalue()


def _pictured(found: bytes, turns: int, name: str) -> bytes:
    import pypdfium2
    from PIL import Image, ImageSequence

    try:
        with Image.open(BytesIO(found), formats=_FORMATS) as picture:
            if getattr(picture, "n_frames", 1) > MOST_FRAMES:
                raise NotShowable(name)
            whole = pypdfium2.PdfDocument.new()
            # One page after the other, so that memory holds a single one in full.
            for frame in ImageSequence.Iterator(picture):
                if frame.width * frame.height > MOST_PIXELS:
                    raise NotShowable(name)
                whole.import_pages(pypdfium2.PdfDocument(_page(frame, turns)))
            buffer = BytesIO()
            whole.save(buffer)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        # Pillow says all of these to a picture that is cut, damaged or far too large.
        raise NotShowable(name) from None
    return buffer.getvalue()


def _page(frame: Image.Image, turns: int) -> bytes:
    from PIL import ImageOps

    upright = ImageOps.exif_transpose(frame).convert("RGB").rotate(-90 * (turns % 4), expand=True)
    buffer = BytesIO()
    upright.save(buffer, "PDF", resolution=_DPI)
    return buffer.getvalue()
