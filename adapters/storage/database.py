"""Opens the database and brings its tables up to date.

SQLite runs in WAL with `synchronous=FULL`, so that what was acknowledged survives a power cut; bookkeeping that is simply
done again may go with NORMAL, which waits for no disk and is made safe by the next FULL commit. Writing transactions
begin IMMEDIATE: a transaction that reads first and writes later could otherwise not be retried by the busy timeout.

The engine is a synchronous one. An SQLite statement takes microseconds inside this process; handing each to another
thread and back, as the asynchronous drivers do, was measured to cost twenty times that under load.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event

WRITES = "entrenous_writes"
"""Execution option of a connection whose transactions write."""
DURABLE = "entrenous_durable"
"""Execution option: whether a commit waits until the disk has it."""
_MIGRATIONS = Path(__file__).parent / "migrations"


def open_database(url: str) -> Engine:
    """An engine for `sqlite:///…`."""
    engine = create_engine(url, hide_parameters=True)
    _tune_sqlite(engine)
    return engine


def _tune_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def pragmas(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver must not begin transactions by itself
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000", "secure_delete=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if options.get(WRITES, False):
            connection.exec_driver_sql(f"PRAGMA synchronous={'FULL' if options.get(DURABLE, True) else 'NORMAL'}")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.exec_driver_sql("BEGIN")


def migrate(engine: Engine) -> None:
    """Bring the tables to the newest version (Alembic); safe to call at every start.

    A database that is there already is left alone: a command that only looks then waits for no writer, nor for Alembic.
    """
    if _version(engine) == newest_version():
        return
    from alembic import command
    from alembic.config import Config

    with engine.connect() as connection:
        writing = connection.execution_options(**{WRITES: True})
        with writing.begin():
            config = Config()
            config.set_main_option("script_location", str(_MIGRATIONS))
            config.attributes["connection"] = writing
            command.upgrade(config, "head")


def newest_version() -> str:
    """What Alembic calls its head: the number that the last of the files begins with."""
    return max(path.name.partition("_")[0] for path in (_MIGRATIONS / "versions").glob("[0-9]*.py"))


def _version(engine: Engine) -> str | None:
    with engine.connect() as connection, connection.begin():
        if not connection.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").first():
            return None
        found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars().all()
        return str(found[0]) if len(found) == 1 else None


def settle(engine: Engine) -> None:
    """Bring the write-ahead log into the database and empty it.

    `secure_delete` overwrites in the database what is deleted there, such as the wrapped key of a destroyed case; the log
    would still hold the page as it was (https://sqlite.org/wal.html#the_wal_file).
    """
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
