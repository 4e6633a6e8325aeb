"""`bot.ports.disclosing.Disclosing`: each step done, and then the private words that follow from it sent, durably."""

from __future__ import annotations

from bot.domain.disclosure_wish import ToldOutside, Wish
from bot.domain.proof import Proof, SignedIn, Typed
from bot.handlers.context import Context
from bot.handlers.disclosure import answering, asking, deciding, offering, story, viewing
from bot.handlers.disclosure.breaching import mind_breaches
from bot.handlers.disclosure.waiting import mind_requests
from bot.ports.disclosing import Colleague, Done, Offer, Open, Story
from bot.workflows.flows import Flows
from redaction import RawText


class DurableDisclosures:
    """Steps take effect at once, in one transaction each; only what goes out to platforms is a workflow."""

    def __init__(self, context: Context, flows: Flows) -> None:
        self._context = context
        self._flows = flows

    async def offer(self, by: str, case_id: str) -> Offer | None:
        return await offering.offer(self._context, by, case_id)

    async def offer_of(self, by: str, reference: str) -> Offer | None:
        return await offering.offer_of(self._context, by, reference)

    async def may(self, by: str) -> frozenset[str]:
        return await offering.may(self._context, by)

    async def colleagues(self, by: str) -> tuple[Colleague, ...]:
        return await story.colleagues(self._context, by)

    async def alert(self, by: str, case_id: str, once: str = "") -> Done:
        return await self._told(await offering.alert(self._context, by, case_id, once))

    async def pass_on(self, by: str, case_id: str, message: RawText, once: str = "") -> Done:
        return await self._told(await offering.pass_on(self._context, by, case_id, message, once))

    async def ask(self, by: str, wish: Wish, once: str = "") -> Done:
        return await self._told(await asking.ask(self._context, by, wish, once))

    async def break_glass(self, by: Proof, wish: Wish, once: str = "") -> Done:
        return await self._told(await asking.break_glass(self._context, by, wish, once))

    async def before_agreeing(self, by: str, disclosure_id: str) -> Done | None:
        return await deciding.before_agreeing(self._context, by, disclosure_id)

    async def approve(self, by: Typed, disclosure_id: str) -> Done:
        return await self._told(await deciding.approve(self._context, by, disclosure_id))

    async def refuse(self, by: SignedIn, disclosure_id: str, reason: RawText) -> Done:
        return await self._told(await deciding.refuse(self._context, by, disclosure_id, reason))

    async def withdraw(self, by: str, disclosure_id: str) -> Done:
        return await self._told(await deciding.withdraw(self._context, by, disclosure_id))

    async def open(self, by: SignedIn, disclosure_id: str) -> Done:
        return await self._told(await viewing.open_view(self._context, by, disclosure_id))

    async def look(self, by: SignedIn, disclosure_id: str) -> Open | Done:
        return await viewing.look(self._context, by, disclosure_id)

    async def close(self, by: str, disclosure_id: str) -> Done:
        return await self._told(await viewing.close(self._context, by, disclosure_id))

    async def tell(self, by: str, disclosure_id: str, told: ToldOutside) -> Done:
        return await self._told(await answering.tell_outside(self._context, by, disclosure_id, told))

    async def contest(self, by: str, disclosure_id: str, reason: RawText) -> Done:
        return await self._told(await answering.contest(self._context, by, disclosure_id, reason))

    async def answer(self, by: SignedIn, disclosure_id: str, reason: RawText, *, right: bool) -> Done:
        return await self._told(await answering.answer(self._context, by, disclosure_id, reason, right=right))

    async def review(self, by: SignedIn, disclosure_id: str, reason: RawText, *, right: bool) -> Done:
        return await self._told(await answering.review(self._context, by, disclosure_id, reason, right=right))

    async def story(self, by: str, disclosure_id: str) -> Story | None:
        return await story.story(self._context, by, disclosure_id)

    async def stories(self, by: str) -> tuple[Story, ...]:
        return await story.stories(self._context, by)

    async def mind(self) -> int:
        """Do what is due on every request and on every breach file; how many private words went out."""
        notes = [*await mind_requests(self._context), *await mind_breaches(self._context)]
        await self._send(notes)
        return len(notes)

    async def _told(self, done: Done) -> Done:
        await self._send(done.notes)
        return done

    async def _send(self, notes: list[str] | tuple[str, ...]) -> None:
        for note_id in notes:
            await self._flows.start_told(note_id)
