from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from pydantic import SecretStr

from adapters.sms.channel import SmsChannel, build
from adapters.sms.settings import SmsSettings
from config.sentences import TomlWording
from redaction import RawText
from tests.adapters.phone_core import PhoneCore, Time, reachable
from tests.adapters.telegram.conftest import until
from tests.fakes.addresses import FakeAddresses
from tests.fakes.memos import FakeMemos
from tests.platforms.twilio.server import ACCOUNT, NUMBER, TOKEN, StandIn, Telephone

PAGES = "https://bot.example.org/entrenous"
"""As Twilio calls it; a proxy passes it on to the loopback port."""


@dataclass
class Place:
    """A number with one volunteer who is known, Sue, and the bot behind it."""

    platform: StandIn
    core: PhoneCore
    addresses: FakeAddresses
    memos: FakeMemos
    time: Time
    channel: SmsChannel
    sue: Telephone
    account: str

    def again(self) -> SmsChannel:
        """The same bot after a restart."""
        return built(self.platform, self.addresses, self.memos, self.time)


def settings(platform: StandIn, token: str = TOKEN, texts: int = 3) -> SmsSettings:
    return SmsSettings(
        account_sid=ACCOUNT, auth_token=SecretStr(token), number=NUMBER, texts=texts, base_url=platform.url
    )


def built(platform: StandIn, addresses: FakeAddresses, memos: FakeMemos, time: Time) -> SmsChannel:
    return build(settings(platform), TomlWording(), addresses, memos, pages=PAGES, now=time.now, sweep=3600)


@pytest.fixture
async def platform() -> AsyncIterator[StandIn]:
    """The stand-in; at the end, whatever the bot sent must have been in order."""
    async with StandIn() as stand_in:
        stand_in.public = f"{PAGES}/hooks/sms"
        yield stand_in
        assert stand_in.violations == []


@pytest.fixture
async def place(platform: StandIn) -> AsyncIterator[Place]:
    clock = Time()
    addresses, memos, core = FakeAddresses(), FakeMemos(clock), PhoneCore()
    channel = built(platform, addresses, memos, clock)
    sue = platform.telephone("+33639980001")
    account = await addresses.keep("sms", RawText(sue.number))
    core.languages[account] = "en"
    async with reachable({"sms": channel.hook}) as address:
        platform.hook = f"{address}/hooks/sms"
        await channel.start(core)
        await until(lambda: platform.lists)  # it looks for what it missed first
        yield Place(platform, core, addresses, memos, clock, channel, sue, account)
        await channel.stop()
