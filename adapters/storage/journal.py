"""The append-only journal, chained by hashes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC
from typing import Any

from sqlalchemy import insert, or_, select

from adapters.storage.session import Row, Session
from adapters.storage.tables import journal
from bot.audit.chain import GENESIS, Link, link_hash
from bot.domain.journal import JournalEntry


class ChainedJournal:
    """`bot.ports.store.JournalLog` over the `journal` table. Writers are serialised by the writing transaction."""

    def __init__(self, session: Session) -> None:
        self._db = session

    async def append(self, entry: JournalEntry) -> int:
        last = await self._db.one(select(journal.c.seq, journal.c.hash).order_by(journal.c.seq.desc()).limit(1))
        seq, prev = (last["seq"] + 1, last["hash"]) if last else (1, GENESIS)
        at = entry.at.astimezone(UTC).isoformat(timespec="milliseconds")
        body = entry.body()
        values = {
            "seq": seq,
            "at": at,
            "kind": entry.kind,
            "body": json.dumps(body, sort_keys=True),
            "prev": prev,
            "hash": link_hash(seq, at, entry.kind, body, prev),
        }
        await self._db.run(insert(journal).values(values))
        return seq

    async def links(self) -> list[Link]:
        """The whole journal, oldest first."""
        return list(as_links(await self._db.all(select(journal).order_by(journal.c.seq))))

    async def page(self, before: int, most: int, about: Sequence[str] = ()) -> list[Link]:
        """`bot.ports.store.JournalLog.page`. Ids of ours are drawn: what has one in it is about it."""
        found = select(journal).where(journal.c.seq < before)
        if about:
            found = found.where(or_(*(journal.c.body.contains(f'"{one}"', autoescape=True) for one in about)))
        return list(as_links(await self._db.all(found.order_by(journal.c.seq.desc()).limit(most))))


def as_links(rows: list[Row]) -> Iterator[Link]:
    for row in rows:
        yield Link(row["seq"], row["at"], row["kind"], _body(row["body"]), row["prev"], row["hash"])


def _body(kept: str) -> dict[str, Any]:
    """Empty for what somebody wrote there by hand that is no body: its hash then tells so."""
    try:
        body = json.loads(kept)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
