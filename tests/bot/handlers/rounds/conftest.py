"""A round of a group and of people who read it by letters, on a real database and with the real redaction layer."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count
from typing import Any

import pytest

from adapters.detection.threads import ThreadedDetector
from adapters.storage.addresses import SealedAddresses
from adapters.storage.store import SealedStore
from bot.domain.ids import EntryIds
from bot.domain.messages import ConversationRef, Inbound, Kind, MessageRef, PersonRef
from bot.domain.records import Decision
from bot.domain.roster import Role
from bot.domain.rounds import ROUND, Round, RoundMember
from bot.handlers.context import Context
from bot.handlers.decide import decide
from bot.handlers.deliver import deliver_of_entry
from bot.handlers.finish import finish, is_finished
from bot.handlers.publish import publish
from bot.handlers.receive import receive
from bot.handlers.remove import remove
from bot.handlers.rounds.carry import carry, look
from bot.handlers.rounds.channel import RoundChannel
from bot.handlers.rounds.moving import moved
from redaction import RawText, Redactor
from tests.fakes.clock import FakeClock
from tests.fakes.legs import GROUPS, LegChannel

GROUP = ConversationRef("group", "g1")
ADVICE = Round("advice", {"en": "Advice", "fr": "Avis"}, (GROUP,))


class World:
    """Ann writes in the group; Bob and Cat read the round by letters. Each step is taken as the workflows take it."""

    def __init__(self, store: SealedStore, clock: FakeClock, redactor: Redactor) -> None:
        self.group, self.mail = LegChannel("group", GROUPS, "g1"), LegChannel("mail")
        self.rounds = {"advice": ADVICE, "other": Round("other", {"en": "Other"})}
        channels = {"group": self.group, "mail": self.mail, ROUND: RoundChannel(self.rounds)}
        self.context = Context(store, channels, ThreadedDetector(redactor, 60.0), clock, rounds=self.rounds)  # type: ignore[arg-type]
        self.addresses = SealedAddresses(store)
        self.accounts: dict[str, str] = {}
        self.clock = clock
        self._ids, self._numbers = EntryIds(), count(1)

    async def member(self, name: str, *rounds: str) -> str:
        """Somebody on the roster who writes letters and reads these rounds."""
        account = await self.addresses.keep("mail", RawText(f"{name}@example.org"))
        now = self.clock.now()
        async with self.context.store.begin() as unit:
            person = PersonRef("mail", account)
            member = await unit.roster.add(RawText(name.capitalize()), frozenset({Role.LISTENER}), "en", now)
            await unit.roster.link(person, member.member_id, now)
            for one in rounds:
                leg = ConversationRef("mail", account)
                await unit.rounds.join(RoundMember(one, member.member_id, leg, now))
        self.accounts[name] = account
        return account

    def in_group(self, text: str, who: str = "ann", **fields: Any) -> Inbound:
        message = fields.pop("message", None) or self.group.says("g1", text)
        values: dict[str, Any] = {
            "kind": Kind.NEW,
            "origin": MessageRef("group", "g1", message),
            "event_id": f"e{next(self._numbers)}",
            "number": int(message) if fields.get("kind", Kind.NEW) is Kind.NEW else 0,
            "sent_at": self.clock.now(),
            "author": PersonRef("group", who),
            "author_name": RawText(who.capitalize()),
            "text": RawText(text),
        }
        return Inbound(**values | fields)

    def letter(self, text: str, who: str, **fields: Any) -> Inbound:
        number, account = next(self._numbers), self.accounts[who]
        values: dict[str, Any] = {
            "kind": Kind.NEW,
            "origin": MessageRef("mail", account, f"own{number}"),
            "event_id": f"letter{number}",
            "number": 0,
            "sent_at": self.clock.now(),
            "author": PersonRef("mail", account),
            "author_name": RawText(who.capitalize()),
            "text": RawText(text),
        }
        return Inbound(**values | fields)

    async def receive(self, inbound: Inbound) -> str:
        there = await moved(self.context, inbound)
        entry_id = await receive(self.context, self._ids, there.inbound, there.stood)
        assert entry_id is not None
        return entry_id

    async def work(self, entry_id: str) -> None:
        """Everything but the carrying."""
        decision = await decide(self.context, entry_id)
        if await is_finished(self.context, entry_id):
            return
        if decision in (Decision.REDACTED, Decision.WITHHELD):
            await remove(self.context, entry_id)
        await self.publish(entry_id)
        await finish(self.context, entry_id)

    async def publish(self, entry_id: str) -> None:
        await publish(self.context, entry_id)
        await deliver_of_entry(self.context, entry_id)

    async def carry(self) -> None:
        for entry_id in await look(self.context):
            await carry(self.context, entry_id)

    async def say(self, inbound: Inbound) -> str:
        entry_id = await self.receive(inbound)
        await self.work(entry_id)
        await self.carry()
        return entry_id

    def read(self, *who: str) -> list[list[str]]:
        """What each of them reads in their letters."""
        return [self.mail.read(self.accounts[one]) for one in who]

    async def journal(self, *kinds: str) -> list[str]:
        async with self.context.store.read() as unit:
            links: Iterable[Any] = await unit.journal.links()  # type: ignore[attr-defined]
            return [link.kind for link in links if not kinds or link.kind in kinds]


@pytest.fixture
async def world(store: SealedStore, clock: FakeClock, redactor: Redactor) -> World:
    world = World(store, clock, redactor)
    await world.member("bob", "advice")
    await world.member("cat", "advice")
    return world
