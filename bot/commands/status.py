"""`entrenous status`: how the bot does and what waits for somebody."""

from __future__ import annotations

from datetime import UTC

from adapters.storage.witness import WitnessRecords
from bot.handlers.exposure import EXPOSED
from bot.ports.witness import LastWitness
from bot.storage import Storage, open_storage
from config.settings import Settings, configured_channels
from redaction import RawText


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
    if settings.witness is None:
        return ["Daily witness: not set up; see the README, a restored backup would bring destroyed keys back."]
    records, trustees = WitnessRecords(storage.store), range(1, len(settings.witness.trustees) + 1)
    return [_witness_line(trustee, await records.last(trustee)) for trustee in trustees]


def _witness_line(trustee: int, last: LastWitness) -> str:
    sent = f"last sent {last.sent_at:%Y-%m-%d %H:%M} UTC" if last.sent_at else "never sent"
    failing = f"; FAILING since {last.failed_at:%Y-%m-%d %H:%M} UTC: {last.code}" if last.failed_at else ""
    return f"Daily witness to trustee {trustee}: {sent}{failing}"


def _shown(name: RawText) -> str:
    return name.expose() or "(no name)"
