"""Start the stand-in by hand: `python -m tests.platforms.telegram --port 8081`, then open the page that it names."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import signal

from tests.platforms.telegram.server import TOKEN, StandIn


async def serve(port: int, *, limits: bool) -> None:
    async with StandIn(port=port, limits=limits) as platform:
        world = platform.world
        people = [
            world.person("Sue", "Palmer", "sue_p"),
            world.person("Moira", "Keane", "moira_k"),
            world.person("Claire", "Duval", "claire_d", "fr"),
            world.person("Odile", "Marchand", "odile_m", "fr"),
        ]
        group = world.group("Listeners", people)
        print(f"Open {platform.url}/ and start the bot with:")
        print(f"  ENTRENOUS_TELEGRAM__BASE_URL={platform.url}")
        print(f"  ENTRENOUS_TELEGRAM__TOKEN={TOKEN}")
        print(f"  ENTRENOUS_TELEGRAM__GROUPS='[{group.id}]'")
        print(f"  ENTRENOUS_TELEGRAM__SUPERVISORS='[{people[2].id}, {people[3].id}]'")
        if not platform.spec.known:
            print("The description of the Bot API is not there (ENTRENOUS_SHARED): requests are not checked.")
        stop = asyncio.Event()
        for each in (signal.SIGINT, signal.SIGTERM):
            with contextlib.suppress(NotImplementedError):
                asyncio.get_running_loop().add_signal_handler(each, stop.set)
        await stop.wait()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.platforms.telegram", description=__doc__)
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--limits", choices=("on", "off"), default="on", help="keep Telegram's rate limits")
    given = parser.parse_args()
    asyncio.run(serve(given.port, limits=given.limits == "on"))


if __name__ == "__main__":
    main()
