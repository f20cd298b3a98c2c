"""Checks of the shipped data files that need more than one file; part of `make check`.

`python -m mfd_desktop.content.check [RESOURCES]` writes one finding a line and exits with 1 if there is any.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from mfd_desktop.content.codelist_file import FOLDER, CodeList, problems
from mfd_desktop.content.codelists import babel_names
from mfd_desktop.content.errors import ContentError
from mfd_desktop.content.loader import read_toml
from mfd_desktop.content.paths import resource_path
from mfd_desktop.content.privacy import check_privacy

REQUIRED: Final = (
    "access_ways",
    "activities",
    "activity_fields",
    "age_groups",
    "channels",
    "consent_kinds",
    "contact_forms",
    "contact_ways",
    "deadline_endings",
    "deadline_kinds",
    "deadline_proofs",
    "districts",
    "erasure_reasons",
    "genders",
    "instruction_periods",
    "interpreting",
    "laender",
    "languages",
    "letter_addressees",
    "letter_bring",
    "letter_childcare",
    "letter_interpreter",
    "letter_ways",
    "levels",
    "nationalities",
    "needs",
    "notice_kinds",
    "outcomes",
    "person_groups",
    "phases",
    "privacy_answers",
    "privacy_rights",
    "procedure_kinds",
    "procedure_positions",
    "procedure_stages",
    "referral_targets",
    "regimes",
    "release_forms",
    "release_matters",
    "release_purposes",
    "residence_status",
    "restriction_grounds",
    "results",
    "status_groups",
    "topics",
    "validity_kinds",
)


def check_resources(root: Path) -> list[str]:
    """Return every finding in the resources folder as `file: path: reason`; empty if all is well."""
    findings: list[str] = []
    lists: dict[str, CodeList] = {}
    for path in sorted((root / FOLDER).glob("*.toml")):
        try:
            code_list = read_toml(path, CodeList)
        except ContentError as error:
            findings.append(str(error))
            continue
        lists[path.stem] = code_list
        findings += [f"{path.name}: {place}: {reason}" for place, reason in problems(code_list, path.stem)]
    present = {path.stem for path in (root / FOLDER).glob("*.toml")}
    findings += [f"{name}.toml: $: the list is missing" for name in REQUIRED if name not in present]
    for name, code_list in lists.items():
        findings += [f"{name}.toml: {place}: {reason}" for place, reason in _between_lists(code_list, lists)]
    return findings + check_privacy(root)


def main(arguments: Sequence[str]) -> int:
    """Check the given resources folder, or the shipped one; the exit status."""
    findings = check_resources(Path(arguments[0]) if arguments else resource_path())
    for finding in findings:
        sys.stdout.write(f"{finding}\n")
    return 1 if findings else 0


def _between_lists(code_list: CodeList, lists: Mapping[str, CodeList]) -> Iterator[tuple[str, str]]:
    names = babel_names(code_list.names) if code_list.names else {}
    groups = _groups(code_list, lists)
    if groups is None:
        yield "$.group_list", f"there is no list {code_list.group_list!r}"
    for index, code in enumerate(code_list.codes):
        if groups is not None and code.group is not None and code.group not in groups:
            reason = f"{code.code!r}: no group {code.group!r} in {code_list.group_list!r}"
            yield f"$.codes[{index}].group", reason
        if code_list.names and code.label is None and code.code not in names:
            yield f"$.codes[{index}].label", f"{code.code!r} has no label and Babel does not know it"


def _groups(code_list: CodeList, lists: Mapping[str, CodeList]) -> set[str] | None:
    """Codes that may be used as groups, None if the list of groups does not exist."""
    if code_list.group_list is None:
        return set()
    groups = lists.get(code_list.group_list)
    return None if groups is None else {code.code for code in groups.codes}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
