"""The log in words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mfd_desktop.app.options import OPTIONS
from mfd_desktop.content.i18n import N_, _, translate_marked
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
    "office": N_("Dienststelle"),
    "network.created": N_("Verbund angelegt"),
    "network.joined": N_("Verbund beigetreten"),
    "network.folder": N_("gemeinsamer Ordner"),
    "succession": N_("Übergabeprotokoll"),
    "succession.notes": N_("Schreiben an Ratsuchende"),
}
_LETTER = re.compile(r"G\d\d")


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
    if _LETTER.fullmatch(detail):
        return _("Brief {template}").format(template=detail)
    return detail
