"""Fonts, shaping, bidi, line breaking; blocks become PDF, drawings become SVG. Pure: bytes out, no file is written."""
