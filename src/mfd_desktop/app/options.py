"""Options: one declaration gives type, default, text, help and row; and those kept on this PC.

Standard library only, because language and theme are needed before the first paint. Nothing here is about
people.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from mfd_desktop.content.i18n import N_
from mfd_desktop.files.atomic import write_atomic
from mfd_desktop.files.folders import make_private

if TYPE_CHECKING:
    from pathlib import Path

DEVICE_FILE = "device.json"


class Scope(StrEnum):
    """Where an option is kept: on this PC for the account (needed before unlocking), or inside the vault."""

    DEVICE = "device"
    VAULT = "vault"


@dataclass(frozen=True, slots=True)
class Option:
    """One option. ``choices`` (value, marked text) for a choice; ``least`` and ``most`` for a number."""

    name: str
    scope: Scope
    label: str
    default: str
    help: str = ""
    section: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    codes: str = ""
    least: int = 0
    most: int = 0

    def accepts(self, value: str) -> bool:
        """Tell whether ``value`` is one of the choices, a number in range, or any text for a code list."""
        if self.choices:
            return value in {choice for choice, _ in self.choices}
        if self.most:
            return value.isascii() and value.isdigit() and self.least <= int(value) <= self.most
        return True


_LOOK, _SAFETY, _WORK = N_("Darstellung"), N_("Sicherheit"), N_("Arbeit")

OPTIONS: tuple[Option, ...] = (
    Option("language", Scope.DEVICE, N_("Sprache der Oberfläche"), "de", section=_LOOK,
           choices=(("de", N_("Deutsch")), ("en", N_("Englisch"))),
           help=N_("Gilt nach dem nächsten Entsperren.")),
    Option("theme", Scope.DEVICE, N_("Hell oder dunkel"), "system", section=_LOOK,
           choices=(("system", N_("Wie das System")), ("light", N_("Hell")), ("dark", N_("Dunkel")))),
    Option("text_size", Scope.DEVICE, N_("Schriftgröße in Prozent"), "100", section=_LOOK, least=80, most=200,
           help=N_("Von 80 bis 200. Gilt nach dem nächsten Entsperren.")),
    Option("idle_minutes", Scope.VAULT, N_("Sperren nach Minuten ohne Eingabe"), "15", section=_SAFETY,
           least=1, most=60,
           help=N_("Von 1 bis 60, gezählt am ganzen Rechner. Bei Bildschirmsperre, Benutzerwechsel, Ruhezustand oder"
                   " geschlossenem Deckel sperrt das Programm sofort. Was Sie gerade schreiben, bleibt erhalten.")),
    Option("default_channel", Scope.VAULT, N_("Vorbelegter Kanal"), "K1", section=_WORK, codes="channels",
           help=N_("Steht in neuen Kontakten schon da und kann dort geändert werden.")),
    Option("scan_folder", Scope.DEVICE, N_("Scan-Ordner"), "", section=_WORK,
           help=N_("Der Ordner, in den der Scanner Dateien legt. Leer: keiner.")),
    Option("day_begins", Scope.VAULT, N_("Kalender beginnt um"), "8", section=_WORK, least=0, most=12,
           help=N_("Volle Stunde.")),
    Option("day_ends", Scope.VAULT, N_("Kalender endet um"), "18", section=_WORK, least=13, most=24,
           help=N_("Volle Stunde.")),
    Option("interview_sheet", Scope.VAULT, N_("Arbeitsblatt zur Anhörung anbieten"), "off", section=N_("Asylverfahren"),
           choices=(("off", N_("Nein")), ("on", N_("Ja"))),
           help=N_("Nein: Es wird nur festgehalten, dass vorbereitet wurde. Ja: Die Fluchtgeschichte kann verschlüsselt"
                   " notiert werden, mit einem Löschtag, an dem sie endgültig gelöscht wird.")),
    Option("return_module", Scope.VAULT, N_("Rückkehrmodul"), "off", section=N_("Asylverfahren"),
           choices=(("off", N_("Aus")), ("on", N_("Ein"))),
           help=N_("Aus: Anträge auf Förderung der freiwilligen Ausreise werden hier nicht erfasst; dafür gibt es die"
                   " Rückkehrberatung. Ein: nur, wenn Ihre Stelle selbst staatlich geförderte Rückkehr berät. Dann"
                   " erhebt sie Daten nach § 86a AufenthG und gibt sie nach § 87 Abs. 6 AufenthG an die"
                   " Ausländerbehörde weiter.")),
    Option("keep_years", Scope.VAULT, N_("Jahre der Aufbewahrung nach dem letzten Fall"), "3",
           section=N_("Datenschutz"), least=1, most=10,
           help=N_("Von 1 bis 10. Danach wird die Löschung vorgeschlagen, nie von selbst gelöscht.")),
)  # fmt: skip


def option(name: str) -> Option:
    """Return the declaration called ``name``; raise KeyError if there is none."""
    for found in OPTIONS:
        if found.name == name:
            return found
    raise KeyError(name)


class DeviceSettings:
    """Options of this PC account and the folder of the vault opened last. Unreadable files mean defaults."""

    def __init__(self, folder: Path) -> None:
        """Read ``folder/device.json`` if it is there."""
        self._path = folder / DEVICE_FILE
        self._values = _read(self._path)

    def get(self, name: str) -> str:
        """Return the value of a device option, or its default."""
        declared = option(name)
        value = self._values.get(name, declared.default)
        return value if declared.accepts(value) else declared.default

    def set(self, name: str, value: str) -> None:
        """Store a device option. Raises StorageError, ValueError if the option does not accept the value."""
        if not option(name).accepts(value):
            raise ValueError(name)
        self._write(name, value)

    @property
    def vault(self) -> str:
        """Folder of the vault opened last, or empty."""
        return self._values.get("vault", "")

    def remember_vault(self, folder: Path) -> None:
        """Store the folder of the vault opened last."""
        if self.vault != str(folder):
            self._write("vault", str(folder))

    @property
    def backup(self) -> str:
        """Folder of the backups used last, or empty: where to look when the vault does not open."""
        return self._values.get("backup", "")

    def remember_backup(self, folder: Path) -> None:
        """Store the folder of the backups used last."""
        if self.backup != str(folder):
            self._write("backup", str(folder))

    def _write(self, name: str, value: str) -> None:
        self._values[name] = value
        make_private(self._path.parent)
        write_atomic(self._path, json.dumps(self._values, ensure_ascii=False, sort_keys=True, indent=1).encode())


def _read(path: Path) -> dict[str, str]:
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else {}
