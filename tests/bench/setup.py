"""A first-time set-up with `entrenous init`, as an administrator lives it: how many questions, how long.

    python -m tests.bench.setup telegram
    python -m tests.bench.setup slack --lang fr

The command runs on a terminal of its own against the stand-in platform, everything is ready when it is asked for, and every
question is answered at once, with what may come later left for later. Prints one JSON object: questions; seconds until the
last line, which are the machine's share; words shown, and the minutes that reading them takes at 200 a minute. What one
clicks on the platform meanwhile comes on top.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
from pathlib import Path
from time import perf_counter

from redaction import Lang
from tests.bot.commands import walks
from tests.bot.commands.terminal import Terminal
from tests.bot.commands.walks import Listeners
from tests.platforms.slack.server import SlackServer
from tests.platforms.telegram.server import StandIn

WORDS_A_MINUTE = 200


async def measure(platform: str, lang: Lang) -> dict[str, object]:
    """One whole set-up."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        begun = perf_counter()
        terminal = await (_telegram if platform == "telegram" else _slack)(home, lang)
        seconds = perf_counter() - begun
    words = len(terminal.shown.split())
    return {
        "platform": platform,
        "lang": lang,
        "questions": terminal.answers,
        "seconds": round(seconds, 1),
        "words": words,
        "minutes_to_read": round(words / WORDS_A_MINUTE, 1),
    }


async def _telegram(home: Path, lang: Lang) -> Terminal:
    async with StandIn() as platform:
        listeners = Listeners.on(platform)
        async with Terminal(home, "init", lang=lang, environ={**listeners.environ, **_anywhere(home)}) as terminal:
            await _asked_everything(terminal, home, "1")
            await walks.telegram_part(terminal, listeners)
            await _ended(terminal)
        assert platform.violations == []
    return terminal


async def _slack(home: Path, lang: Lang) -> Terminal:
    async with SlackServer() as slack:
        walks.workspace(slack)
        environ = {"ENTRENOUS_SLACK__BASE_URL": slack.base_url, **_anywhere(home)}
        async with Terminal(home, "init", lang=lang, environ=environ) as terminal:
            await _asked_everything(terminal, home, "2")
            await walks.slack_part(terminal)
            await _ended(terminal)
        slack.check()
    return terminal


def _anywhere(home: Path) -> dict[str, str]:
    """No variable says where the data lives, so that it is asked."""
    return {"ENTRENOUS_HOME": "", "HOME": str(home.parent)}


async def _asked_everything(terminal: Terminal, home: Path, platforms: str) -> None:
    await terminal.asked("init.language", terminal.lang)
    await terminal.asked("init.home", str(home))
    await walks.begins(terminal, platforms)


async def _ended(terminal: Terminal) -> None:
    await walks.skips_the_rest(terminal)
    await walks.ends_well(terminal)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("platform", choices=("telegram", "slack"))
    parser.add_argument("--lang", choices=("en", "fr"), default="en")
    args = parser.parse_args()
    print(json.dumps(asyncio.run(measure(args.platform, args.lang))))


if __name__ == "__main__":
    main()
