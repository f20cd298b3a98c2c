"""Checks of the letter templates; part of `make check`.

`python -m mfd_desktop.letters.check [RESOURCES]` writes one finding a line and exits with 1 if there is any. A finding
about a translation names the hash of the German text it has to be brought up to.
"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from mfd_desktop.content.codelists import CodeLists
from mfd_desktop.content.errors import ContentError
from mfd_desktop.content.loader import read_toml
from mfd_desktop.content.paths import resource_path
from mfd_desktop.letters.labels import label_faults
from mfd_desktop.letters.template import (
    FOLDER,
    Template,
    Translation,
    faults,
    fingerprint,
    stale,
    template_files,
    translation_faults,
    translation_files,
)


def check_letters(root: Path) -> list[str]:
    """Return every finding in the letters of a resources folder as `file: path: reason`; empty if all is well."""
    findings: list[str] = []
    folder, lists = root / FOLDER, CodeLists(root)
    for path in template_files(folder):
        try:
            template = read_toml(path, Template)
        except ContentError as error:
            findings.append(str(error))
            continue
        found = [*faults(template, path.stem), *_code_lists(template, lists)]
        findings += [f"{path.name}: {place}: {reason}" for place, reason in found]
        if not found:
            for file in translation_files(folder, path.stem):
                findings += _translation(file, template, lists)
    return findings


def main(arguments: Sequence[str]) -> int:
    """Check the given resources folder, or the shipped one; the exit status."""
    findings = check_letters(Path(arguments[0]) if arguments else resource_path())
    for finding in findings:
        sys.stdout.write(f"{finding}\n")
    return 1 if findings else 0


def _code_lists(template: Template, lists: CodeLists) -> Iterator[tuple[str, str]]:
    for index, field in enumerate(template.fields):
        if not field.codes:
            continue
        place = f"$.fields[{index}]"
        try:
            known = {code.code for code in lists.get(field.codes).codes}
        except ContentError as error:
            yield f"{place}.codes", str(error)
            continue
        for name, text in (("example", field.example), ("default", field.default)):
            for code in text.split():
                if code not in known:
                    yield f"{place}.{name}", f"{field.codes!r} has no code {code!r}"


def _translation(path: Path, template: Template, lists: CodeLists) -> list[str]:
    try:
        translation = read_toml(path, Translation)
    except ContentError as error:
        return [str(error)]
    found = [*translation_faults(translation, template, path.stem), *label_faults(translation, template, lists)]
    german = {paragraph.id: paragraph.text for paragraph in template.paragraphs}
    for name in stale(translation, template):
        if name in german:
            reason = f"stale: the German text was changed (german = {fingerprint(german[name])!r})"
            found.append((f"$.paragraphs.{name}", reason))
    return [f"{path.name}: {place}: {reason}" for place, reason in found]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
