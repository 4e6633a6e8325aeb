"""Seconds from a step of a disclosure to the private word about it, on a stand-in platform.

    python -m tests.bench.notices telegram --rounds 20
    python -m tests.bench.notices slack --rounds 20

The whole bot in this process, the real SDK, a stand-in server. Each round somebody asks to open a detail, another agrees and
it is opened, the volunteer objects, and, in the first rounds, a colleague presses *Urgent*: so often that goes out. Prints one JSON object, in milliseconds: from each of
these until the word stands in the private chat of whom it is for. Asking and agreeing are handed to the core as the console's
form does; what a browser adds is not in it.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import tempfile
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping

from bot.bootstrap import running
from bot.domain.alerting import OF_CASE
from config.settings import load_settings
from redaction import Redactor
from tests.bench.answers import percentiles
from tests.e2e.test_telegram import own_pages
from tests.platforms.slack.server import SlackServer
from tests.platforms.telegram.server import StandIn
from tests.scenarios.board import Board
from tests.scenarios.on_slack import SlackPlatform
from tests.scenarios.on_telegram import TelegramPlatform
from tests.scenarios.stage import Platform, Stage

_PATIENCE = 30.0
_PEOPLE = {"Sue": "", "Bob": "", "Nina": "supervisor", "Paula": "supervisor"}


async def measure(name: str, rounds: int) -> dict[str, object]:
    """Figures for one platform."""
    if name == "telegram":
        async with StandIn() as telegram:
            return await _measure(TelegramPlatform(telegram, 1), rounds)
    async with SlackServer() as slack:
        return await _measure(SlackPlatform(slack, 1), rounds)


async def _measure(platform: Platform, rounds: int) -> dict[str, object]:
    waits: defaultdict[str, list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as home:
        settings = load_settings({"ENTRENOUS_HOME": home, **platform.settings(), **own_pages()}, files=())
        async with running(settings, Redactor.load()) as context:
            stage = platform.stage(0, _PEOPLE)
            board = Board(context, stage)
            await board.put_on_the_roster(["Nina", "Paula"])
            stage.says("Sue", "Mary Dupont rang, she is very low")
            await _stands(lambda: bool(_reference(stage)))
            for number in range(rounds):
                for step, (do, who, words) in _steps(stage, board, _reference(stage)).items():
                    if step == "urgent" and number >= OF_CASE:
                        continue  # more about one person are not sent
                    waits[step].append(await _timed(stage, do, who, words))
    return {"platform": platform.name, "rounds": rounds} | {step: percentiles(times) for step, times in waits.items()}


def _steps(stage: Stage, board: Board, case: str) -> Mapping[str, tuple[Callable[[], Awaitable[None]], str, str]]:
    """What is done, who hears of it, in which words."""

    async def object_to() -> None:
        before = _count(stage, "Sue", "sealed")
        stage.presses("Sue", "I object")
        await _stands(lambda: _count(stage, "Sue", "sealed") > before)
        stage.tells_bot("Sue", "she never wanted it")

    async def urgent() -> None:
        before = _count(stage, "Bob", "3114")
        stage.tells_bot("Bob", f"urgent {case}")
        await _stands(lambda: _count(stage, "Bob", "3114") > before)
        stage.presses("Bob", "Alert who knows them")

    return {
        "asked": (lambda: board.asks("Nina", "Person A", case), "Paula", "asks to open"),
        "opened": (lambda: board.agrees("Paula", "Nina"), "Sue", "was allowed to learn"),
        "objected": (object_to, "Paula", "Somebody objects"),
        "urgent": (urgent, "Sue", "is in danger now"),
    }


async def _timed(stage: Stage, do: Callable[[], Awaitable[None]], who: str, words: str) -> float:
    loop, before = asyncio.get_running_loop(), _count(stage, who, words)
    at = loop.time()
    await do()
    await _stands(lambda: _count(stage, who, words) > before)
    return (loop.time() - at) * 1000


def _count(stage: Stage, who: str, words: str) -> int:
    return sum(words in said for said in stage.private(who))


def _reference(stage: Stage) -> str:
    found = re.findall(r"C-[2-9A-Z]{5}", "\n".join(stage.group()))
    return found[-1] if found else ""


async def _stands(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(_PATIENCE):
        while not holds():  # noqa: ASYNC110, the stand-in has no event for it
            await asyncio.sleep(0.002)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("platform", choices=("telegram", "slack"))
    parser.add_argument("--rounds", type=int, default=20)
    args = parser.parse_args()
    print(json.dumps(asyncio.run(measure(args.platform, args.rounds))))


if __name__ == "__main__":
    main()
