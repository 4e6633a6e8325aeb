"""Private words are queued: to one person, to the author of an entry, to the members of a case."""

from __future__ import annotations

from bot.domain.messages import PersonRef
from bot.domain.outgoing import Line, Note
from bot.domain.records import Entry, NoteKind, NoteRecord, NoteState
from bot.handlers.context import Context
from bot.ports.store import UnitOfWork, Wiped


async def queue_note(
    context: Context, unit: UnitOfWork, note: Note, about: str, kind: NoteKind = NoteKind.TELL
) -> NoteRecord | None:
    """Keep a note until it is delivered; None if it is there already. `about`: the entry, or the case, that it is about."""
    person = unit.people.fingerprint(note.to)
    record = NoteRecord(note.note_id, about, kind, NoteState.PENDING, person, context.clock.now())
    return record if await unit.notes.add(record, note) else None


async def queue_for_members(context: Context, unit: UnitOfWork, case_id: str, but: str, line: Line) -> list[NoteRecord]:
    """A note to every member of a case who can be written to, `but` one."""
    queued: list[NoteRecord] = []
    for member in await unit.cases.members(case_id):
        for account in await unit.roster.reach(member.who) if member.who != but else ():
            note_id = unit.key(line.key, case_id, but, unit.people.fingerprint(account), str(context.clock.now()))
            note = Note(note_id=note_id, to=account, line=line)
            queued += filter(None, [await queue_note(context, unit, note, case_id, NoteKind.MEMBER)])
    return queued


async def author_of(unit: UnitOfWork, entry: Entry) -> PersonRef | None:
    """Where the author of an entry can be reached: an account of theirs on that channel, the one that wrote, any other."""
    reached = await unit.roster.reach(await unit.roster.who_of(entry.author))
    here = [account for account in reached if account.channel == entry.origin.channel]
    if here:
        return here[0]
    try:
        wrote = await unit.inbox.author(entry.entry_id)
    except Wiped:
        wrote = None
    return wrote or next(iter(reached), None)


async def account_of(context: Context, unit: UnitOfWork, who: str) -> PersonRef | None:
    """One account of theirs: where the bot can write to them, else the first. None for somebody who left."""
    accounts = [one for one in await unit.roster.reach(who) if one.channel in context.channels]
    for account in accounts:
        if context.channels[account.channel].capabilities.opens_private or await unit.people.started(account):
            return account
    return next(iter(accounts), None)
