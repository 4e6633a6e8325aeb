"""How long somebody waits for the bot's answer while messages flow: a draft's preview, a pressed button, a form.

    python -m tests.bench.answers telegram --rate 20 --seconds 30
    python -m tests.bench.answers slack --rate 20 --seconds 30

The bot runs in a process of its own, the stand-in server in this one. Once a second somebody writes to the bot and posts or
drops what they see (Telegram), or opens the form, hands it in and closes it (Slack). Prints one JSON object: for each step
percentiles in milliseconds, and for Slack how many acknowledgements came late (three seconds) or had to be asked for again.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import tempfile
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from tests.bench.exposure import write_at
from tests.places import Place, SlackPlace, TelegramPlace, place
from tests.running import RunningBot

_PATIENCE = 30.0
DRAFT = "Mary Dupont, 67, lives just outside Eymet and starts Taxol on 14 March, what would you tell her?"


class Visitor(Protocol):
    """Somebody who does the same again and again; each step ends with what they wait for."""

    def steps(self) -> list[tuple[str, Callable[[], None], Callable[[], bool]]]:
        """Name, what they do, whether it was answered."""


class OnTelegram:
    """Writes a draft, and drops it."""

    def __init__(self, here: TelegramPlace) -> None:
        self._world, self._person = here.world, here.people[0]
        self._chat = self._world.chats[self._person.id]

    def steps(self) -> list[tuple[str, Callable[[], None], Callable[[], bool]]]:
        return [
            (
                "preview",
                lambda: _nothing(self._world.says(self._person, self._chat, DRAFT)),
                lambda: self._preview() is not None,
            ),
            ("button", self._drop, lambda: self._preview() is None),
        ]

    def _preview(self) -> int | None:
        """The message that shows it, among private words about other messages of theirs."""
        return next((seen.id for seen in self._world.view(self._chat) if "Drop it" in seen.buttons), None)

    def _drop(self) -> None:
        self._world.presses(self._person, self._chat.messages[self._preview() or 0], "Drop it")


class OnSlack:
    """Opens the form, hands it in, closes it."""

    def __init__(self, here: SlackPlace) -> None:
        self._slack, self._user, self._channel = here.platform, here.people[0], here.channels[0]

    def steps(self) -> list[tuple[str, Callable[[], None], Callable[[], bool]]]:
        def shown(words: str) -> bool:
            form = self._slack.form(self._user)
            return form is not None and words in form.shown

        def hand_in() -> None:
            self._slack.fill(self._user, "text", DRAFT)
            self._slack.submit(self._user)

        return [
            (
                "form",
                lambda: _nothing(self._slack.slash(self._user, self._channel, "/entrenous")),
                lambda: shown("Where?"),
            ),
            ("preview", hand_in, lambda: shown("What they read")),
            (
                "closing",
                lambda: _nothing(self._slack.close_form(self._user)),
                lambda: self._slack.form(self._user) is None,
            ),
        ]


def _nothing(_: object) -> None:
    """An action's result is of no concern."""


async def measure(platform: str, rate: float, seconds: float) -> dict[str, object]:
    """Visit once a second while messages come at `rate` a second."""
    async with place(platform) as here:
        with tempfile.TemporaryDirectory() as folder:
            async with RunningBot(Path(folder) / "home", here.environ):
                writing = asyncio.create_task(write_at(here, rate, seconds)) if rate else None
                waits = await _visit(_visitor(here), seconds)
                sent = await writing if writing else 0
        found: dict[str, object] = {"platform": platform, "rate": rate, "messages": sent}
        found |= {name: percentiles(times) for name, times in waits.items()}
        if isinstance(here, SlackPlace):
            found["late"] = sum(one.lost or one.attempts > 1 for one in here.platform.sockets.envelopes)
        return found


def _visitor(here: Place) -> Visitor:
    if isinstance(here, TelegramPlace):
        return OnTelegram(here)
    assert isinstance(here, SlackPlace)
    return OnSlack(here)


async def _visit(visitor: Visitor, seconds: float) -> dict[str, list[float]]:
    loop = asyncio.get_running_loop()
    waits: defaultdict[str, list[float]] = defaultdict(list)
    until = loop.time() + seconds
    while loop.time() < until:
        begun = loop.time()
        for name, do, answered in visitor.steps():
            at = loop.time()
            do()
            async with asyncio.timeout(_PATIENCE):
                while not answered():  # noqa: ASYNC110, the stand-in has no event for it
                    await asyncio.sleep(0.002)
            waits[name].append((loop.time() - at) * 1000)
        await asyncio.sleep(max(0.0, begun + 1 - loop.time()))
    return waits


def percentiles(times: list[float]) -> dict[str, int]:
    cuts = statistics.quantiles(times, n=20) if len(times) > 1 else times * 20
    return {"times": len(times), "p50_ms": round(cuts[9]), "p95_ms": round(cuts[18]), "max_ms": round(max(times))}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("platform", choices=("telegram", "slack"))
    parser.add_argument("--rate", type=float, default=20)
    parser.add_argument("--seconds", type=float, default=30)
    args = parser.parse_args()
    print(json.dumps(asyncio.run(measure(args.platform, args.rate, args.seconds))))


if __name__ == "__main__":
    main()
