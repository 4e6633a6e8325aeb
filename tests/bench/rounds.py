"""How long it takes from a message in a group of a round until the last of its readers has it.

    python -m tests.bench.rounds --readers 20 --messages 50

Channels are in memory, the store, the engine and the redaction layer are the real ones; so this is our own share. Messages
come one after the other, each once the last has been read everywhere. Prints one JSON object, times in milliseconds.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import secrets
import statistics
import tempfile
from pathlib import Path
from time import perf_counter

from adapters.storage.keys import Keyring
from adapters.storage.store import SealedStore
from redaction import Redactor
from tests.bot.handlers.rounds.conftest import World
from tests.bot.handlers.rounds.test_durable import at_work
from tests.fakes.clock import FakeClock
from tests.fresh import fresh_database

_WARM = 4
"""Messages before the measurement: what is loaded at the first one is loaded once."""


async def measure(readers: int, messages: int) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as folder:
        database, clock = fresh_database(Path(folder) / "entrenous.db"), FakeClock()
        world = World(SealedStore(database, Keyring(secrets.token_bytes(32)), clock), clock, Redactor.load())
        for number in range(readers):
            await world.member(f"reader{number}", "advice")
        taken: dict[str, list[float]] = {"redacted": [], "clean": []}
        async with at_work(world, Path(folder)) as intake:
            for number in range(_WARM + messages):
                kind = "redacted" if number % 2 else "clean"
                words = "Mary Dupont rang about FOLFOX" if number % 2 else "She rang about FOLFOX"
                begun = perf_counter()
                await intake.receive(world.in_group(f"{words}, question {number}"))
                await _everywhere(world, number + 1)
                if number >= _WARM:
                    taken[kind].append(1000 * (perf_counter() - begun))
        database.dispose()
    return {"readers": readers, "messages": messages, **{kind: _told(times) for kind, times in taken.items()}}


async def _everywhere(world: World, count: int) -> None:
    while any(len(world.mail.stands[account]) < count for account in world.accounts.values()):
        world.mail.changed.clear()
        await world.mail.changed.wait()


def _told(times: list[float]) -> dict[str, int]:
    return {"median": round(statistics.median(times)), "p95": round(sorted(times)[int(0.95 * len(times))])}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--readers", type=int, default=20)
    options.add_argument("--messages", type=int, default=50)
    chosen = options.parse_args()
    print(json.dumps(asyncio.run(measure(chosen.readers, chosen.messages)), indent=1))


if __name__ == "__main__":
    main()
