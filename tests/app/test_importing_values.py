"""What a cell means: dates, names of countries, languages and districts, telephone numbers; the rest stays as typed."""

from datetime import date, datetime, time

import pytest

from mfd_desktop.app.importing_headings import guess_mapping, label_of, targets
from mfd_desktop.app.importing_sheet import Cell
from mfd_desktop.app.importing_values import Names, Text, as_date, as_name, as_phones, as_postcode, as_text
from mfd_desktop.content.codelists import CodeLists


@pytest.fixture(scope="module")
def names() -> Names:
    return Names(CodeLists())


def test_the_headings_of_the_manual_are_known_by_themselves() -> None:
    headings = ["Name", "Vorname", "Geburtsdatum", "Geschlecht", "Staatsangehörigkeit", "Sprache", "Telefon", "Kreis"]
    assert list(guess_mapping(headings).values()) == [
        "family_name", "given_name", "birth_date", "gender", "nationalities", "languages", "phone", "district",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("heading", "target"),
    [
        ("NACHNAME", "family_name"),
        ("Familien-Name", "family_name"),
        ("geb.", "birth_date"),
        ("Geburtstag (TT.MM.JJJJ)", "birth_date"),
        ("m/w/d", "gender"),
        ("Nationalitaet", "nationalities"),
        ("Muttersprache", "languages"),
        ("Handy-Nr.", "mobile"),
        ("E-Mail", "email"),
        ("Straße, Nr.", "street"),
        ("STRASSE", "street"),
        ("PLZ", "postcode"),
        ("Landkreis", "district"),
        ("AZR-Nummer", "azr_number"),
        ("Aktenzeichen", "bamf_number"),
        ("Aktenzeichen ABH", "office_number"),
        ("Einreise", "entry_date"),
        ("Status", "status"),
        ("gültig bis", "status_expires"),
        ("Date of birth", "birth_date"),
        ("Telefon 2", "phone"),
        ("Lieblingsfarbe", None),
        ("Sprachniveau", None),
        ("", None),
    ],
)
def test_headings_in_other_words_are_known(heading: str, target: str | None) -> None:
    assert guess_mapping([heading]).get(0) == target


def test_only_the_first_of_two_birth_dates_is_taken_but_both_telephones() -> None:
    mapping = guess_mapping(["Geburtsdatum", "geb.", "Telefon", "Telefon 2"])
    assert mapping == {0: "birth_date", 2: "phone", 3: "phone"}


def test_every_target_has_a_label_and_every_guess_is_a_target() -> None:
    from mfd_desktop.app import importing_headings

    known = {name for name, _ in targets()}
    assert set(importing_headings._HEADINGS) == known  # noqa: SLF001 - the table itself is claimed about
    assert known >= importing_headings.SEVERAL
    assert label_of("phone") == "Telefon"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (date(1990, 2, 1), "01.02.1990"),
        (datetime(1990, 2, 1, 13, 0), "01.02.1990"),  # noqa: DTZ001 - cells have no zone
        (32905, "01.02.1990"),
        (32905.0, "01.02.1990"),
        ("1.2.1990", "1.2.1990"),
        ("1. 2. 1990", "1.2.1990"),
        ("1990-02-01 00:00:00", "1990-02-01"),
        ("", ""),
        ("–", ""),
    ],
)
def test_days_are_understood(cell: Cell, text: str) -> None:
    assert as_date(cell) == Text(text)


@pytest.mark.parametrize("cell", ["ca. 1985", "1.2.", "heute", "+3", 1985, 1985.0, True, time(3, 4), "unbekannt", -5])
def test_what_is_no_day_stays_as_typed(cell: Cell) -> None:
    assert as_date(cell) == Text(as_text(cell), "no_date")


