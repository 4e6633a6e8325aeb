"""The master keys, and the keys for each use that stand behind them.

A master key is 32 random bytes in a file that only the bot's user may read. It wraps the key of each case and the root
of the keys for each use (`adapters.storage.keystore`), and seals nothing else; so it can be changed without sealing
anything anew. From the root comes, by HKDF, one key for each use, so that none serves two ends.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Mapping, Sequence

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from adapters.storage.key_files import KEY_BYTES, KeyFileError, decode_master_key, load_master_key
from adapters.storage.signing import Signer

ROOT = "root"
"""The use under which the keystore holds what the other uses are derived from."""

_PUT_BACK = "put it back where the settings name it, or type your recovery sheet with `entrenous keys recover`"


def master_id(master: bytes) -> str:
    """Names a master key and tells nothing of it: a digest that only its holder can make. 16 hex characters."""
    return hmac.new(master, b"entrenous/1/master-id", hashlib.sha256).hexdigest()[:16]


def derived(secret: bytes, use: str) -> bytes:
    """The key for one use, from a secret of 32 bytes (HKDF, RFC 5869)."""
    hkdf = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=b"entrenous/1/" + use.encode())
    return hkdf.derive(secret)


class MasterKeys:
    """The master keys that this process can get hold of, by id; looked for again when a new id turns up.

    `read` gives those that can be had now, the one to start with first.
    """

    def __init__(self, read: Callable[[], Sequence[bytes]]) -> None:
        self.__read = read
        self.__held: dict[str, bytes] = {}

    def __repr__(self) -> str:
        return "<MasterKeys>"

    def first(self) -> str:
        """Id of the key with which a new database begins. Raises `KeyFileError`."""
        if found := self._look():
            return found[0]
        raise KeyFileError(f"the database holds data, and its master key is not here: {_PUT_BACK}")

    def wrapping(self, master: str) -> bytes:
        """What the master key with this id wraps with. Raises `KeyFileError` where it cannot be had."""
        if master not in self.__held:
            self._look()
        if master not in self.__held:
            raise KeyFileError(
                f"the database is sealed with the master key {master}, and that key is not here: {_PUT_BACK}"
            )
        return derived(self.__held[master], "wrap")

    def uses_of(self, master: str, uses: Sequence[str]) -> dict[str, bytes]:
        """The keys that a database of the first version has for `uses`: they were derived from its master key."""
        return {use: derived(self.__held[master], use) for use in uses}

    def _look(self) -> list[str]:
        found = {master_id(key): key for key in self.__read()}
        self.__held |= found
        return list(found)


class Keyring:
    """Keys for each use, and the keys that wrap those of cases.

    `root`: what is derived from; `stored`: keys for uses that have one of their own; `masters`, `master`: where master
    keys come from and which one wraps at present. With the root alone that is the master key too, as in the first version.
    """

    def __init__(
        self,
        root: bytes,
        stored: Mapping[str, bytes] | None = None,
        masters: MasterKeys | None = None,
        master: str = "",
    ) -> None:
        if len(root) != KEY_BYTES:
            raise KeyFileError("the master key must be 32 bytes")
        self.__root = root
        self.__keys = dict(stored or {})
        self.__masters = masters or MasterKeys(lambda: [root])
        self.__signer: Signer | None = None
        self.master = master or master_id(root)
        """Id of the master key that wrapped when the database was opened."""

    def __repr__(self) -> str:
        return "<Keyring>"

    def key(self, use: str) -> bytes:
        """32 bytes for one use ("inbox", "people", "room", "engine", ...); never another, whatever the master key."""
        if use not in self.__keys:
            self.__keys[use] = derived(self.__root, use)
        return self.__keys[use]

    def wrapping(self, master: str) -> bytes:
        """What wraps cases' keys under the master key with this id ("" is the first). Raises `KeyFileError`."""
        return self.__masters.wrapping(master or self.master)

    def signer(self) -> Signer:
        """Signs the journal and the witness mails; the same whatever the master key."""
        if self.__signer is None:
            self.__signer = Signer(self.key("signing"))
        return self.__signer

    def fingerprint(self, *parts: str) -> str:
        """A keyed hash of `parts`: equal for equal parts, and nothing to whoever lacks the key. 32 hex characters."""
        message = b"\x00".join(part.encode("utf-8", "surrogatepass") for part in parts)
        return hmac.new(self.key("fingerprint"), message, hashlib.sha256).hexdigest()[:32]


__all__ = [
    "KEY_BYTES",
    "ROOT",
    "KeyFileError",
    "Keyring",
    "MasterKeys",
    "decode_master_key",
    "derived",
    "load_master_key",
    "master_id",
]
