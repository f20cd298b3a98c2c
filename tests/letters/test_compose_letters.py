"""Values go into a letter as they are; what is missing, stale or unreviewed never slips through."""

from collections.abc import Callable, Mapping
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mfd_desktop.content.codelists import CodeLists
from mfd_desktop.domain.errors import StaleTranslation, UnknownTemplate, ValuesMissing
from mfd_desktop.domain.fields import Value
from mfd_desktop.domain.records import Office
from mfd_desktop.letters.catalogue import Letter, Letters
from mfd_desktop.letters.compose import Order, compose
from mfd_desktop.letters.hints import hints
from mfd_desktop.letters.shown import Shown, clean, isolated, long_date
from mfd_desktop.render.blocks import Columns, Document, LetterPage, PlainPage

Write = Callable[..., Document]
NAME = "محمد الاختبار"


@pytest.fixture(scope="module")
def write(
    letters: Letters, lists: CodeLists, office: Office, example: Callable[[Letter, str], dict[str, Value]], today: date
) -> Write:
    """Compose a letter from its invented values with some of them changed."""

    def writing(
        template: str, language: str = "de", changed: Mapping[str, Value] | None = None, **order: object
    ) -> Document:
        letter = letters.get(template, language)
        values = {**example(letter, language), **(changed or {})}
        return compose(letter, values, office, Order(today, language, **order), lists)  # type: ignore[arg-type]

    return writing


def test_a_missing_value_is_asked_for_by_name(write: Write) -> None:
    with pytest.raises(ValuesMissing) as refused:
        write("G14", changed={"start": None, "place": "", "person": ""})
    assert refused.value.fields == ("start", "place")
    assert refused.value.labels == ("Uhrzeit", "Ort")


def test_the_text_in_the_other_language_is_asked_for_as_well(write: Write) -> None:
    with pytest.raises(ValuesMissing) as refused:
        write("G00", "ar", {"body_other": ""})
    assert refused.value.fields == ("body_other",)


def test_a_draft_shows_a_gap_and_a_watermark(write: Write, written: Callable[[Document], str]) -> None:
    document = write("G14", changed={"start": None, "address": ""}, draft=True)
    assert "Uhrzeit: **………… Uhr" in written(document)
    assert isinstance(document.page, LetterPage)
    assert document.page.watermark == "Entwurf"
    assert write("G14").page.watermark == ""


@pytest.mark.parametrize("typed", ["{{ office }}", "{% if x %}", "{# weg #}", "{{ 7*7 }}", "<b>&amp;</b>", "**fett**"])
def test_what_was_typed_is_never_read_as_a_template(
    write: Write, written: Callable[[Document], str], typed: str
) -> None:
    assert f"[body de] {typed}\n" in written(write("G00", changed={"body": typed}))


@given(st.text(max_size=60))
def test_no_typed_text_breaks_a_letter(write: Write, typed: str) -> None:
    document = write("G00", changed={"subject": typed or "x", "body": f"a{typed}z", "address": f"{typed}\nx"})
    text = "".join(run.text for block in document.blocks for run in getattr(block, "runs", ()))
    assert not any(ord(char) < 32 and char not in "\n\t" for char in text)


def test_ten_thousand_characters_are_all_there_in_paragraphs(write: Write, written: Callable[[Document], str]) -> None:
    body = "\n\n".join(f"Absatz {number} " + "Wort " * 18 for number in range(100))
    assert len(body) > 10_000
    text = written(write("G00", changed={"body": body}))
    assert text.count("[body de] Absatz") == 100
    assert text.count("Wort") == 1800


def test_an_arabic_name_in_a_german_letter_is_set_by_itself(write: Write, written: Callable[[Document], str]) -> None:
    text = written(write("G12", changed={"client_name": NAME}))
    assert f"**⟨{NAME}⟩**, geboren am 12. März 1991" in text


def test_a_telephone_number_in_an_arabic_letter_keeps_its_order(
    write: Write, written: Callable[[Document], str]
) -> None:
    assert "**⟨0651 000000⟩**" in written(write("G14", "ar"))


def test_an_unreviewed_translation_stands_beside_german_whatever_was_asked(write: Write) -> None:
    for template in ("G00", "G02", "G12", "G14"):
        blocks = write(template, "ar", with_german=False).blocks
        assert isinstance(blocks[0], Columns)
        assert [cell[0].language for cell in blocks[0].rows[0]] == ["de", "ar"]  # type: ignore[union-attr]


def test_signatures_stand_under_german_only(write: Write) -> None:
    for block in write("G02", "ar").blocks[-3:]:
        assert getattr(block, "language", "de") == "de"
        assert not isinstance(block, Columns)


def test_a_reviewed_translation_may_stand_alone(
    folder: Path, lists: CodeLists, office: Office, example: Callable[[Letter, str], dict[str, Value]], today: date
) -> None:
    path = folder / "letters" / "G12.ar.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('reviewer = ""', 'reviewer = "Prüferin"\ndate = 2026-11-27'), encoding="utf-8")
    letter = Letters(folder).get("G12", "ar")
    alone = compose(letter, example(letter, "ar"), office, Order(today, "ar"), lists)
    assert alone.language == "ar"
    assert not any(isinstance(block, Columns) for block in alone.blocks)
    beside = compose(letter, example(letter, "ar"), office, Order(today, "ar", with_german=True), lists)
    assert isinstance(beside.blocks[0], Columns)


