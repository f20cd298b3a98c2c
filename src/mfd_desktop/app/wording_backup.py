"""Sentences about backups and restoring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.content.i18n import N_, _, ngettext, translate_marked
from mfd_desktop.domain.errors_backup import (
    BackupDamaged,
    BackupFolderRefused,
    BackupMissing,
    BackupNewer,
    BackupRunning,
    CopyDiffers,
)

if TYPE_CHECKING:
    from functools import _SingleDispatchCallable

_REFUSED = {
    "none": N_("Es ist noch kein Ordner für die Datensicherung gewählt: Einstellungen, Datensicherung."),
    "relative": N_("Bitte den Ordner mit vollem Pfad angeben: {path}"),
    "missing": N_("Den Ordner gibt es nicht: {path}. Bitte einen vorhandenen wählen oder den Datenträger anstecken."),
    "inside_vault": N_(
        "Die Datensicherung darf nicht im Tresor selbst liegen: {path}. Bitte einen Ordner auf einem anderen"
        " Datenträger wählen."
    ),
    "inside_backup": N_(
        "Ein Tresor darf nicht in einer Datensicherung liegen: {path}. Bitte einen anderen Ordner wählen."
    ),
    "other_vault": N_(
        "In diesem Ordner liegt die Datensicherung eines anderen Tresors: {path}. Es wurde nichts geschrieben."
        " Bitte einen eigenen Ordner wählen."
    ),
    "not_empty": N_(
        "In diesem Ordner liegt schon etwas anderes: {path}. Es wurde nichts geschrieben. Bitte einen leeren Ordner"
        " wählen."
    ),
}

_DAMAGED = {
    "mark": N_("Die Datei mfd-backup.json fehlt oder ist beschädigt."),
    "header": N_("Die Kopfdatei dieses Stands ist beschädigt oder gehört nicht zu diesem Tresor."),
    "manifest": N_("Das Verzeichnis dieses Stands ist beschädigt."),
    "database": N_("Die Datenbank dieses Stands ist beschädigt."),
}


def backup_missing(error: BackupMissing) -> str:
    """Return where there is no backup, or no such state."""
    if error.state:
        return _("Den Stand {state} gibt es in dieser Datensicherung nicht: {path}").format(
            state=error.state, path=error.path
        )
    return _("In diesem Ordner liegt keine Datensicherung: {path}").format(path=error.path)


def folder_refused(error: BackupFolderRefused) -> str:
    """Return why no backup can lie there."""
    return translate_marked(_REFUSED[error.reason]).format(path=error.path)


def backup_newer(error: BackupNewer) -> str:
    """Return what to update."""
    return _(
        "Diese Datensicherung wurde mit einer neueren Programmversion geschrieben (Format {found}, hier {supported})."
        " Bitte das Programm aktualisieren."
    ).format(found=error.found, supported=error.supported)


def backup_running(_error: BackupRunning) -> str:
    """Return what to wait for."""
    return _("Es läuft schon eine Datensicherung. Bitte warten, bis sie fertig ist.")


def backup_damaged(error: BackupDamaged) -> str:
    """Return what is damaged, and that other states may be whole."""
    if error.part == "attachments":
        what = ngettext(
            "In der Datensicherung fehlt {count} Dokument, oder es ist beschädigt.",
            "In der Datensicherung fehlen {count} Dokumente, oder sie sind beschädigt.",
            error.files,
        ).format(count=error.files)
    else:
        what = translate_marked(_DAMAGED[error.part])
    if not error.state:
        return _("{what} Ordner: {path}. Es wurde nichts verändert.").format(what=what, path=error.path)
    return _("{what} Stand: {state}. Es wurde nichts verändert; andere Stände können unbeschädigt sein.").format(
        what=what, state=error.state
    )


def copy_differs(error: CopyDiffers) -> str:
    """Return that the medium cannot be trusted."""
    return _(
        "Eine Kopie ließ sich nicht so zurücklesen, wie sie geschrieben wurde: {name}. Der Datenträger ist vermutlich"
        " defekt. Frühere Sicherungen sind unberührt. Bitte einen anderen Datenträger nehmen."
    ).format(name=error.path.name)


def register(sentence: _SingleDispatchCallable[str]) -> None:
    """Add these sentences."""
    sentence.register(BackupMissing)(backup_missing)
    sentence.register(BackupFolderRefused)(folder_refused)
    sentence.register(BackupNewer)(backup_newer)
    sentence.register(BackupRunning)(backup_running)
    sentence.register(BackupDamaged)(backup_damaged)
    sentence.register(CopyDiffers)(copy_differs)
