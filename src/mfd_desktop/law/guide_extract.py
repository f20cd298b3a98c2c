"""German texts of the procedure guide, for the catalogue `content` (collected by `packaging/catalogues.py`)."""

from collections.abc import Iterator
from pathlib import Path

from mfd_desktop.law.guide_files import FOLDER
from mfd_desktop.law.procedures import Guide


def messages(root: Path | None = None) -> Iterator[tuple[str, str]]:
    """Yield (German text, file it stands in) in a stable order; a text may come up more than once.

    `root` is the resources folder (default: the shipped one). Raises ContentError for a broken file.
    """
    for name, file in Guide.load(root).files():
        for text in file.texts():
            yield text, f"resources/{FOLDER}/{name}"
