"""A backup is made, proven and restored."""

from collections.abc import Callable
from pathlib import Path

from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.vault.backup import choose_place, make_backup
from mfd_desktop.vault.backup_format import by_passphrase, find_place, list_states, read_state
from mfd_desktop.vault.backup_proof import verify_state
from mfd_desktop.vault.backup_restore import restore
from mfd_desktop.vault.desk import read_settings, write_setting
from mfd_desktop.vault.store import Vault

PASSPHRASE = "Probe-Tresor-2026"


def test_a_vault_comes_back_as_it_was(
    folder: Path, open_vault: Callable[..., Vault], tmp_path: Path, clock: FixedClock
) -> None:
    vault = open_vault(folder)
    make_backup(vault, choose_place(vault, tmp_path / "backup"))
    with vault.write() as db:
        write_setting(db, "number", "later")
    vault.close()
    place = find_place(tmp_path / "backup")
    (state,) = list_states(place)
    opened = read_state(place, state, by_passphrase(PASSPHRASE))
    assert verify_state(opened) == {"clients": 0, "cases": 0, "contacts": 0, "attachments": 0}
    restore(opened, tmp_path / "new", clock=clock)
    again = open_vault(tmp_path / "new")
    assert again.header.generation == 2
    with again.read() as db:
        assert read_settings(db)["number"] == "3"
