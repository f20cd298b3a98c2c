"""network.json: pinned once, and from then on only newer versions signed by a coordinator of the one before."""

from typing import Any

import msgspec
import pytest

from mfd_desktop.content.fingerprint_words import fingerprint_words
from mfd_desktop.exchange import network
from mfd_desktop.exchange.keys import Keys, fingerprint, in_words, is_recipient
from mfd_desktop.exchange.network import check_pinned, read_network, sign_network
from mfd_desktop.exchange.refusal import Refused


def again(body: network.Network, **changes: Any) -> network.Network:
    return msgspec.structs.replace(body, **changes)


@pytest.fixture
def pinned(shared: Any) -> Any:
    return read_network((shared.folder / network.NAME).read_bytes())


def refusal(pinned: Any, content: bytes) -> str:
    with pytest.raises(Refused) as caught:
        check_pinned(pinned, content)
    return caught.value.reason


def test_the_same_file_holds_and_a_newer_version_takes_its_place(shared: Any, pinned: Any) -> None:
    assert check_pinned(pinned, pinned.content) is pinned
    newer = sign_network(again(pinned.body, version=2, name="Neuer Name"), shared.keys)
    assert check_pinned(pinned, newer).body.name == "Neuer Name"


def test_older_changed_foreign_and_resigned_networks_are_refused(shared: Any, pinned: Any) -> None:
    other = Keys.new()
    somebody = network.Coordinator("Jemand", other.public, other.recipient)
    newest = read_network(sign_network(again(pinned.body, version=3), shared.keys))
    assert refusal(newest, pinned.content) == "replayed"
    assert refusal(pinned, sign_network(again(pinned.body, name="Anders"), shared.keys)) == "changed"
    assert refusal(pinned, sign_network(again(pinned.body, network="f" * 32, version=2), shared.keys)) == "foreign"
    assert refusal(pinned, sign_network(again(pinned.body, version=2), other)) == "wrong_key"
    taken = again(pinned.body, version=2, coordinators=(somebody,))
    assert refusal(pinned, sign_network(taken, other)) == "wrong_key"
    assert refusal(pinned, pinned.content[:-1]) == "partial"
    assert refusal(pinned, b"") == "empty"
    assert refusal(pinned, b"x" * 100_000) == "too_large"
    newer_format = again(pinned.body, version=2, format=2)
    assert refusal(pinned, sign_network(newer_format, shared.keys)) == "newer"


def test_a_further_coordinator_is_trusted_through_the_first(shared: Any, pinned: Any) -> None:
    other = Keys.new()
    deputy = network.Coordinator("Vertretung", other.public, other.recipient)
    second = check_pinned(
        pinned,
        sign_network(again(pinned.body, version=2, coordinators=(*pinned.body.coordinators, deputy)), shared.keys),
    )
    assert check_pinned(second, sign_network(again(second.body, version=3), other)).body.version == 3


def test_a_network_needs_real_recipients_and_its_own_coordinator(shared: Any) -> None:
    fake = network.Coordinator("Koordination", shared.keys.public, "age1" + "q" * 58)
    for changes, reason in (({"coordinators": (fake,)}, "changed"), ({"coordinators": ()}, "changed")):
        with pytest.raises(Refused, match=reason):
            read_network(sign_network(again(shared.network, **changes), shared.keys))
    with pytest.raises(Refused, match="wrong_key"):
        read_network(sign_network(shared.network, Keys.new()))


@pytest.mark.parametrize("name", ["a\nb", "a\u202eb", "x" * 201, "\x00"])
def test_names_are_one_plain_line(shared: Any, name: str) -> None:
    with pytest.raises(Refused, match="changed"):
        read_network(sign_network(again(shared.network, name=name), shared.keys))


def test_a_fingerprint_is_ten_words_and_every_bit_of_the_key_counts() -> None:
    words = fingerprint_words()
    assert len(set(words)) == 256
    key = Keys.new().public
    spoken = in_words(fingerprint(key), words)
    assert len(spoken) == 10
    assert bytes(words.index(word) for word in spoken).hex() == fingerprint(key)
    flipped = f"{int(key, 16) ^ 1:064x}"
    assert in_words(fingerprint(flipped), words) != spoken


def test_no_two_words_differ_by_one_letter() -> None:
    words = [word.lower() for word in fingerprint_words()]
    gaps = [{word[:at] + "?" + word[at + 1 :] for at in range(len(word))} for word in words]
    for index, word in enumerate(words):
        assert not [other for other, near in zip(words[:index], gaps[:index], strict=True) if near & gaps[index]]
        assert not {word[:at] + word[at + 1 :] for at in range(len(word))} & set(words)


def test_what_is_no_recipient_is_told() -> None:
    assert is_recipient(Keys.new().recipient)
    assert not is_recipient("age1" + "q" * 58)
    assert not is_recipient("")
