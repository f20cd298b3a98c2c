"""The tabs of a case page: one line each, made when first shown. A tab is one module with one class."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mfd_desktop.content.i18n import N_, translate_marked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mfd_desktop.app.overview import CasePage
    from mfd_desktop.ui.desk import Desk


class CaseTab(QWidget):
    """What lies below a tab. ``sheet_asked(name)`` opens a sheet of the case page."""

    sheet_asked = Signal(object)

    def __init__(self, desk: Desk) -> None:
        """Take the desk; widgets are built here, the case comes with ``show_page``."""
        super().__init__()
        self.desk = desk

    def show_page(self, page: CasePage) -> None:
        """Show this case; must keep focus, cursor and unsaved texts when it is the same case again."""

    def first_widget(self) -> QWidget:
        """Return what gets the focus when the tab is shown."""
        return self

    def set_narrow(self, *, narrow: bool) -> None:
        """Stack everything in one column, or not."""

    def detail(self) -> Mapping[str, str]:
        """Return where the counsellor is inside this tab; names must be the tab's own."""
        return {}

    def restore(self, detail: Mapping[str, str]) -> None:
        """Go where ``detail`` says."""


@dataclass(frozen=True, slots=True)
class TabEntry:
    """One tab: its name in places, its title, module and class of a ``CaseTab``, and the title where room is short."""

    name: str
    label: str
    module: str
    kind: str
    short: str = ""

    def title(self, *, narrow: bool) -> str:
        """Return the title in the interface language; a single & would be taken for the key of the tab."""
        return translate_marked(self.short if narrow and self.short else self.label).replace("&", "&&")


TABS: tuple[TabEntry, ...] = (
    TabEntry("timeline", N_("Verlauf"), "case_timeline", "TimelineTab"),
    TabEntry("master", N_("Stammdaten"), "case_master_data", "MasterTab"),
    TabEntry("guided", N_("Beratung"), "case_guided", "GuidedTab"),
    TabEntry("procedure", N_("Verfahren & Fristen"), "case_procedure", "ProcedureTab", N_("Verfahren")),
    TabEntry("consents", N_("Einwilligungen"), "case_consents", "ConsentsTab"),
    TabEntry("letters", N_("Briefe"), "case_letters", "LettersTab"),
    TabEntry("documents", N_("Dokumente"), "case_documents", "DocumentsTab"),
)


def make_tab(place: int, desk: Desk) -> CaseTab:
    """Import the tab's module and build the tab."""
    entry = TABS[place]
    module = import_module(f"mfd_desktop.ui.{entry.module}")
    tab: CaseTab = getattr(module, entry.kind)(desk)
    return tab


def tab_place(name: str) -> int:
    """Return where the tab called ``name`` stands; the first one for a name unknown here."""
    return next((place for place, entry in enumerate(TABS) if entry.name == name), 0)
