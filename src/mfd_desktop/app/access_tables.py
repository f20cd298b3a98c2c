"""What the access package says of every table and column that can hold something about a person, in German.

Whatever is neither described nor left out for a reason stands in the package under its own name: nothing is forgotten.
A test demands that every column of a person is in one of these lists.
"""

from __future__ import annotations

from functools import cache

from mfd_desktop.app import fieldsets, law_fields, privacy_fields, release_fields
from mfd_desktop.domain.fields import Field, Kind

TITLES = {
    "client": "Person",
    "client_nationality": "Staatsangehörigkeiten",
    "client_language": "Sprachen",
    "client_need": "Besondere Schutzbedarfe",
    "contact_way": "Wege zur Person",
    "residence_status": "Aufenthaltsstatus",
    "validity": "Gültigkeiten",
    "household": "Haushalt",
    "case_file": "Fälle",
    "case_level": "Stufen der Fälle",
    "contact": "Beratungskontakte",
    "contact_topic": "Themen der Kontakte",
    "form_record": "Geführte Beratungen",
    "form_answer": "Antworten in geführten Beratungen",
    "form_follow_up": "Wiedervorlagen aus geführten Beratungen",
    "procedure": "Verfahren",
    "procedure_step": "Schritte im Verfahren",
    "procedure_answer": "Antworten im Verfahren",
    "authority_notice": "Bescheide",
    "deadline": "Fristen",
    "deadline_reading": "Berechnung der Fristen",
    "referral": "Verweisungen",
    "follow_up": "Wiedervorlagen",
    "appointment": "Termine",
    "release": "Schweigepflichtentbindungen",
    "letter": "Briefe",
    "attachment": "Dokumente",
    "handover": "Übergaben an andere Stellen",
    "privacy_event": "Datenschutz: Information, Einwilligungen, Anträge",
    "history": "Frühere Angaben",
    "bin": "Papierkorb",
    "open_form": "Noch nicht gespeicherte Eingaben",
    "log_handle": "Protokoll: Druck, Ausgabe, Übergabe",
}
"""The sections of the package, in this order; tables unknown here come last under their own name."""

LEFT_OUT_TABLES = {
    "letter_file": "die Seiten der Briefe liegen als PDF bei",
    "client_name": "Suchverzeichnis, aus dem Namen gebildet",
    "client_number": "Suchverzeichnis, aus den Nummern gebildet",
    "search_entry": "Suchverzeichnis, aus den Angaben gebildet",
    "form_referral": "nur ein Verweis zwischen zwei Einträgen, die beide hier stehen",
    "authority_notice_procedure": "nur ein Verweis zwischen Bescheid und Verfahren, die beide hier stehen",
    "procedure_family": "nur ein Verweis zwischen Verfahren von Angehörigen",
    "bin_file": "nur ein Verweis auf ein Dokument im Papierkorb",
}
"""Tables of which nothing stands in the package, and why."""

LEFT_OUT_COLUMNS = {
    "id": "Zufallszahl des Eintrags",
    "secret": "Zufallszahl für den Schutz der Statistik",
    "state": "steht als unvollständige Angabe da, wenn etwas fehlt",
    "source_version": "Nummer der Fassung eines Formulars",
    "form_version": "Nummer der Fassung eines Formulars",
    "template_version": "Nummer der Fassung einer Vorlage",
    "rule_version": "Nummer der Fassung einer Regel",
    "position": "Reihenfolge in der Liste",
    "step": "wo die Bearbeitung stand",
    "name:form_follow_up": "Stelle im Formular",
    "file": "zufälliger Dateiname",
    "identity": "Schlüssel des Dokuments",
    "sha256": "Prüfsumme",
    "sealed_size": "Größe der verschlüsselten Datei",
    "sealed_sha256": "Prüfsumme der verschlüsselten Datei",
    "verified": "wann das Dokument zuletzt geprüft wurde",
    "damaged": "Ergebnis der Prüfung",
    "stale_key": "Stand der Verschlüsselung",
    "text_read": "ob der Text schon im Suchverzeichnis steht",
    "partner_key": "öffentlicher Schlüssel der anderen Stelle",
    "package": "Prüfsumme des Pakets",
    "origin": "Zufallszahlen der Einträge bei der anderen Stelle",
    "record_table": "steht in Worten da",
    "handle": "Zufallszahl im Protokoll",
}
"""Columns that say nothing about the person, and why; ``column:table`` for one table alone."""

_S, _M = "Erfasst am", "Zuletzt geändert am"

