"""What is written about a document."""

from __future__ import annotations

from mfd_desktop.app.fieldsets import FieldSet
from mfd_desktop.content.i18n import N_
from mfd_desktop.domain.fields import Field, Kind

DOCUMENT = FieldSet(
    "document",
    (
        Field("name", Kind.TEXT, N_("Bezeichnung"), required=True, most=120),
        Field("day", Kind.DATE, N_("Datum des Dokuments")),
        Field("note", Kind.NOTE, N_("Bemerkung"), most=2000),
    ),
)  # fmt: skip
