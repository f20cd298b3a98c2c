"""What can be done with a deadline, as the menu of its line."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from mfd_desktop.content.i18n import _
from mfd_desktop.domain.records import Place

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from mfd_desktop.domain.deadlines import DeadlineRow
    from mfd_desktop.ui.deadline_sheets import DeadlineSheets
    from mfd_desktop.ui.desk import Desk


def deadline_menu(parent: QWidget, row: DeadlineRow, sheets: DeadlineSheets, desk: Desk) -> QMenu:
    """Return the menu; only what makes sense for this deadline is in it."""
    deadline, menu = row.deadline, QMenu(parent)
    for kind, words, fits in (
        ("deadline", _("Öffnen"), True),
        ("finish", _("Erledigt …"), deadline.done is None),
        ("extend", _("Verlängert bis …"), deadline.done is None),
        ("change", _("Ändern …"), True),
        ("steps", _("Rechenweg"), bool(deadline.rule)),
        ("remove", _("Löschen …"), True),
    ):
        if fits:
            # Triggered hands over whether an action is checked.
            menu.addAction(words).triggered.connect(
                lambda _on=False, key=f"{kind}:{deadline.stamp.id}": sheets.open(key)
            )
    menu.addAction(_("Zur Akte")).triggered.connect(partial(_to_case, desk, row))
    return menu


def _to_case(desk: Desk, row: DeadlineRow, _on: bool = False) -> None:
    desk.go(Place("case", row.deadline.case_id))
