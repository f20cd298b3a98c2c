"""The bundled interface font, so that every office sees every script the same way."""

from PySide6.QtGui import QFontDatabase

from mfd_desktop.content.paths import resource_path

INTERFACE_FAMILY = "FiraGO"


def load_fonts() -> bool:
    """Register `resources/fonts/*.ttf` with Qt; call once, before the first paint.

    Returns whether the interface family is there. Without it Qt falls back to the system's fonts.
    """
    folder = resource_path("fonts")
    found = sorted(folder.glob("*.ttf")) if folder.is_dir() else []
    for file in found:
        QFontDatabase.addApplicationFont(str(file))
    return QFontDatabase.hasFamily(INTERFACE_FAMILY)
