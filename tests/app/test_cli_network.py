"""statistics submit and aggregate: what they do, what they leave, their exit status."""

import io
import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mfd_desktop import cli
from mfd_desktop.app.delivering import deliver_outbox
from mfd_desktop.app.network import create_network, join_network, look_at_network
from mfd_desktop.app.network_desks import approve, known_desks, read_members
from mfd_desktop.app.session import Session, open_session
from mfd_desktop.domain import clock as clocks
from mfd_desktop.domain.clock import FixedClock

Run = Callable[..., tuple[int, str, str]]
PASSPHRASE = "Probe-Tresor-2026"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], clock: FixedClock) -> Run:
    def running(*arguments: str | Path) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(PASSPHRASE.encode() + b"\n"), "utf-8"))
        monkeypatch.setattr(clocks, "SystemClock", lambda: clock)
        status = cli.main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return status, out, err

    return running


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "shared"
    found.mkdir()
    return found


@pytest.fixture
def coordinator(another_session: Callable[[str], Session], folder: Path) -> Path:
    session = another_session("coordinator")
    create_network(session, folder, "Verbund Probe", "Koordination Probe")
    session.close()
    return session.folder


@pytest.fixture
def two_desks(
    session: Session, another_session: Callable[[str], Session], coordinator: Path, folder: Path, run: Run
) -> tuple[Path, Path]:
    """Two vaults that were let in, and a coordinator; all closed."""
    desks = (session, another_session("second"))
    for desk in desks:
        join_network(desk, look_at_network(folder))
        deliver_outbox(desk)
        desk.close()
    opened = open_session(coordinator, PASSPHRASE, clock=session.clock)
    for known in known_desks(read_members(opened)):
        approve(opened, known.desk)
    deliver_outbox(opened)
    opened.close()
    return desks[0].folder, desks[1].folder


def test_from_two_desks_to_the_sum(
    run: Run, two_desks: tuple[Path, Path], coordinator: Path, folder: Path, tmp_path: Path
) -> None:
    for vault in two_desks:
        status, out, err = run("statistics", "submit", "--vault", vault, "--period", "2026-Q3", "--folder", folder)
        assert (status, err) == (0, "")
        assert "Version 1" in out
    (path, _other) = sorted(folder.rglob("contributions/**/*.json"))
    shutil.copy(path, path.with_name(path.stem + " (conflicted copy).json"))
    out_file = tmp_path / "land.json"
    arguments = ("aggregate", "--vault", coordinator, "--folder", folder, "--period", "2026-Q3", "--out", out_file)
    status, out, err = run(*arguments)
    assert status == 0
    assert "2 Meldungen gezählt" in out
    assert "conflicted copy" in err
    found = json.loads(out_file.read_bytes())
    assert found["period"] == "2026-Q3"
    assert found["desks_counted"] == 2
    assert len(found["skipped"]) == 1
    assert found["skipped"][0]["file"].endswith("(conflicted copy).json")
    assert found["skipped"][0]["reason"]
    assert found["tables"]
    assert len(list(folder.rglob("receipts/**/*.json"))) == 2
    for ending in ("xlsx", "csv", "pdf"):
        out_file = tmp_path / f"land.{ending}"
        assert run(*arguments[:-1], out_file)[0] == 0
        assert out_file.stat().st_size > 500


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such names")
def test_no_name_of_a_file_stops_the_sum(
    run: Run, two_desks: tuple[Path, Path], coordinator: Path, folder: Path, tmp_path: Path
) -> None:
    assert run("statistics", "submit", "--vault", two_desks[0], "--period", "2026-Q3", "--folder", folder)[0] == 0
    place = os.fsencode(folder / "contributions" / "2026-Q3")
    for name in (b"\xff.json", "Haus „Rhein“ – O\u0308l\n\x1b[31m.json".encode(), "資料 📷.json".encode()):
        Path(os.fsdecode(os.path.join(place, name))).touch()  # noqa: PTH118 - bytes
    for ending in ("json", "xlsx", "csv", "pdf"):
        out_file = tmp_path / f"land.{ending}"
        status, out, err = run(
            "aggregate", "--vault", coordinator, "--folder", folder, "--period", "2026-Q3", "--out", out_file
        )
        assert status == 0, err
        assert "1 Meldung gezählt, 1 Stelle fehlt." in out
        assert err.count("\n") == 3
        assert "\x1b" not in err
    skipped = [found["file"] for found in json.loads((tmp_path / "land.json").read_bytes())["skipped"]]
    assert "contributions/2026-Q3/Haus „Rhein“ – Öl\\u000a\\u001b[31m.json" in skipped
    assert "contributions/2026-Q3/\\udcff.json" in skipped


