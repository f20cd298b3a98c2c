"""One line of the dense list."""

from dataclasses import dataclass

from mfd_desktop.ui.theme import Tone


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a `RowList`. `key` is handed back by the signals; empty parts take no room.

    heading: names the lines below it; it is low and neither keys nor clicks stop at it.
    """

    key: object
    title: str
    second: str = ""
    date: str = ""
    badge: str = ""
    tone: Tone = Tone.NEUTRAL
    icon: str = ""
    note: str = ""
    button: str = ""
    strong: bool = False
    muted: bool = False
    state: str = ""
    """What the sign means, where no word beside it says so; only spoken."""
    heading: bool = False

    def spoken(self) -> str:
        """Everything in one sentence for screen readers."""
        parts = (self.badge, self.state, self.date, self.title, self.second, self.note)
        return ", ".join(part for part in parts if part)
