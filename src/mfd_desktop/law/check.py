"""Check of the shipped rules of deadlines; part of `make check`.

`python -m mfd_desktop.law.check [RESOURCES]` writes one finding a line and exits with 1 if there is any.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, TypeVar

from mfd_desktop.content.errors import ContentError
from mfd_desktop.content.loader import read_toml
from mfd_desktop.content.paths import resource_path
from mfd_desktop.law.guide_check import guide_findings
from mfd_desktop.law.lint import LETTERS, Known
from mfd_desktop.law.lint_book import book_problems
from mfd_desktop.law.lint_vocabulary import cut_off_problems, form_problems, trigger_problems
from mfd_desktop.law.rules import FOLDER, RULES, RuleFile
from mfd_desktop.law.statutes import FILE as STATUTES
from mfd_desktop.law.statutes import StatuteFile
from mfd_desktop.law.vocabulary import CUT_OFFS, NOTICE_FORMS, TRIGGERS, CutOffFile, NoticeFormFile, TriggerFile

_NAMING: Final = {"rule": "rule", "rules": "rule", "letter": "letter", "letters": "letter"}
"""Keys of other data files that name rules and letters."""

T = TypeVar("T")


def check_law(root: Path) -> list[str]:
    """Return every finding in the rules of a resources folder as `file: path: reason`; empty if all is well."""
    folder, findings = root / FOLDER, list[str]()
    files = {path.name: _read(path, RuleFile, findings) for path in sorted((folder / RULES).glob("*.toml"))}
    rules = {name: file for name, file in files.items() if file is not None}
    known = _known(root, findings)
    if known is None:
        return findings
    findings += map(str, book_problems(rules, known))
    names = {"rule": {rule.id for file in rules.values() for rule in file.rules}, "letter": set(known.letters)}
    for path in [folder / "decisions.toml", *sorted((root / "procedures").glob("*.toml"))]:
        if path.exists():
            findings += _others(path, names)
    findings += guide_findings(root, names["rule"], known.statutes)
    return findings


def main(arguments: Sequence[str]) -> int:
    """Check the given resources folder, or the shipped one; the exit status."""
    findings = check_law(Path(arguments[0]) if arguments else resource_path())
    for finding in findings:
        sys.stdout.write(f"{finding}\n")
    return 1 if findings else 0


def _known(root: Path, findings: list[str]) -> Known | None:
    """Read what rules may name and note what is wrong with it; None if one of the files cannot be read."""
    folder = root / FOLDER
    triggers = _read(folder / TRIGGERS, TriggerFile, findings)
    forms = _read(folder / NOTICE_FORMS, NoticeFormFile, findings)
    cut_offs = _read(folder / CUT_OFFS, CutOffFile, findings)
    statutes = _read(folder / STATUTES, StatuteFile, findings)
    if triggers is None or forms is None or cut_offs is None or statutes is None:
        return None
    kinds = {kind.code: str(kind.group) for kind in triggers.triggers}
    for name, found in (
        (TRIGGERS, trigger_problems(triggers)),
        (NOTICE_FORMS, form_problems(forms, kinds)),
        (CUT_OFFS, cut_off_problems(cut_offs)),
    ):
        findings += (f"{name}: {place}: {reason}" for place, reason in found)
    return Known(
        kinds,
        {form.code for form in forms.forms},
        {str(one.id): one.day for one in cut_offs.cut_offs},
        {statute.abbreviation: statute for statute in statutes.statutes},
        LETTERS | _templates(root),
    )


def _read(path: Path, model: type[T], findings: list[str]) -> T | None:
    try:
        return read_toml(path, model)
    except ContentError as error:
        findings.append(str(error))
        return None


def _templates(root: Path) -> set[str]:
    return {path.name.split(".")[0] for path in (root / "letters").glob("*.toml")}


def _others(path: Path, names: Mapping[str, set[str]]) -> Iterator[str]:
    try:
        document = read_toml(path, dict)
    except ContentError as error:
        yield str(error)
        return
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
