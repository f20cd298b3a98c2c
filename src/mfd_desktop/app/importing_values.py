"""From cells to the raw texts of fields: dates, codes by name, telephone numbers; the rest stays as typed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from mfd_desktop.app.importing_headings import plain
from mfd_desktop.domain.dates import format_date
from mfd_desktop.domain.fields import SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mfd_desktop.app.importing_sheet import Cell
    from mfd_desktop.content.codelist_file import Code
    from mfd_desktop.content.codelists import CodeLists

_EPOCH = date(1899, 12, 30)
_YEARS = range(1900, 2101)
_LAST_SERIAL = 80_000
_EMPTY = frozenset({"-", "–", "—", "--"})
_DATE_TEXT = re.compile(
    r"(\d{1,2}\s*[./-]\s*\d{1,2}\s*[./-]\s*(?:\d{4}|\d{2})|\d{4}-\d{1,2}-\d{1,2}|\d{8})(?:[ T]00:00(?::00)?)?"
)
_GENDERS = {
    "m": "m mann maennlich male herr maennl", "w": "w f frau weiblich female weibl", "d": "d x divers inter diverse",
    "not_given": "ka keineangabe",
}  # fmt: skip
_COUNTRIES = {
    "CD": "drkongo demokratischerepublikkongo kongodemokratischerepublik drcongo", "CG": "kongo republikkongo",
    "CI": "elfenbeinkueste ivorycoast cotedivoire", "MD": "moldawien moldau", "MK": "mazedonien", "PS": "palaestina",
    "BY": "weissrussland", "GB": "grossbritannien england uk", "US": "usa", "BA": "bosnien bosnienherzegowina",
    "TR": "turkei turkey", "CZ": "tschechischerepublik", "MM": "burma birma", "XX": "staatenlos stateless",
    "unclear": "ungeklaert unbekannt", "RU": "russischefoederation", "SY": "arabischerepubliksyrien",
    "IR": "islamischerepublikiran",
}  # fmt: skip
_LANGUAGES = {
    "fa": "farsi persisch",
    "ps": "paschto pashto",
    "kmr": "kurmanji kurmanci",
    "ckb": "sorani",
    "ti": "tigrinisch",
}
_STATUSES = {
    "S002": "gestattung", "S030": "duldung geduldet", "S040": "fiktion fiktionsbescheinigung", "S015": "ukraine",
    "S012": "subsidiaererschutz subsidiaer", "S011": "fluechtling anerkannterfluechtling gfk",
    "S013": "abschiebungsverbot",
    "S080": "eubuerger unionsbuerger", "S070": "ne", "S023": "chancenaufenthalt",
    "S001": "buema ankunftsnachweis", "S091": "eingebuergert deutsch", "S099": "unbekannt",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Text:
    """The text for a field; ``problem``: why it was not understood; ``restored``: a leading 0 was put back."""

    text: str
    problem: str = ""
    restored: bool = False


def as_text(cell: Cell) -> str:
    """Return a cell as a person would have typed it."""
    if isinstance(cell, bool):
        return "WAHR" if cell else "FALSCH"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return format_date(cell.date()) if cell.time() == time() else f"{format_date(cell.date())} {cell:%H:%M}"
    if isinstance(cell, date):
        return format_date(cell)
    text = " ".join(str(cell).replace("\xa0", " ").split())
    return "" if text in _EMPTY else text


def as_name(cell: Cell) -> Text:
    """Return a text in which dates, times and truth values are out of place."""
    return Text(
        as_text(cell), "" if isinstance(cell, str | int | float) and not isinstance(cell, bool) else "wrong_type"
    )


def as_person_name(cell: Cell) -> Text:
    """Return a name; a number is none."""
    return Text(as_text(cell), "" if isinstance(cell, str) else "wrong_type")


def as_note(cell: Cell) -> Text:
    """Return any cell as text, with the lines of a text kept."""
    return Text(cell.strip() if isinstance(cell, str) else as_text(cell))


def as_date(cell: Cell) -> Text:
    """Return a day from a date cell, a text with day, month and year, or Excel's serial number."""
    if isinstance(cell, datetime):
        return Text(format_date(cell.date()))
    if isinstance(cell, date):
        return Text(format_date(cell))
    text = as_text(cell)
    if isinstance(cell, str):
        if found := _DATE_TEXT.fullmatch(text):
            return Text(re.sub(r"\s*([./-])\s*", r"\1", found[1]))
    elif (
        isinstance(cell, int | float) and not isinstance(cell, bool) and 0 < cell < _LAST_SERIAL and cell not in _YEARS
    ):
        return Text(format_date(_EPOCH + timedelta(days=int(cell))))
    return Text(text, "no_date" if text else "")


def as_postcode(cell: Cell) -> Text:
    """Return a postcode; a number of four digits has lost its leading 0."""
    if isinstance(cell, int | float) and not isinstance(cell, bool) and 1000 <= cell <= 9999:
        return Text(f"0{int(cell)}", restored=True)
    return as_name(cell)


