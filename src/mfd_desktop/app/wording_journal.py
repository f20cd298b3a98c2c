"""The log in words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mfd_desktop.app.options import OPTIONS
from mfd_desktop.content.i18n import N_, _, translate_marked
from mfd_desktop.domain.backups import parse_state
from mfd_desktop.domain.journal import Event

if TYPE_CHECKING:
    from mfd_desktop.domain.journal import LogEntry

EVENTS = {
    Event.UNLOCK: N_("Entsperrt"),
    Event.UNLOCK_FAILED: N_("Falsches Passwort"),
    Event.EXPORT: N_("Als Datei herausgegeben"),
    Event.PRINT: N_("Gedruckt"),
    Event.HAND_OVER: N_("Übergeben"),
    Event.TAKE_OVER: N_("Übernommen"),
    Event.ERASE: N_("Gelöscht"),
    Event.BACKUP: N_("Datensicherung"),
    Event.RESTORE: N_("Wiederhergestellt"),
    Event.RECOVERY: N_("Mit Notfallblättern geöffnet"),
    Event.PASSPHRASE: N_("Passwort geändert"),
    Event.SHEETS: N_("Notfallblätter"),
    Event.REKEY: N_("Neue Schlüssel"),
    Event.SETTING: N_("Einstellung geändert"),
    Event.ACCESS: N_("Auskunftspaket erstellt"),
    Event.RESTRICT: N_("Verarbeitung eingeschränkt"),
    Event.DEADLINE: N_("Frist"),
    Event.DAMAGE: N_("Schaden bemerkt"),
}
_DETAILS = {
    "passphrase": N_("mit dem Passwort"),
    "stand_in": N_("Vertretung"),
    "stand_in.removed": N_("Passwort der Vertretung entfernt"),
    "recovery": N_("mit zwei Notfallblättern"),
    "forgotten": N_("Passwort vergessen"),
    "made": N_("erstellt"),
    "printed": N_("gedruckt"),
    "rehearsed": N_("geprobt"),
    "begun": N_("begonnen"),
    "finished": N_("beendet"),
    "ended": N_("beendet"),
    "proven": N_("geprüft"),
    "failed": N_("fehlgeschlagen"),
    "case": N_("ein Fall"),
    "handover": N_("ein Fall"),
    "return": N_("ein Fall, zurück aus der Vertretung"),
    "vault": N_("der ganze Tresor"),
    "rescued": N_("Lesbares gerettet"),
    "document": N_("Dokument"),
    "recovery_sheets": N_("Notfallblätter"),
    "log": N_("Protokoll"),
    "week": N_("Woche"),
    "deadlines.week": N_("Fristen der Woche"),
    "deadlines.log": N_("Fristenprotokoll"),
    "deadlines.ics": N_("Kalenderdatei der Fristen"),
    "deadline_sheet": N_("Rechenweg einer Frist"),
    "office": N_("Dienststelle"),
    "network.created": N_("Verbund angelegt"),
    "network.joined": N_("Verbund beigetreten"),
    "network.folder": N_("gemeinsamer Ordner"),
    "backup_folder": N_("Ordner der Datensicherung"),
    "clock.trusted": N_("Uhr des PCs bestätigt"),
    "accepted": N_("ohne die fehlenden Einträge geöffnet"),
    "pdf+json": N_("PDF und JSON"),
    "erasure": N_("Löschbescheinigung"),
    "succession": N_("Übergabeprotokoll"),
    "succession.notes": N_("Schreiben an Ratsuchende"),
}
_PATTERNS = (
    (re.compile(r"(?:letter\.)?(G\d\d)"), N_("Brief {0}")),
    (re.compile(r"statistics\.intern\.([a-z]+)"), N_("Statistik, intern ({0})")),
    (re.compile(r"statistics\.public\.([a-z]+)"), N_("Statistik, weitergabefähig ({0})")),
    (re.compile(r"network\.(xlsx|csv|json|pdf)"), N_("Ergebnis des Verbunds ({0})")),
    (re.compile(r"contribution\.(.+)"), N_("Meldung {0}")),
    (re.compile(r"finished\.(\w*)"), N_("erledigt {0}")),
    (re.compile(r"reopened\.(\w*)"), N_("wieder geöffnet {0}")),
    (re.compile(r"extended\.(\w*)"), N_("verlängert {0}")),
    (re.compile(r"moved\.(\w*)"), N_("verschoben {0}")),
    (re.compile(r"removed\.(\w*)"), N_("gelöscht {0}")),
    (re.compile(r"removed_open\.(\w*)"), N_("offen gelöscht, mit Begründung {0}")),
    (re.compile(r"bin\.(\d+)"), N_("aus dem Papierkorb, nach 30 Tagen: {0}")),
    (re.compile(r"bin\.[a-z_]+"), N_("aus dem Papierkorb")),
    (re.compile(r"[a-z]+:([0-9A-F]{4}-[0-9A-F]{4})"), N_("Löschbescheinigung {0}")),
)
"""Details that carry something: a template, a kind of file, a period, a number."""


def event_words(event: Event) -> str:
    """Return what happened."""
    return translate_marked(EVENTS[event])


def detail_words(entry: LogEntry) -> str:
    """Return the detail in words; a code nobody has words for stands as it is."""
    detail = entry.detail
    if detail in _DETAILS:
        return translate_marked(_DETAILS[detail])
    if entry.event is Event.SETTING:
        return next((translate_marked(one.label) for one in OPTIONS if one.name == detail), detail)
    if entry.event is Event.RESTORE:
        state = parse_state(detail)
        return _("Stand vom {moment}").format(moment=f"{state.moment.astimezone():%d.%m.%Y %H:%M}") if state else detail
    found = ((pattern.fullmatch(detail), words) for pattern, words in _PATTERNS)
    return next((translate_marked(words).format(*match.groups()) for match, words in found if match), detail)
