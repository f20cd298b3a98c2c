"""Receipts, and what else only a signature decides."""

import os
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from mfd_desktop.exchange import envelope
from mfd_desktop.exchange.keys import Keys
from mfd_desktop.exchange.receipts import read_receipt, receipt_path, sign_receipt
from mfd_desktop.exchange.refusal import Refused
from mfd_desktop.exchange.signed import sign

DAY = date(2026, 11, 23)


def receipt(shared: Any, desk: Any, keys: Keys, network: str = "") -> bytes:
    return sign_receipt(network or shared.network.network, desk.id, "2026-Q3", 2, "a" * 64, DAY, keys)


def test_a_receipt_says_what_counts_and_since_when(shared: Any, desk: Any) -> None:
    found = read_receipt(receipt(shared, desk, shared.keys), shared.network.network, shared.network.keys)
    assert (found.desk, found.period, found.sequence, found.hash) == (desk.id, "2026-Q3", 2, "a" * 64)
    assert found.day == "2026-11-23"
    assert receipt_path("2026-Q3", desk.id) == f"receipts/2026-Q3/{desk.id}.json"


def test_a_receipt_of_anybody_else_is_none(shared: Any, desk: Any) -> None:
    for content, reason in (
        (receipt(shared, desk, desk.keys), "wrong_key"),
        (receipt(shared, desk, shared.keys, "f" * 32), "foreign"),
        (receipt(shared, desk, shared.keys)[:-5], "partial"),
    ):
        with pytest.raises(Refused, match=reason):
            read_receipt(content, shared.network.network, shared.network.keys)


def test_header_and_body_of_a_contribution_must_agree(shared: Any, desk: Any) -> None:
    good = envelope.read_contribution(envelope.seal(shared.header(desk), b"{}", desk.keys)).body
    for changes in ({"network": "f" * 32}, {"format": 1, "header": msgspec.structs.replace(good.header, format=2)}):
        content = sign("contribution", msgspec.structs.replace(good, **changes), desk.keys)
        with pytest.raises(Refused, match="changed"):
            envelope.read_contribution(content)


def test_a_payload_that_is_no_base64_is_refused(shared: Any, desk: Any) -> None:
    good = envelope.read_contribution(envelope.seal(shared.header(desk), b"{}", desk.keys)).body
    for payload in ("", "!", "AAAA", good.payload[:-4], "=" + good.payload, "a\nb"):
        with pytest.raises(Refused, match="not_for_us"):
            envelope.open_payload(msgspec.structs.replace(good, payload=payload), shared.keys)


def test_numbers_no_reader_keeps_and_half_characters_are_refused(shared: Any, desk: Any) -> None:
    content = envelope.seal(shared.header(desk), b"{}", desk.keys)
    for changed in (
        content.replace(b'"sequence":1', b'"sequence":123456789012345678901234567890'),
        content.replace(b'"program":"0.1.0"', b'"program":"\\ud800"'),
        content.replace(b'"program":"0.1.0"', b'"program":"\xff"'),
    ):
        assert changed != content
        with pytest.raises(Refused):
            envelope.read_contribution(changed)


def test_cards_that_cannot_be_listed_are_named(shared: Any, desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.listdir

    def refusing(path: Path) -> list[str]:
        if Path(path).name == "approvals":
            raise PermissionError
        return real(path)

    monkeypatch.setattr(os, "listdir", refusing)
    members = shared.members()
    assert [(one.path, one.reason) for one in members.skipped] == [("approvals", "unreadable")]
    assert members.standing(desk.id) == "unapproved"


def test_files_that_cannot_be_read_are_named(shared: Any, desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    path = shared.contribute(desk)
    real = Path.open

    def refusing(this: Path, *arguments: Any, **more: Any) -> Any:
        if this == path:
            raise PermissionError
        return real(this, *arguments, **more)

    monkeypatch.setattr(Path, "open", refusing)
    assert shared.reasons() == ["unreadable"]
