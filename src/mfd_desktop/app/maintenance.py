"""Looking after the vault from inside the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mfd_desktop.app.session import Session


def verify_vault(session: Session, *, cancelled: Callable[[], bool] = lambda: False) -> Mapping[str, int] | None:
    """Prove that the open vault is whole; return what was counted, None if ``cancelled``. Raises VaultDamaged.

    Keys: ``pages``, ``commits``, ``clients``, ``cases``, ``contacts``.
    """
    from mfd_desktop.vault.bulk import Interrupted
    from mfd_desktop.vault.verifying import verify

    try:
        return verify(session.vault, cancelled)
    except Interrupted:
        return None
