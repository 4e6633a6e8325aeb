"""The store on a real database: migrations, roll-back, the journal, and nothing in clear."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from adapters.storage import database
from adapters.storage.database import migrate, newest_version, open_database, settle
from adapters.storage.keys import Keyring
from adapters.storage.room import SealedRoomLog
from adapters.storage.store import SealedStore
from adapters.storage.tables import metadata
from bot.audit.chain import verify_chain
from bot.domain.journal import RequestRefused, UnknownEvent
from bot.domain.messages import Inbound, Kind, MessageRef, PersonRef
from bot.ports.store import Conflict
from redaction import CaseMemory, RawText
from tests.fakes.clock import FakeClock
from tests.fresh import fresh_database

NOW = datetime(2026, 3, 2, tzinfo=UTC)
CANARY = "Zebedee Quatermain"


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SealedStore]:
    engine = fresh_database(tmp_path / "a.db")
    yield SealedStore(engine, Keyring(secrets.token_bytes(32)), FakeClock())
    engine.dispose()


def canary_message() -> Inbound:
    person = PersonRef("telegram", "7")
    return Inbound(
        Kind.NEW, MessageRef("telegram", "-1", "5"), "e", 5, NOW, person, RawText(CANARY), RawText(f"{CANARY} rang")
    )


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())


def test_the_migrations_make_just_the_tables_that_the_code_uses(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'a.db'}")
    migrate(engine)
    with engine.connect() as connection:
        difference = compare_metadata(MigrationContext.configure(connection), metadata)
        pragmas = [connection.execute(text(f"PRAGMA {name}")).scalar() for name in ("journal_mode", "synchronous")]
    engine.dispose()
    assert difference == []
    assert pragmas == ["wal", 2]


def test_the_last_file_of_the_migrations_is_their_only_head() -> None:
    scripts = ScriptDirectory(str(Path(database.__file__).parent / "migrations"))
    assert scripts.get_heads() == [newest_version()]


def test_a_database_that_is_up_to_date_is_opened_while_somebody_writes(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'a.db'}")
    migrate(engine)
    with engine.connect() as connection:
        writing = connection.execution_options(entrenous_writes=True)
        with writing.begin():
            migrate(engine)  # would wait ten seconds, then raise
    engine.dispose()


async def test_a_unit_of_work_that_fails_leaves_nothing(store: SealedStore) -> None:
    async def half_done() -> None:
        async with store.begin() as unit:
            await unit.inbox.add("e1", canary_message(), NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await half_done()
    async with store.read() as unit:
        assert await unit.inbox.unfinished() == []


async def test_no_name_stands_in_clear_in_any_file(store: SealedStore, tmp_path: Path) -> None:
    log = SealedRoomLog(store)
    async with store.begin() as unit:
        await unit.inbox.add("e1", canary_message(), NOW)
        await unit.people.meet(PersonRef("telegram", "7"), RawText(CANARY))
    number = await log.append("room", CANARY.encode())
    assert await log.read("room") == [(number, CANARY.encode())]
    content = everything_in(tmp_path)
    assert b"inbox" in content
    assert b"Zebedee" not in content
    assert b"Quatermain" not in content


async def test_a_destroyed_key_is_in_no_file_once_the_log_is_settled(tmp_path: Path) -> None:
    engine = fresh_database(tmp_path / "a.db")
    store = SealedStore(engine, Keyring(secrets.token_bytes(32)), FakeClock())
    async with store.begin() as unit:
        case_id = await unit.cases.open(NOW)
    with engine.connect() as connection:
        wrapped = connection.execute(text("SELECT wrapped_key FROM cases")).scalar_one()
    async with store.begin() as unit:
        await unit.cases.destroy(case_id, NOW)
    assert wrapped in everything_in(tmp_path), "the log still holds the page as it was"
    settle(engine)
    assert wrapped not in everything_in(tmp_path)
    engine.dispose()


async def test_two_that_learn_at_once_do_not_overwrite_each_other(store: SealedStore) -> None:
    async with store.begin() as unit:
        case_id = await unit.cases.open(NOW)
        _, version = await unit.cases.memory(case_id)
        await unit.cases.remember(case_id, CaseMemory(), version)
        with pytest.raises(Conflict):
            await unit.cases.remember(case_id, CaseMemory(), version)


async def test_a_reference_that_is_drawn_twice_does_not_stop_a_case_from_opening(store: SealedStore) -> None:
    async with store.begin() as unit:
        opened = {await unit.cases.open(NOW) for _ in range(8000)}  # some four of them draw one that is taken
    assert len(opened) == 8000


@pytest.mark.parametrize(
    ("tamper", "bad", "reason"),
    [
        ('UPDATE journal SET body = \'{"channel": "x", "code": "y"}\' WHERE seq = 2', 2, "changed"),
        ("DELETE FROM journal WHERE seq = 2", 2, "missing"),
        ("UPDATE journal SET at = '2020-01-01' WHERE seq = 3", 3, "changed"),
        ("UPDATE journal SET hash = prev WHERE seq = 1", 1, "changed"),
    ],
)
async def test_a_journal_that_somebody_touched_names_its_first_bad_entry(
    store: SealedStore, tamper: str, bad: int, reason: str
) -> None:
    async with store.begin() as unit:
        for code in ("one", "two", "three"):
            await unit.journal.append(UnknownEvent(at=NOW, channel="slack", code=code))
    async with store.read() as unit:
        assert verify_chain(await unit.journal.links()).sound
    async with store.session(writes=True) as session:
        await session.run(text(tamper))
    async with store.read() as unit:
        verdict = verify_chain(await unit.journal.links())
    assert [(fault.entry, fault.code) for fault in verdict.faults] == [(bad, reason)]


async def test_the_journal_refuses_free_text(store: SealedStore) -> None:
    with pytest.raises(ValueError, match="slug"):
        async with store.begin() as unit:
            await unit.journal.append(RequestRefused(at=NOW, channel="web", code="Mary Dupont rang"))
