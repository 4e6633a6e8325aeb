"""Who may do what with a request in which state: the whole table written out, against the real steps."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.disclosure import (
    BEGINS,
    TABLE,
    WAITING,
    WAS_OPEN,
    Consent,
    Disclosure,
    Event,
    State,
    Vote,
    closing_time,
)
from bot.domain.ids import opaque_id
from bot.domain.proof import SIGN_IN_WITHIN, SIGNED_IN_FOR, Deed, SignedIn, Typed
from bot.domain.roster import Role
from bot.handlers.access import Action
from bot.handlers.disclosure import answering, deciding, viewing
from bot.handlers.disclosure.story import STEPS, stories
from bot.ports.disclosing import Done, Open
from redaction import RawText
from tests.bot.handlers.disclosure.board import GROUNDS, Board, told

EXPECTED = """
                     requested approved refused withdrawn lapsed opened closed contested reviewed
approve_disclosure   sc        .        .       .         .      .      .      .         .
refuse_disclosure    sc        .        .       .         .      .      .      .         .
withdraw_disclosure  a         a        .       .         .      .      .      .         .
open_disclosure      .         v        .       .         .      .      .      .         .
look_disclosure      .         .        .       .         .      v      .      .         .
close_disclosure     .         .        .       .         .      av     .      .         .
tell_disclosure      .         .        .       .         .      v      v      v         v
contest_disclosure   .         .        .       .         .      dm     dm     .         dm
answer_contest       .         .        .       .         .      .      .      scdt      .
review_disclosure    .         .        .       .         .      .      sdt    sdt       .
"""
"""Letters: who Asked, the Viewer and a third Supervisor (all three supervisors), Custodian, Data lead, Trustee, a Listener, a
Member of the case (who contested it), Run by the administrator, X left and had every role."""
WHO = {"a": "ann", "v": "ben", "s": "gus", "c": "cat", "d": "dan", "t": "eve", "l": "lea", "m": "sue", "r": "adm"}
STATES = [State(name) for name in EXPECTED.split("\n")[1].split()]
ROWS = {line.split()[0]: dict(zip(STATES, line.split()[1:], strict=True)) for line in EXPECTED.strip().split("\n")[1:]}

Step = Callable[[Board, SignedIn, str], Awaitable[Done | Open]]
WHY = RawText("because")
DO: Mapping[Action, Step] = {
    Action.APPROVE_DISCLOSURE: lambda board, by, one: deciding.approve(board.context, code_of(by, one), one),
    Action.REFUSE_DISCLOSURE: lambda board, by, one: deciding.refuse(board.context, by, one, WHY),
    Action.WITHDRAW_DISCLOSURE: lambda board, by, one: deciding.withdraw(board.context, by.who, one),
    Action.OPEN_DISCLOSURE: lambda board, by, one: viewing.open_view(board.context, by, one),
    Action.LOOK_DISCLOSURE: lambda board, by, one: viewing.look(board.context, by, one),
    Action.CLOSE_DISCLOSURE: lambda board, by, one: viewing.close(board.context, by.who, one),
    Action.TELL_DISCLOSURE: lambda board, by, one: answering.tell_outside(board.context, by.who, one, told()),
    Action.CONTEST_DISCLOSURE: lambda board, by, one: answering.contest(board.context, by.who, one, WHY),
    Action.ANSWER_CONTEST: lambda board, by, one: answering.answer(board.context, by, one, WHY, right=True),
    Action.REVIEW_DISCLOSURE: lambda board, by, one: answering.review(board.context, by, one, WHY, right=True),
}
SIGNED = frozenset(action for action in DO if SIGN_IN_WITHIN.get(action) == SIGNED_IN_FOR)
"""What takes a sign-in within the hour."""


def code_of(by: SignedIn, one: str) -> Typed:
    """The code that they type for it just when they do it."""
    return Typed(by.who, by.at, Deed.APPROVE, one)


async def everybody(board: Board) -> dict[str, str]:
    """Letter to id, with somebody who held every role and left."""
    async with board.context.store.begin() as unit:
        gone = await unit.roster.add(RawText("Gone"), frozenset(Role), "en", board.clock.now())
        await unit.roster.leave(gone.member_id, board.clock.now())
    return {letter: board.ids[name] for letter, name in WHO.items()} | {"X": gone.member_id}


async def put(board: Board, state: State, **other: Any) -> str:
    """A request in that state: asked by ann for ben to look; opened by breaking the glass where it was opened."""
    now, ground, opened = board.clock.now(), GROUNDS["person_in_danger"], state in WAS_OPEN
    request = Disclosure(
        disclosure_id=opaque_id(),
        case_id=board.case_id,
        ground=ground,
        state=state,
        by=board.ids["ann"],
        viewer=board.ids["ben"],
        fields=("Person_A",),
        consent=Consent.IMPOSSIBLE,
        asked_at=now,
        lapses_at=now + timedelta(days=1),
        ends_at=now + timedelta(days=2),
        approvals=(Vote(board.ids["cat"], True, now),) if state is State.APPROVED else (),
        broken_glass=opened,
        opened_at=now if opened else None,
        contested_by=board.ids["sue"] if state is State.CONTESTED else None,
    )
    if opened:
        request = replace(request, closes_at=closing_time(request, now))
    request = replace(request, **other)
    async with board.context.store.begin() as unit:
        await unit.disclosures.add(request)
    return request.disclosure_id


def happened(done: Done | Open) -> bool:
    return isinstance(done, Open) or done.happened


@pytest.mark.parametrize("state", State)
async def test_in_every_state_every_role_may_do_what_the_table_says_and_nothing_else(
    board: Board, state: State
) -> None:
    people = await everybody(board)
    did = {}
    for action, step in DO.items():
        letters = ""
        for letter, who in people.items():
            one = await put(board, state)
            done = await step(board, SignedIn(who, board.clock.now()), one)
            letters += letter if happened(done) else ""
            after = (await board.get(one)).state
            if not happened(done):
                assert after is state
            elif action in KEEPS:
                assert after is TABLE[state, STEPS[action]]
        did[action.value] = letters or "."
    assert did == {name: row[state] for name, row in ROWS.items()}


KEEPS = frozenset(STEPS) - {Action.APPROVE_DISCLOSURE, Action.ANSWER_CONTEST}
"""Steps that always are one event of the domain's table; the others are two, by what they complete."""


