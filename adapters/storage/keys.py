"""The master key, and what is derived from it.

The master key is 32 random bytes in a file that only the bot's user may read. From it come, by HKDF, one key for each
use, so that none serves two ends. Each case has a random key of its own, wrapped by the master key: destroying the
wrapped key destroys what was sealed under it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import secrets
import stat
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32


class KeyFileError(Exception):
    """The master key cannot be used. The text tells the administrator what to do, and nothing of the key."""


def load_master_key(path: Path) -> bytes:
    """Read the master key; on the first start, make it (mode 0600).

    Raises `KeyFileError` if others may read the file, or if it does not hold 32 bytes in base64.
    """
    if not path.exists():
        _create(path)
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise KeyFileError(f"others can read the master key: run `chmod 600 {path}` and consider the key known")
    return decode_master_key(path.read_text(encoding="ascii").strip())


def decode_master_key(text: str) -> bytes:
    """The key from its base64 form. Raises `KeyFileError`."""
    try:
        key = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise KeyFileError("the master key is not base64; restore it from your recovery copy") from None
    if len(key) != KEY_BYTES:
        raise KeyFileError("the master key must be 32 bytes in base64; restore it from your recovery copy")
    return key


def _create(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode() + "\n")
        file.flush()
        os.fsync(file.fileno())


class Keyring:
    """Keys for each use, derived from the master key."""

    def __init__(self, master: bytes) -> None:
        if len(master) != KEY_BYTES:
            raise KeyFileError("the master key must be 32 bytes")
        self.__master = master
        self.__derived: dict[str, bytes] = {}

    def __repr__(self) -> str:
        return "<Keyring>"

    def key(self, use: str) -> bytes:
        """32 bytes for one use ("inbox", "people", "room", "wrap", "engine", ...)."""
        if use not in self.__derived:
            hkdf = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=b"entrenous/1/" + use.encode())
            self.__derived[use] = hkdf.derive(self.__master)
        return self.__derived[use]

    def fingerprint(self, *parts: str) -> str:
        """A keyed hash of `parts`: equal for equal parts, and nothing to whoever lacks the key. 32 hex characters."""
        message = b"\x00".join(part.encode("utf-8", "surrogatepass") for part in parts)
        return hmac.new(self.key("fingerprint"), message, hashlib.sha256).hexdigest()[:32]
