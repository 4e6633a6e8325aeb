"""Somebody may be in danger: numbers first, then whoever knows the person is alerted, then whoever may opens at once."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.domain.messages import MessageRef, PersonRef
from bot.domain.outgoing import Button, Effect, Note, Outcome, Press
from bot.handlers import urgent as module
from bot.handlers.context import Context, Rules
from bot.handlers.deliver import deliver_of_entry
from bot.handlers.press import Pressed, press
from bot.handlers.signing_in import ConsoleDoor
from bot.handlers.urgent import GLASS
from bot.handlers.whose import whose
from config.sentences import LANGUAGES, sentences
from redaction import RawText
from tests.bot.conftest import Story
from tests.bot.handlers.disclosure.board import GROUNDS, NAME, Board
from tests.fakes.channel import FakeChannel


@pytest.fixture
def context(context: Context) -> Context:
    return replace(context, grounds=GROUNDS, rules=Rules(pages="https://bot.example.org"))


@pytest.fixture
async def board(context: Context, story: Story) -> Board:
    return await Board(context, story.clock).build()


async def done(board: Board, who: str, action: str, subject: str = "menu") -> Pressed:
    return await press(board.context, Press(action, subject, PersonRef("fake", who), RawText(who)))


async def reference(board: Board) -> str:
    async with board.context.store.read() as unit:
        return (await unit.cases.case(board.case_id)).reference


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_numbers_and_a_sentence_to_read_out_with_both_places_are_there(lang: str) -> None:
    said = sentences("en" if lang == "en" else "fr")["answer.menu_urgent"]
    for words in ("15", "112", "114", "3114", "« Bonjour, je suis bénévole", "à l'adresse suivante : …", "je suis à …"):
        assert words in said


async def test_whoever_knows_the_person_is_alerted_and_no_client_is_named(board: Board, channel: FakeChannel) -> None:
    first = (await done(board, "lea", "menu_urgent")).answer
    assert [one.action for one in first.buttons] == ["alert_whom"]
    named = await reference(board)
    answer = (await done(board, "lea", "alert", named)).answer
    assert (answer.line.key, answer.line.slots["reached"], answer.line.slots["count"]) == (
        "answer.alert_reached",
        1,
        1,
    )
    assert channel.told.keys() == {"sue"}
    (note,) = channel.told["sue"]
    assert (note.line.key, set(note.line.slots)) == ("note.alert", {"case", "byline"})
    entries = dict(await board.journal())
    assert entries["members_alerted"] == {"case": board.case_id, "by": board.ids["lea"], "reached": 1}
    assert NAME not in str(entries)


async def test_a_volunteer_whom_the_roster_does_not_know_is_named_as_the_bot_met_them(
    board: Board, channel: FakeChannel
) -> None:
    await done(board, "bob", "alert", await reference(board))
    (note,) = channel.told["sue"]
    assert str(note.line.slots["byline"]) == "bob"


async def test_the_case_is_chosen_from_ones_own_or_from_what_colleagues_spoke_of(
    story: Story, board: Board, channel: FakeChannel
) -> None:
    await story.say("Mary Dupont rang, she is low", "sue")
    (post,) = channel.posts
    mine = {one.subject for one in (await done(board, "sue", "alert_whom")).answer.buttons}
    theirs = {one.subject for one in (await done(board, "lea", "alert_whom")).answer.buttons}
    assert mine == {str(post.case), await reference(board)}
    assert theirs == {str(post.case)}


async def test_whoever_points_at_a_message_alerts_from_there(story: Story, board: Board, channel: FakeChannel) -> None:
    await story.say("Mary Dupont rang, she is low", "sue")
    answer = await whose(board.context, PersonRef("fake", "lea"), MessageRef("fake", "group", "1"), "en")
    (post,) = channel.posts
    assert [one.subject for one in answer.buttons if one.action == "alert"] == [str(post.case)]


async def test_only_who_may_break_the_glass_is_led_to_it(board: Board) -> None:
    named = await reference(board)
    offered = (await done(board, "ann", "alert", named)).answer
    assert Button("glass", named) in offered.buttons
    led = (await done(board, "ann", "glass", named)).answer
    begun = await ConsoleDoor(board.context).begin((led.page or "").rpartition("/")[2], "")
    assert begun is not None
    assert begun.to == f"{GLASS}/{named}"
    for who in ("lea", "sue", "dan", "eve", "adm", "stranger"):
        assert Button("glass", named) not in (await done(board, who, "alert", named)).answer.buttons
        assert (await done(board, who, "glass", named)).answer.page is None
    assert "disclosure_opened" not in await board.kinds()


async def test_where_nobody_is_reached_whoever_supervises_hears_of_it(board: Board, channel: FakeChannel) -> None:
    channel.script("tell", Effect(Outcome.CLOSED))
    ended = await done(board, "lea", "alert", await reference(board))
    assert (ended.answer.line.key, ended.answer.line.slots["told"]) == ("answer.alert_nobody", 3)
    for note in ended.told:
        await deliver_of_entry(board.context, note)
    assert {who for who, notes in channel.told.items() if notes[-1].line.key == "note.alert_unreached"} == {
        "ann",
        "ben",
        "gus",
    }


async def test_the_only_one_who_knows_the_person_is_told_so(board: Board) -> None:
    ended = await done(board, "sue", "alert", await reference(board))
    assert ended.answer.line.key == "answer.alert_alone"
    assert len(ended.told) == 3


async def test_a_platform_out_of_reach_keeps_nobody_waiting_and_the_alert_goes_on(
    board: Board, channel: FakeChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_SECONDS", 0.05)
    silent = asyncio.Event()

    async def out_of_reach(note: Note) -> Effect:
        await silent.wait()
        return Effect(Outcome.DONE)

    monkeypatch.setattr(channel, "tell", out_of_reach)
    ended = await done(board, "lea", "alert", await reference(board))
    assert ended.answer.line.key == "answer.alert_nobody"
    monkeypatch.undo()
    for note in ended.told:
        await deliver_of_entry(board.context, note)
    assert [note.line.key for note in channel.told["sue"]] == ["note.alert"]


async def test_words_of_danger_in_a_message_raise_no_alarm(story: Story, board: Board, channel: FakeChannel) -> None:
    await story.say("URGENT, she wants to die, ring 15!", "sue")
    assert "members_alerted" not in await board.kinds()
    assert channel.told == {}


async def test_a_case_that_is_none_is_not_found(board: Board) -> None:
    for subject in ("C-ZZZZZ", "nothing", ""):
        ended = await done(board, "lea", "alert", subject)
        assert (ended.answer.line.key, ended.told) == ("answer.urgent_no_case", ())


async def test_a_fourth_alert_about_one_person_is_answered_with_what_is_left_to_do(
    board: Board, channel: FakeChannel
) -> None:
    """Whoever sends it, on the console too, and after a restart: it is counted from the journal."""
    named = await reference(board)
    for who in ("lea", "bob", "ann"):
        board.clock.pass_time(seconds=1)
        assert (await done(board, who, "alert", named)).answer.line.key == "answer.alert_reached"
    restarted = Context(
        board.context.store, board.context.channels, board.context.detector, board.clock, grounds=GROUNDS
    )
    for context in (board.context, restarted):
        ended = await press(context, Press("alert", named, PersonRef("fake", "ben"), RawText("Ben")))
        line = ended.answer.line
        assert (line.key, line.slots["count"]) == ("disclosure.alerted_case", 3)
        assert ended.told == ()
        assert "menu_urgent" in [one.action for one in ended.answer.buttons]
    assert "glass" in [one.action for one in (await done(board, "ben", "alert", named)).answer.buttons]
    assert len(channel.told["sue"]) == 3
    denied = [body for kind, body in await board.journal() if kind == "disclosure_denied"]
    assert [(body["by"], body["action"], body["code"]) for body in denied] == [
        (board.ids["ben"], "alert", "alerted_case")
    ] * 3
    board.clock.pass_time(minutes=15)
    assert (await done(board, "ben", "alert", named)).answer.line.key == "answer.alert_reached"


async def test_who_alerts_about_one_person_after_the_other_is_bound_and_nobody_else_is(board: Board) -> None:
    named = await reference(board)
    for turn in range(6):
        board.clock.pass_time(minutes=16 if turn in (2, 4) else 1)
        assert (await done(board, "lea", "alert", named)).answer.line.key == "answer.alert_reached"
    board.clock.pass_time(minutes=16)
    assert (await done(board, "lea", "alert", named)).answer.line.key == "disclosure.alerted_person"
    board.clock.pass_time(seconds=1)
    assert (await done(board, "bob", "alert", named)).answer.line.key == "answer.alert_reached"
