"""Erasing several people whose time of keeping is over: one question, then the certificates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QProgressBar

from mfd_desktop.app import erasing
from mfd_desktop.content.i18n import _, ngettext
from mfd_desktop.domain.errors import UserError
from mfd_desktop.domain.errors_privacy import ErasureHeld
from mfd_desktop.ui.erasure_done import CertificateSheet
from mfd_desktop.ui.erasure_sheet import clear_forms
from mfd_desktop.ui.kit.dialog import Sheet
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.long_work import start_long_work

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.domain.privacy import ErasureRecord, Retention
    from mfd_desktop.ui.desk import Desk
    from mfd_desktop.ui.jobs import Progress


class BatchErasureSheet(Sheet):
    """Each person stays to be ticked off; nothing is erased before the one question is answered."""

    def __init__(self, desk: Desk, parent: QWidget, due: tuple[Retention, ...]) -> None:
        """Take the people whose file may go, without anything against it."""
        super().__init__(parent, _("Abgelaufene Akten löschen"), _("Endgültig löschen"))
        self.desk = desk
        self._opener = parent
        self.add(Label(_("Nehmen Sie heraus, was noch bleiben soll."), "muted"))
        self.people = {kept.client_id: QCheckBox(kept.number or _("ohne Fall")) for kept in due}
        for box in self.people.values():
            box.setChecked(True)
            box.toggled.connect(self._judge)
            self.add(box)
        self.sure = QCheckBox()
        self.sure.toggled.connect(self._judge)
        self.add(self.sure)
        self.progress = QProgressBar()
        self.progress.setAccessibleName(_("Akten werden gelöscht"))
        self.progress.hide()
        self.add(self.progress)
        self.finished.connect(self.deleteLater)
        self._judge()

    @property
    def chosen(self) -> tuple[RecordId, ...]:
        """The people ticked."""
        return tuple(client_id for client_id, box in self.people.items() if box.isChecked())

    def _judge(self) -> None:
        count = len(self.chosen)
        said = ngettext(
            "Ja, {count} Akte wird endgültig gelöscht. Das lässt sich nicht rückgängig machen.",
            "Ja, {count} Akten werden endgültig gelöscht. Das lässt sich nicht rückgängig machen.",
            count,
        )
        self.sure.setText(said.format(count=count))
        if self.accept_button is not None:
            self.accept_button.setEnabled(bool(count) and self.sure.isChecked())

    def accept(self) -> None:
        """Erase one after the other; each is whole by itself, so that stopping leaves nothing half done."""
        if self.accept_button is None or not self.accept_button.isEnabled():
            return
        session, chosen = self.desk.session, self.chosen

        def work(progress: Progress) -> tuple[ErasureRecord, ...]:
            done = []
            for number, client_id in enumerate(chosen):
                progress.report(number / len(chosen))
                try:
                    done.append(erasing.erase(session, client_id, erasing.EXPIRED))
                except (ErasureHeld, KeyError):
                    # What came between since the list was read stays, and is seen in it.
                    continue
            erasing.finish_erasing(session)
            return tuple(done)

        self.accept_button.setEnabled(False)
        self.progress.show()
        clear_forms(self.desk, chosen)
        start_long_work(
            self.desk, work, done=self._on_erased, failed=self._on_failed,
            progressed=lambda part, _text: self.progress.setValue(round(100 * part)),
        )  # fmt: skip

    def _on_erased(self, records: tuple[ErasureRecord, ...]) -> None:
        super().accept()
        if records:
            CertificateSheet(self.desk, self._opener, records).open()

    def _on_failed(self, error: Exception) -> None:
        self.progress.hide()
        self._judge()
        if not isinstance(error, UserError):
            raise error
        self.desk.tell(error)
