"""The store: one object to open transactions on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from sqlalchemy import Engine, func, insert, select, update

from adapters.storage.asks import SealedAsks
from adapters.storage.breaches import SealedBreaches
from adapters.storage.case_keys import CaseKeys, KeyCache
from adapters.storage.cases import SealedCases
from adapters.storage.console_sessions import FingerprintedSessions
from adapters.storage.database import DURABLE, WRITES
from adapters.storage.disclosures import SealedDisclosures
from adapters.storage.drafts import SealedDrafts
from adapters.storage.factors import SealedFactors
from adapters.storage.forms import SealedForms
from adapters.storage.inbox import SealedInbox
from adapters.storage.invitations import FingerprintedInvitations
from adapters.storage.journal import ChainedJournal
from adapters.storage.keys import Keyring
from adapters.storage.links import FingerprintedLinks
from adapters.storage.notes import SealedNotes
from adapters.storage.people import SealedPeople
from adapters.storage.permissions import SealedPermissions
from adapters.storage.posts import SealedPosts
from adapters.storage.roster import SealedRoster
from adapters.storage.rounds import KeptCopies, KeptRoundMembers
from adapters.storage.session import Session, from_ms, to_ms
from adapters.storage.tables import beats
from adapters.storage.undertakings import KeptCaseNotices, KeptUndertakings
from bot.ports.clock import Clock

_REPLICA = "main"


class SealedUnit:
    """`bot.ports.store.UnitOfWork`: one transaction, with its repositories."""

    def __init__(self, session: Session, cache: KeyCache, clock: Clock) -> None:
        case_keys = CaseKeys(session, cache)
        self._db = session
        self.inbox = SealedInbox(session, case_keys)
        self.cases = SealedCases(session, case_keys)
        self.posts = SealedPosts(session, case_keys, clock)
        self.notes = SealedNotes(session)
        self.people = SealedPeople(session)
        self.permissions = SealedPermissions(session)
        self.invitations = FingerprintedInvitations(session)
        self.roster = SealedRoster(session, self.people, self.invitations)
        self.asks = SealedAsks(session)
        self.links = FingerprintedLinks(session)
        self.drafts = SealedDrafts(session)
        self.undertakings = KeptUndertakings(session)
        self.case_notices = KeptCaseNotices(session)
        self.factors = SealedFactors(session)
        self.sessions = FingerprintedSessions(session)
        self.disclosures = SealedDisclosures(session, case_keys)
        self.breaches = SealedBreaches(session)
        self.forms = SealedForms(session)
        self.rounds = KeptRoundMembers(session)
        self.copies = KeptCopies(session)
        self.journal = ChainedJournal(session)

    def key(self, *parts: str) -> str:
        return self._db.keyring.fingerprint(*parts)

    @property
    def public_key(self) -> str:
        """Of the bot's signature, 64 hex characters."""
        return self._db.keyring.signer().key

    async def beat(self, now: datetime) -> None:
        changed = await self._db.run(update(beats).where(beats.c.replica == _REPLICA).values(at=to_ms(now)))
        if changed.rowcount == 0:
            await self._db.run(insert(beats).values(replica=_REPLICA, at=to_ms(now)))

    async def last_beat(self) -> datetime | None:
        row = await self._db.one(select(func.max(beats.c.at).label("at")))
        return from_ms(row["at"]) if row and row["at"] is not None else None


class SealedStore:
    """`bot.ports.store.Store` over SQLAlchemy.

    Writing transactions of one process stand in line here instead of in the database's busy handler, which sleeps.
    """

    def __init__(self, engine: Engine, keyring: Keyring, clock: Clock) -> None:
        self._engine = engine
        self._keyring = keyring
        self._clock = clock
        self._cache = KeyCache()
        self._writing = asyncio.Lock()

    def __repr__(self) -> str:
        return "<SealedStore>"

    def fingerprint(self, *parts: str) -> str:
        """A keyed hash of `parts`, as `UnitOfWork.key` makes it."""
        return self._keyring.fingerprint(*parts)

    @asynccontextmanager
    async def begin(self, *, durable: bool = True) -> AsyncIterator[SealedUnit]:
        async with self.session(writes=True, durable=durable) as session:
            yield SealedUnit(session, self._cache, self._clock)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[SealedUnit]:
        async with self.session(writes=False) as session:
            yield SealedUnit(session, self._cache, self._clock)

    @asynccontextmanager
    async def session(self, *, writes: bool, durable: bool = True) -> AsyncIterator[Session]:
        """A bare transaction, for repositories that are no part of the unit of work."""
        if not writes:
            with self._engine.connect() as connection, connection.begin():
                yield Session(connection, self._keyring)
            return
        async with self._writing:
            with self._engine.connect() as connection:
                writing = connection.execution_options(**{WRITES: True, DURABLE: durable})
                with writing.begin() as transaction:
                    yield Session(writing, self._keyring)
                    if durable:
                        await asyncio.to_thread(transaction.commit)  # waits for the disk; must not hold the loop
