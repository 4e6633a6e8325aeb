"""Remove the original, and settle what follows from how that ended."""

from __future__ import annotations

from functools import partial

from bot.domain.capabilities import Removal
from bot.domain.journal import MessageExposed, OriginalRemoved
from bot.domain.marks import lost_links
from bot.domain.outgoing import Button, Effect, Line, Note, Notice, Outcome, Post
from bot.domain.records import (
    Decision,
    Entry,
    PostKind,
    PostRecord,
    PostState,
)
from bot.domain.removal import COMPOSED, Plan, plan
from bot.handlers.alerts import queue_alert
from bot.handlers.attempt import attempt
from bot.handlers.belongs import offered
from bot.handlers.context import Context
from bot.handlers.exposure import EXPOSED
from bot.handlers.hide import hidden_in
from bot.handlers.hint import queue_hint
from bot.handlers.in_place import put_in_place, stand, take_away
from bot.handlers.notes import queue_note
from bot.handlers.posting import byline_of, mending_buttons, post_id
from bot.ports.store import UnitOfWork
from redaction import RedactedText


async def remove(context: Context, entry_id: str) -> Outcome:
    """Take the original away, or correct it where it stands. Done again after a crash: what is gone already counts as removed."""
    async with context.store.read() as unit:
        entry = await unit.inbox.entry(entry_id)
    never_raw = entry.composed or context.channel(entry.origin).capabilities.removal is Removal.NEVER_SHOWN
    put = None if never_raw else await put_in_place(context, entry)
    effect = Effect(Outcome.DONE)
    if not never_raw and put is None:
        effect = await take_away(context, entry.origin, entry.author, partial(attempt, context), entry)
    await _settle(context, entry, effect, put)
    context.turns.ring(entry.conversation)
    return effect.outcome


async def _settle(context: Context, entry: Entry, effect: Effect, put: Post | None) -> None:
    removal = Removal.IN_PLACE if put else context.channel(entry.origin).capabilities.removal
    row = COMPOSED if entry.composed else plan(removal, effect.outcome)
    async with context.store.begin(durable=False) as unit:
        if await _settled(unit, entry):
            return
        byline = await byline_of(unit, entry.entry_id)
        if entry.decision is Decision.REDACTED:
            await _queue_post(unit, entry, row)
            if put is not None:
                await stand(context, unit, entry, put)
            await _queue_note(context, unit, entry, row)
            await queue_hint(context, unit, entry)
        else:
            await _queue_place(unit, entry, row)
        if row.notice and byline is not None:
            await _queue_notice(unit, entry, row.notice, byline)
        if row.alert and byline is not None:
            await queue_alert(context, unit, entry, Line(row.alert, slots={"byline": byline}), hourly=True)
        if not (entry.composed or row.stands):
            await _journal(context, unit, entry, row, effect)


async def _settled(unit: UnitOfWork, entry: Entry) -> bool:
    kind = PostKind.REDACTED if entry.decision is Decision.REDACTED else PostKind.NOTICE
    record = await unit.posts.of_entry(entry.entry_id, kind)
    return record is not None and record.state is not PostState.WAITING


async def _queue_post(unit: UnitOfWork, entry: Entry, row: Plan) -> None:
    state = PostState.READY if row.post else PostState.OFFERED if row.offer else PostState.REMOVED
    await unit.posts.move(post_id(entry.entry_id), state)


async def _queue_place(unit: UnitOfWork, entry: Entry, row: Plan) -> None:
    """The line in a held message's place; none where the message itself still stands."""
    record = await unit.posts.of_entry(entry.entry_id, PostKind.NOTICE)
    if record and record.state is PostState.WAITING:
        await unit.posts.move(record.post_id, PostState.REMOVED if row.exposed else PostState.READY)


async def _queue_note(context: Context, unit: UnitOfWork, entry: Entry, row: Plan) -> None:
    author = await unit.inbox.author(entry.entry_id)
    if author is None:
        return
    spans = await unit.inbox.hidden(entry.entry_id)
    content = await unit.posts.content(post_id(entry.entry_id))
    files = content.files if isinstance(content, Post) else ()
    spans = (*spans, *(span for span in hidden_in(files) if span.pseudonym not in {one.pseudonym for one in spans}))
    lang = content.lang if isinstance(content, Post) else None
    polled = isinstance(content, Post) and content.poll is not None
    note = Note(
        note_id=f"{entry.entry_id}t",
        to=author,
        line=Line(
            (polled and row.poll_note) or (files and row.files_note) or row.note,
            lang=lang,
            slots={"count": len(spans) if files else max(1, len(spans))},
        ),
        hidden=spans,
        about=entry.origin if row.exposed else None,
        also=Line("note.link_dropped", lang) if isinstance(content, Post) and lost_links(content.marks) else None,
        buttons=(
            *((Button("post_redacted", post_id(entry.entry_id)),) if row.offer else ()),
            *await offered(context, unit, entry),
            *mending_buttons(entry.entry_id),
        ),
    )
    await queue_note(context, unit, note, entry.entry_id)


async def _queue_notice(unit: UnitOfWork, entry: Entry, key: str, byline: RedactedText) -> None:
    notice = Notice(
        notice_id=f"{entry.entry_id}x",
        conversation=entry.conversation,
        line=Line(key, slots={"byline": byline}),
        reply_to=entry.origin.message,
    )
    record = PostRecord(
        post_id=notice.notice_id,
        entry_id=entry.entry_id,
        kind=PostKind.NOTICE,
        state=PostState.READY,
        conversation=entry.conversation,
        number=entry.number,
    )
    await unit.posts.add(record, notice)


async def _journal(context: Context, unit: UnitOfWork, entry: Entry, row: Plan, effect: Effect) -> None:
    now = context.clock.now()
    if row.exposed:
        await unit.inbox.mark(entry.entry_id, EXPOSED)
        exposed = MessageExposed(at=now, entry=entry.entry_id, outcome=effect.outcome.value, code=effect.code)
        await unit.journal.append(exposed)
    else:
        removed = OriginalRemoved(at=now, entry=entry.entry_id, outcome=effect.outcome.value, code=effect.code)
        await unit.journal.append(removed)
