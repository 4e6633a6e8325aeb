"""Post what an entry has ready, in its conversation's order."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.journal import PostFailed, RedactedPosted
from bot.domain.outgoing import Effect, Line, Note, Notice, Outcome, Post
from bot.domain.records import PostKind, PostRecord, PostState
from bot.handlers.alerts import queue_alert
from bot.handlers.attempt import attempt
from bot.handlers.context import Context
from bot.handlers.notes import queue_note
from bot.handlers.posting import standing_place
from bot.ports.store import UnitOfWork

_TO_SEND = frozenset({PostState.READY, PostState.SENDING, PostState.STALLED})
_STALLED_AFTER = 3


async def publish(context: Context, entry_id: str) -> None:
    """Send the entry's notice and its redacted version, if they are ready; done again after a crash, nothing twice."""
    async with context.store.read() as unit:
        records = await unit.posts.all_of_entry(entry_id)
    for record in sorted(records, key=lambda record: record.kind is not PostKind.NOTICE):
        if record.state in _TO_SEND:
            await _send(context, record)


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
    """Post until the platform has it. Whatever was tried before is looked for first, where the platform can tell."""
    channel = context.channels[record.conversation.channel]
    tries = record.attempts

    async def once() -> Effect:
        nonlocal tries
        tries += 1
        if isinstance(content, Notice):
            return await channel.notice(content)
        if tries > 1 and channel.capabilities.finds_own_posts:
            found = await channel.find(content)
            if found.outcome in (Outcome.DONE, Outcome.RETRY):
                return found
        return await channel.post(content)

    async def stall(faults: int) -> None:
        if faults == _STALLED_AFTER:
            async with context.store.begin(durable=False) as unit:
                await unit.posts.move(record.post_id, PostState.STALLED)
            context.turns.ring(record.conversation)

    return await attempt(context, once, stall)


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
        code = effect.code or effect.outcome.value
        async with context.store.begin(durable=False) as unit:
            await unit.posts.move(record.post_id, PostState.FAILED)
            await unit.journal.append(PostFailed(at=now, entry=record.entry_id, post=record.post_id, code=code))
            if record.kind is PostKind.REDACTED:
                await _tell_failure(context, unit, record)
        return
    async with context.store.begin(durable=False) as unit:
        await unit.posts.move(record.post_id, PostState.POSTED, effect.ref)
        await unit.cases.place(effect.ref, await unit.cases.consult_of(record.entry_id), record.entry_id)
        if record.kind is PostKind.CLEAN:
            await unit.posts.wipe(record.post_id)
        if record.kind is PostKind.REDACTED:
            late = isinstance(content, Post) and content.late
            posted = RedactedPosted(
                at=now, entry=record.entry_id, post=record.post_id, late=int(late), repeat=record.attempts
            )
            await unit.journal.append(posted)
    if isinstance(content, Post) and (old := content.replaces):
        await attempt(context, lambda: context.channels[old.channel].remove(old))
