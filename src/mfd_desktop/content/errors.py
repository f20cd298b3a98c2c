"""Errors of the shipped data files."""


class ContentError(ValueError):
    """A shipped data file cannot be used.

    `file` is the file's name, `path` the place inside it (e.g. `$.codes[3].group`), `reason` the
    reader's own words. Not a user's mistake: the checks before a release are there to find it.
    """

    def __init__(self, file: str, path: str, reason: str) -> None:
        """Keep the three parts; `str()` gives `file: path: reason`."""
        super().__init__(f"{file}: {path}: {reason}")
        self.file = file
        self.path = path
        self.reason = reason
