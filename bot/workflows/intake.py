"""The core as a channel sees it."""

from __future__ import annotations

from dataclasses import replace

import structlog

from bot.domain.drafts import Change, Offers, Report, Writing
from bot.domain.home import Home
from bot.domain.ids import EntryIds
from bot.domain.journal import RequestRefused
from bot.domain.messages import Composed, ConversationRef, Inbound, MessageRef, PersonRef
from bot.domain.orders import Order
from bot.domain.outgoing import Answer, Press
from bot.domain.phone_entries import NotDelivered, RecordsDeleted
from bot.handlers.code import greet
from bot.handlers.compose import begin, change, chosen, sent
from bot.handlers.context import Context
from bot.handlers.deliver import deliver
from bot.handlers.factors import waiting_notes
from bot.handlers.home import home
from bot.handlers.join import join
from bot.handlers.mend import Mended, hide_more
from bot.handlers.missed import report
from bot.handlers.named import named
from bot.handlers.orders import carry_out
from bot.handlers.permission import revoked_there
from bot.handlers.press import press
from bot.handlers.preview import offers
from bot.handlers.private import private
from bot.handlers.receive import is_stranger, receive
from bot.handlers.reminders import remind_due
from bot.handlers.rounds.joining import waiting_words
from bot.handlers.rounds.moving import moved
from bot.handlers.trained import trained
from bot.handlers.whose import whose
from bot.handlers.write import write
from bot.workflows.flows import Flows
from redaction import Lang, RawText

log = structlog.get_logger(__name__)


