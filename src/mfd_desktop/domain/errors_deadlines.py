"""Errors around deadlines and notices."""

from __future__ import annotations

from mfd_desktop.domain.errors import UserError


class ReasonMissing(UserError):
    """An open deadline shall be removed without a reason."""
