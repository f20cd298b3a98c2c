"""Texts of the letters that the interface shows, for the catalogue `content` (see `packaging/catalogues.py`).

What is printed is not among them: a letter has its own translations, paragraph by paragraph.
"""

from collections.abc import Iterator
from pathlib import Path

from mfd_desktop.content.paths import resource_path
from mfd_desktop.letters.hints import word_list
from mfd_desktop.letters.template import FOLDER, read_template, template_files


def letter_messages(root: Path | None = None) -> Iterator[tuple[str, str]]:
    """Yield (German text, file it stands in) in a stable order. Raises ContentError for a broken file."""
    folder = (resource_path() if root is None else root) / FOLDER
    for path in template_files(folder):
        template = read_template(path)
        texts = [template.title, template.help]
        texts += [text for field in template.fields for text in (field.label, field.help, field.section)]
        yield from ((text, f"resources/{FOLDER}/{path.name}") for text in texts if text)
    yield from ((group.label, "resources/wordlists/sensitive.toml") for group in word_list().groups)
