"""The asylum procedure under both laws: positions, ways on, what to do at each; read from `resources/procedures`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from mfd_desktop.content.loader import read_toml
from mfd_desktop.content.paths import resource_path
from mfd_desktop.law.guide_files import (
    FOLDER,
    LAWS,
    HarmfulFile,
    PositionFile,
    StepFile,
    TaskFile,
    VulnerabilityFile,
    WayFile,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from mfd_desktop.law.guide_files import (
        HarmfulEntry,
        Law,
        NeedEntry,
        Note,
        PositionEntry,
        StepEntry,
        TaskEntry,
        Transition,
        WayEntry,
    )
    from mfd_desktop.law.rules import Rule

    Regimes = Mapping[str, Sequence[str]]
    """The laws in question for each cut-off date: procedure, responsibility, withdrawal."""

START = "Z00"
"""Where whoever has just come stands."""

_File = TypeVar("_File", PositionFile, StepFile, TaskFile, WayFile, VulnerabilityFile, HarmfulFile)


@dataclass(frozen=True, slots=True)
class Guide:
    """All files of the guide, read."""

    position_file: PositionFile
    step_file: StepFile
    task_file: TaskFile
    way_file: WayFile
    vulnerability_file: VulnerabilityFile
    harmful_file: HarmfulFile

    @classmethod
    def load(cls, root: Path | None = None) -> Guide:
        """Read the files of a resources folder (default: the shipped one); raise ContentError for a broken one."""
        folder = (resource_path() if root is None else root) / FOLDER
        return cls(
            read_toml(folder / "positions.toml", PositionFile),
            read_toml(folder / "steps.toml", StepFile),
            read_toml(folder / "recognition.toml", TaskFile),
            read_toml(folder / "right_to_stay.toml", WayFile),
            read_toml(folder / "vulnerability.toml", VulnerabilityFile),
            read_toml(folder / "harmful.toml", HarmfulFile),
        )

    def files(self) -> Iterator[tuple[str, _GuideFile]]:
        """Yield the name of each file and what it holds."""
        yield "positions.toml", self.position_file
        yield "steps.toml", self.step_file
        yield "recognition.toml", self.task_file
        yield "right_to_stay.toml", self.way_file
        yield "vulnerability.toml", self.vulnerability_file
        yield "harmful.toml", self.harmful_file

    @property
    def positions(self) -> tuple[PositionEntry, ...]:
        """All positions in the order of the file."""
        return self.position_file.positions

    @property
    def ways(self) -> tuple[WayEntry, ...]:
        """The ways to stay, in the order in which they are to be looked at."""
        return self.way_file.ways

    def position(self, code: str) -> PositionEntry:
        """Return a position; raise KeyError if there is none."""
        return _one(self.positions, lambda entry: entry.code == code, code)

    def notes_on(self, cut_off: str, law: str, day: date) -> tuple[Note, ...]:
        """Return what is not settled about the law that a cut-off date leads to by a day."""
        return tuple(note for note in self.position_file.notes if note.holds(cut_off, law, day))

    def ways_on(self, code: str, laws: Sequence[str] = LAWS) -> tuple[Transition, ...]:
        """Return what can come after a position under one of these laws; raise KeyError for an unknown position."""
        return tuple(
            way
            for way in self.position(code).next
            if any(law in way.laws and law in self.position(way.to).laws for law in laws)
        )

    def steps_at(self, code: str) -> tuple[StepEntry, ...]:
        """Return the steps of counselling that belong to a position."""
        return tuple(step for step in self.step_file.steps if code in step.positions)

    def tasks_after(self, decision: str) -> tuple[TaskEntry, ...]:
        """Return what is to be done after a decision that grants protection; nothing after another one."""
        return tuple(task for task in self.task_file.tasks if decision in task.decisions)

    def harm_before(self, position: str) -> tuple[HarmfulEntry, ...]:
        """Return what has to be warned of before somebody is brought to this position."""
        return tuple(found for found in self.harmful_file.applications if position in found.positions)

    def application(self, name: str) -> HarmfulEntry:
        """Return a harmful application; raise KeyError if there is none."""
        return _one(self.harmful_file.applications, lambda entry: entry.name == name, name)

    def need(self, code: str) -> NeedEntry:
        """Return what both directives say of a special need; raise KeyError for one they do not know."""
        return _one(self.vulnerability_file.needs, lambda entry: entry.code == code, code)


_GuideFile = PositionFile | StepFile | TaskFile | WayFile | VulnerabilityFile | HarmfulFile
_Entry = TypeVar("_Entry")


def _one(entries: Sequence[_Entry], wanted: Callable[[_Entry], bool], name: str) -> _Entry:
    for entry in entries:
        if wanted(entry):
            return entry
    raise KeyError(name)


def rules_at(
    entry: PositionEntry, versions: Callable[[str], Sequence[Rule]], regimes: Regimes
) -> tuple[tuple[str, str], ...]:
    """Return rule id and regime of the deadlines that can run at a position under the laws in question.

    ``versions(rule_id)`` gives the versions of a rule, none if its file cannot be used.
    """
    found: dict[tuple[str, str], None] = {}
    for rule_id in entry.rules:
        for rule in versions(rule_id):
            if not rule.cut_off or rule.regime == "-" or rule.regime in regimes.get(rule.cut_off, LAWS):
                found[rule_id, rule.regime] = None
    return tuple(found)


def law_of(regimes: Regimes, cut_off: str) -> Law | None:
    """Return the one law a cut-off date leads to, None as long as several are in question."""
    laws = regimes.get(cut_off, LAWS)
    if len(laws) != 1:
        return None
    return "ALT" if laws[0] == "ALT" else "NEU"
