"""A post changes where it stands, in each of its messages; and who belongs where."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.messages import ConversationRef, MessageRef, PersonRef
from bot.domain.outgoing import Button, Outcome
from bot.ports.channel import Channel
from tests.adapters.slack.conftest import Place
from tests.adapters.slack.values import a_post, ref

LONG = "[Person A] rang and cried. " * 900


async def standing(bot: Channel, place: Place, body: str = LONG) -> tuple[MessageRef, ...]:
    """The messages of a post."""
    effect = await bot.post(a_post(place.channel, body))
    assert effect.ref is not None
    return (effect.ref, *effect.more)


async def test_a_post_changes_in_its_thread_and_keeps_its_place_and_its_id(place: Place) -> None:
    bot = await place.start()
    root = place.slack.say(place.tom, place.channel, "A question")
    post = a_post(place.channel, "[Person A] & co", thread=root, buttons=(Button("hidden", "p1"),))
    first = await bot.post(post)
    assert first.ref is not None
    place.slack.say(place.tom, place.channel, "later", thread=root)
    amended = await bot.amend(replace(post, body=a_post("C1", "[Person B] & co").body), (first.ref,))
    assert (amended.outcome, amended.ref, amended.more) == (Outcome.DONE, first.ref, ())
    assert place.shown == ["A question", "*Sue Martin*\n[Person B] &amp; co", "later"]
    assert (await bot.find(post)).ref == first.ref
    assert bot.capabilities.amends


async def test_a_covered_post_shows_a_line_of_ours_without_buttons_and_comes_back(place: Place) -> None:
    bot = await place.start()
    post = a_post(place.channel, buttons=(Button("hidden", "p1"),))
    effect = await bot.post(post)
    assert effect.ref is not None
    await bot.amend(replace(post, covered=True), (effect.ref,))
    (line,) = place.slack.view(place.channel, place.tom)
    assert ("[Person A]" in line.shown, line.buttons) == (False, {})
    assert "[Person A]" not in line.text
    await bot.amend(post, (effect.ref,))
    assert place.shown == ["*Sue Martin*\n[Person A] rang again."]


async def test_every_message_of_a_long_post_is_named_and_found(place: Place) -> None:
    bot = await place.start()
    parts = await standing(bot, place)
    assert [part.message for part in parts] == [line.ts for line in place.slack.view(place.channel, place.tom)]
    found = await bot.find(a_post(place.channel, LONG))
    assert (found.ref, *found.more) == parts


async def test_a_covered_post_of_several_messages_comes_back_in_each_of_them(place: Place) -> None:
    bot = await place.start()
    parts = await standing(bot, place)
    before = place.shown
    covered = await bot.amend(replace(a_post(place.channel, LONG), covered=True), parts)
    assert (covered.ref, *covered.more) == parts
    assert not any("[Person A]" in shown for shown in place.shown)
    await bot.amend(a_post(place.channel, LONG), parts)
    assert place.shown == before


async def test_a_shorter_version_gives_up_the_messages_that_it_does_not_need(place: Place) -> None:
    bot = await place.start()
    parts = await standing(bot, place)
    effect = await bot.amend(a_post(place.channel, "[Person B] rang"), parts)
    assert (effect.outcome, effect.ref, effect.more) == (Outcome.DONE, parts[0], ())
    assert place.shown == ["*Sue Martin*\n[Person B] rang"]


async def test_a_longer_version_does_not_fit_and_nothing_happens(place: Place) -> None:
    bot = await place.start()
    parts = await standing(bot, place, "[Person A] rang")
    effect = await bot.amend(a_post(place.channel, LONG), parts)
    assert (effect.outcome, effect.code) == (Outcome.UNSUPPORTED, "does_not_fit")
    assert place.shown == ["*Sue Martin*\n[Person A] rang"]


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        ("edit_window_closed", Outcome.UNSUPPORTED),
        ("cant_update_message", Outcome.UNSUPPORTED),
        ("msg_too_long", Outcome.UNSUPPORTED),
        ("update_failed", Outcome.RETRY),
        ("channel_not_found", Outcome.FORBIDDEN),
    ],
)
async def test_what_slack_refuses_to_change_is_told(place: Place, error: str, outcome: Outcome) -> None:
    bot = await place.start()
    parts = await standing(bot, place, "[Person A] rang")
    place.slack.fail_next("chat.update", 200, error)
    assert (await bot.amend(a_post(place.channel), parts)).outcome is outcome


async def test_of_a_post_that_somebody_took_a_part_of_nothing_stays_as_it_was(place: Place) -> None:
    bot = await place.start()
    parts = await standing(bot, place)
    await bot.remove(parts[1])
    effect = await bot.amend(a_post(place.channel, LONG), parts)
    assert effect.outcome is Outcome.GONE
    assert place.shown == []


async def test_somebody_is_in_the_guarded_channels_that_they_are_a_member_of(place: Place) -> None:
    second = place.slack.add_channel("second", place.sue, private=True)
    place.slack.add_channel("unguarded", place.sue)
    bot = await place.start(channels=[place.channel, second])
    sue, tom = PersonRef("slack", place.sue), PersonRef("slack", place.tom)
    assert await bot.places_of(sue) == (ConversationRef("slack", place.channel), ConversationRef("slack", second))
    assert await bot.places_of(tom) == (ConversationRef("slack", place.channel),)
    assert bot.title_of(ConversationRef("slack", second)) == "#second"
    await bot.places_of(sue)
    assert len(place.slack.calls("users.conversations")) == 2


async def test_whoever_joins_a_channel_may_post_there_at_once(place: Place) -> None:
    bot = await place.start()
    ann = PersonRef("slack", place.slack.add_user("Ann Lee"))
    assert await bot.places_of(ann) == ()
    place.slack.join(ann.account, place.channel)
    await place.settled()
    assert await bot.places_of(ann) == (ConversationRef("slack", place.channel),)


async def test_where_slack_cannot_be_asked_somebody_is_nowhere_until_it_can(place: Place) -> None:
    bot = await place.start()
    sue = PersonRef("slack", place.sue)
    place.slack.fail_next("users.conversations", 200, "missing_scope")
    assert await bot.places_of(sue) == ()
    assert await bot.places_of(sue) == (ConversationRef("slack", place.channel),)


async def test_a_private_word_is_nobodys_to_remove_but_its_authors(place: Place) -> None:
    bot = await place.start(admin=True)
    ts = place.slack.write_to_bot(place.sue, "Mary Dupont")
    await place.settled()
    effect = await bot.remove(ref(place.slack.world.dms[place.sue], ts))
    assert effect.outcome is Outcome.FORBIDDEN
    assert "slack.limit_private" in bot.capabilities.cannot
