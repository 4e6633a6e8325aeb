"""The keys of cases: random, wrapped by the master key, unwrapped only in memory."""

from __future__ import annotations

import secrets
from collections import OrderedDict

from sqlalchemy import select

from adapters.storage.keys import KEY_BYTES
from adapters.storage.sealing import seal, unseal
from adapters.storage.session import Session
from adapters.storage.tables import cases
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


class CaseKeys:
    """Makes and unwraps the key of a case."""

    def __init__(self, session: Session, cache: KeyCache) -> None:
        self._db = session
        self._cache = cache

    def make(self, case_id: str) -> bytes:
        """A new key for the case; the wrapped form, to be stored."""
        return seal(self._db.keyring.key("wrap"), _place(case_id), secrets.token_bytes(KEY_BYTES))

    async def key(self, case_id: str) -> bytes:
        """The case's key. Raises `Wiped` once it was destroyed."""
        if (cached := self._cache.get(case_id)) is not None:
            return cached
        row = await self._db.one(select(cases.c.wrapped_key).where(cases.c.case_id == case_id))
        if row is None or row["wrapped_key"] is None:
            raise Wiped(case_id)
        key = unseal(self._db.keyring.key("wrap"), _place(case_id), row["wrapped_key"])
        self._cache.put(case_id, key)
        return key


def _place(case_id: str) -> str:
    return f"case:{case_id}:key"
