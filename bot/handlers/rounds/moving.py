"""What somebody wrote on a channel without groups is moved into its round before it is stored.

Which round: that of the message of ours which it answers; else the one that it was sent to; else the only one of theirs.
Where none of these says it, nothing is guessed: it goes back to its author (`decide`), with a line that says what to do.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.domain.messages import Inbound, Kind, MessageRef
from bot.domain.rounds import PERSONAL, ROUND
from bot.handlers.context import Context
from bot.handlers.rounds.belonging import rounds_of, within
from bot.ports.store import UnitOfWork

_MICROSECONDS = 1_000_000


@dataclass(frozen=True, slots=True)
class Moved:
    """The event as the core takes it. `stood`: where its author's platform has it; None where it was not moved."""

    inbound: Inbound
    stood: MessageRef | None = None


async def moved(context: Context, inbound: Inbound) -> Moved:
    """The event in its round; the same event where it has a group already, or where no round is known for it."""
    if inbound.origin.channel not in PERSONAL or inbound.kind is Kind.UNKNOWN:
        return Moved(inbound)
    async with context.store.read() as unit:
        name = await _which(context, unit, inbound)
        if name is None:
            return Moved(inbound)
        origin = inbound.origin
        mark = unit.key("moved", origin.channel, origin.conversation, origin.message)
        there = replace(
            inbound,
            origin=MessageRef(ROUND, name, f"{origin.channel}-{mark}"),
            event_id=f"{origin.channel}-{inbound.event_id}",
            number=number_now(context),
            round=name,
            thread=await _in_round(unit, inbound, name, inbound.thread),
            reply_to=await _in_round(unit, inbound, name, inbound.reply_to),
        )
    return Moved(there, origin)


def number_now(context: Context) -> int:
    """Its place in the order of a round's own conversation: platforms number their own messages only."""
    return int(context.clock.now().timestamp() * _MICROSECONDS)


async def why_not(context: Context, unit: UnitOfWork, inbound: Inbound) -> str:
    """Why it was not moved, as a slug: they read no round ("round_none"), or several ("round_which")."""
    mine = await rounds_of(context, unit, inbound.author) if inbound.author else ()
    return "round_which" if mine else "round_none"


async def _which(context: Context, unit: UnitOfWork, inbound: Inbound) -> str | None:
    """Only a round of theirs, whatever the message says."""
    if inbound.author is None:
        return None
    mine = [one.name for one in await rounds_of(context, unit, inbound.author)]
    answered = await _answered(unit, inbound)
    named = answered or inbound.round
    if named is not None:
        return named if named in mine else None
    return mine[0] if len(mine) == 1 else None


async def _answered(unit: UnitOfWork, inbound: Inbound) -> str | None:
    """The round of the message that it answers, or of itself, where this is an edit or a deletion."""
    for message in (inbound.reply_to, inbound.thread, inbound.origin.message):
        entry_id = await _entry_at(unit, inbound, message)
        if entry_id is not None and (name := await round_of_entry(unit, entry_id)):
            return name
    return None


async def round_of_entry(unit: UnitOfWork, entry_id: str) -> str | None:
    """The round of what an entry posted, or in whose own conversation it is."""
    entry = await unit.inbox.entry(entry_id)
    if entry.origin.channel == ROUND:
        return entry.origin.conversation
    return next((one.round for one in await unit.posts.all_of_entry(entry_id) if one.round), None)


async def _in_round(unit: UnitOfWork, inbound: Inbound, name: str, message: str | None) -> str | None:
    entry_id = await _entry_at(unit, inbound, message)
    return await within(unit, name, entry_id) if entry_id else None


async def _entry_at(unit: UnitOfWork, inbound: Inbound, message: str | None) -> str | None:
    if message is None:
        return None
    return await unit.cases.entry_at(MessageRef(inbound.origin.channel, inbound.origin.conversation, message))
