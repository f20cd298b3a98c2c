"""The shipped code lists, as the program sees them, in both languages."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from mfd_desktop.content.check import REQUIRED
from mfd_desktop.content.codelists import CodeLists, collation_key
from mfd_desktop.content.errors import ContentError
from mfd_desktop.content.extract import content_messages
from mfd_desktop.content.i18n import Language, placeholders, set_language
from mfd_desktop.content.paths import translations_path

# Codes of CLDR that are not in ISO 3166-1: exceptional reservations, pseudo-locales, groups of countries.
NOT_COUNTRIES = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}
PO = translations_path() / "en" / "LC_MESSAGES" / "content.po"


@pytest.fixture(scope="module")
def catalogues(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Compile the catalogue of the data files, which a fresh checkout does not have."""
    root = tmp_path_factory.mktemp("translations")
    buffer = io.BytesIO()
    with PO.open("rb") as file:
        write_mo(buffer, read_po(file, locale="en"))
    (root / "en" / "LC_MESSAGES").mkdir(parents=True)
    (root / "en" / "LC_MESSAGES" / "content.mo").write_bytes(buffer.getvalue())
    return root


@pytest.fixture(autouse=True)
def _german_again() -> Iterator[None]:
    yield
    set_language("de")


@pytest.fixture
def lists() -> CodeLists:
    return CodeLists()


@pytest.mark.parametrize(
    ("list_id", "number"),
    [
        ("residence_status", 44),
        ("status_groups", 17),
        ("person_groups", 10),
        ("needs", 15),
        ("referral_targets", 28),
        ("activities", 18 + 3),  # and quality work
        ("topics", 18),
        ("contact_forms", 5),
        ("channels", 9),
        ("access_ways", 8),
        ("results", 10),
        ("phases", 6),
        ("age_groups", 8),
        ("genders", 4),
        ("interpreting", 7),
        ("districts", 36 + 2),  # and outside, unknown
        ("laender", 16),
        ("regimes", 3),
        ("levels", 2),
    ],
)
def test_the_lists_have_the_size_the_domain_gives_them(lists: CodeLists, list_id: str, number: int) -> None:
    assert len(lists.codes(list_id)) == number


def test_every_country_of_iso_3166_is_a_nationality(lists: CodeLists) -> None:
    countries = {code for code in Locale("de").territories if len(code) == 2 and code.isalpha()}
    assert set(lists.codes("nationalities")) == countries - NOT_COUNTRIES | {"XX", "unclear", "not_given"}
    assert len(countries - NOT_COUNTRIES) == 250, "249 of ISO 3166-1 and Kosovo"


def test_the_languages_of_the_offices_come_first(lists: CodeLists) -> None:
    first = "de en fr ar fa prs ps ku kmr ckb tr uk ru so ti am sq sr bs hr mk bg ro pl ka hy az ur hi bn pa zh"
    codes = [code for code, _label in lists.choices("languages")]
    assert codes[:32] == first.split()
    assert len(codes) == len(set(codes)) > 500
    assert {"gsg", "sgn", "other", "not_given", "cs", "hu", "aii", "zza"} <= set(codes)
    assert not {"la", "tlh", "egy", "und", "zxx", "de_AT"} & set(codes)


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_label_is_there_and_tells_its_code_apart(lists: CodeLists, catalogues: Path, language: Language) -> None:
    set_language(language, catalogues)
    for list_id in REQUIRED:
        for parent in (None, *lists.codes(list_id)):
            choices = lists.choices(list_id, parent)
            assert [code for code, label in choices if not label or label == code] == []
            assert len({label for _code, label in choices}) == len(choices), (list_id, parent)


