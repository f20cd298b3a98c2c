"""Words for codes in the language of a letter: from the list, its translation or Babel."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from mfd_desktop.letters.template import SOURCE_LANGUAGE, fingerprint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mfd_desktop.content.codelists import CodeLists
    from mfd_desktop.letters.template import Template, Translation

_PUT_OUT: Final = re.compile(r"\{\{\s*(\w+)")


def labeller(
    lists: CodeLists, list_id: str, language: str, translation: Translation | None = None
) -> Callable[[str], str]:
    """Return what gives the words for a code of the list.

    A code without a translation that goes with its German words keeps the German words; a code not in the list is
    shown as it stands.
    """
    german = german_labels(lists, list_id)
    words = dict(german)
    if language != SOURCE_LANGUAGE:
        words |= _babel(lists, list_id, language)
    translated = translation.codes.get(list_id, {}) if translation else {}
    words |= {code: text.text for code, text in translated.items() if text.german == fingerprint(german.get(code, ""))}
    return lambda code: words.get(code, code)


def german_labels(lists: CodeLists, list_id: str) -> dict[str, str]:
    """Return the German words of all codes, whatever the language of the interface."""
    return _babel(lists, list_id, SOURCE_LANGUAGE) | {
        code.code: code.label for code in lists.get(list_id).codes if code.label is not None
    }


def label_faults(translation: Translation, template: Template, lists: CodeLists) -> Iterator[tuple[str, str]]:
    """Yield place and reason of every code the letter can show that is not translated, or no longer."""
    shown = printed(template)
    for list_id in sorted({field.codes for field in template.fields if field.codes and field.name in shown}):
        if lists.get(list_id).names:
            continue
        translated = translation.codes.get(list_id, {})
        for code, label in german_labels(lists, list_id).items():
            place = f"$.codes.{list_id}.{code}"
            if code not in translated:
                yield place, f"{label!r} is not translated (german = {fingerprint(label)!r})"
            elif translated[code].german != fingerprint(label):
                yield place, f"stale: the German words were changed (german = {fingerprint(label)!r})"


def printed(template: Template) -> frozenset[str]:
    """Return the names of the fields whose values stand in the letter; others only decide what stands in it."""
    texts = (name for paragraph in template.paragraphs for name in _PUT_OUT.findall(paragraph.text))
    return frozenset(texts) | {paragraph.of for paragraph in template.paragraphs}


def _babel(lists: CodeLists, list_id: str, language: str) -> dict[str, str]:
    from babel import Locale, UnknownLocaleError

    names = lists.get(list_id).names
    if names is None:
        return {}
    try:
        locale = Locale.parse("fa" if language == "prs" else language)
    except (UnknownLocaleError, ValueError):
        return {}
    return dict((locale.languages if names == "languages" else locale.territories).items())
