"""`python -m tests.platforms.slack --port 8082`: a Slack with four invented people, to play with."""

from __future__ import annotations

import argparse
import asyncio
import contextlib

from tests.platforms.slack import spec
from tests.platforms.slack.server import ADMIN_TOKEN, APP_TOKEN, BOT_TOKEN, SlackServer


async def serve(port: int, *, limits: bool, admin: bool) -> None:
    """Run until interrupted, and say how to point the bot here."""
    async with SlackServer(port=port, limits=limits) as slack:
        people = [
            slack.add_user("Sue Martin"),
            slack.add_user("Odile Roux", locale="fr-FR"),
            slack.add_user("Tom Field"),
        ]
        channel = slack.add_channel("listeners", *people)
        print(f"A Slack of one's own: {slack.root}/\n")
        print(f"export ENTRENOUS_SLACK__BASE_URL={slack.base_url}")
        print(f"export ENTRENOUS_SLACK__BOT_TOKEN={BOT_TOKEN}")
        print(f"export ENTRENOUS_SLACK__APP_TOKEN={APP_TOKEN}")
        if admin:
            slack.give_admin_token()
            print(f"export ENTRENOUS_SLACK__ADMIN_USER_TOKEN={ADMIN_TOKEN}")
        print(f"export ENTRENOUS_SLACK__CHANNELS='[\"{channel}\"]'", flush=True)
        await asyncio.Event().wait()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.platforms.slack", description=__doc__)
    parser.add_argument("--port", type=int, default=8082)
    parser.add_argument("--limits", action="store_true", help="apply Slack's rate limits")
    parser.add_argument("--no-admin", action="store_true", help="give out no admin user token")
    options = parser.parse_args()
    if not spec.available():
        parser.error(
            f"Slack's descriptions are needed in {spec.folder()}; ENTRENOUS_SHARED may name the folder `shared`"
        )
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(options.port, limits=options.limits, admin=not options.no_admin))


if __name__ == "__main__":
    main()
