"""Which column of a spreadsheet goes where: headings recognised by themselves, in German and English."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mfd_desktop.app import fieldsets
from mfd_desktop.content.i18n import N_, translate_marked

if TYPE_CHECKING:
    from collections.abc import Sequence

_EXTRA = {
    "phone": N_("Telefon"),
    "mobile": N_("Mobiltelefon"),
    "email": N_("E-Mail"),
    "status": N_("Aufenthaltsstatus"),
    "status_since": N_("Aufenthaltsstatus seit"),
    "status_expires": N_("Aufenthaltsstatus gültig bis"),
}
SEVERAL = frozenset({"phone", "mobile", "email", "nationalities", "languages", "note", "other_names"})
"""Targets that may take more than one column."""

_HEADINGS = {
    "family_name": "name nachname familienname zuname surname lastname familyname klient klientin ratsuchende",
    "given_name": "vorname vornamen rufname firstname givenname forename",
    "other_names": "geburtsname fruehername anderername aliasname alias geborene maidenname weiterenamen anderenamen",
    "birth_date": "geburtsdatum geburtstag geb gebdatum gebdat gebtag geborenam geboren dateofbirth birthdate"
    " birthday dob",
    "gender": "geschlecht geschl mwd wmd sex gender mw",
    "nationalities": "staatsangehoerigkeit staatsangehoerigkeiten staatsbuergerschaft nationalitaet nationalitaeten sta"
    " herkunftsland herkunft land nationality citizenship country staat",
    "languages": "sprache sprachen muttersprache erstsprache herkunftssprache beratungssprache language languages",
    "interpreter": "sprachmittlung dolmetscher dolmetschen dolmetscherin interpreter",
    "street": "strasse strassehausnummer strasseundhausnummer strassenr strasseundnr anschrift adresse street address",
    "postcode": "plz postleitzahl zip zipcode postcode postalcode",
    "town": "ort wohnort stadt gemeinde city town",
    "district": "kreis landkreis kreisfreiestadt kreisoderkreisfreiestadt kreisstadt lk district county ags",
    "entry_date": "einreise einreisedatum eingereist eingereistam einreiseam einreisenachdeutschland"
    " indeutschlandseit entrydate dateofentry",
    "azr_number": "azr azrnummer azrnr azrzahl",
    "bamf_number": "aktenzeichen az bamf bamfaz bamfaktenzeichen aktenzeichenbamf azbamf bamfnummer bamfnr",
    "office_number": "aktenzeichenauslaenderbehoerde aktenzeichenabh azabh abhaktenzeichen auslaenderbehoerde abh",
    "household_role": "rolleimhaushalt rolle familienrolle",
    "note": "bemerkung bemerkungen notiz notizen vermerk anmerkung anmerkungen kommentar note notes remarks comment",
    "phone": "telefon tel telefonnummer telefonnr telnr telnummer fon festnetz rufnummer phone telephone phonenumber",
    "mobile": "handy mobil mobiltelefon handynummer handynr mobilnummer mobilnr mobiltel mobile cell cellphone",
    "email": "email mail emailadresse mailadresse",
    "status": "status aufenthaltsstatus aufenthaltstitel aufenthalt titel residencestatus",
    "status_since": "statusseit aufenthaltsstatusseit titelseit erteiltam",
    "status_expires": "gueltigbis statusgueltigbis aufenthaltsstatusgueltigbis aufenthaltstitelgueltigbis"
    " titelgueltigbis statusbis ablauf ablaufdatum befristetbis validuntil expires",
}
_KNOWN = {word: target for target, words in _HEADINGS.items() for word in words.split()}
_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "é": "e"})


def plain(text: str) -> str:
    """Return the letters of ``text`` in lower case, umlauts written out, without blanks and signs."""
    return re.sub(r"[^a-z]", "", text.casefold().translate(_LETTERS))


_NOT_TAKEN = frozenset({"needs"})
"""Told freely by the person herself, so never taken from a list."""


def targets() -> tuple[tuple[str, str], ...]:
    """Return every target a column can have, with its label, in the order of the form."""
    fields = [(field.name, field.label) for field in fieldsets.CLIENT.fields if field.name not in _NOT_TAKEN]
    return tuple((name, translate_marked(label)) for name, label in (*fields, *_EXTRA.items()))


def label_of(target: str) -> str:
    """Return the label of a target."""
    return dict(targets())[target]


def guess_mapping(headings: Sequence[str]) -> dict[int, str]:
    """Return column (from 0) and target for every heading that is known; the first of two equal ones wins.

    Upper case, umlauts, signs and what stands in brackets do not matter; a second telephone column is taken too.
    """
    mapping: dict[int, str] = {}
    for column, heading in enumerate(headings):
        target = _target(heading)
        if target is not None and (target in SEVERAL or target not in mapping.values()):
            mapping[column] = target
    return mapping


def _target(heading: str) -> str | None:
    if len(heading) > 60:
        return None
    bare = re.sub(r"\(.*?\)|\[.*?\]", " ", heading)
    for form in (heading, bare, *re.split(r"[/,]", bare)[:1]):
        if (found := _KNOWN.get(plain(form))) is not None:
            return found
    return None
