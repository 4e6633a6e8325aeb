"""An adviser asks for one field; the author decides; it is shown once, to them alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.messages import PersonRef
from bot.domain.orders import Order, order_in
from bot.domain.outgoing import Answer, Press
from bot.handlers.context import Context
from bot.handlers.looking import MemberLooks
from bot.handlers.orders import carry_out
from bot.handlers.press import press
from redaction import RawText
from tests.bot.conftest import Story
from tests.fakes.channel import FakeChannel

SUE, BOB, EVE = PersonRef("fake", "sue"), PersonRef("fake", "bob"), PersonRef("fake", "eve")


@pytest.fixture
def context(context: Context) -> Context:
    return replace(context, rules=replace(context.rules, pages="https://pages.example.org"))


async def asks(story: Story, text: str, by: PersonRef = BOB) -> Answer:
    order = order_in(text)
    assert isinstance(order, Order)
    return await carry_out(story.context, by, RawText(by.account.capitalize()), order, "en")


async def answers(story: Story, channel: FakeChannel, action: str, by: PersonRef = SUE) -> Answer:
    note = next(note for note in channel.told["sue"] if note.line.key == "note.field_asked")
    subject = next(button.subject for button in note.buttons if button.action == action)
    return (await press(story.context, Press(action, subject, by, RawText(by.account.capitalize())))).answer


async def told(story: Story, channel: FakeChannel) -> str:
    """A message with a number; the reference of its case."""
    await story.say("Mary Dupont wants a lift, ring her on 06 39 98 14 27")
    return str(channel.posts[0].case)


async def test_what_is_granted_is_shown_once_and_nothing_else(story: Story, channel: FakeChannel) -> None:
    case = await told(story, channel)
    answer = await asks(story, f"ask phone 1 in {case}: I drive by Mary Dupont's on Friday")
    assert answer.line.key == "answer.field_asked"
    note = next(note for note in channel.told["sue"] if note.line.key == "note.field_asked")
    assert note.line.slots["reason"] == "I drive by [Person A]'s on Friday"
    assert (await answers(story, channel, "grant_field")).line.key == "answer.field_granted"
    sent = channel.told["bob"][-1]
    assert sent.line.key == "note.field_granted"
    assert sent.page is not None
    looks, token = MemberLooks(story.context), sent.page.rsplit("/", 1)[1]
    shown = await looks.look(token)
    assert shown is not None
    assert [value.value.expose() for value in shown] == ["06 39 98 14 27"]
    assert await looks.look(token) is None
    journal = await story.journal()
    assert [kind for kind in journal if kind in {"field_asked", "field_answered", "identity_viewed"}] == [
        "field_asked", "field_answered", "identity_viewed",
    ]  # fmt: skip


async def test_what_is_not_granted_is_told_and_shows_nothing(story: Story, channel: FakeChannel) -> None:
    case = await told(story, channel)
    await asks(story, f"demander téléphone 1 dans {case}: je passe vendredi")
    assert (await answers(story, channel, "refuse_field")).line.key == "answer.field_refused"
    assert channel.told["bob"][-1].line.key == "note.field_refused"
    assert channel.told["bob"][-1].page is None
    assert (await answers(story, channel, "grant_field")).line.key == "answer.field_answered"


async def test_only_the_author_answers(story: Story, channel: FakeChannel) -> None:
    case = await told(story, channel)
    await asks(story, f"ask phone 1 in {case}: I drive there")
    for somebody in (BOB, EVE):
        assert (await answers(story, channel, "grant_field", somebody)).line.key == "answer.not_yours"
    assert not any(note.page for note in channel.told["bob"])


@pytest.mark.parametrize("what", ["phone 2", "Person Z", "Town A"])
async def test_what_the_case_never_gave_cannot_be_asked_for(story: Story, channel: FakeChannel, what: str) -> None:
    case = await told(story, channel)
    assert (await asks(story, f"ask {what} in {case}: why not")).line.key == "answer.nothing_to_ask"


async def test_a_person_of_several_cases_is_asked_about_and_not_guessed(story: Story, channel: FakeChannel) -> None:
    await story.say("Mary Dupont rang")
    story.clock.pass_time(hours=2)
    await story.say("Peter Smith rang")
    answer = await asks(story, "who is Person A?", SUE)
    assert answer.line.key == "answer.which_case"
    assert [button.action for button in answer.buttons] == ["who_is", "who_is"]
    assert {str(post.case) for post in channel.posts} == {button.subject.split("/")[0] for button in answer.buttons}
