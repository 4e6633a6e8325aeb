"""200 messages, ten SIGKILLs: nothing stands, nothing is lost."""

from __future__ import annotations

import asyncio
import random
import re
from collections import Counter
from pathlib import Path

import pytest

from tests.places import Place, place
from tests.running import RunningBot

MESSAGES, KILLS, SEED = 200, 10, 20260302
_MARK = re.compile(r"question (\d{3})")


def marks(here: Place, *, ours: bool) -> Counter[int]:
    """How often each numbered message stands, in posts of the bot or of people."""
    return Counter(int(found) for text in here.standing(ours=ours) for found in _MARK.findall(text))


@pytest.mark.long
@pytest.mark.parametrize("platform", ["telegram", "slack"])
async def test_killed_at_any_moment_it_ends_the_same(
    platform: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chance = random.Random(SEED)
    async with place(platform) as here:
        bot = RunningBot(tmp_path / "home", here.environ)
        await bot.start()
        written = 0
        for _ in range(KILLS):
            for _ in range(MESSAGES // KILLS):
                here.write(written, f"Mary Dupont rang about FOLFOX, question {written:03d}")
                written += 1
                await asyncio.sleep(chance.uniform(0, 0.06))
            await asyncio.sleep(chance.uniform(0, 0.4))
            await bot.kill()
            await bot.start()
        async with asyncio.timeout(180):
            while len(marks(here, ours=True)) < MESSAGES or marks(here, ours=False):  # noqa: ASYNC110
                await asyncio.sleep(0.2)
        assert await bot.stop() == 0
        posted = marks(here, ours=True)
        twice = sum(posted.values()) - len(posted)
        with capsys.disabled():
            print(f"\n{platform}: originals standing 0, redacted lost {MESSAGES - len(posted)}, posted twice {twice}")
        assert set(posted) == set(range(MESSAGES))
        assert twice <= (0 if here.finds_own_posts else KILLS)
        assert not any("Dupont" in text for ours in (True, False) for text in here.standing(ours=ours))
        assert here.violations() == []
    left = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"Dupont" not in left
