from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from pydantic import SecretStr

from adapters.whatsapp.channel import WhatsAppChannel, build
from adapters.whatsapp.settings import WhatsAppSettings
from config.sentences import TomlWording
from redaction import RawText
from tests.adapters.phone_core import PhoneCore, Time, reachable
from tests.fakes.addresses import FakeAddresses
from tests.fakes.memos import FakeMemos
from tests.platforms.whatsapp.payloads import Telephone
from tests.platforms.whatsapp.server import APP_SECRET, PHONE_ID, TEMPLATE, TOKEN, VERIFY_TOKEN, StandIn


@dataclass
class Place:
    """A number with one volunteer who is known, Sue, and the bot behind it."""

    platform: StandIn
    core: PhoneCore
    addresses: FakeAddresses
    memos: FakeMemos
    time: Time
    channel: WhatsAppChannel
    sue: Telephone
    account: str

    def hours_pass(self, hours: float) -> None:
        self.time.pass_time(hours=hours)
        self.platform.hours_pass(hours)


def settings(platform: StandIn, token: str = TOKEN, template: str | None = TEMPLATE) -> WhatsAppSettings:
    return WhatsAppSettings(
        phone_id=PHONE_ID,
        token=SecretStr(token),
        app_secret=SecretStr(APP_SECRET),
        verify_token=SecretStr(VERIFY_TOKEN),
        template=template,
        base_url=platform.url,
    )


@pytest.fixture
async def platform() -> AsyncIterator[StandIn]:
    """The stand-in; at the end, whatever the bot sent must have been in order."""
    async with StandIn() as stand_in:
        yield stand_in
        assert stand_in.violations == []


@pytest.fixture
async def place(platform: StandIn) -> AsyncIterator[Place]:
    clock = Time()
    addresses, memos, core = FakeAddresses(), FakeMemos(clock), PhoneCore()
    channel = build(settings(platform), TomlWording(), addresses, memos, reachable=True, now=clock.now, settle=0.5)
    sue = platform.telephone("33639980001", "Sue", "FR.1000000000000001")
    account = await addresses.keep("whatsapp", RawText("+33639980001"))
    await channel.start(core)
    async with reachable({"whatsapp": channel.hook}) as address:
        platform.hook = f"{address}/hooks/whatsapp"
        yield Place(platform, core, addresses, memos, clock, channel, sue, account)
        await channel.stop()
