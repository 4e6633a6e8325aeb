from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx
import pytest

from adapters.web.channel import WebChannel, build
from adapters.web.settings import WebSettings
from config.practice import load_exercises
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


@asynccontextmanager
async def serving(settings: WebSettings, log: MemoryLog | None = None) -> AsyncIterator[Stage]:
    """A room of these settings, on a port of its own."""
    log, core = log or MemoryLog(), TinyCore()
    channel = build(settings, TomlWording(), log, load_exercises())
    core.channel = channel
    await channel.start(core)
    try:
        yield Stage(channel, core, log)
    finally:
        await channel.stop()


@pytest.fixture
def settings() -> WebSettings:
    return WebSettings(port=0)


@pytest.fixture
async def stage(settings: WebSettings) -> AsyncIterator[Stage]:
    async with serving(settings) as room:
        yield room


@pytest.fixture
async def sue(stage: Stage) -> AsyncIterator[Window]:
    async with stage.window() as window:
        yield window


@pytest.fixture
async def http(stage: Stage) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=stage.channel.url) as client:
        yield client
