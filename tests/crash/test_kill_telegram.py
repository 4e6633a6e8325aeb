"""200 messages, ten SIGKILLs: nothing stands, nothing is lost."""

from __future__ import annotations

import asyncio
import random
import re
from collections import Counter
from pathlib import Path

import pytest

from tests.platforms.telegram.model import Chat
from tests.platforms.telegram.server import TOKEN, StandIn
from tests.running import RunningBot, telegram_environ

MESSAGES, KILLS, SEED = 200, 10, 20260302
_MARK = re.compile(r"marker m(\d{3})")


def marks(platform: StandIn, group: Chat, *, ours: bool) -> Counter[int]:
    """How often each numbered message stands in the group, in posts of the bot or of people."""
    seen = [s for s in platform.world.view(group) if (s.author == "Entre Nous") is ours]
    return Counter(int(found) for s in seen for found in _MARK.findall(s.text))


@pytest.mark.long
async def test_killed_at_any_moment_it_ends_the_same(tmp_path: Path) -> None:
    chance = random.Random(SEED)
    async with StandIn() as platform:
        people = [platform.world.person(f"Listener {n}") for n in range(4)]
        group = platform.world.group("Listeners", people)
        for person in people:
            platform.world.starts(person)
        bot = RunningBot(tmp_path / "home", telegram_environ(platform.url, TOKEN, [group.id], paced=False))
        await bot.start()
        written = 0
        for _ in range(KILLS):
            for _ in range(MESSAGES // KILLS):
                platform.world.says(people[written % 4], group, f"Mary Dupont rang about FOLFOX, marker m{written:03d}")
                written += 1
                await asyncio.sleep(chance.uniform(0, 0.06))
            await asyncio.sleep(chance.uniform(0, 0.4))
            await bot.kill()
            await bot.start()
        async with asyncio.timeout(120):
            while len(marks(platform, group, ours=True)) < MESSAGES or marks(platform, group, ours=False):
                await asyncio.sleep(0.2)
        assert await bot.stop() == 0
        posted = marks(platform, group, ours=True)
        twice = sum(count - 1 for count in posted.values())
        print(f"originals standing 0, redacted lost {MESSAGES - len(posted)}, posted twice {twice}")
        assert set(posted) == set(range(MESSAGES))
        assert not marks(platform, group, ours=False)
        assert twice <= KILLS
        assert not any("Dupont" in seen.text for seen in platform.world.view(group))
        assert platform.violations == []
    left = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"Dupont" not in left
