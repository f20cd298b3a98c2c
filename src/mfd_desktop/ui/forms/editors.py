"""The one place that turns a field of a guided form into an editor: one widget for each type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.forms.fieldtypes import ChoiceField, FlagField, YesNoField
from mfd_desktop.ui.field_editors import WIDE, editor_for
from mfd_desktop.ui.kit.choice import ChoiceEditor

if TYPE_CHECKING:
    from mfd_desktop.forms.fieldtypes import AnyField
    from mfd_desktop.ui.field_editors import Source
    from mfd_desktop.ui.kit.editor import Editor


def editor_of(field: AnyField, source: Source) -> Editor:
    """Return a new, empty editor."""
    if isinstance(field, ChoiceField | YesNoField | FlagField) and field.choices():
        return ChoiceEditor(field.choices())
    return editor_for(field.declared(), source)


def takes_whole_width(field: AnyField) -> bool:
    """Tell whether the field stands alone in its row: long questions and answers do."""
    return field.wide or isinstance(field, ChoiceField | YesNoField) or field.kind in WIDE
