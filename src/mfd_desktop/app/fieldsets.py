"""The fields of every built-in record, declared once: screens, import and drafts read this table."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mfd_desktop.content.i18n import N_
from mfd_desktop.domain.fields import Field, Kind, Problem, When

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mfd_desktop.domain.fields import Value


@dataclass(frozen=True, slots=True)
class FieldSet:
    """The fields of one kind of record, with checks across fields. ``name`` is the source noted in the
    record.
    """

    name: str
    fields: tuple[Field, ...]
    checks: tuple[Callable[[Mapping[str, Value]], Problem | None], ...] = ()
    version: int = 1

    def __getitem__(self, name: str) -> Field:
        """Return the field called ``name``; raise KeyError if there is none."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)


def not_before(begin: str, end: str) -> Callable[[Mapping[str, Value]], Problem | None]:
    """Return the check that the day ``end`` does not lie before the day ``begin``."""

    def check(values: Mapping[str, Value]) -> Problem | None:
        first, last = values.get(begin), values.get(end)
        if first is not None and last is not None and last < first:  # type: ignore[operator]  # both are days
            return Problem(end, "end_before_begin")
        return None

    return check


def _not_after_end(values: Mapping[str, Value]) -> Problem | None:
    opened, closed = values.get("opened"), values.get("closed")
    if opened is not None and closed is not None and opened > closed:  # type: ignore[operator]  # both are days
        return Problem("opened", "after_end")
    return None


def _share_of_a_post(values: Mapping[str, Value]) -> Problem | None:
    text = str(values.get("fte") or "").strip()
    if not text or (_SHARE.fullmatch(text) and 0 < float(text.replace(",", ".")) <= 1):
        return None
    return Problem("fte", "no_share")


def _end_of_repeats(values: Mapping[str, Value]) -> Problem | None:
    if values.get("repeat") not in (None, "none") and values.get("until") is None:
        return Problem("until", "required")
    return None


_SHARE = re.compile(r"[0-9]+([.,][0-9]+)?")

_PERSON, _LANGUAGE = N_("Person"), N_("Sprache")
_ADDRESS, _RESIDENCE, _NOTE = N_("Adresse"), N_("Aufenthalt und Nummern"), N_("Vermerk")
_PROTECTION = N_("Schutz")

CLIENT = FieldSet(
    "client",
    (
        Field("family_name", Kind.TEXT, N_("Nachname"), required=True, section=_PERSON, most=120),
        Field("given_name", Kind.TEXT, N_("Vorname"), section=_PERSON, most=120),
        Field(
            "other_names", Kind.TEXT, N_("Andere Namen"), section=_PERSON, most=200,
            help=N_("Frühere Namen, andere Schreibweisen, Schreibweise in eigener Schrift"),
        ),
        Field("birth_date", Kind.DATE, N_("Geburtsdatum"), section=_PERSON, when=When.NOT_FUTURE),
        Field("gender", Kind.CODE, N_("Geschlecht"), codes="genders", section=_PERSON),
        Field("nationalities", Kind.CODES, N_("Staatsangehörigkeiten"), codes="nationalities", section=_PERSON,
              most=5),
        Field("languages", Kind.CODES, N_("Sprachen"), codes="languages", section=_LANGUAGE, most=6,
              help=N_("Die Beratungssprache zuerst")),
        Field("interpreter", Kind.CODE, N_("Sprachmittlung"), codes="interpreting", section=_LANGUAGE),
        Field("street", Kind.TEXT, N_("Straße und Hausnummer"), section=_ADDRESS, most=120),
        Field("postcode", Kind.TEXT, N_("Postleitzahl"), section=_ADDRESS, most=10),
        Field("town", Kind.TEXT, N_("Ort"), section=_ADDRESS, most=80),
        Field("district", Kind.CODE, N_("Kreis oder kreisfreie Stadt"), codes="districts", section=_ADDRESS),
        Field("entry_date", Kind.DATE, N_("Einreise nach Deutschland"), section=_RESIDENCE,
              when=When.NOT_FUTURE),
        Field("azr_number", Kind.TEXT, N_("AZR-Nummer"), section=_RESIDENCE, most=40),
        Field("bamf_number", Kind.TEXT, N_("Aktenzeichen BAMF"), section=_RESIDENCE, most=40),
        Field("office_number", Kind.TEXT, N_("Aktenzeichen Ausländerbehörde"), section=_RESIDENCE, most=40),
        Field("household_role", Kind.TEXT, N_("Rolle im Haushalt"), section=_PERSON, most=60,
              help=N_("Zum Beispiel Mutter, Kind, Onkel")),
        Field("needs", Kind.CODES, N_("Besondere Schutzbedarfe"), codes="needs", section=_PROTECTION, most=15,
              help=N_("Nur was die Person freiwillig mitteilt (Art. 9 DSGVO)")),
        Field("note", Kind.NOTE, N_("Vermerk zur Person"), section=_NOTE, most=4000),
    ),
    (not_before("birth_date", "entry_date"),),
)  # fmt: skip

