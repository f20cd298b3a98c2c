"""Check of the shipped rules of deadlines; part of `make check`.

`python -m mfd_desktop.law.check [RESOURCES]` writes one finding a line and exits with 1 if there is any.
"""

import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from mfd_desktop.content.errors import ContentError
from mfd_desktop.content.loader import read_toml
from mfd_desktop.content.paths import resource_path
from mfd_desktop.law.lint import LETTERS, Known
from mfd_desktop.law.lint_book import book_problems
from mfd_desktop.law.rules import FOLDER, RULES, RuleFile
from mfd_desktop.law.statutes import read_statutes

TRIGGERS: Final = "triggers.toml"
_NAMING: Final = {"rule": "rule", "rules": "rule", "letter": "letter", "letters": "letter"}
"""Keys of other data files that name rules and letters."""


def check_law(root: Path) -> list[str]:
    """Return every finding in the rules of a resources folder as `file: path: reason`; empty if all is well."""
    findings: list[str] = []
    files: dict[str, RuleFile] = {}
    for path in sorted((root / FOLDER / RULES).glob("*.toml")):
        try:
            files[path.name] = read_toml(path, RuleFile)
        except ContentError as error:
            findings.append(str(error))
    try:
        statutes = read_statutes(root)
    except ContentError as error:
        return [*findings, str(error)]
    known = Known(_triggers(root / FOLDER / TRIGGERS), statutes, LETTERS | _templates(root))
    findings += map(str, book_problems(files, known))
    names = {"rule": {rule.id for file in files.values() for rule in file.rules}, "letter": set(known.letters)}
    for path in [root / FOLDER / "decisions.toml", *sorted((root / "procedures").glob("*.toml"))]:
        if path.exists():
            findings += _others(path, names)
    return findings


def main(arguments: Sequence[str]) -> int:
    """Check the given resources folder, or the shipped one; the exit status."""
    findings = check_law(Path(arguments[0]) if arguments else resource_path())
    for finding in findings:
        sys.stdout.write(f"{finding}\n")
    return 1 if findings else 0


def _triggers(path: Path) -> Mapping[str, str] | None:
    if not path.exists():
        return None
    with path.open("rb") as file:
        return {kind["code"]: kind["group"] for kind in tomllib.load(file)["triggers"]}


def _templates(root: Path) -> set[str]:
    return {path.name.split(".")[0] for path in (root / "letters").glob("*.toml")}


def _others(path: Path, names: Mapping[str, set[str]]) -> Iterator[str]:
    with path.open("rb") as file:
        document = tomllib.load(file)
    for what, name in _named(document):
        if name not in names[what]:
            yield f"{path.name}: $: there is no {what} {name!r}"


def _named(value: object) -> Iterator[tuple[str, str]]:
    """Yield (rule or letter, name) of everything a document names, at any depth."""
    if isinstance(value, dict):
        for key, inner in value.items():
            what = _NAMING.get(key)
            if what and isinstance(inner, str):
                yield what, inner
            elif what and isinstance(inner, list):
                yield from ((what, name) for name in inner if isinstance(name, str))
            yield from _named(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _named(inner)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
