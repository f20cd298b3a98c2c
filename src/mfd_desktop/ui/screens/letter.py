"""One letter: written at the left, seen at the right; once final, printed and sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QTabBar, QVBoxLayout

from mfd_desktop.app import letters
from mfd_desktop.app.letter_fields import PURPOSE
from mfd_desktop.content.i18n import _
from mfd_desktop.domain.errors import UserError
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.case_consent_sheets import sheet_for_missing
from mfd_desktop.ui.kit.heading import PageHeader
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.kit.responsive import WidthWatch
from mfd_desktop.ui.kit.scroll import PageScroller
from mfd_desktop.ui.letter_actions import LetterActions
from mfd_desktop.ui.letter_draft import LetterDraft
from mfd_desktop.ui.letter_facts import LetterFacts
from mfd_desktop.ui.letter_preview import LetterPreview
from mfd_desktop.ui.letter_sheets import FinishSheet, SentSheet
from mfd_desktop.ui.letter_words import state_of, title_of
from mfd_desktop.ui.screen import Screen
from mfd_desktop.ui.theme import GAP, GAP_SMALL

if TYPE_CHECKING:
    from mfd_desktop.app.letters import Drawn
    from mfd_desktop.domain.letters import Letter
    from mfd_desktop.ui.desk import Desk
    from mfd_desktop.ui.kit.dialog import Sheet

STACKED_BELOW = 860
"""Logical pixels; narrower than this form and preview share one place."""
_WRITE, _LOOK = 0, 1


class LetterScreen(Screen):
    """A letter. The place holds the letter, the side shown where there is room for one only, and the open sheet."""

    name: ClassVar[str] = "letter"
    kinds: ClassVar[frozenset[str]] = frozenset({"letter", "release", "recipient", "office"})

    def __init__(self, desk: Desk) -> None:
        """Build the frame; the letter comes with ``go_to``."""
        super().__init__(desk)
        self._letter: Letter | None = None
        self.header = PageHeader("")
        self.buttons = LetterActions(desk, self)
        self.sides = QTabBar()
        self.draft: LetterDraft | None = None
        self.facts = LetterFacts(desk, (self.buttons.save, self.buttons.copy))
        self.preview = LetterPreview(desk)
        self.empty = Label(_("Noch kein Brief. „Brief schreiben“ fragt nach Fall und Vorlage."), "strong")
        self.sheet: Sheet | None = None
        self._sheet_name = ""
        self._scroller = PageScroller()
        self._watch = WidthWatch(self, below=STACKED_BELOW)
        self._build()

    def _build(self) -> None:
        for button in self.buttons.head:
            self.header.add_action(button)
        self.sides.setDrawBase(False)
        self.sides.setExpanding(False)
        self.sides.setAccessibleName(_("Was zu sehen ist"))
        self.sides.addTab(_("Ausfüllen"))
        self.sides.addTab(_("Vorschau"))
        self.sides.currentChanged.connect(self._show_side)
        self._watch.changed.connect(self._show_side)
        self._scroller.column.addWidget(self.empty)
        self._scroller.column.addWidget(self.facts)
        self.facts.hide()
        self.buttons.show_for(None)
        body = QHBoxLayout()
        body.setSpacing(GAP)
        body.addWidget(self._scroller, 1)
        body.addWidget(self.preview, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, GAP)
        column.setSpacing(GAP_SMALL)
        column.addWidget(self.header)
        column.addWidget(self.sides)
        column.addLayout(body, 1)
        self.buttons.finish.clicked.connect(self.finish)
        self.buttons.sent.clicked.connect(self.note_sent)
        for keys, action in (
            ("Ctrl+Return", self.finish),
            ("Ctrl+Enter", self.finish),
            ("Ctrl+P", self.buttons.print_letter),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(action)

    def refresh(self) -> None:
        """Read the letter again; if it is gone meanwhile, go to the list."""
        if self._letter is None:
            return
        try:
            self._letter = letters.read_letter(self.desk.session, self._letter.stamp.id)
        except KeyError:
            self._forget_draft(stored=False)
            self._letter = None
            self.desk.go(Place("letters"))
            return
        self._show()

    def go_to(self, place: Place) -> None:
        """Show a letter; raise KeyError if it is gone. Without an id: the one shown, or the first of all."""
        letter = self._meant(place)
        self.empty.setVisible(letter is None)
        if letter is None:
            self.header.set_title(_("Brief"))
            return
        if self._letter is None or letter.stamp.id != self._letter.stamp.id:
            self._forget_draft()
            self.preview.clear()
        self._letter = letter
        self._stale = False
        side = place.detail.get("side")
        self.sides.setCurrentIndex(_LOOK if side == "preview" or (letter.final and side is None) else _WRITE)
        self._show()
        self._focus_first()
        self._open_named(place.detail.get("sheet", ""))

    def _open_named(self, name: str) -> None:
        kind, _colon, rest = name.partition(":")
        if kind == "sent":
            self.note_sent()
        elif kind == "finish":
            self.finish()
        elif kind == "release":
            self._on_release_wanted(rest)

    def _focus_first(self) -> None:
        if self._watch.narrow and self.sides.currentIndex() == _LOOK:
            self.preview.pages.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.draft is not None:
            self.draft.form.form.focus_first()
        else:
            self.buttons.print_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _meant(self, place: Place) -> Letter | None:
        if place.record_id is not None or self._letter is not None:
            wanted = place.record_id or (self._letter.stamp.id if self._letter else "")
            return letters.read_letter(self.desk.session, wanted)
        return next(iter(letters.all_letters(self.desk.session)), None)

    def place(self) -> Place:
        """Return letter, side and open sheet."""
        detail = {"side": "preview" if self.sides.currentIndex() == _LOOK else "form"}
        if self._sheet_name:
            detail["sheet"] = self._sheet_name
        return Place(self.name, self._letter.stamp.id if self._letter else None, detail=detail)

    def finish(self) -> None:
        """Ask and make the letter final, or say beside the fields what is missing."""
        if self.draft is None or self._letter is None or self.sheet is not None:
            return
        # Leaving the field takes the code meant by the letters typed so far.
        self.buttons.finish.setFocus(Qt.FocusReason.OtherFocusReason)
        drawn = self.draft.draw()
        if drawn is None:
            return
        if drawn.problems:
            self.sides.setCurrentIndex(_WRITE)
            self.draft.form.show_problems(drawn.problems)
            return
        sheet = FinishSheet(self.desk, self, self._letter, drawn)
        sheet.release_wanted.connect(self._on_release_wanted)
        self._open(sheet, "finish")

    def note_sent(self) -> None:
        """Ask how and when the final letter was sent."""
        if self._letter is not None and self._letter.final and self.sheet is None:
            self._open(SentSheet(self.desk, self, self._letter), "sent")

    def _open(self, sheet: Sheet, name: str) -> None:
        self.sheet, self._sheet_name = sheet, name
        sheet.finished.connect(self._on_sheet_finished)
        sheet.finished.connect(sheet.deleteLater)
        sheet.open()

    def _on_sheet_finished(self) -> None:
        self.sheet, self._sheet_name = None, ""
        if self._letter is not None and self._letter.final:
            self._focus_first()

    def _show(self) -> None:
        letter = self._letter
        if letter is None:
            return
        case = _("Fall {number}").format(number=letter.case_number) if letter.case_number else ""
        state = state_of(letter, self.desk.session.lists)
        self.header.set_title(title_of(letter), " · ".join(part for part in (letter.number, case, state) if part))
        self.buttons.show_for(letter)
        self.facts.setVisible(letter.final)
        self.sides.setTabText(_WRITE, _("Angaben") if letter.final else _("Ausfüllen"))
        if letter.final:
            self._show_final(letter)
        elif self.draft is None:
            self._write(letter)
        else:
            self.draft.draw()
        self._show_side()

    def _show_final(self, letter: Letter) -> None:
        self._forget_draft(stored=False)
        self.facts.show_letter(letter)
        if not self.desk.attempt(lambda: self.preview.show_pages(letters.pages(self.desk.session, letter.stamp.id))):
            self.preview.clear()

    def _write(self, letter: Letter) -> None:
        try:
            draft = LetterDraft(self.desk, letter, self)
        except UserError as error:
            self.desk.tell(error)
            self.buttons.finish.setEnabled(False)
            return
        self.buttons.finish.setEnabled(True)
        draft.drawn.connect(self._on_drawn)
        draft.release_wanted.connect(self._on_release_wanted)
        self._scroller.column.addWidget(draft)
        self.draft = draft
        draft.draw()

    def _forget_draft(self, *, stored: bool = True) -> None:
        """Take the form away; with ``stored`` what was typed is kept first."""
        if self.draft is None:
            return
        self.draft.close_form(store=stored)
        self._scroller.column.removeWidget(self.draft)
        self.draft.hide()
        self.draft.deleteLater()
        self.draft = None

    def _on_drawn(self, drawn: Drawn) -> None:
        self.preview.show_document(drawn.document)

    def _on_release_wanted(self, recipient: str) -> None:
        letter = self._letter
        if letter is None or letter.case_id is None or self.draft is None or self.sheet is not None:
            return
        purpose = self.draft.form.letter.fields.get(PURPOSE, "")
        sheet = sheet_for_missing(self.desk, self, letter.case_id, purpose, recipient)
        sheet.reopen = lambda: self._on_release_wanted(recipient)
        self._open(sheet, f"release:{recipient}")

    def _show_side(self) -> None:
        narrow = self._watch.narrow
        self.sides.setVisible(narrow)
        looks = self.sides.currentIndex() == _LOOK
        self._scroller.setVisible(not narrow or not looks)
        self.preview.setVisible(not narrow or looks)
