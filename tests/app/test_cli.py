"""The command line: what it does, its exit status, one line on standard error, never a traceback."""

import io
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mfd_desktop import __version__, cli
from mfd_desktop.app import passphrases
from mfd_desktop.vault.keys import FLOOR_COST

PASSPHRASE = "Probe-Tresor-2026"
OFFICE = 'name = "MFD Musterstadt"\ncarrier = "Muster"\nregime = "DSGVO"\ndistrict = "07315"\n'
Run = Callable[..., tuple[int, str, str]]


class Terminal(io.TextIOWrapper):
    """Standard input as a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    def running(*arguments: str | Path, typed: str = PASSPHRASE + "\n", terminal: bool = False) -> tuple[int, str, str]:
        given = io.BytesIO(typed.encode("utf-8", "surrogateescape"))
        monkeypatch.setattr(sys, "stdin", Terminal(given) if terminal else io.TextIOWrapper(given, "utf-8"))
        monkeypatch.setattr(passphrases, "calibrated_cost", lambda memory_kib: FLOOR_COST)
        try:
            status = cli.main([str(argument) for argument in arguments])
        except SystemExit as end:
            status = int(end.code or 0)
        out, err = capsys.readouterr()
        return status, out, err

    return running


@pytest.fixture
def vault(office_vault: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(office_vault, tmp_path / "vault"))


@pytest.fixture
def office(tmp_path: Path) -> Path:
    path = tmp_path / "OFFICE.toml"
    path.write_text(OFFICE, encoding="utf-8")
    return path


def test_init_makes_a_vault_that_verify_finds_whole(run: Run, tmp_path: Path, office: Path) -> None:
    status, out, err = run("init", "--vault", tmp_path / "new", "--office", office)
    assert (status, err) == (0, "")
    assert str(tmp_path / "new") in out
    status, out, err = run("verify", "--vault", tmp_path / "new")
    assert (status, err) == (0, "")
    assert "in Ordnung" in out
    assert "clients: 0" in out


def refused(result: tuple[int, str, str], status: int, *words: str) -> None:
    found, out, err = result
    assert (found, out) == (status, "")
    assert err.count("\n") == 1
    assert err.endswith("\n")
    assert "Traceback" not in err
    assert all(word in err for word in words), err


def test_what_the_user_must_do_is_status_1(run: Run, tmp_path: Path, vault: Path, office: Path) -> None:
    refused(run("init", "--vault", vault, "--office", office), 1, str(vault))
    refused(run("init", "--vault", tmp_path / "new", "--office", office, typed="kurz\n"), 1, "8")
    refused(run("init", "--vault", tmp_path / "new", "--office", office, typed=""), 1, "8")
    refused(run("init", "--vault", tmp_path / "new", "--office", tmp_path / "gone.toml"), 1, "gone.toml")
    refused(run("verify", "--vault", tmp_path / "gone"), 1, "gone")
    for wrong in ("falsch\n", "\n", "", "f\udcfcr\n", "a\0b\n"):
        refused(run("verify", "--vault", vault, typed=wrong), 1, "Passwort stimmt nicht")
    assert not (tmp_path / "new").exists()


def test_integrity_failures_are_status_3(run: Run, vault: Path) -> None:
    counter = (vault / "counter").read_bytes()
    (vault / "counter").unlink()
    refused(run("verify", "--vault", vault), 3)
    (vault / "counter").write_bytes(counter)
    database = bytearray((vault / "cases.db").read_bytes())
    database[len(database) - 2000] ^= 1
    (vault / "cases.db").write_bytes(database)
    refused(run("verify", "--vault", vault), 3, "beschädigt")
    (vault / "vault.json").write_bytes(b"{}")
    refused(run("verify", "--vault", vault), 3, "vault.json")


@pytest.mark.parametrize(
    "arguments",
    [("init",), ("verify",), ("nonsense",), ("verify", "--vault"), ("--nonsense",), ("init", "--vault", "x")],
)
def test_wrong_usage_is_status_2(run: Run, arguments: tuple[str, ...]) -> None:
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert "usage" in err


def test_the_passphrase_is_typed_twice_for_a_new_vault(
    run: Run, tmp_path: Path, office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = ["Probe-Tresor-2026", "Probe-Tresor-2027"]
    monkeypatch.setattr("getpass.getpass", lambda _prompt: answers.pop(0))
    refused(run("init", "--vault", tmp_path / "new", "--office", office, terminal=True), 1, "Passwort")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("stop", [KeyboardInterrupt, EOFError])
def test_breaking_off_at_the_passphrase_is_no_traceback(
    run: Run, vault: Path, monkeypatch: pytest.MonkeyPatch, stop: type[BaseException]
) -> None:
    def broken_off(_prompt: str) -> str:
        raise stop

    monkeypatch.setattr("getpass.getpass", broken_off)
    refused(run("verify", "--vault", vault, terminal=True), 1)


def test_as_a_program_of_its_own(vault: Path) -> None:
    source = str(Path(__file__).resolve().parents[2] / "src")
    command = [sys.executable, "-m", "mfd_desktop"]
    environment = {"PYTHONPATH": source, "HOME": str(vault.parent), "LC_ALL": "C"}
    done = subprocess.run([*command, "--version"], env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, __version__, "")
    done = subprocess.run(
        [*command, "verify", "--vault", str(vault)],
        input=b"\xff\xfe falsch\n", env=environment, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.decode().strip() == "Passwort stimmt nicht"
    assert done.stdout == b""


def test_a_vault_open_in_another_process_is_refused_in_one_line(run: Run, vault: Path) -> None:
    holding = (
        "import sys; from pathlib import Path; from mfd_desktop.app.session import open_session;"
        " from mfd_desktop.domain.clock import SystemClock;"
        f" held = open_session(Path(sys.argv[1]), {PASSPHRASE!r}, clock=SystemClock());"
        " print('open', flush=True); sys.stdin.readline(); held.close()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", holding, str(vault)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        refused(run("verify", "--vault", vault), 1, "schon in einem anderen Fenster", str(vault))
        refused(run("import-clients", "--vault", vault, vault / "gibt-es-nicht.xlsx"), 1, "Datei ist nicht da")
        other.communicate("\n")
    assert run("verify", "--vault", vault)[0] == 0


def test_statistics_are_exported_as_the_ending_says(run: Run, vault: Path, tmp_path: Path) -> None:
    for ending in ("csv", "pdf"):
        out = tmp_path / f"zahlen.{ending}"
        status, said, err = run("statistics", "export", "--vault", vault, "--period", "2026-Q3", "--out", out)
        assert (status, err) == (0, "")
        assert str(out) in said
        assert out.stat().st_size > 500
    exact = tmp_path / "intern.json"
    status, _said, _err = run("statistics", "export", "--vault", vault, "--period", "2026", "--intern", "--out", exact)
    assert status == 0
    assert '"kind": "intern"' in exact.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("period", "name", "said"),
    [("2026-Q5", "a.csv", "2026-Q5"), ("2026-Q3", "a.doc", "a.doc"), ("2026-Q3", "weg/a.csv", "Ordner")],
)
def test_statistics_that_cannot_be_written_are_refused_in_one_line(
    run: Run, vault: Path, tmp_path: Path, period: str, name: str, said: str
) -> None:
    out = tmp_path / name
    status, _out, err = run("statistics", "export", "--vault", vault, "--period", period, "--out", out)
    assert status == 1
    assert said in err
    assert err.count("\n") == 1
    assert not out.exists()


def test_breaking_off_says_nothing(run: Run, vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_given: object) -> None:
        raise KeyboardInterrupt("Kanarienvogel-7Q")

    monkeypatch.setattr("mfd_desktop.vault.verifying.verify", interrupted)
    assert run("verify", "--vault", vault) == (130, "", "")


def test_a_bug_is_told_by_its_places_and_never_by_its_message(
    run: Run, vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_given: object) -> None:
        name = "Kanarienvogel-7Q"
        raise KeyError(name)

    monkeypatch.setattr("mfd_desktop.vault.verifying.verify", fails)
    status, out, err = run("verify", "--vault", vault)
    assert status == 70
    assert "KeyError" in err
    assert "fails" in err
    assert "Kanarienvogel" not in out + err
