"""A core at work on a real database, with a channel in memory and the real redaction layer."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from adapters.detection.threads import ThreadedDetector
from adapters.storage.keys import Keyring
from adapters.storage.store import SealedStore
from bot.domain.ids import EntryIds
from bot.domain.messages import Inbound, Kind, MessageRef, PersonRef
from bot.domain.records import Decision
from bot.handlers.context import Context
from bot.handlers.decide import decide
from bot.handlers.deliver import deliver_of_entry
from bot.handlers.finish import finish
from bot.handlers.publish import publish
from bot.handlers.receive import receive
from bot.handlers.remove import remove
from redaction import RawText, Redactor
from tests.fakes.channel import FakeChannel
from tests.fakes.clock import FakeClock
from tests.fresh import fresh_database


@pytest.fixture(scope="session")
def redactor() -> Redactor:
    return Redactor.load()


@pytest.fixture
def channel() -> FakeChannel:
    return FakeChannel()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def store(tmp_path: Path, clock: FakeClock) -> AsyncIterator[SealedStore]:
    engine = fresh_database(tmp_path / "entrenous.db")
    yield SealedStore(engine, Keyring(secrets.token_bytes(32)), clock)
    engine.dispose()


@pytest.fixture
def context(store: SealedStore, channel: FakeChannel, clock: FakeClock, redactor: Redactor) -> Context:
    return Context(store=store, channels={"fake": channel}, detector=ThreadedDetector(redactor), clock=clock)


class Story:
    """Writes messages as people of the group and takes each through the same steps as the workflow does."""

    def __init__(self, context: Context, clock: FakeClock) -> None:
        self.context = context
        self.clock = clock
        self.ids = EntryIds()
        self.numbers = count(1)

    def message(self, text: str, who: str = "sue", **fields: Any) -> Inbound:
        number = fields.pop("number", None) or next(self.numbers)
        values: dict[str, Any] = {
            "kind": Kind.NEW,
            "origin": MessageRef("fake", "group", str(number)),
            "event_id": f"event-{number}-{fields.get('kind', 'new')}",
            "number": number,
            "sent_at": self.clock.now(),
            "author": PersonRef("fake", who),
            "author_name": RawText(who.capitalize()),
            "text": RawText(text),
        }
        return Inbound(**values | fields)

    async def store(self, inbound: Inbound) -> str:
        entry_id = await receive(self.context, self.ids, inbound)
        assert entry_id is not None
        return entry_id

    async def work(self, entry_id: str) -> Decision:
        decision = await decide(self.context, entry_id)
        if decision in (Decision.REDACTED, Decision.WITHHELD):
            await remove(self.context, entry_id)
        await publish(self.context, entry_id)
        await deliver_of_entry(self.context, entry_id)
        await finish(self.context, entry_id)
        return decision

    async def say(self, text: str, who: str = "sue", **fields: Any) -> str:
        entry_id = await self.store(self.message(text, who, **fields))
        await self.work(entry_id)
        return entry_id

    async def journal(self) -> list[str]:
        async with self.context.store.read() as unit:
            return [link.kind for link in await unit.journal.links()]  # type: ignore[attr-defined]


@pytest.fixture
def story(context: Context, clock: FakeClock) -> Story:
    return Story(context, clock)
