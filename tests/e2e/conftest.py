"""A bot in this process, against a stand-in platform."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest

from bot.bootstrap import running
from bot.handlers.context import Context
from config.settings import load_settings
from redaction import Redactor

Bot = Callable[[Mapping[str, str]], AbstractAsyncContextManager[Context]]
PATIENCE = 20.0


@pytest.fixture(scope="session")
def redactor() -> Redactor:
    return Redactor.load()


@pytest.fixture
def bot(tmp_path: Path, redactor: Redactor) -> Bot:
    """Starts a bot with the given settings; started again in one test, it finds its home as it left it."""

    @asynccontextmanager
    async def start(environ: Mapping[str, str]) -> AsyncIterator[Context]:
        settings = load_settings({"ENTRENOUS_HOME": str(tmp_path / "home"), **environ}, files=())
        async with running(settings, redactor) as context:
            yield context

    return start


async def until(condition: Callable[[], object] | Callable[[], Awaitable[object]]) -> None:
    """Return once `condition()` holds. Raises `TimeoutError` after `PATIENCE` seconds."""
    async with asyncio.timeout(PATIENCE):
        while True:
            found = condition()
            if await found if isinstance(found, Awaitable) else found:
                return
            await asyncio.sleep(0.02)


async def counted(context: Context, kind: str) -> int:
    """How many entries of a kind the journal holds."""
    async with context.store.read() as unit:
        links = await unit.journal.links()  # type: ignore[attr-defined]
    return sum(link.kind == kind for link in links)


async def journalled(context: Context, kind: str, times: int = 1) -> bool:
    """Whether the journal holds just so many entries of a kind."""
    return await counted(context, kind) == times
