"""Counts the people whom the rules need, for `entrenous check`: those of the list and those of the settings. Changes nothing."""

from __future__ import annotations

import asyncio
from pathlib import Path

from sqlalchemy.engine import make_url

from adapters.storage.database import open_database
from adapters.storage.keystore import holds_data, unlock
from adapters.storage.store import SealedStore
from bot.check import Counted
from bot.domain.messages import PersonRef
from bot.domain.roster import Status
from bot.handlers.supervisors import supervisors_on
from bot.ports.store import UnitOfWork
from bot.storage import SystemClock, master_keys
from config.settings import Settings, configured_channels


def count_people(settings: Settings) -> Counted | None:
    """`bot.check.Counting`."""
    return asyncio.run(_count(settings))


async def _count(settings: Settings) -> Counted | None:
    """The tables are not brought up to date: the bot that runs may be an older one."""
    url = settings.database_url.get_secret_value()
    if not _is_there(url):
        return None
    database = open_database(url)
    try:
        if not holds_data(database):
            return None
        store = SealedStore(database, unlock(database, master_keys(settings)), SystemClock())
        async with store.read() as unit:
            return await _counted(unit, settings)
    finally:
        database.dispose()


def _is_there(url: str) -> bool:
    return Path(make_url(url).database or "").is_file()


async def _counted(unit: UnitOfWork, settings: Settings) -> Counted:
    members = [member for member in await unit.roster.members() if member.status is not Status.LEFT]
    told = {}
    for name, section in configured_channels(settings).items():
        named = [PersonRef(name, str(account)) for account in getattr(section, "supervisors", ())]
        told[name] = len({await unit.roster.who(person) for person in await supervisors_on(unit, name, named)})
    held = [member.roles for member in members if member.status is Status.ACTIVE]
    return Counted(len(members), told, held)
