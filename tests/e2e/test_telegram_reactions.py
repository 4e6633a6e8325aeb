"""A reaction hides a missed detail in a Telegram group, as `/hide` in answer does."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.e2e.conftest import Bot, journalled, until
from tests.e2e.test_telegram import Group
from tests.e2e.test_telegram_compose import buttons, presses, told
from tests.platforms.telegram.server import StandIn

COVERED = "A colleague saw a personal detail"


@pytest.fixture
async def group() -> AsyncIterator[Group]:
    async with StandIn() as platform:
        found = Group(platform)
        for person in (found.sue, found.bob):
            found.world.starts(person)
        yield found
        assert platform.violations == []


async def ticked(group: Group, word: str) -> None:
    presses(group, group.bob, f"☐ {word}")
    await until(lambda: f"☑ {word}" in buttons(group, group.bob))


async def test_a_reaction_covers_a_post_at_once_and_it_comes_back_without_the_word(group: Group, bot: Bot) -> None:
    async with bot(group.settings()) as context:
        group.world.says(group.sue, group.chat, "Mary Dupont keeps llamas")
        await until(group.bot_says)
        group.world.reacts(group.bob, group.world.last(group.chat), "👍", "🙈")
        await until(lambda: any(COVERED in text for text in group.bot_says()))
        assert not any("llamas" in text for text in group.bot_says())
        await told(group, group.bob, "Which words are to be hidden?")
        await told(group, group.sue, "Bob saw a personal detail in a message of yours")
        await ticked(group, "llamas")
        presses(group, group.bob, "Hide them")
        await until(lambda: any("[Person A] keeps [" in text for text in group.bot_says()))
        assert len(group.bot_says()) == 1
        await until(lambda: journalled(context, "detail_reported"))


async def test_a_message_that_was_left_alone_is_looked_at_again_and_comes_back_in_its_topic(
    group: Group, bot: Bot
) -> None:
    forum = group.world.group("Forum", [group.sue, group.bob], forum=True)
    topic = group.world.topic(forum, "Bergerac", group.sue)
    async with bot(group.settings(GROUPS=f"[{forum.id}]")):
        message = group.world.says(group.sue, forum, "the lady with the carrots rang", topic=topic)
        group.world.says(group.sue, forum, "Mary Dupont too", topic=topic)
        await until(lambda: group.bot_says(forum))  # so it was read, and left alone
        group.world.reacts(group.bob, message, "🙈")
        await told(group, group.bob, "Which words are to be hidden?")
        assert message.deleted
        await ticked(group, "carrots")
        presses(group, group.bob, "Hide them")
        await until(lambda: any("the lady with the [Person A] rang" in text for text in group.bot_says(forum)))
        posts = [seen for seen in group.world.view(forum) if seen.author == "Entre Nous"]
        assert [post.topic for post in posts] == [topic, topic]
        assert not any("🙈" in text for text in group.bot_says(forum))


async def test_a_reaction_by_accident_is_undone_by_who_made_it(group: Group, bot: Bot) -> None:
    async with bot(group.settings()):
        group.world.says(group.sue, group.chat, "Mary Dupont keeps llamas")
        await until(group.bot_says)
        (before,) = group.bot_says()
        post = group.world.last(group.chat)
        group.world.reacts(group.bob, post, "🙈")
        await told(group, group.bob, "Which words are to be hidden?")
        group.world.reacts(group.bob, post)
        presses(group, group.bob, "It is fine as it was")
        await until(lambda: group.bot_says() == [before])
        assert not post.deleted


async def test_other_reactions_one_taken_back_and_an_anonymous_one_change_nothing(group: Group, bot: Bot) -> None:
    async with bot(group.settings()) as context:
        message = group.world.says(group.sue, group.chat, "FOLFOX on Thursday")
        group.world.reacts(group.bob, message, "👍")
        group.world.reacts(group.bob, message, "🙏", "🔥")
        group.world.reacts(group.bob, message)
        group.world.reacts(group.margaret, message, "🙈", anonymous=True)
        group.world.says(group.bob, group.chat, "ring Mary Dupont about it")
        await until(group.bot_says)
        assert group.people_say() == ["FOLFOX on Thursday"]
        assert await journalled(context, "detail_reported", 0)
        assert await journalled(context, "unknown_event", 0)


async def test_a_reaction_to_what_the_bot_says_itself_is_answered(group: Group, bot: Bot) -> None:
    async with bot(group.settings()):
        group.world.sends(group.sue, group.chat, voice=group.world.voice())
        await until(lambda: any("is held" in text for text in group.bot_says()))
        group.world.reacts(group.bob, group.world.last(group.chat), "🙈")
        await told(group, group.bob, "I do not know this message")
        assert len(group.bot_says()) == 1
