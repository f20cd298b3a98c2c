"""Sentences about cases handed over and taken over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.app.wording_network import printable, skip_reason
from mfd_desktop.content.i18n import N_, _, translate_marked
from mfd_desktop.domain import errors_handover as errors

if TYPE_CHECKING:
    from collections.abc import Callable

    from mfd_desktop.domain.errors import UserError

_PACKAGE = {
    "not_for_us": N_("Das Paket ist für eine andere Stelle verschlossen."),
    "newer_records": N_(
        "Das Paket stammt von einer neueren Fassung des Programms. Bitte zuerst das Programm erneuern."
    ),
    "bad_records": N_("Der Inhalt des Pakets ist kein vollständiger Fall."),
    "no_case": N_("Das Paket gehört zu einem Fall, der hier nicht mehr in Vertretung ist."),
    "not_lent": N_("Das Paket kommt nicht von der Stelle, die den Fall in Vertretung hat."),
    "wrong_key": N_("Das Paket ist nicht von der Stelle unterschrieben, die es nennt, oder nicht für diese Stelle."),
}


def desk_file_refused(error: errors.DeskFileRefused) -> str:
    """Say why nobody was added."""
    return _("Das ist keine gültige Stellendatei ({reason}): {name}. Es wurde niemand aufgenommen.").format(
        reason=skip_reason(error.reason), name=printable(error.path.name)
    )


def package_refused(error: errors.PackageRefused) -> str:
    """Say why nothing was taken over."""
    if error.reason in _PACKAGE:
        said = translate_marked(_PACKAGE[error.reason])
    else:
        said = _("Das Paket ist nicht lesbar ({reason}).").format(reason=skip_reason(error.reason))
    return _("{what} Es wurde nichts übernommen. Datei: {name}").format(what=said, name=printable(error.path.name))


def package_known(error: errors.PackageKnown) -> str:
    """Say which case it is."""
    return _("Dieses Paket wurde schon übernommen, als Fall {number}. Es wurde nichts doppelt angelegt.").format(
        number=error.number
    )


def attachment_not_whole(error: errors.AttachmentNotWhole) -> str:
    """Say which document is missing."""
    return _(
        "Das Dokument „{name}“ fehlt oder ist beschädigt. Es wurde kein Paket geschrieben. Übergeben Sie den Fall ohne"
        " Dokumente, oder stellen Sie das Dokument aus einer Sicherung wieder her."
    ).format(name=printable(error.name))


def reason_missing(_error: errors.ReasonMissing) -> str:
    """Say what to do."""
    return _(
        "Es gibt keine Schweigepflichtentbindung für diese Stelle. Bitte schreiben Sie auf, warum der Fall trotzdem"
        " übergeben wird. Es wurde kein Paket geschrieben."
    )


SENTENCES: tuple[tuple[type[UserError], Callable[..., str]], ...] = (
    (errors.DeskFileRefused, desk_file_refused),
    (errors.PackageRefused, package_refused),
    (errors.PackageKnown, package_known),
    (errors.AttachmentNotWhole, attachment_not_whole),
    (errors.ReasonMissing, reason_missing),
)
