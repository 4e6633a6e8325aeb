"""Close an entry whose work has ended."""

from __future__ import annotations

from bot.handlers.context import Context


async def finish(context: Context, entry_id: str) -> None:
    async with context.store.begin() as unit:
        await unit.inbox.finish(entry_id)
