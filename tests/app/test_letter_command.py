"""The command letter: the list, a letter from values in a file, one line for whatever is wrong."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from mfd_desktop import cli

Run = Callable[..., tuple[int, str, str]]
VALUES = {
    "address": "Iwan Probe\nWeg 1\n54290 Musterburg", "day": "2027-01-15", "start": "9", "place": "Raum 4",
    "bring": ["identity", "rent"], "childcare": "bring",
}  # fmt: skip


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def running(*arguments: str | Path) -> tuple[int, str, str]:
        try:
            status = cli.main(["letter", *map(str, arguments)])
        except SystemExit as end:
            status = int(end.code or 0)
        out, err = capsys.readouterr()
        return status, out, err

    return running


@pytest.fixture
def data(tmp_path: Path) -> Callable[[object], Path]:
    def writing(content: object) -> Path:
        path = tmp_path / "values.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return path

    return writing


def text_of(pdf: Path) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    return subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout


def test_the_list_for_people_and_for_programs(run: Run) -> None:
    status, out, err = run("--list")
    assert (status, err) == (0, "")
    assert "G14  Terminzettel  (de, ar)" in out.splitlines()
    status, out, err = run("--list", "--json")
    found = {one["template"]: one for one in json.loads(out)}
    assert list(found) == ["G00", "G02", "G11", "G12", "G14"]
    assert all({"title", "languages", "review"} <= set(one) for one in found.values())
    assert found["G14"]["languages"] == ["de", "ar"]
    assert found["G14"]["translations"] == {"ar": "open"}


@pytest.mark.parametrize("template", ["G00", "G02", "G12", "G14"])
def test_the_example_of_every_letter(run: Run, tmp_path: Path, template: str) -> None:
    out = tmp_path / "de.pdf"
    assert run(template, "--lang", "de", "--example", "--out", out) == (0, f"{out}\n", "")
    assert "Amal Testperson" in text_of(out)
    status, _said, err = run(template, "--lang", "ar", "--example", "--out", tmp_path / "ar.pdf")
    assert (status, err) == (0, "Die Übersetzung ist nicht geprüft: Deutsch steht daneben.\n")
    status, _said, err = run(template, "--lang", "ar", "--with-german", "--example", "--out", tmp_path / "ar.pdf")
    assert (status, err) == (0, "")
    assert "Lesehilfe" in text_of(tmp_path / "ar.pdf")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ar.pdf", "de.pdf"]


def test_values_from_a_file(run: Run, tmp_path: Path, data: Callable[[object], Path]) -> None:
    office = {"name": "MFD Erfunden", "carrier": "Träger Erfunden", "phone": "0651 1"}
    out = tmp_path / "x.pdf"
    assert run("G14", "--lang", "de", "--data", data({**VALUES, "office": office}), "--out", out)[0] == 0
    text = text_of(out)
    for said in ("Iwan Probe", "Freitag, 15. Januar 2027", "09:00 Uhr", "Mietvertrag", "Träger Erfunden", "0651 1"):
        assert said in text


def refused(result: tuple[int, str, str], *words: str) -> None:
    status, out, err = result
    assert (status, out) == (1, "")
    assert err.count("\n") == 1
    assert "Traceback" not in err
    assert all(word in err for word in words), err


def test_what_is_wrong_is_said_in_one_line(run: Run, tmp_path: Path, data: Callable[[object], Path]) -> None:
    out = tmp_path / "x.pdf"
    incomplete = {name: value for name, value in VALUES.items() if name not in ("start", "place")}
    refused(run("G14", "--data", data(incomplete), "--out", out), "start", "place", "Uhrzeit")
    refused(run("G14", "--data", data({**VALUES, "zeit": "9"}), "--out", out), "zeit")
    refused(run("G14", "--data", data({**VALUES, "day": "31.2.2027"}), "--out", out), "day")
    refused(run("G14", "--data", data({**VALUES, "bring": ["nichts"]}), "--out", out), "bring")
    refused(run("G14", "--data", data({**VALUES, "bring": {"a": 1}}), "--out", out), "bring")
    refused(run("G14", "--data", data({**VALUES, "office": {"nmae": "x"}}), "--out", out), "office")
    refused(run("G14", "--data", data("[1]"), "--out", out), "values.json")
    refused(run("G14", "--data", data("{"), "--out", out), "values.json")
    refused(run("G14", "--data", tmp_path / "gone.json", "--out", out), "gone.json")
    refused(run("G99", "--example", "--out", out), "G99", "G00, G02, G11, G12, G14")
    refused(run("G14", "--lang", "xx", "--example", "--out", out), "xx", "de, ar")
    refused(run("G14", "--example", "--out", tmp_path / "gone" / "x.pdf"), "gone")
    assert not out.exists()


@pytest.mark.parametrize(
    "arguments",
    [(), ("G14",), ("G14", "--example"), ("G14", "--out", "x.pdf"), ("G14", "--example", "--data", "x", "--out", "y")],
)
def test_wrong_usage_is_status_2(run: Run, arguments: tuple[str, ...]) -> None:
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert "usage" in err


def test_flags_may_be_true_or_false(run: Run, tmp_path: Path, data: Callable[[object], Path]) -> None:
    values = {
        "client_name": "Amal Testperson", "birth_date": "12.03.1991", "sender": "MFD", "recipient": "Jobcenter",
        "mutual": True, "matters": "A01", "purpose": "Z02", "language": "ar",
    }  # fmt: skip
    assert run("G02", "--data", data(values), "--out", tmp_path / "x.pdf")[0] == 0
    assert "☒ wechselseitig" in " ".join(text_of(tmp_path / "x.pdf").split())
