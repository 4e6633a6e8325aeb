"""The journal of a process that is killed at random moments: whatever is there is chained, signed and fits every mail."""

from __future__ import annotations

import asyncio
import random
import sys
from pathlib import Path

import pytest

from bot.storage import open_storage
from tests.bot.commands.typed import environment, settings_of
from tests.bot.tampering import check, mail, sql

KILLS = 6
WRITER = """
import asyncio
from tests.bot.commands.typed import settings_of
from tests.bot.tampering import write
from bot.storage import open_storage
from pathlib import Path
import sys

async def main():
    async with open_storage(settings_of(Path(sys.argv[1]))) as storage:
        print("begun", flush=True)
        await write(storage.store, 100_000)

asyncio.run(main())
"""


@pytest.mark.long
async def test_a_journal_whose_writer_is_killed_goes_on_sound(tmp_path: Path) -> None:
    home, mails, entries = tmp_path / "home", [], 0
    for _ in range(KILLS):
        await killed(home)
        async with open_storage(settings_of(home)) as storage:
            mails.append(await mail(storage.store))
            assert (await check(storage.store, *mails)).faults == ()
        ((now,),) = sql(home / "entrenous.db", "SELECT count(*) FROM journal")
        assert now > entries
        entries = now
    assert sql(home / "entrenous.db", "SELECT * FROM journal WHERE kind = 'journal_broken'") == []


async def killed(home: Path) -> None:
    """A process writes entries, and is killed in the midst of it."""
    root = str(Path(__file__).parents[2])
    writer = await asyncio.create_subprocess_exec(
        sys.executable, "-c", WRITER, str(home), stdout=asyncio.subprocess.PIPE, cwd=root, env=environment(home, {})
    )
    assert writer.stdout is not None
    assert await writer.stdout.readline() == b"begun\n"
    await asyncio.sleep(random.uniform(0.1, 0.8))
    writer.kill()
    assert await writer.wait() != 0
