"""German texts of the data files, for the catalogue `content` (collected by `packaging/catalogues.py`)."""

from collections.abc import Iterator
from pathlib import Path

from mfd_desktop.content.codelist_file import FOLDER, read_code_list
from mfd_desktop.content.paths import resource_path


def content_messages(root: Path | None = None) -> Iterator[tuple[str, str]]:
    """Yield (German text, file it stands in) in a stable order; a text may come up more than once.

    `root` is the resources folder (default: the shipped one). Raises ContentError for a broken file.
    """
    folder = (resource_path() if root is None else root) / FOLDER
    for path in sorted(folder.glob("*.toml")):
        location = f"resources/{FOLDER}/{path.name}"
        code_list = read_code_list(path)
        yield code_list.title, location
        for code in code_list.codes:
            if code.label is not None:
                yield code.label, location
