"""Words about letters and templates, the same in every list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.content.i18n import _, content_text
from mfd_desktop.domain.dates import format_date
from mfd_desktop.ui.kit.rows import Row
from mfd_desktop.ui.theme import Tone

if TYPE_CHECKING:
    from mfd_desktop.app.letter_fields import Offer
    from mfd_desktop.content.codelists import CodeLists
    from mfd_desktop.domain.letters import Letter
    from mfd_desktop.ui.desk import Desk


def title_of(letter: Letter) -> str:
    """Return number of the template and title."""
    return f"{letter.template} {content_text(letter.title)}"


def language_of(letter: Letter, lists: CodeLists) -> str:
    """Return the language of a letter, with German where it stands beside."""
    words = lists.label("languages", letter.language)
    if letter.with_german and letter.language != "de":
        return _("{language}, Deutsch daneben").format(language=words)
    return words


def state_of(letter: Letter, lists: CodeLists) -> str:
    """Return draft, final since when, or how and when it was sent."""
    if not letter.final:
        return _("Entwurf")
    if letter.sent_day is not None and letter.sent_way:
        return _("{way} am {day}").format(
            way=lists.label("letter_ways", letter.sent_way), day=format_date(letter.sent_day)
        )
    return _("fertig, noch nicht versendet")


def day_of(letter: Letter) -> str:
    """Return the date of a final letter, or the day a draft was last changed."""
    return format_date(letter.day if letter.day is not None else letter.stamp.changed.astimezone().date())


def tone_of(letter: Letter) -> Tone:
    """Return how much a letter still asks for."""
    if not letter.final:
        return Tone.WARNING
    return Tone.NEUTRAL if letter.sent_way else Tone.ACCENT


def letter_row(letter: Letter, desk: Desk) -> Row:
    """Return the line of a letter in the list of one case."""
    lists = desk.session.lists
    second = " · ".join(part for part in (letter.number, language_of(letter, lists)) if part)
    state = state_of(letter, lists)
    if letter.final and letter.blocked_reason:
        second = " · ".join((second, _("ohne Entbindung")))
    return Row(
        letter.stamp.id, title_of(letter), second, date=day_of(letter), icon="edit" if not letter.final else "letters",
        tone=tone_of(letter), note=state, muted=bool(letter.sent_way),
    )  # fmt: skip


def offer_row(offer: Offer) -> Row:
    """Return the line of a template that can be chosen."""
    if offer.problem:
        said = _("Unbrauchbar: {problem}").format(problem=offer.problem)
        return Row(offer.template, offer.template, said, icon="error", tone=Tone.URGENT, muted=True)
    review = _("fachlich zu prüfen") if offer.review == "open" else ""
    return Row(offer.template, f"{offer.template} {offer.title}", offer.help, note=review)
