"""Sentences about letters that cannot be written, printed or sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.content.i18n import _, content_text

if TYPE_CHECKING:
    from mfd_desktop.domain.errors import (
        BadLetterValues,
        LetterDamaged,
        StaleTranslation,
        UnknownTemplate,
        ValuesMissing,
    )


def unknown_template(error: UnknownTemplate) -> str:
    """Return what there is instead."""
    known = ", ".join(error.known)
    if error.language:
        return _("Den Brief {template} gibt es nicht in der Sprache {language}. Es gibt: {known}").format(
            template=error.template, language=error.language, known=known
        )
    return _("Den Brief {template} gibt es nicht, oder seine Datei ist unbrauchbar. Es gibt: {known}").format(
        template=error.template, known=known
    )


def values_missing(error: ValuesMissing) -> str:
    """Return the fields to fill, in words and by name."""
    names = (f"{content_text(label)} ({name})" for name, label in zip(error.fields, error.labels, strict=True))
    return _("Für den Brief {template} fehlt noch: {names}. Es wurde nichts gedruckt.").format(
        template=error.template, names=", ".join(names)
    )


def bad_values(error: BadLetterValues) -> str:
    """Return what in the file does not fit."""
    return _("Die Datei {path} passt nicht zu diesem Brief: {detail}").format(path=error.path, detail=error.detail)


def stale_translation(error: StaleTranslation) -> str:
    """Return which translation is too old."""
    return _(
        "Die Übersetzung ({language}) des Briefs {template} ist älter als der deutsche Text. Es wurde nichts gedruckt."
    ).format(template=error.template, language=error.language)


def letter_damaged(error: LetterDamaged) -> str:
    """Return which letter it is."""
    return _("Die Seiten des Briefs {number} sind beschädigt. Sie werden nicht gedruckt.").format(number=error.number)
