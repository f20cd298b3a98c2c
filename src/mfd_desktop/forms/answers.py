"""Which texts are to be stored: those touched and shown. What is hidden or was left alone is never written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.forms.navigation import view
from mfd_desktop.forms.validation import read

if TYPE_CHECKING:
    from collections.abc import Container, Mapping
    from datetime import date

    from mfd_desktop.content.codelists import CodeLists
    from mfd_desktop.forms.definition import Form


def touched(
    form: Form, stored: Mapping[str, str], typed: Mapping[str, str], *, today: date, lists: CodeLists
) -> dict[str, str]:
    """Return those of the ``typed`` texts that are to be stored, in the order of the form.

    That is: the field is shown once all typed texts count, or was shown because it is answered, and its text differs
    from the stored one.
    """
    before = _shown(form, stored, today, lists)
    now = _shown(form, {**stored, **typed}, today, lists)
    return {
        field.name: typed[field.name]
        for field in form.fields
        if field.name in typed
        and (field.name in now or (field.stays and field.name in before))
        and typed[field.name].strip() != stored.get(field.name, "").strip()
    }


def _shown(form: Form, texts: Mapping[str, str], today: date, lists: CodeLists) -> Container[str]:
    values, _problems = read(form, texts, today=today, lists=lists)
    return view(form, values).values
