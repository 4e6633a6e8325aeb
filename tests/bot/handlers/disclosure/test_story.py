"""A disclosure from the first question to the last answer, and what each person hears of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from adapters.storage.disclosure_tables import disclosures
from adapters.storage.tables import cases
from bot.domain.cases import How, Purpose
from bot.domain.disclosure import State, Vote
from bot.domain.disclosure_wish import Particulars, StatementKind, ToldOutside
from bot.handlers.access import Action, Target, allowed_who
from bot.handlers.disclosure.answering import tell_outside
from bot.handlers.disclosure.asking import ask
from bot.handlers.disclosure.deciding import approve, refuse, withdraw
from bot.handlers.disclosure.story import story
from bot.handlers.disclosure.viewing import close, look, open_view
from bot.handlers.disclosure.waiting import mind_requests
from bot.ports.disclosing import Done
from bot.ports.disclosures import Tampered
from redaction import RawText
from tests.bot.handlers.disclosure.board import NAME, PHONE, Board, Mail, agreed, opened, told, values
from tests.fakes.channel import FakeChannel
from tests.fakes.clock import FakeClock

WHY = RawText("because")


async def test_asked_agreed_opened_looked_at_closed_and_told(board: Board, mail: Mail, clock: FakeClock) -> None:
    asked = await ask(board.context, board.ids["ann"], board.wish(fields=["phone_1"]))
    one = asked.disclosure_id
    approved = await approve(board.context, board.typed("ben", one), one)
    assert await mail.of(approved.notes) == {"ann": ["note.disclosure_may_look"]}
    begun = await open_view(board.context, board.signed_in("ann"), one)
    assert begun.line.slots["until"] == clock.now() + timedelta(minutes=15)
    assert await mail.of(begun.notes) == {"sue": ["note.disclosure_members"]}
    assert await values(board, one) == [PHONE]
    shut = await close(board.context, board.ids["ann"], one)
    assert shut.line.key == "disclosure.closed"
    assert isinstance(await look(board.context, board.signed_in("ann"), one), Done)
    assert (await tell_outside(board.context, board.ids["ann"], one, told())).happened
    assert [kind for kind in await board.kinds() if kind != "disclosure_noted"] == [
        "disclosure_requested", "disclosure_approved", "disclosure_opened", "members_told", "disclosure_looked",
        "disclosure_closed", "disclosure_denied", "disclosure_told_outside",
    ]  # fmt: skip
    clock.pass_time(days=40)
    assert await mind_requests(board.context) == []


async def test_it_takes_as_many_different_others_as_the_ground_demands(board: Board) -> None:
    one = (await ask(board.context, board.ids["ann"], board.wish("court_order"))).disclosure_id
    first = await approve(board.context, board.typed("ben", one), one)
    assert (first.line.key, first.line.slots) == ("disclosure.approved_more", {"count": 1})
    again = await approve(board.context, board.typed("ben", one), one)
    assert again.line.key == "disclosure.voted"
    assert (await open_view(board.context, board.signed_in("ann"), one)).line.key == "disclosure.late_requested"
    last = await approve(board.context, board.typed("cat", one), one)
    assert last.line.key == "disclosure.approved"


async def test_a_second_answer_after_the_first_gets_one_too(board: Board) -> None:
    one = await agreed(board)
    late = await refuse(board.context, board.signed_in("gus"), one, WHY)
    assert late.line.key == "disclosure.late_approved"
    refused = (await ask(board.context, board.ids["ann"], board.wish())).disclosure_id
    await refuse(board.context, board.signed_in("gus"), refused, WHY)
    assert (await approve(board.context, board.typed("ben", refused), refused)).line.key == "disclosure.late_refused"


async def test_a_refusal_takes_a_reason_and_its_maker_hears_it_without_details(
    board: Board, mail: Mail, channel: FakeChannel
) -> None:
    one = (await ask(board.context, board.ids["ann"], board.wish())).disclosure_id
    assert not (await refuse(board.context, board.signed_in("ben"), one, RawText(""))).happened
    done = await refuse(board.context, board.signed_in("ben"), one, RawText(f"ring {NAME} herself on {PHONE}"))
    assert await mail.of(done.notes) == {"ann": ["note.disclosure_refused"]}
    (note,) = channel.told["ann"]
    assert str(note.line.slots["reason"]) == "ring [Person A] herself on [phone 1]"


async def test_a_request_is_taken_back_by_its_maker_alone_until_it_is_opened(board: Board) -> None:
    one = await agreed(board)
    assert not (await withdraw(board.context, board.ids["ben"], one)).happened
    assert (await withdraw(board.context, board.ids["ann"], one)).happened
    assert not (await open_view(board.context, board.signed_in("ann"), one)).happened


async def test_the_view_shuts_by_itself_and_the_viewer_is_asked_daily_what_they_told(
    board: Board, mail: Mail, clock: FakeClock
) -> None:
    one = await opened(board)
    clock.pass_time(minutes=14, seconds=59)
    assert await values(board, one) == [NAME]
    clock.pass_time(seconds=1)
    late = await look(board.context, board.signed_in("ann"), one)
    assert isinstance(late, Done)
    assert late.line.key == "disclosure.ended"
    assert await mail.of(await mind_requests(board.context)) == {"ann": ["note.disclosure_tell"]}
    assert (await board.get(one)).state is State.CLOSED
    for _ in range(2):
        assert await mail.of(await mind_requests(board.context)) == {}
        clock.pass_time(days=1)
        assert await mail.of(await mind_requests(board.context)) == {"ann": ["note.disclosure_tell"]}
    assert (await tell_outside(board.context, board.ids["ann"], one, ToldOutside(False))).happened
    clock.pass_time(days=1)
    assert await mind_requests(board.context) == []


async def test_the_end_date_cuts_the_minutes_short(board: Board, clock: FakeClock) -> None:
    one = await opened(board, ends_at=clock.now() + timedelta(minutes=4))
    assert (await board.get(one)).closes_at == clock.now() + timedelta(minutes=4)
    clock.pass_time(minutes=4)
    assert isinstance(await look(board.context, board.signed_in("ann"), one), Done)


async def test_what_was_agreed_to_is_not_opened_after_its_end_even_before_the_chore_comes(
    board: Board, clock: FakeClock
) -> None:
    one = await agreed(board)
    clock.pass_time(days=2)
    assert (await open_view(board.context, board.signed_in("ann"), one)).line.key == "disclosure.ended"
    await mind_requests(board.context)
    assert (await board.get(one)).state is State.LAPSED


async def test_what_nobody_answers_is_recalled_daily_and_lapses(board: Board, mail: Mail, clock: FakeClock) -> None:
    one = await ask(board.context, board.ids["ann"], board.wish("legal_duty", ends_at=clock.now() + timedelta(days=9)))
    clock.pass_time(hours=23)
    assert await mail.of(await mind_requests(board.context)) == {}
    clock.pass_time(hours=1)
    waiting = {name: ["note.disclosure_waiting"] for name in ("ben", "gus", "cat", "dan")}
    assert await mail.of(await mind_requests(board.context)) == waiting
    clock.pass_time(days=6)
    assert await mail.of(await mind_requests(board.context)) == {"ann": ["note.disclosure_lapsed"]}
    assert (await board.get(one.disclosure_id)).state is State.LAPSED
    assert (
        await approve(board.context, board.typed("ben", one.disclosure_id), one.disclosure_id)
    ).line.key == "disclosure.late_lapsed"


async def test_where_a_ground_says_so_the_volunteers_hear_later_but_they_do(
    board: Board, mail: Mail, clock: FakeClock
) -> None:
    one = (await ask(board.context, board.ids["ann"], board.wish("court_order"))).disclosure_id
    await approve(board.context, board.typed("ben", one), one)
    await approve(board.context, board.typed("cat", one), one)
    begun = await open_view(board.context, board.signed_in("ann"), one)
    assert await mail.of(begun.notes) == {}
    await tell_outside(board.context, board.ids["ann"], one, told())
    clock.pass_time(days=29, hours=23)
    assert "sue" not in await mail.of(await mind_requests(board.context))
    clock.pass_time(hours=1)
    assert await mail.of(await mind_requests(board.context)) == {"sue": ["note.disclosure_members"]}
    (entry,) = [body for kind, body in await board.journal() if kind == "members_told"]
    assert (entry["count"], entry["after_days"]) == (1, 30)
    clock.pass_time(days=1)
    assert await mind_requests(board.context) == []


async def test_who_is_complained_of_neither_agrees_nor_reads_of_it(board: Board) -> None:
    accused = (board.ids["ben"],)
    wish = board.wish("formal_complaint", complained_of=accused)
    asked = await ask(board.context, board.ids["ann"], wish)
    assert (
        await approve(board.context, board.typed("ben", asked.disclosure_id), asked.disclosure_id)
    ).line.key == "disclosure.not_yours"
    assert await story(board.context, board.ids["ben"], asked.disclosure_id) is None
    assert await story(board.context, board.ids["gus"], asked.disclosure_id) is not None


async def test_who_supports_the_person_does_not_decide_on_a_complaint(board: Board) -> None:
    async with board.context.store.begin() as unit:
        await unit.cases.join(board.case_id, board.ids["gus"], How.INVITED, board.clock.now())
    one = (await ask(board.context, board.ids["ann"], board.wish("formal_complaint"))).disclosure_id
    assert (await approve(board.context, board.typed("gus", one), one)).line.key == "disclosure.not_yours"
    assert (await approve(board.context, board.typed("ben", one), one)).happened


async def test_a_new_listener_is_named_for_a_case_that_nobody_looks_after(board: Board, mail: Mail) -> None:
    occupied = await ask(board.context, board.ids["ann"], board.wish("co_working"))
    assert [problem.code for problem in occupied.problems] == ["not_orphaned"]
    async with board.context.store.begin() as unit:
        await unit.cases.leave(board.case_id, board.ids["sue"], board.clock.now())
    one = (await ask(board.context, board.ids["ann"], board.wish("co_working"))).disclosure_id
    done = await approve(board.context, board.typed("ben", one), one)
    assert await mail.of(done.notes) == {"lea": ["note.disclosure_named"], "ann": ["note.disclosure_agreed"]}
    async with board.context.store.read() as unit:
        assert [(one.who, one.how) for one in await unit.cases.members(board.case_id)] == [
            (board.ids["lea"], How.NAMED)
        ]
        target = Target(case_id=board.case_id, purpose=Purpose.CO_WORKING)
        assert (await unit.cases.case(board.case_id)).purpose is Purpose.CO_WORKING
        assert await allowed_who(unit, Action.WHO_IS, board.ids["lea"], target)
    assert (await board.get(one)).state is State.CLOSED
    assert await mind_requests(board.context) == []
    assert "disclosure_looked" not in await board.kinds()


async def test_a_case_that_found_somebody_meanwhile_needs_no_new_listener(board: Board) -> None:
    async with board.context.store.begin() as unit:
        await unit.cases.leave(board.case_id, board.ids["sue"], board.clock.now())
    one = (await ask(board.context, board.ids["ann"], board.wish("co_working"))).disclosure_id
    async with board.context.store.begin() as unit:
        await unit.cases.join(board.case_id, board.ids["sue"], How.INVITED, board.clock.now())
    done = await approve(board.context, board.typed("ben", one), one)
    assert done.line.key == "disclosure.not_orphaned"
    async with board.context.store.read() as unit:
        assert not await unit.cases.is_member(board.case_id, board.ids["lea"])


async def test_who_decides_reads_why_and_who_may_not_reads_nothing(board: Board) -> None:
    one = (await ask(board.context, board.ids["ann"], board.wish(addressee=RawText("the SAMU")))).disclosure_id
    await refuse(board.context, board.signed_in("ben"), one, RawText("no"))
    told_ = await story(board.context, board.ids["gus"], one)
    assert told_ is not None
    assert told_.said is not None
    assert [(said.kind, said.by) for said in told_.said] == [
        (StatementKind.REQUEST, board.ids["ann"]), (StatementKind.REFUSAL, board.ids["ben"]),
    ]  # fmt: skip
    assert isinstance(told_.said[0].content, Particulars)
    assert told_.said[0].content.addressee.expose() == "the SAMU"
    for name in ("lea", "sue", "adm"):
        assert await story(board.context, board.ids[name], one) is None


async def test_a_vote_or_a_state_written_by_hand_opens_nothing(board: Board) -> None:
    one = (await ask(board.context, board.ids["ann"], board.wish())).disclosure_id
    async with board.context.store.session(writes=True) as session:  # type: ignore[attr-defined]
        await session.run(update(disclosures).values(state="approved"))
    async with board.context.store.read() as unit:
        with pytest.raises(Tampered):
            await unit.disclosures.get(one)
    done = await open_view(board.context, board.signed_in("ann"), one)
    assert done.line.key == "disclosure.tampered"
    assert (await board.journal())[-1][1]["code"] == "tampered"


async def test_an_older_copy_that_is_put_back_opens_nothing_a_second_time(board: Board) -> None:
    one = await agreed(board)
    async with board.context.store.session(writes=False) as session:  # type: ignore[attr-defined]
        (before,) = await session.all(select(disclosures))
    await open_view(board.context, board.signed_in("ann"), one)
    await close(board.context, board.ids["ann"], one)
    async with board.context.store.session(writes=True) as session:  # type: ignore[attr-defined]
        await session.run(update(disclosures).values(before))
    done = await open_view(board.context, board.signed_in("ann"), one)
    assert done.line.key == "disclosure.tampered"
    assert (await board.journal())[-1][1]["code"] == "opened_before"


async def test_a_request_that_cannot_be_dealt_with_keeps_no_other_waiting(board: Board, clock: FakeClock) -> None:
    broken = (await ask(board.context, board.ids["ann"], board.wish("legal_duty"))).disclosure_id
    other = (await ask(board.context, board.ids["ann"], board.wish())).disclosure_id
    async with board.context.store.session(writes=True) as session:  # type: ignore[attr-defined]
        await session.run(update(cases).values(sealed_memory=b"x"))
    clock.pass_time(days=1)
    await mind_requests(board.context)
    assert [(await board.get(one)).state for one in (broken, other)] == [State.REQUESTED, State.LAPSED]


async def test_a_state_without_its_votes_opens_nothing(board: Board) -> None:
    """As if the state machine itself had gone wrong."""
    one = (await ask(board.context, board.ids["ann"], board.wish())).disclosure_id
    for votes in ((), (Vote(board.ids["ann"], True, board.clock.now()),)):
        async with board.context.store.begin() as unit:
            wrong = replace(await board.get(one), state=State.APPROVED, approvals=votes)
            await unit.disclosures.keep(wrong)
        done = await open_view(board.context, board.signed_in("ann"), one)
        assert done.line.key == "disclosure.not_yours"
        assert (await board.journal())[-1][1]["code"] == "not_approved"


async def test_what_the_viewer_told_outside_is_read_by_others_without_details(board: Board) -> None:
    one = await opened(board)
    told_ = ToldOutside(True, RawText(f"that {NAME} is at {PHONE}"), RawText("the SAMU"), board.clock.now())
    await tell_outside(board.context, board.ids["ann"], one, told_)
    for name, what in (("ben", "that [Person A] is at [phone 1]"), ("ann", f"that {NAME} is at {PHONE}")):
        read = await story(board.context, board.ids[name], one)
        assert read is not None
        assert read.said is not None
        (request, said) = [statement.content for statement in read.said]
        assert isinstance(said, ToldOutside)
        assert said.what.expose() == what
        assert isinstance(request, Particulars)
        hidden = NAME not in "".join(reason.expose() for reason in request.reasons.values())
        assert hidden is (name == "ben")
