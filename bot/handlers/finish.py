"""Close an entry whose work has ended."""

from __future__ import annotations

from bot.domain.records import EntryState
from bot.handlers.context import Context


async def finish(context: Context, entry_id: str) -> None:
    async with context.store.begin(durable=False) as unit:
        await unit.inbox.finish(entry_id)


async def is_finished(context: Context, entry_id: str) -> bool:
    async with context.store.read() as unit:
        return (await unit.inbox.entry(entry_id)).state is EntryState.DONE
