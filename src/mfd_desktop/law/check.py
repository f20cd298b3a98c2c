"""Check of the shipped rules of deadlines; part of `make check`.

`python -m mfd_desktop.law.check [RESOURCES]` writes one finding a line and exits with 1 if there is any.
"""

import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Final, TypeVar

from mfd_desktop.content.errors import ContentError
from mfd_desktop.content.loader import read_toml
from mfd_desktop.content.paths import resource_path
from mfd_desktop.law.guide_check import guide_findings
from mfd_desktop.law.guide_files import FOLDER as GUIDE
from mfd_desktop.law.lint import LETTERS, Known
from mfd_desktop.law.lint_book import book_problems
from mfd_desktop.law.lint_names import NameLint
from mfd_desktop.law.lint_vocabulary import cut_off_problems, form_problems, trigger_problems
from mfd_desktop.law.rules import FOLDER, RULES, Rule, RuleFile
from mfd_desktop.law.statutes import FILE as STATUTES
from mfd_desktop.law.statutes import StatuteFile
from mfd_desktop.law.vocabulary import CUT_OFFS, NOTICE_FORMS, TRIGGERS, CutOffFile, NoticeFormFile, TriggerFile

_READ: Final = (CUT_OFFS, NOTICE_FORMS, TRIGGERS, STATUTES)
"""Read as what they are; they name no rules."""

T = TypeVar("T")


def check_law(root: Path) -> list[str]:
    """Return every finding in the rules of a resources folder as `file: path: reason`; empty if all is well.

    The files that name rules are part of it: the decision matrix, the list of what still helps, the procedure guide.
    """
    folder, findings = root / FOLDER, list[str]()
    files = {path.name: _read(path, RuleFile, findings) for path in sorted((folder / RULES).glob("*.toml"))}
    rules = {name: file for name, file in files.items() if file is not None}
    known = _known(root, findings)
    if known is None:
        return findings
    findings += map(str, book_problems(rules, known))
    versions: dict[str, list[Rule]] = defaultdict(list)
    for rule in (rule for file in rules.values() for rule in file.rules):
        versions[rule.id].append(rule)
    names = NameLint(versions, known)
    for path in (*sorted(folder.glob("*.toml")), *sorted((root / GUIDE).glob("*.toml"))):
        document = _read(path, dict, findings) if path.name not in _READ else None
        findings += (f"{path.name}: $: {reason}" for reason in names.problems(document))
    findings += guide_findings(root, versions)
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


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
