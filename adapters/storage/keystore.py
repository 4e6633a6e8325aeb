"""The keys for each use, as the database holds them: wrapped by the master key, so that only the wrapping changes with it.

A new database gets a random root, from which a key for each use is derived. A database of the first version keeps the
keys that were derived from its master key, row by row, or nothing in it could be read any more; a use that came later
takes the root. So its first master key goes on telling those keys, and a change puts only cases and later uses out of its
reach. The root is never that master key itself: whoever has today's key shall not have the first one too, which
opens old backups.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Engine, Row, insert, select, update

from adapters.storage.database import WRITES
from adapters.storage.key_files import KEY_BYTES, KeyFileError
from adapters.storage.keys import ROOT, Keyring, MasterKeys, derived, master_id
from adapters.storage.sealing import SealBroken, seal, unseal
from adapters.storage.tables import cases, keystore, metadata

FIRST_USES = ("inbox", "people", "room", "engine", "fingerprint")
"""What the first version derived from its master key."""


def use_place(use: str) -> str:
    """Where a key for a use is sealed to."""
    return f"keystore:{use}"


def case_place(case_id: str) -> str:
    """Where a case's key is sealed to."""
    return f"case:{case_id}:key"


def holds_data(database: Engine) -> bool:
    """Whether anything in the database could need a key that exists already."""
    with database.connect() as connection, connection.begin():
        return _used(connection)


def unlock(database: Engine, masters: MasterKeys) -> Keyring:
    """The keyring of a database; its keystore is filled when it is opened for the first time.

    Raises `KeyFileError` if no master key is there that opens it.
    """
    rows = _rows(database)
    if not rows:
        with database.connect() as connection:
            writing = connection.execution_options(**{WRITES: True})
            with writing.begin():
                _fill(writing, masters)
        rows = _rows(database)
    stored = {row.use: _unwrapped(masters, row) for row in rows}
    return Keyring(stored.pop(ROOT), stored, masters, next(row.master for row in rows if row.use == ROOT))


def belongs(database: Engine, master: bytes) -> bool:
    """Whether this is the master key that the database goes by, as far as it can tell."""
    with database.connect() as connection, connection.begin():
        name = connection.execute(select(keystore.c.master).where(keystore.c.use == ROOT)).scalar()
        return name == master_id(master) if name else _opens(connection, derived(master, "wrap"))


def wrapped_under(wrapping: bytes, uses: Mapping[str, bytes], master: str) -> list[dict[str, object]]:
    """The keystore's rows for these keys."""
    return [{"use": use, "wrapped": seal(wrapping, use_place(use), key), "master": master} for use, key in uses.items()]


def _rows(database: Engine) -> Sequence[Row[Any]]:
    with database.connect() as connection, connection.begin():
        return connection.execute(select(keystore)).all()


def _unwrapped(masters: MasterKeys, row: Row[Any]) -> bytes:
    try:
        return unseal(masters.wrapping(row.master), use_place(row.use), row.wrapped)
    except SealBroken:
        raise KeyFileError("the database's own keys are damaged; restore it from a backup") from None


def _fill(connection: Connection, masters: MasterKeys) -> None:
    if connection.execute(select(keystore).limit(1)).first():
        return  # another process was faster
    first, used = masters.first(), _used(connection)
    wrapping = masters.wrapping(first)
    if not _opens(connection, wrapping):
        raise KeyFileError("this master key is not the database's; put the right one back")
    uses = {ROOT: secrets.token_bytes(KEY_BYTES)} | (masters.uses_of(first, FIRST_USES) if used else {})
    connection.execute(insert(keystore), wrapped_under(wrapping, uses, first))
    connection.execute(update(cases).where(cases.c.master == "").values(master=first))


def _opens(connection: Connection, wrapping: bytes) -> bool:
    """A database of the first version does not say which master key is its own: one of its cases must open."""
    row = connection.execute(select(cases).where(cases.c.wrapped_key.is_not(None)).limit(1)).first()
    if row is None:
        return True
    try:
        unseal(wrapping, case_place(row.case_id), row.wrapped_key)
    except SealBroken:
        return False
    return True


def _used(connection: Connection) -> bool:
    return any(connection.execute(select(table).limit(1)).first() for table in metadata.sorted_tables)
