"""A message outside every thread: it opens a case of its own, and one tap puts it where it belongs."""

from __future__ import annotations

from bot.domain.messages import PersonRef
from bot.domain.outgoing import Button, Press
from bot.handlers.press import press
from redaction import RawText
from tests.bot.conftest import Story
from tests.fakes.channel import FakeChannel
from tests.fakes.clock import FakeClock

BOB, EVE = PersonRef("fake", "bob"), PersonRef("fake", "eve")


def offered(channel: FakeChannel, who: str) -> list[Button]:
    return [button for button in channel.told[who][-1].buttons if button.action == "belongs"]


async def tapped(story: Story, button: Button, by: PersonRef) -> str:
    done = await press(story.context, Press(button.action, button.subject, by, RawText(by.account.capitalize())))
    if done.receive is not None:
        await story.work(await story.store(done.receive))
    return done.answer.line.key


async def test_a_late_answer_is_put_into_the_story_that_it_belongs_to(
    story: Story, channel: FakeChannel, clock: FakeClock
) -> None:
    await story.say("Mary Dupont rang, her sister is Ann Smith", who="sue")
    clock.pass_time(hours=3)
    await story.say("Ann told me that the NIR is 2 58 07 24 037 123 47", who="bob")
    assert channel.posts[-1].body == "[Person A] told me that the NIR is [ID number]"
    first = str(channel.posts[0].case)
    (button,) = offered(channel, "bob")
    assert button.words == first
    assert await tapped(story, button, EVE) == "answer.not_yours"
    assert await tapped(story, button, BOB) == "answer.belongs"
    assert [post.body for post in channel.posts] == [
        "[Person A] rang, her sister is [Person B]",
        "[Person B] told me that the NIR is [ID number]",
    ]
    assert str(channel.posts[-1].case) == first
    async with story.context.store.read() as unit:
        assert [case.reference for case in await unit.cases.of_member(await unit.roster.who(BOB))] == []
    assert await tapped(story, button, BOB) == "answer.gone"


async def test_nothing_is_offered_where_it_is_clear_or_too_long_ago(
    story: Story, channel: FakeChannel, clock: FakeClock
) -> None:
    await story.say("Mary Dupont rang", who="sue")
    assert offered(channel, "sue") == []
    await story.say("Mary needs a lift", who="bob")
    assert offered(channel, "bob") == []
    clock.pass_time(hours=25)
    await story.say("Peter Smith rang", who="bob")
    assert offered(channel, "bob") == []
