"""Wipe what has been kept long enough."""

from __future__ import annotations

from bot.domain.journal import OriginalsWiped
from bot.handlers.context import Context


async def wipe_due(context: Context) -> int:
    """Wipe what is older than the mending window (48 h): originals, notes, who asked, links; how many originals."""
    now = context.clock.now()
    limit = now - context.rules.hold_originals
    async with context.store.begin() as unit:
        count = await unit.inbox.wipe_before(limit)
        await unit.notes.wipe_before(limit)
        await unit.posts.wipe_clean_before(limit)
        await unit.asks.wipe_before(limit)
        await unit.links.forget_before(limit)
        if count:
            await unit.journal.append(OriginalsWiped(at=now, count=count))
    return count
