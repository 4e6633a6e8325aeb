"""The buttons of the private chat do what the orders in words do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.cases import CaseStatus
from bot.domain.messages import PersonRef
from bot.domain.orders import Verb, order_in
from bot.domain.outgoing import CONSOLE, MENU, Answer, Press
from bot.domain.roster import Role
from bot.handlers.context import Rules
from bot.handlers.menu import CASE_ACTIONS
from bot.handlers.press import press
from bot.handlers.private import private
from redaction import RawText
from tests.bot.conftest import Story
from tests.fakes.channel import FakeChannel

SUE, BOB = PersonRef("fake", "sue"), PersonRef("fake", "bob")


async def pressed(story: Story, action: str, subject: str, by: PersonRef = SUE) -> Answer:
    return (await press(story.context, Press(action, subject, by, RawText(by.account.capitalize())))).answer


async def opened(story: Story) -> str:
    """A case of Sue's; its reference."""
    await pressed(story, "case_open", "new")
    answer = await pressed(story, "menu_cases", "menu")
    return next(button.subject for button in answer.buttons if button.action == "case_menu")


async def test_whoever_opens_the_chat_finds_the_buttons(story: Story) -> None:
    answer = await private(story.context, SUE, RawText("Sue"), "en")
    assert answer.buttons == MENU
    for button in MENU:
        key = (await pressed(story, button.action, button.subject)).line.key
        assert key.startswith("answer.menu_") or (button.action, key) == ("menu_code", "answer.no_papers")


@pytest.mark.parametrize("pages", ["https://bot.example.org", None])
async def test_whom_the_console_is_for_finds_its_button_where_there_are_pages(story: Story, pages: str | None) -> None:
    story.context = replace(story.context, rules=Rules(pages=pages))
    async with story.context.store.begin() as unit:
        member = await unit.roster.add(RawText("Bob"), frozenset({Role.TRUSTEE}), "en", story.clock.now())
        await unit.roster.link(BOB, member.member_id, story.clock.now())
    assert (await private(story.context, SUE, RawText("Sue"), "en")).buttons == MENU
    shown = (await private(story.context, BOB, RawText("Bob"), "en")).buttons
    assert shown == ((*MENU, CONSOLE) if pages else MENU)
    answer = await pressed(story, CONSOLE.action, CONSOLE.subject, BOB)
    assert answer.line.key == ("answer.console" if pages else "answer.console_none")
    assert (answer.page or "").startswith("https://bot.example.org/console/in/") is bool(pages)


async def test_every_order_about_a_case_has_its_button(story: Story) -> None:
    reference = await opened(story)
    offered = {button.action for button in (await pressed(story, "case_menu", reference)).buttons}
    by_words = {f"case_{verb}" for verb in Verb} - {
        f"case_{verb}"
        for verb in (
            Verb.LIST,
            Verb.JOIN,
            Verb.MERGE,
            Verb.HELP,
            Verb.WHO_IS,
            Verb.COMPOSE,
            Verb.OPEN,
            Verb.ASK,
            Verb.LANGUAGE,
            *(Verb.ROUNDS, Verb.ROUND_JOIN, Verb.ROUND_LEAVE),
            *(Verb.CODE, Verb.NOTICE, Verb.MY_NOTICE, Verb.CONSOLE, Verb.URGENT, Verb.DETAILS),
        )
    }
    assert offered == by_words
    assert by_words <= set(CASE_ACTIONS)


@pytest.mark.parametrize("verb", [Verb.CLOSE, Verb.LEAVE, Verb.DECEASED])
async def test_what_cannot_be_undone_is_asked_twice(story: Story, verb: Verb) -> None:
    reference = await opened(story)
    asked = await pressed(story, f"case_{verb}", reference)
    assert asked.line.key == f"answer.case_{verb}_sure"
    async with story.context.store.read() as unit:
        (case,) = await unit.cases.of_member(await unit.roster.who(SUE))
    assert case.status is CaseStatus.OPEN
    assert not case.deceased
    (sure,) = asked.buttons
    done = await pressed(story, sure.action, sure.subject)
    assert done.ended
    assert done.line.key.startswith(f"answer.case_{ {'close': 'closed', 'leave': 'left'}.get(verb, verb) }")


async def test_people_of_a_shared_case_have_their_button_and_nobody_elses(story: Story, channel: FakeChannel) -> None:
    await story.say("Mary Dupont rang, her son Piet Visser is here")
    reference = str(channel.posts[0].case)
    assert not any(button.action == "who_is" for button in (await pressed(story, "case_menu", reference)).buttons)
    await pressed(story, "case_share", reference)
    buttons = (await pressed(story, "case_menu", reference)).buttons
    assert {str(button.words) for button in buttons if button.action == "who_is"} == {"[Person A]", "[Person B]"}
    assert (await pressed(story, "case_menu", reference, BOB)).line.key == "answer.no_such_case"
    assert (await pressed(story, "who_is", f"{reference}/Person A", BOB)).line.key in {
        "answer.nothing_to_show",
        "answer.no_pages",
    }


@pytest.mark.parametrize(
    "text", ["Dossier CPAM refusé pour Mme Lefèvre, que faire ?", "case of Mary Dupont again, she is low"]
)
def test_a_question_that_begins_like_an_order_is_a_question(text: str) -> None:
    assert order_in(text) is None
