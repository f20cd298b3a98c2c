"""The page of a notice around its form: head, the question for the case, the result beside or below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mfd_desktop.content.i18n import _
from mfd_desktop.ui.case_entry import CaseEditor
from mfd_desktop.ui.kit.banner import Banner
from mfd_desktop.ui.kit.buttons import primary, secondary
from mfd_desktop.ui.kit.card import Card
from mfd_desktop.ui.kit.field import Field
from mfd_desktop.ui.kit.heading import PageHeader
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.kit.responsive import WidthWatch
from mfd_desktop.ui.kit.scroll import PageScroller
from mfd_desktop.ui.notice_result import NoticeResult
from mfd_desktop.ui.theme import GAP, GAP_LARGE, GAP_SMALL

if TYPE_CHECKING:
    from datetime import date

    from mfd_desktop.app.noticing import NoticePreview
    from mfd_desktop.ui.desk import Desk

STACKED_BELOW = 900
"""Logical pixels; narrower than this the result stands below the form."""


class NoticeFrame(QWidget):
    """Shows the question for the case as long as no form was put in."""

    def __init__(self, desk: Desk) -> None:
        """Build it without a form."""
        super().__init__()
        self.header = PageHeader(_("Bescheid erfassen"))
        self.save_button = primary(_("Speichern"), "check")
        self.back_button = secondary(_("Zum Fall"), "arrow-left")
        self.summary = Label("", "strong")
        self.problems = Banner()
        self.case = CaseEditor(desk)
        self.case_card = Card(_("Zu welchem Fall gehört der Bescheid?"))
        self.result = NoticeResult()
        self._form: QWidget | None = None
        self._left, self._right = PageScroller(), PageScroller()
        self._watch = WidthWatch(self, below=STACKED_BELOW)
        self._watch.changed.connect(self._on_width_changed)
        self._build()
        self._show_parts()

    def _build(self) -> None:
        self.save_button.setToolTip(_("Strg+Eingabe"))
        for button in (self.back_button, self.save_button):
            self.header.add_action(button)
        self.case_card.add(Field(_("Fall"), self.case, _("Nummer oder Name"), required=True))
        self.problems.hide()
        self.summary.hide()
        for widget in (self.problems, self.case_card):
            self._left.column.addWidget(widget)
        self._left.column.setContentsMargins(0, 0, 0, GAP_LARGE)
        self._right.column.setContentsMargins(0, 0, 0, GAP_LARGE)
        self._right.column.addWidget(self.result)
        body = QHBoxLayout()
        body.setSpacing(GAP)
        body.addWidget(self._left, 4)
        body.addWidget(self._right, 3)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_SMALL)
        column.addWidget(self.header)
        column.addWidget(self.summary)
        column.addLayout(body, 1)

    def put_in(self, form: QWidget) -> None:
        """Show a form in place of the question for the case."""
        self._form = form
        self._left.column.insertWidget(2, form)
        # At once, for the field with the focus is looked for among what is seen.
        form.show()
        self._show_parts()

    def take_out(self) -> None:
        """Show no form any more; what becomes of it is the owner's business."""
        self.problems.hide()
        if self._form is not None:
            self._left.column.removeWidget(self._form)
        self._form = None
        self.result.clear()
        self.summary.setText("")
        self._show_parts()

    def show_preview(self, found: NoticePreview, today: date, missing: int) -> None:
        """Show what was computed, and what is still to be answered."""
        self.result.show_preview(found, today, missing)
        self.summary.setText(self.result.summary(today))
        self._show_summary()

    def _show_parts(self) -> None:
        with_form = self._form is not None
        for widget in (self.save_button, self.back_button, self.result):
            widget.setVisible(with_form)
        self.case_card.setVisible(not with_form)
        self._show_summary()

    def _on_width_changed(self, narrow: bool) -> None:
        target = self._left if narrow else self._right
        target.column.addWidget(self.result)
        self._right.setVisible(not narrow)
        self._show_summary()

    def _show_summary(self) -> None:
        """Where the result stands below the form, its first line is always in sight."""
        self.summary.setVisible(self._watch.narrow and bool(self.summary.text()))
