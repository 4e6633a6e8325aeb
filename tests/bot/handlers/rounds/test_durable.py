"""A round at work with the real engine: what is said is carried by itself, an interrupted run is finished by the next, no name stays."""

from __future__ import annotations

import asyncio
import logging
import secrets
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from adapters.storage.database import settle
from adapters.storage.store import SealedStore
from bot.chores import carrying
from bot.domain.messages import PersonRef
from bot.domain.outgoing import Effect, Outcome, Post, Press
from bot.workflows.engine import Engine
from bot.workflows.flows import Flows
from bot.workflows.intake import DurableIntake
from redaction import RawText
from tests.bot.handlers.rounds.conftest import World

CANARIES = ("Zebedee", "Quatermain", "98 14 27", "bob@example.org")
PLANTED = "Zebedee Quatermain, 06 39 98 14 27, is worn out"
KEY = secrets.token_bytes(32)


@asynccontextmanager
async def at_work(world: World, folder: Path) -> AsyncIterator[DurableIntake]:
    async def ready() -> None:
        pass

    engine = Engine(f"sqlite:///{folder / 'engine.db'}", KEY)
    flows = Flows(engine, world.context, ready)
    intake = DurableIntake(world.context, flows)
    await engine.launch()
    try:
        await intake.resume()
        async with carrying(world.context, flows):
            yield intake
    finally:
        await engine.close()


async def until(world: World, holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not holds():
            for channel in (world.mail, world.group):
                channel.changed.clear()
            waits = [asyncio.create_task(channel.changed.wait()) for channel in (world.mail, world.group)]
            await asyncio.wait(waits, timeout=0.2, return_when=asyncio.FIRST_COMPLETED)
            for wait in waits:
                wait.cancel()


def texts(world: World, who: str) -> list[str]:
    return [str.__str__(post.body) for post in world.mail.posts(world.accounts[who])]


async def test_a_question_an_answer_and_a_mend_reach_everybody_and_no_planted_name_stays_anywhere(
    world: World, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    bob = PersonRef("mail", world.accounts["bob"])
    async with at_work(world, tmp_path) as intake:
        world.context.colleagues.add(bob, RawText("Bob"))
        await intake.receive(world.in_group(PLANTED))
        await until(world, lambda: len(texts(world, "bob")) == len(texts(world, "cat")) == 1)
        copy = world.mail.message(world.accounts["bob"])
        await intake.receive(world.letter("Zebedee Quatermain rang me", "bob", reply_to=copy))
        await until(world, lambda: len(texts(world, "cat")) == 2 and len(world.group.posts("g1")) == 2)
        note = world.mail.told[world.accounts["bob"]][-1]
        (undo,) = [button for button in note.buttons if button.action == "withdraw"]
        assert note.about is not None
        assert note.about.message.startswith("own")
        answer = await intake.press(Press(undo.action, undo.subject, bob, RawText("Bob")))
        assert answer.line.key == "answer.withdrawn"
        await until(world, lambda: world.read("cat")[0][-1] == "notice.copy_withdrawn")
    question = texts(world, "bob")[0]
    assert question.startswith("[Person A]")
    assert texts(world, "cat")[1].startswith("[Person A]")
    journal = await world.journal()
    assert journal.count("message_carried") >= 3
    store = world.context.store
    assert isinstance(store, SealedStore)
    await asyncio.to_thread(settle, store._engine)
    async with store.session(writes=False) as session:
        rows = repr(
            [
                dict(row)
                for table in ("copies", "posts", "round_members", "journal", "addresses", "inbox", "notes")
                for row in await _all(session, table)
            ]
        )
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file()).decode("latin-1")
    engine = _dump(tmp_path / "engine.db")
    for told in (rows, kept, engine, caplog.text):
        assert not any(canary in told for canary in CANARIES)


async def _all(session: object, table: str) -> list[dict[str, object]]:
    return await session.all(text(f"SELECT * FROM {table}"))  # type: ignore[attr-defined]  # noqa: S608


def _dump(path: Path) -> str:
    with sqlite3.connect(path) as database:
        return "\n".join(database.iterdump())


async def test_what_a_run_left_between_two_legs_is_brought_by_the_next_one_to_the_other_and_not_again_to_the_first(
    world: World, tmp_path: Path
) -> None:
    """The process ends while one leg has the message and the other's call has not come back."""
    reached, never = asyncio.Event(), asyncio.Event()
    post = world.mail.post
    cat = world.accounts["cat"]

    async def hangs(content: Post) -> Effect:
        if content.conversation.conversation == cat:
            reached.set()
            await never.wait()
        return await post(content)

    world.mail.post = hangs  # type: ignore[method-assign, assignment]
    async with at_work(world, tmp_path) as intake:
        await intake.receive(world.in_group(PLANTED))
        async with asyncio.timeout(30):
            await reached.wait()
        await until(world, lambda: len(texts(world, "bob")) == 1)
    assert texts(world, "cat") == []
    world.mail.post = post  # type: ignore[method-assign]
    world.context.turns._legs.clear()  # a new process has none of the old one's locks
    async with at_work(world, tmp_path):
        await until(world, lambda: len(texts(world, "cat")) == 1)
    assert len(texts(world, "bob")) == 1


async def test_a_leg_that_is_out_of_reach_holds_up_neither_the_authors_note_nor_another_leg(
    world: World, tmp_path: Path
) -> None:
    world.mail.broken[world.accounts["cat"]] = [Effect(Outcome.RETRY, retry_after=60.0)]
    async with at_work(world, tmp_path) as intake:
        await intake.receive(world.in_group(PLANTED))
        await intake.receive(world.in_group("FOLFOX is hard"))
        await until(world, lambda: len(texts(world, "bob")) == 2 and bool(world.group.told["ann"]))
        assert texts(world, "cat") == []
