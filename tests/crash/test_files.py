"""Killed while files are read: each message ends posted with its file, no original stands, no words are there twice."""

from __future__ import annotations

import asyncio
import random
import re
from collections import Counter
from pathlib import Path

import pytest

from adapters.files.available import missing
from tests.e2e.test_files import files_in
from tests.e2e.test_slack import Workspace
from tests.platforms.slack.server import SlackServer
from tests.running import RunningBot

FILES, KILLS, SEED = 6, 3, 20261128
_MARK = re.compile(r"question (\d{3})")


@pytest.mark.long
@pytest.mark.skipif(missing() is not None, reason="no Tesseract here (apt install tesseract-ocr tesseract-ocr-fra)")
async def test_killed_at_any_moment_no_file_is_lost_and_no_original_stands(tmp_path: Path) -> None:
    chance = random.Random(SEED)
    async with SlackServer() as platform:
        workspace = Workspace(platform)
        bot = RunningBot(tmp_path / "home", workspace.settings())
        await bot.start()
        for kill in range(KILLS):
            for number in range(kill * FILES // KILLS, (kill + 1) * FILES // KILLS):
                content = f"Mary Dupont asked question {number:03d}".encode()
                platform.upload(
                    workspace.sue, workspace.channel, "a.txt", "text/plain", f"question {number:03d}", content=content
                )
            await asyncio.sleep(chance.uniform(0.2, 3))
            await bot.kill()
            await bot.start()

        def told() -> set[str]:
            return {content.decode() for content in files_in(workspace)}

        wanted = {f"[Person A] asked question {number:03d}" for number in range(FILES)}
        async with asyncio.timeout(120):
            while told() != wanted or workspace.people_say():  # noqa: ASYNC110
                await asyncio.sleep(0.2)
        said = Counter(found for text in workspace.bot_says() for found in _MARK.findall(text))
        assert said == Counter(f"{number:03d}" for number in range(FILES))
        assert await bot.stop() == 0
        platform.check()
