"""What follows an opening: the review of a broken glass, an objection and its answer, a breach."""

from __future__ import annotations

import pytest

from bot.domain.disclosure import State
from bot.handlers.disclosure.answering import answer, contest, review, tell_outside
from bot.handlers.disclosure.asking import break_glass
from bot.handlers.disclosure.viewing import look
from bot.handlers.disclosure.waiting import mind_requests
from bot.ports.disclosing import Done
from redaction import RawText
from tests.bot.handlers.disclosure.board import NAME, PHONE, Board, Mail, opened, told, values
from tests.fakes.channel import FakeChannel
from tests.fakes.clock import FakeClock

WHY = RawText("because")


async def test_the_glass_is_broken_at_once_and_others_are_asked_whether_it_was_right(board: Board, mail: Mail) -> None:
    done = await break_glass(board.context, board.signed_in("ann"), board.wish(fields=["Person_A", "phone_1"]))
    assert await values(board, done.disclosure_id) == [NAME, PHONE]
    heard = await mail.of(done.notes)
    assert heard.pop("sue") == ["note.disclosure_members"]
    assert heard == {name: ["note.disclosure_broken"] for name in ("ben", "gus", "dan", "eve")}
    kinds = [kind for kind in await board.kinds() if kind != "disclosure_noted"]
    assert kinds == ["disclosure_requested", "disclosure_opened", "members_told", "disclosure_looked"]


async def test_breaking_it_needs_the_three_tests_but_no_paperwork(board: Board) -> None:
    bare = board.wish(instead=RawText(""), addressee=RawText(""))
    assert (await break_glass(board.context, board.signed_in("ann"), bare)).happened
    answers = {**bare.particulars.answers, "imminent": False}
    done = await break_glass(board.context, board.signed_in("ann"), board.wish(answers=answers))
    assert [problem.code for problem in done.problems] == ["not_ticked"]


@pytest.mark.parametrize("ground", ["legal_duty", "court_order", "formal_complaint", "co_working"])
async def test_no_other_ground_is_broken_into(board: Board, ground: str) -> None:
    done = await break_glass(board.context, board.signed_in("ann"), board.wish(ground))
    assert done.line.key == "disclosure.not_yours"
    assert (await board.kinds())[-1] == "disclosure_denied"


@pytest.mark.parametrize(
    ("votes", "verdict"),
    [([("ben", True)], None), ([("ben", True), ("dan", True)], True), ([("ben", False), ("dan", False)], False),
     ([("ben", True), ("dan", False)], None), ([("ben", True), ("dan", False), ("eve", False)], False)],
)  # fmt: skip
async def test_two_who_agree_decide_and_only_not_upheld_is_a_breach(
    board: Board, mail: Mail, clock: FakeClock, votes: list[tuple[str, bool]], verdict: bool | None
) -> None:
    one = (await break_glass(board.context, board.signed_in("ann"), board.wish())).disclosure_id
    clock.pass_time(minutes=15)
    await mind_requests(board.context)
    notes: list[str] = []
    for name, right in votes:
        notes += (await review(board.context, board.signed_in(name), one, WHY, right=right)).notes
    broken = await board.get(one)
    assert (broken.verdict, broken.state) == (verdict, State.CLOSED if verdict is None else State.REVIEWED)
    heard = {None: {}, True: {"ann": ["note.disclosure_upheld"]}, False: {
        "ann": ["note.disclosure_not_upheld"], "dan": ["note.disclosure_breach"],
    }}  # fmt: skip
    assert await mail.of(notes) == heard[verdict]
    assert ("breach_found" in await board.kinds()) is (verdict is False)


async def test_nobody_is_cut_off_by_a_reviewer_while_they_help(board: Board) -> None:
    one = (await break_glass(board.context, board.signed_in("ann"), board.wish())).disclosure_id
    early = await review(board.context, board.signed_in("ben"), one, WHY, right=False)
    assert early.line.key == "disclosure.late_opened"
    assert await values(board, one) == [NAME]


async def test_an_unreviewed_opening_is_told_of_every_day_until_it_is(
    board: Board, mail: Mail, clock: FakeClock
) -> None:
    one = (await break_glass(board.context, board.signed_in("ann"), board.wish())).disclosure_id
    await tell_outside(board.context, board.ids["ann"], one, told())
    clock.pass_time(minutes=16)
    await mind_requests(board.context)
    everybody = {name: ["note.disclosure_overdue"] for name in ("ben", "gus", "dan", "eve")}
    for _ in range(3):
        clock.pass_time(days=1)
        assert await mail.of(await mind_requests(board.context)) == everybody
    assert [body["hours"] for kind, body in await board.journal() if kind == "review_overdue"] == [0, 24, 48]
    for name in ("ben", "eve"):
        await review(board.context, board.signed_in(name), one, WHY, right=True)
    clock.pass_time(days=1)
    assert await mind_requests(board.context) == []


async def test_who_knows_the_person_objects_which_shuts_it_and_is_answered_with_reasons(
    board: Board, mail: Mail, channel: FakeChannel
) -> None:
    one = await opened(board)
    objected = await contest(board.context, board.ids["sue"], one, RawText("she never wanted this"))
    assert await mail.of(objected.notes) == {
        name: ["note.disclosure_contested"] for name in ("ben", "gus", "cat", "dan", "eve")
    }
    assert isinstance(await look(board.context, board.signed_in("ann"), one), Done)
    answered = await answer(board.context, board.signed_in("cat"), one, RawText(f"{NAME} was found"), right=True)
    assert await mail.of(answered.notes) == {"sue": ["note.contest_answered"]}
    assert str(channel.told["sue"][0].line.slots["reason"]) == "[Person A] was found"
    assert (await board.get(one)).state is State.REVIEWED
    assert "breach_found" not in await board.kinds()


async def test_an_objection_that_was_right_is_a_breach(board: Board, mail: Mail) -> None:
    one = await opened(board)
    await contest(board.context, board.ids["dan"], one, WHY)
    assert not (await answer(board.context, board.signed_in("dan"), one, WHY, right=True)).happened
    answered = await answer(board.context, board.signed_in("cat"), one, WHY, right=False)
    assert await mail.of(answered.notes) == {"dan": ["note.contest_answered", "note.disclosure_breach"]}
    assert "breach_found" in await board.kinds()


async def test_an_answer_before_the_review_leaves_the_review_owed(board: Board) -> None:
    one = (await break_glass(board.context, board.signed_in("ann"), board.wish())).disclosure_id
    await contest(board.context, board.ids["sue"], one, WHY)
    await review(board.context, board.signed_in("ben"), one, WHY, right=True)
    await answer(board.context, board.signed_in("cat"), one, WHY, right=True)
    assert (await board.get(one)).state is State.CLOSED
    await review(board.context, board.signed_in("eve"), one, WHY, right=True)
    assert (await board.get(one)).state is State.REVIEWED
