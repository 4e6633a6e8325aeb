"""*I'll take this*: one tap offers, one tap grants, and the colleague sees the task once, on a page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.messages import PersonRef
from bot.domain.outgoing import Press
from bot.handlers.looking import MemberLooks
from bot.handlers.press import press
from bot.handlers.retention import wipe_due
from redaction import RawText
from tests.bot.conftest import Story
from tests.fakes.channel import FakeChannel

SAID = "Can somebody ring Zara Okonkwo in Bergerac on 06 39 98 12 34 before 14 March? NIR 2 84 05 75 999 999 21"


@pytest.fixture
def shown(story: Story) -> Story:
    """The story of an association that has set up our pages."""
    rules = replace(story.context.rules, pages="https://bot.example.org")
    story.context = replace(story.context, rules=rules)
    return story


async def tap(story: Story, who: str, action: str, subject: str) -> str:
    pressed = await press(story.context, Press(action, subject, PersonRef("fake", who), RawText(who.capitalize())))
    return pressed.answer.line.key


def button(channel: FakeChannel, who: str) -> str:
    """Subject of the button under the last private word to somebody."""
    (found,) = channel.told[who][-1].buttons
    assert found.action == "give"
    return found.subject


def page(channel: FakeChannel, who: str) -> str:
    """Token of the page that the last private word to somebody leads to."""
    address = channel.told[who][-1].page
    assert address is not None
    return address.removeprefix("https://bot.example.org/look/")


async def test_two_taps_and_the_colleague_sees_the_task_once_and_no_more_of_it(
    shown: Story, channel: FakeChannel
) -> None:
    await shown.say(SAID)
    (post,) = channel.posts
    assert [one.action for one in post.buttons if one.action == "take"] == ["take"]
    assert await tap(shown, "tom", "take", post.post_id) == "answer.take_asked"
    asked = channel.told["sue"][-1]
    assert (asked.line.key, asked.line.slots["byline"], asked.page) == ("note.take_asked", "Tom", None)
    assert await tap(shown, "sue", "give", button(channel, "sue")) == "answer.given"
    token = page(channel, "tom")
    looks = MemberLooks(shown.context)
    look = await looks.asked(token)
    assert look is not None
    assert (look.reference, look.pseudonym) == (str(post.case), "")
    values = await looks.look(token)
    assert values is not None
    assert [one.value.expose() for one in values] == ["Zara Okonkwo", "06 39 98 12 34", "14 March"]
    assert values[0].pseudonym == "[Person A]"
    assert await looks.look(token) is None
    journal = await shown.journal()
    assert [journal.count(kind) for kind in ("handed_over", "case_joined", "identity_viewed")] == [1, 1, 1]


async def test_the_colleague_is_a_member_from_then_on_and_gets_another_page_for_the_asking(
    shown: Story, channel: FakeChannel
) -> None:
    await shown.say(SAID)
    await tap(shown, "tom", "take", channel.posts[0].post_id)
    await tap(shown, "sue", "give", button(channel, "sue"))
    first = page(channel, "tom")
    assert await tap(shown, "tom", "take", channel.posts[0].post_id) == "answer.take_again"
    assert page(channel, "tom") != first
    assert await MemberLooks(shown.context).look(page(channel, "tom"))
    assert {"author_told", "task_told"} <= set(await shown.journal())
    assert await tap(shown, "sue", "take", channel.posts[0].post_id) == "answer.take_yours"


async def test_nobody_grants_it_to_themselves_and_a_second_tap_changes_nothing(
    shown: Story, channel: FakeChannel
) -> None:
    await shown.say(SAID)
    post = channel.posts[0].post_id
    await tap(shown, "tom", "take", post)
    await tap(shown, "tom", "take", post)
    assert len([note for note in channel.told["sue"] if note.line.key == "note.take_asked"]) == 1
    subject = button(channel, "sue")
    for who in ("tom", "ann"):
        assert await tap(shown, who, "give", subject) == "answer.not_yours"
    assert "tom" not in channel.told
    await tap(shown, "sue", "give", subject)
    assert await tap(shown, "sue", "give", subject) == "answer.given"
    assert len(channel.told["tom"]) == 1
    assert (await shown.journal()).count("handed_over") == 1


async def test_what_is_granted_after_two_cases_became_one_is_granted_in_the_one(
    shown: Story, channel: FakeChannel
) -> None:
    first = await shown.say(SAID)
    shown.clock.pass_time(hours=5)
    await shown.say("Gérard Blanchet rang on 06 39 98 45 67", "ann")
    await tap(shown, "tom", "take", channel.posts[1].post_id)
    async with shown.context.store.begin() as unit:
        into = (await unit.inbox.entry(first)).case_id or ""
        case_id = (await unit.posts.record(channel.posts[1].post_id)).case_id or ""  # type: ignore[union-attr]
        await unit.cases.merge(case_id, into)
    assert await tap(shown, "ann", "give", button(channel, "ann")) == "answer.given"
    async with shown.context.store.read() as unit:
        tom = await unit.roster.who(PersonRef("fake", "tom"))
        assert await unit.cases.is_member(into, tom)
    values = await MemberLooks(shown.context).look(page(channel, "tom"))
    assert values is not None
    assert "Gérard Blanchet" in [one.value.expose() for one in values]


async def test_an_offer_that_nobody_answered_is_forgotten_with_the_original(shown: Story, channel: FakeChannel) -> None:
    await shown.say(SAID)
    await tap(shown, "tom", "take", channel.posts[0].post_id)
    subject = button(channel, "sue")
    shown.clock.pass_time(hours=49)
    await wipe_due(shown.context)
    assert await tap(shown, "sue", "give", subject) == "answer.gone"
    assert "handed_over" not in await shown.journal()


async def test_after_the_mending_window_the_page_shows_nothing(shown: Story, channel: FakeChannel) -> None:
    await shown.say(SAID)
    shown.clock.pass_time(hours=40)
    await tap(shown, "tom", "take", channel.posts[0].post_id)
    await tap(shown, "sue", "give", button(channel, "sue"))
    shown.clock.pass_time(hours=10)
    await wipe_due(shown.context)
    token = page(channel, "tom")
    assert await MemberLooks(shown.context).look(token) is None
    assert "identity_viewed" not in await shown.journal()


async def test_a_page_of_somebody_who_left_the_case_shows_nothing(shown: Story, channel: FakeChannel) -> None:
    entry_id = await shown.say(SAID)
    await tap(shown, "tom", "take", channel.posts[0].post_id)
    await tap(shown, "sue", "give", button(channel, "sue"))
    async with shown.context.store.begin() as unit:
        case_id = (await unit.inbox.entry(entry_id)).case_id
        tom = await unit.roster.who(PersonRef("fake", "tom"))
        await unit.cases.leave(case_id or "", tom, shown.clock.now())
    assert await MemberLooks(shown.context).look(page(channel, "tom")) is None


async def test_a_post_that_asks_for_nobody_has_no_such_button(shown: Story, channel: FakeChannel) -> None:
    await shown.say("my lady in Plouguernével is tired")
    (post,) = channel.posts
    assert "take" not in [one.action for one in post.buttons]


async def test_without_pages_there_is_no_such_button(story: Story, channel: FakeChannel) -> None:
    await story.say(SAID)
    assert "take" not in [one.action for one in channel.posts[0].buttons]


@pytest.mark.parametrize("action", ["take", "give"])
async def test_a_button_of_nothing_is_answered(shown: Story, action: str) -> None:
    assert await tap(shown, "tom", action, "nonsense") == "answer.gone"
