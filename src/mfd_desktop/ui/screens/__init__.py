"""The screens, one module each, made when first shown."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from mfd_desktop.content.i18n import N_

if TYPE_CHECKING:
    from mfd_desktop.ui.desk import Desk
    from mfd_desktop.ui.screen import Screen


@dataclass(frozen=True, slots=True)
class Entry:
    """One screen: its name in places, module and class, and where it stands in the navigation.

    ``label`` empty: no entry of its own, ``under`` names the one that is lit instead.
    """

    name: str
    module: str
    kind: str
    label: str = ""
    icon: str = ""
    shortcut: str = ""
    under: str = ""


ENTRIES: tuple[Entry, ...] = (
    Entry("today", "today", "TodayScreen", N_("Heute"), "today", "Ctrl+1"),
    Entry("cases", "cases", "CasesScreen", N_("Fälle"), "cases", "Ctrl+2"),
    Entry("case", "case", "CaseScreen", under="cases"),
    Entry("guided", "guided", "GuidedScreen", under="cases"),
    Entry("notice", "notice", "NoticeScreen", under="cases"),
    Entry("new_client", "new_client", "NewClientScreen", under="cases"),
    Entry("short_contact", "short_contact", "ShortContactScreen", N_("Kurzberatung"), "short-contact", "Ctrl+3"),
    Entry("day_entry", "day_entry", "DayEntryScreen", N_("Tagesnachtrag"), "day-entry", "Ctrl+4"),
    Entry("calendar", "calendar", "CalendarScreen", N_("Kalender"), "calendar", "Ctrl+5"),
    Entry("deadlines", "deadlines", "DeadlinesScreen", N_("Fristen"), "deadlines", "Ctrl+6"),
    Entry("letters", "letters", "LettersScreen", N_("Briefe"), "letters", "Ctrl+7"),
    Entry("letter", "letter", "LetterScreen", under="letters"),
    Entry("structure", "structure", "StructureScreen", N_("Struktur"), "structure", "Ctrl+8"),
    Entry("statistics", "statistics", "StatisticsScreen", N_("Statistik"), "statistics", "Ctrl+9"),
    Entry("network", "network", "NetworkScreen", N_("Verbund"), "network", "Ctrl+0"),
    Entry("handover", "handover", "HandOverScreen", under="cases"),
    Entry("settings", "settings", "SettingsScreen", N_("Einstellungen"), "settings", "Ctrl+,"),
    Entry("journal", "journal", "JournalScreen", under="settings"),
    Entry("restore", "restore", "RestoreScreen", under="settings"),
    Entry("import", "import_clients", "ImportScreen", under="settings"),
    Entry("bin", "bin", "BinScreen", under="settings"),
    Entry("retention", "retention", "RetentionScreen", under="settings"),
    Entry("address_book", "address_book", "AddressBookScreen", under="settings"),
)


def entry(name: str) -> Entry:
    """Return the entry of a screen; raise KeyError if there is none."""
    for found in ENTRIES:
        if found.name == name:
            return found
    raise KeyError(name)


def make_screen(name: str, desk: Desk) -> Screen:
    """Import the screen's module and build the screen."""
    found = entry(name)
    module = import_module(f"mfd_desktop.ui.screens.{found.module}")
    screen: Screen = getattr(module, found.kind)(desk)
    return screen
