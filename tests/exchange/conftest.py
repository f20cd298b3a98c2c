"""A network with a coordinator and approved desks, and contributions in a shared folder; no vault."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from mfd_desktop.exchange import desks, envelope, network
from mfd_desktop.exchange.keys import Keys, fingerprint
from mfd_desktop.exchange.members import Members, read_members
from mfd_desktop.exchange.reading import Reading, read_contributions
from mfd_desktop.files.shared import deliver

DAY = date(2026, 11, 23)
PERIOD = "2026-Q3"
SET = network.Reference("1", "0" * 64)


@dataclass
class Desk:
    """A desk with its keys; `number` is the last contribution it made."""

    keys: Keys = field(default_factory=Keys.new)
    number: int = 0
    previous: str = ""

    @property
    def id(self) -> str:
        return fingerprint(self.keys.public)


class Shared:
    """A shared folder and those who use it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.keys = Keys.new()
        coordinator = network.Coordinator("Koordination", self.keys.public, self.keys.recipient)
        self.network = network.new_network("Probeverbund", coordinator, SET, SET, network.Policy())
        folder.mkdir()
        deliver(folder, network.NAME, network.sign_network(self.network, self.keys))

    def card(self, of: Desk, **changes: object) -> desks.Card:
        values: dict[str, object] = {
            "format": 1, "network": self.network.network, "desk": of.id, "version": 1, "name": "Stelle 1",
            "office": "MFD Musterstadt", "carrier": "Muster-Träger", "district": "07315", "fte": 50,
            "sign": of.keys.public, "age": of.keys.recipient,
        }  # fmt: skip
        return desks.Card(**{**values, **changes})  # type: ignore[arg-type]  # values of a card

    def join(self, desk: Desk, *, approve: bool = True) -> Desk:
        deliver(self.folder, desks.card_path(desk.id), desks.sign_card(self.card(desk), desk.keys))
        if approve:
            content = desks.sign_approval(self.network.network, desk.keys.public, DAY, self.keys)
            deliver(self.folder, desks.approval_path(desk.id), content)
        return desk

    def header(self, desk: Desk, period: str = PERIOD, sequence: int = 1, previous: str = "") -> envelope.Header:
        return envelope.Header(
            format=1, network=self.network.network, desk=desk.id, period=period, sequence=sequence, previous=previous,
            supersedes="", program="0.1.0", recipients=(self.keys.recipient, desk.keys.recipient),
        )  # fmt: skip

    def contribute(self, desk: Desk, payload: bytes = b'{"n":1}', period: str = PERIOD) -> Path:
        """Deliver the next contribution of a desk; its place."""
        desk.number += 1
        header = self.header(desk, period, desk.number, desk.previous)
        content = envelope.seal(header, payload, desk.keys)
        desk.previous = envelope.hash_of(content)
        path = envelope.contribution_path(header, content)
        deliver(self.folder, path, content)
        return self.folder / path

    def members(self, *folders: Path) -> Members:
        return read_members(folders or (self.folder,), self.network)

    def read(
        self, *folders: Path, seen: dict[str, tuple[int, str]] | None = None, period: str = PERIOD
    ) -> Reading[bytes]:
        places = folders or (self.folder,)
        return read_contributions(
            places,
            period,
            members=self.members(*places),
            network=self.network.network,
            seen=seen or {},
            decode=lambda found: envelope.open_payload(found, self.keys),
        )

    def counted(self, *folders: Path, seen: dict[str, tuple[int, str]] | None = None) -> list[tuple[str, int]]:
        return [(found.desk, found.sequence) for found in self.read(*folders, seen=seen).counted]

    def reasons(self, *folders: Path, seen: dict[str, tuple[int, str]] | None = None) -> list[str]:
        return [found.reason for found in self.read(*folders, seen=seen).skipped]


@pytest.fixture
def shared(tmp_path: Path) -> Shared:
    return Shared(tmp_path / "shared")


@pytest.fixture
def new_desk() -> Callable[[], Desk]:
    """Return a function that makes a desk nobody knows yet."""
    return Desk


@pytest.fixture
def desk(shared: Shared) -> Desk:
    """A desk that was let in."""
    return shared.join(Desk())
