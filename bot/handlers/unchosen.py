"""Somebody saw a missed detail, and nobody chose the words: the message goes back to its author, never lost, never shown."""

from __future__ import annotations

from functools import partial

from bot.domain.drafts import Draft
from bot.domain.messages import MessageRef, PersonRef
from bot.domain.outgoing import GiveBack, Line, Post
from bot.domain.records import NoteKind, NoteRecord, NoteState, PostKind
from bot.handlers.attempt import attempt
from bot.handlers.context import Context
from bot.handlers.deliver import deliver
from bot.handlers.notes import author_of
from bot.handlers.taking_back import take_back
from bot.ports.store import Wiped
from redaction import RawText


async def give_up(context: Context, draft: Draft) -> None:
    """End a report that nobody finished; nothing to do for any other draft."""
    if draft.raw is not None:
        await _give_back(context, draft, draft.raw.author, draft.raw.text, draft.raw.origin)
    elif draft.report and draft.writing.corrects is not None:
        await _uncovered(context, draft, draft.writing.corrects)


async def _uncovered(context: Context, draft: Draft, entry_id: str) -> None:
    """A post of ours that is still covered goes, and its author gets what they wrote, or what stood in the post."""
    async with context.store.read() as unit:
        record = await unit.posts.of_entry(entry_id, PostKind.REDACTED)
        post = await unit.posts.content(record.post_id) if record else None
        if record is None or not isinstance(post, Post) or not post.covered:
            return
        entry = await unit.inbox.entry(entry_id)
        author = await author_of(unit, entry)
        try:
            text = await unit.inbox.original(entry_id)
        except Wiped:
            text = RawText(str.__str__(post.body))
    await take_back(context, record, partial(attempt, context))
    await _give_back(context, draft, author, text, entry.origin)


async def _give_back(
    context: Context, draft: Draft, author: PersonRef | None, text: RawText, about: MessageRef
) -> None:
    if author is None:
        return
    struck = await context.detector.strike_ids(text)
    back = GiveBack(f"{draft.draft_id}g", author, Line("note.not_chosen"), struck, about=about)
    now = context.clock.now()
    async with context.store.begin() as unit:
        person = unit.people.fingerprint(author)
        record = NoteRecord(back.note_id, draft.draft_id, NoteKind.GIVE_BACK, NoteState.PENDING, person, now)
        await unit.notes.add(record, back)
    await deliver(context, record)
