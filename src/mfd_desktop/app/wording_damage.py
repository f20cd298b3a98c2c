"""Sentences about damaged, restored and misplaced vaults, and the words for what is affected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.content.i18n import N_, _, ngettext, translate_marked
from mfd_desktop.domain.errors_damage import NothingReadable, ReportsUnknown, TargetRefused, VaultSynced

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from functools import _SingleDispatchCallable
    from pathlib import Path

    from mfd_desktop.vault.diagnosis import Diagnosis
    from mfd_desktop.vault.salvage import Salvaged

_TARGET = {
    "relative": N_("Bitte den Ordner mit vollem Pfad angeben: {path}"),
    "inside": N_("Der neue Ordner darf nicht im Tresor selbst liegen: {path}. Es wurde nichts geschrieben."),
    "synced": N_(
        "Auch dieser Ordner wird abgeglichen oder liegt nicht auf diesem Rechner: {path}. Es wurde nichts geschrieben."
        " Bitte einen anderen wählen."
    ),
    "exists": N_("Den Ordner gibt es schon: {path}. Es wurde nichts überschrieben. Bitte einen neuen Namen angeben."),
    "missing": N_("Den Ordner darüber gibt es nicht: {path}. Es wurde nichts geschrieben."),
}

TABLES = {
    "client": N_("Personen"),
    "case_file": N_("Fälle"),
    "contact": N_("Kontakte"),
    "contact_topic": N_("Themen von Kontakten"),
    "contact_way": N_("Telefonnummern und Adressen"),
    "residence_status": N_("Aufenthaltsstatus"),
    "case_level": N_("Stufen der Fälle"),
    "follow_up": N_("Wiedervorlagen"),
    "appointment": N_("Termine"),
    "appointment_series": N_("Terminreihen"),
    "procedure": N_("Verfahren"),
    "procedure_step": N_("Schritte im Verfahren"),
    "procedure_answer": N_("Antworten im Verfahren"),
    "procedure_family": N_("Verfahren"),
    "authority_notice": N_("Bescheide"),
    "authority_notice_procedure": N_("Bescheide"),
    "deadline": N_("Fristen"),
    "deadline_reading": N_("Berechnung der Fristen"),
    "validity": N_("Gültigkeiten"),
    "release": N_("Schweigepflichtentbindungen"),
    "referral": N_("Verweisungen"),
    "letter": N_("Briefe"),
    "letter_file": N_("Seiten fertiger Briefe"),
    "form_record": N_("Formulare"),
    "form_answer": N_("Antworten in Formularen"),
    "household": N_("Haushalte"),
    "recipient": N_("Adressbuch"),
    "activity": N_("Aktivitäten"),
    "attachment": N_("Dokumente"),
    "history": N_("frühere Fassungen"),
    "bin": N_("Papierkorb"),
    "log_entry": N_("Protokoll"),
    "frozen_period": N_("gemeldete Zeiträume"),
    "frozen_person": N_("gemeldete Zeiträume"),
    "outbox": N_("Verbund"),
    "network": N_("Verbund"),
    "network_desk": N_("Verbund"),
    "network_folder": N_("Verbund"),
    "seen_contribution": N_("Verbund"),
    "exchange_identity": N_("Verbund"),
    "privacy_event": N_("Datenschutz"),
    "handover": N_("Übergaben"),
    "setting": N_("Einstellungen"),
    "office": N_("Dienststelle"),
}
_OTHER = N_("sonstige Angaben")

COUNTED = {"clients": "client", "cases": "case_file", "contacts": "contact", "attachments": "attachment"}

PARTS = {
    "": N_("Der Tresor ist in Ordnung."),
    "header": N_("Die Kopfdatei (vault.json) fehlt oder ist beschädigt."),
    "foreign_header": N_("Die Kopfdatei (vault.json) stammt von einem anderen Programm."),
    "kdf_cost": N_("Die Kopfdatei (vault.json) verlangt eine unzulässig teure Schlüsselberechnung."),
    "header_mac": N_("Die Kopfdatei (vault.json) wurde außerhalb des Programms verändert."),
    "database_missing": N_("Die Datenbank (cases.db) fehlt. Aus diesem Ordner ist nichts mehr zu retten."),
    "database_empty": N_("Die Datenbank (cases.db) ist leer. Aus diesem Ordner ist nichts mehr zu retten."),
    "database_unencrypted": N_("Die Datenbank (cases.db) stammt nicht von diesem Programm."),
    "database_damaged": N_("In der Datenbank (cases.db) sind Seiten beschädigt."),
    "mismatch": N_("Kopfdatei und Datenbank gehören nicht zusammen: Eine von beiden stammt von einem anderen Stand."),
    "entries": N_("Die Datenbank ist älter als ihr Zähler: Zuletzt gespeicherte Einträge fehlen."),
    "attachments": N_("Die Akten sind in Ordnung, aber Dokumente fehlen oder sind beschädigt."),
}


def nothing_readable(error: NothingReadable) -> str:
    """Return that a backup is what is left."""
    return _(
        "Aus diesem Tresor lässt sich nichts mehr lesen: {path}. Es wurde nichts verändert. Bitte die neueste"
        " Datensicherung wiederherstellen."
    ).format(path=error.path)


def vault_synced(error: VaultSynced) -> str:
    """Return why a synchronised vault stays closed, and the way out."""
    return _(
        "Dieser Tresor wird von einem anderen Programm abgeglichen; Konfliktkopien liegen schon darin ({names})."
        " Er wurde nicht geöffnet und nicht verändert. Bitte in einen Ordner verschieben, der nur auf diesem Rechner"
        " liegt."
    ).format(names=", ".join(error.names[:3]))


def target_refused(error: TargetRefused) -> str:
    """Return why a vault cannot lie there."""
    return translate_marked(_TARGET[error.reason]).format(path=error.path)


def reports_unknown(error: ReportsUnknown) -> str:
    """Return what a restored vault has to look at first."""
    return _(
        "Dieser Tresor wurde wiederhergestellt und weiß noch nicht, was danach gemeldet wurde. Es wurde nichts"
        " gesendet. Sobald der gemeinsame Ordner da ist, liest das Programm Ihre Meldungen von selbst zurück: {folder}"
    ).format(folder=error.folder)


def tables_words(lost: Mapping[str, int]) -> str:
    """Return what is lost in words: ``Kontakte: 3, Fristen: 1``."""
    found: dict[str, int] = {}
    for table, count in lost.items():
        name = translate_marked(TABLES.get(table, _OTHER))
        found[name] = found.get(name, 0) + count
    return ", ".join(f"{name}: {count}" for name, count in found.items())


def unknown_words(tables: Iterable[str]) -> str:
    """Return of what more may be lost than could be counted."""
    return ", ".join(dict.fromkeys(translate_marked(TABLES.get(table, _OTHER)) for table in tables))


def counts_words(counts: Mapping[str, int]) -> str:
    """Return clients, cases, contacts and attachments in words."""
    return ", ".join((
        ngettext("{count} Person", "{count} Personen", counts.get("clients", 0)).format(count=counts.get("clients", 0)),
        ngettext("{count} Fall", "{count} Fälle", counts.get("cases", 0)).format(count=counts.get("cases", 0)),
        ngettext("{count} Kontakt", "{count} Kontakte", counts.get("contacts", 0)).format(
            count=counts.get("contacts", 0)
        ),
        ngettext("{count} Dokument", "{count} Dokumente", counts.get("attachments", 0)).format(
            count=counts.get("attachments", 0)
        ),
    ))  # fmt: skip


def affected_words(found: Diagnosis) -> str:
    """Return what is affected, and what is not."""
    parts = [translate_marked(PARTS[found.part])]
    if found.harmless:
        parts.append(
            _("Betroffen sind nur Verzeichnisse, die sich neu anlegen lassen: Es ist nichts verloren, Retten genügt.")
        )
    elif found.damaged_pages:
        parts.append(
            ngettext(
                "{count} von {pages} Seiten ist beschädigt.", "{count} von {pages} Seiten sind beschädigt.",
                found.damaged_pages,
            ).format(count=found.damaged_pages, pages=found.pages)
        )  # fmt: skip
    if found.missing:
        parts.append(
            ngettext(
                "{count} gespeicherter Vorgang fehlt.", "{count} gespeicherte Vorgänge fehlen.", found.missing
            ).format(count=found.missing)
        )
    if found.lost:
        parts.append(_("Verloren oder nur in Teilen da: {what}.").format(what=tables_words(found.lost)))
    if found.unknown:
        parts.append(_("Nicht genau feststellbar: {what}.").format(what=unknown_words(found.unknown)))
    if found.files:
        count = found.files.total()
        parts.append(
            ngettext(
                "{count} Dokument fehlt oder ist beschädigt.", "{count} Dokumente fehlen oder sind beschädigt.", count
            ).format(count=count)
        )
    if found.readable:
        parts.append(_("Lesbar sind {counts}.").format(counts=counts_words(found.counts)))
    return " ".join(parts)


def affected_cases(found: Diagnosis) -> dict[str, str]:
    """Return what is affected by number of the case, in order; an empty number where the case is not known."""
    lost = {number: dict(counts) for number, counts in found.cases.items()}
    for number, count in found.files.items():
        lost.setdefault(number, {})["attachment"] = lost.get(number, {}).get("attachment", 0) + count
    return {number: tables_words(lost[number]) for number in sorted(lost)}


def rescued_words(found: Salvaged, old: Path) -> str:
    """Return what was rescued and what was not."""
    counts = {name: found.kept[table] for name, table in COUNTED.items()}
    parts = [_("Gerettet und geprüft: {counts}.").format(counts=counts_words(counts))]
    if found.partly:
        parts.append(
            _("Davon nur in Teilen, als Entwurf gekennzeichnet: {what}.").format(what=tables_words(found.partly))
        )
    if found.gone:
        parts.append(_("Verloren: {what}.").format(what=tables_words(found.gone)))
    if found.unknown:
        parts.append(_("Nicht genau feststellbar: {what}.").format(what=unknown_words(found.unknown)))
    broken = len(found.missing) + len(found.damaged)
    if broken:
        parts.append(
            ngettext(
                "{count} Dokument fehlt oder ist beschädigt.", "{count} Dokumente fehlen oder sind beschädigt.", broken
            ).format(count=broken)
        )
    if not (found.partly or found.gone or found.unknown or broken):
        parts.append(_("Es ging nichts verloren."))
    parts.append(_("Der beschädigte Tresor bleibt unverändert: {folder}").format(folder=old))
    return " ".join(parts)


def register(sentence: _SingleDispatchCallable[str]) -> None:
    """Add these sentences."""
    sentence.register(NothingReadable)(nothing_readable)
    sentence.register(VaultSynced)(vault_synced)
    sentence.register(TargetRefused)(target_refused)
    sentence.register(ReportsUnknown)(reports_unknown)