def as_phones(cell: Cell) -> tuple[Text, ...]:
    """Return the telephone numbers of a cell; a number cell has lost its leading 0 or +."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        plain_number = as_text(cell)
        if plain_number.startswith("49") and len(plain_number) >= 11:
            return (Text(f"+{plain_number}", restored=True),)
        return (Text(f"0{plain_number}", restored=True),)
    if not isinstance(cell, str):
        return (Text(as_text(cell), "wrong_type"),)
    parts = (as_text(part) for part in re.split(r"[;,\n]|\bund\b|\boder\b", cell))
    return tuple(Text(part) for part in parts if part)


class Names:
    """Codes found by their name in German or English, by the code itself and by official keys."""

    def __init__(self, lists: CodeLists) -> None:
        """Take the code lists; nothing is read yet."""
        self._lists = lists
        self._tables: dict[str, dict[str, str]] = {}

    def gender(self, cell: Cell) -> Text:
        return self._one("genders", cell)

    def interpreter(self, cell: Cell) -> Text:
        return self._one("interpreting", cell)

    def status(self, cell: Cell) -> Text:
        return self._one("residence_status", cell)

    def district(self, cell: Cell) -> Text:
        text = as_text(cell)
        key = re.sub(r"[\s.-]", "", text)
        if key.isdigit():
            text = key.zfill(5) if len(key) <= 5 else key.zfill(8)[:5]
        return self._one("districts", text)

    def nationalities(self, cell: Cell) -> Text:
        if isinstance(cell, int | float) and not isinstance(cell, bool):
            return self._one("nationalities", f"{int(cell):03d}")
        return self._several("nationalities", cell)

    def languages(self, cell: Cell) -> Text:
        return self._several("languages", cell)

    def _one(self, list_id: str, cell: Cell) -> Text:
        text = as_text(cell)
        code = self._code(list_id, text)
        return Text(text, "unknown_code" if text else "") if code is None else Text(code)

    def _several(self, list_id: str, cell: Cell) -> Text:
        text = as_text(cell)
        whole = self._code(list_id, text)
        if not text or whole is not None:
            return Text(whole or "")
        parts = [part for part in re.split(r"[/,;+&\n]|\bund\b|\band\b", text) if part.strip()]
        codes = [self._code(list_id, part) for part in parts]
        known = [code for code in codes if code is not None]
        if not codes or len(known) < len(codes):
            return Text(text, "unknown_code")
        return Text(SEPARATOR.join(dict.fromkeys(known)))

    def _code(self, list_id: str, text: str) -> str | None:
        if list_id not in self._tables:
            self._tables[list_id] = self._table(list_id)
        table = self._tables[list_id]
        return table.get(_key(text)) or table.get(_key(re.sub(r"\(.*?\)", "", text)))

    def _table(self, list_id: str) -> dict[str, str]:
        codes = self._lists.get(list_id).codes
        table: dict[str, str] = {}
        for code in codes:
            table[_key(code.code)] = code.code
            if code.destatis:
                table[code.destatis] = code.code
        ambiguous: set[str] = set()
        forms = _FORMS.get(list_id, _label_forms)
        for code, name in self._names(list_id):
            for form in forms(code, name):
                key = _key(form)
                if key and table.setdefault(key, code.code) != code.code and forms is _district_forms:
                    ambiguous.add(key)
        for code_name, words in _WORDS.get(list_id, {}).items():
            table |= dict.fromkeys(words.split(), code_name)
        return {key: code for key, code in table.items() if key not in ambiguous}

    def _names(self, list_id: str) -> Iterator[tuple[Code, str]]:
        """Yield each code with its label and its names from Babel, in German and English."""
        code_list = self._lists.get(list_id)
        for code in code_list.codes:
            if code.label:
                yield code, code.label
            if code.basis:
                yield code, code.basis
        if code_list.names is not None:
            known = {code.code: code for code in code_list.codes}
            yield from ((known[code], name) for code, name in _babel_names(code_list.names) if code in known)


def _babel_names(kind: str) -> Iterator[tuple[str, str]]:
    """Yield code and German and English name of languages or territories, of these the three-letter codes too."""
    from babel import Locale
    from babel.core import get_global

    for language in ("de", "en"):
        locale = Locale(language)
        yield from (locale.languages if kind == "languages" else locale.territories).items()
    if kind == "territories":
        for alias, found in get_global("territory_aliases").items():
            if len(alias) == 3 and alias.isalpha() and len(found) == 1:
                yield found[0], alias


def _key(text: str) -> str:
    """Return what is compared: letters folded, or the digits where there are no letters, or a legal basis with both."""
    if "§" in text or any(letter.isdigit() for letter in text):
        return re.sub(r"[^a-z0-9§]", "", text.casefold())
    return plain(text) or text.strip()


def _label_forms(_code: Code, name: str) -> Iterable[str]:
    yield name
    head, _, inner = name.partition(" (")
    if inner:
        yield head
        yield inner.rstrip(")")
    if ": " in name:
        yield name.split(": ", 1)[1]


def _district_forms(code: Code, name: str) -> Iterable[str]:
    """Yield the ways a district is named; "Kaiserslautern" alone names two and so none."""
    head = re.split(r" \(| in der | am | an der ", name)[0]
    short = re.sub(r"(-Kreis|kreis)$|^Eifelkreis ", "", head)
    is_town = code.code.isdigit() and int(code.code[3:]) <= 20
    for form in {name, head, short}:
        yield form
        for kind in ("Stadt", "kreisfreie Stadt") if is_town else ("Landkreis", "Kreis", "LK"):
            yield f"{kind} {form}"
            yield f"{form} {kind}"


_FORMS: dict[str, Callable[[Code, str], Iterable[str]]] = {"districts": _district_forms}
_WORDS = {"genders": _GENDERS, "nationalities": _COUNTRIES, "languages": _LANGUAGES, "residence_status": _STATUSES}
