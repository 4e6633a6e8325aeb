"""The master key changed: everything stays readable, at every step, for a bot that runs and for one that starts."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from adapters.storage.key_files import KeyFileError, KeyFiles
from adapters.storage.keys import Keyring, MasterKeys, master_id
from adapters.storage.keystore import unlock
from adapters.storage.rotation import rotate, wrapped_by
from adapters.storage.store import SealedStore
from adapters.storage.tables import cases, keystore
from bot.audit.chain import verify_chain
from redaction import CaseMemory
from tests.fakes.clock import FakeClock
from tests.fresh import fresh_database

NOW = FakeClock().now()


class Home:
    """A database with its key file; `open` is a process that opens it."""

    def __init__(self, folder: Path) -> None:
        self.files = KeyFiles(folder / "master.key", make=True)
        self.database = fresh_database(folder / "a.db")

    def open(self) -> SealedStore:
        return SealedStore(self.database, self.keyring(), FakeClock())

    def keyring(self) -> Keyring:
        return unlock(self.database, MasterKeys(self.files.read))


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


async def opened(store: SealedStore, count: int) -> list[str]:
    found = []
    async with store.begin() as unit:
        for _ in range(count):
            case_id = await unit.cases.open(NOW)
            await unit.cases.remember(case_id, CaseMemory(), 0)
            found.append(case_id)
    return found


async def readable(store: SealedStore, case_ids: list[str]) -> int:
    count = 0
    async with store.read() as unit:
        for case_id in case_ids:
            count += (await unit.cases.memory(case_id))[1] == 1
    return count


async def test_all_is_wrapped_anew_and_nothing_else_changes(home: Home) -> None:
    running = home.open()
    case_ids = await opened(running, 120)
    before, told = home.keyring(), list[tuple[int, int]]()
    done = await rotate(home.open(), master_id(home.files.prepare()), NOW, lambda *shown: told.append(shown))
    home.files.finish()
    assert (done.cases, done.uses, done.before) == (120, 1, before.master)
    assert told == [(50, 120), (100, 120)]
    after = home.keyring()
    assert after.master == done.after != before.master
    assert after.key("inbox") == before.key("inbox")
    assert after.fingerprint("person", "a") == before.fingerprint("person", "a")
    assert await readable(home.open(), case_ids) == 120
    with home.database.connect() as connection:
        wrapping = {*connection.execute(select(cases.c.master)).scalars(), *connection.execute(select(keystore.c.master)).scalars()}  # fmt: skip
    assert wrapping == {done.after}


async def test_a_bot_that_runs_reads_and_opens_cases_all_along(home: Home) -> None:
    running = home.open()
    case_ids = await opened(running, 10)
    done = await rotate(home.open(), master_id(home.files.prepare()), NOW, lambda *_: None)
    case_ids += await opened(running, 1)
    home.files.finish()
    case_ids += await opened(running, 1)
    assert await readable(home.open(), case_ids) == 12
    running._cache = type(running._cache)()  # it must not live on what it remembers
    assert await readable(running, case_ids) == 12
    async with running.session(writes=False) as session:
        assert await wrapped_by(session) == done.after


class Interrupted(Exception):
    pass


async def test_interrupted_after_any_step_it_is_readable_and_goes_on(home: Home) -> None:
    case_ids = await opened(home.open(), 220)
    after = master_id(home.files.prepare())

    def interrupt(done: int, total: int) -> None:
        raise Interrupted

    for step in range(1, 4):
        with pytest.raises(Interrupted):
            await rotate(home.open(), after, NOW, interrupt)
        assert await readable(home.open(), case_ids) == 220, step
    done = await rotate(home.open(), master_id(home.files.prepare()), NOW, lambda *_: None)
    assert (done.after, done.cases) == (after, 220)
    assert await readable(home.open(), case_ids) == 220, "before the new file is in its place"
    home.files.finish()
    assert await readable(home.open(), case_ids) == 220


async def test_the_old_key_opens_nothing_any_more(home: Home) -> None:
    await opened(home.open(), 3)
    old = home.files.read()[0]
    await rotate(home.open(), master_id(home.files.prepare()), NOW, lambda *_: None)
    with pytest.raises(KeyFileError, match="keys recover"):
        unlock(home.database, MasterKeys(lambda: [old]))


async def test_it_stands_in_the_journal_with_ids_and_counts_only(home: Home) -> None:
    await opened(home.open(), 3)
    done = await rotate(home.open(), master_id(home.files.prepare()), NOW, lambda *_: None)
    async with home.open().read() as unit:
        links = await unit.journal.links()
    assert verify_chain(links).sound
    assert [(link.kind, link.body) for link in links] == [
        ("master_key_changed", {"before": done.before, "after": done.after, "cases": 3, "uses": 1})
    ]


def test_only_one_changes_the_key_at_a_time(home: Home) -> None:
    home.keyring()
    with home.files.alone(), pytest.raises(KeyFileError, match="another process"), home.files.alone():
        pass
    with home.files.alone():
        pass
