"""Post what an entry has ready, in its conversation's order."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial

from bot.domain.journal import MessageExposed, PostFailed, RedactedPosted
from bot.domain.messages import MessageRef
from bot.domain.outgoing import Effect, Line, Note, Notice, Outcome, Post
from bot.domain.records import PostKind, PostRecord, PostState
from bot.handlers.alerts import queue_alert
from bot.handlers.attempt import attempt
from bot.handlers.context import Context
from bot.handlers.exposure import EXPOSED
from bot.handlers.in_place import amend, take_away
from bot.handlers.notes import author_of, queue_note
from bot.handlers.posting import standing_place
from bot.ports.store import UnitOfWork

_TO_SEND = frozenset({PostState.READY, PostState.SENDING, PostState.STALLED})
_ANEW = frozenset({Outcome.UNSUPPORTED, Outcome.GONE})
"""How an attempt to change a post in its place ends where it has to be posted anew."""
_STALLED_AFTER = 3


async def publish(context: Context, entry_id: str) -> None:
    """Send the entry's notice and its redacted version, if they are ready; done again after a crash, nothing twice."""
    async with context.turns.publishing(entry_id):
        while records := await _to_send(context, entry_id):  # what was mended meanwhile is sent again
            for record in records:
                await _send(context, record)


async def _to_send(context: Context, entry_id: str) -> list[PostRecord]:
    async with context.store.read() as unit:
        records = await unit.posts.all_of_entry(entry_id)
    ready = [record for record in records if record.state in _TO_SEND]
    return sorted(ready, key=lambda record: record.kind is not PostKind.NOTICE)


async def _send(context: Context, record: PostRecord) -> None:
    await _wait_turn(context, record)
    async with context.store.begin(durable=False) as unit:
        await unit.posts.move(record.post_id, PostState.SENDING)
        content = await _placed(unit, record, await unit.posts.content(record.post_id))
    effect = await _call(context, record, content)
    await _record(context, record, content, effect)
    context.turns.ring(record.conversation)


async def _wait_turn(context: Context, record: PostRecord) -> None:
    if record.number == 0:
        return

    async def blocked() -> bool:
        cutoff = context.clock.now() - context.rules.undecided
        async with context.store.read() as unit:
            return await unit.inbox.blocking(record.conversation, record.number, cutoff)

    await context.turns.wait_while(record.conversation, blocked)


async def _placed(unit: UnitOfWork, record: PostRecord, content: Post | Notice) -> Post | Notice:
    """Thread and reply as they stand now, and whether it comes late."""
    where = content.conversation
    thread = await standing_place(unit, where.channel, where.conversation, content.thread)
    reply_to = await standing_place(unit, where.channel, where.conversation, content.reply_to)
    if isinstance(content, Notice):
        return replace(content, thread=thread, reply_to=reply_to)
    late = record.number > 0 and await unit.posts.overtaken(record.conversation, record.number)
    return replace(content, thread=thread, reply_to=reply_to, late=late)


async def _call(context: Context, record: PostRecord, content: Post | Notice) -> Effect:
    """Post until the platform has it."""
    channel = context.channels[record.conversation.channel]
    if record.kind is PostKind.LEFT and isinstance(content, Post):
        return Effect(Outcome.DONE, content.origin)  # its author's own message: nothing is to be done there
    tries = record.attempts

    async def once() -> Effect:
        nonlocal tries
        tries += 1
        if isinstance(content, Notice):
            return await channel.notice(content)
        if record.refs and channel.capabilities.amends:
            amended = await amend(context, record, content, record.refs)
            return amended if amended.outcome is not Outcome.UNSUPPORTED else await channel.post(content)
        return await _put(context, record, content, again=tries > 1)

    async def stall(faults: int) -> None:
        if faults == _STALLED_AFTER:
            async with context.store.begin(durable=False) as unit:
                await unit.posts.move(record.post_id, PostState.STALLED)
            context.turns.ring(record.conversation)

    return await attempt(context, once, stall)


