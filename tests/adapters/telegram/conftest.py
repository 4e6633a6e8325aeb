from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from pydantic import SecretStr

from adapters.telegram.channel import TelegramChannel, build
from adapters.telegram.settings import TelegramSettings
from bot.domain.drafts import Change, Offers, Report, Writing
from bot.domain.home import Home
from bot.domain.messages import Composed, ConversationRef, Inbound, Kind, MessageRef, PersonRef
from bot.domain.orders import Order
from bot.domain.outgoing import Answer, Line, Press
from config.sentences import TomlWording
from redaction import Lang, RawText
from tests.platforms.telegram import TOKEN, Chat, Person, StandIn


@dataclass
class Recorder:
    """An `Intake` that keeps what it was given. `cannot_store` makes it fail as a full disk would."""

    received: list[Inbound] = field(default_factory=list)
    presses: list[Press] = field(default_factory=list)
    opened: list[tuple[PersonRef, RawText, Lang]] = field(default_factory=list)
    codes_brought: list[tuple[PersonRef, RawText, str, Lang]] = field(default_factory=list)
    refusals: list[tuple[str, str]] = field(default_factory=list)
    arrivals: list[tuple[PersonRef, Lang | None]] = field(default_factory=list)
    attempts: int = 0
    writings: list[Writing] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    orders: list[tuple[PersonRef, Order, Lang]] = field(default_factory=list)
    cannot_store: Callable[[Inbound], bool] = lambda _: False
    answer: Answer = field(default_factory=lambda: Answer(Line("answer.gone", "en")))
    breaks: bool = False

    async def receive(self, inbound: Inbound) -> None:
        self.attempts += 1
        if self.cannot_store(inbound):
            raise OSError("no space left on device")
        self.received.append(inbound)

    async def press(self, press: Press) -> Answer:
        self.presses.append(press)
        return self._answered()

    async def private(self, person: PersonRef, name: RawText, lang: Lang) -> Answer:
        self.opened.append((person, name, lang))
        return self._answered()

    async def join(self, person: PersonRef, name: RawText, code: str, lang: Lang) -> Answer:
        self.codes_brought.append((person, name, code, lang))
        return self._answered()

    async def order(self, person: PersonRef, name: RawText, order: Order, lang: Lang) -> Answer:
        self.orders.append((person, order, lang))
        return self._answered()

    async def write(self, writing: Writing) -> Answer:
        self.writings.append(writing)
        return self._answered()

    async def compose(self, writing: Writing) -> Answer:
        self.writings.append(writing)
        return self._answered()

    async def offers(self, person: PersonRef) -> Offers:
        return Offers((), ())

    async def chosen(self, by: PersonRef, wish: Change) -> Composed | None:
        raise AssertionError("on this platform nothing is posted by a form before it was shown")

    async def hide_more(self, by: PersonRef, entry_id: str, words: RawText, lang: Lang) -> Answer:
        return self._answered()

    async def change(self, by: PersonRef, change: Change) -> Answer:
        return self._answered()

    async def report(self, report: Report) -> Answer:
        self.reports.append(report)
        return self._answered()

    async def arrived(self, person: PersonRef, lang: Lang | None) -> None:
        self.arrivals.append((person, lang))

    async def trained(self, person: PersonRef, lang: Lang, count: int) -> Answer:
        raise AssertionError("exercises are done in the practice room")

    async def spoken(self, person: PersonRef) -> Lang | None:
        raise AssertionError("the core itself minds who reads what")

    async def whose(self, person: PersonRef, name: RawText, message: MessageRef, lang: Lang) -> Answer:
        raise AssertionError("our posts carry their buttons here")

    async def revoked(self, channel: str, accounts: tuple[str, ...] | None) -> None:
        raise AssertionError("nobody gives a token here")

    async def home(self, person: PersonRef, name: RawText, lang: Lang) -> Home:
        return Home(lang)

    async def refused(self, channel: str, code: str) -> None:
        self.refusals.append((channel, code))

    async def not_delivered(self, channel: str, message: MessageRef | None, code: str) -> None:
        raise AssertionError("this platform says at once whether it took a message")

    async def records_deleted(self, channel: str, count: int, left: int) -> None:
        raise AssertionError("nobody else keeps copies here")

    async def last_seen(self, conversation: ConversationRef) -> str | None:
        return None

    @property
    def messages(self) -> list[Inbound]:
        return [each for each in self.received if each.kind is not Kind.UNKNOWN]

    @property
    def texts(self) -> list[str]:
        return [each.text.expose() for each in self.messages]

    @property
    def codes(self) -> list[str | None]:
        return [each.code for each in self.received if each.kind is Kind.UNKNOWN]

    def _answered(self) -> Answer:
        if self.breaks:
            raise RuntimeError("the core is out of order")
        return self.answer


async def until(true: Callable[[], object], patience: float = 8) -> None:
    """Wait for a condition; fail if it does not come true."""
    async with asyncio.timeout(patience):
        while not true():  # noqa: ASYNC110, any condition of any object, so no event to wait for
            await asyncio.sleep(0.005)


async def kill(channel: TelegramChannel) -> None:
    """End a channel as a crash would: nothing is finished, nothing confirmed. Only its sockets are given back."""
    assert channel._listening is not None
    channel._listening.cancel()
    await asyncio.gather(channel._listening, return_exceptions=True)
    await channel._client.close()


@dataclass
class Place:
    """A platform with two volunteers in one guarded group, and the settings for it."""

    platform: StandIn
    sue: Person
    claire: Person
    group: Chat
    extra_groups: list[int] = field(default_factory=list)
    token: str = TOKEN
    paced: bool = False

    def channel(self) -> TelegramChannel:
        settings = TelegramSettings(
            token=SecretStr(self.token),
            base_url=self.platform.url,
            groups=[self.group.id, *self.extra_groups],
            supervisors=[self.claire.id],
            paced=self.paced,
        )
        return build(settings, TomlWording())

    @asynccontextmanager
    async def running(self, intake: Recorder) -> AsyncIterator[TelegramChannel]:
        channel = self.channel()
        await channel.start(intake)
        try:
            yield channel
        finally:
            await channel.stop()


@pytest.fixture
async def platform() -> AsyncIterator[StandIn]:
    """The stand-in; at the end, whatever the bot sent must have been in order."""
    async with StandIn() as stand_in:
        yield stand_in
        assert stand_in.violations == []


@pytest.fixture
def place(platform: StandIn) -> Place:
    world = platform.world
    sue = world.person("Sue", "Palmer", "sue_p")
    claire = world.person("Claire", "Duval", "claire_d", "fr")
    return Place(platform, sue, claire, world.group("Listeners", [sue, claire]))


@pytest.fixture
def intake() -> Recorder:
    return Recorder()