@pytest.mark.parametrize("state", State)
async def test_what_is_refused_is_said_in_words_and_journalled(board: Board, state: State) -> None:
    people = await everybody(board)
    for action, step in DO.items():
        one = await put(board, state)
        for letter, who in people.items():
            if letter not in ROWS[action.value][state]:
                before = len(await board.kinds())
                done = await step(board, SignedIn(who, board.clock.now()), one)
                assert isinstance(done, Done)
                assert done.line.key in {"disclosure.not_yours", f"disclosure.late_{state}"}
                ((kind, entry),) = (await board.journal())[before:]
                assert (kind, entry["by"], entry["action"]) == ("disclosure_denied", who, action)


@pytest.mark.parametrize("state", State)
async def test_a_page_offers_just_what_would_be_let(board: Board, state: State) -> None:
    people = await everybody(board)
    one = await put(board, state)
    for letter, who in people.items():
        offered = {story.disclosure.disclosure_id: story.may for story in await stories(board.context, who)}
        if letter in "lmrX":
            assert offered == {}
        else:
            assert offered[one] == {name for name, row in ROWS.items() if letter in row[state]}


async def test_an_agreement_takes_a_code_that_was_typed_for_that_very_request(board: Board) -> None:
    one, other = await put(board, State.REQUESTED), await put(board, State.REQUESTED)
    ben, now = board.ids["cat"], board.clock.now()
    for proof, code in (
        (Typed(ben, now, Deed.APPROVE, other), "code_of_another"),
        (Typed(ben, now, Deed.BREAK_GLASS, one), "code_of_another"),
        (Typed(ben, now - timedelta(minutes=2, seconds=1), Deed.APPROVE, one), "stale_code"),
        (Typed(ben, now + timedelta(seconds=1), Deed.APPROVE, one), "stale_code"),
        (SignedIn(ben, now), "code_wanted"),
    ):
        done = await deciding.approve(board.context, proof, one)  # type: ignore[arg-type]
        assert done.line.key == "disclosure.code_wanted"
        kind, entry = (await board.journal())[-1]
        assert (kind, entry["by"], entry["code"]) == ("disclosure_denied", ben, code)
        assert (await board.get(one)).approvals == ()
    assert (await deciding.approve(board.context, board.typed("cat", one), one)).happened


@pytest.mark.parametrize("action", sorted(SIGNED))
async def test_what_decides_or_opens_takes_a_second_factor_proved_within_the_hour(board: Board, action: Action) -> None:
    (state, letters), *_ = [(state, row) for state, row in ROWS[action.value].items() if row != "."]
    one = await put(board, state)
    who = board.ids[WHO[letters[0]]]
    for age in (timedelta(hours=1, seconds=1), timedelta(seconds=-1)):
        done = await DO[action](board, SignedIn(who, board.clock.now() - age), one)
        assert isinstance(done, Done)
        assert done.line.key == "disclosure.sign_in_again"
        assert (await board.get(one)).state is state
    assert happened(await DO[action](board, SignedIn(who, board.clock.now() - timedelta(hours=1)), one))


@pytest.mark.parametrize("action", sorted(DO))
async def test_a_request_that_is_none_is_nobodys(board: Board, action: Action) -> None:
    done = await DO[action](board, board.signed_in("gus"), "never-was")
    assert isinstance(done, Done)
    assert done.line.key == "disclosure.no_such_request"
    assert await board.kinds() == ["disclosure_denied"]


def test_the_written_table_speaks_of_every_state_and_every_step() -> None:
    assert set(STATES) == set(State)
    assert ROWS.keys() == {action.value for action in STEPS} == {action.value for action in DO}


def test_every_state_can_be_reached_and_every_event_leads_somewhere() -> None:
    reached = set(BEGINS.values())
    for _ in State:
        reached |= {to for (state, _event), to in TABLE.items() if state in reached}
    assert reached == set(State)
    assert {event for _, event in TABLE} == set(Event)


def test_what_was_refused_withdrawn_or_lapsed_is_over_and_what_was_opened_never_waits_again() -> None:
    assert {state for state, _ in TABLE} == WAITING | WAS_OPEN
    assert {to for (state, _), to in TABLE.items() if state in WAS_OPEN} <= WAS_OPEN
