"""Neue Person: one form for person, case, status and first contact way, with a warning before a second file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout

from mfd_desktop.app import casework, contacting, fieldsets, intake
from mfd_desktop.app.fieldsets import FieldSet
from mfd_desktop.app.saving import defaults
from mfd_desktop.content.i18n import _
from mfd_desktop.domain.dates import format_date
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.kit.banner import Banner, BannerKind
from mfd_desktop.ui.kit.buttons import primary, quiet
from mfd_desktop.ui.kit.card import Card
from mfd_desktop.ui.kit.heading import PageHeader
from mfd_desktop.ui.kit.scroll import PageScroller
from mfd_desktop.ui.record_form import RecordForm
from mfd_desktop.ui.screen import Screen
from mfd_desktop.ui.screens.duplicates import Duplicates
from mfd_desktop.ui.theme import GAP

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QHideEvent

    from mfd_desktop.domain.records import Contact
    from mfd_desktop.ui.desk import Desk

KEY = "client:new"
_FIELDS = (
    "family_name", "given_name", "birth_date", "gender", "nationalities", "other_names", "languages", "interpreter",
    "street", "postcode", "town", "district", "entry_date", "azr_number", "bamf_number", "office_number", "note",
)  # fmt: skip
_TELLING = ("family_name", "given_name", "birth_date", "azr_number", "bamf_number")
"""Fields by which somebody may turn out to be known already."""
_LOOK_AFTER_MS = 200


class NewClientScreen(Screen):
    """Takes down a person.

    ``detail`` of its place: ``name`` typed in the search, ``contact`` a Kurzberatung that becomes the case.
    """

    name: ClassVar[str] = "new_client"

    def __init__(self, desk: Desk) -> None:
        """Build the forms; texts come with ``go_to``."""
        super().__init__(desk)
        self._detail: dict[str, str] = {}
        self._confirmed: frozenset[str] = frozenset()
        self.header = PageHeader(_("Neue Person"))
        self.save_button = primary("")
        self.unsaved = Banner()
        self.duplicates = Duplicates(desk)
        self.client = RecordForm(desk, fieldsets.CLIENT, KEY, only=_FIELDS, sections=True)
        self.case = RecordForm(desk, fieldsets.CASE, f"{KEY}:case")
        self.status = RecordForm(
            desk, _optional(fieldsets.RESIDENCE_STATUS), f"{KEY}:status", only=("code", "since", "expires")
        )
        self.way = RecordForm(desk, _optional(fieldsets.CONTACT_WAY), f"{KEY}:way")
        self.scroller = PageScroller()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_LOOK_AFTER_MS)
        self._timer.timeout.connect(self._look_for_duplicates)
        self._build()
        self._connect()

    @property
    def forms(self) -> tuple[RecordForm, ...]:
        """The four forms of the page."""
        return (self.client, self.case, self.status, self.way)

    def _build(self) -> None:
        discard = quiet(_("Verwerfen"))
        discard.clicked.connect(self._on_discard)
        self.header.add_action(discard)
        self.header.add_action(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.header)
        column.addWidget(self.scroller, 1)
        self.unsaved.hide()
        self.scroller.column.addWidget(self.unsaved)
        self.scroller.column.addWidget(self.duplicates)
        for title, form in (
            ("", self.client),
            (_("Aufenthaltsstatus"), self.status),
            (_("Erreichbar über"), self.way),
            (_("Fall"), self.case),
        ):
            card = Card(title)
            card.add(form)
            self.scroller.column.addWidget(card)
        self.scroller.column.addSpacing(GAP)
        self._name_button()

    def _connect(self) -> None:
        self.save_button.clicked.connect(self.save)
        self.unsaved.action_requested.connect(self._on_discard)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            # A key held down must not answer the question it has raised.
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(self._on_save_key)
        for form in self.forms:
            for field in form.fields.values():
                field.editor.committed.connect(self._on_left)
        for name in _TELLING:
            self.client.fields[name].editor.edited.connect(self._timer.start)

    def go_to(self, place: Place) -> None:
        """Begin with what the place brings; texts not saved yet stay."""
        self._detail = {name: place.detail[name] for name in ("contact", "name") if name in place.detail}
        today = self.desk.session.clock.today()
        person, case = self._given(), defaults(fieldsets.CASE, today=today)
        if "opened" in person:
            case["opened"] = person.pop("opened")
        before = any(form.touched() for form in self.forms)
        drafts = [
            self.client.load(person),
            self.case.load(case),
            self.status.load({}),
            self.way.load({"kind": "mobile"}),
        ]
        waiting = _("Diese Angaben sind noch nicht aufgenommen.") if before or any(drafts) else ""
        self.unsaved.show_message(waiting, BannerKind.INFO, _("Verwerfen und neu beginnen"))
        subtitle = _("aus einer Kurzberatung; sie wird der erste Kontakt des Falls")
        self.header.set_title(_("Neue Person"), subtitle if "contact" in self._detail else "")
        self._on_left()
        self._look_for_duplicates()
        both = person.get("family_name") and person.get("given_name")
        self.client.focus_field("birth_date" if both else "family_name")

    def place(self) -> Place:
        """Return what the form was begun with; the texts themselves are sealed drafts."""
        return Place(self.name, detail=self._detail)

    def hideEvent(self, event: QHideEvent) -> None:
        """Look for nobody any more: the vault may be closed next."""
        super().hideEvent(event)
        self._timer.stop()

    def save(self) -> None:
        """Take the person down; who may be known already only at the second press."""
        session = self.desk.session
        if not any(self.client.fields[name].editor.raw().strip() for name in ("family_name", "given_name")):
            self.client.fields["family_name"].set_error(_("Ohne Namen kann niemand aufgenommen werden."))
            self.client.focus_field("family_name")
            return
        problems = intake.problems_of(session, fieldsets.CASE, self.case.texts())
        if problems:
            self.case.show_problems(problems)
            self.case.focus_field(problems[0].field)
            return
        self._look_for_duplicates()
        if not self.duplicates.ids <= self._confirmed:
            self._confirmed = self.duplicates.ids
            self._name_button()
            self.scroller.ensureWidgetVisible(self.duplicates)
            self.save_button.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.desk.attempt(self._store)

    def _store(self) -> None:
        contact = self._detail.get("contact")
        session = self.desk.session
        before = contacting.read_contact(session, RecordId(contact)) if contact else None
        way = self.way.texts()
        taken = intake.take_in(
            session,
            intake.Intake(
                self.client.texts(),
                self.case.texts(),
                _filled(self.status.texts()),
                _filled(way) if way["value"].strip() or way["note"].strip() else {},
                RecordId(contact) if contact else None,
            ),
            initiator=self,
        )
        self._detail = {}
        self._begin_anew()
        self._tell(taken, before)
        self.desk.go(Place("case", taken.case_id))

    def _tell(self, taken: intake.TakenIn, short_contact: Contact | None) -> None:
        number = casework.read_case(self.desk.session, taken.case_id).number
        text = _("Aufgenommen, Fall {number} ist angelegt.").format(number=number)
        if taken.problems:
            text = _(
                "Aufgenommen als Entwurf, Fall {number} ist angelegt. Der Entwurf wird nicht gezählt, bis alles"
                " gültig ist; was Sie geschrieben haben, ist erhalten."
            ).format(number=number)

        def undo() -> None:
            self.desk.go(Place("short_contact" if short_contact is not None else "cases"))
            self.desk.attempt(lambda: intake.remove_new_client(self.desk.session, taken.client_id, short_contact))

        self.desk.messages.info(text, _("Rückgängig"), undo)

    def _given(self) -> dict[str, str]:
        found = _names(self._detail.get("name", ""))
        if "contact" in self._detail:
            contact = contacting.read_contact(self.desk.session, RecordId(self._detail["contact"]))
            found |= {"languages": contact.language or "", "district": contact.district or ""}
            found |= {"interpreter": contact.interpreting or ""}
            if contact.day is not None:
                found["opened"] = format_date(contact.day)
        return found

    def _look_for_duplicates(self) -> None:
        self._timer.stop()
        self.duplicates.show_people(casework.possible_duplicates(self.desk.session, self.client.texts()))
        if not self.duplicates.ids <= self._confirmed:
            self._confirmed = frozenset()
        self._name_button()

    def _name_button(self) -> None:
        asked = bool(self._confirmed and self.duplicates.ids)
        text = _("Trotzdem neu aufnehmen") if asked else _("Aufnehmen und Fall anlegen")
        self.save_button.setText(text)
        self.save_button.setToolTip(_("Strg+Eingabe"))

    def _begin_anew(self) -> None:
        self._confirmed = frozenset()
        today = self.desk.session.clock.today()
        self.client.clear({})
        self.case.clear(defaults(fieldsets.CASE, today=today))
        self.status.clear({})
        self.way.clear({"kind": "mobile"})
        self.unsaved.hide()
        self._look_for_duplicates()

    def _on_left(self) -> None:
        session = self.desk.session
        for form in self.forms:
            texts = form.texts()
            found = intake.problems_of(session, form.fieldset, texts)
            form.show_problems(problem for problem in found if texts.get(problem.field, "").strip())

    def _on_save_key(self) -> None:
        # Leaving the field as Tab does takes the entry highlighted in a list of choices.
        self.save_button.setFocus(Qt.FocusReason.TabFocusReason)
        self.save()

    def _on_discard(self) -> None:
        before = [form.texts() for form in self.forms]
        detail = self._detail
        self._detail = {}
        self._begin_anew()
        self.client.focus_field("family_name")

        def undo() -> None:
            self._detail = detail
            for form, texts in zip(self.forms, before, strict=True):
                for name, text in texts.items():
                    form.fields[name].editor.set_raw(text)
            self.desk.form_edited.emit()
            self.desk.go(Place(self.name, detail=detail))

        self.desk.messages.info(_("Die Angaben wurden verworfen."), _("Rückgängig"), undo)


def _optional(fieldset: FieldSet) -> FieldSet:
    """Return the field set with nothing required: the whole record may be left out."""
    return replace(fieldset, fields=tuple(replace(field, required=False) for field in fieldset.fields))


def _filled(texts: Mapping[str, str]) -> Mapping[str, str]:
    return texts if any(text.strip() for text in texts.values()) else {}


def _names(typed: str) -> dict[str, str]:
    """Return family and given name meant by what was typed: „Nachname, Vorname“ or „Vorname Nachname“."""
    family, comma, given = (part.strip() for part in typed.partition(","))
    if not comma:
        given, _space, family = typed.strip().rpartition(" ")
    return {name: text for name, text in (("family_name", family), ("given_name", given)) if text}
