"""What the global search offers: people, commands, and taking down somebody who was not found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mfd_desktop.app.overview import document_with
from mfd_desktop.content.i18n import N_, _, translate_marked
from mfd_desktop.domain.dates import format_date
from mfd_desktop.domain.records import Place
from mfd_desktop.ui.kit.choices import Option, matches
from mfd_desktop.ui.kit.rows import Row
from mfd_desktop.ui.screens import ENTRIES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mfd_desktop.domain.records import Match
    from mfd_desktop.ui.desk import Desk

_WHY = {
    "phone": N_("Telefon"),
    "birth_date": N_("Geburtsdatum"),
    "number": N_("Nummer"),
    "text": N_("im Text"),
}


@dataclass(frozen=True, slots=True)
class Hit:
    """One line of the search with what happens when it is taken."""

    title: str
    act: Callable[[Desk], object]
    second: str = ""
    note: str = ""
    icon: str = "arrow-right"

    def row(self, key: object) -> Row:
        """Return the line as the list shows it."""
        return Row(key, self.title, self.second, icon=self.icon, note=self.note, strong=self.icon == "person")


def person_hits(found: Iterable[Match], typed: str) -> list[Hit]:
    """Return a line for each person that has a case, in the order found."""
    return [_person(match, typed) for match in found if match.case_id is not None]


def _person(match: Match, typed: str) -> Hit:
    born = _("geboren {date}").format(date=format_date(match.birth_date)) if match.birth_date else ""
    second = " · ".join(part for part in (match.number, born) if part)
    return Hit(match.name or _("Ohne Namen"), lambda desk: _go(desk, match, typed), second, why(match, typed), "person")


def _go(desk: Desk, match: Match, typed: str) -> None:
    """Open the case, at the document by whose text somebody was found."""
    from mfd_desktop.app.attachments import read_attachment

    document = document_with(desk.session, match, typed)
    if document is None:
        desk.go(Place("case", match.case_id))
    else:
        case_id = read_attachment(desk.session, document).case_id
        desk.go(Place("case", case_id, "documents", detail={"sheet": f"document:{document}"}))


def why(match: Match, typed: str) -> str:
    """Return why somebody was found, in a word; empty when the name is spelled as typed."""
    if match.why == "name":
        words = match.name.casefold().replace(",", " ").split()
        asked = typed.casefold().replace(",", " ").split()
        same = all(any(word.startswith(part) for word in words) for part in asked)
        return "" if same else _("ähnlich geschrieben")
    return translate_marked(_WHY.get(match.why, ""))


def command_hits(desk: Desk, typed: str, lock: Callable[[], object]) -> list[Hit]:
    """Return the commands meant by ``typed``; all of them when nothing is typed."""
    known = _commands(desk, lock)
    options = [Option(str(number), hit.title) for number, hit in enumerate(known)]
    # A digit must not be taken for the number that names a command here.
    if typed.isdigit():
        return []
    return [known[int(option.code)] for option in matches(options, typed)]


def new_person_hit(typed: str) -> list[Hit]:
    """Offer to take down the person not found; nothing if ``typed`` is no name."""
    if not any(letter.isalpha() for letter in typed):
        return []
    place = Place("new_client", detail={"new": "1", "name": typed})
    title = _("„{typed}“ als neue Person aufnehmen").format(typed=typed)
    return [Hit(title, lambda desk: desk.go(place), icon="plus")]


def _commands(desk: Desk, lock: Callable[[], object]) -> list[Hit]:
    found = [_screen(entry.name, translate_marked(entry.label), entry.icon) for entry in ENTRIES if entry.label]
    naming = _("Namen verbergen (F9)") if desk.names_shown else _("Namen zeigen (F9)")
    return [
        *found,
        Hit(
            _("Neue Person aufnehmen"),
            lambda desk: desk.go(Place("new_client", detail={"new": "1"})),
            icon="plus",
        ),
        _screen("notice", _("Bescheid erfassen"), "mail"),
        _screen("address_book", _("Adressbuch"), "letters"),
        _screen("bin", _("Papierkorb"), "trash"),
        _screen("import", _("Aus Excel übernehmen"), "import"),
        Hit(naming, lambda desk: desk.show_names(shown=not desk.names_shown), icon="eye"),
        Hit(_("Sperren"), lambda _desk: lock(), icon="lock"),
    ]


def _screen(name: str, title: str, icon: str) -> Hit:
    place = Place(name, detail={"new": "1"} if name == "short_contact" else {})
    return Hit(title, lambda desk: desk.go(place), icon=icon)
