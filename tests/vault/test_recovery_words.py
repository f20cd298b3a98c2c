"""SLIP-39 sheets: vectors of the standard, and everything a tired person types."""

import itertools

import pytest
from shamir_mnemonic import combine_mnemonics

from mfd_desktop.domain.errors_keys import SheetsUnfit, SheetWrong
from mfd_desktop.vault import recovery

# Vectors 1, 2 and 4 of the standard (github.com/trezor/python-shamir-mnemonic, vectors.json; passphrase TREZOR).
ONE = (
    "shadow pistol academic always adequate wildlife fancy gross oasis cylinder mustang wrist rescue view short owner"
    " flip making coding armed"
)
TWO = (
    "shadow pistol academic acid actress prayer class unknown daughter sweater depict flip twice unkind craft early"
    " superior advocate guest smoking"
)
SECRET = "b43ceb7e57a0ea8766221624d01b0864"
SECRET_ALONE = "bb54aac4b89dc868ba37d9cc21b2cece"
ALONE = (
    "duckling enlarge academic academic agency result length solution fridge kidney coal piece deal husband erode duke"
    " ajar critical decision keyboard"
)
BROKEN = ONE.replace("armed", "arcade")


def test_a_sheet_of_the_standard_is_read_and_two_fit_together() -> None:
    first, second = recovery.read_sheet(ONE, 1), recovery.read_sheet(TWO, 2)
    assert recovery.set_number(first) == recovery.set_number(second)
    assert len(recovery.combine(first, second)) == recovery.SECRET_BYTES
    assert recovery.combine(first, second) == recovery.combine(second, first)
    assert combine_mnemonics([" ".join(first), " ".join(second)], b"TREZOR").hex() == SECRET


def test_a_sheet_of_the_standard_with_a_wrong_last_word_is_refused() -> None:
    assert combine_mnemonics([" ".join(recovery.read_sheet(ALONE, 1))], b"TREZOR").hex() == SECRET_ALONE
    with pytest.raises(SheetWrong) as caught:
        recovery.read_sheet(ALONE.replace("keyboard", "kidney"), 1)
    assert caught.value.reason == "checksum"


def test_any_two_of_three_give_the_secret_and_one_tells_nothing() -> None:
    secret = recovery.new_secret()
    sheets = recovery.split(secret)
    assert [len(sheet) for sheet in sheets] == [20, 20, 20]
    for first, second in itertools.permutations(sheets, 2):
        assert recovery.combine(first, second) == secret
    for sheet in sheets:
        with pytest.raises(SheetsUnfit) as caught:
            recovery.combine(sheet, sheet)
        assert caught.value.reason == "same"


@pytest.mark.parametrize(
    "typed",
    [
        ONE.upper(),
        "  " + ONE.replace(" ", "\n   ") + " \t",
        " ".join(f"{number}. {word}" for number, word in enumerate(ONE.split(), 1)),
        " ".join(f"{number}.{word}" for number, word in enumerate(ONE.split(), 1)),
        " ".join(f"{number}) {word}" for number, word in enumerate(ONE.split(), 1)),
        "\n".join(f"{number:2} {word.title()}" for number, word in enumerate(ONE.split(), 1)),
        " ".join(word[:4] for word in ONE.split()),
        ONE.replace(" ", ", ") + ".",
    ],
)
def test_it_does_not_matter_how_the_words_are_typed(typed: str) -> None:
    assert recovery.read_sheet(typed, 1) == tuple(ONE.split())


@pytest.mark.parametrize("sheet", [1, 2])
def test_a_word_that_is_on_no_sheet_is_named_with_its_number(sheet: int) -> None:
    with pytest.raises(SheetWrong) as caught:
        recovery.read_sheet(ONE.replace("wildlife", "wildlive"), sheet)
    error = caught.value
    assert (error.sheet, error.reason, error.number, error.word, error.meant) == (
        sheet, "word", 6, "wildlive", "wildlife",
    )  # fmt: skip
    with pytest.raises(SheetWrong) as caught:
        recovery.read_sheet(ONE.replace("gross", "gro"), sheet)
    assert caught.value.number == 8, "three letters do not tell a word"


@pytest.mark.parametrize("words", [ONE.split()[:19], [*ONE.split(), "armed"], []])
def test_too_few_or_too_many_words_are_counted(words: list[str]) -> None:
    with pytest.raises(SheetWrong) as caught:
        recovery.read_sheet(" ".join(words), 1)
    assert (caught.value.reason, caught.value.number) == ("count", len(words))


def test_a_wrong_or_exchanged_word_does_not_pass_the_checksum() -> None:
    words = ONE.split()
    for typed in (BROKEN, " ".join([words[1], words[0], *words[2:]])):
        with pytest.raises(SheetWrong) as caught:
            recovery.read_sheet(typed, 2)
        assert (caught.value.sheet, caught.value.reason) == (2, "checksum")


def test_sheets_of_two_sets_are_told_apart_by_their_numbers() -> None:
    own, other = (recovery.split(recovery.new_secret()) for _ in range(2))
    with pytest.raises(SheetsUnfit) as caught:
        recovery.combine(own[0], other[1])
    error = caught.value
    assert error.reason == "sets"
    assert (error.first_set, error.second_set) == (recovery.set_number(own[0]), recovery.set_number(other[1]))


def test_no_error_quotes_more_than_the_one_wrong_word() -> None:
    for typed in (BROKEN, ONE.replace("wildlife", "wildlive")):
        with pytest.raises(SheetWrong) as caught:
            recovery.read_sheet(typed, 1)
        said = repr(caught.value) + str(caught.value.__cause__)
        assert not any(word in said for word in ONE.split() if len(word) > 5)
