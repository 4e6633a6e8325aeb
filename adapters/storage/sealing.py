"""Seals bytes with AES-256-GCM, bound to their place.

The associated data names what is sealed and where it belongs (`inbox:<entry>:inbound`), so a sealed value copied to
another row does not open there.
"""

from __future__ import annotations

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_VERSION = b"\x01"
_NONCE_BYTES = 12


class SealBroken(Exception):
    """A sealed value does not open: another key, another place, or changed bytes. The text tells the place."""

    def __init__(self, place: str) -> None:
        super().__init__(f"the sealed value at {place} does not open")


def seal(key: bytes, place: str, data: bytes) -> bytes:
    """`data`, readable only with `key` and only at `place`."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return _VERSION + nonce + AESGCM(key).encrypt(nonce, data, place.encode())


def unseal(key: bytes, place: str, sealed: bytes) -> bytes:
    """The data again. Raises `SealBroken`."""
    if sealed[:1] != _VERSION:
        raise SealBroken(place)
    nonce, body = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, body, place.encode())
    except (InvalidTag, ValueError):  # the latter for what is too short to be sealed
        raise SealBroken(place) from None
