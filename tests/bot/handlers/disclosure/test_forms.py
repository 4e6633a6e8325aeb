"""A form of the console that is handed in twice does what it does once: at the same moment, later, and after a restart."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from adapters.storage.store import SealedStore
from bot.domain.proof import Deed
from bot.handlers.console import forget_sessions
from bot.handlers.context import Context
from bot.handlers.disclosure.asking import ask, break_glass
from bot.handlers.disclosure.offering import alert, pass_on
from bot.ports.disclosing import Done
from redaction import RawText
from tests.bot.handlers.disclosure.board import Board
from tests.fakes.clock import FakeClock


def restarted(context: Context, store: SealedStore) -> Context:
    """The same database under a process that remembers nothing."""
    return Context(store, context.channels, context.detector, context.clock, grounds=context.grounds)


async def test_each_does_it_once_and_is_answered_as_it_was_then(board: Board, store: SealedStore) -> None:
    ann, wish, message = board.ids["ann"], board.wish(), RawText("Please ring back.")

    async def all_four(context: Context) -> list[Done]:
        return [
            await ask(context, ann, wish, "form-1"),
            await break_glass(context, board.signed_in("ann"), wish, "form-2"),
            await pass_on(context, ann, board.case_id, message, "form-3"),
            await alert(context, ann, board.case_id, "form-4"),
        ]

    first = await all_four(board.context)
    second = await all_four(restarted(board.context, store))
    assert [replace(done, notes=()) for done in first] == second
    kinds = await board.kinds()
    once = ("disclosure_opened", "message_passed_on", "members_alerted")
    assert [kinds.count(kind) for kind in once] == [1, 1, 1]
    assert kinds.count("disclosure_requested") == 2
    assert all(done.notes for done in first)
    assert not any(done.notes for done in second)


async def test_two_taps_at_the_same_moment_are_one(board: Board) -> None:
    ann, wish = board.ids["ann"], board.wish()
    done = await asyncio.gather(*(ask(board.context, ann, wish, "form-1") for _ in range(5)))
    assert len({one.disclosure_id for one in done}) == 1
    assert (await board.kinds()).count("disclosure_requested") == 1


async def test_a_form_with_a_mistake_can_be_sent_again_and_anothers_is_another(board: Board) -> None:
    wrong = board.wish(instead=RawText(""))
    assert (await ask(board.context, board.ids["ann"], wrong, "form-1")).problems
    first = await ask(board.context, board.ids["ann"], board.wish(), "form-1")
    second = await ask(board.context, board.ids["ben"], board.wish(), "form-1")
    unnamed = [await ask(board.context, board.ids["ann"], board.wish()) for _ in range(2)]
    assert len({one.disclosure_id for one in (first, second, *unnamed)}) == 4


async def test_what_was_handed_in_answers_before_its_code_would_be_found_too_old(
    board: Board, clock: FakeClock
) -> None:
    code = board.typed("ann", board.case_id, Deed.BREAK_GLASS)
    first = await break_glass(board.context, code, board.wish(), "form-1")
    clock.pass_time(minutes=3)
    assert (await break_glass(board.context, code, board.wish(), "form-1")).disclosure_id == first.disclosure_id
    assert not (await break_glass(board.context, code, board.wish(), "form-2")).happened


async def test_forms_are_forgotten_after_a_day(board: Board, clock: FakeClock) -> None:
    first = await ask(board.context, board.ids["ann"], board.wish(), "form-1")
    clock.pass_time(hours=23)
    await forget_sessions(board.context)
    assert (await ask(board.context, board.ids["ann"], board.wish(), "form-1")).disclosure_id == first.disclosure_id
    clock.pass_time(hours=2)
    await forget_sessions(board.context)
    assert (await ask(board.context, board.ids["ann"], board.wish(), "form-1")).disclosure_id != first.disclosure_id
