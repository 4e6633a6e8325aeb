"""A message was deleted on the platform: by its author, by somebody with the right, or by this bot."""

from __future__ import annotations

from functools import partial

from bot.domain.capabilities import Removal
from bot.domain.records import Decision, Entry, PostRecord, PostState
from bot.handlers.attempt import attempt
from bot.handlers.context import Context
from bot.handlers.exposure import end_exposure
from bot.handlers.posting import post_of
from bot.handlers.rounds.left import gone_there
from bot.handlers.taking_back import take_back
from bot.ports.store import UnitOfWork


async def deleted(context: Context, entry: Entry) -> Decision:
    """End an exposure; where the bot stands between author and readers, take the post away too.

    A message that was corrected in place is the post itself, which is gone then.
    """
    async with context.store.read() as unit:
        earlier = await unit.cases.entry_at(entry.origin)
        post = await _own_post(unit, entry, earlier) if earlier else None
    if post and (_relays(context, entry) or entry.origin in post.refs):
        await take_back(context, post, partial(attempt, context))
    async with context.store.begin() as unit:
        if earlier is not None:
            await gone_there(unit, earlier)
            await end_exposure(context, unit, earlier, how="deleted")
        await unit.inbox.decide(entry.entry_id, Decision.NOTHING, code="deleted")
        await unit.inbox.wipe(entry.entry_id)
        await unit.inbox.finish(entry.entry_id)
    return Decision.NOTHING


def _relays(context: Context, entry: Entry) -> bool:
    return context.channel(entry.origin).capabilities.removal is Removal.NEVER_SHOWN


async def _own_post(unit: UnitOfWork, entry: Entry, earlier: str) -> PostRecord | None:
    if (await unit.inbox.entry(earlier)).author != entry.author:
        return None
    record = await post_of(unit, earlier)
    return record if record and record.state is PostState.POSTED else None
