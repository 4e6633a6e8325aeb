"""The keys of cases: random, wrapped by the master key, unwrapped only in memory.

Each row names the master key that wraps it. While that one is being changed there are two, and which of them wraps a new
case's key is read in the transaction that stores it: a key wrapped by one that is leaving cannot slip in behind the change.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict

from sqlalchemy import select

from adapters.storage.keys import KEY_BYTES, ROOT
from adapters.storage.keystore import case_place
from adapters.storage.sealing import seal, unseal
from adapters.storage.session import Session
from adapters.storage.tables import cases, keystore
from bot.ports.store import Wiped

_CACHED = 256


class KeyCache:
    """The latest unwrapped keys; shared by the transactions of one process."""

    def __init__(self) -> None:
        self._keys: OrderedDict[str, bytes] = OrderedDict()

    def __repr__(self) -> str:
        return "<KeyCache>"

    def get(self, case_id: str) -> bytes | None:
        return self._keys.get(case_id)

    def put(self, case_id: str, key: bytes) -> None:
        self._keys[case_id] = key
        if len(self._keys) > _CACHED:
            self._keys.popitem(last=False)

    def forget(self, case_id: str) -> None:
        self._keys.pop(case_id, None)


class CaseKeys:
    """Makes and unwraps the key of a case."""

    def __init__(self, session: Session, cache: KeyCache) -> None:
        self._db = session
        self._cache = cache

    async def make(self, case_id: str) -> dict[str, bytes | str]:
        """A new key for the case: the columns that hold it, wrapped."""
        row = await self._db.one(select(keystore.c.master).where(keystore.c.use == ROOT))
        master = row["master"] if row else self._db.keyring.master
        wrapping = self._db.keyring.wrapping(master)
        return {"wrapped_key": seal(wrapping, case_place(case_id), secrets.token_bytes(KEY_BYTES)), "master": master}

    async def key(self, case_id: str) -> bytes:
        """The case's key. Raises `Wiped` once it was destroyed."""
        if (cached := self._cache.get(case_id)) is not None:
            return cached
        row = await self._db.one(select(cases.c.wrapped_key, cases.c.master).where(cases.c.case_id == case_id))
        if row is None or row["wrapped_key"] is None:
            raise Wiped(case_id)
        key = unseal(self._db.keyring.wrapping(row["master"]), case_place(case_id), row["wrapped_key"])
        self._cache.put(case_id, key)
        return key

    def forget(self, case_id: str) -> None:
        """Drop the key from memory: for a case whose key is destroyed."""
        self._cache.forget(case_id)