@pytest.mark.parametrize(
    ("cell", "code"),
    [("m", "m"), ("Männlich", "m"), ("Frau", "w"), ("WEIBLICH", "w"), ("divers", "d"), ("k. A.", "not_given")],
)
def test_genders_are_understood(names: Names, cell: str, code: str) -> None:
    assert names.gender(cell) == Text(code)


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("Syrien", "SY"),
        ("SYRIA", "SY"),
        ("sy", "SY"),
        ("SYR", "SY"),
        ("475", "SY"),
        (475.0, "SY"),
        (0, "DE"),
        ("Türkei", "TR"),
        ("Tuerkei", "TR"),
        ("Iran / Irak", "IR IQ"),
        ("Ukraine, Russland", "UA RU"),
        ("Bosnien und Herzegowina", "BA"),
        ("Elfenbeinküste", "CI"),
        ("Kosovo", "XK"),
        ("staatenlos", "XX"),
        ("ungeklärt", "unclear"),
        ("Palästina; Syrien", "PS SY"),
        ("", ""),
    ],
)
def test_nationalities_are_understood(names: Names, cell: Cell, codes: str) -> None:
    assert names.nationalities(cell) == Text(codes)


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("Arabisch", "ar"),
        ("Farsi", "fa"),
        ("Persisch", "fa"),
        ("Dari und Paschtu", "prs ps"),
        ("Kurmandschi", "kmr"),
        ("Ukrainian", "uk"),
        ("ckb", "ckb"),
        ("Tigrinya, Amharisch", "ti am"),
    ],
)
def test_languages_are_understood(names: Names, cell: str, codes: str) -> None:
    assert names.languages(cell) == Text(codes)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("Mainz", "07315"),
        ("Stadt Mainz", "07315"),
        (7315.0, "07315"),
        ("07315000", "07315"),
        ("Landkreis Neuwied", "07138"),
        ("Kreis Bad Kreuznach", "07133"),
        ("Trier-Saarburg", "07235"),
        ("Trier", "07211"),
        ("LK Kaiserslautern", "07335"),
        ("Kaiserslautern, Stadt", "07312"),
        ("Westerwald", "07143"),
        ("Bitburg-Prüm", "07232"),
        ("Landau", "07313"),
    ],
)
def test_districts_are_understood(names: Names, cell: Cell, code: str) -> None:
    assert names.district(cell) == Text(code)


@pytest.mark.parametrize("cell", ["Kaiserslautern", "Landkreis Mainz", "Entenhausen", "99999"])
def test_a_district_that_could_be_two_or_none_stays_as_typed(names: Names, cell: str) -> None:
    found = names.district(cell)
    assert (found.text, found.problem) == (cell, "unknown_code")


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("Duldung", "S030"),
        ("Aufenthaltsgestattung", "S002"),
        ("subsidiärer Schutz", "S012"),
        ("§ 60b AufenthG", "S031"),
        ("S070", "S070"),
        ("Niederlassungserlaubnis", "S070"),
    ],
)
def test_status_texts_are_understood(names: Names, cell: str, code: str) -> None:
    assert names.status(cell) == Text(code)


def test_half_understood_lists_stay_as_typed(names: Names) -> None:
    assert names.nationalities("Syrien, Mordor") == Text("Syrien, Mordor", "unknown_code")


def test_telephones_keep_their_text_and_numbers_get_their_zero_back() -> None:
    assert as_phones("0671/555 01 00") == (Text("0671/555 01 00"),)
    assert as_phones("0171 5550100; 06131 55501") == (Text("0171 5550100"), Text("06131 55501"))
    assert as_phones(1715550100.0) == (Text("01715550100", restored=True),)
    assert as_phones(491715550100.0) == (Text("+491715550100", restored=True),)
    assert as_phones("") == ()
    assert as_phones(date(2026, 1, 2))[0].problem == "wrong_type"


def test_postcodes_and_names_notice_the_wrong_type() -> None:
    assert as_postcode(1067.0) == Text("01067", restored=True)
    assert as_postcode(55116.0) == Text("55116")
    assert as_name(True) == Text("WAHR", "wrong_type")
    assert as_name("  Testperson\xa0 Amal ") == Text("Testperson Amal")


@pytest.mark.parametrize("heading", ["Besondere Schutzbedarfe", "Schutzbedarf", "needs"])
def test_needs_are_never_taken_from_a_list(heading: str) -> None:
    assert guess_mapping([heading]) == {}
    assert "needs" not in {name for name, _ in targets()}
