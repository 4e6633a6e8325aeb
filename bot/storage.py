"""Opens the home, the master key and the database, for commands as for the bot. Loads nothing that only a running bot needs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine as Database

from adapters.storage.database import migrate as migrate_database
from adapters.storage.database import open_database
from adapters.storage.key_files import KeyFiles
from adapters.storage.keys import Keyring, MasterKeys, decode_master_key
from adapters.storage.keystore import holds_data, unlock
from adapters.storage.store import SealedStore
from adapters.storage.transit import TransitBox
from config.settings import Settings


class SystemClock:
    """`bot.ports.clock.Clock`: the machine's time, in UTC."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Storage:
    """The opened database with its keys."""

    database: Database
    keyring: Keyring
    store: SealedStore


@asynccontextmanager
async def open_storage(settings: Settings) -> AsyncIterator[Storage]:
    """Open (and on the first start make) the home, the master key and the database.

    Raises `KeyFileError` where the key may not be used.
    """
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    database = open_database(settings.database_url.get_secret_value())
    try:
        await asyncio.to_thread(migrate_database, database)
        keyring = unlock(database, master_keys(settings, make=not holds_data(database)))
        yield Storage(database, keyring, SealedStore(database, keyring, SystemClock()))
    finally:
        database.dispose()


def master_keys(settings: Settings, *, make: bool = False) -> MasterKeys:
    """The master keys that the settings name; `make`: the file is made if it is missing, since nothing is sealed yet."""
    keys = settings.keys
    if keys.master_key is None:
        return MasterKeys(key_files(settings, make=make).read)
    given = [secret.get_secret_value() for secret in (keys.master_key, keys.next_master_key) if secret]
    return MasterKeys(lambda: [decode_master_key(text) for text in given])


def key_files(settings: Settings, *, make: bool = False) -> KeyFiles:
    """The master key's file and the next one's, behind the vault where one is set."""
    return KeyFiles(master_key_file(settings), make=make, box=key_box(settings))


def key_box(settings: Settings) -> TransitBox | None:
    """The vault that wraps the master key, where the settings name one."""
    keys = settings.keys
    if keys.vault_address is None or keys.vault_token is None:
        return None
    return TransitBox(keys.vault_address, keys.vault_token.get_secret_value(), keys.vault_key, keys.vault_mount)


def master_key_file(settings: Settings) -> Path:
    """Where the master key's file is, or would be."""
    return settings.keys.master_key_file or settings.home / "master.key"


def engine_file(settings: Settings) -> Path:
    """Where the engine's database is."""
    return settings.home / "engine.db"
