"""What a text loses and gains before it is set."""

from __future__ import annotations

import re

SOFT_HYPHEN = "\u00ad"
_NEWLINES = re.compile("\r\n|[\r\x0b\x85\u2028\u2029]")
_SPACES = re.compile("[\t\x0c]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufff9-\ufffb]")
_FIRM_SPACE = str.maketrans({"\u202f": "\u00a0"})
_STEERING = re.compile("[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f]")
# Telephone numbers, and words of letters, figures and signs (2026-11-30, MFD-2026-0042, 12/2026).
_FIGURES = re.compile(r"\+\d[\d ()/-]*(?!\w)|\b0\d*(?:[ /-]+\d+)+(?!\w)|[A-Za-z\d][A-Za-z\d.,:/-]*", re.ASCII)
_PARTED = re.compile(r"\+|(?=.*\d).*[-/ ]", re.ASCII | re.DOTALL)
_SECTION = re.compile("\u00a7+(?=\\s?\\d)")
_LEFT_TO_RIGHT, _ISOLATED = "\u200e", "\u2066{}\u2069"


def prepared(text: str) -> str:
    """Return ``text`` as it is set: newlines alike, tabs as spaces, controls gone, the narrow space as a firm one."""
    text = _SPACES.sub(" ", _NEWLINES.sub("\n", text))
    return _CONTROLS.sub("", text).translate(_FIRM_SPACE)


def guarded(text: str) -> str:
    """Return right-to-left text in which numbers of several parts and sections of German law keep their order.

    What UAX #9 makes of them unguided is well defined and wrong: ``2026-0042`` would be read as ``0042-2026``.
    """
    return _SECTION.sub(lambda match: _LEFT_TO_RIGHT + match.group(), _FIGURES.sub(_isolated, text))


def _isolated(match: re.Match[str]) -> str:
    core = match.group().rstrip(" .,:/(-")
    return _ISOLATED.format(core) + match.group()[len(core) :] if _PARTED.match(core) else match.group()


def visible(text: str) -> str:
    """Return ``text`` without what only steers: directions, soft hyphens, breaks without width."""
    return _STEERING.sub("", text)
