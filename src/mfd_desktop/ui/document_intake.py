"""Taking files into a case one after the other, with progress, and stoppable between any two blocks."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QIODevice, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from mfd_desktop.app import attachments as documents
from mfd_desktop.app.attachment_text import read_texts
from mfd_desktop.content.i18n import _, ngettext
from mfd_desktop.domain.errors import UserError
from mfd_desktop.domain.errors_attachments import DocumentRefused
from mfd_desktop.ui.jobs import Cancelled
from mfd_desktop.ui.kit.buttons import secondary
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.theme import GAP

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import QMimeData

    from mfd_desktop.domain.ids import RecordId
    from mfd_desktop.ui.desk import Desk
    from mfd_desktop.ui.jobs import Progress


@dataclass
class _Taken:
    """What came of taking: stored files with their documents, and what stood in the way of the others."""

    stored: list[tuple[Path, RecordId]] = field(default_factory=list)
    errors: list[UserError] = field(default_factory=list)
    stopped: bool = False


class Intake(QWidget):
    """A line with progress, hidden while nothing is taken.

    Signal ``taken(list of (path, id of the document))``: what was stored, also when some could not be.
    """

    taken = Signal(object)

    def __init__(self, desk: Desk) -> None:
        """Idle until ``take``."""
        super().__init__()
        self._desk = desk
        self._running: Progress | None = None
        self._said, self._bar = Label("", "muted"), QProgressBar()
        self._bar.setAccessibleName(_("Dokumente werden verschlüsselt und gespeichert"))
        self.stop_button = secondary(_("Anhalten"))
        self.stop_button.clicked.connect(self._on_stop)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        for widget in (self._said, self._bar, self.stop_button):
            row.addWidget(widget)
        self.hide()

    @property
    def busy(self) -> bool:
        """Whether files are being taken."""
        return self._running is not None

    def take(self, case_id: RecordId, paths: Sequence[Path]) -> None:
        """Store files as documents of a case; what cannot be one is said before anything is copied."""
        if self.busy:
            self._desk.messages.warn(_("Bitte warten Sie, bis die vorigen Dateien gespeichert sind."))
            return
        good = [path for path in paths if self._desk.attempt(lambda path=path: documents.check_file(path))]  # type: ignore[misc]
        if not good:
            return
        session = self._desk.session

        def work(progress: Progress) -> _Taken:
            result = _Taken()
            for number, path in enumerate(good):

                def report(part: float, number: int = number) -> None:
                    progress.check()
                    progress.report((number + part) / len(good), str(number + 1))

                try:
                    result.stored.append((path, documents.add_file(session, case_id, path, progress=report)))
                except Cancelled:
                    result.stopped = True
                    break
                except UserError as error:  # one file does not stop the others
                    result.errors.append(error)
            return result

        self._start(work)

    def paste(self, case_id: RecordId, data: QMimeData) -> None:
        """Store what the clipboard holds: files, or a picture."""
        paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if paths:
            self.take(case_id, paths)
            return
        image = data.imageData() if data.hasImage() else None
        if not isinstance(image, QImage) or image.isNull():
            self._desk.tell(DocumentRefused("", "no_picture"))
            return
        if self.busy:
            self._desk.messages.warn(_("Bitte warten Sie, bis die vorigen Dateien gespeichert sind."))
            return
        name = _("Aus der Zwischenablage") + ".png"
        session = self._desk.session

        def work(_progress: Progress) -> _Taken:
            try:
                added = documents.add_bytes(session, case_id, name, _png(image))
            except UserError as error:
                return _Taken(errors=[error])
            return _Taken(stored=[(Path(name), added)])

        self._start(work)

    def _start(self, work: Callable[[Progress], _Taken]) -> None:
        self._said.setText(_("Wird verschlüsselt …"))
        self._bar.setValue(0)
        self.show()
        self._running = self._desk.jobs.run(
            work,
            done=self._on_done,
            failed=self._on_failed,
            stopped=self._on_stopped,
            progressed=lambda part, _number: self._bar.setValue(round(100 * part)),
        )

    def _on_stop(self) -> None:
        if self._running is not None:
            self._running.cancel()

    def _on_done(self, result: _Taken) -> None:
        self._rest()
        if self._desk.jobs.closed:  # locking: nobody is there to be told
            return
        if result.stopped:
            self._on_stopped()
        elif result.stored:
            count = len(result.stored)
            said = ngettext("{count} Dokument gespeichert.", "{count} Dokumente gespeichert.", count)
            self._desk.messages.info(said.format(count=count))
        for error in result.errors:
            self._desk.tell(error)
        if result.stored:
            self._read_texts()
            self.taken.emit(result.stored)

    def _read_texts(self) -> None:
        session = self._desk.session
        self._desk.jobs.run(
            lambda progress: read_texts(session, stopped=lambda: progress.cancelled),
            done=lambda _count: None,
            failed=self._on_failed,
            exclusive="free",
        )

    def _on_failed(self, error: Exception) -> None:
        self._rest()
        if not isinstance(error, UserError):
            raise error
        self._desk.tell(error)

    def _on_stopped(self) -> None:
        self._rest()
        self._desk.messages.info(_("Angehalten. Was schon gespeichert war, bleibt; die angefangene Datei nicht."))

    def _rest(self) -> None:
        self._running = None
        self.hide()


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # PySide's stubs know text only
    return bytes(buffer.data().data())
