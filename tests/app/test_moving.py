"""A synchronised vault stays closed until it has moved: whole at its new place, or unchanged at the old one."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from mfd_desktop.app.moving import move_vault, place_warning
from mfd_desktop.app.session import Session, open_session
from mfd_desktop.app.wording import sentence
from mfd_desktop.domain.errors import StorageError
from mfd_desktop.domain.errors_damage import TargetRefused, VaultSynced
from mfd_desktop.files import folder_copies

PASSPHRASE = "Probe-Tresor-2026"
DAY = date(2026, 11, 23)


@pytest.fixture
def synced(session: Session, tmp_path: Path) -> Path:
    session.close()
    folder = tmp_path / "Nextcloud" / "vault"
    shutil.copytree(session.folder, folder)
    (folder / "cases (conflicted copy 2026-11-23).db").write_bytes(b"x")
    return folder


def test_it_is_refused_with_the_way_out_and_moves(session: Session, synced: Path, tmp_path: Path) -> None:
    assert "Nextcloud" in place_warning(synced)
    with pytest.raises(VaultSynced) as caught:
        open_session(synced, PASSPHRASE, clock=session.clock)
    assert "verschieben" in sentence(caught.value)
    old = move_vault(synced, tmp_path / "home-vault", DAY)
    assert old == synced.with_name("vault-alt-2026-11-23")
    assert (old / "cases (conflicted copy 2026-11-23).db").exists()
    assert not synced.exists()
    moved = open_session(tmp_path / "home-vault", PASSPHRASE, clock=session.clock)
    moved.close()


def test_no_place_of_the_same_kind_is_taken(synced: Path, tmp_path: Path) -> None:
    for target, reason in (
        (tmp_path / "Dropbox" / "vault", "synced"),
        (synced / "inside", "inside"),
        (tmp_path / "gone" / "vault", "missing"),
        (tmp_path / "vault", "exists"),
        (Path("vault"), "relative"),
    ):
        (tmp_path / "Dropbox").mkdir(exist_ok=True)
        with pytest.raises(TargetRefused) as caught:
            move_vault(synced, target, DAY)
        assert caught.value.reason == reason
        assert str(target) in sentence(caught.value)
    assert (synced / "cases.db").exists()


def test_a_failure_at_any_file_leaves_the_vault_where_it_was(
    session: Session, synced: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (synced / "cases (conflicted copy 2026-11-23).db").unlink()
    before = {path.name: path.read_bytes() for path in synced.iterdir() if path.is_file()}
    flush = folder_copies.flush
    for failing in range(len(before)):
        calls = iter(range(100))

        def refusing(path: Path, calls: object = calls, failing: int = failing) -> None:
            if next(calls) == failing:  # type: ignore[call-overload]
                raise StorageError(path, "full")
            flush(path)

        monkeypatch.setattr(folder_copies, "flush", refusing)
        with pytest.raises(StorageError):
            move_vault(synced, tmp_path / "new", DAY)
        assert not (tmp_path / "new").exists()
        assert not list(tmp_path.glob("*.part"))
        assert {path.name: path.read_bytes() for path in synced.iterdir() if path.is_file()} == before
    assert move_vault(synced, tmp_path / "new", DAY, cancelled=lambda: True) is None
    open_session(synced, PASSPHRASE, clock=session.clock).close()
