"""A package being written or opened is stopped, or the medium refuses in the middle: said as it is, nothing left."""

import errno
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from mfd_desktop.app import attachments as documents
from mfd_desktop.app.colleagues import add_colleague, look_at_desk_file, write_desk_file
from mfd_desktop.app.handing_over import Plan, hand_over
from mfd_desktop.app.session import Session
from mfd_desktop.app.taking_over import look_at_package, take_over
from mfd_desktop.domain.errors import StorageError
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.files import streamed as streams


class _Stopped(Exception):
    """Somebody wants to lock."""


@pytest.fixture
def there(another_session: Callable[[str], Session]) -> Session:
    return another_session("there")


@pytest.fixture
def plan(session: Session, there: Session, new_case: Callable[..., tuple[RecordId, RecordId]], tmp_path: Path) -> Plan:
    _client, case_id = new_case()
    for number in range(3):
        documents.add_bytes(session, case_id, f"{number}.txt", b"Probe" * 60_000)
    write_desk_file(there, tmp_path / "other.mfddesk")
    found = look_at_desk_file(tmp_path / "other.mfddesk", session.clock.now())
    add_colleague(session, found)
    return Plan(case_id, found.colleague, reason="x")


def stop_at(part: float) -> Callable[[float], None]:
    def progress(done: float) -> None:
        if done >= part:
            raise _Stopped

    return progress


class _Filling:
    """A file on a medium that takes only so much."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._left = file, 150_000

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def __enter__(self) -> "_Filling":
        return self

    def __exit__(self, *_all: object) -> None:
        self._file.close()

    def write(self, content: bytes) -> int:
        self._left -= len(content)
        if self._left < 0:
            raise OSError(errno.ENOSPC, "full")
        return self._file.write(content)


def fill(monkeypatch: pytest.MonkeyPatch) -> None:
    real = streams.os.fdopen
    monkeypatch.setattr(streams.os, "fdopen", lambda *args: _Filling(real(*args)))


@pytest.mark.parametrize("part", [0.0, 0.5, 0.99])
def test_writing_stops_when_asked(session: Session, plan: Plan, tmp_path: Path, part: float) -> None:
    with pytest.raises(_Stopped):
        hand_over(session, plan, tmp_path / "x.mfdcase", progress=stop_at(part))
    assert not list(tmp_path.glob("x.mfdcase*"))


@pytest.mark.parametrize("part", [0.0, 0.5, 0.99])
def test_opening_stops_when_asked(session: Session, there: Session, plan: Plan, tmp_path: Path, part: float) -> None:
    hand_over(session, plan, tmp_path / "x.mfdcase")
    with pytest.raises(_Stopped):
        look_at_package(there, tmp_path / "x.mfdcase", progress=stop_at(part))
    found = look_at_package(there, tmp_path / "x.mfdcase")
    with pytest.raises(_Stopped):
        take_over(there, found, progress=stop_at(part))
    assert not list((there.folder / "attachments").iterdir())


def test_a_medium_that_fills_up_is_said(
    session: Session, there: Session, plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        fill(patch)
        with pytest.raises(StorageError) as caught:
            hand_over(session, plan, tmp_path / "x.mfdcase")
        assert caught.value.reason == "full"
    assert not list(tmp_path.glob("x.mfdcase*"))
    hand_over(session, plan, tmp_path / "x.mfdcase")
    found = look_at_package(there, tmp_path / "x.mfdcase")
    with monkeypatch.context() as patch:
        fill(patch)
        with pytest.raises(StorageError) as caught:
            take_over(there, found)
        assert caught.value.reason == "full"
    assert not list((there.folder / "attachments").iterdir())


def test_a_package_cut_off_while_it_is_read_is_said(
    session: Session, there: Session, plan: Plan, tmp_path: Path
) -> None:
    path = tmp_path / "x.mfdcase"
    hand_over(session, plan, path)
    found = look_at_package(there, path)
    whole = path.read_bytes()
    for length in (0, 100, 5000, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:length])
        from mfd_desktop.domain.errors_handover import PackageRefused

        with pytest.raises(PackageRefused):
            take_over(there, found)
        assert not list((there.folder / "attachments").iterdir())
    path.unlink()
    with pytest.raises(StorageError):
        take_over(there, found)
