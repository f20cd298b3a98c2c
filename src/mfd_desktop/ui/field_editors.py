"""The one place that turns a field declaration into an editor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from mfd_desktop.content.i18n import translate_marked
from mfd_desktop.domain.fields import Field, Kind
from mfd_desktop.ui.kit.checks import BoolEditor
from mfd_desktop.ui.kit.codes import CodeEditor, CodesEditor
from mfd_desktop.ui.kit.editor import TextEditor
from mfd_desktop.ui.kit.moments import DateEditor, StepsEditor, TimeEditor
from mfd_desktop.ui.kit.notes import NoteEditor

if TYPE_CHECKING:
    from mfd_desktop.content.codelists import CodeLists
    from mfd_desktop.domain.clock import Clock
    from mfd_desktop.ui.kit.editor import Editor

WIDE = frozenset({Kind.NOTE, Kind.CODES, Kind.FLAG})
"""Kinds whose editor takes the whole width of a form."""


class Source(Protocol):
    """What editors are made from: the open session, or before there is one clock and code lists alone."""

    @property
    def clock(self) -> Clock: ...

    @property
    def lists(self) -> CodeLists: ...


def editor_for(field: Field, source: Source) -> Editor:
    """Return a new, empty editor for a field."""
    if field.kind is Kind.NOTE:
        return NoteEditor(most=field.most)
    if field.kind is Kind.DATE:
        return DateEditor(source.clock.today)
    if field.kind is Kind.TIME:
        return TimeEditor()
    if field.kind is Kind.MINUTES:
        return StepsEditor()
    if field.kind is Kind.FLAG:
        return BoolEditor(translate_marked(field.label))
    if field.kind is Kind.CODE:
        return CodeEditor(choices(source, field))
    if field.kind is Kind.CODES:
        return CodesEditor(choices(source, field), most=field.most)
    return TextEditor(most=0)


def choices(source: Source, field: Field) -> list[tuple[str, str]]:
    """Return (code, label) for a field; sub-topics follow their topic as ``Topic: sub-topic``."""
    lists = source.lists
    if field.codes == "person_groups":
        return [choice for choice in lists.choices(field.codes) if choice[0] != "P9"]
    found: list[tuple[str, str]] = []
    for code, label in lists.choices(field.codes):
        found.append((code, label))
        if field.codes == "topics":
            found += [(sub, f"{label}: {text}") for sub, text in lists.choices(field.codes, code)]
    return found
