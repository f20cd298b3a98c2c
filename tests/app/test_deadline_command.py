"""The command deadline: one deadline with reasons, the list, worked examples; one sentence for bad input."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mfd_desktop import cli

Run = Callable[..., tuple[int, str, str]]

CASES = Path(__file__).parents[1] / "data" / "deadline_cases.csv"
HEAD = "id,rule,regime,trigger_kind,trigger_date,notice_form,expected_effective_date,expected_deadline,land"
KEYS = {
    *("rule", "version", "regime", "trigger", "effective", "due", "safe_due", "readings", "reasons", "warnings"),
    *("review", "confidence", "kind", "state_of_law", "steps"),
}


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def running(*arguments: str | Path) -> tuple[int, str, str]:
        try:
            status = cli.main(["deadline", *map(str, arguments)])
        except SystemExit as end:
            status = int(end.code or 0)
        out, err = capsys.readouterr()
        return status, out, err

    return running


LETTER = (
    *("WIDERSPRUCH_SGG_1M", "--trigger", "2026-11-10"),
    *("--trigger-kind", "AUFGABE_ZUR_POST", "--notice", "EINFACHER_BRIEF"),
)


def test_one_deadline_for_people(run: Run) -> None:
    status, out, err = run(*LETTER)
    assert (status, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "Ergebnis"
    assert "  Letzter Tag: Mo 14.12.2026." in lines
    assert "So ist gerechnet" in lines
    assert any("4 Tage danach gilt der Bescheid als zugegangen: Sa 14.11.2026" in line for line in lines)
    assert any(line.startswith("  Regel WIDERSPRUCH_SGG_1M, Fassung 1") for line in lines)


def test_one_deadline_for_programs(run: Run) -> None:
    status, out, err = run(*LETTER, "--json", "--received", "11.11.2026")
    assert (status, err) == (0, "")
    found: dict[str, Any] = json.loads(out)
    assert set(found) >= KEYS
    assert (found["trigger"], found["effective"], found["due"]) == ("2026-11-10", "2026-11-14", "2026-12-14")
    assert found["safe_due"] == "2026-12-11", "the day after its arrival by the law, three days earlier by hand"
    assert [one["name"] for one in found["readings"]] == ["standard", "receipt"]
    assert found["reasons"]
    assert all(isinstance(warning, str) for warning in found["warnings"])
    assert any("Rechtsbehelfsbelehrung im Bescheid geht vor" in warning for warning in found["warnings"])


def test_codes_may_be_typed_small_and_days_in_german(run: Run) -> None:
    small = ["widerspruch_sgg_1m", "--trigger", "10.11.2026", *(word.lower() for word in LETTER[3:])]
    assert run(*small) == run(*LETTER)


def test_land_variant_regime_and_instruction_are_passed_on(run: Run) -> None:
    day = ("WIDERSPRUCH_VWGO_1M", "--trigger", "2026-05-04", "--trigger-kind", "BEKANNTGABE", "--json")
    assert json.loads(run(*day)[1])["due"] == "2026-06-05", "Fronleichnam in RP"
    assert json.loads(run(*day, "--land", "be")[1])["due"] == "2026-06-04"
    earlier = json.loads(run(*day, "--instructed", "2026-06-01", "--regime", "neu")[1])
    assert earlier["safe_due"] == "2026-06-01"


def test_the_only_kind_of_trigger_need_not_be_named(run: Run) -> None:
    assert run("GEBURT_TITELANTRAG_6M", "--trigger", "2026-09-16")[0] == 0
    status, out, err = run("WIDERSPRUCH_SGG_1M", "--trigger", "2026-11-10")
    assert (status, out) == (1, "")
    assert err.startswith("Womit beginnt die Frist WIDERSPRUCH_SGG_1M?")
    assert "AUFGABE_ZUR_POST" in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("XXX", "--trigger", "2026-11-10"), "gibt es nicht"),
        ((*LETTER[:3], "--trigger-kind", "POST"), "AUFGABE_ZUR_POST"),
        ((*LETTER[:5], "--notice", "TAUBE"), "EINFACHER_BRIEF"),
        (LETTER[:5], "Zustellart"),
        ((*LETTER, "--land", "XX"), "RP"),
        ((*LETTER, "--variant", "anders"), "Varianten"),
        ((*LETTER, "--regime", "MITTE"), "ALT, NEU"),
        ((*LETTER, "--posted", "2026-11-09"), "Zwei Tage der Aufgabe zur Post"),
        ((*LETTER, "--received", "2026-11-09"), "Das kann nicht stimmen"),
        (("WIDERSPRUCH_SGG_1M", "--trigger", "2999-01-01", "--trigger-kind", "BEKANNTGABE"), "nach dem heutigen Tag"),
        (("TITEL_VERLAENGERUNG_VOR_ABLAUF", "--trigger", "9999-12-31"), "1900 bis 2200"),
        (("WIDERSPRUCH_SGG_1M", "--trigger", "31.02.2026", "--trigger-kind", "BEKANNTGABE"), "ist kein Datum"),
        (("WIDERSPRUCH_SGG_1M", "--trigger", "2026-11-10", "--trigger-kind", "GEBURT"), "beginnt nicht mit GEBURT"),
    ],
)
def test_bad_input_is_refused_in_one_sentence(run: Run, arguments: tuple[str, ...], said: str) -> None:
    status, out, err = run(*arguments)
    assert (status, out) == (1, "")
    assert len(err.splitlines()) == 1
    assert said in err


@pytest.mark.parametrize("arguments", [(), ("KLAGE_SGG_1M",), ("--list", "--cases", "x.csv")])
def test_usage(run: Run, arguments: tuple[str, ...]) -> None:
    assert run(*arguments)[0] == 2


def test_the_list_for_people_and_for_programs(run: Run) -> None:
    status, out, err = run("--list")
    assert (status, err) == (0, "")
    assert any(line.startswith("WIDERSPRUCH_SGG_1M  -  ") for line in out.splitlines())
    found = json.loads(run("--list", "--json")[1])
    assert all({"rule", "regime", "legal_basis", "kind", "review"} <= set(one) for one in found)
    assert len(found) == len(out.splitlines())


def test_a_broken_rule_file_is_named_and_the_rest_works(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import shutil

    from mfd_desktop.content.paths import resource_path
    from mfd_desktop.law import library

    shutil.copytree(resource_path("law"), tmp_path / "law")
    (tmp_path / "law" / "rules" / "residence.toml").write_text("id = 7", encoding="utf-8")
    monkeypatch.setattr(library, "resource_path", lambda: tmp_path)
    status, out, err = run(*LETTER)
    assert status == 0
    assert "Mo 14.12.2026" in out
    assert "residence.toml kann nicht benutzt werden" in err
    assert run("GEBURT_TITELANTRAG_6M", "--trigger", "2026-09-16")[0] == 1


def test_all_worked_examples_come_out(run: Run) -> None:
    status, out, err = run("--cases", CASES)
    assert (status, out, err) == (0, "84 Beispiele nachgerechnet, 84 stimmen, 0 weichen ab.\n", "")


@pytest.fixture
def cases(tmp_path: Path) -> Callable[..., Path]:
    def write(*lines: str, head: str = HEAD) -> Path:
        path = tmp_path / "cases.csv"
        path.write_text("\n".join((head, *lines)) + "\n", encoding="utf-8")
        return path

    return write


GOOD = "A1,WIDERSPRUCH_SGG_1M,-,AUFGABE_ZUR_POST,2026-11-10,EINFACHER_BRIEF,2026-11-14,2026-12-14,RP"


def test_every_example_that_differs_is_named(run: Run, cases: Callable[..., Path]) -> None:
    wrong = GOOD.replace("A1", "A2").replace("2026-11-14", "2026-11-13").replace("2026-12-14", "2026-12-15")
    status, out, _err = run("--cases", cases(GOOD, wrong, GOOD.replace("WIDERSPRUCH_SGG_1M", "NICHTS"), GOOD + ",x"))
    assert status == 1
    first, second, last = out.splitlines()
    assert first == (
        "A2 (WIDERSPRUCH_SGG_1M): wirksam 2026-11-14, erwartet 2026-11-13; Frist 2026-12-14, erwartet 2026-12-15"
    )
    assert second.startswith("A1 (NICHTS): Eine Fristregel „NICHTS“ gibt es nicht.")
    assert last == "4 Beispiele nachgerechnet, 2 stimmen, 2 weichen ab."


def test_empty_days_are_not_compared_and_wrong_ones_are_named(run: Run, cases: Callable[..., Path]) -> None:
    empty = GOOD.replace("2026-11-14", "").replace("2026-12-14", "").replace(",RP", ",")
    assert run("--cases", cases(empty))[0] == 0
    status, out, _err = run("--cases", cases(GOOD.replace("A1", "").replace("2026-11-10", "gestern")))
    assert (status, out.splitlines()[0]) == (1, "cases.csv:2 (WIDERSPRUCH_SGG_1M): ein Datum ist keins")
    benefit = "B,KINDERGELD_RUECKWIRKUNG_6M,-,ANTRAGSEINGANG,2026-11-22,-,2026-05-01,2026-11-30,RP"
    assert "Frist –, erwartet 2026-11-30" in run("--cases", cases(benefit))[1]


def test_files_that_are_no_examples_are_refused(run: Run, cases: Callable[..., Path], tmp_path: Path) -> None:
    assert "kann nicht gelesen werden" in run("--cases", tmp_path / "fehlt.csv")[2]
    assert "trigger_kind" in run("--cases", cases(head="id,rule"))[2]
    binary = tmp_path / "b.csv"
    binary.write_bytes(b"\xff\xfe\x00")
    assert run("--cases", binary)[0] == 1
    huge = cases('A,"' + "x" * 140_000)
    assert "nicht vollständig" in run("--cases", huge)[2]