CONTACT_WAY = FieldSet(
    "contact_way",
    (
        Field("kind", Kind.CODE, N_("Weg"), codes="contact_ways", required=True),
        Field("value", Kind.TEXT, N_("Nummer oder Adresse"), required=True, most=120),
        Field(
            "note",
            Kind.TEXT,
            N_("Hinweis"),
            most=120,
            help=N_("Zum Beispiel: nur abends, keine Nachricht hinterlassen"),
        ),
    ),
)

RESIDENCE_STATUS = FieldSet(
    "residence_status",
    (
        Field("code", Kind.CODE, N_("Aufenthaltsstatus"), codes="residence_status", required=True),
        Field("since", Kind.DATE, N_("Seit")),
        Field("expires", Kind.DATE, N_("Gültig bis")),
        Field("note", Kind.TEXT, N_("Hinweis"), most=200),
    ),
    (not_before("since", "expires"),),
)

CASE = FieldSet(
    "case",
    (
        Field("opened", Kind.DATE, N_("Eröffnet am"), required=True, when=When.NOT_FUTURE, default="today"),
        Field("level", Kind.CODE, N_("Stufe"), codes="levels", required=True, default="ACCOMPANIMENT"),
        Field("access_way", Kind.CODE, N_("Zugangsweg"), codes="access_ways"),
    ),
)

CASE_CLOSING = FieldSet(
    "case_closing",
    (
        Field("opened", Kind.DATE, N_("Eröffnet am"), required=True),
        Field("closed", Kind.DATE, N_("Beendet am"), required=True, when=When.NOT_FUTURE, default="today"),
        Field("outcome", Kind.CODE, N_("Ergebnis des Falls"), codes="outcomes", required=True),
    ),
    (not_before("opened", "closed"),),
)

CASE_DATA = FieldSet(
    "case_data",
    (*CASE.fields, Field("closed", Kind.DATE, N_("Beendet am"))),
    (_not_after_end,),
)
"""The data of a case as they are changed later; ``closed`` is only there for the check."""

_DAY = Field("day", Kind.DATE, N_("Datum"), required=True, when=When.NOT_FUTURE, default="today")
_MINUTES = Field("minutes", Kind.MINUTES, N_("Dauer in Minuten"), required=True, default="15", most=1440)
_CHANNEL = Field("channel", Kind.CODE, N_("Kanal"), codes="channels", required=True, default="K1")
_TOPICS = Field("topics", Kind.CODES, N_("Themen"), codes="topics", required=True, most=3)
_SPOKEN = Field("language", Kind.CODE, N_("Sprache der Beratung"), codes="languages", required=True)
_INTERPRETING = Field("interpreting", Kind.CODE, N_("Sprachmittlung"), codes="interpreting", default="M1")
_RESULT = Field("result", Kind.CODE, N_("Ergebnis"), codes="results", default="X1")