_SETS = {
    "client": (fieldsets.CLIENT,),
    "contact_way": (fieldsets.CONTACT_WAY,),
    "residence_status": (fieldsets.RESIDENCE_STATUS,),
    "household": (fieldsets.HOUSEHOLD,),
    "case_file": (fieldsets.CASE, fieldsets.CASE_CLOSING),
    "contact": (fieldsets.CONTACT, fieldsets.SHORT_CONTACT),
    "procedure": (fieldsets.PROCEDURE,),
    "procedure_step": (law_fields.PROCEDURE_STEP,),
    "authority_notice": (law_fields.NOTICE,),
    "deadline": (law_fields.DEADLINE, law_fields.MANUAL_DEADLINE, law_fields.EXTENSION, law_fields.FINISH),
    "validity": (law_fields.VALIDITY,),
    "referral": (fieldsets.REFERRAL,),
    "follow_up": (fieldsets.FOLLOW_UP,),
    "appointment": (fieldsets.APPOINTMENT,),
    "release": (release_fields.RELEASE, release_fields.WITHDRAWAL),
    "privacy_event": (
        privacy_fields.REQUEST, privacy_fields.ANSWER, privacy_fields.SHEET, privacy_fields.RESTRICTION,
        privacy_fields.CONSENT,
    ),
}  # fmt: skip


def _text(label: str, kind: Kind = Kind.TEXT, codes: str = "") -> Field:
    return Field("", kind, label, codes=codes)


_EVERYWHERE = {
    "created": _text(_S), "changed": _text(_M), "source": _text("Herkunft der Angabe"),
    "raw": _text("Unvollständig oder unlesbar eingegeben", Kind.NOTE), "case_id": _text("Fall"),
    "client_id": _text("Person"), "contact_id": _text("Kontakt vom"), "follow_up_id": _text("Wiedervorlage"),
    "recipient_id": _text("Stelle im Adressbuch"), "release_id": _text("Entbindung gegenüber"),
    "procedure_id": _text("Verfahren"), "form_id": _text("Geführte Beratung"), "deadline_id": _text("Frist"),
    "household_id": _text("Haushalt"), "series_id": _text("Gehört zu einer Terminreihe"),
    "record_id": _text("Eintrag"), "letter_id": _text("Brief"), "notice_id": _text("Bescheid"),
    "attachment_id": _text("Dokument"), "proof_id": _text("Nachweis als Dokument"),
}  # fmt: skip

