"""Store an inbound event, sealed, before the platform is told that it arrived."""

from __future__ import annotations

from bot.domain.ids import EntryIds
from bot.domain.messages import Inbound, Kind, MessageRef
from bot.handlers.context import Context


async def receive(context: Context, ids: EntryIds, inbound: Inbound, stood: MessageRef | None = None) -> str | None:
    """The new entry's id; None if this event is in the inbox already (a second delivery).

    `stood`: where its author's platform has it, if it was moved into a round; answers to it find it by that.
    """
    now = context.clock.now()
    entry_id = ids.next(int(now.timestamp() * 1000))
    person, name = inbound.author, inbound.author_name
    stranger = is_stranger(context, inbound)
    async with context.store.begin() as unit:
        fresh = await unit.inbox.add(entry_id, inbound, now)
        if fresh and stood is not None and inbound.kind is Kind.NEW:
            await unit.cases.place(stood, None, entry_id)
        if fresh and stranger and person is not None:
            await unit.people.meet(person, name)
            if inbound.lang_hint:
                await unit.people.speaks(person, inbound.lang_hint)
    if fresh and stranger and person is not None:
        context.colleagues.add(person, name)
    return entry_id if fresh else None


def is_stranger(context: Context, inbound: Inbound) -> bool:
    """Whether nothing of its author has come in this run, under just this name."""
    person, name = inbound.author, inbound.author_name
    return person is not None and bool(name) and not context.colleagues.knows(person, name)
