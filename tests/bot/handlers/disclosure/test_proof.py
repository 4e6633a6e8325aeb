"""The journal proves what happened and tells of nobody; the key of the case takes the texts with it and leaves the proof."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from adapters.storage.disclosure_tables import statements
from adapters.storage.store import SealedStore
from bot.audit.chain import verify_chain
from bot.domain.disclosure import Consent, State
from bot.domain.disclosure_wish import ConsentGiven, ToldOutside
from bot.handlers.disclosure.answering import answer, contest, review, tell_outside
from bot.handlers.disclosure.asking import ask, break_glass
from bot.handlers.disclosure.deciding import approve, refuse
from bot.handlers.disclosure.offering import pass_on
from bot.handlers.disclosure.story import story
from bot.handlers.disclosure.viewing import close, look, open_view
from bot.handlers.disclosure.waiting import mind_requests
from bot.ports.store import Wiped
from redaction import RawText
from tests.bot.handlers.disclosure.board import NAME, PHONE, TOWN, Board, shut_key
from tests.fakes.clock import FakeClock

CANARY = "Quéméneur-Canary"
TELLING = (NAME, "Okonkwo", PHONE, TOWN, CANARY)


async def everything(board: Board, clock: FakeClock) -> str:
    """One request with all that can be said about it, and others that end otherwise; each text names somebody."""
    words = RawText(f"{NAME} of {TOWN}, {PHONE}, {CANARY}")
    consent = ConsentGiven(Consent.GIVEN, words, "fr", clock.now())
    wish = board.wish(fields=["Person_A", "phone_1"], consent=consent, instead=words, addressee=words)
    refused = await ask(board.context, board.ids["ann"], wish)
    await refuse(board.context, board.signed_in("ben"), refused.disclosure_id, words)
    one = (await ask(board.context, board.ids["ann"], wish)).disclosure_id
    await approve(board.context, board.typed("ben", one), one)
    await open_view(board.context, board.signed_in("ann"), one)
    await look(board.context, board.signed_in("ann"), one)
    await close(board.context, board.ids["ann"], one)
    await tell_outside(board.context, board.ids["ann"], one, ToldOutside(True, words, words, clock.now()))
    await contest(board.context, board.ids["sue"], one, words)
    await answer(board.context, board.signed_in("cat"), one, words, right=False)
    broken = (await break_glass(board.context, board.signed_in("ann"), wish)).disclosure_id
    clock.pass_time(minutes=20)
    await mind_requests(board.context)
    for name in ("ben", "dan"):
        await review(board.context, board.signed_in(name), broken, words, right=False)
    await pass_on(board.context, board.ids["ann"], board.case_id, words)
    await ask(board.context, board.ids["lea"], wish)
    return one


async def links(board: Board) -> list[Any]:
    async with board.context.store.read() as unit:
        return await unit.journal.links()  # type: ignore[attr-defined]


async def test_the_journal_the_log_and_the_database_tell_of_nobody(
    board: Board, clock: FakeClock, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        await everything(board, clock)
    said = json.dumps([[link.kind, dict(link.body)] for link in await links(board)]) + caplog.text
    files = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert [word for word in TELLING if word in said or word.encode() in files] == []
    assert b"disclosure" in files


async def test_nothing_that_is_handed_on_shows_a_text_when_it_is_printed(board: Board, clock: FakeClock) -> None:
    one = await everything(board, clock)
    shown = [repr(await story(board.context, board.ids["gus"], one)), repr(await board.get(one))]
    wish = board.wish()
    shown += [repr(wish), repr(wish.particulars), repr(wish.particulars.consent)]
    other = (await ask(board.context, board.ids["ann"], wish)).disclosure_id
    await approve(board.context, board.typed("gus", other), other)
    shown.append(repr(await look(board.context, board.signed_in("ann"), one)))
    assert [word for word in TELLING for text in shown if word in text] == []


async def test_each_text_is_the_one_that_the_journal_is_committed_to(board: Board, clock: FakeClock) -> None:
    one = await everything(board, clock)
    async with board.context.store.read() as unit:
        said = await unit.disclosures.said(one)
        kept = [await unit.disclosures.commitment(board.case_id, statement) for statement in said]
        forged = replace(said[0], by=board.ids["gus"])
        assert await unit.disclosures.commitment(board.case_id, forged) not in kept
    proved = [body["text"] for _, body in await board.journal() if body.get("disclosure") == one and "text" in body]
    assert kept == proved
    assert len(set(kept)) == 4


async def test_with_the_key_of_the_case_the_texts_go_and_the_proof_stays(
    board: Board, store: SealedStore, clock: FakeClock
) -> None:
    one = await everything(board, clock)
    before = await links(board)
    await shut_key(store, board.case_id, clock.now())
    assert verify_chain(await links(board)).sound
    assert await links(board) == before
    async with store.read() as unit:
        with pytest.raises(Wiped):
            await unit.disclosures.said(one)
    told = await story(board.context, board.ids["gus"], one)
    assert told is not None
    assert told.said is None
    assert told.disclosure.state is State.REVIEWED


async def test_the_texts_are_gone_from_the_database_with_the_key(
    board: Board, store: SealedStore, clock: FakeClock
) -> None:
    await everything(board, clock)
    await shut_key(store, board.case_id, clock.now())
    async with store.session(writes=False) as session:
        rows = await session.all(select(statements.c.sealed))
    assert len(rows) > 5
    assert {row["sealed"] for row in rows} == {None}


async def test_what_still_waits_about_a_destroyed_case_lapses_and_what_was_opened_can_still_be_judged(
    board: Board, store: SealedStore, clock: FakeClock
) -> None:
    waiting = (await ask(board.context, board.ids["ann"], board.wish())).disclosure_id
    broken = (await break_glass(board.context, board.signed_in("ann"), board.wish())).disclosure_id
    await shut_key(store, board.case_id, clock.now())
    gone = await look(board.context, board.signed_in("ann"), broken)
    assert gone.line.key == "disclosure.gone"  # type: ignore[union-attr]
    clock.pass_time(minutes=16)
    await mind_requests(board.context)
    assert (await board.get(waiting)).state is State.LAPSED
    for name in ("ben", "eve"):
        assert (await review(board.context, board.signed_in(name), broken, RawText("yes"), right=True)).happened
    assert (await board.get(broken)).state is State.REVIEWED
    assert [body["text"] for kind, body in await board.journal() if kind == "disclosure_reviewed"] == ["none", "none"]
    assert verify_chain(await links(board)).sound
