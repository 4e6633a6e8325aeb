"""Which roles the people on the list hold, for `entrenous check`. Changes nothing, and needs no bot that runs."""

from __future__ import annotations

import asyncio
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from adapters.storage.database import open_database
from adapters.storage.key_files import KeyFileError
from adapters.storage.keystore import holds_data, unlock
from adapters.storage.store import SealedStore
from bot.bootstrap import SystemClock, master_keys
from bot.domain.roster import Role, Status
from config.settings import Settings


def roles_held(settings: Settings) -> list[frozenset[Role]] | None:
    """`bot.check.People`. None too where the database cannot be read: the bot may be older, or its key elsewhere."""
    url = settings.database_url.get_secret_value()
    if not Path(make_url(url).database or "").is_file():
        return None
    try:
        return asyncio.run(_held(settings, url))
    except (KeyFileError, SQLAlchemyError):
        return None


async def _held(settings: Settings, url: str) -> list[frozenset[Role]] | None:
    database = open_database(url)
    try:
        if not holds_data(database):
            return None
        store = SealedStore(database, unlock(database, master_keys(settings)), SystemClock())
        async with store.read() as unit:
            return [member.roles for member in await unit.roster.members() if member.status is Status.ACTIVE]
    finally:
        database.dispose()
