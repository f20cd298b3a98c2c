"""Sheets of the case page about the person's rights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.app import privacy, retention
from mfd_desktop.app.privacy_fields import ANSWER, ENDING, FIELDS
from mfd_desktop.app.saving import defaults
from mfd_desktop.content.i18n import N_, _, translate_marked
from mfd_desktop.domain.dates import format_date
from mfd_desktop.domain.fields import show
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.privacy import RightsKind
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.case_data_sheets import NEW, CaseDataSheets
from mfd_desktop.ui.case_forms import CaseForm, RecordSheet
from mfd_desktop.ui.kit.buttons import secondary
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.privacy_words import keeping_words, reference_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from mfd_desktop.app.fieldsets import FieldSet
    from mfd_desktop.app.overview import CasePage
    from mfd_desktop.domain.privacy import RightsEvent
    from mfd_desktop.ui.desk import Desk
    from mfd_desktop.ui.kit.dialog import Sheet

_TITLES = {
    RightsKind.SHEET: N_("Informationsblatt"),
    RightsKind.CONSENT: N_("Einwilligung"),
    RightsKind.REQUEST: N_("Antrag der Person"),
    RightsKind.RESTRICTION: N_("Einschränkung der Verarbeitung"),
    RightsKind.DISPUTE: N_("Streit"),
}
_DONE = {
    RightsKind.SHEET: N_("Aushändigung festgehalten."),
    RightsKind.CONSENT: N_("Einwilligung festgehalten."),
    RightsKind.REQUEST: N_("Antrag festgehalten. Die Antwort steht als Wiedervorlage an."),
    RightsKind.RESTRICTION: N_("Einschränkung festgehalten. Von jetzt an wird nichts mehr weitergegeben."),
    RightsKind.DISPUTE: N_("Streit festgehalten. Solange er läuft, wird nichts gelöscht."),
}
_ENDS = {
    RightsKind.CONSENT: (N_("Widerrufen …"), N_("Einwilligung widerrufen"), N_("Widerruf festgehalten.")),
    RightsKind.RESTRICTION: (N_("Aufheben …"), N_("Einschränkung aufheben"), N_("Einschränkung aufgehoben.")),
    RightsKind.DISPUTE: (N_("Beenden …"), N_("Streit beenden"), N_("Ende festgehalten.")),
}
_RIGHTS = {
    RightsKind.SHEET: "information", RightsKind.CONSENT: "consent", RightsKind.RESTRICTION: "restriction",
}  # fmt: skip
"""What right of the law a kind of record goes back to; a request names its own."""


class PrivacySheets(CaseDataSheets):
    """Makes ``rights:<new-kind or id>``, ``rights_end:<id>``, ``rights_answer:<id>``, ``keeping:case``,
    ``access:case``, ``redaction:<client id>`` (the same, from a draft) and ``erasure:case``.
    """

    def __init__(self, desk: Desk, parent: QWidget, open_sheet: Callable[[str], None]) -> None:
        """``open_sheet`` opens a sheet of the case page by its name."""
        super().__init__(desk, parent)
        self._open = open_sheet
        self.makers: dict[str, Callable[[CasePage, str], Sheet]] = {
            "rights": self._rights,
            "rights_end": self._ending,
            "rights_answer": self._answering,
            "keeping": self._keeping,
            "access": self._access,
            "redaction": self._access,
            "erasure": self._erasure,
        }

    def _rights(self, page: CasePage, rest: str) -> Sheet:
        kind = rest.removeprefix(f"{NEW}-")
        return self._new(page, rest, RightsKind(kind)) if kind != rest else self._stored(page, rest)

    def _new(self, page: CasePage, rest: str, kind: RightsKind) -> RecordSheet:
        session, case_id = self.desk.session, page.case.stamp.id

        def store(texts: dict[str, str]) -> None:
            made = privacy.record_event(session, case_id, kind, texts)
            self._offer_undo(translate_marked(_DONE[kind]), lambda: privacy.remove_event(session, made.record_id))

        sheet = self._form_sheet(translate_marked(_TITLES[kind]), FIELDS[kind], f"rights:{rest}:{case_id}", store)
        self._say_law(sheet, kind)
        if kind is RightsKind.SHEET:
            self._add_action(sheet, _("Blatt drucken …"), lambda: self._go_to_sheet(case_id))
        sheet.start(privacy.new_event(session, case_id, kind))
        return sheet

    def _stored(self, page: CasePage, rest: str) -> RecordSheet:
        session, case_id, event = self.desk.session, page.case.stamp.id, self._read(page, rest)

        def store(texts: dict[str, str]) -> None:
            privacy.save_event(session, event.stamp.id, texts)

        title = translate_marked(_TITLES[event.kind])
        sheet = self._form_sheet(title, FIELDS[event.kind], f"rights:{rest}:{case_id}", store)
        self._say_law(sheet, event.kind, event)
        self._add_delete(sheet, lambda: self._remove(case_id, event.stamp.id))
        self._add_endings(sheet, event)
        self._start(sheet, FIELDS[event.kind], event)
        return sheet

    def _add_endings(self, sheet: RecordSheet, event: RightsEvent) -> None:
        session, event_id = self.desk.session, event.stamp.id
        if event.kind is RightsKind.SHEET:
            return
        if event.ended is not None:
            again = lambda: self._attempt(lambda: privacy.take_back_end(session, event_id))  # noqa: E731
            words = _("Antwort zurücknehmen") if event.kind is RightsKind.REQUEST else _("Gilt wieder")
            self._add_action(sheet, words, again)
        elif event.kind is RightsKind.REQUEST:
            if event.matter == "access":
                self._add_action(sheet, _("Auskunft erstellen …"), lambda: self._open("access:case"))
            self._add_action(sheet, _("Beantwortet …"), lambda: self._open(f"rights_answer:{event_id}"))
        else:
            words = translate_marked(_ENDS[event.kind][0])
            self._add_action(sheet, words, lambda: self._open(f"rights_end:{event_id}"))

    def _ending(self, page: CasePage, rest: str) -> Sheet:
        session, event = self.desk.session, self._read(page, rest)
        _button, title, said = _ENDS[event.kind]

        def store(texts: dict[str, str]) -> None:
            privacy.end_event(session, event.stamp.id, texts)
            self._offer_undo(translate_marked(said), lambda: privacy.take_back_end(session, event.stamp.id))

        key = f"rights_end:{rest}:{page.case.stamp.id}"
        sheet = self._form_sheet(translate_marked(title), ENDING, key, store, only=("ended",))
        sheet.start(defaults(ENDING, today=session.clock.today()), fixed={"day": show(event.day)})
        return sheet

    def _answering(self, page: CasePage, rest: str) -> Sheet:
        session, event = self.desk.session, self._read(page, rest)

        def store(texts: dict[str, str]) -> None:
            privacy.answer_request(session, event.stamp.id, texts)
            said = _("Antwort festgehalten, die Wiedervorlage ist erledigt.")
            self._offer_undo(said, lambda: privacy.take_back_end(session, event.stamp.id))

        key = f"rights_answer:{rest}:{page.case.stamp.id}"
        sheet = self._form_sheet(_("Antrag beantwortet"), ANSWER, key, store, only=("answer", "ended", "note"))
        start = {**defaults(ANSWER, today=session.clock.today()), "note": event.note}
        sheet.start(start, fixed={"day": show(event.day)})
        return sheet

    def _keeping(self, page: CasePage, rest: str) -> Sheet:
        session, case_id = self.desk.session, page.case.stamp.id
        kept = retention.retention_of(session, page.client.stamp.id)

        def store(texts: dict[str, str]) -> None:
            retention.count_from(session, case_id, texts)
            again = lambda: retention.count_from_closing(session, case_id)  # noqa: E731
            self._offer_undo(_("Die Aufbewahrung zählt jetzt ab diesem Tag."), again)

        sheet = self._form_sheet(_("Aufbewahrung"), retention.KEEPING, f"keeping:{rest}:{case_id}", store)
        sheet.body.insertWidget(0, Label(keeping_words(kept), "muted"))
        if kept.reason:
            again = lambda: self._attempt(lambda: retention.count_from_closing(session, case_id))  # noqa: E731
            self._add_action(sheet, _("Ab dem Ende des Falls zählen"), again)
        day = kept.reference if kept.reason else None
        sheet.start({"keep_from": show(day), "reason": kept.reason})
        return sheet

    def _access(self, page: CasePage, _rest: str) -> Sheet:
        from mfd_desktop.ui.access_sheet import AccessSheet

        return AccessSheet(self.desk, self._parent, page.client.stamp.id)

    def _erasure(self, page: CasePage, _rest: str) -> Sheet:
        from mfd_desktop.ui.erasure_sheet import ErasureSheet

        return ErasureSheet(self.desk, self._parent, page.client.stamp.id)

    def _go_to_sheet(self, case_id: RecordId) -> None:
        # The letters are not needed to open a case.
        from mfd_desktop.app.privacy_sheet import write_sheet

        begun: list[RecordId] = []
        if self.desk.attempt(lambda: begun.append(write_sheet(self.desk.session, case_id))):
            self.desk.go(Place("letter", begun[0]))

    def _read(self, page: CasePage, event_id: str) -> RightsEvent:
        event = privacy.read_event(self.desk.session, RecordId(event_id))
        if event.client_id != page.client.stamp.id:
            raise KeyError(event_id)
        return event

    def _form_sheet(
        self,
        title: str,
        fieldset: FieldSet,
        key: str,
        store: Callable[[dict[str, str]], object],
        *,
        only: tuple[str, ...] | None = None,
    ) -> RecordSheet:
        form = CaseForm(self.desk, fieldset, key, only=only)
        return RecordSheet(self.desk, self._parent, title, form, store)

    def _say_law(self, sheet: RecordSheet, kind: RightsKind, event: RightsEvent | None = None) -> None:
        """Say on which right of the law it rests, and by when a request is to be answered."""
        rights = privacy.law(self.desk.session).rights
        name = event.matter if event and kind is RightsKind.REQUEST else _RIGHTS.get(kind, "")
        if name in rights:
            sheet.body.insertWidget(0, Label(reference_words(rights[name]), "muted"))
        if event is not None and event.due is not None and event.open:
            said = _("Zu beantworten bis {day}.").format(day=format_date(event.due))
            sheet.body.insertWidget(0, Label(said))

    def _add_action(self, sheet: RecordSheet, words: str, action: Callable[[], object]) -> None:
        button = secondary(words)
        button.clicked.connect(sheet.reject)
        button.clicked.connect(action)
        sheet.add_button(button)

    def _remove(self, case_id: RecordId, event_id: RecordId) -> None:
        session = self.desk.session
        gone: list[RightsEvent] = []
        if self.desk.attempt(lambda: gone.append(privacy.remove_event(session, event_id))):
            self._offer_undo(_("Eintrag gelöscht."), lambda: privacy.restore_event(session, case_id, gone[0]))
