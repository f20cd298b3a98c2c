"""Erasing a person: what goes, what stands against it, one clear confirmation, then the certificate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox

from mfd_desktop.app import erasing
from mfd_desktop.app.access_tables import TITLES
from mfd_desktop.app.wording_privacy import hold_words
from mfd_desktop.content.i18n import _, ngettext
from mfd_desktop.domain.dates import format_date
from mfd_desktop.domain.errors import UserError
from mfd_desktop.domain.privacy import FIRM
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.erasure_done import CertificateSheet
from mfd_desktop.ui.kit.banner import Banner, BannerKind
from mfd_desktop.ui.kit.choice import ChoiceEditor
from mfd_desktop.ui.kit.dialog import WIDE_SHEET, Sheet
from mfd_desktop.ui.kit.field import Field
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.long_work import start_long_work
from mfd_desktop.ui.record_form import RecordForm

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtWidgets import QWidget

    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.domain.privacy import ErasurePreview, ErasureRecord, Hold
    from mfd_desktop.ui.desk import Desk
    from mfd_desktop.ui.jobs import Progress


class ErasureSheet(Sheet):
    """Nothing is erased before a reason was chosen and everything that stands against it was confirmed."""

    def __init__(self, desk: Desk, parent: QWidget, client_id: RecordId) -> None:
        """Count what would go; raise KeyError if there is no such person."""
        super().__init__(parent, _("Person löschen"), _("Endgültig löschen"), WIDE_SHEET)
        self.desk = desk
        self._opener = parent
        self._client_id = client_id
        self.preview = erasing.preview_erasure(desk.session, client_id)
        self.reason = ChoiceEditor(desk.session.lists.choices("erasure_reasons"))
        self._reason = Field(_("Warum wird gelöscht?"), self.reason, required=True)
        self.held = Banner()
        self.despite = QCheckBox()
        self.sure = QCheckBox(_("Ja, diese Person wird endgültig gelöscht. Das lässt sich nicht rückgängig machen."))
        self._build()
        self.reason.edited.connect(self._judge)
        self.reason.committed.connect(self._judge)
        self.sure.toggled.connect(lambda _on: self._judge())
        self.despite.toggled.connect(lambda _on: self._judge())
        self._judge()

    def _build(self) -> None:
        self.add(Label(_("Es werden gelöscht:"), "strong"))
        self.add(Label(counts_words(self.preview)))
        self.add(Label(_("Dazu Suchverzeichnis, Entwürfe, frühere Angaben, Papierkorb und Dokumente."), "muted"))
        for sentence in aside_words(self.preview):
            self.add(Label(sentence, "muted"))
        for widget in (self._reason, self.held, self.despite, self.sure):
            self.add(widget)

    def _judge(self) -> None:
        """Show what stands against it with the reason chosen, and whether it can be done now."""
        reason = self.reason.raw()
        self.preview = erasing.preview_erasure(self.desk.session, self._client_id, reason)
        firm, loose = self._holds()
        if firm:
            said = _("Noch nicht möglich: {holds}. Bitte zuerst beantworten oder beenden.")
            self.held.show_message(said.format(holds=hold_words(firm)), BannerKind.WARNING)
        elif loose:
            said = _("Dagegen spricht: {holds}.").format(holds=hold_words(loose))
            self.held.show_message(said, BannerKind.WARNING)
        else:
            self.held.show_message("")
        self.despite.setText(_("Trotzdem löschen; das steht ohne Namen im Protokoll."))
        self.despite.setVisible(bool(loose) and not firm)
        self.sure.setVisible(not firm)
        ready = bool(reason) and not firm and self.sure.isChecked() and (not loose or self.despite.isChecked())
        if self.accept_button is not None:
            self.accept_button.setEnabled(ready)
        self._fit()

    def _holds(self) -> tuple[tuple[Hold, ...], tuple[Hold, ...]]:
        firm = tuple(hold for hold in self.preview.holds if hold in FIRM)
        return firm, tuple(hold for hold in self.preview.holds if hold not in FIRM)

    def accept(self) -> None:
        """Erase, then show the certificate."""
        if self.accept_button is None or not self.accept_button.isEnabled():
            return
        session, client_id, reason = self.desk.session, self._client_id, self.reason.raw()
        despite = self._holds()[1]

        def work(_progress: Progress) -> ErasureRecord:
            record = erasing.erase(session, client_id, reason, despite=despite)
            erasing.finish_erasing(session)
            return record

        self.accept_button.setEnabled(False)
        clear_forms(self.desk, (client_id,))
        start_long_work(self.desk, work, done=self._on_erased, failed=self._on_failed)

    def _on_erased(self, record: ErasureRecord) -> None:
        super().accept()
        self.desk.go(Place("cases"))
        CertificateSheet(self.desk, self._opener.window(), (record,)).open()

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        self._judge()
        self.desk.tell(error)


def clear_forms(desk: Desk, clients: Iterable[RecordId]) -> None:
    """Empty the forms that are about these people, so that nothing typed there is sealed again afterwards."""
    ids = frozenset[str]().union(*(erasing.record_ids(desk.session, client_id) for client_id in clients))
    for form in desk.forms:
        if isinstance(form, RecordForm) and ids.intersection((*form.key.split(":"), str(form.record_id))):
            form.clear({})


def counts_words(preview: ErasurePreview) -> str:
    """Return what would go, largest first, as one line."""
    known = sorted(((count, TITLES.get(table, table)) for table, count in preview.counts.items()), reverse=True)
    return " · ".join(f"{title}: {count}" for count, title in known)


def aside_words(preview: ErasurePreview) -> list[str]:
    """Return what stays, and what the counsellor has to know beside the counts."""
    said = []
    if preview.frozen:
        words = ngettext(
            "Die Person wurde in {count} gemeldeten Zeitraum gezählt. Diese Zahlen bleiben, ohne Namen.",
            "Die Person wurde in {count} gemeldeten Zeiträumen gezählt. Diese Zahlen bleiben, ohne Namen.",
            preview.frozen,
        )
        said.append(words.format(count=preview.frozen))
    if preview.uncounted:
        words = ngettext(
            "{count} Kontakt ist noch nicht gemeldet und fehlt dann in der Statistik.",
            "{count} Kontakte sind noch nicht gemeldet und fehlen dann in der Statistik.",
            preview.uncounted,
        )
        said.append(words.format(count=preview.uncounted))
    if preview.elsewhere:
        count = sum(preview.elsewhere.values())
        words = ngettext(
            "In {count} Eintrag, der nicht zu dieser Akte gehört, steht der Name auch. Er bleibt dort; bitte ansehen.",
            "In {count} Einträgen, die nicht zu dieser Akte gehören, steht der Name auch. Er bleibt dort; bitte"
            " ansehen.",
            count,
        )
        said.append(words.format(count=count))
    if preview.due is not None:
        said.append(_("Die Aufbewahrung endet am {day}.").format(day=format_date(preview.due)))
    return said
