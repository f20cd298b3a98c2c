"""Verlauf of a case: noting a contact, what is open, and everything that was, newest first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from mfd_desktop.app import contacting, deadlines, drafts, fieldsets, settings
from mfd_desktop.app.referring import referral_missing
from mfd_desktop.app.saving import defaults
from mfd_desktop.content.i18n import _, ngettext
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.ui.agenda_actions import finish_follow_up
from mfd_desktop.ui.case_data_sheets import NEW
from mfd_desktop.ui.case_entries import entry_of, history, open_rows
from mfd_desktop.ui.case_forms import CaseForm, draft_note, on_ctrl_enter
from mfd_desktop.ui.case_tabs import CaseTab
from mfd_desktop.ui.case_timeline_rows import TimelineList
from mfd_desktop.ui.deadline_sheets import DeadlineSheets
from mfd_desktop.ui.deadline_words import row_of
from mfd_desktop.ui.kit.banner import Banner, BannerKind
from mfd_desktop.ui.kit.buttons import quiet, secondary
from mfd_desktop.ui.kit.card import Card
from mfd_desktop.ui.kit.editor import TextEditor
from mfd_desktop.ui.kit.flow import FlowBox
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.kit.rows import RowList
from mfd_desktop.ui.theme import GAP

if TYPE_CHECKING:
    from mfd_desktop.app.casework import Saved
    from mfd_desktop.app.overview import CasePage
    from mfd_desktop.ui.case_entries import Past
    from mfd_desktop.ui.desk import Desk
    from mfd_desktop.ui.kit.row import Row

_DEADLINE = "deadline"
PAGE = 30
"""Entries shown at first; the others come with a button or by filtering."""


class NewContactCard(Card):
    """The form of a new contact. ``contact_saved(id)`` once it is stored; ``folded()`` when it is put away."""

    contact_saved = Signal(str)
    folded = Signal()

    def __init__(self, desk: Desk) -> None:
        """Build the form; ``show_page`` loads it."""
        super().__init__(_("Kontakt notieren"))
        self.desk = desk
        self._case_id: RecordId | None = None
        self._start: dict[str, str] = {}
        self.form = CaseForm(desk, fieldsets.CONTACT, "contact:new:-")
        self.note = draft_note()
        self.note.action_requested.connect(self._on_discarded)
        self.save_button = secondary(_("Speichern  Strg+Eingabe"))
        self.save_button.clicked.connect(self._on_save)
        self.draft_button = secondary(_("Als Entwurf speichern"))
        self.draft_button.clicked.connect(self._store)
        self.draft_button.hide()
        fold = quiet(_("Einklappen"), "chevron-up")
        fold.clicked.connect(self.folded)
        buttons = FlowBox()
        buttons.add(self.save_button)
        buttons.add(self.draft_button)
        self.add_to_head(fold)
        self.add(self.note)
        self.add(self.form)
        self.add(buttons)
        on_ctrl_enter(self, self._on_save)

    def show_page(self, page: CasePage) -> None:
        """Show the new contact of this case; texts typed already stay."""
        start = self._defaults(page)
        if self._case_id != page.case.stamp.id:
            self._case_id = page.case.stamp.id
            self.draft_button.hide()
            self.note.setVisible(self.form.show_record(f"contact:new:{self._case_id}", None, start))
        elif start != self._start and not self.form.touched():
            self.form.load(start)
        self._start = start

    def _defaults(self, page: CasePage) -> dict[str, str]:
        session = self.desk.session
        texts = defaults(fieldsets.CONTACT, today=session.clock.today())
        texts["channel"] = settings.vault_settings(session)["default_channel"]
        texts["language"] = page.client.languages[0] if page.client.languages else ""
        texts["interpreting"] = page.client.interpreter or texts["interpreting"]
        return texts

    def _on_save(self) -> None:
        # Leaving the field takes the code meant by the letters typed so far.
        self.save_button.setFocus(Qt.FocusReason.OtherFocusReason)
        problems = self.form.check()
        self.draft_button.setVisible(bool(problems))
        if problems:
            self.form.focus_first(problems)
        else:
            self._store()

    def _store(self) -> None:
        saved: list[Saved] = []
        texts, case_id = self.form.texts(), self._case_id
        if case_id is None:
            return

        def record() -> None:
            saved.append(contacting.record_contact(self.desk.session, case_id, texts))

        if not self.desk.attempt(record):
            return
        self.form.clear(self._start)
        self.note.hide()
        self.draft_button.hide()
        said = (
            _("Kontakt als Entwurf gespeichert – wird nicht gezählt.")
            if saved[0].problems
            else _("Kontakt gespeichert.")
        )
        self.desk.messages.info(said, _("Rückgängig"), lambda: self._undo(saved[0].record_id, case_id, texts))
        self.contact_saved.emit(f"contact:{saved[0].record_id}")

    def _undo(self, contact_id: RecordId, case_id: RecordId, texts: dict[str, str]) -> None:
        """Take the contact back and put its texts into the form again, unless another one was begun there."""
        if not self.desk.attempt(lambda: contacting.remove_contact(self.desk.session, contact_id)):
            return
        key = f"contact:new:{case_id}"
        if drafts.draft(self.desk.session, key) is not None or (self.form.key == key and self.form.touched()):
            return
        drafts.seal(self.desk.session, (drafts.open_form(key, texts),), None)
        if self.form.key == key:
            self.form.show_record(key, None, self._start)
            self.form.focus_first()

    def _on_discarded(self) -> None:
        self.note.hide()
        self.draft_button.hide()
        self.form.clear(self._start)
        self.form.focus_first()


class TimelineTab(CaseTab):
    """The tab Verlauf.

    Signals: ``sheet_asked(name)`` to show an entry; ``removal_asked(name)`` for Delete; ``form_folded()``.
    """

    removal_asked = Signal(object)
    form_folded = Signal()

    def __init__(self, desk: Desk) -> None:
        """Build it empty; ``show_page`` fills it."""
        super().__init__(desk)
        self._page: CasePage | None = None
        self._past: tuple[Past, ...] = ()
        self._shown = PAGE
        self.form_card: NewContactCard | None = None
        self.sheets = DeadlineSheets(self, desk)
        self._open_card = Card(_("Offen"))
        self.open_rows = RowList(_("Offen"))
        self._past_card = Card(_("Verlauf"))
        self.filter = TextEditor(_("Verlauf filtern"))
        self.offer = Banner()
        self._referring: RecordId | None = None
        self.list = TimelineList(_("Verlauf"))
        self._empty = Label("", "muted")
        self._more = secondary("")
        self._columns = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._build()

    def _build(self) -> None:
        self.open_rows.row_activated.connect(self._on_open)
        self.open_rows.button_clicked.connect(self._on_done)
        self._open_card.add(self.open_rows)
        self.filter.input_widget().setAccessibleName(_("Verlauf filtern"))
        self.filter.setFixedWidth(200)
        self.filter.edited.connect(self._on_filter)
        self.list.entry_activated.connect(self.sheet_asked)
        self.list.removal_asked.connect(self.removal_asked)
        self._more.clicked.connect(self._on_more)
        self._past_card.add_to_head(self.filter)
        self.offer.hide()
        self.offer.action_requested.connect(self._on_offer_taken)
        self._past_card.add(self.offer)
        self._past_card.add(self._empty)
        self._past_card.add(self.list)
        self._past_card.add(self._more)
        past = QVBoxLayout()
        past.setSpacing(GAP)
        past.addWidget(self._open_card)
        past.addWidget(self._past_card)
        past.addStretch(1)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(GAP)
        self._columns.addLayout(past, 3)

    def show_page(self, page: CasePage) -> None:
        """Show this case; the current entry, filter and unsaved texts stay when it is the same."""
        other = self._page is None or self._page.case.stamp.id != page.case.stamp.id
        self._page = page
        if other:
            self._shown = PAGE
            self.filter.set_raw("")
            self.list.forget_current()
        session = self.desk.session
        rows = (*self._deadlines(page), *open_rows(page, session.clock.today()))
        self.open_rows.set_rows(rows)
        self._open_card.setVisible(bool(rows))
        self._past = history(page, session.clock.today())
        self._list_entries()
        self._offer_referral(self._referring)
        if self.form_card is not None:
            self.form_card.show_page(page)

    def set_form_open(self, *, shown: bool) -> None:
        """Unfold or fold the form of a new contact."""
        if shown and self.form_card is None:
            self.form_card = NewContactCard(self.desk)
            self.form_card.folded.connect(self.form_folded)
            self.form_card.contact_saved.connect(self._on_contact_saved)
            self._columns.insertWidget(0, self.form_card, 2, Qt.AlignmentFlag.AlignTop)
        if self.form_card is not None:
            if shown and self._page is not None:
                self.form_card.show_page(self._page)
            self.form_card.setVisible(shown)

    @property
    def form_open(self) -> bool:
        """Whether the form of a new contact is unfolded."""
        return self.form_card is not None and self.form_card.isVisibleTo(self)

    @property
    def form_in_use(self) -> bool:
        """Whether something was typed into the form of a new contact, or is about to be."""
        if self.form_card is None or not self.form_open:
            return False
        return bool(self.form_card.form.touched()) or self.form_card.form.focused() is not None

    def set_narrow(self, *, narrow: bool) -> None:
        """Stack the cards, or put the form beside the history."""
        direction = QBoxLayout.Direction
        self._columns.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)

    def show_filter(self, text: str) -> None:
        """Filter as before a lock."""
        self.filter.set_raw(text)
        self._list_entries()

    def first_widget(self) -> QWidget:
        """Return what takes the focus when the tab is shown."""
        if self.form_open and self.form_card is not None:
            return next(iter(self.form_card.form.fields.values())).editor.input_widget()
        return self.list if self._past else self.filter.input_widget()

    def _list_entries(self) -> None:
        wanted = self.filter.raw().strip().casefold()
        lists = self.desk.session.lists
        # Without a filter only what is shown is put into words.
        past = self._past if wanted else self._past[: self._shown]
        found = [entry_of(record, lists) for record in past]
        if wanted:
            found = [entry for entry in found if wanted in entry.spoken().casefold()]
        self.list.set_entries(found[: self._shown])
        self.list.setVisible(bool(found))
        more = (len(found) if wanted else len(self._past)) - self._shown
        self._more.setVisible(more > 0)
        words = ngettext("{count} älteren Eintrag zeigen", "{count} ältere Einträge zeigen", more)
        self._more.setText(words.format(count=more))
        self._empty.setVisible(not found)
        self._empty.setText(
            _("Nichts gefunden.") if self._past else _("Noch kein Kontakt. Mit F6 notieren Sie den ersten.")
        )

    def _on_filter(self) -> None:
        self._list_entries()

    def _on_more(self) -> None:
        self._shown = len(self._past)
        self._list_entries()
        self.list.setFocus()

    def _on_contact_saved(self, name: str) -> None:
        self.list.make_current(name)
        self._offer_referral(RecordId(name.partition(":")[2]))
        if self.offer.isHidden():
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.offer.focus_action()

    def _offer_referral(self, contact_id: RecordId | None) -> None:
        """Offer to record the referral this contact ended in, as long as there is none of its day."""
        missing = self._page is not None and referral_missing(self._page, contact_id)
        self._referring = contact_id if missing else None
        said = _("Wohin wurde verwiesen? Das ist noch nicht festgehalten.") if missing else ""
        self.offer.show_message(said, BannerKind.INFO, _("Verweisung festhalten"))

    def _on_offer_taken(self) -> None:
        self.sheet_asked.emit(f"referral:{NEW}-{self._referring}")

    def _deadlines(self, page: CasePage) -> list[Row]:
        """Return the lines of the open deadlines; they stand before all else."""
        found = deadlines.of_case(self.desk.session, page.case.stamp.id, judge=False)
        today = self.desk.session.clock.today()
        rows = (row_of(self.desk, row, today) for row in found if row.deadline.done is None)
        return [replace(row, key=f"{_DEADLINE}:{row.key}") for row in rows]

    def _on_open(self, name: str) -> None:
        if name.startswith(_DEADLINE):
            self.sheets.open(name)
        else:
            self.sheet_asked.emit(name)

    def _on_done(self, name: str) -> None:
        kind, _colon, record_id = name.partition(":")
        if kind == _DEADLINE:
            self.sheets.open(f"finish:{record_id}")
            return
        if kind != "follow_up":
            self.sheet_asked.emit(name)
            return
        finish_follow_up(self.desk, RecordId(record_id))
