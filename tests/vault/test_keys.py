"""Key derivation and wrapping against published vectors and tampering."""

import hmac

from hypothesis import given
from hypothesis import strategies as st

from mfd_desktop.vault.keys import FLOOR_COST, KdfCost, stretch, sub_key, unwrap, wrap


def test_sub_keys_are_hkdf_sha256_without_salt() -> None:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    master = bytes(range(32))
    for purpose in ("database", "header", "counter"):
        expected = HKDF(SHA256(), 32, salt=None, info=f"mfd-desktop 1 {purpose}".encode()).derive(master)
        assert hmac.compare_digest(sub_key(master, purpose), expected)
    assert len({sub_key(master, purpose) for purpose in ("database", "header", "counter")}) == 3


def test_stretching_is_argon2id_with_all_its_parameters() -> None:
    from argon2.low_level import Type, hash_secret_raw

    cost = KdfCost(256, 2, 2)
    expected = hash_secret_raw("Grüße".encode(), b"s" * 16, 2, 256, 2, 32, Type.ID)
    assert stretch("Grüße", b"s" * 16, cost) == expected
    assert stretch("Grüße", b"t" * 16, cost) != expected


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=64), st.data())
def test_a_wrapped_secret_opens_only_untouched(key: bytes, bound: bytes, data: st.DataObject) -> None:
    secret = bytes(range(32))
    nonce, sealed = wrap(key, secret, bound)
    assert unwrap(key, nonce, sealed, bound) == secret
    place = data.draw(st.integers(0, len(sealed) * 8 - 1))
    bad = bytearray(sealed)
    bad[place // 8] ^= 1 << place % 8
    assert unwrap(key, nonce, bytes(bad), bound) is None
    assert unwrap(key, nonce, sealed, bound + b"x") is None
    assert unwrap(bytes(32) if key != bytes(32) else b"1" * 32, nonce, sealed, bound) is None


def test_the_floor_is_the_least_the_design_allows() -> None:
    assert FLOOR_COST.memory_kib == 64 * 1024
    assert FLOOR_COST.acceptable()
