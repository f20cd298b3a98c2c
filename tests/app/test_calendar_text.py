"""Calendar files: folding, escaping, alarms, stable identities (RFC 5545)."""

from datetime import UTC, date, datetime

from mfd_desktop.app.calendar_text import WholeDay, calendar_text

MOMENT = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)


def unfolded(text: bytes) -> list[str]:
    return text.replace(b"\r\n ", b"").decode().split("\r\n")


def test_a_day_is_an_event_without_a_time_and_rings_in_the_morning() -> None:
    entry = WholeDay("abc@mfd-desktop", date(2026, 12, 23), "Frist 2026-0001", MOMENT, (14, 1, 0))
    lines = unfolded(calendar_text((entry,), moment=MOMENT))
    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    assert {"UID:abc@mfd-desktop", "DTSTART;VALUE=DATE:20261223", "DTEND;VALUE=DATE:20261224"} <= set(lines)
    assert {"SUMMARY:Frist 2026-0001", "DTSTAMP:20261123T110000Z", "CLASS:PRIVATE"} <= set(lines)
    assert [line for line in lines if line.startswith("TRIGGER")] == [
        "TRIGGER:-P13DT15H",
        "TRIGGER:-PT15H",
        "TRIGGER:PT9H",
    ]
    assert lines[-2:] == ["END:VCALENDAR", ""]


def test_long_and_special_texts_are_folded_between_letters_and_escaped() -> None:
    said = "Frist; Komma, Schrägstrich \\ und\nZeile " + "ä" * 80
    text = calendar_text((WholeDay("u", date(2026, 1, 1), said, MOMENT),), moment=MOMENT)
    assert all(len(line) <= 75 for line in text.split(b"\r\n"))
    text.decode()
    found = next(line for line in unfolded(text) if line.startswith("SUMMARY"))
    assert found == "SUMMARY:Frist\\; Komma\\, Schrägstrich \\\\ und\\nZeile " + "ä" * 80


def test_nothing_open_is_an_empty_calendar() -> None:
    assert b"VEVENT" not in calendar_text((), moment=MOMENT)
