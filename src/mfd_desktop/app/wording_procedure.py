"""Sentences about the procedure guide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.content.i18n import _, content_text
from mfd_desktop.domain.errors_procedure import HarmUnread, ReturnModuleOff

if TYPE_CHECKING:
    from collections.abc import Callable


def harm_unread(error: HarmUnread) -> str:
    """Return that the warning comes first."""
    titles = ", ".join(content_text(title) for title in error.titles)
    return _("Nichts gespeichert: Erst die Warnung lesen und bestätigen ({titles}).").format(titles=titles)


def return_module_off(_error: ReturnModuleOff) -> str:
    """Return why nothing about return funding is recorded here, and what to do instead."""
    return _(
        "Nichts gespeichert: Das Rückkehrmodul ist aus. Für einen Förderantrag an eine Stelle für Rückkehrberatung"
        " verweisen, oder das Modul in den Einstellungen einschalten."
    )


SENTENCES: tuple[tuple[type[Exception], Callable[..., str]], ...] = (
    (HarmUnread, harm_unread), (ReturnModuleOff, return_module_off),
)  # fmt: skip
