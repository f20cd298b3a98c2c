"""What is asked on the screen Verbund."""

from __future__ import annotations

from mfd_desktop.app.fieldsets import FieldSet
from mfd_desktop.content.i18n import N_
from mfd_desktop.domain.fields import Field, Kind

NETWORK = FieldSet(
    "network",
    (
        Field("folder", Kind.TEXT, N_("Gemeinsamer Ordner"), required=True, most=400,
              help=N_("Ein Ordner, den eine Synchronisation oder das Netz zu allen Stellen trägt")),
        Field("name", Kind.TEXT, N_("Name des Verbunds"), required=True, most=120),
        Field("coordinator", Kind.TEXT, N_("Name der Koordination"), required=True, most=120,
              help=N_("Steht lesbar im Ordner, zum Beispiel: Fachreferat Musterverband")),
        Field("due_days", Kind.NUMBER, N_("Meldefrist in Tagen"), most=366,
              help=N_("Nach dem Ende des Zeitraums; leer: keine Frist")),
    ),
)  # fmt: skip
"""A new network."""

REVISION = FieldSet(
    "revision",
    (Field("reason", Kind.NOTE, N_("Warum wird dieser Zeitraum noch einmal gemeldet?"), required=True, most=500),),
)
"""The reason of a second report. It stays in the vault."""
