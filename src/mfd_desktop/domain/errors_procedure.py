"""Errors around the procedure guide. Nothing was saved."""

from mfd_desktop.domain.errors import UserError


class HarmUnread(UserError):
    """An application that bars ways was to be recorded without its warning having been read; ``titles`` name them."""

    def __init__(self, titles: tuple[str, ...]) -> None:
        """Take the German titles of the applications."""
        super().__init__(", ".join(titles))
        self.titles = titles


class ReturnModuleOff(UserError):
    """An application for funding of voluntary return was to be recorded, and the return module is off."""
