"""A request is asked for on a ground, with everything that the ground wants; what could be done instead is offered first."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.disclosure import Consent, State
from bot.domain.disclosure_wish import ConsentGiven
from bot.handlers.deliver import deliver_of_entry
from bot.handlers.disclosure.asking import ask
from bot.handlers.disclosure.offering import offer, pass_on
from redaction import RawText
from tests.bot.conftest import Story
from tests.bot.handlers.disclosure.board import GROUNDS, NAME, PHONE, Board, asker_of, shut_key
from tests.fakes.channel import FakeChannel


@pytest.mark.parametrize("ground", [name for name in GROUNDS if name != "co_working"])
async def test_on_every_ground_a_well_filled_form_becomes_a_request(board: Board, ground: str) -> None:
    by = board.ids[asker_of(GROUNDS[ground])]
    done = await ask(board.context, by, board.wish(ground, ["Person_A", "phone_1"]))
    assert (done.line.key, done.problems) == ("disclosure.asked", ())
    kept = await board.get(done.disclosure_id)
    assert (kept.state, kept.ground, kept.fields) == (State.REQUESTED, GROUNDS[ground], ("Person_A", "phone_1"))
    ((kind, entry),) = await board.journal()
    assert (kind, entry["ground"], entry["version"]) == ("disclosure_requested", ground, GROUNDS[ground].version)
    assert (entry["fields"], entry["needed"]) == ("Person_A+phone_1", GROUNDS[ground].approvals)


async def test_everybody_who_may_agree_is_asked_and_nobody_else(board: Board, channel: FakeChannel) -> None:
    done = await ask(board.context, board.ids["ann"], board.wish())
    for note in done.notes:
        await deliver_of_entry(board.context, note)
    assert set(channel.told) == {"ben", "cat", "gus"}
    (heard,) = channel.told["ben"]
    assert heard.line.key == "note.disclosure_asked"
    assert (str(heard.line.slots["words"]), str(heard.line.slots["byline"])) == ("[Person A]", "Ann")
    noted = [entry for kind, entry in await board.journal() if kind == "disclosure_noted"]
    assert noted == [{"disclosure": done.disclosure_id, "of": "disclosure_asked", "outcome": "done"}] * 3


WRONG = [
    ({"reasons": {}}, "no_field"),
    ({"reasons": {"Person_B": RawText("x")}}, "unknown_field"),
    ({"reasons": {"Person_A": RawText("")}}, "no_reason"),
    ({"reasons": {f"Person_{letter}": RawText("x") for letter in "ABCDEF"}}, "too_many_fields"),
    ({"instead": RawText("")}, "instead_missing"),
    ({"consent": ConsentGiven(Consent.NOT_NEEDED)}, "consent_missing"),
    ({"consent": ConsentGiven(Consent.REFUSED)}, "consent_words"),
    ({"consent": ConsentGiven(Consent.GIVEN, RawText("yes"))}, "consent_when"),
    ({"ground_id": "because"}, "no_ground"),
]


@pytest.mark.parametrize(("other", "code"), WRONG, ids=[code for _, code in WRONG])
async def test_a_form_that_lacks_something_is_no_request_and_says_what(
    board: Board, other: dict[str, Any], code: str
) -> None:
    done = await ask(board.context, board.ids["ann"], board.wish(**other))
    assert (done.happened, done.line.key) == (False, f"disclosure.problem_{code}")
    assert code in {problem.code for problem in done.problems}
    assert await board.kinds() == []


@pytest.mark.parametrize("test", ["grave", "imminent", "certain"])
async def test_the_three_tests_of_danger_must_all_hold(board: Board, test: str) -> None:
    wish = board.wish()
    for answered in (False, None):
        answers = (
            {**wish.particulars.answers, test: answered}
            if answered is not None
            else {name: value for name, value in wish.particulars.answers.items() if name != test}
        )
        done = await ask(board.context, board.ids["ann"], board.wish(answers=answers))
        assert [(problem.code, problem.about) for problem in done.problems] == [("not_ticked", test)]


async def test_an_answer_of_another_kind_or_to_no_question_is_refused(board: Board) -> None:
    answers = {**board.wish("court_order").particulars.answers, "ordered_on": RawText("yesterday"), "bribe": True}
    done = await ask(board.context, board.ids["ann"], board.wish("court_order", answers=answers))
    assert {problem.code for problem in done.problems} == {"wrong_kind", "unknown_question"}


async def test_what_a_ground_does_not_want_answered_may_stay_empty(board: Board) -> None:
    answers = {name: one for name, one in board.wish("court_order").particulars.answers.items() if name != "due_on"}
    assert (await ask(board.context, board.ids["ann"], board.wish("court_order", answers=answers))).happened


@pytest.mark.parametrize("ground", GROUNDS)
async def test_no_request_ends_in_the_past_or_beyond_the_days_of_its_ground(board: Board, ground: str) -> None:
    by, now = board.ids[asker_of(GROUNDS[ground])], board.clock.now()
    for ends_at in (now, now - timedelta(days=1), now + timedelta(days=GROUNDS[ground].longest_days, seconds=1)):
        done = await ask(board.context, by, board.wish(ground, ends_at=ends_at))
        assert "end_date" in {problem.code for problem in done.problems}


async def test_the_viewer_must_be_somebody_whom_the_ground_lets_look(board: Board) -> None:
    for name in ("cat", "lea", "adm", "eve"):
        done = await ask(board.context, board.ids["ann"], board.wish(viewer=board.ids[name]))
        assert [problem.code for problem in done.problems] == ["viewer"]
    assert (await ask(board.context, board.ids["ann"], board.wish(viewer="M-NOBODY"))).problems[0].code == "viewer"


async def test_who_is_complained_of_can_neither_ask_nor_look(board: Board) -> None:
    accused = (board.ids["ann"],)
    done = await ask(board.context, board.ids["ann"], board.wish("formal_complaint", complained_of=accused))
    assert done.line.key == "disclosure.not_yours"
    done = await ask(board.context, board.ids["ben"], board.wish("formal_complaint", complained_of=accused))
    assert [problem.code for problem in done.problems] == ["viewer"]


async def test_a_complaint_must_say_of_whom_and_a_typing_error_bars_nobody_in_silence(board: Board) -> None:
    for complained_of, code in (((), "complained_of_missing"), (("M-TYPO2",), "complained_of_unknown")):
        wish = board.wish("formal_complaint", complained_of=complained_of)
        done = await ask(board.context, board.ids["ann"], wish)
        assert [problem.code for problem in done.problems] == [code]
    charity = board.wish("formal_complaint", complained_of=("charity",))
    assert (await ask(board.context, board.ids["ann"], charity)).happened


async def test_whose_role_does_not_ask_is_refused_and_it_is_journalled(board: Board) -> None:
    for name in ("cat", "dan", "eve", "lea", "sue", "adm"):
        assert (await ask(board.context, board.ids[name], board.wish())).line.key == "disclosure.not_yours"
    entries = await board.journal()
    assert [kind for kind, _ in entries] == ["disclosure_denied"] * 6
    assert {(entry["action"], entry["code"]) for _, entry in entries} == {("request_disclosure", "not_allowed")}


async def test_nothing_can_be_asked_about_a_case_whose_key_is_gone(board: Board) -> None:
    wish = board.wish()
    await shut_key(board.context.store, board.case_id, board.clock.now())  # type: ignore[arg-type]
    assert (await ask(board.context, board.ids["ann"], wish)).line.key == "disclosure.gone"
    assert (
        await ask(board.context, board.ids["ann"], replace(wish, case_id="never-was"))
    ).line.key == "disclosure.gone"


async def test_a_new_request_hides_none_that_was_refused_before(board: Board) -> None:
    first = await ask(board.context, board.ids["ann"], board.wish())
    second = await ask(board.context, board.ids["ann"], board.wish())
    async with board.context.store.read() as unit:
        assert await unit.disclosures.of_case(board.case_id) == [first.disclosure_id, second.disclosure_id]


async def test_the_redacted_version_comes_first_then_who_could_pass_it_on_then_what_could_be_opened(
    story: Story, board: Board, channel: FakeChannel
) -> None:
    entry_id = await story.say(f"{NAME} rang from {PHONE}, she is afraid of the scan", who="sue")
    async with story.context.store.read() as unit:
        case_id = (await unit.inbox.entry(entry_id)).case_id or ""
    offered = await offer(board.context, board.ids["ann"], case_id)
    assert offered is not None
    assert [str(text) for text in offered.redacted] == ["[Person A] rang from [phone 1], she is afraid of the scan"]
    assert (offered.listeners, offered.orphaned) == (1, False)
    assert [(one.name, one.pseudonym) for one in offered.fields] == [
        ("Person_A", "[Person A]"), ("phone_1", "[phone 1]"),
    ]  # fmt: skip
    assert [ground.ground_id for ground in offered.grounds] == [
        "person_in_danger", "legal_duty", "court_order", "formal_complaint", "co_working",
    ]  # fmt: skip
    assert "Okonkwo" not in repr(offered)
    assert "39 98" not in repr(offered)
    assert await offer(board.context, board.ids["lea"], case_id) is None


async def test_a_message_is_passed_on_by_who_supports_the_person_and_nobody_learns_who_it_is(
    board: Board, channel: FakeChannel
) -> None:
    done = await pass_on(board.context, board.ids["ann"], board.case_id, RawText(f"tell {NAME} to ring {PHONE}"))
    for note in done.notes:
        await deliver_of_entry(board.context, note)
    ((account, (heard,)),) = channel.told.items()
    assert (account, heard.line.key) == ("sue", "note.pass_on")
    assert str(heard.line.slots["message"]) == "tell [Person A] to ring [phone 1]"
    assert await board.kinds() == ["message_passed_on", "disclosure_noted"]
    refused = await pass_on(board.context, board.ids["lea"], board.case_id, RawText("hello"))
    assert refused.line.key == "disclosure.not_yours"
