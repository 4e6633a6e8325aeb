"""A round of a Telegram group and a Slack channel, killed again and again between its legs: nothing lost, no name anywhere."""

from __future__ import annotations

import asyncio
import json
import random
import re
from collections import Counter
from pathlib import Path

import pytest

from tests.places import Place, SlackPlace, TelegramPlace, place
from tests.running import RunningBot

MESSAGES, KILLS, SEED = 60, 5, 20260417
_MARK = re.compile(r"question (\d{3})")


def carried(here: Place) -> Counter[int]:
    """How often each numbered message stands in posts of the bot."""
    return Counter(int(found) for text in here.standing(ours=True) for found in _MARK.findall(text))


@pytest.mark.long
async def test_killed_between_legs_every_leg_ends_with_every_message(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chance = random.Random(SEED)
    async with place("telegram") as telegram, place("slack") as slack:
        assert isinstance(telegram, TelegramPlace)
        assert isinstance(slack, SlackPlace)
        (group,) = json.loads(telegram.environ["ENTRENOUS_TELEGRAM__GROUPS"])
        places = [f"telegram:{group}", f"slack:{slack.channels[0]}"]
        rounds = json.dumps([{"name": "advice", "title": "Advice", "places": places}])
        environ = {**telegram.environ, **slack.environ, "ENTRENOUS_ROUNDS": rounds}
        bot = RunningBot(tmp_path / "home", environ)
        await bot.start()
        written = 0
        for _ in range(KILLS):
            for _ in range(MESSAGES // KILLS):
                detail = "Mary Dupont rang" if chance.random() < 0.5 else "She rang"
                here: Place = telegram if chance.random() < 0.5 else slack
                here.write(written, f"{detail} about FOLFOX, question {written:03d}")
                written += 1
                await asyncio.sleep(chance.uniform(0, 0.1))
            await asyncio.sleep(chance.uniform(0, 0.8))
            await bot.kill()
            await bot.start()
        async with asyncio.timeout(180):
            while any(len(_seen(here)) < MESSAGES for here in (telegram, slack)):  # noqa: ASYNC110
                await asyncio.sleep(0.2)
        assert await bot.stop() == 0
        twice = {name: _twice(here) for name, here in (("telegram", telegram), ("slack", slack))}
        with capsys.disabled():
            print(f"\nround: lost 0 of {MESSAGES} on either leg, twice {twice}")
        assert twice["slack"] == 0, "Slack can be asked whether a post got through"
        assert twice["telegram"] <= KILLS
        assert not any(
            "Dupont" in text for one in (telegram, slack) for ours in (True, False) for text in one.standing(ours=ours)
        )
        assert telegram.violations() == slack.violations() == []
    left = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"Dupont" not in left


def _seen(here: Place) -> set[int]:
    """The messages that can be read there: people's own, clean ones and the bot's posts."""
    texts = [*here.standing(ours=True), *(text for text in here.standing(ours=False) if "Dupont" not in text)]
    return {int(found) for text in texts for found in _MARK.findall(text)}


def _twice(here: Place) -> int:
    posted = carried(here)
    return sum(posted.values()) - len(posted)
