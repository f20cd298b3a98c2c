"""The card in which an activity is noted with the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from mfd_desktop.app import fieldsets, structural
from mfd_desktop.app.saving import check, defaults
from mfd_desktop.content.i18n import _
from mfd_desktop.ui.kit.banner import Banner, BannerKind
from mfd_desktop.ui.kit.card import Card
from mfd_desktop.ui.record_form import RecordForm

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mfd_desktop.app.casework import Saved
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.ui.desk import Desk

KEY = "activity:new"
_WHAT = ("code", "day", "title", "partner")
_FIGURES_FROM = 360
"""Logical pixels from which two figures stand side by side."""


class ActivityForm(RecordForm):
    """What and when, then the figures side by side, then the note."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, fieldsets.ACTIVITY, KEY)

    def _build(self, names: Sequence[str], *, sections: bool) -> None:
        super()._build(_WHAT, sections=sections)
        self.two_columns_from = _FIGURES_FROM
        super()._build([name for name in names if name not in _WHAT], sections=sections)


class ActivityCard(Card):
    """The form of a new activity; ``save`` stores it. ``activity_saved(id)`` once it is stored."""

    activity_saved = Signal(str)

    def __init__(self, desk: Desk) -> None:
        """Build the form; ``begin`` fills it."""
        super().__init__(_("Aktivität festhalten"))
        self.desk = desk
        self.form = ActivityForm(desk)
        self.problems = Banner()
        self.problems.hide()
        self.problems.action_requested.connect(self._on_keep_draft)
        self.add(self.problems)
        self.add(self.form)

    def begin(self) -> None:
        """Show the texts a new activity starts with, and over them what was typed before; typed texts stay."""
        if not self.form.touched():
            self.form.load(self._defaults())

    def focus_first(self) -> None:
        """Put the focus into the first field."""
        self.form.focus_field("code")

    def _defaults(self) -> Mapping[str, str]:
        return defaults(fieldsets.ACTIVITY, today=self.desk.session.clock.today())

    def save(self) -> None:
        """Store the activity, or say what is wrong with it."""
        session, texts = self.desk.session, self.form.texts()
        problems = check(fieldsets.ACTIVITY, texts, today=session.clock.today(), lists=session.lists).problems
        if not problems:
            self._store(texts, _("Aktivität gespeichert."))
            return
        self.form.show_problems(problems)
        self.problems.show_message(
            _("Noch nicht gespeichert, es fehlt etwas. Ihre Eingaben bleiben hier stehen."),
            BannerKind.WARNING,
            _("Als Entwurf behalten"),
        )
        self.form.focus_field(problems[0].field)

    def _on_keep_draft(self) -> None:
        self._store(self.form.texts(), _("Als Entwurf behalten. Ein Entwurf wird nicht gezählt."))

    def _store(self, texts: Mapping[str, str], said: str) -> None:
        saved: list[Saved] = []
        if not self.desk.attempt(lambda: saved.append(structural.record_activity(self.desk.session, texts))):
            return
        self.form.clear(self._defaults())
        self.problems.hide()
        self.focus_first()
        activity_id = saved[0].record_id
        self.desk.messages.info(said, _("Rückgängig"), lambda: self._take_back(activity_id, texts))
        self.activity_saved.emit(activity_id)

    def _take_back(self, activity_id: RecordId, texts: Mapping[str, str]) -> None:
        """Delete what was just recorded and put its texts back, unless the next one has been begun."""
        if not self.desk.attempt(lambda: structural.remove_activity(self.desk.session, activity_id)):
            return
        if not self.form.touched():
            for name, text in texts.items():
                self.form.fields[name].editor.set_raw(text)
            self.desk.form_edited.emit()
        self.focus_first()
