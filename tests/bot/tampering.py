"""Somebody with a database client: what they change in the file of a bot's database, and how well they cover it up."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from adapters.storage.evidence import read_evidence
from adapters.storage.signing import Signer
from adapters.storage.store import SealedStore
from adapters.storage.witness import WitnessRecords
from bot.audit.chain import GENESIS, Verdict, link_hash
from bot.audit.signatures import entry_message
from bot.audit.verify import verify
from bot.audit.witness import witness_text
from bot.domain.journal import UnknownEvent
from bot.domain.witness import Witness, read_witnesses
from config.sentences import TomlWording

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


async def write(store: SealedStore, count: int, code: str = "event") -> None:
    """So many entries, each in a transaction of its own."""
    for number in range(count):
        async with store.begin() as unit:
            await unit.journal.append(UnknownEvent(at=NOW, channel="slack", code=f"{code}-{number}"))


async def mail(store: SealedStore) -> Witness:
    """What a trustee has of the mail that would go out now."""
    (witness,) = read_witnesses(witness_text(await WitnessRecords(store).take(NOW), TomlWording()))
    return witness


async def check(store: SealedStore, *mails: Witness) -> Verdict:
    """The live database, checked."""
    found = await read_evidence(store)
    return verify(found.links, found.key, mails, found.kept)


def first(verdict: Verdict) -> tuple[int, str]:
    """The number of the first bad entry and what is wrong with it; (0, "") for none."""
    return (verdict.faults[0].entry, verdict.faults[0].code) if verdict.faults else (0, "")


def sql(file: Path, *statements: str | tuple[str, tuple[Any, ...]]) -> list[Any]:
    """The statements, one after the other, over a connection of their own; the rows of the last."""
    with closing(sqlite3.connect(file, timeout=10)) as connection, connection:
        rows: list[Any] = []
        for statement in statements:
            words, values = (statement, ()) if isinstance(statement, str) else statement
            rows = connection.execute(words, values).fetchall()
        return rows


def hash_anew(file: Path, signer: Signer | None = None) -> None:
    """Make the chain whole again, from its first entry; with `signer` the signatures too."""
    prev = GENESIS
    for seq, at, kind, body, old in sql(file, "SELECT seq, at, kind, body, hash FROM journal ORDER BY seq"):
        digest = link_hash(seq, at, kind, json.loads(body), prev)
        if digest != old:
            again = "UPDATE journal SET prev = ?, hash = ? WHERE seq = ?"
            sql(file, (again, (prev, digest, seq)))
        if digest != old and signer:
            signed = signer.sign(entry_message(digest))
            sql(file, ("UPDATE journal SET signature = ? WHERE seq = ?", (signed, seq)))
        prev = digest


def copied(file: Path, to: Path) -> Path:
    """The database as it is now, write-ahead log and all (SQLite's `VACUUM INTO`)."""
    sql_outside(file, f"VACUUM INTO '{to}'")
    return to


def sql_outside(file: Path, statement: str) -> None:
    """One that may not stand in a transaction."""
    with closing(sqlite3.connect(file, timeout=10, isolation_level=None)) as connection:
        connection.execute(statement)
