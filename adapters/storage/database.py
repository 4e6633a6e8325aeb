"""Opens the database and brings its tables up to date.

SQLite runs in WAL with `synchronous=FULL`, so that what was acknowledged survives a power cut. Writing transactions
begin IMMEDIATE: a transaction that reads first and writes later could otherwise not be retried by the busy timeout.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, event
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from adapters.storage.tables import metadata

WRITES = "entrenous_writes"
"""Execution option of a connection whose transactions write."""

_ASYNC_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg"}


def open_database(url: str) -> AsyncEngine:
    """An engine for `sqlite:///…` or `postgresql://…`; the asynchronous driver is chosen here."""
    parsed = make_url(url)
    backend = parsed.get_backend_name()
    engine = create_async_engine(parsed.set(drivername=_ASYNC_DRIVERS[backend]), hide_parameters=True)
    if backend == "sqlite":
        _tune_sqlite(engine)
    return engine


def _tune_sqlite(engine: AsyncEngine) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def pragmas(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver must not begin transactions by itself
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000", "secure_delete=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


async def migrate(engine: AsyncEngine) -> None:
    """Bring the tables to the newest version (Alembic); safe to call at every start."""
    async with engine.connect() as connection:
        writing = await connection.execution_options(**{WRITES: True})
        async with writing.begin():
            await writing.run_sync(_upgrade)


def _upgrade(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


__all__ = ["WRITES", "metadata", "migrate", "open_database"]
