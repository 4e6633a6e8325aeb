"""A breach file: only an opening that was not right begins one; who hears of it, how it is noted, and that it names nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from adapters.storage.disclosure_tables import breaches
from adapters.storage.store import SealedStore
from bot.domain.breach import BreachState
from bot.domain.roster import Role
from bot.handlers.context import Context
from bot.handlers.disclosure.answering import answer, contest, review
from bot.handlers.disclosure.asking import break_glass
from bot.handlers.disclosure.breach_desk import Files
from bot.handlers.disclosure.breaching import mind_breaches
from bot.handlers.disclosure.viewing import look
from bot.handlers.disclosure.waiting import mind_requests
from bot.ports.breaches import File
from redaction import Family, RawText
from tests.bot.handlers.disclosure.board import NAME, PHONE, TOWN, Board, Mail, opened, shut_key
from tests.fakes.channel import FakeChannel
from tests.fakes.clock import FakeClock

WHY = RawText("because")


async def breached(board: Board, clock: FakeClock) -> str:
    """Ann broke the glass, looked twice, and two others did not hold it right."""
    one = await break_glass(board.context, board.signed_in("ann"), board.wish(fields=["Person_A", "phone_1"]))
    for _ in range(2):
        clock.pass_time(minutes=1)
        await look(board.context, board.signed_in("ann"), one.disclosure_id)
    clock.pass_time(minutes=15)
    await mind_requests(board.context)
    for name in ("ben", "dan"):
        await review(board.context, board.signed_in(name), one.disclosure_id, WHY, right=False)
    return one.disclosure_id


async def file_of(board: Board, one: str, by: str = "dan") -> File:
    found = await Files(board.context).file(board.ids[by], one)
    assert found is not None
    return found


async def test_what_is_not_upheld_begins_a_file_with_who_saw_what_and_until_when_the_cnil_is_to_be_told(
    board: Board, clock: FakeClock
) -> None:
    one = await breached(board, clock)
    file = await file_of(board, one)
    assert file.breach.kinds == (Family.PERSON, Family.PHONE)
    assert file.breach.due_at - file.breach.found_at == timedelta(hours=72)
    assert [look.who for look in file.looks] == [board.ids["ann"]] * 2
    assert (file.outside, file.breach.state) == (None, BreachState.OPEN)
    assert file.may == {"notify", "tell_person", "close"}


async def test_rescue_that_is_upheld_begins_none(board: Board, clock: FakeClock) -> None:
    one = (await break_glass(board.context, board.signed_in("ann"), board.wish())).disclosure_id
    clock.pass_time(minutes=16)
    await mind_requests(board.context)
    for name in ("ben", "dan"):
        await review(board.context, board.signed_in(name), one, WHY, right=True)
    assert await Files(board.context).files(board.ids["dan"]) == ()
    clock.pass_time(days=4)
    assert await mind_breaches(board.context) == []


async def test_the_data_lead_is_reminded_until_it_is_notified_and_once_for_what_came_due_together(
    board: Board, mail: Mail, clock: FakeClock
) -> None:
    one = await breached(board, clock)
    heard: list[dict[str, list[str]]] = []
    for hours in (23, 1, 24, 18, 6, 24, 72):
        clock.pass_time(hours=hours, minutes=-1 if heard else 0)
        heard.append(await mail.of(await mind_breaches(board.context)))
        clock.pass_time(minutes=1)
        assert await mind_breaches(board.context) == [], "each is told of once"
    due, over = {"dan": ["note.breach_due"]}, {"dan": ["note.breach_overdue"]}
    assert heard == [{}, due, due, due, over, over, over]
    entries = [body for kind, body in await board.journal() if kind == "breach_recalled"]
    assert [(body["hours"], body["count"]) for body in entries] == [
        (48, 1),
        (24, 1),
        (6, 1),
        (0, 1),
        (-24, 1),
        (-96, 1),
    ]
    await Files(board.context).notify(board.signed_in("dan"), one, RawText("number 12; a holiday"), person=False)
    assert (await board.journal())[-1] == (
        "breach_notified",
        {"disclosure": one, "by": board.ids["dan"], "to": "cnil", "hours": 168, "late": 1},
    )
    clock.pass_time(days=3)
    assert await mind_breaches(board.context) == []


async def test_another_deadline_of_the_settings_counts_from_then_on(context: Context, clock: FakeClock) -> None:
    longer = replace(context, rules=replace(context.rules, notify_breach_within=timedelta(hours=96)))
    board = await Board(longer, clock).build()
    file = await file_of(board, await breached(board, clock))
    assert file.breach.due_at - file.breach.found_at == timedelta(hours=96)


async def test_what_they_write_is_kept_without_details_and_outlives_the_key_of_the_case(
    board: Board, store: SealedStore, clock: FakeClock
) -> None:
    one = await breached(board, clock)
    desk, dan = Files(board.context), board.signed_in("dan")
    assert (await desk.notify(dan, one, RawText(f"told {NAME} of {TOWN}, {PHONE}"), person=True)).happened
    await shut_key(store, board.case_id, clock.now())
    assert (await desk.close(board.signed_in("dan"), one, RawText("no risk"))).happened
    file = await file_of(board, one)
    said = [str(step.reason) for step in file.breach.steps if step.reason is not None]
    assert said[0].startswith("told [Person A] of [Town A")
    assert said[1] == "no risk"
    assert [word for word in (NAME, TOWN, PHONE) if word in repr(file) + str(said)] == []
    assert file.breach.state is BreachState.CLOSED
    again = await desk.notify(board.signed_in("dan"), one, WHY, person=False)
    assert again.line.key == "disclosure.file_closed"


async def test_whoever_had_a_part_in_it_reads_of_it_and_decides_nothing(
    board: Board, mail: Mail, clock: FakeClock
) -> None:
    """The only data lead was the viewer: a trustee is told, and deals with it."""
    one = await opened(board)
    async with board.context.store.begin() as unit:
        await unit.roster.give_roles(board.ids["ann"], frozenset({Role.SUPERVISOR, Role.DATA_LEAD}))
        await unit.roster.give_roles(board.ids["dan"], frozenset({Role.LISTENER}))
    await contest(board.context, board.ids["sue"], one, WHY)
    done = await answer(board.context, board.signed_in("cat"), one, WHY, right=False)
    assert (await mail.of(done.notes))["eve"] == ["note.disclosure_breach"]
    assert (await file_of(board, one, "ann")).may == frozenset()
    refused = await Files(board.context).close(board.signed_in("ann"), one, WHY)
    assert refused.line.key == "disclosure.not_yours"
    kind, entry = (await board.journal())[-1]
    assert (kind, entry["action"], entry["code"]) == ("disclosure_denied", "close_breach", "not_allowed")
    assert (await Files(board.context).close(board.signed_in("eve"), one, WHY)).happened


@pytest.mark.parametrize("who", ["ben", "gus", "cat", "lea", "sue", "adm"])
async def test_nobody_else_reads_or_does_anything(board: Board, clock: FakeClock, who: str) -> None:
    one = await breached(board, clock)
    desk = Files(board.context)
    assert await desk.files(board.ids[who]) == ()
    assert await desk.file(board.ids[who], one) is None
    for done in (
        await desk.notify(board.signed_in(who), one, WHY, person=False),
        await desk.close(board.signed_in(who), one, WHY),
    ):
        assert done.line.key == "disclosure.not_yours"
    denied = [body["action"] for kind, body in await board.journal() if kind == "disclosure_denied"]
    assert denied == ["see_breach", "notify_breach", "close_breach"]


async def test_a_session_of_long_ago_notes_nothing(board: Board, clock: FakeClock) -> None:
    one, early = await breached(board, clock), board.signed_in("dan")
    clock.pass_time(minutes=61)
    done = await Files(board.context).close(early, one, WHY)
    assert done.line.key == "disclosure.sign_in_again"


async def test_a_file_that_somebody_changed_in_the_database_is_none(
    board: Board, store: SealedStore, channel: FakeChannel, clock: FakeClock
) -> None:
    one = await breached(board, clock)
    async with store.session(writes=True) as session:
        await session.run(update(breaches).values(over=1))
    assert await Files(board.context).file(board.ids["dan"], one) is None
    async with store.session(writes=False) as session:
        (row,) = await session.all(select(breaches))
    assert [word for word in (NAME, PHONE, TOWN) if word.encode() in row["sealed"]] == []
