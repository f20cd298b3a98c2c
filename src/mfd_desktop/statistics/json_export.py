"""A book as JSON, for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from mfd_desktop.statistics.book import Kind

if TYPE_CHECKING:
    from mfd_desktop.statistics.book import Book, Sheet, Value


def json_book(book: Book) -> bytes:
    """Return the book as an object.

    Always ``period``, ``kind``, ``notes``, ``headline`` (name to figure) and ``tables`` (id to a list of its forms,
    each with ``form``, ``status``, ``cells``); a sum over desks adds ``desks_counted``, ``desks``, ``fte`` (desk to
    hundredths of a full post, 0 if not given), ``missing`` and ``skipped`` (file and reason), and to each figure
    ``low``, ``high`` and ``desks``. A figure that is not published is null.
    """
    found: dict[str, object] = {
        "period": str(book.period),
        "kind": book.kind.value,
        "title": book.title,
        "notes": list(book.notes),
        "about": dict(book.cover),
    }
    if book.kind is Kind.STATE:
        found |= {
            "desks_counted": len(book.desks),
            "desks": list(book.desks),
            "fte": dict(book.shares),
            "missing": list(book.missing),
            "skipped": [{"file": file, "reason": reason} for file, reason in book.skipped],
        }
    found["headline"] = {value.codes[0]: _figure(value, book.kind) for value in book.headline}
    tables: dict[str, list[object]] = {}
    for sheet in book.sheets:
        tables.setdefault(sheet.id, []).append(_sheet(sheet, book.kind))
    found["tables"] = tables
    return (json.dumps(found, ensure_ascii=False, indent=2) + "\n").encode()


def _sheet(sheet: Sheet, kind: Kind) -> dict[str, object]:
    return {
        "title": sheet.title,
        "unit": sheet.unit,
        "definition": sheet.definition,
        "form": "coarse" if sheet.coarse else "fine",
        "status": sheet.status,
        "notes": [*sheet.notes, *([sheet.why_empty] if sheet.why_empty else [])],
        "dimensions": list(sheet.dimensions),
        "cells": [
            {"codes": list(value.codes), "labels": list(value.labels), "value": value.number, **_interval(value, kind)}
            for value in sheet.values
        ],
    }


def _figure(value: Value, kind: Kind) -> object:
    return {"value": value.number, **_interval(value, kind)} if kind is Kind.STATE else value.number


def _interval(value: Value, kind: Kind) -> dict[str, int | None]:
    return {"low": value.low, "high": value.high, "desks": value.desks} if kind is Kind.STATE else {}
