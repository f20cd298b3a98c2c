"""The way from the form of a record to its history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.content.i18n import _
from mfd_desktop.ui.kit.buttons import quiet

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.ui.desk import Desk
    from mfd_desktop.ui.history_sheet import HistorySheet
    from mfd_desktop.ui.kit.buttons import Button
    from mfd_desktop.ui.kit.dialog import Sheet
    from mfd_desktop.ui.record_form import RecordForm


def offer_history(desk: Desk, sheet: Sheet, form: RecordForm, table: str, record_id: RecordId) -> None:
    """Give a sheet the button that tells the changes of its record; its form takes over what is set back."""
    button = quiet(_("Verlauf der Änderungen"), "clock")
    button.clicked.connect(lambda: open_history(desk, sheet, form, table, record_id))
    sheet.add_button(button)


def open_history(desk: Desk, parent: QWidget, form: RecordForm, table: str, record_id: RecordId) -> HistorySheet:
    """Tell the changes of a record that is shown in ``form``; afterwards it shows what was set back."""
    # Whoever looks at no history has none of this loaded.
    from mfd_desktop.app.history_kinds import subject
    from mfd_desktop.ui.history_sheet import HistorySheet

    sheet = HistorySheet(desk, parent, table, record_id)

    def take_over() -> None:
        form.load(subject(desk.session, table, record_id).texts)

    sheet.finished.connect(take_over)
    sheet.finished.connect(sheet.deleteLater)
    sheet.open()
    return sheet


def history_button(
    desk: Desk, parent: QWidget, first: Callable[[], object], record: Callable[[], tuple[str, RecordId]]
) -> Button:
    """Return the button for a screen that reads its record anew by itself; ``first`` stores what is being typed."""
    button = quiet(_("Verlauf der Änderungen"), "clock")

    def on_clicked() -> None:
        # Whoever looks at no history has none of this loaded.
        from mfd_desktop.ui.history_sheet import HistorySheet

        first()
        sheet = HistorySheet(desk, parent, *record())
        sheet.finished.connect(sheet.deleteLater)
        sheet.open()

    button.clicked.connect(on_clicked)
    return button
