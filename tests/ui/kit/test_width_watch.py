"""A scroll bar that comes and goes does not change the arrangement."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QWidget

from mfd_desktop.ui.kit.responsive import NARROW_BELOW, WidthWatch


@pytest.mark.parametrize("slack", [0, 12])
def test_what_is_narrow_stays_narrow_when_a_scroll_bar_goes(show_alone: Callable[..., None], slack: int) -> None:
    widget = QWidget()
    watch = WidthWatch(widget)
    told: list[bool] = []
    watch.changed.connect(told.append)
    show_alone(widget, NARROW_BELOW + 1)
    widget.resize(NARROW_BELOW - 1, 300)
    widget.resize(NARROW_BELOW + slack, 300)
    assert watch.narrow
    widget.resize(NARROW_BELOW + 40, 300)
    assert not watch.narrow
    assert told == [False, True, False]
