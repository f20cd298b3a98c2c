"""What is said about the contents of a case that is handed over, and about hand-overs themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.content.i18n import N_, _, translate_marked
from mfd_desktop.domain.dates import format_date
from mfd_desktop.domain.handover import IN, RETURN, STAND_IN
from mfd_desktop.ui.kit.rows import Row

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from typing import Any

    from mfd_desktop.content.codelists import CodeLists
    from mfd_desktop.domain.handover import HandOver

    Rows = Mapping[str, Sequence[Mapping[str, Any]]]

PART_WORDS = {
    "contacts": N_("Verlauf: Kontakte mit Vermerken, Verweisungen"),
    "agenda": N_("Wiedervorlagen, Termine, Bescheide und Fristen"),
    "releases": N_("Einwilligungen und Entbindungen"),
    "forms": N_("Ausgefüllte Formulare"),
    "letters": N_("Fertige Briefe"),
    "documents": N_("Dokumente"),
}
PART_TABLES = {
    "contacts": ("contact", "referral"),
    "agenda": ("follow_up", "appointment", "authority_notice", "deadline"),
    "releases": ("release", "privacy_event"),
    "forms": ("form_record",),
    "letters": ("letter",),
    "documents": ("attachment",),
}
MOST_SHOWN = 300
_LINES = {
    "contact_way": (N_("Kontaktweg"), "value", ""),
    "procedure": (N_("Asylverfahren {day}"), "", "lodged"),
    "contact": (N_("Kontakt {day}"), "note", "day"),
    "referral": (N_("Verweisung {day}"), "note", "day"),
    "follow_up": (N_("Wiedervorlage {day}"), "text", "due"),
    "appointment": (N_("Termin {day}"), "title", "day"),
    "procedure_step": (N_("Schritt im Verfahren {day}"), "document", "day"),
    "validity": (N_("Gültig bis {day}"), "label", "until"),
    "authority_notice": (N_("Bescheid {day}"), "authority", "day"),
    "deadline": (N_("Frist {day}"), "title", "due"),
    "release": (N_("Entbindung {day}"), "recipient", "given"),
    "privacy_event": (N_("Datenschutz {day}"), "matter", "day"),
    "form_record": (N_("Formular {day}"), "", "begun"),
    "letter": (N_("Brief {day}"), "title", "day"),
    "attachment": (N_("Dokument {day}"), "name", "day"),
}
"""Title of a line, and the columns that say more and when."""


def part_label(part: str, rows: Rows) -> str:
    """Return a part of the case with how many records it has."""
    count = sum(len(rows.get(table, ())) for table in PART_TABLES[part])
    return f"{translate_marked(PART_WORDS[part])} ({count})"


def content_rows(rows: Rows, lists: CodeLists) -> list[Row]:
    """Return a line for every record that leaves, the first three hundred of them."""
    lines = [_status(row, lists) for row in rows.get("residence_status", ())]
    for table, (title, second, day) in _LINES.items():
        for row in rows.get(table, ()):
            said = translate_marked(title).format(day=_day(row.get(day)))
            lines.append(
                Row(f"{table}:{row.get('id')}", said.strip(), " ".join(str(row.get(second, "")).split())[:200])
            )
    more = len(lines) - MOST_SHOWN
    if more > 0:
        lines[MOST_SHOWN:] = [Row("more", _("und {count} weitere").format(count=more), muted=True)]
    return lines


def hand_over_words(found: HandOver) -> str:
    """Return what a hand-over means for the case, for its head."""
    if found.purpose == STAND_IN and found.ended is None:
        until = format_date(found.until) if found.until else ""
        if found.direction == IN:
            return _("Vertretung für {partner} bis {day}").format(partner=found.partner, day=until)
        return _("In Vertretung bei {partner} bis {day}").format(partner=found.partner, day=until)
    day = format_date(found.day)
    if found.direction == IN:
        if found.purpose == RETURN:
            return _("Aus der Vertretung zurück am {day}").format(day=day)
        words = _("Übernommen von {partner} am {day}, dort Fall {number}")
        return words.format(partner=found.partner, day=day, number=found.number)
    if found.purpose == RETURN:
        return _("Zurückgegeben an {partner} am {day}").format(partner=found.partner, day=day)
    return _("Übergeben an {partner} am {day}").format(partner=found.partner, day=day)


def is_over(found: HandOver, today: date) -> bool:
    """Tell whether a stand-in should have ended."""
    return found.until is not None and found.ended is None and found.until < today


def size_words(size: int) -> str:
    """Return a size in megabytes."""
    return _("{size} MB").format(size=f"{size / 1_000_000:.1f}".replace(".", ","))


def _status(row: Mapping[str, Any], lists: CodeLists) -> Row:
    code = row["code"]
    label = lists.label("residence_status", code) if code in lists.known("residence_status") else str(code or "")
    return Row(f"residence_status:{row.get('id')}", _("Aufenthaltsstatus"), label)


def _day(value: object) -> str:
    from datetime import date

    try:
        return format_date(date.fromisoformat(str(value)))
    except ValueError:
        return ""
