"""Errors around data protection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.domain.errors import UserError

if TYPE_CHECKING:
    from mfd_desktop.domain.privacy import Hold


class ErasureHeld(UserError):
    """Something stands against erasing: ``holds``. ``firm``: no reason helps, it has to be ended first."""

    def __init__(self, holds: tuple[Hold, ...], *, firm: bool) -> None:
        """Take what stands against it."""
        super().__init__()
        self.holds = holds
        self.firm = firm
