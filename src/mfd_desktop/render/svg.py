"""A drawing becomes SVG for the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from mfd_desktop.render.drawings import Box, Line
from mfd_desktop.render.pdf_file import number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mfd_desktop.render.drawings import Drawing, Label, Shape

FAMILY = "FiraGO, sans-serif"


def to_svg(drawing: Drawing, paints: Mapping[str, str], family: str = FAMILY) -> str:
    """Return ``drawing`` as SVG; ``paints`` gives the colour (``#RRGGBB``) of every paint but ``none``.

    Qt knows no list of families: it is given one.
    """
    colours = {**paints, "none": "none"}
    shapes = "".join(_shape(shape, colours, family) for shape in drawing.shapes)
    width, height = number(drawing.width), number(drawing.height)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}">{shapes}</svg>'
    )


def _shape(shape: Shape, colours: Mapping[str, str], family: str) -> str:
    if isinstance(shape, Line):
        dashes = {"stroke-dasharray": f"{number(3 * shape.width)}"} if shape.dashed else {}
        return _element(
            "line",
            x1=shape.x1,
            y1=shape.y1,
            x2=shape.x2,
            y2=shape.y2,
            stroke=colours[shape.paint],
            **{"stroke-width": number(shape.width)},
            **dashes,
        )
    if isinstance(shape, Box):
        return _element(
            "rect",
            x=shape.x,
            y=shape.y,
            width=shape.width,
            height=shape.height,
            rx=shape.radius,
            fill=colours[shape.fill],
            stroke=colours[shape.stroke],
        )
    return _label(shape, colours, family)


def _label(label: Label, colours: Mapping[str, str], family: str) -> str:
    look: dict[str, float | str] = {
        "font-family": family,
        "font-size": label.size,
        "text-anchor": label.anchor,
        "font-weight": "bold" if label.bold else "normal",
    }
    return _element("text", escape(label.text), x=label.x, y=label.y, fill=colours[label.paint], **look)


def _element(tag: str, content: str = "", **attributes: float | str) -> str:
    words = " ".join(
        f"{name}={quoteattr(value if isinstance(value, str) else number(value))}" for name, value in attributes.items()
    )
    return f"<{tag} {words}>{content}</{tag}>"
