from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.messages import PersonRef
from bot.domain.roster import Role
from config.grounds import load_grounds
from redaction import Redactor
from tests.adapters.web.console.house import House
from tests.adapters.web.console.world import World, serve
from tests.adapters.web.desk import opened


@pytest.fixture(scope="session")
def redactor() -> Redactor:
    return Redactor.load()


@pytest.fixture
async def world(tmp_path: Path, redactor: Redactor) -> AsyncIterator[World]:
    """Ada keeps the roster, Sol supervises, Lin listens."""
    async with opened(tmp_path, redactor) as (context, channel, clock):
        channel.name, channel.supervisors = "web", (PersonRef("web", "boss"),)
        channel.conversations = ()
        site, world = await serve(
            replace(context, channels={"web": channel}, grounds=load_grounds().of), channel, clock
        )
        await world.person("ada", Role.ADMINISTRATOR)
        await world.person("sol", Role.SUPERVISOR)
        await world.person("lin", Role.LISTENER)
        yield world
        for browser in world.browsers:
            await browser.client.aclose()
        await site.stop()


@pytest.fixture
async def house(world: World) -> House:
    """Everybody who takes part in a disclosure, and one case."""
    return await House(world).build()
