"""The tables of the console: second factors, and who is signed in. See `tables.py` for all else."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, String, Table

from adapters.storage.tables import metadata

factors = Table(
    "factors",
    metadata,
    Column("who", String(64), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("salt", LargeBinary, nullable=False),
    Column("enrolled_at", BigInteger, nullable=False),
    Column("last_step", BigInteger, nullable=False),
)

recovery_codes = Table(
    "recovery_codes",
    metadata,
    Column("who", String(64), primary_key=True),
    Column("hash", String(64), primary_key=True),
    Column("used_at", BigInteger),
)

factor_locks = Table(
    "factor_locks",
    metadata,
    Column("who", String(64), primary_key=True),
    Column("wrong", Integer, nullable=False),
    Column("locks", Integer, nullable=False),
    Column("until", BigInteger),
)

console_sessions = Table(
    "console_sessions",
    metadata,
    Column("token", String(64), primary_key=True),
    Column("who", String(64), nullable=False),
    Column("stage", String(80), nullable=False),
    Column("lang", String(80), nullable=False),
    Column("started_at", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
    Column("recovering", Integer, nullable=False),
    Column("sealed", LargeBinary),
    Index(None, "who"),
)