_COLUMNS = {
    "client_nationality": {"code": _text("Staatsangehörigkeit", Kind.CODE, "nationalities")},
    "client_language": {"code": _text("Sprache", Kind.CODE, "languages")},
    "client_need": {"code": _text("Schutzbedarf", Kind.CODE, "needs")},
    "case_file": {
        "number": _text("Fallnummer"), "keep_from": _text("Aufbewahrung zählt ab", Kind.DATE),
        "keep_reason": _text("Grund dafür", Kind.NOTE),
    },
    "case_level": {
        "level": _text("Stufe", Kind.CODE, "levels"), "since": _text("Gilt ab", Kind.DATE),
    },
    "contact": {"form": _text("Form", Kind.CODE, "contact_forms")},
    "contact_topic": {
        "code": _text("Thema", Kind.CODE, "topics"), "subtopic": _text("Genauer", Kind.CODE, "topics"),
    },
    "form_record": {
        "form": _text("Formular"), "begun": _text("Begonnen am", Kind.DATE),
        "finished": _text("Beendet am", Kind.DATE),
    },
    "form_answer": {"field": _text("Frage"), "value": _text("Antwort", Kind.NOTE)},
    "form_follow_up": {"due": _text("Am", Kind.DATE), "text": _text("Was ist zu tun?", Kind.NOTE)},
    "follow_up": {"done": _text("Erledigt am", Kind.DATE), "urgent": _text("Sofort", Kind.FLAG)},
    "appointment": {"cancelled": _text("Abgesagt", Kind.FLAG)},
    "referral": {"warm": _text("Hinbegleitet", Kind.FLAG), "day": _text("Datum", Kind.DATE)},
    "procedure_answer": {"field": _text("Frage"), "value": _text("Antwort", Kind.NOTE)},
    "deadline": {
        "regime": _text("Rechtslage"), "lodged": _text("Asylantrag gestellt am", Kind.DATE),
        "registered": _text("Registriert am", Kind.DATE),
        "withdrawal_started": _text("Prüfung des Entzugs begonnen am", Kind.DATE),
        "effective": _text("Gilt als bekannt gegeben am", Kind.DATE), "due": _text("Fristende", Kind.DATE),
        "safe_due": _text("Sicheres Fristende", Kind.DATE),
        "expired_for_sure": _text("Sicher abgelaufen am", Kind.DATE),
    },
    "deadline_reading": {
        "rule": _text("Regel"), "regime": _text("Rechtslage"), "cut_off": _text("Stichtag"),
        "due": _text("Fristende", Kind.DATE), "steps": _text("Rechenweg", Kind.NOTE),
    },
    "letter": {
        "template": _text("Vorlage"), "language": _text("Sprache", Kind.CODE, "languages"),
        "with_german": _text("Mit Deutsch daneben", Kind.FLAG), "number": _text("Nummer"), "title": _text("Betreff"),
        "fields": _text("Inhalt", Kind.NOTE), "day": _text("Datum", Kind.DATE), "frozen": _text("Endgültig seit"),
        "sent_way": _text("Versandt per", Kind.CODE, "letter_ways"), "sent_day": _text("Versandt am", Kind.DATE),
        "sent_note": _text("Vermerk zum Versand", Kind.NOTE),
        "blocked_reason": _text("Warum ohne Entbindung", Kind.NOTE),
    },
    "attachment": {
        "name": _text("Bezeichnung", Kind.NOTE), "media": _text("Art der Datei"), "size": _text("Größe in Byte"),
        "day": _text("Datum", Kind.DATE), "note": _text("Vermerk", Kind.NOTE),
    },
    "handover": {
        "direction": _text("Richtung"), "purpose": _text("Zweck"), "partner": _text("Andere Stelle"),
        "day": _text("Datum", Kind.DATE), "until": _text("Bis", Kind.DATE), "ended": _text("Beendet am", Kind.DATE),
        "reason": _text("Warum ohne Entbindung", Kind.NOTE),
    },
    "privacy_event": {
        "kind": _text("Art des Eintrags"), "matter": _text("Worum es geht"), "day": _text("Datum", Kind.DATE),
        "due": _text("Zu beantworten bis", Kind.DATE), "ended": _text("Beendet am", Kind.DATE),
    },
    "history": {
        "field": _text("Angabe"), "old": _text("Früher", Kind.NOTE), "moment": _text("Geändert am"),
    },
    "bin": {
        "title": _text("Bezeichnung", Kind.NOTE), "number": _text("Fallnummer"), "name": _text("Name"),
        "deleted": _text("Gelöscht am"), "content": _text("Inhalt", Kind.NOTE),
    },
    "open_form": {"key": _text("Formular"), "fields": _text("Eingaben", Kind.NOTE)},
}  # fmt: skip


@cache
def described(table: str) -> dict[str, Field]:
    """Return what is known of the columns of a table, by column, those of its form in their order first."""
    found: dict[str, Field] = {}
    for fieldset in _SETS.get(table, ()):
        for field in fieldset.fields:
            found.setdefault(field.name, field)
    return found | _COLUMNS.get(table, {}) | {name: field for name, field in _EVERYWHERE.items() if name not in found}


def left_out(table: str, column: str) -> bool:
    """Tell whether a column stands nowhere in the package, for one of the reasons above."""
    own = column in _COLUMNS.get(table, {})
    return f"{column}:{table}" in LEFT_OUT_COLUMNS or (column in LEFT_OUT_COLUMNS and not own)


VALUES = {
    ("handover", "direction"): {"out": "abgegeben", "in": "übernommen"},
    ("handover", "purpose"): {"handover": "auf Dauer", "stand_in": "Vertretung", "return": "Rückgabe"},
    ("privacy_event", "kind"): {
        "sheet": "Informationsblatt", "consent": "Einwilligung", "request": "Antrag",
        "restriction": "Einschränkung", "dispute": "Streit",
    },
}  # fmt: skip
"""Words for codes that stand in no code list."""
MATTERS = {"consent": "consent_kinds", "request": "privacy_rights", "restriction": "restriction_grounds"}
"""The code list of a matter (``privacy_event``), by kind."""
EVENTS = {
    "export": "als Datei ausgegeben", "print": "gedruckt", "hand_over": "übergeben", "take_over": "übernommen",
    "access": "Auskunft erstellt", "restrict": "Einschränkung",
}  # fmt: skip
"""What the log records about a person."""
SOURCES = {
    "": "in der Beratung aufgenommen", "import": "aus einer Liste der Stelle übernommen",
    "handover": "von einer anderen Stelle übergeben",
}  # fmt: skip
"""Where a record comes from, by the first part of its source."""
MOMENTS = frozenset({"created", "changed", "frozen", "deleted", "moment"})
