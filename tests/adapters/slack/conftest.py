"""A workspace with two volunteers in one guarded channel, and a core that only remembers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from adapters.slack.channel import build
from adapters.slack.settings import SlackSettings
from bot.domain.drafts import Change, Offers, Report, Writing
from bot.domain.home import Home
from bot.domain.messages import Composed, ConversationRef, Inbound, Kind, MessageRef, PersonRef
from bot.domain.orders import Order
from bot.domain.outgoing import Answer, Line, Press
from bot.ports.channel import Channel
from config.sentences import TomlWording
from redaction import Lang, RawText
from tests.platforms.slack import SlackServer
from tests.platforms.slack.server import APP_TOKEN, BOT_TOKEN


@dataclass
class Recorder:
    """An `Intake` that remembers; a second delivery of an event is counted, not kept."""

    events: dict[str, Inbound] = field(default_factory=dict)
    deliveries: list[str] = field(default_factory=list)
    presses: list[Press] = field(default_factory=list)
    privately: list[tuple[PersonRef, RawText, Lang]] = field(default_factory=list)
    codes_brought: list[tuple[PersonRef, str, Lang]] = field(default_factory=list)
    writings: list[Writing] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    orders: list[tuple[PersonRef, Order, Lang]] = field(default_factory=list)
    arrivals: list[tuple[PersonRef, Lang | None]] = field(default_factory=list)
    pointed: list[MessageRef] = field(default_factory=list)
    revocations: list[tuple[str, ...] | None] = field(default_factory=list)
    languages: dict[str, Lang] = field(default_factory=dict)
    given: Answer | None = None
    """What is answered to an order, if not that there are no cases."""
    cannot_store: int = 0
    breaks: bool = False
    answer: Answer = field(default_factory=lambda: Answer(Line("answer.posted", "en")))
    offered: Offers = field(default_factory=Offers)
    before_storing: Callable[[Inbound], Awaitable[None]] | None = None

    async def receive(self, inbound: Inbound) -> None:
        self.deliveries.append(inbound.event_id)
        if self.before_storing is not None:
            await self.before_storing(inbound)
        if self.cannot_store > 0:
            self.cannot_store -= 1
            raise OSError("no space left on device")
        self.events.setdefault(inbound.event_id, inbound)

    async def press(self, press: Press) -> Answer:
        self.presses.append(press)
        if self.breaks:
            raise RuntimeError("the core is out of order")
        return self.answer

    async def private(self, person: PersonRef, name: RawText, lang: Lang) -> Answer:
        self.privately.append((person, name, lang))
        return Answer(Line("answer.private_help", lang))

    async def write(self, writing: Writing) -> Answer:
        self.writings.append(writing)
        return self.answer

    async def compose(self, writing: Writing) -> Answer:
        return await self.write(writing)

    async def offers(self, person: PersonRef) -> Offers:
        return self.offered

    async def change(self, by: PersonRef, change: Change) -> Answer:
        self.changes.append(change)
        return self.answer

    async def chosen(self, by: PersonRef, wish: Change) -> Composed | None:
        raise AssertionError("on this platform nothing is posted by a form before it was shown")

    async def hide_more(self, by: PersonRef, entry_id: str, words: RawText, lang: Lang) -> Answer:
        self.changes.append(Change(entry_id, hide=(words,)))
        return self.answer

    async def report(self, report: Report) -> Answer:
        self.reports.append(report)
        return self.answer

    async def join(self, person: PersonRef, name: RawText, code: str, lang: Lang) -> Answer:
        self.codes_brought.append((person, code, lang))
        return Answer(Line("answer.joined", lang))

    async def order(self, person: PersonRef, name: RawText, order: Order, lang: Lang) -> Answer:
        self.orders.append((person, order, lang))
        return self.given or Answer(Line("answer.no_cases", lang))

    async def arrived(self, person: PersonRef, lang: Lang | None) -> None:
        self.arrivals.append((person, lang))

    async def trained(self, person: PersonRef, lang: Lang, count: int) -> Answer:
        raise AssertionError("exercises are done in the practice room")

    async def home(self, person: PersonRef, name: RawText, lang: Lang) -> Home:
        return Home(lang)

    async def spoken(self, person: PersonRef) -> Lang | None:
        return self.languages.get(person.account)

    async def whose(self, person: PersonRef, name: RawText, message: MessageRef, lang: Lang) -> Answer:
        self.pointed.append(message)
        return self.answer

    async def revoked(self, channel: str, accounts: tuple[str, ...] | None) -> None:
        self.revocations.append(accounts)

    async def refused(self, channel: str, code: str) -> None:
        raise AssertionError("nothing is refused in Socket Mode")

    async def not_delivered(self, channel: str, message: MessageRef | None, code: str) -> None:
        raise AssertionError("this platform says at once whether it took a message")

    async def records_deleted(self, channel: str, count: int, left: int) -> None:
        raise AssertionError("nobody else keeps copies here")

    async def last_seen(self, conversation: ConversationRef) -> str | None:
        seen = [e.origin.message for e in self.messages if e.conversation == conversation]
        return max(seen, default=None)

    @property
    def messages(self) -> list[Inbound]:
        """In the platform's order: two connections deliver side by side."""
        found = [event for event in self.events.values() if event.kind is not Kind.UNKNOWN]
        return sorted(found, key=lambda event: (event.number, event.event_id))

    @property
    def codes(self) -> list[str | None]:
        return [event.code for event in self.events.values() if event.kind is Kind.UNKNOWN]

    @property
    def texts(self) -> list[str]:
        return [event.text.expose() for event in self.messages]


async def until(true: Callable[[], object], within: float = 8.0) -> None:
    """Wait for a condition; fail if it does not come true."""
    async with asyncio.timeout(within):
        while not true():  # noqa: ASYNC110, the stand-in's state has no event to wait for
            await asyncio.sleep(0.005)


@dataclass
class Place:
    """The stand-in, who is there, and the bot's channel on it."""

    slack: SlackServer
    sue: str
    tom: str
    channel: str
    core: Recorder = field(default_factory=Recorder)
    running: list[Channel] = field(default_factory=list)

    def settings(self, **more: Any) -> SlackSettings:
        given = {
            "bot_token": BOT_TOKEN,
            "app_token": APP_TOKEN,
            "base_url": self.slack.base_url,
            "channels": [self.channel],
        }
        return SlackSettings(**given | more)

    async def start(self, *, admin: bool = False, ping: float = 5.0, **more: Any) -> Channel:
        if admin:
            more["admin_user_token"] = self.slack.give_admin_token()
        channel = build(self.settings(**more), TomlWording(), ping=ping)
        self.running.append(channel)
        await channel.start(self.core)
        return channel

    async def listening(self, connections: int = 2) -> None:
        await until(lambda: self.slack.sockets.connections == connections)

    async def settled(self) -> None:
        """Everything handed out was acknowledged or given up."""
        await until(lambda: self.slack.sockets.idle)

    @property
    def shown(self) -> list[str]:
        """What Sue sees in the channel, without what only she sees."""
        return [line.shown for line in self.slack.view(self.channel, self.sue) if not line.ephemeral]


@pytest.fixture
async def place() -> AsyncIterator[Place]:
    async with SlackServer() as slack:
        sue, tom = slack.add_user("Sue Martin"), slack.add_user("Tom Field", locale="fr-FR")
        place = Place(slack, sue, tom, slack.add_channel("listeners", sue, tom))
        yield place
        for channel in place.running:
            await channel.stop()
    slack.check()
