"""The log is readable: whatever the program writes into it has words, in a sentence a counsellor understands."""

from datetime import UTC, datetime

import pytest

from mfd_desktop.app.wording_journal import detail_words, event_words
from mfd_desktop.domain.journal import Event, LogEntry


@pytest.mark.parametrize(
    ("event", "detail", "said"),
    [
        (Event.EXPORT, "letter.G14", "Brief G14"),
        (Event.PRINT, "G14", "Brief G14"),
        (Event.EXPORT, "statistics.intern.xlsx", "Statistik, intern (xlsx)"),
        (Event.EXPORT, "statistics.public.pdf", "Statistik, weitergabefähig (pdf)"),
        (Event.EXPORT, "network.csv", "Ergebnis des Verbunds (csv)"),
        (Event.EXPORT, "contribution.2026-Q3", "Meldung 2026-Q3"),
        (Event.EXPORT, "erasure", "Löschbescheinigung"),
        (Event.ERASE, "request:AB12-CD34", "Löschbescheinigung AB12-CD34"),
        (Event.ERASE, "bin.case_file", "aus dem Papierkorb"),
        (Event.ERASE, "bin.12", "aus dem Papierkorb, nach 30 Tagen: 12"),
        (Event.ACCESS, "pdf+json", "PDF und JSON"),
        (Event.DAMAGE, "accepted", "ohne die fehlenden Einträge geöffnet"),
        (Event.SETTING, "backup_folder", "Ordner der Datensicherung"),
        (Event.SETTING, "clock.trusted", "Uhr des PCs bestätigt"),
        (Event.SETTING, "network.folder", "gemeinsamer Ordner"),
    ],
)
def test_what_is_logged_has_words(event: Event, detail: str, said: str) -> None:
    assert detail_words(entry(event, detail)) == said


def test_a_state_restored_is_named_by_its_moment() -> None:
    assert detail_words(entry(Event.RESTORE, "20261128T043420Z-1-6")).startswith("Stand vom 28.11.2026 ")


def test_every_event_has_words() -> None:
    assert len({event_words(event) for event in Event}) == len(Event)


def entry(event: Event, detail: str) -> LogEntry:
    return LogEntry(1, datetime(2026, 11, 28, 9, tzinfo=UTC), event, detail, "", None)
