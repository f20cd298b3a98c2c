"""The sentences about the shared folder: errors, why a file does not count, why something waits."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from mfd_desktop.content.i18n import N_, _, translate_marked

if TYPE_CHECKING:
    from mfd_desktop.domain.errors import AlreadyInNetwork, NetworkRefused, NotInNetwork, SharedFolderGone

_GONE = {
    "missing": N_("Der gemeinsame Ordner ist nicht erreichbar."),
    "empty": N_("Der gemeinsame Ordner ist leer. Es wurde nichts gelöscht und nichts neu angelegt."),
    "no_network": N_("Im gemeinsamen Ordner fehlt die Datei network.json. Es wurde nichts gesendet."),
    "unreadable": N_("Der gemeinsame Ordner lässt sich nicht lesen."),
}

_REFUSED = {
    "empty": N_("Die Datei network.json ist leer."),
    "partial": N_("Die Datei network.json ist unvollständig."),
    "foreign": N_("In diesem Ordner liegt ein anderer Verbund als der, dem dieser Tresor beigetreten ist."),
    "changed": N_("Die Datei network.json wurde verändert."),
    "newer": N_("Die Datei network.json stammt von einer neueren Fassung des Programms."),
    "too_large": N_("Die Datei network.json ist zu groß."),
    "wrong_key": N_("Die Datei network.json ist nicht von der Koordination unterschrieben, die verglichen wurde."),
    "replayed": N_("Die Datei network.json ist älter als die schon gelesene."),
    "wrong_tables": N_("Der Verbund zählt nach anderen Tabellen als diese Fassung des Programms."),
}

_SKIPPED = {
    "empty": N_("leer"),
    "partial": N_("unvollständig"),
    "foreign": N_("gehört nicht hierher"),
    "changed": N_("verändert oder beschädigt"),
    "newer": N_("von einer neueren Fassung des Programms"),
    "too_large": N_("zu groß"),
    "unreadable": N_("nicht lesbar"),
    "temporary": N_("vorläufige oder versteckte Datei"),
    "sync_copy": N_("Konfliktkopie der Synchronisation"),
    "wrong_place": N_("liegt am falschen Platz"),
    "wrong_name": N_("Name passt nicht zum Inhalt"),
    "unknown_desk": N_("von einer unbekannten Stelle"),
    "unapproved": N_("Stelle ist noch nicht freigegeben"),
    "revoked": N_("Freigabe der Stelle ist widerrufen"),
    "wrong_key": N_("von jemand anderem unterschrieben"),
    "duplicate": N_("dieselbe Meldung noch einmal"),
    "conflict": N_("zwei verschiedene Meldungen mit derselben Nummer"),
    "replayed": N_("älter als die schon gezählte Meldung"),
    "not_for_us": N_("nicht für diese Koordination verschlüsselt"),
    "wrong_tables": N_("mit anderen Tabellen als der Verbund"),
    "wrong_payload": N_("Inhalt passt nicht zum Kopf der Meldung"),
}

_WAITING = {
    **_GONE,
    "read_only": N_("In den gemeinsamen Ordner darf nicht geschrieben werden."),
    "full": N_("Der gemeinsame Ordner ist voll."),
    "failed": N_("Der gemeinsame Ordner meldet einen Fehler."),
    "occupied": N_("An ihrem Platz liegt schon eine andere Datei."),
    "revoked": N_("Die Koordination hat die Freigabe dieser Stelle widerrufen."),
}


def folder_gone(error: SharedFolderGone) -> str:
    """Say what is wrong with the folder."""
    return _("{what} Ordner: {path}").format(what=translate_marked(_GONE[error.reason]), path=error.path)


def network_refused(error: NetworkRefused) -> str:
    """Say why network.json is not believed, and what to do."""
    return _(
        "{what} Es wurde nichts gesendet und nichts gezählt; bitte bei der Koordination nachfragen. Ordner: {path}"
    ).format(what=translate_marked(_REFUSED[error.reason]), path=error.path)


def not_in_network(error: NotInNetwork) -> str:
    """Say which part this vault would need."""
    if error.role == "coordinator":
        return _("Dieser Tresor koordiniert keinen Verbund. Anlegen: Bildschirm „Verbund“.")
    return _("Dieser Tresor ist noch keinem Verbund beigetreten. Beitreten: Bildschirm „Verbund“.")


def already_in_network(error: AlreadyInNetwork) -> str:
    """Say whether vault or folder is taken."""
    if error.path is None:
        return _("Dieser Tresor gehört schon zu einem Verbund. Es wurde nichts verändert.")
    return _("In diesem Ordner liegt schon ein Verbund. Es wurde nichts überschrieben: {path}").format(path=error.path)


def skip_reason(reason: str) -> str:
    """Return why a file does not count, as a few words (``reason``: one of ``exchange.refusal.REASONS``)."""
    return translate_marked(_SKIPPED[reason])


def waiting_reason(problem: str) -> str:
    """Return why something waits, as a sentence (``problem``: see ``delivering.problem_of``)."""
    if problem.startswith("refused_"):
        return translate_marked(_REFUSED[problem.removeprefix("refused_")])
    return translate_marked(_WAITING[problem])


def printable(name: str) -> str:
    """Return a name that others have given to a file or a desk as every report can print it.

    What no bundled font has for sure, and what no terminal should get, is written as an escape (``\\n``).
    """
    return "".join(sign if _is_plain(sign) else ascii(sign)[1:-1] for sign in unicodedata.normalize("NFC", name))


def _is_plain(sign: str) -> bool:
    """Tell whether a sign is one of the European languages in Latin script, or of their dashes and quotation marks."""
    latin, punctuation = sign < "\u0180", "\u2010" <= sign <= "\u2026"
    return sign.isprintable() and (latin or punctuation)
