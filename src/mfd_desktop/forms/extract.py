"""German texts of the guided forms, for the catalogue `content` (collected by `packaging/catalogues.py`)."""

from collections.abc import Iterator
from pathlib import Path

from mfd_desktop.content.loader import read_toml
from mfd_desktop.content.paths import resource_path
from mfd_desktop.forms.definition import Form
from mfd_desktop.forms.library import FOLDER


def messages(root: Path | None = None) -> Iterator[tuple[str, str]]:
    """Yield (German text, file it stands in) in a stable order; a text may come up more than once.

    `root` is the resources folder (default: the shipped one). Raises ContentError for a broken file.
    """
    folder = (resource_path() if root is None else root) / FOLDER
    for path in sorted(folder.glob("*.toml")):
        for text in read_toml(path, Form).texts():
            yield text, f"resources/{FOLDER}/{path.name}"