class DurableIntake:
    """`bot.ports.channel.Intake`: stores first, then starts a workflow with the id only."""

    def __init__(self, context: Context, flows: Flows) -> None:
        self._context = context
        self._flows = flows
        self._ids = EntryIds()

    async def receive(self, inbound: Inbound) -> None:
        inbound = replace(inbound, author_name=await named(self._context, inbound.author, inbound.author_name))
        stranger = is_stranger(self._context, inbound)
        there = await moved(self._context, inbound)
        entry_id = await receive(self._context, self._ids, there.inbound, there.stood)
        if entry_id is not None:
            await self._flows.start_intake(entry_id)
        if entry_id is not None and stranger and inbound.author is not None:
            await self.arrived(inbound.author, inbound.lang_hint)

    async def arrived(self, person: PersonRef, lang: Lang | None) -> None:
        """A greeting that fails is left for the next time: the message that came with it is stored, and goes on."""
        try:
            note = await greet(self._context, person, lang)
            if note is not None:
                await self._flows.start_told(note.note_id)
        except Exception as error:  # noqa: BLE001 - no message waits for paperwork
            log.error("greeting_failed", error=type(error).__name__)

    async def remind(self) -> int:
        """Send the reminders that are due; how many."""
        due = await remind_due(self._context)
        for note_id in due:
            await self._flows.start_told(note_id)
        return len(due)

    async def tell_of_factors(self) -> None:
        """Bring what is to be said about second factors and about who joined a round, the command line's words too."""
        for note_id in (*await waiting_notes(self._context), *await waiting_words(self._context)):
            await self._flows.start_told(note_id)

    async def resume(self) -> int:
        """Go on with every entry whose work a crash interrupted, and with posts that were mended; how many."""
        async with self._context.store.read() as unit:
            entries = await unit.inbox.unfinished()
            mended = set(await unit.posts.unsent()) - set(entries)
        for entry_id in entries:
            await self._flows.start_intake(entry_id)
        await self._publish(*sorted(mended))
        return len(entries) + len(mended)

    async def press(self, pressed: Press) -> Answer:
        name = await named(self._context, pressed.by, pressed.by_name)
        lang = await self._spoken(pressed.by, pressed.lang)
        done = await press(self._context, replace(pressed, by_name=name, lang=lang))
        if done.receive is not None:
            await self.receive(done.receive)
        if done.draft is not None:
            await sent(self._context, done.draft)
        await self._publish(*done.publish)
        await self._tell(*done.told)
        return done.answer

    async def write(self, writing: Writing) -> Answer:
        name = await named(self._context, writing.person, writing.name)
        writing = replace(writing, name=name, lang=await self._spoken(writing.person, writing.lang))
        return await self._mended(await write(self._context, writing))

    async def compose(self, writing: Writing) -> Answer:
        writing = replace(writing, lang=await self._spoken(writing.person, writing.lang))
        await private(self._context, writing.person, writing.name, writing.lang)
        return await begin(self._context, writing)

    async def offers(self, person: PersonRef) -> Offers:
        return await offers(self._context, person)

    async def chosen(self, by: PersonRef, wish: Change) -> Composed | None:
        return await chosen(self._context, by, wish)

    async def hide_more(self, by: PersonRef, entry_id: str, words: RawText, lang: Lang) -> Answer:
        lang = await self._spoken(by, lang)
        return await self._mended(await hide_more(self._context, by, entry_id, words, lang))

    async def change(self, by: PersonRef, wish: Change) -> Answer:
        return await change(self._context, by, wish)

    async def report(self, reported: Report) -> Answer:
        name = await named(self._context, reported.by, reported.by_name)
        reported = replace(reported, by_name=name, lang=await self._spoken(reported.by, reported.lang))
        return await self._mended(await report(self._context, reported))

    async def spoken(self, person: PersonRef) -> Lang | None:
        async with self._context.store.read() as unit:
            return await unit.people.lang(person)

    async def _spoken(self, person: PersonRef, lang: Lang) -> Lang:
        """The language that they chose, else the one that their platform tells."""
        return await self.spoken(person) or lang

    async def _mended(self, mended: Mended) -> Answer:
        await self._publish(*mended.publish)
        for note in mended.notes:
            await deliver(self._context, note)
        await self._tell(*mended.told)
        return mended.answer

    async def _publish(self, *entries: str) -> None:
        self._context.to_carry.set()
        for entry_id in entries:
            await self._flows.start_published(entry_id)

    async def _tell(self, *notes: str) -> None:
        for note_id in notes:
            await self._flows.start_told(note_id)

    async def private(self, person: PersonRef, name: RawText, lang: Lang) -> Answer:
        name = await named(self._context, person, name)
        return await private(self._context, person, name, await self._spoken(person, lang))

    async def join(self, person: PersonRef, name: RawText, code: str, lang: Lang) -> Answer:
        return await join(self._context, person, name, code, await self._spoken(person, lang))

    async def order(self, person: PersonRef, name: RawText, order: Order, lang: Lang) -> Answer:
        name = await named(self._context, person, name)
        return await carry_out(self._context, person, name, order, await self._spoken(person, lang))

    async def home(self, person: PersonRef, name: RawText, lang: Lang) -> Home:
        lang = await self._spoken(person, lang)
        opened = await private(self._context, person, name, lang)
        return await home(self._context, person, lang, opened.buttons)

    async def trained(self, person: PersonRef, lang: Lang, count: int) -> Answer:
        return await trained(self._context, person, lang, count)

    async def whose(self, person: PersonRef, name: RawText, message: MessageRef, lang: Lang) -> Answer:
        return await whose(self._context, person, message, await self._spoken(person, lang))

    async def revoked(self, channel: str, accounts: tuple[str, ...] | None) -> None:
        await revoked_there(self._context, channel, accounts)

    async def refused(self, channel: str, code: str) -> None:
        async with self._context.store.begin() as unit:
            await unit.journal.append(RequestRefused(at=self._context.clock.now(), channel=channel, code=code))

    async def not_delivered(self, channel: str, message: MessageRef | None, code: str) -> None:
        async with self._context.store.begin() as unit:
            await unit.journal.append(NotDelivered(at=self._context.clock.now(), channel=channel, code=code))

    async def records_deleted(self, channel: str, count: int, left: int) -> None:
        async with self._context.store.begin() as unit:
            entry = RecordsDeleted(at=self._context.clock.now(), channel=channel, count=count, left=left)
            await unit.journal.append(entry)

    async def last_seen(self, conversation: ConversationRef) -> str | None:
        async with self._context.store.read() as unit:
            return await unit.inbox.last_seen(conversation)
