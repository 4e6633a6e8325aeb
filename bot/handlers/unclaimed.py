"""A held message that nobody claimed: the supervisors are told, since it may be the emergency."""

from __future__ import annotations

from bot.domain.outgoing import Line
from bot.domain.records import Decision, NoteKind, NoteState
from bot.handlers.alerts import queue_alert
from bot.handlers.context import Context
from bot.handlers.deliver import deliver_of_entry
from bot.handlers.posting import byline_of


async def still_held(context: Context, entry_id: str) -> bool:
    """Whether the entry is a held message that has not reached its author."""
    async with context.store.read() as unit:
        entry = await unit.inbox.entry(entry_id)
        if entry.decision is not Decision.WITHHELD:
            return False
        backs = [note for note in await unit.notes.of_entry(entry_id) if note.kind is NoteKind.GIVE_BACK]
    return not backs or any(note.state is not NoteState.DELIVERED for note in backs)


async def alert_unclaimed(context: Context, entry_id: str) -> None:
    """Tell the supervisors who should be rung; of an album they hear once."""
    minutes = int(context.rules.claim_after.total_seconds() // 60)
    async with context.store.begin() as unit:
        entry = await unit.inbox.entry(entry_id)
        byline = await byline_of(unit, entry_id)
        if byline is None:
            return
        line = Line("alert.unclaimed", slots={"byline": byline, "minutes": minutes})
        await queue_alert(context, unit, entry, line)
    await deliver_of_entry(context, entry_id)
