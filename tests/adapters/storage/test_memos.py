"""What channels note for themselves: there after a restart, over in time, and nothing in clear."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.storage.keys import Keyring
from adapters.storage.memos import SealedMemos
from adapters.storage.store import SealedStore
from bot.ports.memos import Memos
from redaction import RawText
from tests.fakes.clock import FakeClock
from tests.fakes.memos import FakeMemos
from tests.fresh import fresh_database

CANARY = "Zebedee Quatermain"
KEYRING = Keyring(secrets.token_bytes(32))


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def store(tmp_path: Path, clock: FakeClock) -> AsyncIterator[SealedStore]:
    engine = fresh_database(tmp_path / "a.db")
    yield SealedStore(engine, KEYRING, clock)
    engine.dispose()


@pytest.fixture(params=["sealed", "fake"])
def memos(request: pytest.FixtureRequest, store: SealedStore, clock: FakeClock) -> Memos:
    return SealedMemos(store, clock) if request.param == "sealed" else FakeMemos(clock)


async def read(memos: Memos, key: str, channel: str = "sms") -> str | None:
    found = await memos.read(channel, key)
    return found.expose() if found else None


async def test_the_last_word_stands_until_its_time_is_over(memos: Memos, clock: FakeClock) -> None:
    until = clock.now() + timedelta(hours=1)
    await memos.keep("sms", "a", RawText("one"), until)
    await memos.keep("sms", "a", RawText("two"), until)
    await memos.keep("sms", "b", RawText("always"), None)
    assert (await read(memos, "a"), await read(memos, "b"), await read(memos, "c")) == ("two", "always", None)
    clock.pass_time(hours=2)
    assert (await read(memos, "a"), await read(memos, "b")) == (None, "always")
    await memos.drop("sms", "b")
    assert await read(memos, "b") is None


async def test_channels_do_not_see_one_another_and_a_sign_of_the_database_means_itself(memos: Memos) -> None:
    for key in ("record/1", "record/2", "record%", "other"):
        await memos.keep("sms", key, RawText("x"), None)
    assert await read(memos, "other", "whatsapp") is None
    assert await memos.keys("sms", "record/") == ("record/1", "record/2")
    assert await memos.keys("sms", "record%") == ("record%",)
    assert await memos.keys("sms", "record/", 1) == ("record/1",)
    assert await memos.keys("whatsapp", "") == ()


async def test_what_is_over_leaves_the_disk_and_nothing_of_it_was_in_clear(
    store: SealedStore, clock: FakeClock, tmp_path: Path
) -> None:
    memos = SealedMemos(store, clock)
    await memos.keep("sms", "a", RawText(CANARY), clock.now() + timedelta(hours=1))
    written = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    assert CANARY.encode() not in written
    assert b"Quatermain" not in written
    clock.pass_time(hours=2)
    await memos.keep("sms", "b", RawText("x"), None)
    async with store.session(writes=False) as session:
        from sqlalchemy import text

        rows = await session.all(text("SELECT key FROM memos"))
    assert [row["key"] for row in rows] == ["b"]
