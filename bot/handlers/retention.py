"""Wipe what has been kept long enough."""

from __future__ import annotations

from bot.domain.journal import OriginalsWiped
from bot.handlers.context import Context


async def wipe_due(context: Context) -> int:
    """Wipe originals and notes older than the mending window (48 h by default); how many originals."""
    now = context.clock.now()
    limit = now - context.rules.hold_originals
    async with context.store.begin() as unit:
        count = await unit.inbox.wipe_before(limit)
        await unit.notes.wipe_before(limit)
        if count:
            await unit.journal.append(OriginalsWiped(at=now, count=count))
    return count
