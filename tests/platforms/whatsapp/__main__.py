"""Start the stand-in by hand: `python -m tests.platforms.whatsapp`, then write to the bot on its standard input."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import sys

from tests.platforms.whatsapp.payloads import Telephone
from tests.platforms.whatsapp.server import StandIn


async def serve(port: int, hook: str) -> None:
    async with StandIn(port, hook) as platform:
        sue = platform.telephone("33639980001", "Sue", "FR.1000000000000001")
        print("Start the bot with [pages] and:")
        for name, value in platform.settings().items():
            print(f"  {name}={value}")
        print(f"It is called at {hook}. Write as Sue, one line at a time; a line that begins with > taps a button.")
        shown = 0
        while line := await asyncio.to_thread(sys.stdin.readline):
            with contextlib.suppress(Exception):
                await _does(platform, sue, line.rstrip("\n"))
            await asyncio.sleep(1)  # whatever the bot says, it says within a moment
            for seen in sue.received[shown:]:
                print(f"< {seen.text}", *(f"    [{label}]" for label in seen.choices), sep="\n")
            shown = len(sue.received)


async def _does(platform: StandIn, who: Telephone, line: str) -> None:
    if line.startswith(">"):
        await platform.taps(who, line[1:].strip())
    else:
        await platform.says(who, line)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.platforms.whatsapp", description=__doc__)
    parser.add_argument("--port", type=int, default=8091)
    parser.add_argument("--hook", default="http://127.0.0.1:8351/hooks/whatsapp")
    given = parser.parse_args()
    asyncio.run(serve(given.port, given.hook))


if __name__ == "__main__":
    main()
