"""The author of a consult learns privately that somebody answered, with a link.

Our post stands for theirs, so neither Slack nor Telegram tells them of answers to it. Once an hour for each consult: it is a
hint, not a second conversation.
"""

from __future__ import annotations

from bot.domain.messages import Inbound, Kind, MessageRef
from bot.domain.outgoing import Line, Note
from bot.domain.records import Consult, Decision, Entry, NoteKind
from bot.handlers.context import Context
from bot.handlers.notes import author_of, queue_note
from bot.ports.store import UnitOfWork


async def queue_answered(
    context: Context, unit: UnitOfWork, entry: Entry, inbound: Inbound, consult: Consult | None, decision: Decision
) -> bool:
    """Queue the hint where this message answers somebody else's consult, in its thread or as a reply; whether it is new."""
    if consult is None or inbound.kind is not Kind.NEW or entry.author == consult.author:
        return False
    asked = await _asked(unit, inbound, consult)
    author = await author_of(unit, asked) if asked else None
    if author is None:
        return False
    note_id = unit.key("answered", consult.consult_id, context.clock.now().strftime("%Y%m%d%H"))
    line = Line("note.answered", None, {"byline": context.detector.byline(inbound.author_name)})
    about = inbound.origin if decision is Decision.CLEAN else None  # else our own post, once it stands
    note = Note(note_id=note_id, to=author, line=line, about=about)
    return await queue_note(context, unit, note, entry.entry_id, NoteKind.ANSWER) is not None


async def _asked(unit: UnitOfWork, inbound: Inbound, consult: Consult) -> Entry | None:
    """The message of the consult's author that this one names: what it replies to, or the root of its thread."""
    for message in filter(None, (inbound.reply_to, inbound.thread)):
        ref = MessageRef(inbound.origin.channel, inbound.origin.conversation, message)
        entry_id = await unit.cases.entry_at(ref)
        found = await unit.cases.consult_at(ref)
        if entry_id is None or found is None or found.consult_id != consult.consult_id:
            continue
        entry = await unit.inbox.entry(entry_id)
        if entry.author == consult.author:
            return entry
    return None
