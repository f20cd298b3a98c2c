"""The sentences for errors and problems: what happened, what was kept, what to do. The one place
for wording.
"""

from __future__ import annotations

from functools import singledispatch
from typing import TYPE_CHECKING

from mfd_desktop.app import (
    wording_attachments,
    wording_backup,
    wording_damage,
    wording_deadlines,
    wording_documents,
    wording_handover,
    wording_history,
    wording_keys,
    wording_law,
    wording_letters,
    wording_network,
    wording_privacy,
    wording_procedure,
)
from mfd_desktop.content.i18n import N_, _, ngettext, translate_marked
from mfd_desktop.domain.dates import format_date
from mfd_desktop.domain.errors import (
    AlreadyInNetwork,
    BadLetterValues,
    BadOfficeFile,
    CannotUndo,
    EntriesMissing,
    FormUnusable,
    LetterDamaged,
    LettersMissing,
    LogoUnreadable,
    NetworkRefused,
    NoSuchPeriod,
    NotInNetwork,
    NotPromotable,
    OfficeIncomplete,
    PeriodClosed,
    PrinterRefused,
    RecipientInUse,
    ReleaseInUse,
    ReleaseMissing,
    SharedFolderGone,
    SheetUnreadable,
    SpoolOnDisk,
    StaleTranslation,
    StorageError,
    UnknownEnding,
    UnknownTemplate,
    UserError,
    ValuesMissing,
    VaultDamaged,
    VaultExists,
    VaultInUse,
    VaultMissing,
    VaultNewer,
    WeakPassphrase,
    WorkedOn,
    WrongPassphrase,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from mfd_desktop.domain.fields import Problem

_DAMAGE = {
    "header": N_("Die Kopfdatei des Tresors (vault.json) fehlt oder ist beschädigt."),
    "foreign_header": N_("Die Datei vault.json gehört nicht zu diesem Programm."),
    "kdf_cost": N_("Die Kopfdatei des Tresors verlangt eine unzulässig teure Schlüsselberechnung."),
    "header_mac": N_("Die Kopfdatei des Tresors wurde außerhalb des Programms verändert."),
    "database_missing": N_("Die Datenbank des Tresors (cases.db) fehlt."),
    "database_empty": N_("Die Datenbank des Tresors (cases.db) ist leer."),
    "database_unencrypted": N_(
        "Die Datenbank des Tresors ist nicht verschlüsselt und stammt nicht von diesem Programm."
    ),
    "database_damaged": N_("Die Datenbank des Tresors ist beschädigt oder gehört nicht zu diesem Tresor."),
    "mismatch": N_("Kopfdatei und Datenbank des Tresors gehören nicht zusammen."),
}

_STORAGE = {
    "full": N_("Der Datenträger ist voll."),
    "read_only": N_("In diesen Ordner darf nicht geschrieben werden."),
    "missing": N_("Der Ordner ist nicht mehr da."),
    "failed": N_("Der Datenträger meldet einen Fehler."),
}

_SHEET = {
    "missing": N_("Die Datei ist nicht da."),
    "format": N_("Die Datei ist keine lesbare Excel-Tabelle."),
    "empty": N_("Die Tabelle enthält keine Zeilen."),
    "no_name_column": N_("Die Tabelle hat keine Spalte „Name“."),
    "too_many_rows": N_("Die Tabelle hat mehr als 50.000 Zeilen."),
}

_RELEASE = {
    "none": N_("Es gibt keine Schweigepflichtentbindung gegenüber {recipient} zum Zweck „{purpose}“."),
    "other_purpose": N_(
        "Die Schweigepflichtentbindung gegenüber {recipient} gilt nur für „{other}“, nicht für „{purpose}“."
    ),
    "other_recipient": N_(
        "Es gibt keine Schweigepflichtentbindung gegenüber {recipient} zum Zweck „{purpose}“, nur eine gegenüber"
        " „{other}“."
    ),
    "withdrawn": N_(
        "Die Schweigepflichtentbindung gegenüber {recipient} zum Zweck „{purpose}“ wurde am {day} widerrufen."
    ),
    "expired": N_("Die Schweigepflichtentbindung gegenüber {recipient} zum Zweck „{purpose}“ ist am {day} abgelaufen."),
    "settled": N_(
        "Die Schweigepflichtentbindung gegenüber {recipient} zum Zweck „{purpose}“ endete mit dem Fall am {day}."
    ),
    "later": N_("Die Schweigepflichtentbindung gegenüber {recipient} zum Zweck „{purpose}“ gilt erst ab {day}."),
    "not_given": N_(
        "Die Schweigepflichtentbindung gegenüber {recipient} zum Zweck „{purpose}“ ist vorbereitet, aber noch nicht"
        " erteilt."
    ),
    "unwitnessed": N_(
        "Bei der mündlichen Schweigepflichtentbindung gegenüber {recipient} zum Zweck „{purpose}“ fehlt, wer dabei war."
    ),
    "draft": N_(
        "Die Schweigepflichtentbindung gegenüber {recipient} zum Zweck „{purpose}“ ist noch ein Entwurf, in dem Angaben"
        " fehlen."
    ),
    "restricted": N_(
        "Die Daten dieser Person sind seit {day} eingeschränkt; keine Schweigepflichtentbindung zählt, auch nicht"
        " gegenüber {recipient} zum Zweck „{purpose}“."
    ),
}

_RELEASE_TO_DO = {
    "restricted": N_(
        "Heben Sie die Einschränkung unter Einwilligungen auf, oder schreiben Sie auf, warum es trotzdem sein muss."
    ),
    "none": N_("Bitte unter Einwilligungen eine erfassen, schriftlich oder mündlich."),
    "other_recipient": N_(
        "Bitte die richtige Stelle aus dem Adressbuch wählen oder unter Einwilligungen eine eigene erfassen."
    ),
    "not_given": N_("Bitte unter Einwilligungen den Tag der Unterschrift oder der mündlichen Erklärung eintragen."),
    "unwitnessed": N_("Bitte unter Einwilligungen die Anwesenden nachtragen."),
    "draft": N_("Bitte unter Einwilligungen die fehlenden Angaben nachtragen."),
}
_RELEASE_ANEW = N_("Bitte unter Einwilligungen eine neue erfassen.")

_PROBLEM = {
    "required": N_("Bitte ausfüllen."),
    "no_date": N_("Dieses Datum gibt es nicht. Beispiel: 24.11.2026"),
    "future_date": N_("Das Datum liegt in der Zukunft."),
    "no_time": N_("Das ist keine Uhrzeit. Beispiel: 9:30"),
    "no_number": N_("Bitte eine ganze Zahl eingeben."),
    "not_quarter_hours": N_("Bitte in Schritten von 15 Minuten angeben."),
    "no_flag": N_("Bitte ja oder nein wählen."),
    "end_before_begin": N_("Das Ende liegt vor dem Anfang."),
    "after_end": N_("Das liegt nach dem Ende des Falls."),
    "one_end": N_("Bitte entweder ein Datum eintragen oder „bis zum Abschluss der Angelegenheit“ wählen."),
    "no_share": N_("Bitte eine Zahl über 0 und höchstens 1 eingeben. Beispiel: 0,5"),
    **wording_deadlines.PROBLEMS,
}


_CLOSED = {
    "revised": N_(
        "{period} wurde schon einmal berichtigt. Was sich seitdem geändert hat, geht in die Jahreszahlen ein."
    ),
    "few_changed": N_(
        "{period} ist gemeldet, und seitdem haben sich weniger als zehn Personen geändert. Eine Berichtigung könnte"
        " Einzelne erkennbar machen; die Änderungen gehen in die Jahreszahlen ein."
    ),
    "unknown": N_(
        "{period} ist gemeldet. Wer darin gezählt wurde, ist nach der Wiederherstellung nicht mehr bekannt; berichtigt"
        " werden kann der Zeitraum deshalb nicht. Die Änderungen gehen in die Jahreszahlen ein."
    ),
    "no_reason": N_("{period} ist gemeldet. Eine Berichtigung braucht einen Grund."),
    "running": N_("{period} ist noch nicht zu Ende und kann noch nicht gemeldet werden."),
}


@singledispatch
def sentence(error: UserError) -> str:
    """Return what happened, what was kept and what to do, in the interface language."""
    return _("Das ging nicht: {kind}. Es wurde nichts verändert.").format(kind=type(error).__name__)


@sentence.register
def _wrong_passphrase(_error: WrongPassphrase) -> str:
    return _("Passwort stimmt nicht")


@sentence.register
def _weak_passphrase(error: WeakPassphrase) -> str:
    return _("Das Passwort ist zu kurz: mindestens {minimum} Zeichen.").format(minimum=error.minimum)


@sentence.register
def _vault_missing(error: VaultMissing) -> str:
    return _("In diesem Ordner ist kein Tresor: {path}").format(path=error.path)


@sentence.register
def _vault_exists(error: VaultExists) -> str:
    return _("Der Ordner ist nicht leer, es wurde nichts überschrieben: {path}").format(path=error.path)


@sentence.register
def _vault_in_use(error: VaultInUse) -> str:
    return _("Der Tresor ist schon in einem anderen Fenster geöffnet: {path}").format(path=error.path)


@sentence.register
def _vault_newer(error: VaultNewer) -> str:
    return _(
        "Der Tresor wurde mit einer neueren Fassung des Programms geschrieben"
        " (Format {found}, hier bis {supported}). Bitte das Programm aktualisieren; es wurde nichts verändert."
    ).format(found=error.found, supported=error.supported)


@sentence.register
def _vault_damaged(error: VaultDamaged) -> str:
    return _("{what} Es wurde nichts verändert: {path}").format(
        what=translate_marked(_DAMAGE[error.part]), path=error.path
    )


@sentence.register
def _entries_missing(error: EntriesMissing) -> str:
    if error.missing is None:
        return _("Der Zähler des Tresors fehlt oder ist beschädigt. Es wurde nichts verändert.")
    return ngettext(
        "Im Tresor fehlt {count} gespeicherter Eintrag. Es wurde nichts verändert.",
        "Im Tresor fehlen {count} gespeicherte Einträge. Es wurde nichts verändert.",
        error.missing,
    ).format(count=error.missing)


@sentence.register
def _storage(error: StorageError) -> str:
    return _("{what} Was schon gespeichert war, ist erhalten: {path}").format(
        what=translate_marked(_STORAGE[error.reason]), path=error.path
    )


@sentence.register
def _sheet(error: SheetUnreadable) -> str:
    return _("{what} Es wurde nichts übernommen: {path}").format(
        what=translate_marked(_SHEET[error.reason]), path=error.path
    )


@sentence.register
def _office_file(error: BadOfficeFile) -> str:
    return _("Die Datei {path} ist nicht vollständig oder falsch: {detail}").format(
        path=error.path, detail=error.detail
    )


@sentence.register
def _not_promotable(_error: NotPromotable) -> str:
    return _("Eine anonyme Beratung kann nie Teil eines Falls werden.")


@sentence.register
def _cannot_undo(error: CannotUndo) -> str:
    return ngettext(
        "Die Übernahme kann nicht rückgängig gemacht werden: An {count} Person wurde schon gearbeitet.",
        "Die Übernahme kann nicht rückgängig gemacht werden: An {count} Personen wurde schon gearbeitet.",
        error.touched,
    ).format(count=error.touched)


@sentence.register
def _worked_on(_error: WorkedOn) -> str:
    return _("Die Aufnahme bleibt: An dieser Person wurde schon gearbeitet.")


@sentence.register
def _form_unusable(error: FormUnusable) -> str:
    return _(
        "Dieses Formular kann nicht benutzt werden, alles andere geht weiter. Was schon ausgefüllt ist, bleibt"
        " gespeichert. Grund: {reason}"
    ).format(reason=error.reason)


@sentence.register
def _release_missing(error: ReleaseMissing) -> str:
    missing = translate_marked(_RELEASE[error.reason]).format(
        recipient=error.recipient,
        purpose=error.purpose,
        other=error.other,
        day=format_date(error.day) if error.day else "",
    )
    to_do = translate_marked(_RELEASE_TO_DO.get(error.reason, _RELEASE_ANEW))
    return _("{missing} Es wurde nichts weitergegeben. {to_do}").format(missing=missing, to_do=to_do)


@sentence.register
def _release_in_use(error: ReleaseInUse) -> str:
    return ngettext(
        "Die Entbindung bleibt als Nachweis: Auf sie stützt sich {count} Brief. Sie kann widerrufen werden.",
        "Die Entbindung bleibt als Nachweis: Auf sie stützen sich {count} Briefe. Sie kann widerrufen werden.",
        error.letters,
    ).format(count=error.letters)


@sentence.register
def _recipient_in_use(error: RecipientInUse) -> str:
    return _(
        "Die Stelle bleibt im Adressbuch, weil sie noch gebraucht wird (Entbindungen: {releases}, Briefe: {letters})."
    ).format(releases=error.releases, letters=error.letters)


_OF_ROOMS: tuple[tuple[type, Callable[..., str]], ...] = (
    *wording_attachments.SENTENCES,
    *wording_deadlines.SENTENCES,
    *wording_handover.SENTENCES,
    *wording_history.SENTENCES,
    *wording_keys.SENTENCES,
    *wording_law.SENTENCES,
    *wording_procedure.SENTENCES,
    *wording_privacy.SENTENCES,
)
for _kind, _say in _OF_ROOMS:
    sentence.register(_kind)(_say)
sentence.register(LettersMissing)(wording_documents.letters_missing)
sentence.register(LogoUnreadable)(wording_documents.logo_unreadable)
sentence.register(PrinterRefused)(wording_documents.printer_refused)
sentence.register(SpoolOnDisk)(wording_documents.spool_on_disk)
sentence.register(UnknownTemplate)(wording_letters.unknown_template)
sentence.register(ValuesMissing)(wording_letters.values_missing)
sentence.register(BadLetterValues)(wording_letters.bad_values)
sentence.register(StaleTranslation)(wording_letters.stale_translation)
sentence.register(LetterDamaged)(wording_letters.letter_damaged)
sentence.register(SharedFolderGone)(wording_network.folder_gone)
sentence.register(NetworkRefused)(wording_network.network_refused)
sentence.register(NotInNetwork)(wording_network.not_in_network)
sentence.register(AlreadyInNetwork)(wording_network.already_in_network)
wording_backup.register(sentence)
wording_damage.register(sentence)


@sentence.register
def _office_incomplete(_error: OfficeIncomplete) -> str:
    return _("Es fehlen noch die Angaben zur Dienststelle: Einstellungen, Dienststelle.")


@sentence.register
def _period_closed(error: PeriodClosed) -> str:
    return translate_marked(_CLOSED[error.reason]).format(period=error.period)


@sentence.register
def _no_such_period(error: NoSuchPeriod) -> str:
    return _("„{text}“ ist kein Zeitraum. Beispiele: 2026-Q3, 2026-H2, 2026").format(text=error.text)


@sentence.register
def _unknown_ending(error: UnknownEnding) -> str:
    return _(
        "Diese Art Datei kann das Programm nicht schreiben: {name}. Möglich sind {known}. Es wurde nichts geschrieben."
    ).format(name=error.path.name, known=", ".join(error.known))


def problem_text(problem: Problem) -> str:
    """Return the sentence beside a field."""
    if problem.code == "unknown_code":
        return _("„{text}“ steht nicht in der Liste.").format(text=problem.detail)
    if problem.code == "too_long":
        return _("Höchstens {count} Zeichen.").format(count=problem.detail)
    if problem.code == "too_many":
        return _("Höchstens {count} Einträge.").format(count=problem.detail)
    if problem.code == "too_large":
        return _("Höchstens {count}.").format(count=problem.detail)
    return problem.detail if problem.code == "refused" else translate_marked(_PROBLEM[problem.code])
