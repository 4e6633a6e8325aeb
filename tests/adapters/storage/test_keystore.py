"""The keys for each use in the database: random in a new one, kept in one of the first version, opened by nothing else."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from sqlalchemy import Engine, delete, insert, select, text

from adapters.storage.database import WRITES
from adapters.storage.key_files import KeyFileError, KeyFiles
from adapters.storage.keys import Keyring, MasterKeys, derived, master_id
from adapters.storage.keystore import FIRST_USES, case_place, holds_data, unlock
from adapters.storage.room import SealedRoomLog
from adapters.storage.sealing import seal
from adapters.storage.store import SealedStore
from adapters.storage.tables import beats, cases, keystore
from redaction import CaseMemory
from tests.fakes.clock import FakeClock
from tests.fresh import fresh_database

MASTER, OTHER = b"\x01" * 32, b"\x02" * 32


def masters(*keys: bytes) -> MasterKeys:
    return MasterKeys(lambda: list(keys))


@pytest.fixture
def database(tmp_path: Path) -> Engine:
    return fresh_database(tmp_path / "a.db")


async def first_version(database: Engine, master: bytes) -> str:
    """Fill a database as the first version did: everything under keys derived from the master key. A case's id."""
    with database.connect() as connection, connection.begin():
        row = {"case_id": "c1", "reference": "C-2222", "status": "open", "version": 0, "opened_at": 1}
        wrapped = seal(derived(master, "wrap"), case_place("c1"), b"\x07" * 32)
        connection.execute(insert(cases).values(row | {"wrapped_key": wrapped}))
    store = SealedStore(database, Keyring(master), FakeClock())
    await SealedRoomLog(store).append("room", b"kept")
    async with store.begin() as unit:
        await unit.cases.remember("c1", CaseMemory(), 0)
    return "c1"


def test_a_new_database_gets_keys_that_the_master_key_does_not_tell(database: Engine) -> None:
    keyring = unlock(database, masters(MASTER))
    assert keyring.key("inbox") != Keyring(MASTER).key("inbox")
    assert keyring.fingerprint("a") != Keyring(MASTER).fingerprint("a")
    assert len({keyring.key(use) for use in FIRST_USES}) == len(FIRST_USES)
    again = unlock(database, masters(MASTER))
    assert again.key("inbox") == keyring.key("inbox")
    assert again.fingerprint("a") == keyring.fingerprint("a")
    assert again.master == master_id(MASTER)


async def test_a_database_of_the_first_version_keeps_its_keys_but_not_its_master_key(database: Engine) -> None:
    case_id = await first_version(database, MASTER)
    keyring = unlock(database, masters(MASTER))
    for use in FIRST_USES:
        assert keyring.key(use) == Keyring(MASTER).key(use)
    assert keyring.fingerprint("person", "a") == Keyring(MASTER).fingerprint("person", "a")
    assert keyring.key("a later use") != Keyring(MASTER).key("a later use")
    store = SealedStore(database, keyring, FakeClock())
    assert await SealedRoomLog(store).read("room") == [(1, b"kept")]
    async with store.read() as unit:
        assert (await unit.cases.memory(case_id))[1] == 1
    with database.connect() as connection:
        assert connection.execute(select(cases.c.master)).scalars().all() == [master_id(MASTER)]


async def test_a_wrong_master_key_is_refused_before_anything_is_written(database: Engine, tmp_path: Path) -> None:
    await first_version(database, MASTER)
    with pytest.raises(KeyFileError, match="not the database's"):
        unlock(database, masters(OTHER))
    unlock(database, masters(MASTER))
    with pytest.raises(KeyFileError, match=master_id(MASTER)) as error:
        unlock(database, masters(OTHER))
    assert base64.b64encode(OTHER).decode() not in str(error.value)


def test_a_key_that_is_lost_is_not_replaced_by_a_new_one_where_something_is_sealed(
    database: Engine, tmp_path: Path
) -> None:
    path = tmp_path / "master.key"
    assert not holds_data(database)
    unlock(database, MasterKeys(KeyFiles(path, make=True).read))
    assert holds_data(database)
    path.unlink()
    with pytest.raises(KeyFileError, match="entrenous keys recover"):
        unlock(database, MasterKeys(KeyFiles(path, make=not holds_data(database)).read))
    assert not path.exists()


def test_the_first_version_without_any_key_file_is_refused_too(database: Engine, tmp_path: Path) -> None:
    with database.connect() as connection, connection.begin():
        connection.execute(insert(beats).values(replica="main", at=1))
    with pytest.raises(KeyFileError, match="entrenous keys recover"):
        unlock(database, MasterKeys(KeyFiles(tmp_path / "master.key").read))


async def test_neither_master_key_nor_what_it_wraps_stands_in_the_database(database: Engine, tmp_path: Path) -> None:
    keyring = unlock(database, masters(MASTER))
    store = SealedStore(database, keyring, FakeClock())
    async with store.begin() as unit:
        await unit.cases.open(FakeClock().now())
    content = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    secret = (MASTER, keyring.key("fingerprint"), keyring.key("inbox"), keyring.wrapping(keyring.master))
    assert not any(key in content for key in secret)
    assert "0101" not in repr(keyring)


async def test_a_damaged_keystore_is_told(database: Engine) -> None:
    unlock(database, masters(MASTER))
    with database.connect() as connection:
        writing = connection.execution_options(**{WRITES: True})
        with writing.begin():
            writing.execute(text("UPDATE keystore SET wrapped = zeroblob(60)"))
    with pytest.raises(KeyFileError, match="backup"):
        unlock(database, masters(MASTER))
    with database.connect() as connection, connection.begin():
        connection.execute(delete(keystore))


def test_the_next_key_is_looked_for_when_a_row_names_it(tmp_path: Path) -> None:
    files = KeyFiles(tmp_path / "master.key", make=True)
    held = MasterKeys(files.read)
    first = held.first()
    coming = files.prepare()
    assert held.wrapping(master_id(coming)) == derived(coming, "wrap")
    files.finish()
    assert KeyFiles(tmp_path / "master.key").read() == [coming]
    assert held.wrapping(first), "a bot that runs goes on holding what it held"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["master.key"]
