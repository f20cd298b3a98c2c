"""A contribution is accepted exactly as it was signed, or not at all."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mfd_desktop.domain.canonical import canonical
from mfd_desktop.exchange import envelope
from mfd_desktop.exchange.refusal import REASONS, Refused

PAYLOAD = b'{"tables":[' + b",".join(b'"T-%d"' % number for number in range(200)) + b"]}"


def refusal(content: bytes) -> str:
    """Return why the content is refused, an empty text if it is accepted."""
    try:
        envelope.read_contribution(content)
    except Refused as refused:
        reason = refused.reason
    else:
        return ""
    assert reason in REASONS
    return reason


@pytest.fixture
def sealed(shared: Any, desk: Any) -> bytes:
    return envelope.seal(shared.header(desk), PAYLOAD, desk.keys)


def test_coordinator_and_desk_read_it_and_nobody_else(shared: Any, desk: Any, new_desk: Any, sealed: bytes) -> None:
    found = envelope.read_contribution(sealed).body
    assert found.header == shared.header(desk)
    assert envelope.open_payload(found, shared.keys) == PAYLOAD
    assert envelope.open_payload(found, desk.keys) == PAYLOAD
    with pytest.raises(Refused, match="not_for_us"):
        envelope.open_payload(found, new_desk().keys)


def test_the_size_does_not_tell_how_much_is_in_it(shared: Any, desk: Any) -> None:
    sizes = {len(envelope.seal(shared.header(desk), b"1" * length, desk.keys)) // 1000 for length in (1, 4000, 8192)}
    assert len(sizes) == 1


def test_nothing_of_the_payload_is_readable(sealed: bytes) -> None:
    assert b"T-17" not in sealed


@pytest.mark.proof
def test_no_flipped_byte_is_accepted(sealed: bytes, full_counts: bool) -> None:
    """Every seventh position; the proof tries every position and every bit."""
    step, masks = (1, [1 << bit for bit in range(8)]) if full_counts else (7, [0x01, 0x20, 0xFF])
    for position in range(0, len(sealed), step):
        for mask in masks:
            changed = bytearray(sealed)
            changed[position] ^= mask
            assert refusal(bytes(changed)), (position, mask)


@pytest.mark.proof
def test_no_cut_or_grown_file_is_accepted(sealed: bytes, full_counts: bool) -> None:
    for length in range(0, len(sealed), 1 if full_counts else 41):
        assert refusal(sealed[:length]), length
    for more in (b"\n", b" ", b"\0", b"{}", sealed):
        assert refusal(sealed + more)
        assert refusal(more + sealed)


def test_no_second_way_to_write_the_same_is_accepted(sealed: bytes) -> None:
    value = json.loads(sealed)
    assert canonical(value) == sealed
    for text in (
        json.dumps(value),
        json.dumps(value, separators=(",", ":"), indent=1),
        sealed.decode().replace('"format":1', '"format":1.0'),
        sealed.decode().replace('"format":1', '"format":1,"format":1'),
        sealed.decode().replace("contribution", "c\\u006fntribution", 1),
        "\ufeff" + sealed.decode(),
    ):
        assert refusal(text.encode()), text[:80]
    for name in ("key", "signature"):
        assert refusal(canonical({**value, name: value[name].upper()}))
        assert refusal(canonical({**value, name: value[name] + "\n"}))
    assert refusal(canonical({**value, "more": 1})) == "foreign"


@given(content=st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_anything_else_is_refused_without_an_exception(content: bytes) -> None:
    assert refusal(content)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(body=_JSON, header=_JSON, key=_JSON, signature=_JSON)
def test_any_other_json_is_refused_without_an_exception(body: Any, header: Any, key: Any, signature: Any) -> None:
    whole = {"body": body, "key": key, "kind": "contribution", "signature": signature}
    assert refusal(json.dumps(whole).encode("utf-8", "surrogatepass"))
    contents = {"format": 1, "header": header, "network": "a" * 32, "payload": "AAAA"}
    whole = {"body": contents, "key": "0" * 64, "kind": "contribution", "signature": "0" * 128}
    assert refusal(json.dumps(whole).encode("utf-8", "surrogatepass"))


def test_deeply_nested_json_is_refused_without_an_exception() -> None:
    for text in ("[" * 100_000, '{"body":' * 50_000, '{"body":' + "[" * 100_000 + "]" * 100_000 + "}"):
        assert refusal(text.encode())


def test_a_ciphertext_under_a_different_header_is_noticed_although_the_desk_signs_it(
    shared: Any, desk: Any, new_desk: Any, sealed: bytes
) -> None:
    """A desk that signs somebody else's ciphertext as its own."""
    thief = shared.join(new_desk())
    stolen = envelope.read_contribution(sealed).body
    mine = envelope.Contribution(format=1, network=stolen.network, header=shared.header(thief), payload=stolen.payload)
    from mfd_desktop.exchange.signed import sign

    found = envelope.read_contribution(sign("contribution", mine, thief.keys)).body
    with pytest.raises(Refused, match="wrong_payload"):
        envelope.open_payload(found, shared.keys)


def test_a_contribution_signed_by_another_key_is_refused(shared: Any, desk: Any, new_desk: Any) -> None:
    assert refusal(envelope.seal(shared.header(desk), PAYLOAD, new_desk().keys)) == "wrong_key"


@pytest.mark.parametrize("period", ["2026-Q5", "2026-q3", "2026-H3", "٢٠٢٦", "../etc", "", "2026-1"])
def test_a_period_that_is_none_is_refused(shared: Any, desk: Any, period: str) -> None:
    assert refusal(envelope.seal(shared.header(desk, period), PAYLOAD, desk.keys)) == "changed"


def test_the_first_has_no_predecessor_and_every_other_has(shared: Any, desk: Any) -> None:
    assert refusal(envelope.seal(shared.header(desk, sequence=2), PAYLOAD, desk.keys)) == "changed"
    assert refusal(envelope.seal(shared.header(desk, previous="0" * 64), PAYLOAD, desk.keys)) == "changed"
    assert not refusal(envelope.seal(shared.header(desk, sequence=2, previous="0" * 64), PAYLOAD, desk.keys))


def test_a_file_over_the_limit_is_not_parsed() -> None:
    assert refusal(b"{" * (envelope.MOST + 1)) == "too_large"