def test_labels_follow_the_interface_language(lists: CodeLists, catalogues: Path) -> None:
    assert lists.label("topics", "T05") == "Existenzsicherung, Sozialrecht"
    assert lists.label("topics", "T05.5") == "Wohngeld"
    assert lists.label("nationalities", "SY") == "Syrien"
    assert lists.label("nationalities", "XX") == "Staatenlos"
    assert lists.label("languages", "uk") == "Ukrainisch"
    assert lists.label("languages", "prs") == "Dari"
    assert lists.label("languages", "kmr") == "Kurmandschi (Nordkurdisch)"
    set_language("en", catalogues)
    assert lists.label("topics", "T05") == "Livelihood, social law"
    assert lists.label("nationalities", "SY") == "Syria"
    assert lists.label("languages", "uk") == "Ukrainian"
    assert lists.label("languages", "kmr") == "Kurmanji (Northern Kurdish)"


def test_an_unknown_code_is_its_own_label(lists: CodeLists) -> None:
    assert lists.label("topics", "T99") == "T99"


def test_an_unknown_list_is_an_error(lists: CodeLists) -> None:
    with pytest.raises(ContentError, match=r"moods\.toml: \$: No such file"):
        lists.get("moods")


def test_a_list_is_read_once(lists: CodeLists) -> None:
    assert lists.get("topics") is lists.get("topics")


def test_sub_topics_are_offered_below_their_topic(lists: CodeLists) -> None:
    assert lists.choices("topics")[0] == ("T01", "Asylverfahren")
    assert lists.codes("topics", "T07") == ("T07.1", "T07.2", "T07.3")
    assert lists.choices("topics", "T07")[1] == ("T07.2", "Anpassungsmaßnahme")
    assert lists.choices("topics", "T03") == ()


def test_others_are_sorted_by_label_as_germans_look_them_up(lists: CodeLists) -> None:
    labels = [label for _code, label in lists.choices("nationalities")]
    common = sum(code.common for code in lists.get("nationalities").codes)
    assert labels[:3] == ["Deutschland", "Syrien", "Afghanistan"]
    assert labels[common - 1] == "Keine Angabe"
    others = labels[common:]
    assert others.index("Österreich") < others.index("Panama")
    assert others == sorted(others, key=collation_key)
    assert sorted(["Zypern", "Österreich", "Oman", "Straße", "Strasse", "Ägypten"], key=collation_key) == [
        "Ägypten",
        "Oman",
        "Österreich",
        "Strasse",
        "Straße",
        "Zypern",
    ]


@pytest.mark.parametrize(
    ("status", "status_group", "person_group"),
    [
        ("S002", "asylum_procedure", "P1"),
        ("S012", "protection", "P2"),
        ("S032", "toleration", "P3"),
        ("S035", "obliged_to_leave", "P3"),
        ("S022", "right_to_stay", "P6"),
        ("S080", "eu", "P5"),
        ("S090", "late_repatriate", "P7"),
        ("S091", "german", "P8"),
        ("S098", "no_status", "P4"),
        ("S099", "unknown", "unknown"),
        ("S777", None, "unknown"),
    ],
)
def test_the_person_group_follows_from_the_status(
    lists: CodeLists, status: str, status_group: str | None, person_group: str
) -> None:
    assert lists.status_group_of(status) == status_group
    assert lists.person_group_of(status) == person_group


def test_the_level_of_a_case_names_the_form_of_its_contacts(lists: CodeLists) -> None:
    assert {code.code: code.group for code in lists.get("levels").codes} == {
        "ACCOMPANIMENT": "F2",
        "CASE_MANAGEMENT": "F3",
    }


def test_the_english_catalogue_is_complete_and_keeps_the_placeholders() -> None:
    with PO.open("rb") as file:
        catalog = read_po(file, locale="en")
    texts = {text for text, _location in content_messages()}
    assert texts <= {message.id for message in catalog if message.id}
    for text in texts:
        message = catalog.get(text)
        assert message is not None
        assert isinstance(message.string, str)
        assert message.string.strip(), text
        assert not message.fuzzy
        assert placeholders(message.string) == placeholders(text)


def test_texts_name_the_file_they_stand_in() -> None:
    found = list(content_messages())
    assert ("Sucht", "resources/codelists/topics.toml") in found
    assert ("Beratungsthemen", "resources/codelists/topics.toml") in found
    assert found == list(content_messages())
