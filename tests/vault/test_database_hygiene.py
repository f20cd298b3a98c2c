"""What the connection to the database never does, whatever somebody slips into it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from mfd_desktop.vault.database import dbapi2
from mfd_desktop.vault.store import Vault


def test_the_settings_that_are_always_on(folder: Path, open_vault: Callable[..., Vault]) -> None:
    with open_vault(folder).read() as db:
        found = {
            name: db.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("temp_store", "secure_delete", "trusted_schema", "cell_size_check", "foreign_keys")
        }
    # temp_store 2: memory.
    expected = {"temp_store": 2, "secure_delete": 1, "trusted_schema": 0, "cell_size_check": 1, "foreign_keys": 1}
    assert found == expected


def test_a_database_that_lost_its_kind_of_journal_gets_it_back(folder: Path, open_vault: Callable[..., Vault]) -> None:
    """A medium that refuses a write at the wrong moment leaves the driver in another mode, without an error."""
    vault = open_vault(folder)
    with vault.read() as db:
        assert db.execute("PRAGMA journal_mode = DELETE").fetchone() == ("delete",)
    vault.close()
    with open_vault(folder).read() as db:
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert not (folder / "cases.db-journal").exists()


def test_no_statement_loads_an_extension(folder: Path, open_vault: Callable[..., Vault], tmp_path: Path) -> None:
    library = tmp_path / "extension.so"
    library.write_bytes(b"")
    with (
        open_vault(folder).read() as db,
        pytest.raises(dbapi2.OperationalError, match="not authorized"),
    ):
        db.execute("SELECT load_extension(?)", (str(library),))


def test_a_schema_made_by_others_runs_nothing_with_side_effects(folder: Path, open_vault: Callable[..., Vault]) -> None:
    vault = open_vault(folder)
    with vault.write() as db:
        db.execute("CREATE VIEW slipped_in AS SELECT load_extension('x') AS a")
    with vault.read() as db, pytest.raises(dbapi2.OperationalError, match="unsafe use of load_extension"):
        db.execute("SELECT a FROM slipped_in")
