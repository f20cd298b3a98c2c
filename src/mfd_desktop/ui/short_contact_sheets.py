"""A Kurzberatung as a row, and the sheets that change it or move it into a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy

from mfd_desktop.app import contacting, fieldsets, overview
from mfd_desktop.app.saving import check, raws_of
from mfd_desktop.content.i18n import _
from mfd_desktop.domain.records import ContactForm, Place, State
from mfd_desktop.ui.case_entry import CaseEditor
from mfd_desktop.ui.history_button import offer_history
from mfd_desktop.ui.kit.banner import Banner, BannerKind
from mfd_desktop.ui.kit.buttons import danger, secondary
from mfd_desktop.ui.kit.dialog import Sheet
from mfd_desktop.ui.kit.field import Field
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.kit.rows import Row
from mfd_desktop.ui.record_form import RecordForm
from mfd_desktop.ui.theme import Tone

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from mfd_desktop.app.casework import Saved
    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.domain.records import Contact
    from mfd_desktop.ui.desk import Desk


def topics_text(desk: Desk, contact: Contact) -> str:
    """Return the topics of a contact in words."""
    lists = desk.session.lists
    found = [lists.label("topics", topic.subtopic or topic.code) for topic in contact.topics]
    return ", ".join(found) or _("Ohne Thema")


def contact_row(desk: Desk, contact: Contact, today: date) -> Row:
    """Return the line of a Kurzberatung: time, topics, language and person group; a draft says so."""
    lists = desk.session.lists
    anonymous = contact.form is ContactForm.ANONYMOUS
    draft = contact.stamp.state is State.DRAFT
    second = (
        _("wird nicht gezählt") if draft else "",
        lists.label("languages", contact.language) if contact.language else "",
        lists.label("person_groups", contact.person_group) if contact.person_group else "",
        _("anonym") if anonymous else "",
    )
    moment = contact.stamp.created.astimezone()
    when = f"{moment:%H:%M}" if contact.day == today else f"{contact.day:%d.%m.%Y}" if contact.day else "–"
    return Row(
        contact.stamp.id,
        topics_text(desk, contact),
        " · ".join(part for part in second if part),
        when,
        _("Entwurf") if draft else "",
        Tone.WARNING if draft else Tone.NEUTRAL,
        button=_("Bearbeiten"),
    )


class ShortContactSheet(Sheet):
    """Changes one Kurzberatung; every field is stored when it is left. ``removed(Contact)`` after deleting it."""

    removed = Signal(object)

    def __init__(self, parent: QWidget, desk: Desk, contact_id: RecordId) -> None:
        super().__init__(parent, _("Kurzberatung bearbeiten"))
        self._desk = desk
        self.contact_id = contact_id
        contact = contacting.read_contact(desk.session, contact_id)
        self._anonymous = contact.form is ContactForm.ANONYMOUS
        fields = fieldsets.SHORT_CONTACT.fields
        # Who chose to be anonymous stays so: the choice is not offered again.
        names = [field.name for field in fields if not (self._anonymous and field.name == "anonymous")]
        self._draft = Banner()
        self.form = RecordForm(
            desk, fieldsets.SHORT_CONTACT, f"contact:{contact_id}", save=self._save, only=names,
            record_id=contact_id,
        )  # fmt: skip
        # Chips take further lines, so the editor must be free to grow.
        topics = self.form.fields["topics"].editor
        topics.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.form.saved.connect(self._on_saved)
        self.add(self._draft)
        self.add(self.form)
        self.into_case = secondary(_("In einen Fall übernehmen …"))
        self.new_case = secondary(_("Zum Fall machen"), "plus")
        self.remove = danger(_("Löschen"), "trash")
        self.remove.clicked.connect(self._on_remove)
        self.into_case.clicked.connect(self._on_into_case)
        self.new_case.clicked.connect(self._on_new_case)
        self._explain = Label(_("Eine anonyme Beratung kann nie Teil eines Falls werden."), "help")
        self.add(self._explain)
        for button in (self.new_case, self.into_case, self.remove):
            self.add_button(button)
        offer_history(desk, self, self.form, "contact", contact_id)
        self._load(contact)

    def _load(self, contact: Contact) -> None:
        session = self._desk.session
        values = contacting.contact_values(contact)
        found = check(
            fieldsets.SHORT_CONTACT, {}, today=session.clock.today(), lists=session.lists,
            stored=values, stored_raw=contact.stamp.raw,
        )  # fmt: skip
        self.form.load(raws_of(fieldsets.SHORT_CONTACT, values, contact.stamp.raw), found.problems)
        self._show_state(draft=contact.stamp.state is State.DRAFT, anonymous=self._anonymous)

    def _show_state(self, *, draft: bool, anonymous: bool) -> None:
        text = _("Entwurf – wird nicht gezählt, solange etwas fehlt.") if draft else ""
        self._draft.show_message(text, BannerKind.WARNING)
        self._explain.setVisible(anonymous)
        self.new_case.setVisible(not anonymous)
        self.into_case.setVisible(not anonymous)

    def _save(self, raws: dict[str, str]) -> Saved:
        return contacting.save_contact(self._desk.session, self.contact_id, raws)

    def _on_saved(self, saved: Saved) -> None:
        contact = contacting.read_contact(self._desk.session, saved.record_id)
        anonymous = contact.form is ContactForm.ANONYMOUS
        self._show_state(draft=bool(saved.problems), anonymous=anonymous)

    def _on_remove(self) -> None:
        gone: list[str] = []
        session = self._desk.session
        if self._desk.attempt(lambda: gone.append(contacting.remove_contact(session, self.contact_id))):
            self.form.finish()
            self.reject()
            self.removed.emit(gone[0])

    def _on_new_case(self) -> None:
        self.accept()
        self._desk.go(Place("new_client", detail={"contact": self.contact_id}))

    def _on_into_case(self) -> None:
        sheet = IntoCaseSheet(self, self._desk, self.contact_id)
        sheet.moved.connect(self.accept)
        sheet.finished.connect(sheet.deleteLater)
        sheet.open()


class IntoCaseSheet(Sheet):
    """Moves a Kurzberatung into a case found by number or name. ``moved()`` when done."""

    moved = Signal()

    def __init__(self, parent: QWidget, desk: Desk, contact_id: RecordId) -> None:
        super().__init__(parent, _("In einen Fall übernehmen"), _("Übernehmen"))
        self._desk = desk
        self._contact_id = contact_id
        self.editor = CaseEditor(desk)
        self.field = Field(_("Fall"), self.editor, _("Nummer des Falls oder Teil des Namens"), required=True)
        self.add(self.field)
        self.add(Label(_("Der Kontakt wird dann im Fall gezählt und nicht mehr als Kurzberatung."), "help"))

    def accept(self) -> None:
        """Move it, unless no case is chosen."""
        if self.accept_button is not None:
            # Leaving the field by this way takes the case that is highlighted in its list.
            self.accept_button.setFocus(Qt.FocusReason.TabFocusReason)
        case_id = self.editor.case_id
        if case_id is None:
            self.field.set_error(_("Bitte einen Fall aus der Liste wählen."))
            self.editor.input_widget().setFocus()
            return
        session, desk = self._desk.session, self._desk
        before: list[Contact] = []
        if not desk.attempt(lambda: before.append(contacting.promote(session, self._contact_id, case_id))):
            return
        number = overview.label_of(session, case_id).number
        super().accept()
        self.moved.emit()
        desk.messages.info(
            _("Die Kurzberatung ist jetzt ein Kontakt im Fall {number}.").format(number=number),
            _("Rückgängig"),
            lambda: desk.attempt(lambda: contacting.demote(session, before[0])),
        )
