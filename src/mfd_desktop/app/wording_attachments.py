"""Sentences about documents of a case, and the words for their kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.content.i18n import N_, _, ngettext, translate_marked
from mfd_desktop.domain import errors_attachments as errors

if TYPE_CHECKING:
    from collections.abc import Callable

    from mfd_desktop.domain.errors import UserError

_REFUSED = {
    "empty": N_("„{name}“ ist leer und wurde nicht gespeichert."),
    "too_large": N_("„{name}“ ist größer als 100 MB und wurde nicht gespeichert. Bitte in kleineren Teilen scannen."),
    "missing": N_("„{name}“ ist nicht mehr da. Es wurde nichts gespeichert."),
    "no_file": N_("„{name}“ ist keine gewöhnliche Datei und wurde nicht gespeichert."),
    "unreadable": N_("„{name}“ lässt sich nicht lesen. Es wurde nichts gespeichert."),
    "changed": N_("„{name}“ wurde während des Lesens verändert und nicht gespeichert. Bitte noch einmal versuchen."),
    "no_picture": N_("In der Zwischenablage ist kein Bild und keine Datei. Es wurde nichts gespeichert."),
}

_DAMAGED = {
    "missing": N_(
        "Die Datei zu „{name}“ fehlt im Tresor. Alles andere ist unverändert. Aus einer Sicherung lässt sie sich"
        " wiederherstellen: Einstellungen, Datensicherung."
    ),
    "damaged": N_(
        "Die Datei zu „{name}“ ist beschädigt und wird nicht gezeigt. Alles andere ist unverändert. Aus einer Sicherung"
        " lässt sie sich wiederherstellen: Einstellungen, Datensicherung."
    ),
}

_MEDIA = {
    "application/pdf": N_("PDF"),
    "image/png": N_("Bild"),
    "image/jpeg": N_("Foto"),
    "image/tiff": N_("Scan (TIFF)"),
    "image/webp": N_("Bild"),
    "image/bmp": N_("Bild"),
    "image/gif": N_("Bild"),
    "image/heif": N_("Foto (HEIC)"),
    "text/plain": N_("Text"),
    "message/rfc822": N_("E-Mail"),
}
_OFFICE = ("application/vnd.openxmlformats", "application/vnd.oasis.opendocument")


def media_words(media: str) -> str:
    """Return what kind of document this is, in a word or two."""
    if media in _MEDIA:
        return translate_marked(_MEDIA[media])
    return _("Office-Datei") if media.startswith(_OFFICE) else _("Sonstige Datei")


def document_refused(error: errors.DocumentRefused) -> str:
    """Say why a file was not taken."""
    return translate_marked(_REFUSED[error.reason]).format(name=error.name)


def document_damaged(error: errors.DocumentDamaged) -> str:
    """Say what is wrong with a document's file, and the way out."""
    return translate_marked(_DAMAGED[error.reason]).format(name=error.name)


_CASES = 10
"""Named at most."""


def documents_damaged(error: errors.DocumentsDamaged) -> str:
    """Say in which cases documents are damaged; no name is said."""
    cases = ", ".join(error.cases[:_CASES]) + (" …" if len(error.cases) > _CASES else "")
    return ngettext(
        "Der Tresor ist in Ordnung, aber bei {count} Dokument fehlt die Datei oder ist beschädigt (Fall {cases})."
        " Aus einer Sicherung lässt sie sich wiederherstellen: Einstellungen, Datensicherung.",
        "Der Tresor ist in Ordnung, aber bei {count} Dokumenten fehlt die Datei oder ist beschädigt (Fälle {cases})."
        " Aus einer Sicherung lassen sie sich wiederherstellen: Einstellungen, Datensicherung.",
        error.count,
    ).format(count=error.count, cases=cases)


def not_showable(error: errors.NotShowable) -> str:
    """Say that only an export helps."""
    return _(
        "„{name}“ ist vollständig, lässt sich hier aber nicht zeigen. Zum Ansehen können Sie die Datei herausgeben."
    ).format(name=error.name)


SENTENCES: tuple[tuple[type[UserError], Callable[..., str]], ...] = (
    (errors.DocumentRefused, document_refused),
    (errors.DocumentDamaged, document_damaged),
    (errors.DocumentsDamaged, documents_damaged),
    (errors.NotShowable, not_showable),
)
