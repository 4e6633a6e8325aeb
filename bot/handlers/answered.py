"""The author of a consult learns privately that somebody answered, with a link.

Our post stands for theirs, so neither Slack nor Telegram tells them of answers to it. Once an hour for each consult: it is a
hint, not a second conversation.
"""

from __future__ import annotations

from bot.domain.messages import Inbound, Kind, MessageRef, PersonRef
from bot.domain.outgoing import Line, Note
from bot.domain.records import Consult, Decision, Entry, NoteKind, NoteRecord, NoteState
from bot.handlers.context import Context
from bot.ports.store import UnitOfWork, Wiped


async def queue_answered(
    context: Context, unit: UnitOfWork, entry: Entry, inbound: Inbound, consult: Consult | None, decision: Decision
) -> bool:
    """Queue the hint where this message answers somebody else's consult, in its thread or as a reply; whether it is new."""
    if consult is None or inbound.kind is not Kind.NEW or entry.author == consult.author:
        return False
    asked = [found for found in await _answered(unit, inbound) if found[0] == consult.consult_id]
    author = await _author(unit, consult, [entry_id for _, entry_id in asked]) if asked else None
    if author is None:
        return False
    now, person = context.clock.now(), unit.people.fingerprint(author)
    note_id = unit.key("answered", consult.consult_id, now.strftime("%Y%m%d%H"))
    line = Line("note.answered", None, {"byline": context.detector.byline(inbound.author_name)})
    about = inbound.origin if decision is Decision.CLEAN else None  # else our own post, once it stands
    record = NoteRecord(note_id, entry.entry_id, NoteKind.ANSWER, NoteState.PENDING, person, now)
    return await unit.notes.add(record, Note(note_id=note_id, to=author, line=line, about=about))


async def _answered(unit: UnitOfWork, inbound: Inbound) -> list[tuple[str, str]]:
    """Consult and entry of the messages that this one names: what it replies to, the root of its thread."""
    found = []
    for message in filter(None, (inbound.reply_to, inbound.thread)):
        ref = MessageRef(inbound.origin.channel, inbound.origin.conversation, message)
        consult, entry_id = await unit.cases.consult_at(ref), await unit.cases.entry_at(ref)
        if consult is not None and entry_id is not None:
            found.append((consult.consult_id, entry_id))
    return found


async def _author(unit: UnitOfWork, consult: Consult, entries: list[str]) -> PersonRef | None:
    """Where the author can be reached: an account of the roster, else the one that wrote, while that is kept."""
    reached = await unit.roster.reach(await unit.roster.who_of(consult.author))
    here = [account for account in reached if account.channel == consult.conversation.channel]
    if here:
        return here[0]
    for entry_id in entries:
        if (await unit.inbox.entry(entry_id)).author == consult.author:
            try:
                return await unit.inbox.author(entry_id)
            except Wiped:
                continue
    return None
