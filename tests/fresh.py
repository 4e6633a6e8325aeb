"""A database with all its tables: made by the migrations once in a run, then copied, since they take a tenth of a second."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from sqlalchemy import Engine

from adapters.storage.database import migrate, open_database, settle


def fresh_database(path: Path) -> Engine:
    """An engine for a new database in the file `path`, as the migrations make it."""
    path.write_bytes(_template())
    return open_database(f"sqlite:///{path}")


@cache
def _template() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "template.db"
        engine = open_database(f"sqlite:///{path}")
        migrate(engine)
        settle(engine)
        engine.dispose()
        return path.read_bytes()
