"""Reading the rule files: a broken one turns off its rules, loudly, and nothing else."""

import runpy
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from mfd_desktop.domain.errors_law import RuleNotInForce, TriggerNotOfRule, UnknownNoticeForm, UnknownRule
from mfd_desktop.law.library import RuleBook

Write = Callable[..., RuleBook]


def add(folder: Path, name: str, text: str) -> RuleBook:
    (folder / "law" / "rules" / name).write_text(text, encoding="utf-8")
    return RuleBook.load(folder)


def probe(folder: Path) -> str:
    return (folder / "law" / "rules" / "probe.toml").read_text(encoding="utf-8")


def test_a_book_knows_its_rules_and_the_state_of_the_law(written: Write) -> None:
    book = written({}, {"id": "ANDERE"})
    assert book.ids == ("ANDERE", "PROBE")
    assert "PROBE" in book
    assert "FEHLT" not in book
    assert book.state_of_law == date(2026, 8, 19)
    assert [file.id for file in book.files] == ["probe"]
    assert book.state_of(book.versions("PROBE")[0]) == date(2026, 8, 19)


def test_a_book_without_rules_has_no_state_of_the_law(law_folder: Path) -> None:
    assert RuleBook.load(law_folder).state_of_law is None


def test_an_unknown_rule_is_refused_with_those_called_alike(written: Write) -> None:
    book = written({"id": "KLAGE_ASYL_2W"})
    with pytest.raises(UnknownRule) as error:
        book.versions("KLAGE_ASYL_3W")
    assert error.value.known == ("KLAGE_ASYL_2W",)
    with pytest.raises(UnknownRule) as nothing:
        book.versions("XYZ")
    assert nothing.value.known == ()


def test_find_takes_law_and_day(written: Write) -> None:
    old = {"regime": "ALT", "cut_off": "procedure"}
    book = written(
        {**old, "version": 1, "valid_until": date(2024, 12, 31)},
        {**old, "version": 2, "valid_from": date(2025, 1, 1)},
        {"id": "IMMER"},
    )
    assert book.find("PROBE", "ALT").version == 2
    assert book.find("PROBE", "ALT", date(2024, 12, 31)).version == 1
    assert book.find("IMMER", "NEU").id == "IMMER"
    with pytest.raises(UnknownRule) as error:
        book.find("PROBE", "NEU")
    assert error.value.known == ("ALT",)
    with pytest.raises(RuleNotInForce):
        written({"valid_until": date(2024, 12, 31)}).find("PROBE", "-", date(2025, 1, 1))


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('kind = "loss"', 'kind = "lost"', "$.rules[0].kind"),
        ('triggers = ["@notice"]', 'triggers = ["POST"]', "PROBE.triggers"),
        ('regime = "-"', 'regime = "ALT"', "PROBE.cut_off"),
        ('regime = "-"', 'regime = "-"\ncut_off = "procedure"', "PROBE.cut_off"),
        ('title = "Probe"', "title = ", "$"),
    ],
)
def test_a_broken_file_turns_off_its_rules_and_nothing_else(
    written: Write, law_folder: Path, old: str, new: str, place: str
) -> None:
    written({})
    good = probe(law_folder)
    book = add(
        law_folder, "broken.toml", good.replace('"PROBE"', '"BROKEN"').replace(old, new, 1).replace("PROBE.", "")
    )
    assert book.ids == ("PROBE",)
    (problem,) = book.problems
    assert problem.file == "broken.toml"
    assert problem.place.replace("BROKEN", "PROBE") == place
    assert problem.reason or place == "PROBE.cut_off"


def test_a_version_that_stands_in_two_files_is_taken_once(written: Write, law_folder: Path) -> None:
    written({})
    book = add(law_folder, "twice.toml", probe(law_folder))
    assert [problem.file for problem in book.problems] == ["twice.toml"]
    assert len(book.versions("PROBE")) == 1


@pytest.mark.parametrize("name", ["triggers.toml", "notice_forms.toml", "cut_offs.toml"])
def test_without_its_words_no_rule_is_used(written: Write, law_folder: Path, name: str) -> None:
    written({})
    (law_folder / "law" / name).write_text("oops", encoding="utf-8")
    book = RuleBook.load(law_folder)
    assert (book.ids, [problem.file for problem in book.problems]) == ((), [name])


def test_a_missing_folder_is_a_problem_and_no_crash(tmp_path: Path) -> None:
    assert len(RuleBook.load(tmp_path).problems) == 3


def test_counterparts_are_known_both_ways(written: Write) -> None:
    old = {"regime": "ALT", "cut_off": "procedure", "id": "A", "counterpart": "B"}
    book = written(old, {"regime": "NEU", "cut_off": "procedure", "id": "B"})
    assert (book.counterparts("A"), book.counterparts("B"), book.counterparts("C")) == (("B",), ("A",), ())


def test_the_kind_of_trigger_is_taken_only_where_nothing_is_guessed(written: Write) -> None:
    book = written({}, {"id": "GEBURTEN", "triggers": ["GEBURT"]}, {"id": "ZWEI", "triggers": ["GEBURT", "ANTRAG"]})
    assert book.only_kind("GEBURTEN", "") == "GEBURT"
    assert book.only_kind("GEBURTEN", "PZU_EINLEGUNG") == "GEBURT"
    assert book.only_kind("PROBE", "PZU_EINLEGUNG") == "ZUSTELLUNG"
    assert book.only_kind("PROBE", "EINWURF_EINSCHREIBEN") == "ZUGANG_NACHGEWIESEN"
    for rule, form in (("PROBE", ""), ("PROBE", "EINFACHER_BRIEF"), ("ZWEI", "")):
        with pytest.raises(TriggerNotOfRule) as error:
            book.only_kind(rule, form)
        assert len(error.value.known) > 1
    with pytest.raises(UnknownNoticeForm):
        book.only_kind("PROBE", "BRIEF")


def test_the_check_of_the_rules_ends_with_its_status(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["check", str(tmp_path)])
    monkeypatch.delitem(sys.modules, "mfd_desktop.law.check", raising=False)
    with pytest.raises(SystemExit) as caught:
        runpy.run_module("mfd_desktop.law.check", run_name="__main__")
    assert caught.value.code == 1
