"""The words of fingerprints, and what periods are called."""

from pathlib import Path

import pytest

from mfd_desktop.content.errors import ContentError
from mfd_desktop.content.fingerprint_words import fingerprint_words
from mfd_desktop.content.period_names import period_short, period_words
from mfd_desktop.domain.periods import Period


def word_list(root: Path, words: list[str]) -> None:
    (root / "exchange").mkdir(parents=True)
    shipped = "\n".join(f'  "{word}",' for word in words)
    (root / "exchange" / "fingerprint_words.toml").write_text(
        f'id = "fingerprint_words"\nversion = 1\nsource = "Probe"\nwords = [\n{shipped}\n]\n', encoding="utf-8"
    )


def test_a_word_never_stands_for_two_bytes(tmp_path: Path) -> None:
    words = list(fingerprint_words())
    word_list(tmp_path / "whole", words)
    assert fingerprint_words(tmp_path / "whole") == tuple(words)
    word_list(tmp_path / "twice", [*words[:-1], words[0]])
    with pytest.raises(ContentError, match="twice"):
        fingerprint_words(tmp_path / "twice")


@pytest.mark.parametrize(
    ("period", "words", "short"),
    [
        ("2026-Q3", "3. Quartal 2026", "Q3"),
        ("2026-H2", "2. Halbjahr 2026", "2. Hj."),
        ("2026", "Jahr 2026", "2026"),
    ],
)
def test_periods_have_names(period: str, words: str, short: str) -> None:
    found = Period.parse(period)
    assert (period_words(found), period_short(found)) == (words, short)
