"""Start the stand-in by hand: `python -m tests.platforms.twilio`, then write to the bot on its standard input."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import sys

from tests.platforms.twilio.server import StandIn


async def serve(port: int, hook: str) -> None:
    async with StandIn(port, hook) as platform:
        sue = platform.telephone("+33639980001")
        print("Start the bot with [pages] and:")
        for name, value in platform.settings().items():
            print(f"  {name}={value}")
        print(f"It is called at {hook}. Write as Sue, one text a line.")
        shown = 0
        while line := await asyncio.to_thread(sys.stdin.readline):
            with contextlib.suppress(OSError):
                await platform.says(sue, line.rstrip("\n"))
            await asyncio.sleep(1)  # whatever the bot says, it says within a moment
            print(*(f"< {text}" for text in sue.received[shown:]), sep="\n")
            shown = len(sue.received)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.platforms.twilio", description=__doc__)
    parser.add_argument("--port", type=int, default=8092)
    parser.add_argument("--hook", default="http://127.0.0.1:8351/hooks/sms")
    given = parser.parse_args()
    asyncio.run(serve(given.port, given.hook))


if __name__ == "__main__":
    main()
