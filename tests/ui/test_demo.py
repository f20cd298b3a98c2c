"""The demonstration in small: it builds, walks the tour through the real windows, and leaves what it promises."""

import struct
from pathlib import Path

import pytest

from mfd_desktop.app.demo_desk import MOMENT, PASSPHRASE
from mfd_desktop.app.session import open_session
from mfd_desktop.cli import main
from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.ui.demo.run import MARK, PARTS, demo, run_child


def test_a_reduced_demo_leaves_vault_and_pictures(tmp_path: Path) -> None:
    out, lines = tmp_path / "out", []
    assert demo(out, lines.append, share=0.1, scales=("200",), only=("today", "case-timeline")) == 0
    assert sorted(path.name for path in out.iterdir()) == sorted((MARK, *PARTS))
    session = open_session(out / "vault", PASSPHRASE, clock=FixedClock(MOMENT))
    session.close()
    screens = sorted(path.name for path in (out / "screens").glob("*.png"))
    assert screens == [f"{name}-{theme}-200.png" for name in ("case-timeline", "today") for theme in ("dark", "light")]
    for name in screens:
        assert _size(out / "screens" / name) == (1366, 768)
    assert len(list((out / "screens" / "rundgang").glob("*.png"))) >= 4
    letters = [path.read_bytes() for path in (out / "letters").glob("*.pdf")]
    assert len(letters) >= 8
    assert all(letter.startswith(b"%PDF") for letter in letters)
    endings = sorted(path.suffix for path in (out / "period").iterdir())
    assert endings == [".csv", ".csv", ".json", ".json", ".pdf", ".pdf", ".xlsx", ".xlsx"]
    assert any("Kurzberatung" in line for line in lines)


def test_a_foreign_folder_is_refused_with_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "brief.txt").write_text("meins", encoding="utf-8")
    assert main(["demo", "--out", str(tmp_path)]) == 1
    assert "nicht leer" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["brief.txt"]


def test_a_step_that_is_not_as_expected_is_named(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    lines: list[str] = []
    assert run_child(tmp_path, lines.append, "tour") == 1
    told = capfd.readouterr().err
    assert "Entsperren und eine Person finden: das Fenster zum Entsperren fehlt" in told
    assert "Traceback" not in told


def _size(path: Path) -> tuple[int, int]:
    content = path.read_bytes()
    assert content.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", content[16:24])
    return width, height
