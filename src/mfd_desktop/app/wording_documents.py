"""Sentences about documents that cannot be made or printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.content.i18n import N_, _, translate_marked

if TYPE_CHECKING:
    from mfd_desktop.domain.errors import LettersMissing, LogoUnreadable, PrinterRefused, SpoolOnDisk

_SCRIPTS = {
    "ARMENIAN": (N_("armenische Schrift"), "Noto Sans Armenian"),
    "BENGALI": (N_("bengalische Schrift"), "Noto Sans Bengali"),
    "TAMIL": (N_("tamilische Schrift"), "Noto Sans Tamil"),
    "SINHALA": (N_("singhalesische Schrift"), "Noto Sans Sinhala"),
    "GURMUKHI": (N_("Gurmukhi-Schrift (Punjabi)"), "Noto Sans Gurmukhi"),
    "TIFINAGH": (N_("Tifinagh-Schrift"), "Noto Sans Tifinagh"),
    "SYRIAC": (N_("syrische Schrift"), "Noto Sans Syriac"),
    "THAANA": (N_("Thaana-Schrift"), "Noto Sans Thaana"),
}
"""Scripts that need a font of the system: their name, and a free font that has them."""


def letters_missing(error: LettersMissing) -> str:
    """Return which font to install, or which character to take out."""
    if error.script in _SCRIPTS:
        script, font = _SCRIPTS[error.script]
        return _(
            "Für die {script} ist auf diesem PC keine Schriftart da. Das Dokument wurde nicht erstellt, der Text "
            "bleibt. Bitte die Schriftart „{font}“ installieren lassen und es noch einmal versuchen."
        ).format(script=translate_marked(script), font=font)
    return _(
        "Das Zeichen {code} lässt sich nicht drucken. Das Dokument wurde nicht erstellt, der Text bleibt. "
        "Bitte das Zeichen aus dem Text nehmen."
    ).format(code=_described(error.character))


def spool_on_disk(_error: SpoolOnDisk) -> str:
    """Return why nothing was printed."""
    return _(
        "Es wurde nichts gedruckt: Auf diesem PC würde der Druckauftrag unverschlüsselt auf die Festplatte geschrieben."
        " Die IT kann einen Ordner im Arbeitsspeicher einrichten (tmpfs auf /dev/shm)."
    )


def printer_refused(_error: PrinterRefused) -> str:
    """Return what to look at."""
    return _(
        "Es wurde nichts gedruckt: Das Drucksystem nimmt den Auftrag nicht an. Es ist nichts verloren. Bitte prüfen,"
        " ob der Drucker eingeschaltet und ausgewählt ist, und noch einmal drucken."
    )


def logo_unreadable(_error: LogoUnreadable) -> str:
    """Return what to do about the logo."""
    return _(
        "Das Logo der Dienststelle lässt sich nicht lesen. Das Dokument wurde nicht erstellt, der Text bleibt. "
        "Bitte ein anderes Logo (PNG oder JPEG) hinterlegen."
    )


def _described(character: str) -> str:
    """Return a character and its number; the number alone where nothing can be shown."""
    code = f"U+{ord(character):04X}"
    return f"„{character}“ ({code})" if character.isprintable() else code
