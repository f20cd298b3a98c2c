"""The three sheets: readable words, a code that says the same, and no word anywhere on the disk."""

import io
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from mfd_desktop.app import keys
from mfd_desktop.app.envelope import KEEPERS, envelope_pdf, holders, qr_drawing, words_drawing
from mfd_desktop.app.journal import log_broken_at, log_entries
from mfd_desktop.app.journal_pages import log_pdf
from mfd_desktop.app.session import Session
from mfd_desktop.domain.journal import Event
from mfd_desktop.render.drawings import Box, Label

NAMES = ("Petra Erfunden", "Karl Erfunden", "")


def printed(pdf: bytes, tmp_path: Path) -> list[str]:
    (tmp_path / "x.pdf").write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-layout", str(tmp_path / "x.pdf"), "-"], capture_output=True, check=True)
    (tmp_path / "x.pdf").unlink()
    return done.stdout.decode().split("\f")


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")
def test_each_sheet_is_one_page_with_its_keeper_and_its_words(session: Session, tmp_path: Path) -> None:
    shares = keys.make_recovery(session, holders(NAMES))
    pages = [page for page in printed(envelope_pdf(session, shares), tmp_path) if page.strip()]
    assert len(pages) == 3
    for share, page in zip(shares, pages, strict=True):
        assert f"Notfallblatt {share.number} von 3" in page
        assert share.holder in page
        assert f"Satz {share.set_id}" in page
        words = page.split()
        assert all(word in words for word in share.words)
    assert shares[2].holder == KEEPERS[2]


def test_the_code_holds_the_same_words() -> None:
    import segno

    words = " ".join(f"word{number}" for number in range(20))
    drawing = qr_drawing(words)
    matrix = segno.make_qr(words, error="m").matrix
    dark = {(x, y) for y, row in enumerate(matrix) for x, module in enumerate(row) if module}
    drawn = {
        (int(shape.x) - 4 + step, int(shape.y) - 4)
        for shape in drawing.shapes if isinstance(shape, Box)
        for step in range(int(shape.width))
    }  # fmt: skip
    assert drawn == dark
    assert drawing.width == len(matrix) + 8


def test_the_words_are_numbered_in_reading_order() -> None:
    words = [f"word{number}" for number in range(1, 21)]
    labels = [shape for shape in words_drawing(words).shapes if isinstance(shape, Label)]
    assert [label.text for label in labels] == [
        part for number, word in enumerate(words, 1) for part in (str(number), word)
    ]
    rows = sorted({label.y for label in labels if label.bold})
    assert len(rows) == 5


def test_no_word_of_a_sheet_is_on_the_disk(session: Session) -> None:
    shares = keys.make_recovery(session, holders(NAMES))
    envelope_pdf(session, shares)
    keys.mark_printed(session)
    keys.check_shares(session, " ".join(shares[0].words), " ".join(shares[2].words))
    keys.mark_rehearsed(session)
    with session.vault.read() as db:
        tables = [table for (table,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        dump = " ".join(str(row) for table in tables for row in db.execute(f'SELECT * FROM "{table}"'))
    content = b"".join(path.read_bytes() for path in session.folder.rglob("*") if path.is_file())
    for share in shares:
        for start in range(0, 18, 3):
            three = share.words[start : start + 3]
            assert " ".join(three) not in dump
            assert " ".join(three).encode() not in content
    details = [(entry.event, entry.detail) for entry in log_entries(session)[:3]]
    assert details == [(Event.SHEETS, "rehearsed"), (Event.SHEETS, "printed"), (Event.SHEETS, "made")]


def test_the_log_on_paper_names_nobody(session: Session, tmp_path: Path) -> None:
    entries = log_entries(session)
    pdf = log_pdf(session, entries, log_broken_at(session))
    assert pdf.startswith(b"%PDF")
    if shutil.which("pdftotext"):
        text = "".join(printed(pdf, tmp_path))
        assert "Entsperrt" in text
        assert "unversehrt" in text
    assert io.BytesIO(pdf).read(4) == b"%PDF"
    assert session.clock.today() == date(2026, 11, 23)