CONTACT = FieldSet(
    "contact",
    (
        _DAY, _MINUTES, _TOPICS, _CHANNEL, _SPOKEN, _INTERPRETING, _RESULT,
        Field("group", Kind.FLAG, N_("Gruppenberatung"), default="0"),
        Field("also_counselled", Kind.NUMBER, N_("Mitberatene Angehörige"), most=30),
        Field("note", Kind.NOTE, N_("Vermerk"), most=20000),
    ),
)  # fmt: skip

SHORT_CONTACT = FieldSet(
    "short_contact",
    (
        _TOPICS, _SPOKEN,
        Field("person_group", Kind.CODE, N_("Personengruppe"), codes="person_groups", required=True),
        _CHANNEL,
        Field("district", Kind.CODE, N_("Kreis oder kreisfreie Stadt"), codes="districts", default="office"),
        _DAY, _MINUTES, _INTERPRETING, _RESULT,
        Field("anonymous", Kind.FLAG, N_("Ausdrücklich anonym (wird nie mit einem Fall verbunden)"),
              default="0"),
        Field("note", Kind.NOTE, N_("Vermerk ohne Namen"), most=200),
    ),
)  # fmt: skip

FOLLOW_UP = FieldSet(
    "follow_up",
    (
        Field("due", Kind.DATE, N_("Am"), required=True),
        Field("text", Kind.TEXT, N_("Was ist zu tun?"), required=True, most=300),
    ),
)

REFERRAL = FieldSet(
    "referral",
    (
        _DAY,
        Field("target", Kind.CODE, N_("Verwiesen an"), codes="referral_targets", required=True),
        Field(
            "warm",
            Kind.FLAG,
            N_("Mit Übergabe (Termin vereinbart oder begleitet)"),
            default="0",
            help=N_("Angaben zur Person nur mit Schweigepflichtentbindung weitergeben"),
        ),
        Field("heard", Kind.FLAG, N_("Rückmeldung liegt vor"), default="0"),
        Field("ask_back", Kind.FLAG, N_("In vier Wochen nachfragen (Wiedervorlage)"), default="1"),
        Field("note", Kind.NOTE, N_("Vermerk"), most=4000),
    ),
)
"""``ask_back`` is only asked for a new referral and makes its follow-up."""

PROCEDURE = FieldSet(
    "procedure",
    (
        Field("kind", Kind.CODE, N_("Art des Verfahrens"), codes="procedure_kinds", required=True),
        Field("stage", Kind.CODE, N_("Stand des Verfahrens"), codes="procedure_stages", required=True),
        Field("position", Kind.CODE, N_("Stand im Verfahren, genau"), codes="procedure_positions"),
        Field("asked", Kind.DATE, N_("Asylgesuch am"), when=When.NOT_FUTURE),
        Field("registered", Kind.DATE, N_("Registriert am"), when=When.NOT_FUTURE),
        Field("lodged", Kind.DATE, N_("Asylantrag gestellt am"), when=When.NOT_FUTURE),
        Field("examination_started", Kind.DATE, N_("Prüfung des Entzugs begonnen am"), when=When.NOT_FUTURE),
        Field("began", Kind.DATE, N_("Begleitet seit"), when=When.NOT_FUTURE),
        Field("ended", Kind.DATE, N_("Begleitet bis"), when=When.NOT_FUTURE),
        Field("note", Kind.NOTE, N_("Vermerk zum Verfahren"), most=4000),
    ),
    (not_before("began", "ended"),),
)
"""An asylum procedure; the three days in the middle are the cut-off dates that decide which law applies.

The coarse ``stage`` follows from ``position`` where that is known.
"""

ACTIVITY = FieldSet(
    "activity",
    (
        Field("code", Kind.CODE, N_("Art der Arbeit"), codes="activities", required=True),
        _DAY,
        Field("title", Kind.TEXT, N_("Bezeichnung"), most=120, help=N_("Ohne Namen von Ratsuchenden")),
        Field("minutes", Kind.MINUTES, N_("Dauer in Minuten"), required=True, default="60", most=60000,
              help=N_("Alle Termine zusammen")),
        Field("partner", Kind.TEXT, N_("Partner oder Gremium"), most=120),
        Field("dates", Kind.NUMBER, N_("Zahl der Termine"), required=True, default="1", most=400),
        Field("participants", Kind.NUMBER, N_("Teilnehmende"), most=100000),
        Field("volunteers", Kind.NUMBER, N_("Aktive Ehrenamtliche"), most=10000),
        Field("note", Kind.NOTE, N_("Vermerk"), most=4000),
    ),
)  # fmt: skip

