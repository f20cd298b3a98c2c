"""What waits until a vault is open."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from mfd_desktop.app import attachments as documents
from mfd_desktop.app.chores import catch_up, tidy_up
from mfd_desktop.app.session import Session
from mfd_desktop.vault.attachments import stale_attachments


def test_leftovers_go_and_documents_are_sealed_anew(
    session: Session, new_case: Callable[..., Any], tmp_path: Path
) -> None:
    case_id = new_case()[1]
    (tmp_path / "a.txt").write_bytes(b"Probe")
    documents.add_file(session, case_id, tmp_path / "a.txt")
    folder = session.folder / "attachments"
    (folder / f"{'a' * 32}.age").write_bytes(b"left by a kill")
    with session.vault.write() as db:
        db.execute("UPDATE attachment SET stale_key = 1")
    (before,) = documents.attachments_of(session, case_id)
    tidy_up(session)
    assert [path.stem for path in folder.iterdir()] == [before.file]
    catch_up(session, stopped=lambda: True)
    assert documents.attachments_of(session, case_id) == (before,)
    catch_up(session)
    (after,) = documents.attachments_of(session, case_id)
    assert after.identity != before.identity
    assert documents.content(session, after) == b"Probe"
    with session.vault.read() as db:
        assert stale_attachments(db) == ()
