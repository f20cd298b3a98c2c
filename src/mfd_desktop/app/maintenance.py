"""Looking after the vault from inside the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.domain.errors_attachments import DocumentsDamaged

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mfd_desktop.app.session import Session


def verify_vault(session: Session, *, cancelled: Callable[[], bool] = lambda: False) -> Mapping[str, int] | None:
    """Prove that the open vault and every document are whole; return what was counted, None if ``cancelled``.

    Keys: ``pages``, ``commits``, ``clients``, ``cases``, ``contacts``, ``documents``. Raises VaultDamaged, and
    DocumentsDamaged if everything else is whole; which documents it is stays in their rows.
    """
    from mfd_desktop.vault.attachments import verify_attachments
    from mfd_desktop.vault.bulk import Interrupted
    from mfd_desktop.vault.cases import read_case
    from mfd_desktop.vault.verifying import verify

    def told(_count: int) -> None:
        if cancelled():
            raise Interrupted

    try:
        counts = verify(session.vault, cancelled)
        counts["documents"], bad = verify_attachments(session.vault, told=told)
    except Interrupted:
        return None
    if bad:
        with session.vault.read() as db:
            numbers = sorted({read_case(db, attachment.case_id).number for attachment in bad})
        raise DocumentsDamaged(len(bad), tuple(numbers))
    return counts
