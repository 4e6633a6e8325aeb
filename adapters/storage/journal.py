"""The append-only journal, chained by hashes and signed entry by entry."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import structlog
from sqlalchemy import insert, or_, select

from adapters.storage.session import Session
from adapters.storage.tables import journal
from bot.audit.chain import GENESIS, Link, link_hash
from bot.audit.signatures import entry_message
from bot.domain.journal import JournalBroken, JournalEntry

log = structlog.get_logger(__name__)

COLUMNS = ("seq", "at", "kind", "body", "prev", "hash", "signature")


class ChainedJournal:
    """`bot.ports.journal.JournalLog` over the `journal` table. Writers are serialised by the writing transaction."""

    def __init__(self, session: Session) -> None:
        self._db = session

    @property
    def key(self) -> str:
        return self._db.keyring.signer().key

    async def append(self, entry: JournalEntry) -> int:
        """Its number. Whatever stands there unsigned is named first, or the new signature would vouch for it."""
        newest = select(journal.c.seq, journal.c.hash, journal.c.signature).order_by(journal.c.seq.desc()).limit(1)
        last = await self._db.one(newest)
        seq, prev = (last["seq"], _text(last["hash"])) if last else (0, GENESIS)
        if last and not self._db.keyring.signer().signed(entry_message(prev), _text(last["signature"])):
            log.error("journal_broken", entry=seq)
            seq, prev = await self._add(JournalBroken(at=entry.at, entry=seq), seq + 1, prev)
        seq, _ = await self._add(entry, seq + 1, prev)
        return seq

    async def _add(self, entry: JournalEntry, seq: int, prev: str) -> tuple[int, str]:
        """Its number and its hash."""
        at = _at(entry.at)
        body = entry.body()
        digest = link_hash(seq, at, entry.kind, body, prev)
        values = {
            "seq": seq,
            "at": at,
            "kind": entry.kind,
            "body": json.dumps(body, sort_keys=True),
            "prev": prev,
            "hash": digest,
            "signature": self._db.keyring.signer().sign(entry_message(digest)),
        }
        await self._db.run(insert(journal).values(values))
        return seq, digest

    async def tells(self, kind: str, disclosure: str) -> bool:
        said = f'"disclosure": {json.dumps(disclosure)}'
        query = select(journal.c.seq).where(journal.c.kind == kind, journal.c.body.contains(said, autoescape=True))
        return await self._db.one(query.limit(1)) is not None

    async def since(self, kind: str, moment: datetime) -> list[Link]:
        found = select(*(journal.c[name] for name in COLUMNS)).where(
            journal.c.kind == kind, journal.c.at >= _at(moment)
        )
        return [as_link(row) for row in await self._db.run(found.order_by(journal.c.seq))]

    async def links(self) -> list[Link]:
        """The whole journal, oldest first."""
        rows = await self._db.run(select(*(journal.c[name] for name in COLUMNS)).order_by(journal.c.seq))
        return [as_link(row) for row in rows.all()]

    async def page(self, before: int, most: int, about: Sequence[str] = ()) -> list[Link]:
        """`bot.ports.journal.JournalLog.page`. Ids of ours are drawn: what has one in it is about it."""
        found = select(*(journal.c[name] for name in COLUMNS)).where(journal.c.seq < before)
        if about:
            found = found.where(or_(*(journal.c.body.contains(f'"{one}"', autoescape=True) for one in about)))
        return [as_link(row) for row in await self._db.run(found.order_by(journal.c.seq.desc()).limit(most))]


def as_link(row: Sequence[Any]) -> Link:
    """An entry out of the values of `COLUMNS`, whatever somebody put there."""
    seq, at, kind, body, prev, digest, signature = row
    return Link(seq, _text(at), _text(kind), _body(body), _text(prev), _text(digest), _text(signature))


def _at(moment: datetime) -> str:
    """As it stands in an entry: in this form the order of the letters is that of time."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")


def _text(value: Any) -> str:
    """SQLite keeps what is put in, whatever the column's type: no text becomes one that cannot be sound."""
    return value if isinstance(value, str) else ""


def _body(text: Any) -> Mapping[str, Any]:
    """The same for a JSON object."""
    try:
        body = json.loads(text)
    except (TypeError, ValueError):
        return {}
    return body if isinstance(body, dict) else {}
