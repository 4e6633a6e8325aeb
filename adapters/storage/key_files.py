"""Where a master key lies: a file of its own, and beside it the next one while the key is being changed.

A key file appears whole or not at all (written aside, then linked): a process killed in between leaves no half key. It
holds the key in base64, or what a box outside this machine made of it (`adapters.storage.transit`).
"""

from __future__ import annotations

import base64
import binascii
import fcntl
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

KEY_BYTES = 32
_BOXED = "vault:"


class KeyFileError(Exception):
    """The master key cannot be used. The text tells the administrator what to do, and nothing of the key."""


class KeyBox(Protocol):
    """Something outside this machine without which a key file cannot be read. Both raise `KeyFileError`."""

    def close(self, key: bytes) -> str:
        """What the file may hold instead of the key; begins with "vault:"."""

    def open(self, text: str) -> bytes: ...


def load_master_key(path: Path, box: KeyBox | None = None) -> bytes:
    """Read the master key; on the first start, make it (mode 0600).

    Raises `KeyFileError` if others may read the file, or if it does not hold 32 bytes in base64.
    """
    if not path.exists():
        with suppress(FileExistsError):
            write_key_file(path, secrets.token_bytes(KEY_BYTES), box)
    return _read(path, box)


def decode_master_key(text: str) -> bytes:
    """The key from its base64 form. Raises `KeyFileError`."""
    try:
        key = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise KeyFileError("the master key is not base64; restore it from your recovery copy") from None
    if len(key) != KEY_BYTES:
        raise KeyFileError("the master key must be 32 bytes in base64; restore it from your recovery copy")
    return key


def write_key_file(path: Path, key: bytes, box: KeyBox | None = None) -> None:
    """A new key file that only its owner reads. Raises `FileExistsError`: a key is never overwritten."""
    text = box.close(key) if box else base64.b64encode(key).decode()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    aside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(text + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.link(aside, path)
    finally:
        aside.unlink()
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Wait until the disk knows the names in `folder`."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class KeyFiles:
    """The master key's file and the next one's. `make`: a missing key may be made, since nothing is sealed yet."""

    def __init__(self, path: Path, *, make: bool = False, box: KeyBox | None = None) -> None:
        self._path = path
        self._box = box
        self._make = make
        self._next = path.with_name(f"{path.name}.next")

    def read(self) -> list[bytes]:
        """The keys that are there, the present one first.

        The next one is looked at first: were it to take the present one's place in between, neither would be missed.
        """
        coming = _read_if_there(self._next, self._box)
        present = load_master_key(self._path, self._box) if self._make else _read_if_there(self._path, self._box)
        return [key for key in (present, coming) if key is not None]

    def prepare(self) -> bytes:
        """The next key: made now, or left by a change that was interrupted."""
        if not self._next.exists():
            write_key_file(self._next, secrets.token_bytes(KEY_BYTES), self._box)
        return _read(self._next, self._box)

    def finish(self) -> None:
        """The next key takes the present one's place; the present one is gone from this machine."""
        self._next.replace(self._path)
        sync_folder(self._path.parent)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else changes the key meanwhile. The lock ends with the process. Raises `KeyFileError`."""
        descriptor = os.open(self._path.parent, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield
        except BlockingIOError:
            raise KeyFileError("the master key is being changed by another process; wait until it has ended") from None
        finally:
            os.close(descriptor)


def _read_if_there(path: Path, box: KeyBox | None) -> bytes | None:
    try:
        return _read(path, box)
    except FileNotFoundError:
        return None


def _read(path: Path, box: KeyBox | None) -> bytes:
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise KeyFileError(f"others can read the master key: run `chmod 600 {path}` and consider the key known")
    text = path.read_text(encoding="ascii").strip()
    if not text.startswith(_BOXED):
        return decode_master_key(text)
    if box is None:
        raise KeyFileError("the master key is wrapped by a vault: set ENTRENOUS_KEYS__VAULT_ADDRESS and its token")
    return box.open(text)
