"""Beratung of a case: the guided forms begun and finished, and those that can be begun."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout

from mfd_desktop.app import contacting, guided, recycling
from mfd_desktop.app.wording import sentence
from mfd_desktop.content.i18n import _, content_text
from mfd_desktop.domain.dates import format_date
from mfd_desktop.domain.errors import FormUnusable
from mfd_desktop.domain.ids import RecordId
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.case_tabs import CaseTab
from mfd_desktop.ui.kit.banner import Banner, BannerKind
from mfd_desktop.ui.kit.buttons import secondary
from mfd_desktop.ui.kit.card import Card
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.kit.rows import Row, RowList
from mfd_desktop.ui.theme import GAP, Tone

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from mfd_desktop.app.guided import FormRow
    from mfd_desktop.app.overview import CasePage
    from mfd_desktop.forms.library import Offer
    from mfd_desktop.ui.desk import Desk


class GuidedTab(CaseTab):
    """The tab Beratung: Enter opens a form, Space deletes it (and offers to undo that)."""

    def __init__(self, desk: Desk) -> None:
        """Build it empty; ``show_page`` fills it."""
        super().__init__(desk)
        self._case_id: RecordId | None = None
        self._offer: Offer | None = None
        self.broken = Banner()
        self.broken.hide()
        self.forms = RowList(_("Formulare"))
        self.forms.row_activated.connect(self._on_opened)
        self.forms.button_clicked.connect(self._on_deleted)
        self.empty = Label(
            _(
                "Noch kein Formular. Das Erstgespräch führt durch alle Fragen, fängt mit dem Dringenden an und ist ein"
                " Beratungskontakt des Falls. Jede Antwort wird sofort gespeichert, wo sie hingehört."
            ),
            "muted",
        )
        self.begin_button = secondary(_("Beginnen"), "plus")
        self.begin_button.clicked.connect(self._on_begin)
        self.offers = RowList(_("Weitere Formulare"))
        self.offers.row_activated.connect(self._begin)
        card = Card(_("Formulare"))
        for widget in (self.broken, self.empty, self.forms, self.begin_button, self.offers):
            card.add(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(card)
        column.addStretch(1)

    def show_page(self, page: CasePage) -> None:
        """Show the forms of this case; the current one stays current."""
        self._case_id = page.case.stamp.id
        offers = [
            offer for offer in guided.offers(self.desk.session) if offer.form is None or offer.form.place == "case"
        ]
        titles = {offer.form_id: content_text(offer.form.title) for offer in offers if offer.form is not None}
        found = guided.forms_of(self.desk.session, self._case_id)
        rows = [_row(each, titles) for each in found if each.form is None or each.form.place == "case"]
        self.forms.set_rows(rows)
        self.forms.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        usable = [offer for offer in offers if offer.form is not None]
        unusable = [offer.error for offer in offers if offer.error is not None]
        said = "\n".join(sentence(FormUnusable(str(error))) for error in unusable)
        self.broken.show_message(said, BannerKind.WARNING)
        self._offer = usable[0] if usable else None
        self.begin_button.setVisible(self._offer is not None)
        if self._offer is not None and self._offer.form is not None:
            title = content_text(self._offer.form.title)
            self.begin_button.setText(_("{form} beginnen").format(form=title))
        others = [Row(offer.form_id, content_text(offer.form.title)) for offer in usable[1:] if offer.form]
        self.offers.set_rows(others)
        self.offers.setVisible(bool(others))

    def first_widget(self) -> QWidget:
        """Return the list, or without a form the button that begins one."""
        return self.forms if self.forms.rows() else self.begin_button

    def detail(self) -> Mapping[str, str]:
        """Return the current form."""
        return {"guided": str(self.forms.current_key() or "")}

    def restore(self, detail: Mapping[str, str]) -> None:
        """Make the form current that was."""
        self.forms.make_current(detail.get("guided", ""))

    def _on_begin(self) -> None:
        if self._offer is not None:
            self._begin(self._offer.form_id)

    def _begin(self, form_id: str) -> None:
        if self._case_id is None:
            return
        made: list[RecordId] = []
        session, case_id = self.desk.session, self._case_id
        if self.desk.attempt(lambda: made.append(guided.begin(session, case_id, form_id))):
            contact_id = guided.read(session, made[0]).record.contact_id
            source = contacting.read_contact(session, contact_id).stamp.source if contact_id else ""
            if source and source != f"form:{form_id}":
                self.desk.messages.info(_("Der Kontakt, der heute schon notiert ist, gehört jetzt zu diesem Formular."))
            self.desk.go(Place("guided", made[0]))

    def _on_opened(self, record_id: str) -> None:
        self.desk.go(Place("guided", RecordId(record_id)))

    def _on_deleted(self, record_id: str) -> None:
        session = self.desk.session
        gone: list[str] = []
        if self.desk.attempt(lambda: gone.append(guided.remove(session, RecordId(record_id)))):
            text = _("Formular gelöscht. Was in Stammdaten, Verfahren und Verweisungen steht, bleibt.")
            self.desk.messages.info(
                text, _("Rückgängig"), lambda: self.desk.attempt(lambda: recycling.restore(session, gone[0]))
            )


def _row(found: FormRow, titles: Mapping[str, str]) -> Row:
    record, form = found.record, found.form
    begun = _("begonnen am {day}").format(day=format_date(record.begun))
    if form is None:
        known = titles.get(record.form, record.form)
        return Row(record.stamp.id, known, begun, badge=_("nicht benutzbar"), tone=Tone.WARNING, button=_("Löschen"))
    title = content_text(form.title)
    if record.finished is not None:
        second = _("abgeschlossen am {day}").format(day=format_date(record.finished))
        return Row(record.stamp.id, title, second, badge=_("fertig"), tone=Tone.GOOD, button=_("Löschen"))
    names = [step.name for step in form.steps]
    step = content_text(form.step(record.step).title) if record.step in names else ""
    second = " · ".join(part for part in (begun, step) if part)
    return Row(record.stamp.id, title, second, badge=_("angefangen"), tone=Tone.ACCENT, button=_("Löschen"))
