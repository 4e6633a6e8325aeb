"""What changed in a round is brought to its other legs: posted, changed in its place, taken away.

Two halves, so that nothing is lost in between: `look` notes in the store which copies may not say what they should;
`carry` makes them say it, leg by leg, in order. Whatever changes a post marks it in the same transaction
(`posts.uncarried`), so no use case has to think of copies. Each leg waits for itself alone.
"""

from __future__ import annotations

import asyncio

from bot.domain.ids import ID_LENGTH
from bot.domain.journal import MessageCarried
from bot.domain.messages import ConversationRef
from bot.domain.records import PostRecord, PostState
from bot.domain.rounds import ROUND, Copy, CopyState
from bot.handlers.context import Context
from bot.handlers.deliver import deliver_of_entry
from bot.handlers.posting import copies_of
from bot.handlers.rounds.belonging import alias, legs_of
from bot.handlers.rounds.sending import IN_ORDER, settle
from bot.ports.store import UnitOfWork

_STUCK = 2
"""After so many copies in a row that fail in passing, it is the platform and not the message."""
_OPEN = frozenset({CopyState.DUE, CopyState.SENDING})
_STOOD = frozenset({PostState.POSTED, PostState.REMOVED})


async def look(context: Context) -> list[str]:
    """Note which copies are to be looked at; ids of the entries that have some, those of an earlier run too."""
    async with context.store.read() as unit:
        changed = await unit.posts.uncarried()
    for record in changed:
        async with context.store.begin() as unit:
            await _note(context, unit, record)
    async with context.store.read() as unit:
        return await unit.copies.entries_due()


async def carry(context: Context, entry_id: str) -> None:
    """Make every copy of an entry's message say what it should; done again after a crash, it goes on where it was."""
    async with context.store.read() as unit:
        copies = await copies_of(unit, entry_id)
    legs = dict.fromkeys(copy.leg for copy in copies if copy.state in _OPEN)
    await asyncio.gather(*(_serve(context, leg) for leg in legs))
    if legs:
        await _journal(context, entry_id)
    await deliver_of_entry(context, entry_id)


async def _note(context: Context, unit: UnitOfWork, record: PostRecord) -> None:
    await unit.posts.looked_at(record.post_id)
    newest = await unit.posts.newest(record.subject)
    here = context.rounds.get(record.round or "")
    if here is None or newest is None or not (newest.state in _STOOD or newest.refs):
        return
    entry = await unit.inbox.entry(newest.entry_id)
    legs = [copy.leg for copy in await unit.copies.of_subject(record.subject)]
    if not legs and newest.state is not PostState.REMOVED:
        legs = await legs_of(context, unit, here, entry)
    for leg in legs:
        copy_id = unit.key("copy", record.subject, leg.channel, leg.conversation)[: 2 * ID_LENGTH]
        now = context.clock.now()
        await unit.copies.due(Copy(copy_id, record.subject, here.name, newest.entry_id, leg, CopyState.DUE, due_at=now))
    if entry.origin.channel != ROUND:
        consult_id = await unit.cases.consult_of(entry.entry_id)
        await unit.cases.place(alias(here.name, entry.entry_id), consult_id, entry.entry_id)


async def _serve(context: Context, leg: ConversationRef) -> None:
    """Everything that is due on a leg, the oldest message first; until nothing is."""
    async with context.turns.leg(leg):
        while copies := await _due(context, leg):
            wait, stuck = 0.0, 0
            for copy in copies:
                longer = await settle(context, copy)
                if longer is None:
                    stuck = 0
                    continue
                wait, stuck = max(wait, longer), stuck + 1
                if copy.attempts + 1 < IN_ORDER or stuck == _STUCK:
                    break  # nothing overtakes it; or nothing gets through
            await asyncio.sleep(wait)


async def _due(context: Context, leg: ConversationRef) -> list[Copy]:
    async with context.store.read() as unit:
        return await unit.copies.on_leg(leg)


async def _journal(context: Context, entry_id: str) -> None:
    async with context.store.begin(durable=False) as unit:
        copies = await copies_of(unit, entry_id)
        done = sum(copy.state is CopyState.DONE for copy in copies)
        carried = MessageCarried(at=context.clock.now(), entry=entry_id, round=copies[0].round, legs=done)
        await unit.journal.append(carried)
