"""Code lists that stand in the law files: made on first use, so that every fact of the law has one place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.app.rulebook import book

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mfd_desktop.content.codelist_file import Code, CodeList
    from mfd_desktop.content.codelists import CodeLists


def provide(lists: CodeLists) -> None:
    """Let ``lists`` know the lists of the law files; nothing is read yet."""
    lists.provide("notice_kinds", _kinds)
    lists.provide("notice_forms", _forms)
    lists.provide("notice_circumstances", _circumstances)


def _kinds() -> CodeList:
    from msgspec.structs import replace

    from mfd_desktop.content.codelist_file import FOLDER, Code, read_code_list
    from mfd_desktop.content.paths import resource_path
    from mfd_desktop.law.decisions import shipped_decisions

    others = read_code_list(resource_path() / FOLDER / "notice_kinds.toml")
    decisions = (Code(one.code, one.title) for one in shipped_decisions().file.decisions)
    return replace(others, codes=(*decisions, *others.codes))


def _forms() -> CodeList:
    from mfd_desktop.content.codelist_file import Code

    return _list("notice_forms", "Art der Bekanntgabe", (Code(one.code, one.label) for one in book().forms.values()))


def _circumstances() -> CodeList:
    from mfd_desktop.content.codelist_file import Code
    from mfd_desktop.law.decisions import shipped_decisions

    asked = shipped_decisions().circumstances.values()
    return _list("notice_circumstances", "Umstände", (Code(one.code, one.question) for one in asked))


def _list(list_id: str, title: str, codes: Iterable[Code]) -> CodeList:
    from datetime import date

    from mfd_desktop.content.codelist_file import CodeList

    return CodeList(list_id, title, 1, "resources/law", date.min, "ok", tuple(codes))