def test_reporting_twice_changes_nothing(run: Run, two_desks: tuple[Path, Path], folder: Path) -> None:
    arguments = ("statistics", "submit", "--vault", two_desks[0], "--period", "2026-Q3", "--folder", folder)
    assert run(*arguments)[0] == 0
    assert run(*arguments)[0] == 0
    assert len(list(folder.rglob("contributions/**/*.json"))) == 1


@pytest.mark.parametrize("damage", ["missing", "empty"])
def test_a_folder_that_is_away_is_status_1_and_the_contribution_waits(
    run: Run, two_desks: tuple[Path, Path], folder: Path, tmp_path: Path, damage: str
) -> None:
    shutil.move(folder, tmp_path / "away")
    if damage == "empty":
        folder.mkdir()
    arguments = ("statistics", "submit", "--vault", two_desks[0], "--period", "2026-Q3", "--folder", folder)
    status, out, err = run(*arguments)
    assert (status, out) == (1, "")
    assert err.count("\n") == 1
    assert "wartet" in err
    if damage == "empty":
        assert list(folder.iterdir()) == []
        folder.rmdir()
    shutil.move(tmp_path / "away", folder)
    assert run(*arguments)[0] == 0
    assert len(list(folder.rglob("contributions/**/*.json"))) == 1


def test_a_mistyped_folder_freezes_nothing(
    run: Run, two_desks: tuple[Path, Path], folder: Path, tmp_path: Path
) -> None:
    arguments = ("statistics", "submit", "--vault", two_desks[0], "--period", "2026-Q3", "--folder")
    for _again in range(2):
        status, out, err = run(*arguments, tmp_path / "shraed")
        assert (status, out) == (1, "")
        assert str(tmp_path / "shraed") in err
        assert err.count("\n") == 1
        assert list(folder.rglob("contributions/**/*.json")) == []
    assert run(*arguments, folder)[0] == 0
    assert run(*arguments, tmp_path / "shraed")[0] == 1
    assert len(list(folder.rglob("contributions/**/*.json"))) == 1


def test_a_vault_that_has_not_joined_is_status_1(run: Run, session: Session, coordinator: Path, folder: Path) -> None:
    session.close()
    status, out, err = run("statistics", "submit", "--vault", session.folder, "--period", "2026-Q3", "--folder", folder)
    assert (status, out) == (1, "")
    assert "Verbund" in err
    assert err.count("\n") == 1
    status, _out, err = run(
        "aggregate", "--vault", session.folder, "--folder", folder, "--period", "2026-Q3", "--out", folder / "x.json"
    )
    assert status == 1
    assert "koordiniert" in err


def test_a_network_that_was_changed_is_status_3(
    run: Run, two_desks: tuple[Path, Path], coordinator: Path, folder: Path, tmp_path: Path
) -> None:
    content = (folder / "network.json").read_bytes()
    (folder / "network.json").write_bytes(content.replace(b"Koordination Probe", b"Koordination Prabe"))
    submit = ("statistics", "submit", "--vault", two_desks[0], "--period", "2026-Q3", "--folder", folder)
    aggregate = ("aggregate", "--vault", coordinator, "--folder", folder, "--period", "2026-Q3")
    for arguments in (submit, (*aggregate, "--out", tmp_path / "x.json")):
        status, out, err = run(*arguments)
        assert (status, out) == (3, "")
        assert err.count("\n") == 1
    assert not (tmp_path / "x.json").exists()


@pytest.mark.parametrize("damage", ["missing", "empty"])
def test_a_folder_that_is_gone_stops_the_sum(
    run: Run, two_desks: tuple[Path, Path], coordinator: Path, folder: Path, tmp_path: Path, damage: str
) -> None:
    shutil.rmtree(folder)
    if damage == "empty":
        folder.mkdir()
    out_file = tmp_path / "x.json"
    status, out, err = run(
        "aggregate", "--vault", coordinator, "--folder", folder, "--period", "2026-Q3", "--out", out_file
    )
    assert (status, out) == (1, "")
    assert err.count("\n") == 1
    assert not out_file.exists()


def test_what_is_no_period_is_status_1(run: Run, two_desks: tuple[Path, Path], folder: Path) -> None:
    for period in ("2026-Q5", "x", "2027-Q1"):
        status, out, err = run("statistics", "submit", "--vault", two_desks[0], "--period", period, "--folder", folder)
        assert (status, out) == (1, "")
        assert err.count("\n") == 1
