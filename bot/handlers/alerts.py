"""Tell the supervisors of a channel, or of a round's channels."""

from __future__ import annotations

from bot.domain.outgoing import Line, Note
from bot.domain.records import Entry, NoteKind
from bot.handlers.context import Context
from bot.handlers.notes import queue_note
from bot.handlers.supervisors import supervisors_of
from bot.ports.store import UnitOfWork


async def queue_alert(context: Context, unit: UnitOfWork, entry: Entry, line: Line, *, hourly: bool = False) -> int:
    """Queue a private note to each supervisor; how many are new.

    `hourly`: about one conversation, the same line goes out once an hour at most, whatever happens in it.
    """
    now = context.clock.now()
    scope = now.strftime("%Y%m%d%H") if hourly else entry.entry_id
    queued = 0
    for supervisor in await supervisors_of(context, unit, entry.conversation):
        person = unit.people.fingerprint(supervisor)
        note_id = unit.key("alert", line.key, entry.origin.channel, entry.origin.conversation, scope, person)
        note = Note(note_id=note_id, to=supervisor, line=line)
        queued += await queue_note(context, unit, note, entry.entry_id, NoteKind.ALERT) is not None
    return queued
