"""Whoever had three messages redacted within a week is told once of the easier way: compose first."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.outgoing import Line, Note
from bot.domain.records import Entry
from bot.handlers.context import Context
from bot.handlers.notes import author_of, queue_note
from bot.ports.store import UnitOfWork

_AFTER = 3
_WITHIN = timedelta(days=7)


async def queue_hint(context: Context, unit: UnitOfWork, entry: Entry) -> None:
    """Queue it where this was the third of a week; once in a week, and nothing more: it helps, it does not scold."""
    if entry.composed or await unit.inbox.redacted_of(entry.author, context.clock.now() - _WITHIN) != _AFTER:
        return
    author = await author_of(unit, entry)
    if author is None:
        return
    week = context.clock.now().strftime("%G-%V")
    note = Note(note_id=unit.key("hint", entry.author, week), to=author, line=Line("note.hint"))
    await queue_note(context, unit, note, entry.entry_id)
