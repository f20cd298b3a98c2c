"""What the program seals is plain age: Debian's `age` opens it with the right identity, and with no other."""

import io
import shutil
import subprocess
import tarfile
from collections.abc import Callable
from pathlib import Path

import pyrage
import pytest

from mfd_desktop.app import attachments, colleagues
from mfd_desktop.app.handing_over import Plan, hand_over
from mfd_desktop.app.session import Session
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.vault.attachment_files import place_of

CONTENT = b"%PDF-1.4 Inhalt " * 9000
Proven = Callable[..., None]

pytestmark = [
    pytest.mark.proof,
    pytest.mark.skipif(shutil.which("age") is None, reason="age of Debian is not installed"),
]


def opened(sealed: Path, identity: str, folder: Path) -> bytes | None:
    """Return what age makes of a file; None if it refuses."""
    (folder / "identity").write_text(identity + "\n", encoding="ascii")
    command = ["age", "--decrypt", "-i", str(folder / "identity"), str(sealed)]
    done = subprocess.run(command, capture_output=True, check=False)
    return done.stdout if done.returncode == 0 else None


def strangers(session: Session, case_id: RecordId) -> list[str]:
    """Return identities that must open nothing: the sender's, those of documents, new ones."""
    found = [keys.age_identity for keys in colleagues.own_keys(session)]
    found += [one.identity for one in attachments.attachments_of(session, case_id)]
    return found + [str(pyrage.x25519.Identity.generate()) for _ in range(10)]


def test_a_package_opens_for_its_receiver_alone(
    session: Session, another_session: Callable[[str], Session], new_case: Callable[..., tuple[RecordId, RecordId]],
    tmp_path: Path, proven: Proven,
) -> None:  # fmt: skip
    there = another_session("there")
    _client, case_id = new_case("Kanarienvogel")
    document = attachments.add_bytes(session, case_id, "Bescheid.pdf", CONTENT)
    colleagues.write_desk_file(there, tmp_path / "desk")
    colleagues.add_colleague(session, colleagues.look_at_desk_file(tmp_path / "desk", session.clock.now()))
    (colleague,) = colleagues.colleagues(session)
    package = tmp_path / "case.mfdcase"
    hand_over(session, Plan(case_id, colleague, reason="Probe"), package)

    (receiver,) = colleagues.own_keys(there)
    plain = opened(package, receiver.age_identity, tmp_path)
    assert plain is not None
    with tarfile.open(fileobj=io.BytesIO(plain)) as archive:
        names = archive.getnames()
        records = archive.extractfile("records.json")
        assert records is not None
        assert b"Kanarienvogel" in records.read()
        inner = archive.extractfile(next(name for name in names if name.startswith("attachments/")))
        assert inner is not None
        (tmp_path / "inner.age").write_bytes(inner.read())
    identity = attachments.read_attachment(session, document).identity
    assert opened(tmp_path / "inner.age", identity, tmp_path) == CONTENT
    others = strangers(session, case_id)
    for other in others:
        assert opened(package, other, tmp_path) is None
    proven(
        "Debian's age opens a package with the receiver's identity and no other",
        1 + len(others), 0, f"{len(others)} other identities refused",
    )  # fmt: skip


def test_the_file_of_a_document_opens_with_its_own_identity_alone(
    session: Session, new_case: Callable[..., tuple[RecordId, RecordId]], tmp_path: Path, proven: Proven
) -> None:
    _client, case_id = new_case()
    stored = [attachments.add_bytes(session, case_id, f"{number}.pdf", CONTENT + bytes([number])) for number in (1, 2)]
    first, second = (attachments.read_attachment(session, one) for one in stored)
    sealed = place_of(session.folder, first.file)
    assert opened(sealed, first.identity, tmp_path) == CONTENT + b"\1"
    others = [second.identity, *strangers(session, case_id)[-10:]]
    for other in others:
        assert opened(sealed, other, tmp_path) is None
    proven(
        "Debian's age opens the file of a document with its own identity and no other",
        1 + len(others), 0, f"{len(others)} other identities refused",
    )  # fmt: skip
