"""The demonstration in small: it builds, walks the tour through the real windows, and leaves what it promises."""

import io
import json
import struct
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mfd_desktop.app import backing_up, overview
from mfd_desktop.app.demo_desk import MOMENT, PASSPHRASE
from mfd_desktop.app.session import Session, open_session
from mfd_desktop.cli import main
from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.ui.demo.run import MARK, PARTS, demo, run_child

PERIOD_FILES = {
    *(f"MFD-2026-Q3-{kind}.{ending}" for kind in ("intern", "weitergabefaehig")
      for ending in ("xlsx", "csv", "json", "pdf")),
    *(f"MFD-Verbund-2026-Q3.{ending}" for ending in ("xlsx", "json", "pdf")), "MFD-2026-Q3-Meldung-4.json",
}  # fmt: skip
REDUCED = ("today", "network-coordinator")
SHARED = {"network.json", "desks", "approvals", "contributions", "receipts"}


@pytest.mark.slow
@pytest.mark.proof
def test_the_demo_leaves_what_it_promises(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], full_counts: bool, record_figures: Callable[..., None]
) -> None:
    out, lines = tmp_path / "out", []
    if full_counts:
        status = demo(out, lines.append)
    else:
        status = demo(out, lines.append, share=0.1, scales=("200",), only=REDUCED)
    assert status == 0
    assert sorted(path.name for path in out.iterdir()) == sorted((MARK, *PARTS))
    screens = {path.name for path in (out / "screens").glob("*.png")}
    expected = {f"{name}-{theme}-200.png" for name in REDUCED for theme in ("dark", "light")}
    assert screens >= expected if full_counts else screens == expected
    assert len(screens) % 2 == 0
    for name in screens:
        if not name.startswith("sheet-"):
            assert _size(out / "screens" / name) == (1366, 768), name
    assert len(list((out / "screens" / "rundgang").glob("*.png"))) >= 10
    letters = [path.read_bytes() for path in (out / "letters").glob("*.pdf")]
    assert len(letters) >= 8
    assert all(letter.startswith(b"%PDF") for letter in letters)
    assert {path.name for path in (out / "period").iterdir()} >= PERIOD_FILES
    assert {path.name for path in (out / "shared").iterdir()} == SHARED
    assert any("Kurzberatung" in line for line in lines)
    clients = [len(overview.case_list(session)) for session in _opened(out)]
    assert clients == [320 if full_counts else 32, 0]
    session = open_session(out / "vault", PASSPHRASE, clock=FixedClock(MOMENT))
    found = backing_up.status(session)
    assert (found.state, found.folder) == ("fine", out / "backup")
    assert [(one.broken, one.proven is None) for one in backing_up.listed_states(session)][-1] == (False, False)
    session.close()
    record_figures("demo", clients=clients[0], pictures=len(screens), letters=len(letters))
    _aggregates_again(out, tmp_path / "again.json", capsys)


def _opened(out: Path) -> Iterator[Session]:
    """Both vaults open with the passphrase told to everybody."""
    for vault in ("vault", "coordinator"):
        session = open_session(out / vault, "Uebungsakte-Demo-2026", clock=FixedClock(MOMENT))
        yield session
        session.close()


def _aggregates_again(out: Path, to: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The result left is what the command line makes of the same folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdin", io.StringIO(PASSPHRASE + "\n"))
        command = ["aggregate", "--vault", str(out / "coordinator"), "--folder", str(out / "shared")]
        assert main([*command, "--period", "2026-Q3", "--out", str(to)]) == 0
    assert not capsys.readouterr().err
    found = json.loads(to.read_text(encoding="utf-8"))
    left = json.loads((out / "period" / "MFD-Verbund-2026-Q3.json").read_text(encoding="utf-8"))
    assert (found["period"], found["desks_counted"], found["skipped"]) == ("2026-Q3", 3, [])
    assert found["tables"] == left["tables"]


def test_a_foreign_folder_is_refused_with_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "brief.txt").write_text("meins", encoding="utf-8")
    assert main(["demo", "--out", str(tmp_path)]) == 1
    assert "nicht leer" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["brief.txt"]


def test_a_step_that_is_not_as_expected_is_named(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    lines: list[str] = []
    assert run_child(tmp_path, lines.append, "tour", "vault", "unlock") == 1
    told = capfd.readouterr().err
    assert "Entsperren und eine Person finden: das Fenster zum Entsperren fehlt" in told
    assert "Traceback" not in told


def _size(path: Path) -> tuple[int, int]:
    content = path.read_bytes()
    assert content.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", content[16:24])
    return width, height
