"""Lines of a dense list that are made when they are first shown: thousands of them cost nothing."""

from collections.abc import Callable, Mapping, Sequence

from mfd_desktop.ui.kit.row import Row


class LazyRows(Sequence[Row]):
    """Lines by their keys. ``headings``: lines that are there already, by place; the others ``make(place)`` makes.

    ``like``: places of lines whose badges, dates and buttons are as wide as any: the columns are measured with them.
    """

    def __init__(
        self,
        keys: Sequence[object],
        make: Callable[[int], Row],
        headings: Mapping[int, Row],
        like: Sequence[int],
    ) -> None:
        self.keys = tuple(keys)
        self.headings = headings
        self._make = make
        self._like = tuple(like)
        self._made: dict[int, Row] = dict(headings)

    def __len__(self) -> int:
        return len(self.keys)

    def __getitem__(self, place: int) -> Row:  # type: ignore[override]  # nobody slices a list on the screen
        if place < 0 or place >= len(self.keys):
            raise IndexError(place)
        if place not in self._made:
            self._made[place] = self._make(place)
        return self._made[place]

    def samples(self) -> tuple[Row, ...]:
        """The lines to measure with."""
        return tuple(self[place] for place in self._like)
