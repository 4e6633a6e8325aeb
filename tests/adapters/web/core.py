"""The smallest core that a room can stand before: it knows two names and a number, keeps what it was told, and posts.

For tests of the channel alone; the real core drives the room in `tests/browser/test_demo.py`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.domain.drafts import Offers, Report, Writing
from bot.domain.home import AtHome
from bot.domain.messages import ConversationRef, Inbound, Kind, Matter, PersonRef
from bot.domain.outgoing import MENU, Answer, GiveBack, Line, Note, Notice, Post, Press
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
        raise AssertionError("a room has no form for a draft")

    async def offers(self, person: object) -> Offers:
        raise AssertionError("a room has no form for a draft")

    async def hide_more(self, by: object, entry_id: str, words: RawText, lang: Lang) -> Answer:
        raise AssertionError("words are asked for by a button, and written")

    async def change(self, by: object, change: object) -> Answer:
        raise AssertionError("a draft is changed on a page of its own, or by its buttons")

    async def private(self, person: PersonRef, name: RawText, lang: Lang) -> Answer:
        self.met.append((person.account, name.expose(), lang))
        return Answer(Line("answer.welcome", lang))

    async def join(self, person: object, name: RawText, code: str, lang: Lang) -> Answer:
        raise AssertionError("there is no private word to the bot in a room")

    async def order(self, person: object, name: RawText, order: object, lang: Lang) -> Answer:
        raise AssertionError("there is no private word to the bot in a room")

    async def arrived(self, person: object, lang: Lang | None) -> None:
        raise AssertionError("nobody comes into a room whose people the settings name")

    async def trained(self, person: PersonRef, lang: Lang, count: int) -> Answer:
        if self.broken:
            raise RuntimeError("the store is away")
        self.trainings.append((person.account, lang, count))
        return Answer(Line("answer.exercises_done", lang, {"count": count}))

    async def home(self, person: PersonRef, name: RawText, lang: Lang) -> AtHome:
        return AtHome(lang, MENU, ())

    async def refused(self, channel: str, code: str) -> None:
        if self.broken:
            raise RuntimeError("the store is away")
        self.refusals.append(code)

    async def last_seen(self, conversation: ConversationRef) -> str | None:
        return None
