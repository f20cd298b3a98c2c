"""Pictures inside a PDF."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from mfd_desktop.domain.errors import LogoUnreadable
from mfd_desktop.render.pdf_file import Name, Stream

if TYPE_CHECKING:
    from mfd_desktop.render.pdf_file import PdfFile, Ref, Value

_MOST = 1200
"""Pixels of the longer side; a logo of 45 mm needs no more at 600 dpi."""
_MOST_PIXELS = 40_000_000


def embed_picture(file: PdfFile, content: bytes) -> tuple[Ref, tuple[int, int]]:
    """Add a PNG or JPEG to ``file``; return it and its size in pixels. Transparent parts lie on white.

    Raises LogoUnreadable.
    """
    # Only letters with a logo need it.
    from PIL import Image

    try:
        with Image.open(BytesIO(content), formats=("PNG", "JPEG")) as picture:
            if picture.width * picture.height > _MOST_PIXELS:
                raise LogoUnreadable
            picture.thumbnail((_MOST, _MOST))
            clear = picture.convert("RGBA")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        # Pillow says all of these to a file that is cut, damaged or far too large.
        raise LogoUnreadable from error
    flat = Image.new("RGB", clear.size, "white")
    flat.paste(clear, mask=clear.getchannel("A"))
    entries: dict[str, Value] = {
        "Type": Name("XObject"),
        "Subtype": Name("Image"),
        "Width": flat.width,
        "Height": flat.height,
        "ColorSpace": Name("DeviceRGB"),
        "BitsPerComponent": 8,
        "Interpolate": True,
    }
    return file.add(Stream(entries, flat.tobytes())), flat.size
