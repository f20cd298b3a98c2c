"""Loading what unlocking needs while the passphrase is being typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mfd_desktop.ui.jobs import Progress


def load_ahead(progress: Progress) -> None:
    """Import the modules; stops as soon as asked."""
    from importlib import import_module

    for name in (
        "argon2.low_level",
        "cryptography.hazmat.primitives.ciphers.aead",
        "mfd_desktop.app.session",
        "mfd_desktop.vault.store",
        "mfd_desktop.ui.main_window",
        "mfd_desktop.ui.screens.today",
    ):
        progress.check()
        import_module(name)
