"""What is asked when a case is handed over."""

from __future__ import annotations

from mfd_desktop.app.fieldsets import FieldSet
from mfd_desktop.content.i18n import N_
from mfd_desktop.domain.fields import Field, Kind

HANDING_OVER = FieldSet(
    "handing_over",
    (
        Field("until", Kind.DATE, N_("Vertretung bis"),
              help=N_("Leer: Der Fall wird ganz übergeben. Mit Datum: eine Vertretung, der Fall kommt zurück.")),
        Field("reason", Kind.NOTE, N_("Grund, wenn keine Entbindung vorliegt"), most=500,
              help=N_("Bleibt im Tresor, als Nachweis, und geht nicht mit")),
    ),
)  # fmt: skip
