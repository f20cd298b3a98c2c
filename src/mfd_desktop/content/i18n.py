"""Interface language: German is the source, other languages come from compiled gettext catalogues.

Standard library only, because the unlock window needs it before anything else is loaded; gettext itself is loaded
for a translation only.
"""

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from mfd_desktop.content.paths import translations_path

if TYPE_CHECKING:
    import gettext

Language = Literal["de", "en"]

LANGUAGES: Final[tuple[Language, ...]] = ("de", "en")
SOURCE_LANGUAGE: Final[Language] = "de"

_Fields = frozenset[tuple[str, str | None, str | None]]


class _State:
    """The one interface language of the process."""

    language: Language = SOURCE_LANGUAGE
    ui: "gettext.GNUTranslations | None" = None
    content: "gettext.GNUTranslations | None" = None


def set_language(language: Language, root: Path | None = None) -> None:
    """Switch the interface language for every text asked for from now on.

    `root` is the folder with the catalogues (default: the shipped one). A missing or unreadable
    catalogue is not an error: the German source is shown. Raises ValueError for an unknown language.
    """
    if language not in LANGUAGES:
        raise ValueError(language)
    folder = translations_path() if root is None else root
    _State.ui = _catalogue(folder, language, "ui")
    _State.content = _catalogue(folder, language, "content")
    _State.language = language


def language() -> Language:
    """Return the current interface language."""
    return _State.language


def _(text: str) -> str:
    """Translate an interface text; only for literal strings."""
    return _checked(text, _State.ui.gettext(text)) if text and _State.ui else text


def ngettext(singular: str, plural: str, number: int) -> str:
    """Translate an interface text that depends on a number; only for literal strings."""
    source = singular if number == 1 else plural
    return _checked(source, _State.ui.ngettext(singular, plural, number)) if _State.ui else source


def N_(text: str) -> str:  # noqa: N802 - the name gettext tools know
    """Mark a text for extraction and return it unchanged; show it with `translate_marked`."""
    return text


def translate_marked(text: str) -> str:
    """Translate an interface text that was marked with `N_`."""
    return _(text)


def content_text(text: str) -> str:
    """Translate a text that comes out of a shipped data file."""
    return _checked(text, _State.content.gettext(text)) if text and _State.content else text


def placeholders(text: str) -> _Fields | None:
    """Return the {placeholders} of a text with format and conversion, None if the braces do not match."""
    import string

    try:
        parsed = list(string.Formatter().parse(text))
    except ValueError:
        return None
    return frozenset((name, spec, conversion) for _text, name, spec, conversion in parsed if name is not None)


@lru_cache(maxsize=4096)
def _checked(source: str, translated: str) -> str:
    """Fall back to the source when `.format()` would fail or lose a value with the translation."""
    if translated == source or placeholders(translated) == placeholders(source):
        return translated
    return source


def _catalogue(folder: Path, language: Language, domain: str) -> "gettext.GNUTranslations | None":
    if language == SOURCE_LANGUAGE:
        return None
    import gettext
    import struct

    path = folder / language / "LC_MESSAGES" / f"{domain}.mo"
    try:
        with path.open("rb") as file:
            return gettext.GNUTranslations(file)
    except (OSError, UnicodeError, struct.error):
        return None
