"""Which texts are to be stored: those touched and shown. What is hidden or was left alone is never written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.forms.navigation import view
from mfd_desktop.forms.validation import read

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from mfd_desktop.content.codelists import CodeLists
    from mfd_desktop.forms.definition import Form


def touched(
    form: Form, stored: Mapping[str, str], typed: Mapping[str, str], *, today: date, lists: CodeLists
) -> dict[str, str]:
    """Return those of the ``typed`` texts that are to be stored, in the order of the form.

    That is: the field is shown once all typed texts count, and its text differs from the stored one.
    """
    values, _problems = read(form, {**stored, **typed}, today=today, lists=lists)
    shown = view(form, values)
    return {
        name: typed[name]
        for name in shown.fields
        if name in typed and name in shown.values and typed[name].strip() != stored.get(name, "").strip()
    }