APPOINTMENT = FieldSet(
    "appointment",
    (
        Field("day", Kind.DATE, N_("Datum"), required=True),
        Field("start", Kind.TIME, N_("Uhrzeit"), required=True),
        Field("minutes", Kind.MINUTES, N_("Dauer in Minuten"), default="60", most=1440),
        Field(
            "title",
            Kind.TEXT,
            N_("Anlass"),
            required=True,
            most=200,
            help=N_("Ohne Namen; der Fall wird daneben gezeigt"),
        ),
        Field("place", Kind.TEXT, N_("Ort"), most=120),
        Field("repeat", Kind.CODE, N_("Wiederholung"), codes="repeats", default="none"),
        Field("until", Kind.DATE, N_("Wiederholen bis")),
    ),
    (not_before("day", "until"), _end_of_repeats),
)

HOUSEHOLD = FieldSet("household", (Field("name", Kind.TEXT, N_("Name des Haushalts"), required=True, most=120),))

OFFICE = FieldSet(
    "office",
    (
        Field("name", Kind.TEXT, N_("Dienststelle"), required=True, section=N_("Dienststelle"), most=120),
        Field("carrier", Kind.TEXT, N_("Träger"), required=True, section=N_("Dienststelle"), most=120),
        Field("regime", Kind.CODE, N_("Datenschutzrecht des Trägers"), codes="regimes", required=True,
              section=N_("Dienststelle")),
        Field("district", Kind.CODE, N_("Kreis oder kreisfreie Stadt"), codes="districts", required=True,
              section=N_("Dienststelle")),
        Field("street", Kind.TEXT, N_("Straße und Hausnummer"), section=N_("Dienststelle"), most=120),
        Field("postcode", Kind.TEXT, N_("Postleitzahl"), section=N_("Dienststelle"), most=10),
        Field("town", Kind.TEXT, N_("Ort"), section=N_("Dienststelle"), most=80),
        Field("desk", Kind.TEXT, N_("Bezeichnung der Stelle"), section=N_("Stelle"), most=80),
        Field("counsellor", Kind.TEXT, N_("Beraterin oder Berater"), section=N_("Stelle"), most=120),
        Field("function", Kind.TEXT, N_("Funktion"), section=N_("Stelle"), most=120),
        Field("fte", Kind.TEXT, N_("Stellenanteil"), section=N_("Stelle"), most=5,
              help=N_("1,0 ist eine volle Stelle")),
        Field("phone", Kind.TEXT, N_("Telefon"), section=N_("Stelle"), most=60),
        Field("email", Kind.TEXT, N_("E-Mail"), section=N_("Stelle"), most=120),
        Field("hours", Kind.TEXT, N_("Sprechzeiten"), section=N_("Stelle"), most=200),
    ),
    (_share_of_a_post,),
)  # fmt: skip

LETTER_REASON = FieldSet(
    "letter_reason",
    (
        Field(
            "reason",
            Kind.NOTE,
            N_("Warum geht der Brief trotzdem hinaus?"),
            required=True,
            most=1000,
            help=N_("In eigenen Worten; bleibt beim Brief"),
        ),
    ),
)
"""Why a letter leaves without a release."""

LETTER_SENT = FieldSet(
    "letter_sent",
    (
        Field("sent_way", Kind.CODE, N_("Wie versendet?"), codes="letter_ways", required=True),
        Field("sent_day", Kind.DATE, N_("Wann?"), required=True, when=When.NOT_FUTURE, default="today"),
        Field("sent_note", Kind.TEXT, N_("Hinweis"), most=300,
              help=N_("Zum Beispiel: Faxbericht abgelegt, Zeugin, Sendungsnummer")),
    ),
)  # fmt: skip
