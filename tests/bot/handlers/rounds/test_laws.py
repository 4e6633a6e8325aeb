"""Whatever happens in whatever order, in the end each leg says exactly what the round says."""

from __future__ import annotations

import asyncio
import secrets
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from adapters.storage.keys import Keyring
from adapters.storage.store import SealedStore
from adapters.storage.tables import posts
from bot.domain.messages import Kind, PersonRef
from bot.domain.outgoing import Effect, Notice, Outcome, Post, Press
from bot.handlers.mend import hide_more, withdraw
from redaction import RawText, Redactor
from tests.bot.handlers.rounds.conftest import World
from tests.fakes.clock import FakeClock
from tests.fresh import fresh_database

WORDS = ("roses", "FOLFOX", "fingers", "garden", "Mary Dupont", "kettle")
_FAULT = Effect(Outcome.RETRY, retry_after=0.001)
STEP = st.one_of(
    st.tuples(st.just("group"), st.sampled_from(WORDS), st.booleans()),
    st.tuples(st.just("letter"), st.sampled_from(WORDS), st.booleans()),
    st.tuples(st.just("edit"), st.sampled_from(WORDS), st.integers(0, 5)),
    st.tuples(st.just("delete"), st.none(), st.integers(0, 5)),
    st.tuples(st.just("hide"), st.sampled_from(WORDS), st.integers(0, 5)),
    st.tuples(st.just("withdraw"), st.none(), st.integers(0, 5)),
    st.tuples(st.just("carry"), st.none(), st.none()),
    st.tuples(st.just("fault"), st.none(), st.none()),
)


class Acts:
    """Carries out drawn steps; `carry` comes when it is drawn, and at the end."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.said: list[tuple[str, str, PersonRef]] = []
        """Entry, message in the group ("" for a letter), author."""

    async def step(self, what: str, word: str | None, more: int | bool | None) -> None:
        world = self.world
        if what == "carry":
            await world.carry()
        elif what == "fault":
            world.mail.broken[world.accounts["cat"]] += [_FAULT] * 2
            world.group.broken["g1"].append(_FAULT)
        elif what == "group":
            said = world.in_group(f"They spoke of {word}")
            self.said.append((await self._work(said), said.origin.message, PersonRef("group", "ann")))
        elif what == "letter":
            said = world.letter(f"They spoke of {word}", "bob")
            self.said.append((await self._work(said), "", PersonRef("mail", world.accounts["bob"])))
        elif self.said:
            await self._change(what, word, *self.said[int(more or 0) % len(self.said)])

    async def _change(self, what: str, word: str | None, entry_id: str, message: str, by: PersonRef) -> None:
        world = self.world
        if what == "edit" and message in world.group.stands["g1"]:  # it stands: nobody edits what is gone
            world.group.stands["g1"][message] = f"They speak of {word} now"
            await self._work(world.in_group(f"They speak of {word} now", message=message, kind=Kind.EDITED))
        elif what == "delete" and message in world.group.stands["g1"]:
            world.group.stands["g1"].pop(message)
            await self._work(world.in_group("", message=message, kind=Kind.DELETED))
        elif what == "hide":
            mended = await hide_more(world.context, by, entry_id, RawText(word or ""), "en")
            for one in mended.publish:
                await world.publish(one)
        elif what == "withdraw":
            await withdraw(world.context, Press("withdraw", entry_id, by, RawText("X")))

    async def _work(self, inbound: object) -> str:
        entry_id = await self.world.receive(inbound)  # type: ignore[arg-type]
        await self.world.work(entry_id)
        return entry_id


async def wanted(world: World, but: str) -> list[str]:
    """What the round says to somebody who wrote none of it but as `but`, in order; read from the store alone."""
    store = world.context.store
    assert isinstance(store, SealedStore)
    async with store.session(writes=False) as session:
        rows = await session.all(
            select(posts.c.post_id, posts.c.subject, posts.c.entry_id).where(posts.c.round == "advice")
        )
    async with store.read() as unit:
        found: dict[str, tuple[str, str]] = {}
        for row in rows:
            newest = await unit.posts.newest(row["subject"])
            if newest is None or newest.state != "posted":
                continue
            entry = await unit.inbox.entry(newest.entry_id)
            if await unit.roster.who_of(entry.author) == but:
                continue
            content = await unit.posts.content(newest.post_id)
            assert isinstance(content, Post)
            found[row["subject"]] = (row["entry_id"], f"{content.byline}: {content.body}")
    return [text for _, text in sorted(found.values())]


async def latest(world: World, who: str) -> list[str]:
    """What somebody reads who deletes what they are asked to: the newest version of each message."""
    account = world.accounts[who]
    stands = dict(world.mail.stands[account])
    for content in list(stands.values()):
        if isinstance(content, Notice) and content.line.key.startswith("notice.copy_"):
            stands.pop(content.reply_to or "", None)
    posts = [content for content in stands.values() if isinstance(content, Post)]
    return [f"{post.byline}: {post.body}" for post in posts]


async def scenario(redactor: Redactor, steps: list[tuple[str, str | None, int | bool | None]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        engine = fresh_database(Path(folder) / "a.db")
        clock = FakeClock()
        world = World(SealedStore(engine, Keyring(secrets.token_bytes(32)), clock), clock, redactor)
        for name in ("bob", "cat"):
            await world.member(name, "advice")
        acts = Acts(world)
        for step in steps:
            await acts.step(*step)
        await world.carry()
        async with world.context.store.read() as unit:
            assert await unit.posts.uncarried() == []
            assert await unit.copies.entries_due() == []
            bob = await unit.roster.who(PersonRef("mail", world.accounts["bob"]))
        assert sorted(await latest(world, "cat")) == sorted(await wanted(world, but=""))
        assert sorted(await latest(world, "bob")) == sorted(await wanted(world, but=bob))
        before = len(world.mail.calls) + len(world.group.calls)
        await world.carry()
        assert len(world.mail.calls) + len(world.group.calls) == before, "a second run does nothing"
        engine.dispose()


@pytest.mark.long
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, min_size=1, max_size=12))
def test_each_leg_ends_with_exactly_what_should_stand_there(
    redactor: Redactor, steps: list[tuple[str, str | None, int | bool | None]]
) -> None:
    asyncio.run(scenario(redactor, steps))
