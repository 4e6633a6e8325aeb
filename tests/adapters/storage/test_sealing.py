"""A sealed value opens with its key and in its place, or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.storage.sealing import SealBroken, seal, unseal

KEY, OTHER = b"k" * 32, b"o" * 32


@given(st.binary(max_size=2000), st.text(max_size=30))
def test_what_is_sealed_comes_back_and_no_two_seals_are_alike(data: bytes, place: str) -> None:
    sealed = seal(KEY, place, data)
    assert unseal(KEY, place, sealed) == data
    assert sealed != seal(KEY, place, data)
    assert len(data) < 4 or data not in sealed


@pytest.mark.parametrize(("key", "place"), [(OTHER, "row:1"), (KEY, "row:2")])
def test_another_key_or_another_place_does_not_open_it(key: bytes, place: str) -> None:
    with pytest.raises(SealBroken, match=place):
        unseal(key, place, seal(KEY, "row:1", b"Mary Dupont"))


@given(st.integers(min_value=0, max_value=40))
def test_a_changed_byte_is_noticed(position: int) -> None:
    sealed = bytearray(seal(KEY, "row:1", b"Mary Dupont"))
    sealed[position % len(sealed)] ^= 1
    with pytest.raises(SealBroken):
        unseal(KEY, "row:1", bytes(sealed))
