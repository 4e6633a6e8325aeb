"""Killed while messages are corrected where they stand: each ends corrected, or removed and posted, and never both."""

from __future__ import annotations

import asyncio
import json
import random
import re
from collections import Counter
from pathlib import Path

import pytest

from tests.e2e.test_slack import Workspace
from tests.e2e.test_slack_in_place import permitted, settings
from tests.platforms.slack.server import SlackServer
from tests.running import RunningBot

MESSAGES, KILLS, SEED = 60, 6, 20261127
_MARK = re.compile(r"question (\d{3})")


def marks(workspace: Workspace) -> Counter[int]:
    """How often each numbered message stands, whoever's it is."""
    said = [*workspace.bot_says(), *workspace.people_say()]
    return Counter(int(found) for text in said for found in _MARK.findall(text))


def everything(workspace: Workspace) -> str:
    return json.dumps(list(workspace.platform.world.channels[workspace.channel].messages.values()))


@pytest.mark.long
async def test_killed_at_any_moment_no_original_stands_and_nothing_is_there_twice(tmp_path: Path) -> None:
    chance = random.Random(SEED)
    async with SlackServer() as platform:
        workspace = Workspace(platform)
        bot = RunningBot(tmp_path / "home", settings(workspace))
        await bot.start()
        await permitted(workspace, workspace.sue)
        written = 0
        for _ in range(KILLS):
            for _ in range(MESSAGES // KILLS):
                platform.say(workspace.sue, workspace.channel, f"Mary Dupont rang, question {written:03d}")
                written += 1
                await asyncio.sleep(chance.uniform(0, 0.06))
            await asyncio.sleep(chance.uniform(0, 0.4))
            await bot.kill()
            await bot.start()
        async with asyncio.timeout(120):
            while "Dupont" in everything(workspace) or len(marks(workspace)) < MESSAGES:  # noqa: ASYNC110
                await asyncio.sleep(0.2)
        assert await bot.stop() == 0
        assert marks(workspace) == Counter(range(MESSAGES))
        assert len(workspace.people_say()) > MESSAGES // 2, "most are corrected where they stand"
        platform.check()
