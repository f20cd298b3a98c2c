"""Worked examples of deadlines in a CSV file, recomputed."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import TYPE_CHECKING, Final

from mfd_desktop.app.wording import sentence
from mfd_desktop.content.i18n import _
from mfd_desktop.domain.errors import UserError
from mfd_desktop.domain.errors_law import BadCases
from mfd_desktop.law.calculation import compute
from mfd_desktop.law.results import Facts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from mfd_desktop.law.library import RuleBook
    from mfd_desktop.law.results import Result

_COLUMNS: Final = (
    *("id", "rule", "regime", "trigger_kind", "trigger_date", "notice_form"),
    *("expected_effective_date", "expected_deadline", "land"),
)
_NONE: Final = "-"


def check_examples(book: RuleBook, path: Path) -> tuple[int, list[str]]:
    """Recompute every line of a file and return how many there were and one sentence for each that differs.

    Columns as in the worked examples of the domain; ``-`` stands for none, an empty expected day is not compared, and
    days may lie after today. Raises BadCases if the file cannot be read or has not these columns.
    """
    rows = _rows(path)
    said = [_difference(book, row, f"{path.name}:{number}") for number, row in enumerate(rows, start=2)]
    return len(rows), [line for line in said if line]


def _rows(path: Path) -> list[dict[str, str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise BadCases(path, "") from None
    reader = csv.DictReader(io.StringIO(text, newline=""))
    missing = [name for name in _COLUMNS if name not in (reader.fieldnames or ())]
    if missing:
        raise BadCases(path, ", ".join(missing))
    try:
        return [{name: (row[name] or "").strip() for name in _COLUMNS} for row in reader]
    except csv.Error as error:
        raise BadCases(path, str(error)) from None


def _difference(book: RuleBook, row: Mapping[str, str], place: str) -> str:
    name = row["id"] or place
    try:
        result = compute(book, _facts(row))
        differences = tuple(_differences(result, row))
    except UserError as error:
        return _("{name} ({rule}): {what}").format(name=name, rule=row["rule"], what=sentence(error))
    except ValueError:
        return _("{name} ({rule}): ein Datum ist keins").format(name=name, rule=row["rule"])
    if not differences:
        return ""
    return _("{name} ({rule}): {what}").format(name=name, rule=row["rule"], what="; ".join(differences))


def _facts(row: Mapping[str, str]) -> Facts:
    values = {name: "" if row[name] == _NONE else row[name] for name in _COLUMNS}
    return Facts(
        values["rule"],
        values["trigger_kind"],
        date.fromisoformat(values["trigger_date"]),
        values["notice_form"],
        land=values["land"] or "RP",
        regime=values["regime"],
    )


def _differences(result: Result, row: Mapping[str, str]) -> tuple[str, ...]:
    found = []
    effective, due = row["expected_effective_date"], row["expected_deadline"]
    if effective and date.fromisoformat(effective) != result.effective:
        found.append(_("wirksam {found}, erwartet {expected}").format(found=_day(result.effective), expected=effective))
    if due and date.fromisoformat(due) != result.due:
        found.append(_("Frist {found}, erwartet {expected}").format(found=_day(result.due), expected=due))
    return tuple(found)


def _day(day: date | None) -> str:
    return day.isoformat() if day else "–"
