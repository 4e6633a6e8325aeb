"""What the daily witness tells, and what became of the last ones: both are read from the journal and the tombstones."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, select

from adapters.storage.session import from_ms
from adapters.storage.store import SealedStore
from adapters.storage.tables import journal, tombstones
from bot.audit.chain import GENESIS
from bot.audit.signatures import mail_message
from bot.domain.console_entries import FactorReset
from bot.domain.disclosure_entries import AT_ONCE
from bot.domain.journal import WitnessFailed, WitnessSent
from bot.domain.witness import Witness
from bot.ports.witness import LastWitness

_NOT_TO_WAIT = (*AT_ONCE, FactorReset.kind)
"""Whoever runs the machine can take a second factor away and make a link: that leaves the machine before anything comes of it."""


class WitnessRecords:
    """`bot.ports.witness.Witnesses` over the tables `journal` and `tombstones`."""

    def __init__(self, store: SealedStore) -> None:
        self._store = store

    async def take(self, now: datetime) -> Witness:
        async with self._store.session(writes=False) as session:
            signer = session.keyring.signer()
            query = select(journal.c.seq, journal.c.hash).order_by(journal.c.seq.desc()).limit(1)
            last = await session.one(query)
            rows = await session.all(select(tombstones))
            at_once = select(func.max(journal.c.seq)).where(journal.c.kind.in_(_NOT_TO_WAIT))
            opened = (await session.run(at_once)).scalar() or 0
        gone = {row["case_id"]: from_ms(row["at"]).date() for row in rows}
        entries, head = (last["seq"], last["hash"]) if last else (0, GENESIS)
        witness = Witness(now.date(), entries, head, gone, opened, signer.key)
        return replace(witness, signature=signer.sign(mail_message(witness.statement())))

    async def last(self, trustee: int) -> LastWitness:
        kinds = (WitnessSent.kind, WitnessFailed.kind)
        query = select(journal.c.at, journal.c.kind, journal.c.body).where(journal.c.kind.in_(kinds))
        found = LastWitness()
        async with self._store.session(writes=False) as session:
            for row in await session.run(query.order_by(journal.c.seq.desc())):
                body = json.loads(row.body)
                if body["trustee"] != trustee:
                    continue
                at = datetime.fromisoformat(row.at)
                if row.kind == WitnessSent.kind:
                    return replace(found, sent_at=at, destroyed=body["destroyed"], entries=body["entries"])
                found = LastWitness(failed_at=at, code=found.code or body["code"], said_at=found.said_at or at)
        return found
