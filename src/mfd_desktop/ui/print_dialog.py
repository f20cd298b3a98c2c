"""The system's print dialogue, for whatever there is to print.

The printing system spools a job through the folder for temporary files and keeps it in its own queue; the folder is
in memory meanwhile (files/spool.py). ``CUPS_SERVER`` must be set before Qt starts (ui/start.py), or QPrinter opens
internet sockets.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mfd_desktop.content.i18n import _
from mfd_desktop.files.spool import memory_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from PySide6.QtGui import QPageLayout
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter
    from PySide6.QtWidgets import QWidget

DPI = 300
"""Resolution of everything printed: a page of A4 at a printer's own 600 takes 139 MB."""


@dataclass(frozen=True, slots=True)
class PrintJob:
    """What is to be printed. ``name`` appears in the queue of the printer: never give a client's.

    ``draw`` begins to draw on the printer and goes on a page whenever it is asked. ``noted`` writes the entry of the
    log before the first page; where that fails with a UserError nothing is printed.
    """

    title: str
    name: str
    layout: QPageLayout
    draw: Callable[[QPrinter], Generator[None]]
    pages: int = 1
    done: Callable[[], None] | None = None
    noted: Callable[[], None] | None = None

    def steps(self, printer: QPrinter) -> Generator[None]:
        """Log, then draw a page whenever asked."""
        if self.noted is not None:
            self.noted()
        yield from self.draw(printer)


def open_print_dialog(parent: QWidget, job: PrintJob) -> QPrintDialog:
    """Open the dialogue; the job is printed when it is accepted. Raises SpoolOnDisk."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter
    from PySide6.QtWidgets import QDialog

    memory_folder()
    # A screen resolution to begin with: A4 in the printer's own can take hundreds of megabytes.
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setResolution(DPI)
    printer.setDocName(job.name)
    printer.setPageLayout(job.layout)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(job.title)
    dialog.setMinMax(1, job.pages)

    def on_accepted() -> None:
        from mfd_desktop.ui.print_handover import Handover

        printer.setResolution(DPI)
        Handover(parent, printer, job.steps(printer), len(chosen_pages(printer, job.pages)), job.done)

    dialog.accepted.connect(on_accepted)
    dialog.finished.connect(dialog.deleteLater)
    # QPrintDialog hides this method behind one that wants a slot.
    QDialog.open(dialog)
    return dialog


def chosen_pages(printer: QPrinter, count: int) -> range:
    """Return the indexes of the pages asked for in the dialogue."""
    first, last = printer.fromPage(), printer.toPage()
    if first <= 0:
        return range(count)
    return range(first - 1, min(max(last, first), count))


def what_the_printer_keeps() -> str:
    """Return the hint beside printing: where copies remain that this program cannot remove."""
    if sys.platform == "win32":
        place = _(
            "Windows legt den Auftrag bis zum Druck in seinem Druckordner ab und löscht ihn danach, wenn beim Drucker"
            " „Druckaufträge nach dem Drucken beibehalten“ aus ist."
        )
    elif sys.platform == "darwin":
        place = _("macOS legt den Auftrag bis zum Druck in seinem Druckordner ab und löscht ihn danach.")
    else:
        place = _(
            "Das Programm gibt den Auftrag über den Arbeitsspeicher weiter. CUPS legt ihn bis zum Druck in seinem"
            " Druckordner ab und löscht ihn danach, wenn PreserveJobFiles aus ist."
        )
    return _(
        "{place} Netzwerkdrucker und Kopierer können Seiten auf einer eigenen Festplatte behalten; ob sie dort gelöscht"
        " werden, weiß die IT."
    ).format(place=place)
