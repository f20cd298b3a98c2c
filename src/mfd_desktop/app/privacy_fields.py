"""The fields of the records about a person's rights; forms, drafts and checks read this table."""

from __future__ import annotations

from mfd_desktop.app.fieldsets import FieldSet, not_before
from mfd_desktop.content.i18n import N_
from mfd_desktop.domain.fields import Field, Kind, When
from mfd_desktop.domain.privacy import RightsKind

_NOTE = Field("note", Kind.NOTE, N_("Vermerk"), most=2000)

SHEET = FieldSet(
    "rights_sheet",
    (
        Field("day", Kind.DATE, N_("Ausgehändigt am"), required=True, when=When.NOT_FUTURE, default="today"),
        Field("language", Kind.CODE, N_("Sprache des Blattes"), codes="languages", default="de"),
        Field("matter", Kind.TEXT, N_("Fassung"), required=True, most=40,
              help=N_("Datenschutzrecht des Trägers und Nummer der Fassung")),
        _NOTE,
    ),
)  # fmt: skip

CONSENT = FieldSet(
    "rights_consent",
    (
        Field("matter", Kind.CODE, N_("Wozu willigt die Person ein?"), codes="consent_kinds", required=True),
        Field("day", Kind.DATE, N_("Erteilt am"), required=True, when=When.NOT_FUTURE, default="today"),
        Field("ended", Kind.DATE, N_("Widerrufen am"), when=When.NOT_FUTURE,
              help=N_("Leer, solange sie gilt; ein Widerruf braucht keinen Grund")),
        _NOTE,
    ),
    (not_before("day", "ended"),),
)  # fmt: skip

REQUEST = FieldSet(
    "rights_request",
    (
        Field("matter", Kind.CODE, N_("Worum wird gebeten?"), codes="privacy_rights", required=True),
        Field("day", Kind.DATE, N_("Eingegangen am"), required=True, when=When.NOT_FUTURE, default="today"),
        Field("person", Kind.TEXT, N_("Wer bittet darum?"), most=240,
              help=N_("Leer: die Person selbst; sonst wer sie vertritt und womit das belegt ist")),
        Field("note", Kind.NOTE, N_("Was genau?"), most=2000,
              help=N_("Bei einer Berichtigung: was falsch ist und was richtig wäre")),
    ),
)  # fmt: skip

ANSWER = FieldSet(
    "rights_answer",
    (
        Field("answer", Kind.CODE, N_("Ergebnis"), codes="privacy_answers", required=True, default="granted"),
        Field("day", Kind.DATE, N_("Eingegangen am")),
        Field("ended", Kind.DATE, N_("Beantwortet am"), required=True, when=When.NOT_FUTURE, default="today"),
        Field("note", Kind.NOTE, N_("Was genau?"), most=2000),
    ),
    (not_before("day", "ended"),),
)

RESTRICTION = FieldSet(
    "rights_restriction",
    (
        Field("matter", Kind.CODE, N_("Warum wird eingeschränkt?"), codes="restriction_grounds", required=True),
        Field("day", Kind.DATE, N_("Gilt ab"), required=True, when=When.NOT_FUTURE, default="today"),
        Field("note", Kind.NOTE, N_("Vermerk"), most=2000),
    ),
)

DISPUTE = FieldSet(
    "rights_dispute",
    (
        Field("note", Kind.TEXT, N_("Worum geht der Streit?"), required=True, most=240,
              help=N_("Zum Beispiel Klage gegen den Bescheid, Beschwerde bei der Aufsicht")),
        Field("day", Kind.DATE, N_("Läuft seit"), required=True, when=When.NOT_FUTURE, default="today"),
    ),
)  # fmt: skip

ENDING = FieldSet(
    "rights_ending",
    (
        Field("day", Kind.DATE, N_("Seit")),
        Field("ended", Kind.DATE, N_("Beendet am"), required=True, when=When.NOT_FUTURE, default="today"),
    ),
    (not_before("day", "ended"),),
)
"""The end of a consent, a restriction or a dispute; ``day`` is only there for the check."""

FIELDS = {
    RightsKind.SHEET: SHEET,
    RightsKind.CONSENT: CONSENT,
    RightsKind.REQUEST: REQUEST,
    RightsKind.RESTRICTION: RESTRICTION,
    RightsKind.DISPUTE: DISPUTE,
}
