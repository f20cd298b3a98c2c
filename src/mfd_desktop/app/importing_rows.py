"""From one row of a spreadsheet to one new client: texts of the fields, checked like any other input."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mfd_desktop.app import fieldsets, importing_values
from mfd_desktop.app.importing_values import Names, Text
from mfd_desktop.app.saving import check
from mfd_desktop.domain.fields import SEPARATOR, Problem
from mfd_desktop.vault.bulk import NewPart, NewPerson

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from mfd_desktop.app.fieldsets import FieldSet
    from mfd_desktop.app.importing_sheet import Cell, Row, Sheet
    from mfd_desktop.content.codelists import CodeLists

_PHONES = ("phone", "mobile")
_STATUS_FIELDS = {"status": "code", "status_since": "since", "status_expires": "expires"}
_CELL_MOBILE = ("015", "016", "017", "+4915", "+4916", "+4917", "004915", "004916", "004917")
_JOINED = {"nationalities": SEPARATOR, "languages": SEPARATOR, "note": "\n", "other_names": ", "}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row understood: the person to add, the texts shown in the preview, and what is to be said about the row."""

    row: int
    person: NewPerson
    texts: Mapping[str, str]
    problems: tuple[Problem, ...]
    restored: int

    @property
    def has_name(self) -> bool:
        """Whether anything stands where a name is expected."""
        return bool(self.texts.get("family_name") or self.texts.get("given_name"))

    @property
    def is_draft(self) -> bool:
        """Whether the client or a part of it is kept as typed and not valid."""
        return bool(self.person.raw) or any(part.raw for part in (*self.person.ways, *self.person.statuses))

    @property
    def identity(self) -> tuple[tuple[str, str], str, tuple[str, str]]:
        """Names, birth date (ISO or empty) and numbers, for finding duplicates."""
        values = self.person.values
        born = values["birth_date"]
        return (
            (str(values["given_name"]), str(values["family_name"])),
            born.isoformat() if hasattr(born, "isoformat") else "",
            (str(values["azr_number"]), str(values["bamf_number"])),
        )


@dataclass(slots=True)
class _Draft:
    """What is collected from the cells of one row."""

    texts: dict[str, str]
    forced: dict[str, Problem]
    hints: list[Problem]
    contacts: list[tuple[str, Text]]
    restored: int = 0


