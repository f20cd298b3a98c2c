"""Drawings as SVG: well formed, colours by name, no markup from words."""

from xml.etree import ElementTree as ET

from mfd_desktop.render.drawings import Box, Drawing, Label, Line
from mfd_desktop.render.svg import to_svg

PAINTS = {"ink": "#111111", "line": "#222222", "panel": "#333333", "accent": "#444444", "muted": "#555555",
          "urgent": "#666666", "warning": "#777777", "good": "#888888"}  # fmt: skip
SPACE = "{http://www.w3.org/2000/svg}"


def test_shapes_become_elements_in_the_colours_given() -> None:
    drawing = Drawing(
        200.5,
        100,
        (
            Line(0, 1, 2, 3, "line", 1.5, dashed=True),
            Box(1, 2, 3, 4, "accent", "none", radius=2),
            Label(5, 6, "<b>Frist & „Ende“</b>", 9, "ink", bold=True, anchor="end"),
        ),
    )
    root = ET.fromstring(to_svg(drawing, PAINTS))  # noqa: S314 - our own output
    assert root.get("viewBox") == "0 0 200.5 100"
    line, box, label = root
    assert (line.tag, line.get("stroke"), line.get("stroke-width")) == (SPACE + "line", "#222222", "1.5")
    assert line.get("stroke-dasharray")
    assert (box.tag, box.get("fill"), box.get("stroke"), box.get("rx")) == (SPACE + "rect", "#444444", "none", "2")
    assert (label.text, label.get("text-anchor"), label.get("font-weight")) == ("<b>Frist & „Ende“</b>", "end", "bold")
    assert len(label) == 0


def test_qt_reads_it() -> None:
    from PySide6.QtCore import QByteArray
    from PySide6.QtSvg import QSvgRenderer

    drawing = Drawing(20, 10, (Line(0, 0, 20, 10), Label(1, 9, "a")))
    renderer = QSvgRenderer(QByteArray(to_svg(drawing, PAINTS).encode()))
    assert renderer.isValid()
    assert (renderer.defaultSize().width(), renderer.defaultSize().height()) == (20, 10)
