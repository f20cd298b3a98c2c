"""Documents of a case: whole or absent, told by content, shown only after the last block was right."""

import errno
import io
import itertools
import multiprocessing
import os
import random
import re
import stat
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image

from mfd_desktop.app import attachments as documents
from mfd_desktop.app import overview, recycling
from mfd_desktop.app.attachment_pages import pages
from mfd_desktop.app.attachment_text import read_texts, text_of_pdf
from mfd_desktop.app.documents import pdf_of
from mfd_desktop.app.journal import log_entries
from mfd_desktop.app.maintenance import verify_vault
from mfd_desktop.app.scan_folder import list_scans
from mfd_desktop.app.session import Session
from mfd_desktop.app.wording import sentence
from mfd_desktop.domain.attachments import MOST_BYTES, clean_name
from mfd_desktop.domain.errors import StorageError
from mfd_desktop.domain.errors_attachments import DocumentDamaged, DocumentRefused, DocumentsDamaged, NotShowable
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.journal import Event
from mfd_desktop.files.media import MAIL, OTHER, TEXT
from mfd_desktop.render.blocks import Document, PlainPage, text
from mfd_desktop.vault import attachment_files
from mfd_desktop.vault import attachments as store
from mfd_desktop.vault.bin import forget
from mfd_desktop.vault.bulk import Interrupted
from mfd_desktop.vault.records import delete
from mfd_desktop.vault.search import find

CANARY = "Kanarienvogel-Erfunden"


@pytest.fixture
def case_id(new_case: Callable[..., tuple[RecordId, RecordId]]) -> RecordId:
    return new_case("Testperson", "Amal")[1]


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / f"Bescheid {CANARY}.txt"
    path.write_bytes(f"Liebe Frau {CANARY},\n".encode() * 5000)
    return path


def sealed_files(session: Session) -> list[Path]:
    folder = session.folder / "attachments"
    return sorted(folder.iterdir()) if folder.is_dir() else []


def count(session: Session) -> int:
    with session.vault.read() as db:
        return int(db.execute("SELECT count(*) FROM attachment").fetchone()[0])


def test_a_file_is_sealed_and_given_back_to_the_byte(session: Session, case_id: RecordId, paper: Path) -> None:
    shares: list[float] = []
    attachment_id = documents.add_file(session, case_id, paper, progress=shares.append)
    (found,) = documents.attachments_of(session, case_id)
    assert found.stamp.id == attachment_id
    assert (found.name, found.media, found.size) == (paper.name, TEXT, paper.stat().st_size)
    assert documents.content(session, found) == paper.read_bytes()
    (path,) = sealed_files(session)
    assert re.fullmatch(r"[0-9a-f]{32}\.age", path.name)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    sealed = path.read_bytes()
    assert sealed.startswith(b"age-encryption.org/v1\n")
    assert CANARY.encode() not in sealed
    assert shares[-1] == 1.0
    assert paper.exists()


def test_two_documents_have_two_identities_and_are_found_by_name(
    session: Session, case_id: RecordId, paper: Path
) -> None:
    for _ in range(2):
        documents.add_file(session, case_id, paper)
    one, other = documents.attachments_of(session, case_id)
    assert one.identity != other.identity
    assert one.identity not in repr(one)
    with session.vault.read() as db:
        assert [match.case_id for match in find(db, "Kanarienvogel")] == [case_id]


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda path: path.write_bytes(b""), "empty"),
        (lambda path: os.truncate(path, MOST_BYTES + 1), "too_large"),
        (lambda path: os.truncate(path, 2 * 1024**3), "too_large"),
        (lambda path: path.unlink(), "missing"),
        (lambda path: (path.unlink(), path.mkdir()), "no_file"),
        (lambda path: (path.unlink(), os.mkfifo(path)), "no_file"),
        (lambda path: (path.unlink(), path.symlink_to("/dev/zero")), "no_file"),
        (lambda path: (path.unlink(), path.symlink_to(path)), "unreadable"),
    ],
)
def test_what_is_no_document_is_refused_before_anything_is_copied(
    session: Session, case_id: RecordId, paper: Path, make: Callable[[Path], Any], reason: str
) -> None:
    make(paper)
    for attempt in (lambda: documents.check_file(paper), lambda: documents.add_file(session, case_id, paper)):
        with pytest.raises(DocumentRefused) as caught:
            attempt()
        assert caught.value.reason == reason
    assert sealed_files(session) == []
    assert count(session) == 0


