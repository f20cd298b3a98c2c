"""Check of the shipped guided forms; part of `make check`.

`python -m mfd_desktop.forms.check [RESOURCES]` writes one finding a line and exits with 1 if there is any.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from mfd_desktop.content.codelists import CodeLists
from mfd_desktop.content.errors import ContentError
from mfd_desktop.content.loader import read_toml
from mfd_desktop.content.paths import resource_path
from mfd_desktop.forms.definition import Form
from mfd_desktop.forms.library import FILE_NAME, FOLDER
from mfd_desktop.forms.lint import problems


def check_forms(root: Path) -> list[str]:
    """Return every finding in the forms of a resources folder as `file: path: reason`; empty if all is well."""
    lists = CodeLists(root)
    findings: list[str] = []
    for path in sorted((root / FOLDER).glob("*.toml")):
        if not FILE_NAME.fullmatch(path.name):
            findings.append(f"{path.name}: $: the file is not named like first_interview-1.toml")
            continue
        try:
            form = read_toml(path, Form)
        except ContentError as error:
            findings.append(str(error))
            continue
        findings += [f"{path.name}: {place}: {reason}" for place, reason in problems(form, path.stem, lists)]
    return findings


def main(arguments: Sequence[str]) -> int:
    """Check the given resources folder, or the shipped one; the exit status."""
    findings = check_forms(Path(arguments[0]) if arguments else resource_path())
    for finding in findings:
        sys.stdout.write(f"{finding}\n")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
