"""One transaction's connection with the keys beside it: what every repository works on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, CursorResult, Executable, Table
from sqlalchemy.dialects.sqlite import insert

from adapters.storage.codec import decode, encode
from adapters.storage.keys import Keyring
from adapters.storage.sealing import seal, unseal

Row = Mapping[str, Any]


def to_ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def from_ms(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


class Session:
    """A connection inside a transaction, and the keys to seal with.

    The methods are coroutines, so that a database on another machine can stand behind them too; here they never wait.
    """

    def __init__(self, connection: Connection, keyring: Keyring) -> None:
        self._connection = connection
        self.keyring = keyring

    async def run(self, statement: Executable) -> CursorResult[Any]:
        return self._connection.execute(statement)

    async def one(self, statement: Executable) -> Row | None:
        row = self._connection.execute(statement).mappings().first()
        return dict(row) if row else None

    async def all(self, statement: Executable) -> list[Row]:
        return [dict(row) for row in self._connection.execute(statement).mappings()]

    async def add(self, table: Table, values: Mapping[str, Any]) -> bool:
        """Insert a row; False, and nothing happens, if one with the same key is there."""
        return self._connection.execute(insert(table).values(**values).on_conflict_do_nothing()).rowcount == 1

    def seal(self, use: str, place: str, value: Any) -> bytes:
        """Seal one of our values under the key for `use`."""
        return seal(self.keyring.key(use), place, encode(value))

    def unseal(self, use: str, place: str, sealed: bytes) -> Any:
        return decode(unseal(self.keyring.key(use), place, sealed))
