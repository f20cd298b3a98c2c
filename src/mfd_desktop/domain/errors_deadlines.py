"""Errors around deadlines and notices."""

from __future__ import annotations

from mfd_desktop.domain.errors import UserError


class ReasonMissing(UserError):
    """An open deadline shall be removed without a reason."""


class DecisionOfOtherLaw(UserError):
    """The law of the procedure (ALT or NEU) does not know this kind of decision (B01 …)."""

    def __init__(self, kind: str, law: str) -> None:
        """Take the code of the decision and the law."""
        super().__init__(kind)
        self.kind = kind
        self.law = law
