"""The smallest core that a room can stand before: it knows two names and a number, keeps what it was told, and posts.

For tests of the channel alone; the real core drives the room in `tests/browser/test_demo.py`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.domain.cases import Purpose
from bot.domain.drafts import Change, Offers, Report, Writing
from bot.domain.home import CaseAtHome, Home
from bot.domain.messages import Composed, ConversationRef, Inbound, Kind, Matter, MessageRef, PersonRef
from bot.domain.orders import Order
from bot.domain.outgoing import Answer, GiveBack, Line, Note, Notice, Post, Press
from bot.ports.channel import Channel
from redaction import Family, HiddenSpan, Lang, RawText
from redaction.text import mint_redacted

KNOWN = {
    "Mary Dupont": (Family.PERSON, "[Person A]"),
    "Bergerac": (Family.LOCATION, "[Town A, Dordogne]"),
    "06 39 98 12 34": (Family.PHONE, "[phone 1]"),
}
_PATTERN = re.compile("|".join(KNOWN))


def spans_in(text: str) -> tuple[HiddenSpan, ...]:
    return tuple(HiddenSpan(m.start(), m.end(), *KNOWN[m.group()]) for m in _PATTERN.finditer(text))


class MemoryLog:
    """`bot.ports.room.RoomLog` in a list."""

    def __init__(self) -> None:
        self.entries: list[tuple[str, bytes]] = []

    async def append(self, room: str, entry: bytes) -> int:
        self.entries.append((room, entry))
        return len(self.entries)

    async def read(self, room: str, after: int = 0, limit: int = 500) -> list[tuple[int, bytes]]:
        numbered = [(n, entry) for n, (where, entry) in enumerate(self.entries, 1) if where == room and n > after]
        return numbered[:limit]

    async def replace(self, number: int, entry: bytes) -> None:
        self.entries[number - 1] = (self.entries[number - 1][0], entry)


@dataclass
class TinyCore:
    """Answers at once, like the real one on a good day. `hold`: keep events without answering; `broken`: fail.

    `says`: the answer to what somebody asks.
    """

    channel: Channel | None = None
    events: list[Inbound] = field(default_factory=list)
    presses: list[Press] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    written: list[Writing] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)
    wishes: list[Change] = field(default_factory=list)
    cases: tuple[CaseAtHome, ...] = ()
    says: Answer | None = None
    met: list[tuple[str, str, Lang]] = field(default_factory=list)
    trainings: list[tuple[str, Lang, int]] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    hold: bool = False
    broken: bool = False

    async def receive(self, inbound: Inbound) -> None:
        if self.broken:
            raise RuntimeError("the store is away")
        if any(event.event_id == inbound.event_id for event in self.events):
            return
        self.events.append(inbound)
        if not self.hold:
            await self.answer(inbound)

    async def answer(self, event: Inbound) -> None:
        assert self.channel is not None
        assert event.author is not None
        if event.kind is Kind.DELETED:
            return
        if event.matter is not Matter.TEXT:
            await self._give_back(event)
            return
        spans = spans_in(event.text.expose())
        effect = await self.channel.post(self.post_for(event))
        if spans:
            line = Line("note.redacted_before", "en", {"count": len(spans)})
            await self.channel.tell(Note(f"n-{event.event_id}", event.author, line, spans, about=effect.ref))

    def post_for(self, event: Inbound) -> Post:
        return Post(
            post_id=f"p-{event.event_id}",
            conversation=event.conversation,
            byline=mint_redacted(event.author_name.expose()),
            body=mint_redacted(_PATTERN.sub(lambda m: KNOWN[m.group()][1], event.text.expose())),
            lang=event.lang_hint or "en",
            thread=event.thread,
            reply_to=event.reply_to,
            edited=event.kind is Kind.EDITED,
            origin=event.origin,
            hidden=spans_in(event.text.expose()),
        )

    async def _give_back(self, event: Inbound) -> None:
        assert self.channel is not None
        assert event.author is not None
        byline = mint_redacted(event.author_name.expose())
        held = Line("notice.held", None, {"byline": byline})
        await self.channel.notice(Notice(f"h-{event.event_id}", event.conversation, held, thread=event.thread))
        back = GiveBack(
            f"g-{event.event_id}",
            event.author,
            Line("note.held_matter", "en"),
            event.text,
            event.attachments,
            about=event.origin,
        )
        await self.channel.give_back(back)

    async def press(self, press: Press) -> Answer:
        if self.broken:
            raise RuntimeError("the store is away")
        self.presses.append(press)
        return self.says or Answer(Line("answer.not_yours", press.lang))

    async def report(self, report: Report) -> Answer:
        if self.broken:
            raise RuntimeError("the store is away")
        self.reports.append(report)
        return self.says or Answer(Line("answer.gone", report.lang))

    async def write(self, writing: Writing) -> Answer:
        if self.broken:
            raise RuntimeError("the store is away")
        self.written.append(writing)
        return self.says or Answer(Line("answer.gone", writing.lang))

    async def compose(self, writing: Writing) -> Answer:
        self.written.append(writing)
        return self.says or Answer(Line("answer.gone", writing.lang))

    async def offers(self, person: object) -> Offers:
        return Offers(cases=tuple(str.__str__(case.reference) for case in self.cases if case.open))

    async def chosen(self, by: object, wish: Change) -> Composed | None:
        self.wishes.append(wish)
        known = {str.__str__(case.reference): f"id-of-{case.reference}" for case in self.cases if case.open}
        if wish.case and wish.case not in known:
            return None
        return Composed(wish.purpose or Purpose.GUIDANCE, known.get(wish.case or ""), nameless=bool(wish.nameless))

    async def hide_more(self, by: object, entry_id: str, words: RawText, lang: Lang) -> Answer:
        raise AssertionError("words are asked for by a button, and written")

    async def change(self, by: object, change: object) -> Answer:
        raise AssertionError("a draft is changed on a page of its own, or by its buttons")

    async def private(self, person: PersonRef, name: RawText, lang: Lang) -> Answer:
        self.met.append((person.account, name.expose(), lang))
        return Answer(Line("answer.welcome", lang))

    async def join(self, person: object, name: RawText, code: str, lang: Lang) -> Answer:
        raise AssertionError("there is no private word to the bot in a room")

    async def order(self, person: object, name: RawText, order: Order, lang: Lang) -> Answer:
        if self.broken:
            raise RuntimeError("the store is away")
        self.orders.append(order)
        return self.says or Answer(Line("answer.nothing_to_show", lang))

    async def arrived(self, person: object, lang: Lang | None) -> None:
        raise AssertionError("nobody comes into a room whose people the settings name")

    async def trained(self, person: PersonRef, lang: Lang, count: int) -> Answer:
        if self.broken:
            raise RuntimeError("the store is away")
        self.trainings.append((person.account, lang, count))
        return Answer(Line("answer.exercises_done", lang, {"count": count}))

    async def spoken(self, person: PersonRef) -> Lang | None:
        raise AssertionError("the core itself minds who reads what")

    async def whose(self, person: PersonRef, name: RawText, message: MessageRef, lang: Lang) -> Answer:
        raise AssertionError("our posts carry their buttons here")

    async def revoked(self, channel: str, accounts: tuple[str, ...] | None) -> None:
        raise AssertionError("nobody gives a token here")

    async def home(self, person: PersonRef, name: RawText, lang: Lang) -> Home:
        return Home(lang, self.cases)

    async def refused(self, channel: str, code: str) -> None:
        if self.broken:
            raise RuntimeError("the store is away")
        self.refusals.append(code)

    async def not_delivered(self, channel: str, message: MessageRef | None, code: str) -> None:
        raise AssertionError("this platform says at once whether it took a message")

    async def records_deleted(self, channel: str, count: int, left: int) -> None:
        raise AssertionError("nobody else keeps copies here")

    async def last_seen(self, conversation: ConversationRef) -> str | None:
        return None