class RowReader:
    """Reads the rows of one sheet under one mapping."""

    def __init__(self, sheet: Sheet, mapping: Mapping[int, str], lists: CodeLists, today: date) -> None:
        """Take what stays the same for all rows."""
        self._sheet = sheet
        self._mapping = dict(mapping)
        self._lists = lists
        self._today = today
        names = Names(lists)
        self._readers: dict[str, Callable[[Cell], Text]] = {
            "family_name": importing_values.as_person_name,
            "given_name": importing_values.as_person_name,
            "other_names": importing_values.as_person_name,
            "birth_date": importing_values.as_date,
            "entry_date": importing_values.as_date,
            "status_since": importing_values.as_date,
            "status_expires": importing_values.as_date,
            "gender": names.gender,
            "nationalities": names.nationalities,
            "languages": names.languages,
            "interpreter": names.interpreter,
            "district": names.district,
            "status": names.status,
            "postcode": importing_values.as_postcode,
            "note": importing_values.as_note,
        }

    def read(self, row: Row) -> Candidate:
        """Return the person of this row; nothing is left out, what is not understood is kept as typed."""
        draft = _Draft({}, {}, [], [])
        for column, target in self._mapping.items():
            cell = row.cells[column] if column < len(row.cells) else ""
            self._note_holes(draft, row.number, column, target)
            self._take(draft, target, cell)
        _split_name(draft.texts)
        if not (draft.texts.get("family_name") or draft.texts.get("given_name")):
            return self._nobody(row.number, draft)
        return self._candidate(row.number, draft)

    def _nobody(self, number: int, draft: _Draft) -> Candidate:
        problems = (Problem("family_name", "no_name"), *draft.hints)
        return Candidate(number, NewPerson({}, self._today), draft.texts, problems, 0)

    def _note_holes(self, draft: _Draft, row: int, column: int, target: str) -> None:
        if (row, column) in self._sheet.covered:
            draft.hints.append(Problem(target, "merged"))
        elif (row, column) in self._sheet.without_value:
            draft.hints.append(Problem(target, "no_value"))

    def _take(self, draft: _Draft, target: str, cell: Cell) -> None:
        if target in _PHONES:
            draft.contacts += [(target, text) for text in importing_values.as_phones(cell) if text.text]
            return
        read = self._readers.get(target, importing_values.as_name)(cell)
        if not read.text:
            return
        if target == "email":
            draft.contacts.append((target, read))
            return
        draft.restored += read.restored
        before = draft.texts.get(target)
        draft.texts[target] = f"{before}{_JOINED[target]}{read.text}" if before and target in _JOINED else read.text
        if read.problem:
            draft.forced[target] = Problem(target, read.problem, read.text)

    def _candidate(self, number: int, draft: _Draft) -> Candidate:
        known = {field.name for field in fieldsets.CLIENT.fields}
        typed = {name: text for name, text in draft.texts.items() if name in known}
        values, raw, problems = self._checked(fieldsets.CLIENT, typed, draft.forced)
        ways, way_problems = self._ways(draft)
        statuses, status_problems = self._statuses(draft)
        shown = dict(draft.texts)
        for target in ("phone", "mobile", "email"):
            if numbers := [text.text for kind, text in draft.contacts if kind == target]:
                shown[target] = "; ".join(numbers)
        return Candidate(
            number,
            NewPerson(values, self._today, raw=raw, ways=ways, statuses=statuses),
            shown,
            (*draft.hints, *problems, *way_problems, *status_problems),
            draft.restored + sum(text.restored for _, text in draft.contacts),
        )

    def _checked(
        self, fieldset: FieldSet, typed: Mapping[str, str], forced: Mapping[str, Problem]
    ) -> tuple[dict[str, object], dict[str, str], list[Problem]]:
        """Check texts; fields in ``forced`` are already known to hold nothing valid and are kept as typed."""
        mine = {name: problem for name, problem in forced.items() if name in typed}
        result = check(fieldset, {**typed, **dict.fromkeys(mine, "")}, today=self._today, lists=self._lists)
        raw = result.kept | {name: typed[name] for name in mine}
        problems = [problem for problem in result.problems if problem.field not in mine]
        return dict(result.values), raw, [*problems, *mine.values()]

    def _ways(self, draft: _Draft) -> tuple[tuple[NewPart, ...], list[Problem]]:
        parts, found = [], []
        for target, text in draft.contacts:
            start = "".join(text.text.split())
            kind = "mobile" if target == "phone" and start.startswith(_CELL_MOBILE) else target
            forced = {"value": Problem(target, text.problem, text.text)} if text.problem else {}
            values, raw, problems = self._checked(fieldsets.CONTACT_WAY, {"kind": kind, "value": text.text}, forced)
            parts.append(NewPart(values, raw))
            found += [Problem(target, problem.code, problem.detail) for problem in problems]
        return tuple(parts), found

    def _statuses(self, draft: _Draft) -> tuple[tuple[NewPart, ...], list[Problem]]:
        typed = {field: draft.texts[target] for target, field in _STATUS_FIELDS.items() if draft.texts.get(target)}
        if not typed:
            return (), []
        forced = {field: draft.forced[target] for target, field in _STATUS_FIELDS.items() if target in draft.forced}
        values, raw, problems = self._checked(fieldsets.RESIDENCE_STATUS, typed, forced)
        back = {field: target for target, field in _STATUS_FIELDS.items()}
        named = [Problem(back.get(problem.field, problem.field), problem.code, problem.detail) for problem in problems]
        return (NewPart(values, raw),), named


def _split_name(texts: dict[str, str]) -> None:
    """Take "Testperson, Amal" apart where the given name has no cell of its own."""
    family, comma, given = texts.get("family_name", "").partition(",")
    if comma and family.strip() and given.strip() and not texts.get("given_name"):
        texts["family_name"], texts["given_name"] = family.strip(), given.strip()
