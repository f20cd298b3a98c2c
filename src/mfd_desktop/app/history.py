"""The history of a record in words, and setting a field back to what it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING

from mfd_desktop.app.history_kinds import subject
from mfd_desktop.content.i18n import _, ngettext, translate_marked
from mfd_desktop.domain.errors_history import Unrestorable
from mfd_desktop.domain.fields import SEPARATOR, Kind, show
from mfd_desktop.vault import history as store

if TYPE_CHECKING:
    from datetime import datetime

    from mfd_desktop.app.history_kinds import Subject
    from mfd_desktop.app.session import Session
    from mfd_desktop.content.codelists import CodeLists
    from mfd_desktop.domain.fields import Field
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.vault.history import Line

_INSIDE = ("raw.", "fields.", "answer.")
_FORM_OF_FLAG = {"group": "F5", "anonymous": "F4"}


@dataclass(frozen=True, slots=True)
class Change:
    """One field in one step. ``before`` and ``after`` in words, empty for nothing; ``text``: what it was, as typed.

    ``restorable``: it differs from what the field is now, and may be written back.
    """

    field: str
    label: str
    before: str
    after: str
    text: str
    restorable: bool


@dataclass(frozen=True, slots=True)
class Step:
    """What one save changed."""

    moment: datetime
    changes: tuple[Change, ...]


def history_of(session: Session, table: str, record_id: RecordId) -> tuple[Step, ...]:
    """Return what was changed in a record since it was recorded, the newest step first; raise KeyError without one.

    Typing on in a field within ten minutes is one step with what was overwritten before it.
    """
    found = subject(session, table, record_id)
    with session.vault.read() as db:
        lines = store.lines_of(db, table, record_id)
    states = _States(found)
    steps = []
    for saved in _saves(lines):
        after = states.texts()
        for line in saved:
            states.go_back(line)
        changes = tuple(_changes(found, states.texts(), after, session.lists))
        if changes:
            steps.append(Step(saved[0].moment, changes))
    return tuple(steps)


def _saves(lines: tuple[Line, ...]) -> list[list[Line]]:
    """Return the lines of each save together: of one moment, and of each field one at most."""
    saves: list[list[Line]] = []
    for line in lines:
        last = saves[-1] if saves else []
        if last and last[0].moment == line.moment and all(one.field != line.field for one in last):
            last.append(line)
        else:
            saves.append([line])
    return saves


def restore_field(session: Session, table: str, record_id: RecordId, field: str, text: str) -> str:
    """Write a text of the history back into its field, through the ordinary saving: it is a step of its own.

    Return what the field was until now, for undoing. Raises Unrestorable for what is closed or follows from others.
    """
    found = subject(session, table, record_id)
    if found.write is None or field in found.settled or field not in found.texts:
        raise Unrestorable
    found.write({field: text})
    return found.texts[field]


class _States:
    """The texts of a record, led back line by line from what they are now."""

    def __init__(self, found: Subject) -> None:
        self._kinds = {field.name: field.kind for field in found.fields}
        self._values = dict(found.values)
        self._typed: dict[str, str | None] = dict(found.typed)

    def texts(self) -> dict[str, str]:
        """Return the texts as they were."""
        typed = {name: text for name, text in self._typed.items() if text is not None}
        return {name: typed.get(name, text) for name, text in self._values.items()}

    def go_back(self, line: Line) -> None:
        """Undo one line."""
        name = next((line.field.removeprefix(part) for part in _INSIDE if line.field.startswith(part)), line.field)
        if line.field.startswith("raw."):
            self._typed[name] = None if line.old is None else str(line.old)
        elif line.field == "form" and self._kinds.keys() & _FORM_OF_FLAG.keys():
            for flag, form in _FORM_OF_FLAG.items():
                if flag in self._values:
                    self._values[flag] = "1" if line.old == form else "0"
        elif name in self._values:
            self._values[name] = _text(self._kinds[name], line.old)


def _text(kind: Kind, old: object) -> str:
    """Return the text that stands for a stored value."""
    if old is None or old == "":
        return ""
    if kind is Kind.DATE and isinstance(old, str) and len(old) == len("2026-01-01") and old[4] == "-":
        return show(date.fromisoformat(old))
    if kind is Kind.TIME and isinstance(old, str):
        return show(time.fromisoformat(old)) if len(old) == len("09:00") else old
    return str(old)


def _changes(found: Subject, before: dict[str, str], after: dict[str, str], lists: CodeLists) -> list[Change]:
    changes = []
    for field in found.fields:
        name = field.name
        if before[name] == after[name]:
            continue
        may = found.write is not None and name not in found.settled and before[name] != found.texts[name]
        words = (_words(found, field, before[name], lists), _words(found, field, after[name], lists))
        changes.append(Change(name, translate_marked(field.label), *words, before[name], may))
    return changes


def _words(found: Subject, field: Field, text: str, lists: CodeLists) -> str:
    """Return a text as it is to be read; one that means nothing as it was typed."""
    if not text:
        return ""
    if found.say is not None:
        return found.say(field.name, text)
    if field.kind is Kind.FLAG:
        return {"1": _("Ja"), "0": _("Nein")}.get(text, text)
    if field.kind is Kind.MINUTES and text.isdecimal():
        return ngettext("{count} Minute", "{count} Minuten", int(text)).format(count=text)
    if field.codes:
        return ", ".join(lists.label(field.codes, code) for code in text.split(SEPARATOR))
    return text
