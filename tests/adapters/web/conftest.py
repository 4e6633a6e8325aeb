from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx
import pytest

from adapters.web.channel import WebChannel, build
from adapters.web.settings import WebSettings
from config.sentences import TomlWording
from tests.adapters.web.browserless import Window
from tests.adapters.web.core import MemoryLog, TinyCore


@dataclass
class Stage:
    """A room that is being served, the core behind it, and its log."""

    channel: WebChannel
    core: TinyCore
    log: MemoryLog

    def window(self, account: str = "sue", lang: str = "en") -> Window:
        return Window(self.channel.url, account, lang)


@pytest.fixture
def settings() -> WebSettings:
    return WebSettings(port=0)


@pytest.fixture
async def stage(settings: WebSettings) -> AsyncIterator[Stage]:
    log, core = MemoryLog(), TinyCore()
    channel = build(settings, TomlWording(), log)
    core.channel = channel
    await channel.start(core)
    yield Stage(channel, core, log)
    await channel.stop()


@pytest.fixture
async def sue(stage: Stage) -> AsyncIterator[Window]:
    async with stage.window() as window:
        yield window


@pytest.fixture
async def http(stage: Stage) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=stage.channel.url) as client:
        yield client
