"""Translation catalogues: `update` collects texts, `compile` makes the .mo files, `check` finds stale ones.

Two domains: `ui` (texts in the code) and `content` (texts of the data files). German is the source and has no
catalogue. The files are written without dates and line numbers, so that the same texts give the same bytes.
"""

import argparse
import io
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("en",)
DOMAINS = ("ui", "content")
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}
PLURAL_FORMS = {"en": "nplurals=2; plural=(n != 1);"}


def ui_messages(root: Path) -> Iterator[tuple[str | tuple[str, str], str]]:
    """Yield the texts marked in the code, each with the file it stands in."""
    from babel.messages.extract import extract_from_file

    for path in sorted((root / "src" / "mfd_desktop").rglob("*.py")):
        place = path.relative_to(root).as_posix()
        for _line, text, _comments, _context in extract_from_file("python", str(path), KEYWORDS):
            yield text, place


def content_messages(root: Path) -> Iterator[tuple[str, str]]:
    """Yield the texts of the data files, each with the file it stands in."""
    sys.path.insert(0, str(root / "src"))
    try:
        from mfd_desktop.content.extract import content_messages as code_lists
        from mfd_desktop.content.statistics_files import statistics_messages as statistics
        from mfd_desktop.forms.extract import messages as forms
        from mfd_desktop.law.extract import messages as law
        from mfd_desktop.law.guide_extract import messages as guide
        from mfd_desktop.letters.extract import letter_messages as letters
    finally:
        sys.path.pop(0)
    # Each package that reads data files of its own names the texts in them.
    for shipped in (code_lists, forms, law, guide, letters, statistics):
        for text, place in shipped():
            yield text, str(place).replace("\\", "/")


def template(domain: str, root: Path) -> "Catalog":
    """Collect every text of one domain."""
    from babel.messages.catalog import Catalog

    messages: Iterable[tuple[str | tuple[str, str], str]]
    messages = ui_messages(root) if domain == "ui" else content_messages(root)
    catalog = Catalog(fuzzy=False)
    for text, place in messages:
        if text and text[0]:
            catalog.add(text, locations=[(place, 0)])
    return catalog


def merge(source: "Catalog", existing: Path, language: str) -> "Catalog":
    """Return the texts of `source` with the translations that stand in `existing`; nothing is guessed."""
    from babel.messages.catalog import Catalog

    known = _read(existing, language)
    merged = Catalog(locale=language, fuzzy=False)
    for message in _texts(source):
        old = known.get(message.id)
        fits = old is not None and bool(old.pluralizable) == bool(message.pluralizable)
        merged.add(
            message.id,
            string=old.string if fits else None,
            locations=message.locations,
            flags=["fuzzy"] if fits and old.fuzzy else [],
            user_comments=old.user_comments if fits else [],
        )
    return merged


def rendered(catalog: "Catalog", language: str | None) -> bytes:
    """Return the bytes of a .po (or, without a language, .pot) file."""
    from babel.messages.pofile import write_po

    for message in _texts(catalog):
        message.flags -= {"python-format", "python-brace-format"}
    out = io.BytesIO()
    write_po(out, catalog, width=0, omit_header=True, sort_output=True, include_lineno=False)
    fields = [
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=UTF-8",
        "Content-Transfer-Encoding: 8bit",
    ]
    if language:
        fields += [f"Language: {language}", f"Plural-Forms: {PLURAL_FORMS[language]}"]
    header = 'msgid ""\nmsgstr ""\n' + "".join(f'"{field}\\n"\n' for field in fields) + "\n"
    return header.encode() + out.getvalue().strip() + b"\n"


def po_path(root: Path, language: str, domain: str) -> Path:
    """Return where the translations of one language and domain stand."""
    return root / "translations" / language / "LC_MESSAGES" / f"{domain}.po"


def update(root: Path) -> None:
    """Write the templates and merge them into every language."""
    for domain in DOMAINS:
        source = template(domain, root)
        _write(root / "translations" / f"{domain}.pot", rendered(source, None))
        for language in LANGUAGES:
            path = po_path(root, language, domain)
            _write(path, rendered(merge(source, path, language), language))


def compile_all(root: Path) -> list[Path]:
    """Compile every .po below translations/ and return the .mo files. Needs Babel only."""
    from babel.messages.mofile import write_mo

    made = []
    for path in sorted((root / "translations").glob("*/LC_MESSAGES/*.po")):
        out = io.BytesIO()
        write_mo(out, _read(path, path.parent.parent.name), use_fuzzy=False)
        target = path.with_suffix(".mo")
        _write(target, out.getvalue())
        made.append(target)
    return made


def problems(root: Path) -> list[str]:
    """Return one line for each stale file and each missing, unsure or unfitting translation."""
    found = []
    for domain in DOMAINS:
        source = template(domain, root)
        if _stored(root / "translations" / f"{domain}.pot") != rendered(source, None):
            found.append(f"translations/{domain}.pot is stale")
        for language in LANGUAGES:
            path = po_path(root, language, domain)
            name = path.relative_to(root).as_posix()
            merged = merge(source, path, language)
            found += [f"{name}: {problem}" for message in _texts(merged) for problem in _faults(message)]
            if _stored(path) != rendered(merged, language):
                found.append(f"{name} is stale")
    return found


def _faults(message: "Message") -> Iterator[str]:
    from mfd_desktop.content.i18n import placeholders

    sources = message.id if message.pluralizable else (message.id,)
    strings = message.string if message.pluralizable else (message.string,)
    if message.fuzzy:
        yield f"not certain: {sources[0]!r}"
    if not all(strings):
        yield f"not translated: {sources[0]!r}"
        return
    for number, string in enumerate(strings):
        if placeholders(string) != placeholders(sources[min(number, len(sources) - 1)]):
            yield f"placeholders differ: {sources[0]!r} / {string!r}"


def _texts(catalog: "Catalog") -> "Iterator[Message]":
    return (message for message in catalog if message.id)


def _read(path: Path, language: str) -> "Catalog":
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import read_po

    if not path.exists():
        return Catalog(locale=language, fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language, domain=path.stem)


def _stored(path: Path) -> bytes:
    return path.read_bytes().replace(b"\r\n", b"\n") if path.exists() else b""


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_bytes() != data:
        path.write_bytes(data)


def main(arguments: list[str] | None = None) -> int:
    """Run one of the three commands; `check` returns 1 when something is to be done."""
    parser = argparse.ArgumentParser(description="Translation catalogues")
    parser.add_argument("command", choices=("update", "compile", "check"))
    command = parser.parse_args(arguments).command
    if command == "update":
        update(ROOT)
    if command in {"update", "compile"}:
        print(f"{len(compile_all(ROOT))} catalogues compiled")
        return 0
    found = problems(ROOT)
    print("\n".join(found) or "catalogues are complete")
    if found:
        print("update with: make catalogues")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
