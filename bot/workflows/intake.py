"""The core as a channel sees it."""

from __future__ import annotations

from bot.domain.ids import EntryIds
from bot.domain.journal import RequestRefused
from bot.domain.messages import ConversationRef, Inbound, PersonRef
from bot.domain.orders import Order
from bot.domain.outgoing import Answer, Press
from bot.handlers.context import Context
from bot.handlers.join import join
from bot.handlers.orders import carry_out
from bot.handlers.press import press
from bot.handlers.private import private
from bot.handlers.receive import receive
from bot.workflows.flows import Flows
from redaction import Lang, RawText


class DurableIntake:
    """`bot.ports.channel.Intake`: stores first, then starts a workflow with the id only."""

    def __init__(self, context: Context, flows: Flows) -> None:
        self._context = context
        self._flows = flows
        self._ids = EntryIds()

    async def receive(self, inbound: Inbound) -> None:
        entry_id = await receive(self._context, self._ids, inbound)
        if entry_id is not None:
            await self._flows.start_intake(entry_id)

    async def resume(self) -> int:
        """Go on with every entry whose work a crash interrupted; how many."""
        async with self._context.store.read() as unit:
            entries = await unit.inbox.unfinished()
        for entry_id in entries:
            await self._flows.start_intake(entry_id)
        return len(entries)

    async def press(self, pressed: Press) -> Answer:
        done = await press(self._context, pressed)
        if done.publish is not None:
            await self._flows.start_published(done.publish)
        return done.answer

    async def private(self, person: PersonRef, name: RawText, lang: Lang) -> Answer:
        return await private(self._context, person, name, lang)

    async def join(self, person: PersonRef, name: RawText, code: str, lang: Lang) -> Answer:
        return await join(self._context, person, name, code, lang)

    async def order(self, person: PersonRef, name: RawText, order: Order, lang: Lang) -> Answer:
        return await carry_out(self._context, person, name, order, lang)

    async def refused(self, channel: str, code: str) -> None:
        async with self._context.store.begin() as unit:
            await unit.journal.append(RequestRefused(at=self._context.clock.now(), channel=channel, code=code))

    async def last_seen(self, conversation: ConversationRef) -> str | None:
        async with self._context.store.read() as unit:
            return await unit.inbox.last_seen(conversation)
