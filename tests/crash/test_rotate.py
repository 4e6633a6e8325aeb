"""The master key changed over 2,000 cases while messages flow: no message lost, no case unreadable."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest

from tests.bot.commands.typed import environment, journal, settings_of, unreadable, with_cases
from tests.crash.test_kill import marks
from tests.places import place
from tests.running import RunningBot

CASES, MESSAGES, KILLS, A_SECOND = 2000, 120, 2, 12.0


async def rotate(home: Path, *, kill_after: int | None = None) -> int | None:
    """`entrenous keys rotate` beside the bot, killed after so many lines; its exit status."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "keys", "rotate", env=environment(home, {}), stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    for _ in range(kill_after or 0):
        await process.stdout.readline()
    if kill_after:
        process.kill()
    await process.communicate()
    return process.returncode


@pytest.mark.long
async def test_the_master_key_changes_while_messages_flow(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = tmp_path / "home"
    case_ids = await with_cases(settings_of(home), CASES)
    before = (home / "master.key").read_bytes()
    async with place("telegram", groups=8) as here, RunningBot(home, here.environ):
        changing = asyncio.create_task(changes(home))
        for number in range(MESSAGES):
            here.write(number, f"Mary Dupont rang about FOLFOX, question {number:03d}")
            await asyncio.sleep(1 / A_SECOND)
        assert await changing == 0
        here.write(MESSAGES, f"Mary Dupont rang about FOLFOX, question {MESSAGES:03d}")
        async with asyncio.timeout(60):
            while len(marks(here, ours=True)) < MESSAGES + 1 or marks(here, ours=False):  # noqa: ASYNC110
                await asyncio.sleep(0.1)
        posted = marks(here, ours=True)
    assert (home / "master.key").read_bytes() != before
    lost, closed = set(range(MESSAGES + 1)) - set(posted), await unreadable(settings_of(home), case_ids)
    entries = await journal(settings_of(home), "master_key_changed")
    with capsys.disabled():
        print(f"\n{entries[0]['cases']} cases' keys wrapped anew: messages lost {len(lost)}, unreadable {len(closed)}")
    assert (lost, closed) == (set(), [])
    assert max(posted.values()) == 1
    assert len(entries) == 1
    assert await journal(settings_of(home), "message_withheld") == []


async def changes(home: Path) -> int | None:
    """Killed twice on its way, then left to end."""
    for attempt in range(KILLS):
        await rotate(home, kill_after=5 * (attempt + 1))
    return await rotate(home)
