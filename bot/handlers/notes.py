"""Records of private notes."""

from __future__ import annotations

from bot.domain.outgoing import Note
from bot.domain.records import Entry, NoteKind, NoteRecord, NoteState
from bot.handlers.context import Context
from bot.ports.store import UnitOfWork


def tell_record(context: Context, unit: UnitOfWork, entry: Entry, note: Note) -> NoteRecord:
    """The record under which a note about an entry waits to be delivered."""
    return NoteRecord(
        note_id=note.note_id,
        entry_id=entry.entry_id,
        kind=NoteKind.TELL,
        state=NoteState.PENDING,
        person=unit.people.fingerprint(note.to),
        created_at=context.clock.now(),
    )
