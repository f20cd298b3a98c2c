"""What is said about backups on Heute and in the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.content.i18n import N_, _, ngettext, translate_marked
from mfd_desktop.ui.kit.banner import BannerKind
from mfd_desktop.ui.theme import Tone

if TYPE_CHECKING:
    from datetime import datetime

    from mfd_desktop.app.backing_up import BackupStatus

_PROBLEM = {
    "full": N_("Der Datenträger der Sicherung ist voll."),
    "read_only": N_("In den Ordner der Sicherung darf nicht geschrieben werden."),
    "missing": N_("Der Ordner der Sicherung ist nicht da. Steckt der Datenträger, ist das Netzwerk verbunden?"),
    "failed": N_("Der Datenträger der Sicherung meldet einen Fehler."),
    "differs": N_("Eine Kopie ließ sich nicht richtig zurücklesen; der Datenträger ist vermutlich defekt."),
    "refused": N_("Im Ordner der Sicherung liegt die Sicherung eines anderen Tresors."),
}


def moment_words(moment: datetime) -> str:
    """Return day and time as on the wall."""
    return f"{moment.astimezone():%d.%m.%Y %H:%M}"


def day_words(moment: datetime) -> str:
    """Return the day."""
    return f"{moment.astimezone():%d.%m.%Y}"


def problem_words(code: str) -> str:
    """Return why the last try failed."""
    return translate_marked(_PROBLEM[code]) if code in _PROBLEM else ""


def notice(status: BackupStatus) -> tuple[str, BannerKind]:
    """Return what Heute warns of; empty if all is well."""
    if status.alarming:
        return " ".join(part for part in (_alarm(status), problem_words(status.problem)) if part), BannerKind.WARNING
    if status.lacking:
        return lacking_words(status.lacking), BannerKind.WARNING
    if status.problem and status.tried is not None:
        said = _("Die Datensicherung vom {moment} ging nicht: {reason}").format(
            moment=moment_words(status.tried), reason=problem_words(status.problem)
        )
        return said, BannerKind.INFO
    return "", BannerKind.INFO


def lacking_words(count: int) -> str:
    """Return how many documents could not be saved, and why."""
    return ngettext(
        "{count} Dokument fehlt im Tresor oder ist beschädigt und konnte nicht gesichert werden. Alles andere ist"
        " gesichert.",
        "{count} Dokumente fehlen im Tresor oder sind beschädigt und konnten nicht gesichert werden. Alles andere ist"
        " gesichert.",
        count,
    ).format(count=count)


def pill_words(proven: datetime, *, alarming: bool) -> tuple[str, Tone]:
    """Return the last proven backup in two words."""
    return _("Gesichert {day}").format(day=day_words(proven)), Tone.WARNING if alarming else Tone.GOOD


def _alarm(status: BackupStatus) -> str:
    if status.state == "none":
        return _(
            "Es gibt noch keine Datensicherung. Geht dieser PC kaputt oder verloren, sind alle Akten weg. Bitte einen"
            " Ordner dafür wählen, am besten auf einem anderen Datenträger."
        )
    if status.proven is None:
        return _("Es gibt noch keine geprüfte Datensicherung.")
    if status.state == "ahead":
        return _(
            "Die letzte geprüfte Datensicherung trägt ein Datum in der Zukunft, {day}. Die Uhr dieses PCs wurde wohl"
            " zurückgestellt: Bitte Datum und Uhrzeit prüfen."
        ).format(day=day_words(status.proven))
    return ngettext(
        "Die letzte geprüfte Datensicherung ist {count} Tag alt, vom {day}.",
        "Die letzte geprüfte Datensicherung ist {count} Tage alt, vom {day}.",
        status.days,
    ).format(count=status.days, day=day_words(status.proven))
