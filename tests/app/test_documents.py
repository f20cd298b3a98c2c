"""Documents become PDFs quickly, with the fonts loaded once; folders of the system's fonts."""

import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

import pytest

from mfd_desktop.app.documents import pdf_of, system_font_folders
from mfd_desktop.app.wording import sentence
from mfd_desktop.domain.errors import LettersMissing, LogoUnreadable, SpoolOnDisk, UserError
from mfd_desktop.render.blocks import Document, LetterPage, text

MOMENT = datetime(2026, 11, 27, 10, 30)  # noqa: DTZ001 - the date on a document is the office's own
PAGE = LetterPage(
    ("Dienststelle Musterburg",), "Absender", ("Amt", "Platz 1", "55555 Musterburg"), (("Datum", "heute"),)
)
LETTER = Document(
    "MFD-2026-0042", PAGE, tuple(text(f"Absatz {number} mit einigen Wörtern. " * 8) for number in range(8))
)


def test_a_letter_that_is_made_again_takes_well_under_a_tenth_of_a_second() -> None:
    first = pdf_of(LETTER, moment=MOMENT)
    times = []
    for _again in range(5):
        start = time.perf_counter()
        assert pdf_of(LETTER, moment=MOMENT) == first
        times.append(time.perf_counter() - start)
    assert min(times) < 0.1


def test_nothing_heavy_is_loaded_before_the_first_document() -> None:
    code = (
        "import sys, mfd_desktop.app.documents as d; from mfd_desktop.render.blocks import text\n"
        "print([name for name in ('uharfbuzz', 'PIL') if name in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


@pytest.mark.skipif(sys.platform == "win32", reason="elsewhere")
def test_fonts_of_the_system_are_looked_for_where_linux_and_macos_keep_them() -> None:
    assert Path("/usr/share/fonts") in system_font_folders()
    assert Path("/System/Library/Fonts") in system_font_folders()


def test_fonts_of_the_system_are_looked_for_where_windows_keeps_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SYSTEMROOT", "C:/Fenster")
    monkeypatch.setenv("LOCALAPPDATA", "C:/Lokal")
    assert system_font_folders(windows=True) == (
        Path("C:/Fenster/Fonts"),
        Path("C:/Lokal/Microsoft/Windows/Fonts"),
    )


@pytest.mark.parametrize(
    ("error", "wanted"),
    [
        (LettersMissing("ARMENIAN", "Ա"), "Noto Sans Armenian"),
        (LettersMissing("U+D800", "\ud800"), "U+D800"),
        (LettersMissing("FOX", "\U0001f98a"), "U+1F98A"),
        (LogoUnreadable(), "Logo"),
        (SpoolOnDisk(), "nichts gedruckt"),
    ],
)
def test_errors_say_what_to_do(error: UserError, wanted: str) -> None:
    assert wanted in sentence(error)
