"""backup, restore and verify --backup: what they do, exit status, one line on standard error."""

import functools
import io
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mfd_desktop import cli
from mfd_desktop.app.passphrases import change_passphrase
from mfd_desktop.app.session import open_session
from mfd_desktop.domain.clock import SystemClock
from mfd_desktop.vault import slots

PASSPHRASE = "Probe-Tresor-2026"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setattr(slots, "stretch", functools.cache(slots.stretch))

    def running(*arguments: str | Path, typed: str = PASSPHRASE + "\n") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed.encode()), "utf-8"))
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
def backup(run: Run, vault: Path, tmp_path: Path) -> Path:
    status, out, err = run("backup", "--vault", vault, "--to", tmp_path / "backup")
    assert (status, err) == (0, "")
    assert out.startswith("Gesichert und geprüft: ")
    return tmp_path / "backup"


def test_a_vault_is_saved_listed_verified_and_restored(run: Run, backup: Path, tmp_path: Path) -> None:
    status, out, err = run("restore", "--backup", backup, "--list", typed="")
    assert (status, err) == (0, "")
    (line,) = out.splitlines()
    name = line.split()[0]
    status, out, err = run("verify", "--backup", backup)
    assert (status, err) == (0, "")
    assert out.splitlines()[-1] == "Die Datensicherung ist in Ordnung."
    assert f"{name}  in Ordnung  (clients: 0" in out
    for target, extra in (("new", ()), ("named", ("--state", name))):
        status, out, err = run("restore", "--backup", backup, "--vault", tmp_path / target, *extra)
        assert (status, err) == (0, "")
        assert f"Wiederhergestellt: {tmp_path / target}, Stand {name}" in out
        assert run("verify", "--vault", tmp_path / target)[0] == 0


def test_again_takes_the_same_folder(run: Run, backup: Path, vault: Path) -> None:
    assert run("backup", "--vault", vault, "--to", backup)[0] == 0
    assert len(run("restore", "--backup", backup, "--list")[1].splitlines()) == 1


def test_relative_folders_are_understood(
    run: Run, vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("backup", "--vault", vault, "--to", "here")[0] == 0
    assert run("restore", "--backup", "here", "--vault", "there")[0] == 0
    assert (tmp_path / "there" / "vault.json").exists()


def refused(result: tuple[int, str, str], status: int, *words: str) -> None:
    found, _out, err = result
    assert found == status
    assert err.count("\n") == 1
    assert "Traceback" not in err
    assert all(word in err for word in words), err


def test_what_the_user_must_do_is_status_1(run: Run, backup: Path, vault: Path, tmp_path: Path) -> None:
    refused(run("restore", "--backup", tmp_path / "gone", "--vault", tmp_path / "new"), 1, "keine Datensicherung")
    refused(run("restore", "--backup", backup, "--vault", vault), 1, str(vault))
    refused(run("restore", "--backup", backup, "--vault", tmp_path / "new", typed="falsch\n"), 1, "Passwort")
    refused(run("restore", "--backup", backup, "--vault", tmp_path / "new", "--state", "x"), 1, "Den Stand x")
    refused(run("verify", "--backup", backup, typed="falsch\n"), 1, "Passwort stimmt nicht")
    refused(run("backup", "--vault", vault, "--to", vault / "in"), 1, "nicht im Tresor selbst")
    (tmp_path / "file").write_bytes(b"")
    refused(run("backup", "--vault", vault, "--to", tmp_path / "file" / "in"), 1)
    shutil.rmtree(backup / "states")
    refused(run("restore", "--backup", backup, "--list"), 1, "keine Datensicherung")
    assert not (tmp_path / "new").exists()


def test_damage_is_status_3(run: Run, backup: Path, tmp_path: Path) -> None:
    (database,) = backup.glob("states/*/cases.db")
    content = bytearray(database.read_bytes())
    content[9000] ^= 1
    database.write_bytes(content)
    refused(run("restore", "--backup", backup, "--vault", tmp_path / "new"), 3, "Datenbank dieses Stands")
    refused(run("verify", "--backup", backup), 3, "Beschädigt: 1 von 1")
    (backup / "mfd-backup.json").unlink()
    refused(run("verify", "--backup", backup), 3, "mfd-backup.json")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    "arguments",
    ["backup", "backup --vault x", "restore", "restore --backup x", "verify --vault x --backup y"],
)
def test_wrong_usage_is_status_2(run: Run, arguments: str) -> None:
    status, out, err = run(*arguments.split())
    assert (status, out) == (2, "")
    assert "usage" in err


def test_states_of_an_earlier_passphrase_are_not_called_sound(
    run: Run, vault: Path, backup: Path, tmp_path: Path
) -> None:
    (earlier,) = (backup / "states").iterdir()
    kept = shutil.copytree(earlier, tmp_path / "kept")
    session = open_session(vault, PASSPHRASE, clock=SystemClock())
    change_passphrase(session, PASSPHRASE, "Anderes Wort 4711 Blau", known_to_others=True)
    session.close()
    assert run("backup", "--vault", vault, "--to", backup, typed="Anderes Wort 4711 Blau\n")[0] == 0
    shutil.copytree(kept, earlier, dirs_exist_ok=True)
    status, out, err = run("verify", "--backup", backup, typed="Anderes Wort 4711 Blau\n")
    assert (status, err) == (0, "")
    assert "mit einem anderen Passwort gesichert" in out
    assert out.splitlines()[-1] == "In Ordnung: 1 von 2 Ständen, die übrigen wurden nicht geprüft."
