"""The log on paper and as a file: positions and handles, no names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.app.documents import pdf_of
from mfd_desktop.app.leaving import export_file, note_print
from mfd_desktop.app.wording_journal import detail_words, event_words
from mfd_desktop.content.i18n import _, language
from mfd_desktop.render.blocks import Document, PlainPage, Style, Table, text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from mfd_desktop.app.session import Session
    from mfd_desktop.domain.journal import LogEntry

KIND = "log"


def log_pdf(session: Session, entries: Sequence[LogEntry], broken_at: int | None) -> bytes:
    """Return these entries as a PDF; a person is the random handle only."""
    rows = tuple(
        (str(entry.position), moment_words(entry), event_words(entry.event), detail_words(entry), entry.handle)
        for entry in entries
    )
    blocks = [text(_("Protokoll"), style=Style.TITLE), text(chain_words(broken_at))]
    heading = (_("Nr."), _("Zeitpunkt"), _("Was"), _("Einzelheit"), _("Kennung"))
    table = Table(heading, rows, (0.5, 1.3, 1.8, 1.8, 1.4), language=language())
    page = PlainPage(footer=_("Vertraulich"))
    return pdf_of(Document(_("Protokoll"), page, (*blocks, table), language()), moment=session.clock.now())


def write_log(session: Session, content: bytes, path: Path) -> None:
    """Write the PDF to ``path``; that is logged itself. Raises StorageError."""
    export_file(session, path, content, KIND)


def note_log_printed(session: Session) -> None:
    """Log that the log goes to the printer."""
    note_print(session, KIND)


def chain_words(broken_at: int | None) -> str:
    """Return whether the chain holds, and where it does not."""
    if broken_at is None:
        return _("Die Kette der Einträge ist unversehrt.")
    return _(
        "Die Kette ist bei Eintrag {position} unterbrochen: Dort wurde außerhalb des Programms etwas verändert,"
        " entfernt oder eingefügt."
    ).format(position=broken_at)


def moment_words(entry: LogEntry) -> str:
    """Return day and time of an entry."""
    return f"{entry.moment.astimezone():%d.%m.%Y %H:%M}"
