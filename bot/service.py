"""What the long-running and the looking commands do."""

from __future__ import annotations

import asyncio
import signal
import sys
from datetime import UTC

import structlog

from bot.audit.chain import Link
from bot.bootstrap import Storage, open_storage, running, witness_round
from bot.handlers.exposure import EXPOSED
from bot.ports.witness import LastWitness
from config.settings import Settings, configured_channels
from redaction import RawText

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


async def read_journal(settings: Settings) -> list[Link]:
    """The whole live journal, oldest entry first."""
    async with open_storage(settings) as storage, storage.store.read() as unit:
        return await unit.journal.links()


async def describe(settings: Settings) -> str:
    """The lines of `entrenous status`, for the administrator's own terminal."""
    async with open_storage(settings) as storage:
        return "\n".join([*await _status_lines(settings, storage), *await _witness_lines(settings, storage)])


async def _status_lines(settings: Settings, storage: Storage) -> list[str]:
    async with storage.store.read() as unit:
        beat = await unit.last_beat()
        lines = [f"Last alive: {beat.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC" if beat else "Never started."]
        lines.append(f"Unfinished messages: {len(await unit.inbox.unfinished())}")
        lines.append(f"Held, not yet given back: {len(await unit.notes.held())}")
        lines.append(f"Exposed, still standing: {len(await unit.inbox.marked(EXPOSED))}")
        lines.append(f"Posts given up: {len(await unit.posts.given_up())}")
        for channel in configured_channels(settings):
            names = [_shown(name) for name in await unit.people.never_started(channel)]
            if channel == "telegram" and names:
                lines.append(f"Never pressed Start on {channel}: {', '.join(names)}")
    return lines


async def _witness_lines(settings: Settings, storage: Storage) -> list[str]:
    round_ = witness_round(settings, storage.store)
    if round_ is None:
        return ["Daily witness: not set up; see the README, a restored backup would bring destroyed keys back."]
    trustees = range(1, round_.mailer.trustees + 1)
    return [_witness_line(trustee, await round_.records.last(trustee)) for trustee in trustees]


def _witness_line(trustee: int, last: LastWitness) -> str:
    sent = f"last sent {last.sent_at:%Y-%m-%d %H:%M} UTC" if last.sent_at else "never sent"
    failing = f"; FAILING since {last.failed_at:%Y-%m-%d %H:%M} UTC: {last.code}" if last.failed_at else ""
    return f"Daily witness to trustee {trustee}: {sent}{failing}"


def _shown(name: RawText) -> str:
    return name.expose() or "(no name)"
