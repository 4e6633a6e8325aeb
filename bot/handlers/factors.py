"""What becomes of somebody's second factor is told: to them, on every account of theirs, and to the supervisors.

Whoever took over a chat account could otherwise set up a telephone of their own and nobody would hear of it. The notes wait
in the store until the bot delivers them, so that the command line can queue them too.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.domain.console_entries import FactorReset
from bot.domain.messages import PersonRef
from bot.domain.outgoing import Line, Note, Opaque
from bot.domain.records import NoteKind, NoteRecord, NoteState
from bot.domain.roster import Role
from bot.handlers.context import Context
from bot.handlers.roster import present
from bot.ports.store import UnitOfWork


async def reset_factor(
    unit: UnitOfWork, member_id: str, *, by: str, now: datetime, also: Iterable[PersonRef] = ()
) -> bool:
    """Take somebody's second factor away, with their sessions; False if they have none. Raises `NoSuchMember`.

    `also`: supervisors whom only the settings name.
    """
    await present(unit, member_id)
    if not await unit.factors.forget(member_id):
        return False
    await unit.sessions.end_all(member_id)
    await unit.journal.append(FactorReset(at=now, member=member_id, by=by))
    await tell_of_factor(unit, member_id, "reset", now, also=also)
    return True


async def tell_of_factor(
    unit: UnitOfWork, member_id: str, what: str, now: datetime, *, also: Iterable[PersonRef] = ()
) -> None:
    """Queue the words. `what`: "enrolled", "reset"."""
    mine = await unit.roster.reach(member_id)
    for account in mine:
        await _queue(unit, account, Line(f"note.factor_{what}"), member_id, now)
    theirs = Line(f"note.factor_{what}_other", slots={"words": Opaque(member_id)})
    for account in dict.fromkeys([*await _supervisors(unit), *also]):
        if account not in mine:
            await _queue(unit, account, theirs, member_id, now)


async def tell_of_lock(unit: UnitOfWork, member_id: str, minutes: int, now: datetime) -> None:
    """Queue a word to the person alone: it may have been them."""
    for account in await unit.roster.reach(member_id):
        await _queue(unit, account, Line("note.factor_locked", slots={"minutes": minutes}), member_id, now)


async def waiting_notes(context: Context) -> list[str]:
    """Ids of such notes that have not been delivered, whoever queued them."""
    async with context.store.read() as unit:
        return [record.note_id for record in await unit.notes.pending_of(NoteKind.FACTOR)]


async def _supervisors(unit: UnitOfWork) -> list[PersonRef]:
    """The accounts of those whom the roster gives the role."""
    found = [member for member in await unit.roster.members() if member.holds(Role.SUPERVISOR)]
    return [account for member in found for account in await unit.roster.reach(member.member_id)]


async def _queue(unit: UnitOfWork, to: PersonRef, line: Line, about: str, now: datetime) -> None:
    person = unit.people.fingerprint(to)
    note_id = unit.key("factor", line.key, about, person, now.isoformat())[:32]
    note = Note(note_id=note_id, to=to, line=line)
    await unit.notes.add(NoteRecord(note_id, note_id, NoteKind.FACTOR, NoteState.PENDING, person, now), note)
