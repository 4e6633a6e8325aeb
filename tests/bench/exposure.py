"""How long a raw message stands: from the moment the platform hands it out to the moment it receives the delete.

    python -m tests.bench.exposure telegram --rate 20 --seconds 60
    python -m tests.bench.exposure slack --rate 20 --seconds 60
    python -m tests.bench.exposure telegram --rate 1 --seconds 60 --groups 4 --limits

The bot runs as an administrator runs it, in a process of its own; the stand-in server in this one. Prints one JSON
object: messages handed out, removed, percentiles in milliseconds, and how many redacted versions were posted.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import tempfile
from itertools import count
from pathlib import Path

from tests.places import Place, place
from tests.running import RunningBot

MESSAGES = (
    "Mary Dupont, 67, lives just outside Eymet and starts Taxol on 14 March. Anyone free to ring her on 06 39 98 14 27?",
    "Mme Lefèvre est au CHU de Limoges depuis hier, son mari Jean-Paul est perdu. Son numéro : 06 39 98 45 67",
    "spoke to Graham Whitlock again, scan was bad, he is at the polyclinique de Limoges and his wife Anneke is worn out",
    "j'ai eu Mrs Okonkwo au téléphone, her son Chidi says the Zometa hurts, ring b4 6 on 0639984512",
    "Bonjour, M. Ferreira da Silva habite 4 bis impasse du Lavoir, 16210 Chalais, ALD refusée, qui connaît le recours ?",
)


async def measure(platform: str, rate: float, seconds: float, groups: int, limits: bool) -> dict[str, object]:
    """Post at `rate` messages a second over all groups, then wait until every one was removed and posted again."""
    async with place(platform, groups=groups, limits=limits) as here:
        with tempfile.TemporaryDirectory() as folder:
            async with RunningBot(Path(folder) / "home", here.environ):
                sent = await write_at(here, rate, seconds)
                async with asyncio.timeout(seconds * 6 + 60):
                    while len(here.spans()) < sent or len(here.standing(ours=True)) < sent:  # noqa: ASYNC110
                        await asyncio.sleep(0.1)
        return {"platform": platform, "rate": rate, "limits": limits, "groups": groups, **_figures(here, sent)}


async def write_at(here: Place, rate: float, seconds: float) -> int:
    """Write evenly for so many seconds; how many messages."""
    loop = asyncio.get_running_loop()
    begun = loop.time()
    for number in count():
        due = begun + number / rate
        if due - begun >= seconds:
            return number
        await asyncio.sleep(max(0.0, due - loop.time()))
        here.write(number, MESSAGES[number % len(MESSAGES)])
    raise AssertionError("unreachable")


def _figures(here: Place, sent: int) -> dict[str, object]:
    spans = sorted(span * 1000 for span in here.spans())
    cuts = statistics.quantiles(spans, n=100)
    return {
        "messages": sent,
        "removed": len(spans),
        "posted": len(here.standing(ours=True)),
        "p50_ms": round(cuts[49]),
        "p95_ms": round(cuts[94]),
        "p99_ms": round(cuts[98]),
        "max_ms": round(spans[-1]),
        "violations": len(here.violations()),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("platform", choices=("telegram", "slack"))
    parser.add_argument("--rate", type=float, default=20)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--groups", type=int, default=1)
    parser.add_argument("--limits", action="store_true", help="hold the stand-in to the platform's published limits")
    args = parser.parse_args()
    print(json.dumps(asyncio.run(measure(args.platform, args.rate, args.seconds, args.groups, args.limits))))


if __name__ == "__main__":
    main()
