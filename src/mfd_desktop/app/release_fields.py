"""The fields of the address book and of releases; forms, drafts and checks read this table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.app.fieldsets import FieldSet, not_before
from mfd_desktop.content.i18n import N_
from mfd_desktop.domain.fields import Field, Kind, Problem, When

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mfd_desktop.domain.fields import Value


def _witnesses_of_an_oral_one(values: Mapping[str, Value]) -> Problem | None:
    if values.get("form") == "oral" and not str(values.get("present") or "").strip():
        return Problem("present", "required")
    return None


def _one_end(values: Mapping[str, Value]) -> Problem | None:
    if (values.get("valid_until") is not None) == bool(values.get("until_done")):
        return Problem("valid_until", "one_end")
    return None


RECIPIENT = FieldSet(
    "recipient",
    (
        Field("name", Kind.TEXT, N_("Name der Stelle"), required=True, most=120,
              help=N_("Zum Beispiel Jobcenter Musterstadt")),
        Field("department", Kind.TEXT, N_("Abteilung oder Ansprechperson"), most=120),
        Field("street", Kind.TEXT, N_("Straße und Hausnummer"), most=120),
        Field("postcode", Kind.TEXT, N_("Postleitzahl"), most=10),
        Field("town", Kind.TEXT, N_("Ort"), most=80),
        Field("phone", Kind.TEXT, N_("Telefon"), most=60),
        Field("fax", Kind.TEXT, N_("Fax"), most=60),
        Field("email", Kind.TEXT, N_("E-Mail"), most=120),
        Field("note", Kind.NOTE, N_("Vermerk zur Stelle"), most=2000, help=N_("Ohne Angaben über Ratsuchende")),
    ),
)  # fmt: skip

_TOLD, _DECLARED = N_("Wer darf wem was sagen?"), N_("Erklärung")
_LASTING, _UNDERSTOOD = N_("Gültigkeit"), N_("Verständigung")

RELEASE = FieldSet(
    "release",
    (
        Field("recipient", Kind.TEXT, N_("Gegenüber wem?"), required=True, section=_TOLD, most=240,
              help=N_("Eine bestimmte Stelle, wenn möglich mit Ansprechperson")),
        Field("purpose", Kind.CODE, N_("Zu welchem Zweck?"), codes="release_purposes", required=True, section=_TOLD),
        Field("matters", Kind.CODES, N_("Was darf gesagt werden?"), codes="release_matters", required=True,
              section=_TOLD),
        Field("mutual", Kind.FLAG, N_("Wechselseitig: Die Stelle darf auch uns Auskunft geben"), section=_TOLD,
              default="0"),
        Field("sender", Kind.TEXT, N_("Wer wird entbunden?"), required=True, section=_TOLD, most=240,
              help=N_("Die Person oder Dienststelle, die Auskunft geben darf")),
        Field("form", Kind.CODE, N_("Form"), codes="release_forms", required=True, section=_DECLARED,
              default="written"),
        Field("given", Kind.DATE, N_("Erteilt am"), required=True, section=_DECLARED, when=When.NOT_FUTURE,
              help=N_("Tag der Unterschrift oder der mündlichen Erklärung")),
        Field("present", Kind.TEXT, N_("Wer war dabei?"), section=_DECLARED, most=240,
              help=N_("Bei einer mündlichen Entbindung: alle Anwesenden")),
        Field("paper", Kind.DATE, N_("Unterschriebenes Blatt liegt vor seit"), section=_DECLARED,
              when=When.NOT_FUTURE, help=N_("Leer, solange es fehlt; daran erinnert eine Wiedervorlage")),
        Field("valid_until", Kind.DATE, N_("Gültig bis"), section=_LASTING),
        Field("until_done", Kind.FLAG, N_("Bis zum Abschluss der Angelegenheit"), section=_LASTING, default="0",
              help=N_("Endet spätestens mit dem Fall")),
        Field("language", Kind.CODE, N_("Sprache der Erklärung"), codes="languages", section=_UNDERSTOOD),
        Field("reader", Kind.TEXT, N_("Vorgelesen oder übersetzt von"), section=_UNDERSTOOD, most=120),
        Field("guardian", Kind.TEXT, N_("Sorgeberechtigte"), section=_UNDERSTOOD, most=240,
              help=N_("Bei Minderjährigen: wer mit unterschreibt")),
        Field("place", Kind.TEXT, N_("Ort der Erklärung"), section=_UNDERSTOOD, most=80),
        Field("copy_given", Kind.FLAG, N_("Kopie ausgehändigt"), section=_UNDERSTOOD, default="0"),
    ),
    (_witnesses_of_an_oral_one, _one_end, not_before("given", "valid_until"), not_before("given", "paper")),
)  # fmt: skip

WITHDRAWAL = FieldSet(
    "withdrawal",
    (
        Field("given", Kind.DATE, N_("Erteilt am")),
        Field("withdrawn", Kind.DATE, N_("Widerrufen am"), required=True, when=When.NOT_FUTURE, default="today"),
    ),
    (not_before("given", "withdrawn"),),
)
"""The withdrawal of a release; ``given`` is only there for the check."""
