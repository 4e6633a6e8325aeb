"""An author's own message is turned into its redacted version, with their permission: nothing is removed, nothing posted anew.

Whatever does not work out is done the usual way, at once: the original must not stand because of a nicety.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

from bot.domain.messages import Inbound, MessageRef
from bot.domain.outgoing import Effect, Outcome, Post
from bot.domain.permission_entries import CorrectedInPlace, NotCorrectedInPlace
from bot.domain.records import Decision, Entry, EntryState, PostRecord, PostState
from bot.handlers.attempt import attempt
from bot.handlers.context import Context
from bot.handlers.deliver import deliver
from bot.handlers.permission import lost
from bot.handlers.posting import post_at, post_id
from bot.handlers.words import exactly, goes_on
from bot.ports.on_behalf import OnBehalf
from bot.ports.store import UnitOfWork
from redaction import RawText, RedactedText

BEGUN = "in_place"
"""Mark of an inbox entry whose original may have been changed already."""
PATIENCE = timedelta(seconds=3)
"""How long passing faults are sat out before the message is removed instead."""

As = Callable[[OnBehalf, RawText], Awaitable[Effect]]
Call = Callable[[Callable[[], Awaitable[Effect]]], Awaitable[Effect]]


async def put_in_place(context: Context, entry: Entry) -> Post | None:
    """The redacted version, now that it stands in the place of the original; None where that has to be removed."""
    if entry.decision is not Decision.REDACTED or entry.origin.channel not in context.on_behalf:
        return None
    async with context.store.begin(durable=False) as unit:
        found = await post_at(unit, entry.origin)
        if found is None or found[0].entry_id != entry.entry_id or found[1].files:
            return None  # written anew meanwhile, which must not be undone; or with files, which do not change in place
        record, post = found
        if record.state is not PostState.WAITING:
            return post if entry.origin in record.refs else None
        if await unit.permissions.token(entry.author) is None:
            return None
        await unit.inbox.mark(entry.entry_id, BEGUN)
    again = entry.code == BEGUN
    effect = await _as_author(
        context,
        entry.origin.channel,
        entry.author,
        lambda on, token: on.replace(post, entry.origin, token, look_first=again),
        entry,
    )
    if effect.outcome is Outcome.DONE:
        return post
    async with context.store.begin(durable=False) as unit:
        await unit.inbox.mark(entry.entry_id, "")
        code = effect.code or effect.outcome.value
        await unit.journal.append(NotCorrectedInPlace(at=context.clock.now(), entry=entry.entry_id, code=code))
    return None


async def stand(context: Context, unit: UnitOfWork, entry: Entry, put: Post) -> None:
    """Keep that the author's message is the post now; what was mended meanwhile is sent again."""
    own = post_id(entry.entry_id)
    await unit.inbox.mark(entry.entry_id, "")
    await unit.posts.move(own, PostState.SENDING)
    await unit.posts.sent(own, entry.origin, ())
    await unit.posts.supersede(own, (entry.origin,))
    if await unit.posts.content(own) != put:
        await unit.posts.move(own, PostState.READY)
    await unit.journal.append(CorrectedInPlace(at=context.clock.now(), entry=entry.entry_id, post=own))


async def amend(context: Context, record: PostRecord, post: Post, standing: tuple[MessageRef, ...]) -> Effect:
    """Change what stands in its place: in the bot's own name, or in its author's where that is their message."""
    effect = await context.channels[record.conversation.channel].amend(post, standing)
    if effect.outcome is not Outcome.UNSUPPORTED:
        return effect
    async with context.store.read() as unit:
        entry = await unit.inbox.entry(record.entry_id)
    own = await _as_author(
        context,
        entry.origin.channel,
        entry.author,
        lambda on, token: on.replace(post, standing[0], token, look_first=False),
        entry,
    )
    return own if own.outcome in (Outcome.DONE, Outcome.GONE) else effect


async def take_away(
    context: Context, message: MessageRef, author: str, call: Call, entry: Entry | None = None
) -> Effect:
    """Remove a message in the bot's own name, or, where it may not, by its author's token.

    `author`: fingerprint of their account. `call`: `once`, or `attempt` with its context. `entry`: whose flow goes on.
    """
    effect = await call(partial(context.channel(message).remove, message))
    if effect.outcome is not Outcome.FORBIDDEN:
        return effect
    own = await _as_author(context, message.channel, author, lambda on, token: on.remove_own(message, token), entry)
    return own if own.outcome in (Outcome.DONE, Outcome.GONE) else effect


async def is_our_own_change(unit: UnitOfWork, inbound: Inbound) -> bool:
    """Whether an edit is but what we made of the message: told by what it says, not by when it comes."""
    found = await post_at(unit, inbound.origin)
    if found is None:
        return False
    record, post = found
    begun = (await unit.inbox.entry(record.entry_id)).code == BEGUN
    return (begun or inbound.origin in record.refs) and exactly(inbound.text, _raw(post))


async def edited_clean(unit: UnitOfWork, inbound: Inbound, body: RedactedText) -> None:
    """The author of a message that was corrected in place wrote it anew, without any detail: that is the post from now on.

    The preview of a link, which comes after the words, is no part of them.
    """
    found = await post_at(unit, inbound.origin)
    if found is None:
        return
    record, post = found
    in_place = record.state is PostState.POSTED and inbound.origin in record.refs
    if not in_place or post.covered or goes_on(inbound.text, _raw(post)):
        return
    await unit.inbox.wipe(record.entry_id)  # what it was before is not what it is made of now
    await unit.posts.rewrite(record.post_id, replace(post, body=body, hidden=(), marks=()))
    await unit.posts.move(record.post_id, PostState.POSTED)


def _raw(post: Post) -> RawText:
    """Its body, for comparing."""
    return RawText(str.__str__(post.body))


async def _as_author(context: Context, channel: str, author: str, act: As, entry: Entry | None) -> Effect:
    """UNSUPPORTED where they gave no permission. A token that is good for nothing is given up, and they are told.

    That waits for the flow of `entry`, where it goes on: nothing is in the way of a removal.
    """
    platform = context.on_behalf.get(channel)
    async with context.store.read() as unit:
        token = await unit.permissions.token(author) if platform else None
    if platform is None or token is None:
        return Effect(Outcome.UNSUPPORTED, code="no_permission")
    effect = await attempt(context, lambda: act(platform, token), within=PATIENCE)
    if effect.outcome is Outcome.REVOKED:
        note = await lost(context, author, entry.entry_id if entry else None)
        if note is not None and (entry is None or entry.state is EntryState.DONE):
            await deliver(context, note)
    return effect
