"""What follows from a step goes out by the durable engine; a master key that changes meanwhile takes nothing away."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.storage.database import migrate, open_database
from adapters.storage.keys import MasterKeys, master_id
from adapters.storage.keystore import unlock
from adapters.storage.rotation import rotate
from adapters.storage.store import SealedStore
from bot.domain.outgoing import Effect, Outcome
from bot.handlers.context import Context
from bot.handlers.disclosure.asking import ask
from bot.handlers.disclosure.deciding import approve
from bot.handlers.disclosure.viewing import look, open_view
from bot.ports.disclosing import Open
from bot.workflows.disclosures import DurableDisclosures
from bot.workflows.engine import Engine
from bot.workflows.flows import Flows
from redaction import RawText
from tests.bot.handlers.disclosure.board import NAME, Board
from tests.fakes.channel import FakeChannel
from tests.fakes.clock import FakeClock


@pytest.fixture
async def durable(board: Board, tmp_path: Path) -> AsyncIterator[DurableDisclosures]:
    async def ready() -> None:
        pass

    engine = Engine(f"sqlite:///{tmp_path / 'engine.db'}", secrets.token_bytes(32))
    disclosures = DurableDisclosures(board.context, Flows(engine, board.context, ready))
    await engine.launch()
    yield disclosures
    await engine.close()


async def heard(channel: FakeChannel, *who: str) -> None:
    """Returns once all of them were told something."""
    async with asyncio.timeout(20):
        while not set(who) <= set(channel.told):
            channel.changed.clear()
            await channel.changed.wait()


async def test_each_step_tells_whom_it_concerns_without_keeping_anybody_waiting(
    durable: DurableDisclosures, board: Board, channel: FakeChannel
) -> None:
    asked = await durable.ask(board.ids["ann"], board.wish())
    await heard(channel, "ben", "gus", "cat")
    await durable.approve(board.typed("cat", asked.disclosure_id), asked.disclosure_id)
    await heard(channel, "ann")
    await durable.open(board.signed_in("ann"), asked.disclosure_id)
    seen = await durable.look(board.signed_in("ann"), asked.disclosure_id)
    assert isinstance(seen, Open)
    await heard(channel, "sue")
    assert [note.line.key for note in channel.told["sue"]] == ["note.disclosure_members"]


async def test_a_platform_that_fails_in_passing_loses_no_word(
    durable: DurableDisclosures, board: Board, channel: FakeChannel
) -> None:
    channel.script("tell", *[Effect(Outcome.RETRY, retry_after=0.01)] * 3)
    await durable.ask(board.ids["ann"], board.wish())
    await heard(channel, "ben", "gus", "cat")
    assert {who: len(notes) for who, notes in channel.told.items()} == {"ben": 1, "gus": 1, "cat": 1}


async def test_what_is_due_is_done_and_told_by_the_chore(
    durable: DurableDisclosures, board: Board, channel: FakeChannel, clock: FakeClock
) -> None:
    await durable.break_glass(board.signed_in("ann"), board.wish())
    await heard(channel, "sue", "ben", "gus", "dan", "eve")
    clock.pass_time(minutes=15)
    assert await durable.mind() == 1
    await heard(channel, "ann")
    assert await durable.pass_on(board.ids["ann"], board.case_id, RawText("courage")) is not None


async def test_a_new_master_key_leaves_requests_their_texts_and_their_proof(
    tmp_path: Path, context: Context, clock: FakeClock
) -> None:
    keys = [secrets.token_bytes(32), secrets.token_bytes(32)]
    engine = open_database(f"sqlite:///{tmp_path / 'rotated.db'}")
    migrate(engine)
    store = SealedStore(engine, unlock(engine, MasterKeys(lambda: keys)), clock)
    board = await Board(replace(context, store=store), clock).build()
    one = (await ask(board.context, board.ids["ann"], board.wish())).disclosure_id
    await rotate(store, master_id(keys[1]), clock.now(), lambda *_: None)
    again = SealedStore(engine, unlock(engine, MasterKeys(lambda: [keys[1]])), clock)
    after = replace(board.context, store=again)
    async with again.read() as unit:
        (said,) = await unit.disclosures.said(one)
        commitment = await unit.disclosures.commitment(board.case_id, said)
    assert ("disclosure_requested", commitment) in [(kind, body.get("text")) for kind, body in await board.journal()]
    await approve(after, board.typed("ben", one), one)
    await open_view(after, board.signed_in("ann"), one)
    seen = await look(after, board.signed_in("ann"), one)
    assert isinstance(seen, Open)
    assert [shown.value.expose() for shown in seen.shown] == [NAME]
    engine.dispose()
