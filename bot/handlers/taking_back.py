"""A post of ours is taken back from its platform, every message of it."""

from __future__ import annotations

from bot.domain.outgoing import Effect, Outcome
from bot.domain.records import PostRecord, PostState
from bot.handlers.context import Context
from bot.handlers.in_place import Call, take_away

GONE = frozenset({Outcome.DONE, Outcome.GONE})
"""How it ends where nothing of it stands any more."""


async def take_back(context: Context, post: PostRecord, call: Call) -> Effect:
    """The end of it: the first that went wrong, if any; a channel that is not set up any more removes nothing.

    `call`: `once`, or `attempt` with its context.
    """
    if post.conversation.channel not in context.channels or not post.refs:
        return Effect(Outcome.UNSUPPORTED)
    async with context.store.read() as unit:
        author = (await unit.inbox.entry(post.entry_id)).author
    effects = [await take_away(context, ref, author, call) for ref in post.refs]
    for effect in effects:
        if effect.outcome not in GONE:
            return effect
    async with context.store.begin() as unit:
        await unit.posts.move(post.post_id, PostState.REMOVED)
    return effects[0]
