"""Looking after the vault from inside the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mfd_desktop.app.session import Session


def verify_vault(session: Session) -> Mapping[str, int]:
    """Prove that the open vault is whole; return what was counted. Raises VaultDamaged.

    Keys: ``pages``, ``commits``, ``clients``, ``cases``, ``contacts``.
    """
    from mfd_desktop.vault.verifying import verify

    return verify(session.vault)