async def _put(context: Context, record: PostRecord, post: Post, *, again: bool) -> Effect:
    """One call: in the place of what stands there already, or anew, unless the platform has it from an earlier try."""
    channel = context.channels[record.conversation.channel]
    if post.replaces and channel.capabilities.amends:
        amended = await amend(context, record, post, post.replaces)
        if amended.outcome not in _ANEW:
            return amended
    if again and channel.capabilities.finds_own_posts:
        found = await channel.find(post)
        if found.outcome in (Outcome.DONE, Outcome.RETRY):
            return found
    return await channel.post(post)


async def _tell_failure(context: Context, unit: UnitOfWork, record: PostRecord) -> None:
    """The author's message is gone and its redacted version never came: they must hear of it, and so must a supervisor."""
    entry = await unit.inbox.entry(record.entry_id)
    author = await unit.inbox.author(record.entry_id)
    if author is not None:
        note = Note(note_id=f"{record.entry_id}f", to=author, line=Line("note.failed_post"))
        await queue_note(context, unit, note, entry.entry_id)
    await queue_alert(context, unit, entry, Line("alert.failed_post"), hourly=True)


async def _record(context: Context, record: PostRecord, content: Post | Notice, effect: Effect) -> None:
    now = context.clock.now()
    if effect.outcome is not Outcome.DONE or effect.ref is None:
        await _not_posted(context, record, effect)
        return
    async with context.store.begin(durable=False) as unit:
        await unit.posts.sent(record.post_id, effect.ref, effect.more)
        if isinstance(content, Post) and content.replaces:
            await unit.posts.supersede(record.post_id, content.replaces)
        for ref in (effect.ref, *effect.more):
            await unit.cases.place(ref, await unit.cases.consult_of(record.entry_id), record.entry_id)
        if record.kind is PostKind.REDACTED:
            await unit.journal.append(_posted(now, record, content))
    if left := _left(record, content, {effect.ref, *effect.more}):
        await _clear(context, record, left)


async def _clear(context: Context, record: PostRecord, left: list[MessageRef]) -> None:
    """Take an earlier version away."""
    async with context.store.read() as unit:
        author = (await unit.inbox.entry(record.entry_id)).author
    for old in left:
        gone = await take_away(context, old, author, partial(attempt, context))
        if gone.outcome is Outcome.FORBIDDEN:
            await _still_there(context, record, old, gone)


async def _still_there(context: Context, record: PostRecord, old: MessageRef, effect: Effect) -> None:
    """What was corrected in place stays beside the new version, since its author took the permission back meanwhile."""
    now = context.clock.now()
    async with context.store.begin() as unit:
        entry = await unit.inbox.entry(record.entry_id)
        await unit.inbox.mark(entry.entry_id, EXPOSED)
        exposed = MessageExposed(at=now, entry=entry.entry_id, outcome=effect.outcome.value, code=effect.code)
        await unit.journal.append(exposed)
        author = await author_of(unit, entry)
        if author is not None:
            note = Note(f"{entry.entry_id}o", author, Line("note.still_there"), about=old)
            await queue_note(context, unit, note, entry.entry_id)


async def _not_posted(context: Context, record: PostRecord, effect: Effect) -> None:
    """What could not be posted is told; what somebody took away while it was to be changed is gone, and that is all."""
    gone = effect.outcome is Outcome.GONE and bool(record.refs)
    code = effect.code or effect.outcome.value
    async with context.store.begin(durable=False) as unit:
        await unit.posts.move(record.post_id, PostState.REMOVED if gone else PostState.FAILED)
        failed = PostFailed(at=context.clock.now(), entry=record.entry_id, post=record.post_id, code=code)
        await unit.journal.append(failed)
        if record.kind is PostKind.REDACTED and not gone:
            await _tell_failure(context, unit, record)


def _posted(now: datetime, record: PostRecord, content: Post | Notice) -> RedactedPosted:
    late = isinstance(content, Post) and content.late
    return RedactedPosted(at=now, entry=record.entry_id, post=record.post_id, late=int(late), repeat=record.attempts)


def _left(record: PostRecord, content: Post | Notice, now: set[MessageRef]) -> list[MessageRef]:
    """Messages of an earlier version that still stand beside this one."""
    earlier = (*record.refs, *(content.replaces if isinstance(content, Post) else ()))
    return [ref for ref in earlier if ref not in now]
