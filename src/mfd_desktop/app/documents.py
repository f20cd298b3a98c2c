"""Documents become PDFs in memory, in the bundled fonts and what the system has for scripts they lack."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from mfd_desktop.content.paths import resource_path

if TYPE_CHECKING:
    from datetime import datetime

    from mfd_desktop.render.blocks import Document
    from mfd_desktop.render.fonts import FontSet


def pdf_of(document: Document, *, moment: datetime) -> bytes:
    """Return a document as a PDF; ``moment`` becomes its creation date. Raises LettersMissing, LogoUnreadable."""
    # The first document loads HarfBuzz and the fonts; nothing before it needs them.
    from mfd_desktop.render.pdf import to_pdf

    return to_pdf(document, _fonts(), moment=moment)


@cache
def _fonts() -> FontSet:
    from mfd_desktop.render.fonts import FontSet

    return FontSet(resource_path("fonts"), system_font_folders())


def system_font_folders(*, windows: bool = os.name == "nt") -> tuple[Path, ...]:
    """Return the folders in which Windows, Linux and macOS keep fonts, whether they exist or not."""
    home = Path.home()
    if windows:
        local = Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local"))
        return Path(os.environ.get("SYSTEMROOT", "C:/Windows")) / "Fonts", local / "Microsoft" / "Windows" / "Fonts"
    unix = (home / ".local/share/fonts", Path("/usr/local/share/fonts"), Path("/usr/share/fonts"))
    return (*unix, home / "Library/Fonts", Path("/Library/Fonts"), Path("/System/Library/Fonts"))
