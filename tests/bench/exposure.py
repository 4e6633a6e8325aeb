"""How long a raw message stands: from the moment the platform hands it out to the moment it receives the delete.

    python -m tests.bench.exposure --platform telegram --rate 20 --seconds 60
    python -m tests.bench.exposure --platform telegram --rate 1 --seconds 60 --groups 4 --limits

The bot runs as an administrator runs it, in a process of its own; the stand-in server in this one. Prints one JSON
object: messages handed out, removed, percentiles in milliseconds, and how many redacted versions were posted.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import tempfile
from collections.abc import Sequence
from itertools import cycle
from pathlib import Path

from tests.platforms.telegram.model import Chat, Person
from tests.platforms.telegram.server import TOKEN, StandIn
from tests.running import RunningBot, telegram_environ

MESSAGES = (
    "Mary Dupont, 67, lives just outside Eymet and starts Taxol on 14 March. Anyone free to ring her on 06 39 98 14 27?",
    "Mme Lefèvre est au CHU de Limoges depuis hier, son mari Jean-Paul est perdu. Son numéro : 06 39 98 45 67",
    "spoke to Graham Whitlock again, scan was bad, he is at the polyclinique de Limoges and his wife Anneke is worn out",
    "j'ai eu Mrs Okonkwo au téléphone, her son Chidi says the Zometa hurts, ring b4 6 on 0639984512",
    "Bonjour, M. Ferreira da Silva habite 4 bis impasse du Lavoir, 16210 Chalais, ALD refusée, qui connaît le recours ?",
)


async def measure(rate: float, seconds: float, groups: int, limits: bool) -> dict[str, object]:
    """Post at `rate` messages a second over all `groups`, then wait until every one of them was removed."""
    async with StandIn(limits=limits) as platform:
        people = [platform.world.person(f"Listener {n}") for n in range(6)]
        chats = [platform.world.group(f"Group {n}", people) for n in range(groups)]
        for person in people:
            platform.world.starts(person)
        environ = telegram_environ(platform.url, TOKEN, [chat.id for chat in chats], paced=limits)
        with tempfile.TemporaryDirectory() as folder:
            async with RunningBot(Path(folder) / "home", environ):
                sent = await _write(platform, people, chats, rate, seconds)
                await _until_removed(platform, sent, patience=60)
                await _until_posted(platform, sent, patience=seconds * 4 + 60)
        return _figures(platform, sent, rate, limits)


async def _write(
    platform: StandIn, people: Sequence[Person], chats: Sequence[Chat], rate: float, seconds: float
) -> int:
    loop = asyncio.get_running_loop()
    begun, sent = loop.time(), 0
    for text, person, chat in zip(cycle(MESSAGES), cycle(people), cycle(chats), strict=False):
        due = begun + sent / rate
        if due - begun >= seconds:
            return sent
        await asyncio.sleep(max(0.0, due - loop.time()))
        platform.world.says(person, chat, text)
        sent += 1
    return sent


async def _until_removed(platform: StandIn, sent: int, patience: float) -> None:
    async with asyncio.timeout(patience):
        while len(platform.world.exposures) < sent:
            await asyncio.sleep(0.1)


async def _until_posted(platform: StandIn, sent: int, patience: float) -> None:
    async with asyncio.timeout(patience):
        while _posted(platform) < sent:
            await asyncio.sleep(0.1)


def _posted(platform: StandIn) -> int:
    return sum(seen.author == "Entre Nous" for chat in _groups(platform) for seen in platform.world.view(chat))


def _groups(platform: StandIn) -> list[Chat]:
    return [chat for chat in platform.world.chats.values() if chat.id < 0]


def _figures(platform: StandIn, sent: int, rate: float, limits: bool) -> dict[str, object]:
    spans = sorted(trace.exposed * 1000 for trace in platform.world.exposures if trace.exposed is not None)
    cuts = statistics.quantiles(spans, n=100)
    return {
        "rate": rate,
        "limits": limits,
        "messages": sent,
        "removed": len(spans),
        "posted": _posted(platform),
        "p50_ms": round(cuts[49]),
        "p95_ms": round(cuts[94]),
        "p99_ms": round(cuts[98]),
        "max_ms": round(spans[-1]),
        "violations": len(platform.violations),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rate", type=float, default=20)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--groups", type=int, default=1)
    parser.add_argument("--limits", action="store_true", help="hold the stand-in to the platform's published limits")
    args = parser.parse_args()
    print(json.dumps(asyncio.run(measure(args.rate, args.seconds, args.groups, args.limits))))


if __name__ == "__main__":
    main()
