"""A backup put in place of a lost database, without the keys that were destroyed since it was made.

It is taken apart in a folder of its own, where nobody reads it; there the cases that the witness mails list lose their keys
again, and only then it moves to where the bot looks. Killed before that, nothing has happened.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select

from adapters.storage.backup import ENGINE, OURS, unpack
from adapters.storage.database import migrate, open_database
from adapters.storage.key_files import sync_folder
from adapters.storage.keys import MasterKeys
from adapters.storage.keystore import unlock
from adapters.storage.store import SealedStore, SealedUnit
from adapters.storage.tables import cases, journal, tombstones
from bot.domain.journal import BackupRestored
from bot.domain.witness import Witness, start_of
from bot.ports.clock import Clock
from redaction.bygone import full_names

_STAGING = ".restoring"


class RestoreError(Exception):
    """The restore is refused. `code`: "not_empty" (with the file), "contradicted"."""

    def __init__(self, code: str, file: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.file = file


@dataclass(frozen=True, slots=True)
class Places:
    """Where the databases belong, and what may be in their folders already: the key, the settings."""

    ours: Path
    engine: Path
    allowed: frozenset[Path]

    @property
    def staging(self) -> Path:
        return self.ours.parent / _STAGING


@dataclass(frozen=True, slots=True)
class Restored:
    """`entries`: of the journal in the backup; `witnessed`: in the last mail; `listed`, `struck`: destroyed cases."""

    made_at: str
    entries: int
    witnessed: int
    listed: int
    struck: int


async def restore(
    archive: Path,
    places: Places,
    masters: MasterKeys,
    witnesses: Sequence[Witness],
    clock: Clock,
    *,
    keep_names: bool = True,
) -> Restored:
    """`keep_names`: full names of cases that are destroyed again stay as fingerprints, as they did the first time.

    Raises `RestoreError`, `BackupError`, and `KeyFileError` where the master key of the backup is not there.
    """
    _refuse_unless_empty(places)
    shutil.rmtree(places.staging, ignore_errors=True)
    places.staging.mkdir(parents=True, mode=0o700)
    try:
        done = await _prepare(archive, places.staging, masters, witnesses, clock, keep_names)
    except BaseException:
        shutil.rmtree(places.staging, ignore_errors=True)
        raise
    _move(places)
    return done


async def _prepare(
    archive: Path, folder: Path, masters: MasterKeys, witnesses: Sequence[Witness], clock: Clock, keep_names: bool
) -> Restored:
    manifest = unpack(archive, folder)
    database = open_database(f"sqlite:///{folder / OURS}")
    try:
        migrate(database)
        store = SealedStore(database, unlock(database, masters), clock)
        done = await _strike(store, manifest.made_at, manifest.entries, witnesses, clock.now(), keep_names)
    finally:
        database.dispose()
    _settle(folder / OURS)
    return done


def _refuse_unless_empty(places: Places) -> None:
    """What an interrupted restore left does not count: the engine's database moves first, ours last."""
    left = {places.staging, places.engine} if places.staging.exists() else {places.staging}
    for folder in (places.ours.parent, places.engine.parent):
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            if path not in places.allowed | left:
                raise RestoreError("not_empty", str(path))


async def _strike(
    store: SealedStore, made_at: str, entries: int, witnesses: Sequence[Witness], now: datetime, keep_names: bool
) -> Restored:
    last = witnesses[-1] if witnesses else None
    if last and await _contradicts(store, last):
        raise RestoreError("contradicted")
    gone: Mapping[str, date] = {case_id: day for witness in witnesses for case_id, day in witness.gone.items()}
    async with store.session(writes=False) as session:
        known = {row["case_id"] for row in await session.all(select(tombstones.c.case_id))}
        held = {
            row["case_id"] for row in await session.all(select(cases.c.case_id).where(cases.c.wrapped_key.is_not(None)))
        }
    done = Restored(made_at, entries, last.entries if last else 0, len(gone), len(held & gone.keys()))
    async with store.begin() as unit:
        for case_id in gone.keys() - known:
            if keep_names and case_id in held:
                await _keep_names(unit, case_id, now)
            await unit.cases.destroy(case_id, start_of(gone[case_id]))
        await unit.sessions.forget_before(now)  # nobody is signed in on the console by what was signed out since
        told = {"entries": entries, "witnessed": done.witnessed, "listed": done.listed, "struck": done.struck}
        await unit.journal.append(BackupRestored(at=now, **told))
    return done


async def _keep_names(unit: SealedUnit, case_id: str, now: datetime) -> None:
    memory, _ = await unit.cases.memory(case_id)
    for name in full_names(memory):
        await unit.cases.keep_name(name, now)


async def _contradicts(store: SealedStore, witness: Witness) -> bool:
    """Whether the journal says something else at the entry that the mail vouches for; a shorter one says nothing."""
    async with store.session(writes=False) as session:
        row = await session.one(select(journal.c.hash).where(journal.c.seq == witness.entries))
    return row is not None and row["hash"] != witness.head


def _settle(database: Path) -> None:
    """Everything is in the one file, and what was deleted is overwritten there (`secure_delete`)."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")


def _move(places: Places) -> None:
    places.engine.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if (places.staging / ENGINE).exists():
        shutil.move(places.staging / ENGINE, places.engine)
    (places.staging / OURS).replace(places.ours)
    places.staging.rmdir()
    sync_folder(places.ours.parent)
