"""What waits until a vault is open."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from mfd_desktop.app import attachments as documents
from mfd_desktop.app.chores import catch_up, tidy_up
from mfd_desktop.app.session import Session
from mfd_desktop.vault.attachments import without_text


def test_leftovers_go_once_nothing_names_them(session: Session, new_case: Callable[..., Any], tmp_path: Path) -> None:
    case_id = new_case()[1]
    (tmp_path / "a.txt").write_bytes(b"Probe")
    documents.add_file(session, case_id, tmp_path / "a.txt")
    folder = session.folder / "attachments"
    (folder / f"{'a' * 32}.age").write_bytes(b"left by a kill")
    (found,) = documents.attachments_of(session, case_id)
    tidy_up(session)
    assert [path.stem for path in folder.iterdir()] == [found.file]


def test_texts_are_read_unless_it_is_stopped(session: Session, new_case: Callable[..., Any]) -> None:
    documents.add_bytes(session, new_case()[1], "a.pdf", b"%PDF-1.7 kaputt")
    for stopped, left in ((True, 1), (False, 0)):
        catch_up(session, stopped=lambda stopped=stopped: stopped)  # type: ignore[misc]
        with session.vault.read() as db:
            assert len(without_text(db)) == left
