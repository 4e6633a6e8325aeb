"""The last wall: deciding itself broke, so the message is withheld without looking at it again."""

from __future__ import annotations

from bot.domain.records import Decision, EntryState
from bot.handlers.context import Context
from bot.handlers.withhold import withhold


async def rescue(context: Context, entry_id: str) -> Decision:
    """Withhold an entry whose decision raised; keeps whatever was decided before that."""
    async with context.store.read() as unit:
        entry = await unit.inbox.entry(entry_id)
        if entry.state is not EntryState.RECEIVED:
            return entry.decision or Decision.NOTHING
        inbound = await unit.inbox.inbound(entry_id)
    return await withhold(context, entry, inbound, code="decide_raised")
