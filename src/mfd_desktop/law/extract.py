"""Texts of the rules that the interface shows, for the catalogue `content` (see `packaging/catalogues.py`)."""

from collections.abc import Iterator
from pathlib import Path

from mfd_desktop.content.loader import read_toml
from mfd_desktop.content.paths import resource_path
from mfd_desktop.law.decisions import FILE as DECISIONS
from mfd_desktop.law.decisions import DecisionFile
from mfd_desktop.law.expired import FILE as EXPIRED
from mfd_desktop.law.expired import read_expired
from mfd_desktop.law.rules import FOLDER, RULES, RuleFile
from mfd_desktop.law.vocabulary import CUT_OFFS, NOTICE_FORMS, TRIGGERS, CutOffFile, NoticeFormFile, TriggerFile


def messages(root: Path | None = None) -> Iterator[tuple[str, str]]:
    """Yield (German text, file it stands in) in a stable order. Raises ContentError for a broken file."""
    folder = (resource_path() if root is None else root) / FOLDER
    words = (
        (CUT_OFFS, read_toml(folder / CUT_OFFS, CutOffFile).texts()),
        (DECISIONS, (text for text in read_toml(folder / DECISIONS, DecisionFile).texts() if text)),
        (NOTICE_FORMS, read_toml(folder / NOTICE_FORMS, NoticeFormFile).texts()),
        (TRIGGERS, read_toml(folder / TRIGGERS, TriggerFile).texts()),
    )
    for name, texts in words:
        yield from ((text, f"resources/{FOLDER}/{name}") for text in texts)
    yield from ((text, f"resources/{FOLDER}/{EXPIRED}") for text in read_expired(root).texts())
    for path in sorted((folder / RULES).glob("*.toml")):
        place = f"resources/{FOLDER}/{RULES}/{path.name}"
        yield from ((text, place) for text in read_toml(path, RuleFile).texts())