def test_a_file_that_changes_while_it_is_read_is_refused(session: Session, case_id: RecordId, paper: Path) -> None:
    def grow(_share: float) -> None:
        if paper.stat().st_size == size:
            paper.write_bytes(paper.read_bytes() + b"x" * 10)

    size = paper.stat().st_size

    with pytest.raises(DocumentRefused, match="changed"):
        documents.add_file(session, case_id, paper, progress=grow)
    assert sealed_files(session) == []


def test_a_file_that_never_ends_stops_at_the_limit(session: Session) -> None:
    class Endless:
        def read(self, size: int) -> bytes:
            return b"x" * size

    with pytest.raises(DocumentRefused, match="too_large"):
        attachment_files.seal(session.folder, "endless", Endless(), most=300_000)
    assert sealed_files(session) == []


def test_stopping_leaves_nothing(session: Session, case_id: RecordId, paper: Path) -> None:
    def stop(_share: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        documents.add_file(session, case_id, paper, progress=stop)
    assert sealed_files(session) == []
    assert count(session) == 0


STEPS = ("mkdir", "open", "write", "fsync", "replace", "folder", "row", "index", "commit")


def _refuse_at(patch: pytest.MonkeyPatch, step: str, short: bool) -> None:
    """Let one step of storing a document fail as a full medium does; with ``short`` it writes a part before."""

    def refuse(*_arguments: object, **_more: object) -> Any:
        raise OSError(errno.ENOSPC, "full")

    def refuse_in_the_vault(*_arguments: object, **_more: object) -> Any:
        raise StorageError(Path("cases.db"), "full")

    class Full:
        """A file on a medium that becomes full."""

        def __init__(self, file: Any) -> None:
            self._file = file

        def write(self, block: bytes) -> int:
            if self._file is not None:
                self._file.write(block[: len(block) // 2] if short else b"")
            return int(refuse())

    def make_writer(self: Any, target: Any) -> None:
        initial(self, Full(target))

    def opening(path: Any, flags: int, mode: int = 0o777, **more: Any) -> int:
        return int(refuse()) if str(path).endswith(".part") else real(path, flags, mode, **more)

    real, initial = os.open, attachment_files._Writer.__init__  # noqa: SLF001 - where the blocks go
    target: dict[str, tuple[str, Any]] = {
        "mkdir": ("pathlib.Path.mkdir", refuse),
        "open": ("os.open", opening),
        "write": ("mfd_desktop.vault.attachment_files._Writer.__init__", make_writer),
        "fsync": ("os.fsync", refuse),
        "replace": ("pathlib.Path.replace", refuse),
        "folder": ("mfd_desktop.files.streamed.sync_folder", refuse),
        "row": ("mfd_desktop.vault.attachments.add_attachment", refuse_in_the_vault),
        "index": ("mfd_desktop.vault.attachments.reindex", refuse_in_the_vault),
        "commit": ("mfd_desktop.vault.store.Vault.write", refuse_in_the_vault),
    }
    patch.setattr(*target[step])


@pytest.mark.parametrize("short", [False, True])
@pytest.mark.parametrize("step", STEPS)
def test_a_full_medium_at_any_step_leaves_nothing(
    session: Session, case_id: RecordId, paper: Path, monkeypatch: pytest.MonkeyPatch, step: str, short: bool
) -> None:
    with monkeypatch.context() as patch:
        _refuse_at(patch, step, short)
        with pytest.raises(StorageError):
            documents.add_file(session, case_id, paper)
    store.sweep(session.vault)
    assert sealed_files(session) == []
    assert count(session) == 0
    documents.add_file(session, case_id, paper)
    assert count(session) == 1
    assert store.verify_attachments(session.vault) == (1, ())


DAMAGES: dict[str, Callable[[bytes], bytes | None]] = {
    "missing": lambda _whole: None,
    "empty": lambda _whole: b"",
    "cut": lambda whole: whole[:-1],
    "half": lambda whole: whole[: len(whole) // 2],
    "longer": lambda whole: whole + b"x",
    "header": lambda whole: b"x" + whole[1:],
    "first block": lambda whole: whole[:300] + bytes([whole[300] ^ 1]) + whole[301:],
    "last block": lambda whole: whole[:-20] + bytes([whole[-20] ^ 1]) + whole[-19:],
    "foreign": lambda _whole: b"Guten Tag\n" * 100,
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_named_and_nothing_of_it_shown(
    session: Session, case_id: RecordId, paper: Path, damage: str
) -> None:
    documents.add_file(session, case_id, paper)
    (path,) = sealed_files(session)
    whole = path.read_bytes()
    bad = DAMAGES[damage](whole)
    path.unlink() if bad is None else path.write_bytes(bad)
    (found,) = documents.attachments_of(session, case_id)
    with pytest.raises(DocumentDamaged) as caught:
        documents.content(session, found)
    assert caught.value.name == paper.name
    assert [one.damaged for one in overview.damaged_documents(session)] == ["missing" if bad is None else "damaged"]
    path.write_bytes(whole)
    assert documents.content(session, overview.damaged_documents(session)[0]) == paper.read_bytes()
    assert overview.damaged_documents(session) == ()


def test_verifying_reads_the_longest_unseen_first_and_remembers(
    session: Session, case_id: RecordId, paper: Path, clock: Any
) -> None:
    for _ in range(3):
        documents.add_file(session, case_id, paper)
    sealed_files(session)[0].unlink()
    read, bad = store.verify_attachments(session.vault)
    assert (read, [one.damaged for one in overview.damaged_documents(session)]) == (3, ["missing"])
    assert len(bad) == 1
    assert store.verify_attachments(session.vault, 1)[0] == 1


def test_what_no_row_names_leaves_the_disk(session: Session, case_id: RecordId, paper: Path) -> None:
    first = documents.add_file(session, case_id, paper)
    documents.add_file(session, case_id, paper)
    folder = session.folder / "attachments"
    for name in ("x.age.0123.part", f"{'a' * 32}.age", "Notiz.txt"):
        (folder / name).write_bytes(b"x")
    with session.vault.write() as db:
        delete(db, store.ATTACHMENT, first)
        assert db.execute("SELECT count(*) FROM search_entry WHERE record_id = ?", (first,)).fetchone() == (0,)
    assert store.sweep(session.vault) == 2
    assert len(list(folder.glob("*.age"))) == 1
    assert (folder / "Notiz.txt").exists()
    with session.vault.read() as db:
        assert db.execute("SELECT * FROM attachment_gone").fetchall() == []


def test_what_the_bin_names_and_what_a_kept_journal_may_want_stays(
    session: Session, case_id: RecordId, paper: Path
) -> None:
    attachment_id = documents.add_file(session, case_id, paper)
    (path,) = sealed_files(session)
    entry = documents.remove(session, attachment_id)
    assert documents.attachments_of(session, case_id) == ()
    store.sweep(session.vault)
    assert path.exists()
    recycling.restore(session, entry)
    assert documents.content(session, documents.read_attachment(session, attachment_id)) == paper.read_bytes()
    entry = documents.remove(session, attachment_id)
    with session.vault.write() as db:
        forget(db, entry, session.clock.now())
    (session.folder / "attachments" / f"{'a' * 32}.age").write_bytes(b"x")
    (session.folder / "cases.db-wal.20261128-1.kept").write_bytes(b"x")
    store.sweep(session.vault)
    assert [one.stem for one in sealed_files(session)] == ["a" * 32]


def test_a_new_identity_leaves_the_content_and_takes_the_old_file(
    session: Session, case_id: RecordId, paper: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents.add_file(session, case_id, paper)
    (before,) = documents.attachments_of(session, case_id)
    with session.vault.write() as db:
        db.execute("UPDATE attachment SET stale_key = 1")
    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", lambda _descriptor: (_ for _ in ()).throw(OSError(errno.ENOSPC, "full")))
        with pytest.raises(StorageError):
            store.reseal(session.vault, before)
    assert documents.content(session, before) == paper.read_bytes()
    store.reseal(session.vault, before)
    (after,) = documents.attachments_of(session, case_id)
    assert after.identity != before.identity
    assert documents.content(session, after) == paper.read_bytes()
    assert [path.stem for path in sealed_files(session)] == [after.file]
    with session.vault.read() as db:
        assert store.stale_attachments(db) == ()


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("a\nb.pdf", "a b.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\scans\\x.pdf", "x.pdf"),
        ("\u202efdp.exe", "fdp.exe"),
        ("\x00\x1b[31m.png", "[31m.png"),
        ("   ", "?"),
        ("/", "?"),
        ("x" * 300 + ".pdf", "x" * 115 + "….pdf"),
    ],
)
def test_names_become_one_harmless_line(name: str, clean: str) -> None:
    assert clean_name(name) == clean
    assert len(clean_name(name)) <= 120


def picture(kind: str) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (20, 20), "red").save(buffer, kind)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "media"),
    [
        (picture("PNG"), "image/png"),
        (picture("JPEG"), "image/jpeg"),
        (picture("TIFF"), "image/tiff"),
        (picture("WEBP"), "image/webp"),
        (picture("PDF"), "application/pdf"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "image/heif"),
        (b"Guten Tag", TEXT),
        (b"From: a@example.org\nSubject: Probe\n\nText", MAIL),
        (b"MZ\x90\0" + bytes(200), OTHER),
        (b"PK\x03\x04 kaputt", OTHER),
        (b"<html><script>alert(1)</script></html>", TEXT),
        (bytes(range(256)) * 4, OTHER),
    ],
)
def test_the_kind_is_told_by_content_never_by_the_ending(
    session: Session, case_id: RecordId, content: bytes, media: str
) -> None:
    documents.add_bytes(session, case_id, "harmlos.pdf", content)
    assert documents.attachments_of(session, case_id)[0].media == media


def test_describing_changes_words_and_the_index_only(session: Session, case_id: RecordId, paper: Path) -> None:
    attachment_id = documents.add_file(session, case_id, paper)
    documents.save_document(session, attachment_id, {"name": "Bescheid", "note": "Ausländerbehörde", "day": ""})
    found = documents.read_attachment(session, attachment_id)
    assert (found.name, found.note, found.day) == ("Bescheid", "Ausländerbehörde", None)
    with session.vault.read() as db:
        assert find(db, "Kanarienvogel") == ()
        assert [match.case_id for match in find(db, "Ausländerbehörde")] == [case_id]
    assert documents.save_document(session, attachment_id, {"name": " "}).problems
    assert documents.save_document(session, attachment_id, {"day": "31.02."}).problems
    assert documents.read_attachment(session, attachment_id).name == "Bescheid"


def test_an_export_is_named_by_the_case_and_logged(
    session: Session, case_id: RecordId, paper: Path, tmp_path: Path
) -> None:
    attachment_id = documents.add_file(session, case_id, paper)
    found = documents.read_attachment(session, attachment_id)
    name = documents.export_name(session, found)
    assert re.fullmatch(r"2026-0001-[0-9a-f]{4}\.txt", name)
    documents.export(session, found, tmp_path / name)
    assert (tmp_path / name).read_bytes() == paper.read_bytes()
    entry = log_entries(session)[0]
    assert (entry.event, entry.detail) == (Event.EXPORT, "document")


def test_a_pdf_is_found_by_its_text_and_no_longer_once_it_is_gone(session: Session, case_id: RecordId) -> None:
    pdf = pdf_of(Document("Probe", PlainPage(), (text("Widerspruchsfrist Zebrafink"),)), moment=session.clock.now())
    attachment_id = documents.add_bytes(session, case_id, "a.pdf", pdf)
    documents.add_bytes(session, case_id, "kaputt.pdf", b"%PDF-1.7 kaputt")
    assert read_texts(session) == 2
    assert read_texts(session) == 0
    (match,) = overview.find(session, "Zebrafink")
    assert overview.document_with(session, match, "Zebrafink") == attachment_id
    recycling.restore(session, documents.remove(session, attachment_id))
    assert overview.find(session, "Zebrafink") == (match,)
    with session.vault.read() as db:
        assert [match.case_id for match in find(db, "Zebrafink")] == [case_id]
    with session.vault.write() as db:
        delete(db, store.ATTACHMENT, attachment_id)
        assert find(db, "Zebrafink") == ()


def test_a_pdf_that_takes_for_ever_is_left_out() -> None:
    assert text_of_pdf(picture("PDF"), seconds=0.0) == ""


def test_locking_does_not_wait_for_a_pdf_being_read(session: Session, case_id: RecordId) -> None:
    documents.add_bytes(session, case_id, "bescheid.pdf", picture("PDF"))
    asked = itertools.count()
    assert read_texts(session, stopped=lambda: next(asked) >= 1, seconds=600) == 0
    assert not multiprocessing.active_children()
    with session.vault.read() as db:
        assert len(store.without_text(db)) == 1, "it is read another time"


def test_a_folder_full_of_scans_is_listed_to_a_bound(tmp_path: Path) -> None:
    for number in range(5):
        (tmp_path / f"{number}.pdf").write_bytes(b"x")
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    found = list_scans(tmp_path, 3)
    assert (len(found.files), found.more, found.gone) == (3, True, False)
    assert len(list_scans(tmp_path).files) == 5
    assert list_scans(tmp_path / "gone").gone


def test_proving_the_vault_proves_its_documents(session: Session, case_id: RecordId, paper: Path) -> None:
    documents.add_file(session, case_id, paper)
    documents.add_file(session, case_id, paper)
    assert verify_vault(session)["documents"] == 2  # type: ignore[index]
    path = sealed_files(session)[0]
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(DocumentsDamaged) as caught:
        verify_vault(session)
    said = sentence(caught.value)
    assert "1 Dokument " in said
    assert "2026-0001" in said
    assert CANARY not in said
    assert [one.damaged for one in overview.damaged_documents(session)] == ["damaged"]


def test_proving_that_is_stopped_keeps_what_it_found(
    session: Session, case_id: RecordId, paper: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents.add_file(session, case_id, paper)
    documents.add_file(session, case_id, paper)
    with session.vault.read() as db:
        first, _second = store.all_attachments(db)
    attachment_files.place_of(session.folder, first.file).unlink()
    seen = store.check

    def stop_at_the_second(folder: Path, attachment: Any, _told: Callable[[int], None]) -> None:
        def stop(_count: int) -> None:
            raise Interrupted

        seen(folder, attachment, stop)

    monkeypatch.setattr(store, "check", stop_at_the_second)
    assert verify_vault(session) is None
    assert [one.damaged for one in overview.damaged_documents(session)] == ["missing"]


def test_a_scan_of_many_pages_is_shown_whole_and_a_bomb_not(
    session: Session, case_id: RecordId, monkeypatch: pytest.MonkeyPatch
) -> None:
    buffer = io.BytesIO()
    sheets = [Image.new("1", (90, 120), number % 2) for number in range(60)]
    sheets[0].save(buffer, "TIFF", save_all=True, append_images=sheets[1:])
    attachment_id = documents.add_bytes(session, case_id, "Scan", buffer.getvalue())
    found = documents.read_attachment(session, attachment_id)
    assert len(pypdfium2.PdfDocument(pages(session, found, turns=1))) == 60
    monkeypatch.setattr("mfd_desktop.app.attachment_pages.MOST_PIXELS", 90 * 120 - 1)
    with pytest.raises(NotShowable):
        pages(session, found)


@pytest.mark.proof
def test_every_flipped_bit_of_a_sealed_file_is_noticed(
    session: Session, case_id: RecordId, full_counts: bool, record_figures: Callable[..., None]
) -> None:
    content = b"Erfundener Bescheid\n" * 4000  # more than one block of age
    documents.add_bytes(session, case_id, "Bescheid.txt", content)
    (found,) = documents.attachments_of(session, case_id)
    (path,) = sealed_files(session)
    whole = path.read_bytes()
    chance = random.Random(20261123)
    flips = 2000 if full_counts else 60
    for _ in range(flips):
        place, bit = chance.randrange(len(whole)), 1 << chance.randrange(8)
        path.write_bytes(whole[:place] + bytes([whole[place] ^ bit]) + whole[place + 1 :])
        with pytest.raises(DocumentDamaged):
            attachment_files.content(session.folder, found)
    path.write_bytes(whole)
    assert attachment_files.content(session.folder, found) == content
    record_figures("flips in documents", runs=flips, unnoticed=0)


@pytest.mark.proof
def test_a_large_file_takes_little_memory(
    session: Session, case_id: RecordId, tmp_path: Path, full_counts: bool
) -> None:
    path = tmp_path / "large"
    path.touch()
    size = (100 if full_counts else 10) * 1024 * 1024
    os.truncate(path, size)
    tracemalloc.start()
    documents.add_file(session, case_id, path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4 * 1024 * 1024
    assert documents.attachments_of(session, case_id)[0].size == size
