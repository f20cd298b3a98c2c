"""The ways a notice can arrive as a counsellor sees them, and which days each of them asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from mfd_desktop.content.i18n import N_


@dataclass(frozen=True, slots=True)
class Way:
    """Ways of delivery that look alike: the label, and (code of ``notice_forms``, what tells them apart)."""

    code: str
    label: str
    forms: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class AskedDay:
    """A day that a way of delivery asks for: the field, what it is called here and where it stands."""

    field: str
    label: str
    help: str


WAYS: Final = (
    Way("PZU", N_("1  Gelber Umschlag"), (
        ("PZU_EINLEGUNG", N_("1  in den Briefkasten gelegt")),
        ("PZU_UEBERGABE", N_("2  der Person selbst übergeben")),
        ("PZU_ERSATZ", N_("3  jemand anderem übergeben")),
        ("PZU_NIEDERLEGUNG", N_("4  bei der Post niedergelegt")),
    )),
    Way("LETTER", N_("2  Einfacher Brief"), (
        ("EINFACHER_BRIEF", N_("1  mit der Post")),
        ("EINFACHER_BRIEF_BEKANNT", N_("2  Tag der Bekanntgabe steht schon fest")),
    )),
    Way("REGISTERED", N_("3  Einschreiben"), (
        ("EINSCHREIBEN_UEBERGABE", N_("1  übergeben, ohne Karte")),
        ("EINSCHREIBEN_RUECKSCHEIN", N_("2  mit Rückschein, Karte unterschrieben")),
        ("EINWURF_EINSCHREIBEN", N_("3  in den Briefkasten, ohne Unterschrift")),
    )),
    Way("CENTRE", N_("4  In der AfA"), (
        ("AE_AUSHAENDIGUNG", N_("1  ausgehändigt")),
        ("AE_FIKTION", N_("2  nicht rechtzeitig ausgehändigt")),
    )),
    Way("PORTAL", N_("5  Elektronisch, Portal"), (
        ("ELEKTRONISCH", N_("1  E-Mail, De-Mail oder besonderes Postfach")),
        ("PORTAL_VWVFG_41_2A", N_("2  aus einem Portal abgerufen")),
        ("PORTAL_SGBX_37_2A", N_("3  Sozialportal, Nachricht über die Bereitstellung")),
        ("OZG_POSTFACH", N_("4  Postfach im Nutzerkonto (BundID)")),
    )),
    Way("HAND", N_("6  Persönlich"), (
        ("PERSOENLICH", N_("1  ausgehändigt")),
        ("MUENDLICH", N_("2  mündlich eröffnet")),
    )),
    Way("LAWYER", N_("7  Anwältin, Anwalt"), (
        ("EB", N_("1  mit Empfangsbekenntnis")),
        ("BEVOLLMAECHTIGT", N_("2  auf anderem Weg, oder an beide")),
    )),
    Way("RETURNED", N_("8  Unzustellbar (§ 10 II)"), (("UNZUSTELLBAR_10_2", ""),)),
    Way("PUBLIC", N_("9  Öffentlich ausgehängt"), (("OEFFENTLICHE_ZUSTELLUNG", ""),)),
    Way("ABROAD", N_("0  Post ins Ausland"), (
        ("AUSLAND_7T", N_("1  kein Zustellungsbevollmächtigter benannt")),
        ("EINFACHER_BRIEF_AUSLAND_AO", N_("2  Familienkasse (Abgabenordnung)")),
    )),
)  # fmt: skip
"""The number at the beginning of a label is the key that takes it."""

_IN_HAND: Final = AskedDay(
    "received", N_("In der Hand seit"), N_("Der Tag, an dem die Person den Bescheid wirklich bekam, falls bekannt")
)
_POSTED: Final = AskedDay(
    "posted",
    N_("Zur Post gegeben am"),
    N_("Poststempel oder Vermerk „Aufgabe zur Post“; nicht das Datum des Bescheids"),
)
_YELLOW: Final = AskedDay(
    "delivered",
    N_("Datum auf dem gelben Umschlag"),
    N_("Von Hand eingetragen, über der Unterschrift; auch ein Samstag zählt"),
)
_LETTER: Final = (_POSTED, _IN_HAND)
_SEEN: Final = AskedDay("received", N_("Gelesen am"), N_("Falls bekannt"))

DAYS: Final[dict[str, tuple[AskedDay, ...]]] = {
    "PZU_UEBERGABE": (_YELLOW,),
    "PZU_ERSATZ": (_YELLOW, _IN_HAND),
    "PZU_EINLEGUNG": (_YELLOW, _IN_HAND),
    "PZU_NIEDERLEGUNG": (
        AskedDay("delivered", N_("Datum der Mitteilung über die Niederlegung"),
                 N_("Auf dem Zettel im Briefkasten oder an der Tür; nicht der Tag der Abholung")),
        AskedDay("received", N_("Abgeholt am"), N_("Falls bekannt")),
    ),
    "EINFACHER_BRIEF": _LETTER,
    "EINFACHER_BRIEF_BEKANNT": (
        AskedDay("delivered", N_("Bekannt gegeben am"), N_("Der Tag, der schon feststeht")),
    ),
    "EINSCHREIBEN_UEBERGABE": _LETTER,
    "EINSCHREIBEN_RUECKSCHEIN": (
        AskedDay("delivered", N_("Datum auf dem Rückschein"), N_("Der Tag der Unterschrift auf der Karte")),
    ),
    "EINWURF_EINSCHREIBEN": (
        AskedDay("delivered", N_("Nachweislich angekommen am"), N_("Der Tag, an dem der Brief wirklich da war")),
    ),
    "AE_AUSHAENDIGUNG": (
        AskedDay("delivered", N_("Ausgehändigt am"), N_("Spalte „ausgehändigt“ der Postliste")),
        AskedDay("posted", N_("Bei der Einrichtung eingegangen am"),
                 N_("Spalte „Eingang“ der Postliste; die Frist kann von ihm an laufen")),
    ),
    "AE_FIKTION": (
        AskedDay("posted", N_("Bei der Einrichtung eingegangen am"), N_("Spalte „Eingang“ der Postliste")),
        _IN_HAND,
    ),
    "ELEKTRONISCH": (AskedDay("posted", N_("Abgesendet am"), N_("Datum der Nachricht")), _SEEN),
    "PORTAL_VWVFG_41_2A": (
        AskedDay("delivered", N_("Abgerufen am"), N_("Der Tag, an dem der Bescheid zum ersten Mal geöffnet wurde")),
    ),
    "PORTAL_SGBX_37_2A": (
        AskedDay("posted", N_("Benachrichtigung abgesendet am"), N_("Datum der Nachricht über den Bescheid")),
        AskedDay("received", N_("Abgerufen am"), N_("Falls bekannt")),
    ),
    "OZG_POSTFACH": (AskedDay("posted", N_("Bereitgestellt am"), N_("Datum im Postfach des Nutzerkontos")), _SEEN),
    "PERSOENLICH": (AskedDay("delivered", N_("Ausgehändigt am"), N_("Der Tag der Übergabe")),),
    "MUENDLICH": (
        AskedDay("delivered", N_("Mündlich eröffnet am"), N_("Eine schriftliche Bestätigung verlangen")),
    ),
    "EB": (AskedDay("delivered", N_("Datum im Empfangsbekenntnis"), N_("In der Kanzlei erfragen")),),
    "BEVOLLMAECHTIGT": (
        AskedDay("delivered", N_("Angekommen am, das frühere der beiden Daten"),
                 N_("In der Kanzlei oder bei der Person, je nachdem, was früher war")),
    ),
    "UNZUSTELLBAR_10_2": (_POSTED, _IN_HAND),
    "OEFFENTLICHE_ZUSTELLUNG": (
        AskedDay("posted", N_("Ausgehängt am"), N_("Der Tag der Bekanntmachung, nicht der Abnahme")),
    ),
    "AUSLAND_7T": _LETTER,
    "EINFACHER_BRIEF_AUSLAND_AO": _LETTER,
}  # fmt: skip
"""The first day is the one that counts and has to be given."""


def way_of(form: str) -> Way | None:
    """Return the way that a form of delivery, or the code of a way itself, belongs to."""
    for way in WAYS:
        if form == way.code or form in dict(way.forms):
            return way
    return None
