"""Second factors on a real database: nothing readable in it, everything readable after the master key changed."""

from __future__ import annotations

import base64
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.storage.database import migrate, open_database
from adapters.storage.key_files import KeyFiles
from adapters.storage.keys import MasterKeys, master_id
from adapters.storage.keystore import unlock
from adapters.storage.rotation import rotate
from adapters.storage.store import SealedStore
from bot.domain.factor import Lock, letters_of
from bot.ports.factors import ConsoleSession, Factor, Stage
from tests.fakes.clock import FakeClock

WHO, SECRET = "M-4FQ9X", b"canary-canary-canary"
NOW = FakeClock().now()
FACTOR = Factor(WHO, SECRET, b"salt", NOW, 7)


class Home:
    def __init__(self, folder: Path) -> None:
        self.path = folder / "a.db"
        self.files = KeyFiles(folder / "master.key", make=True)
        self.database = open_database(f"sqlite:///{self.path}")
        migrate(self.database)

    def open(self) -> SealedStore:
        return SealedStore(self.database, unlock(self.database, MasterKeys(self.files.read)), FakeClock())


@pytest.fixture
async def home(tmp_path: Path) -> AsyncIterator[Home]:
    one = Home(tmp_path)
    yield one
    one.database.dispose()


async def test_what_is_kept_comes_back_and_a_step_is_good_once(home: Home) -> None:
    async with home.open().begin() as unit:
        await unit.factors.enrol(FACTOR, ["a", "b"])
    async with home.open().begin() as unit:
        assert await unit.factors.of(WHO) == FACTOR
        assert [await unit.factors.accept(WHO, step) for step in (7, 6, 8, 8, 7, 9)] == [
            *(False, False, True),
            *(False, False, True),
        ]
        assert not await unit.factors.accept("M-22222", 99)


async def test_a_code_on_paper_is_good_once_and_for_its_person(home: Home) -> None:
    async with home.open().begin() as unit:
        await unit.factors.enrol(FACTOR, ["a", "b"])
        assert not await unit.factors.use_recovery("M-22222", "a", NOW)
        assert [await unit.factors.use_recovery(WHO, code, NOW) for code in ("a", "a", "c")] == [True, False, False]
        assert await unit.factors.recovery_left(WHO) == 1


async def test_another_telephone_takes_the_place_of_the_first_with_all_its_codes(home: Home) -> None:
    async with home.open().begin() as unit:
        await unit.factors.enrol(FACTOR, ["a", "b"])
        await unit.factors.enrol(Factor(WHO, b"another", b"pepper", NOW, 9), ["c"])
        found = await unit.factors.of(WHO)
        assert found is not None
        assert found.secret == b"another"
        assert not await unit.factors.use_recovery(WHO, "a", NOW)
        assert [await unit.factors.forget(WHO) for _ in range(2)] == [True, False]
        assert await unit.factors.of(WHO) is None


async def test_a_lock_outlasts_the_process(home: Home) -> None:
    async with home.open().begin() as unit:
        assert await unit.factors.lock(WHO) == Lock()
        await unit.factors.keep_lock(WHO, Lock(2))
        await unit.factors.keep_lock(WHO, Lock(0, 3, NOW))
    async with home.open().read() as unit:
        assert await unit.factors.lock(WHO) == Lock(0, 3, NOW)


async def test_a_session_comes_back_by_its_token_alone(home: Home) -> None:
    waiting = ConsoleSession(WHO, Stage.ENROL, "fr", NOW, NOW, SECRET, recovering=True)
    inside = ConsoleSession(WHO, Stage.IN, "en", NOW, NOW)
    async with home.open().begin() as unit:
        one, two = await unit.sessions.begin(waiting), await unit.sessions.begin(inside)
        assert (await unit.sessions.of(one), await unit.sessions.of(two)) == (waiting, inside)
        assert await unit.sessions.of("") is None
        assert await unit.sessions.all_of(WHO) == [inside]
        assert await unit.sessions.end_all(WHO) == 1
        assert await unit.sessions.of(one) is None


async def test_who_reads_the_database_can_come_in_nowhere(home: Home) -> None:
    async with home.open().begin() as unit:
        await unit.factors.enrol(FACTOR, [])
        token = await unit.sessions.begin(ConsoleSession(WHO, Stage.ENROL, "en", NOW, NOW, SECRET))
    held = "\n".join(sqlite3.connect(home.path).iterdump()).encode() + home.path.read_bytes()
    for secret in (
        SECRET,
        base64.b32encode(SECRET),
        letters_of(SECRET).encode(),
        SECRET.hex().encode(),
        token.encode(),
    ):
        assert secret not in held
        assert secret.upper() not in held


async def test_a_sealed_secret_opens_for_nobody_else(home: Home) -> None:
    from adapters.storage.sealing import SealBroken

    async with home.open().begin() as unit:
        await unit.factors.enrol(FACTOR, [])
    with home.database.begin() as connection:
        connection.exec_driver_sql("UPDATE factors SET who = 'M-22222'")
    with pytest.raises(SealBroken):
        async with home.open().read() as unit:
            await unit.factors.of("M-22222")


async def test_everything_is_readable_when_the_master_key_changed(home: Home) -> None:
    async with home.open().begin() as unit:
        await unit.factors.enrol(FACTOR, ["a"])
        token = await unit.sessions.begin(ConsoleSession(WHO, Stage.ENROL, "en", NOW, NOW, SECRET))
    await rotate(home.open(), master_id(home.files.prepare()), NOW, lambda *_: None)
    home.files.finish()
    async with home.open().read() as unit:
        assert await unit.factors.of(WHO) == FACTOR
        found = await unit.sessions.of(token)
        assert found is not None
        assert found.secret == SECRET


async def test_old_sessions_are_forgotten(home: Home) -> None:
    clock = FakeClock()
    async with home.open().begin() as unit:
        token = await unit.sessions.begin(ConsoleSession(WHO, Stage.IN, "en", NOW, NOW))
        clock.pass_time(minutes=61)
        await unit.sessions.forget_before(clock.now())
        assert await unit.sessions.of(token) is None
