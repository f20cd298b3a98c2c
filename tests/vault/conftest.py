"""A closed vault to copy, and what a test needs to see that a refusal changed nothing."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mfd_desktop.domain.clock import FixedClock
from mfd_desktop.vault.desk import write_setting
from mfd_desktop.vault.keys import FLOOR_COST
from mfd_desktop.vault.store import Vault

PASSPHRASE = "Probe-Tresor-2026"


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime(2026, 11, 23, 9, 30, tzinfo=UTC))


@pytest.fixture(scope="session")
def closed_vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("closed") / "vault"
    moment = FixedClock(datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
    vault = Vault.create(folder, PASSPHRASE, clock=moment, cost=FLOOR_COST)
    for number in range(4):
        with vault.write() as db:
            write_setting(db, "number", str(number))
    vault.close()
    return folder


@pytest.fixture
def folder(closed_vault: Path, tmp_path: Path) -> Path:
    """A closed vault with five commits, the setting `number` = 3."""
    return Path(shutil.copytree(closed_vault, tmp_path / "vault"))


@pytest.fixture
def open_vault(clock: FixedClock) -> Iterator[Callable[..., Vault]]:
    """Open a vault with the right passphrase and close it after the test."""
    opened: list[Vault] = []

    def opening(folder: Path, passphrase: str = PASSPHRASE, *, accept_missing: bool = False) -> Vault:
        opened.append(Vault.open(folder, passphrase, clock=clock, accept_missing=accept_missing))
        return opened[-1]

    yield opening
    for vault in opened:
        vault.close()


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() if path.is_file() else b"folder" for path in folder.iterdir()}


@pytest.fixture
def unchanged() -> Callable[[Path], AbstractContextManager[None]]:
    """Claim that a block neither changes nor adds nor removes a file of a folder."""

    @contextmanager
    def watching(folder: Path) -> Iterator[None]:
        before = contents(folder)
        yield
        after = contents(folder)
        assert after.keys() == before.keys()
        assert all(after[name] == before[name] for name in before), "a file was changed"

    return watching