def test_a_stale_translation_is_printed_on_demand_only_and_marked(
    folder: Path, lists: CodeLists, office: Office, example: Callable[[Letter, str], dict[str, Value]], today: date,
    written: Callable[[Document], str],
) -> None:  # fmt: skip
    path = folder / "letters" / "G12.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("unsere Beratung in Anspruch", "unsere Hilfe in Anspruch"), encoding="utf-8")
    letter = Letters(folder).get("G12", "ar")
    with pytest.raises(StaleTranslation):
        compose(letter, example(letter, "ar"), office, Order(today, "ar", with_german=True), lists)
    marked = compose(letter, example(letter, "ar"), office, Order(today, "ar", accept_stale=True), lists)
    assert written(marked).count("[Übersetzung veraltet: Es gilt der deutsche Text.]") == 1


def test_a_letter_there_is_not_is_named_with_those_there_are(letters: Letters) -> None:
    with pytest.raises(UnknownTemplate) as refused:
        letters.get("G99")
    assert refused.value.known == ("G00", "G02", "G11", "G12", "G14")
    with pytest.raises(UnknownTemplate) as refused:
        letters.get("G14", "xx")
    assert refused.value.known == ("de", "ar")


def test_title_page_and_foot_name_nobody(write: Write) -> None:
    for template in ("G00", "G02", "G11", "G12", "G14"):
        document = write(template, our_sign="2026-0143")
        page = document.page
        said = [document.title, *(page.footer if isinstance(page, LetterPage) else (page.header, page.footer))]
        said += [page.running, page.return_line] if isinstance(page, LetterPage) else []
        assert "Testperson" not in " ".join(said)


def test_nothing_of_the_service_shows_through_the_window(write: Write) -> None:
    page = write("G14").page
    assert isinstance(page, LetterPage)
    assert "Migration" not in page.return_line
    assert len(page.address) <= 6
    long = write("G14", changed={"address": "\n".join(f"Zeile {number}" for number in range(9))}).page
    assert isinstance(long, LetterPage)
    assert long.address[-1] == "Zeile 5, Zeile 6, Zeile 7, Zeile 8"


def test_a_certificate_says_that_and_when_and_nothing_else(write: Write, written: Callable[[Document], str]) -> None:
    text = written(write("G12", changed={"start": None, "end": None, "birth_date": None, "purpose": "Z06"}))
    assert "**Amal Testperson** hat am **Freitag, 20. November 2026** unsere Beratung in Anspruch genommen." in text
    assert "Gesundheit" not in text


def test_a_sheet_of_release_has_every_field_it_must_have(write: Write, written: Callable[[Document], str]) -> None:
    changed = {"guardian": "Erfundene Mutter", "valid_until": date(2027, 6, 30), "matters_more": "Schulweg"}
    document = write("G02", changed=changed)
    assert isinstance(document.page, PlainPage)
    text = written(document)
    for said in (
        "Amal Testperson, geboren am 12. März 1991", "gesetzlich vertreten durch: Erfundene Mutter", "Maxi Muster",
        "Jobcenter Musterland, Frau Beispiel", "x wechselseitig", "o einseitig", "x Name und Kontaktdaten",
        "o Gesundheit", "x Schulweg", "Leistungen und Existenzsicherung", "freiwillig", "keine Nachteile",
        "jederzeit ohne Angabe von Gründen widerrufen", "bis zum **30. Juni 2027**", "**Arabisch**",
        "**Sami Dolmetscher**", "Ort (Musterburg), Datum", "Unterschrift der Sorgeberechtigten", "Kopie",
    ):  # fmt: skip
        assert said in text, said


def test_values_are_shown_in_the_language_of_the_letter() -> None:
    day = date(2027, 1, 15)
    assert str(Shown(day, "de")) == "15. Januar 2027"
    assert str(Shown(day, "ar")) == "15 يناير 2027"
    assert long_date(day, "prs") == long_date(day, "fa")
    assert long_date(day, "xx") == "2027-01-15"
    assert str(Shown(time(9, 5), "ar")) == "09:05"
    assert str(Shown(True, "de")) == str(Shown(None, "de")) == ""
    assert Shown("a", "de") == Shown("a", "ar") == "a"
    assert Shown(("b", "c"), "de", str.upper).parts() == ("B", "C")


def test_typed_texts_lose_what_would_turn_or_hide_others() -> None:
    assert clean("a\x01b\u202ec\u2066d\r\ne\rf\tg") == "abcd\ne\nf\tg"
    assert isolated("0651 1\n\nTestweg", "ar") == "\u20680651 1\u2069\n\n\u2068Testweg\u2069"
    assert isolated("0651 1", "de") == "0651 1"


def test_words_that_hint_at_flight_or_illness_are_found_as_typed() -> None:
    text = "Sie wurde Verfolgt und gefoltert; Diagnose PTBS. Der Verfolgte-Brief, Suche, Beratung."
    found = hints(text)
    assert found["Fluchtgründe"] == ("Verfolgt", "gefoltert", "Verfolgte-Brief")
    assert found["Gesundheit und Diagnosen"] == ("Diagnose", "PTBS")
    assert hints("Bitte um einen Kita-Platz.") == {}
