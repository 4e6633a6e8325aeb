"""Which round a message belongs to, and who reads it where."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.messages import ConversationRef, MessageRef, PersonRef
from bot.domain.records import Entry, PostRecord
from bot.domain.rounds import ROUND, Round
from bot.handlers.access import Action, allowed, allowed_who
from bot.handlers.context import Context
from bot.ports.store import UnitOfWork


def subject_of(unit: UnitOfWork, origin: MessageRef) -> str:
    """Stands for a message in all its versions."""
    return unit.key("subject", origin.channel, origin.conversation, origin.message)


def to_carry(context: Context, unit: UnitOfWork, entry: Entry, record: PostRecord) -> PostRecord:
    """The record of what is posted for an entry; one that says so, where it is to be carried to other legs."""
    here = context.round_at(entry.conversation)
    return replace(record, round=here.name, subject=subject_of(unit, entry.origin)) if here else record


async def rounds_of(
    context: Context, unit: UnitOfWork, person: PersonRef, places: tuple[ConversationRef, ...] = ()
) -> tuple[Round, ...]:
    """The rounds that somebody reads on a leg of their own, but those to which one of `places` belongs."""
    if not await allowed(unit, Action.ROUND, person):
        return ()
    names = dict.fromkeys(one.round for one in await unit.rounds.of(await unit.roster.who(person)))
    found = [context.rounds[name] for name in names if name in context.rounds]
    return tuple(one for one in found if not set(one.places) & set(places))


async def legs_of(context: Context, unit: UnitOfWork, here: Round, entry: Entry) -> list[ConversationRef]:
    """Where a message of a round is to be read too: not where it stands, nor by its author, nor by who came after it.

    Whoever may not join any more, since they lost the role or left, reads no more either.
    """
    author = await unit.roster.who_of(entry.author)
    own = [
        member.leg
        for member in await unit.rounds.members(here.name)
        if member.who != author
        and member.since <= entry.received_at
        and await allowed_who(unit, Action.ROUND, member.who)
    ]
    legs = dict.fromkeys((*here.places, *own))
    return [leg for leg in legs if leg != entry.conversation and leg.channel in context.channels]


def alias(name: str, entry_id: str) -> MessageRef:
    """Stands in a round's own conversation for a message that was written in one of its groups."""
    return MessageRef(ROUND, name, entry_id)


async def within(unit: UnitOfWork, name: str, entry_id: str) -> str:
    """Id of an entry's message in the round's own conversation, for answers to it."""
    origin = (await unit.inbox.entry(entry_id)).origin
    return origin.message if (origin.channel, origin.conversation) == (ROUND, name) else entry_id
