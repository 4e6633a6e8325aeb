"""What the commands that go on until they are stopped do."""

from __future__ import annotations

import asyncio
import signal
import sys

import structlog

from bot.bootstrap import running
from config.settings import Settings, configured_channels

log = structlog.get_logger(__name__)

_SWITCH_SECONDS = 0.0002
"""How long one thread may keep the others waiting for the interpreter.

The engine's threads do small pieces of work. With Python's 5 ms each of them held up the loop that sends deletes: at 20
messages a second half of them stood for 0.9 s, with this for less than a tenth of that (`tests/bench/exposure.py`).
"""


class NothingToGuard(Exception):
    """No channel is configured."""

    def __init__(self) -> None:
        super().__init__("no channel is configured, so there is nothing to guard; run `entrenous check`")


async def serve(settings: Settings) -> None:
    """Run the bot until SIGTERM or SIGINT. Raises `NothingToGuard`, and what `bot.bootstrap.running` raises."""
    if not configured_channels(settings):
        raise NothingToGuard
    sys.setswitchinterval(_SWITCH_SECONDS)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sign, stop.set)
    async with running(settings) as context:
        log.info("bot_started", channels=len(context.channels))
        await stop.wait()
        log.info("bot_stopping")
