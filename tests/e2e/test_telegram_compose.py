"""Composing in the private chat, mending a post, and hiding what was missed, as people on Telegram live it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.e2e.conftest import Bot, journalled, until
from tests.e2e.test_telegram import DETAILS, Group
from tests.platforms.telegram.model import Message, Person
from tests.platforms.telegram.server import StandIn


@pytest.fixture
async def group() -> AsyncIterator[Group]:
    async with StandIn() as platform:
        found = Group(platform)
        for person in (found.sue, found.bob, found.margaret):
            found.world.starts(person)
        yield found
        assert platform.violations == []


def writes(group: Group, who: Person, text: str) -> Message:
    return group.world.says(who, group.world.chats[who.id], text)


def presses(group: Group, who: Person, label: str) -> None:
    """Press the button whose label begins so, under the latest message that has one."""
    for seen in reversed(group.world.view(group.world.chats[who.id])):
        for button in seen.buttons:
            if button.startswith(label):
                message = group.world.chats[who.id].messages[seen.id]
                group.world.presses(who, message, button)
                return
    raise AssertionError(f"no button {label!r}: {group.world.view(group.world.chats[who.id])}")


def standing(group: Group, who: Person) -> list[str]:
    """What stands in a private chat, from both sides."""
    return [seen.text for seen in group.world.view(group.world.chats[who.id])]


def buttons(group: Group, who: Person) -> list[str]:
    return [button for seen in group.world.view(group.world.chats[who.id]) for button in seen.buttons]


async def offered(group: Group, who: Person, label: str) -> None:
    await until(lambda: any(button.startswith(label) for button in buttons(group, who)))


async def told(group: Group, who: Person, words: str) -> None:
    await until(lambda: any(words in text for text in group.private(who)))


async def test_a_message_is_composed_seen_and_posted_and_nothing_raw_remains(group: Group, bot: Bot) -> None:
    async with bot(group.settings()) as context:
        writes(group, group.sue, DETAILS)
        await told(group, group.sue, "So your colleagues would read it. Hidden: 4")
        assert any("[Person A], [in their 60s], is in [Town A, Dordogne], ring her on [phone 1]" in text
                   for text in group.private(group.sue))  # fmt: skip
        assert group.bot_says() == []
        presses(group, group.sue, "Post it")
        await until(group.bot_says)
        assert "Sue (C-" in group.bot_says()[0]
        await told(group, group.sue, "Your message is posted")
        await until(lambda: DETAILS not in standing(group, group.sue))
        assert not any("Dupont" in text for text in standing(group, group.sue) + group.people_say())
        await until(lambda: journalled(context, "message_redacted"))
        assert await journalled(context, "original_removed", 0)


async def test_a_draft_is_changed_until_it_is_right(group: Group, bot: Bot) -> None:
    async with bot(group.settings()):
        writes(group, group.sue, "Mary is low since the cat of the lady with the parrot died; Hodgkin stage 2")
        await told(group, group.sue, "[Person A] is low")
        presses(group, group.sue, "Hide more")
        await told(group, group.sue, "Which words shall I hide?")
        asked = writes(group, group.sue, "parrot, cat")
        await told(group, group.sue, "of the lady with the [")
        assert "parrot" not in standing(group, group.sue)[-1]
        assert asked.deleted
        presses(group, group.sue, "Something is no personal detail")
        await told(group, group.sue, "Which of these is no personal detail?")
        presses(group, group.sue, "Show [Person A]")
        await told(group, group.sue, "Mary is low")
        presses(group, group.sue, "Post it")
        await until(group.bot_says)
        assert "Mary is low" in group.bot_says()[0]
        assert "parrot" not in group.bot_says()[0]
        assert "Hodgkin stage 2" in group.bot_says()[0]


async def test_who_speaks_of_their_own_burden_leaves_no_trace_of_a_case(group: Group, bot: Bot) -> None:
    async with bot(group.settings()):
        writes(group, group.sue, "I cannot sleep since Mary Dupont died in Bergerac on 3 March 2026")
        await told(group, group.sue, "So your colleagues would read it")
        presses(group, group.sue, "Purpose and case")
        await offered(group, group.sue, "For myself")
        presses(group, group.sue, "For myself")
        await told(group, group.sue, "died in [Town A] on [date]")
        presses(group, group.sue, "Purpose and case")
        await offered(group, group.sue, "Without my name")
        presses(group, group.sue, "Without my name")
        await offered(group, group.sue, "Post it")
        presses(group, group.sue, "Post it")
        await until(group.bot_says)
        assert group.bot_says()[0] == "A volunteer: I cannot sleep since [Person A] died in [Town A] on [date]"


async def test_a_stranger_has_nowhere_to_post(group: Group, bot: Bot) -> None:
    stranger = group.world.person("Zoe")
    group.world.starts(stranger)
    async with bot(group.settings()):
        writes(group, stranger, DETAILS)
        await told(group, stranger, "none of the groups that I guard")
        assert group.bot_says() == []


async def test_a_draft_is_dropped_with_what_was_written(group: Group, bot: Bot) -> None:
    async with bot(group.settings()):
        writes(group, group.sue, DETAILS)
        await told(group, group.sue, "So your colleagues")
        presses(group, group.sue, "Drop it")
        await told(group, group.sue, "Nothing was posted")
        await until(lambda: DETAILS not in standing(group, group.sue))
        assert group.bot_says() == []


async def test_a_word_that_is_no_detail_comes_back_in_its_place(group: Group, bot: Bot) -> None:
    async with bot(group.settings()) as context:
        group.world.says(group.sue, group.chat, "Mary Dupont asks whether Bergerac has a wig bank")
        await until(group.bot_says)
        posted = group.world.last(group.chat).id
        await told(group, group.sue, "personal detail(s) in your message")
        presses(group, group.sue, "Something is no personal detail")
        await told(group, group.sue, "Which of these")
        presses(group, group.sue, "Show [Town A")
        await until(lambda: any("whether Bergerac has" in text for text in group.bot_says()))
        assert group.world.last(group.chat).id == posted
        assert not any("Dupont" in text for text in group.bot_says())
        presses(group, group.sue, "Something is no personal detail")
        await until(lambda: any(b.startswith("Show [Person A]") for s in group.world.view(group.world.chats[group.sue.id])
                                for b in s.buttons))  # fmt: skip
        presses(group, group.sue, "Show [Person A]")
        await told(group, group.sue, "Are you sure")
        assert not any("Dupont" in text for text in group.bot_says())
        group.world.says(group.bob, group.chat, "Bergerac has one", reply_to_message={"message_id": posted})
        await until(lambda: journalled(context, "message_mended"))


async def test_a_post_is_withdrawn_and_written_anew(group: Group, bot: Bot) -> None:
    async with bot(group.settings()) as context:
        group.world.says(group.sue, group.chat, DETAILS)
        await until(group.bot_says)
        await told(group, group.sue, "I hid 4 personal")
        presses(group, group.sue, "Write it anew")
        await told(group, group.sue, "Write to me now")
        writes(group, group.sue, "Mary Dupont needs somebody to talk to")
        await told(group, group.sue, "[Person A] needs somebody")
        presses(group, group.sue, "Post it")
        await until(lambda: any("[Person A] needs somebody" in text for text in group.bot_says()))
        assert len(group.bot_says()) == 1
        await told(group, group.sue, "Your message is posted")
        presses(group, group.sue, "Take it back")
        await until(lambda: group.bot_says() == [])
        await until(lambda: journalled(context, "post_withdrawn"))


async def test_a_missed_name_is_covered_at_once_and_comes_back_hidden_everywhere(group: Group, bot: Bot) -> None:
    async with bot(group.settings()) as context:
        group.world.says(group.sue, group.chat, "Mary Dupont is frightened, she asked for quizzelbud")
        await until(group.bot_says)
        post = group.world.last(group.chat)
        group.world.says(group.sue, group.chat, "and 06 39 98 14 27 is what quizzelbud answers on",
                         reply_to_message=post.json)  # fmt: skip
        await until(lambda: len(group.bot_says()) == 2)
        asked = group.world.says(group.bob, group.chat, "/hide", reply_to_message=post.json)
        await until(lambda: any("A colleague saw a personal detail" in text for text in group.bot_says()))
        assert asked.deleted
        await told(group, group.bob, "Which words are to be hidden?")
        await told(group, group.sue, "saw a personal detail in a message of yours")
        presses(group, group.bob, "☐ quizzelbud")
        await until(lambda: any("☑ quizzelbud" in s.buttons for s in group.world.view(group.world.chats[group.bob.id])))
        presses(group, group.bob, "Hide them")
        await until(lambda: any("she asked for [" in text for text in group.bot_says()))
        await until(lambda: not any("quizzelbud" in text for text in group.bot_says()))
        assert len(group.bot_says()) == 2
        await until(lambda: journalled(context, "detail_reported"))


async def test_a_detail_in_a_message_that_was_left_alone_is_hidden_too(group: Group, bot: Bot) -> None:
    async with bot(group.settings()):
        message = group.world.says(group.sue, group.chat, "has anybody heard from the carrot lady again")
        group.world.says(group.bob, group.chat, "/hide", reply_to_message=message.json)
        await told(group, group.bob, "Which words are to be hidden?")
        assert message.deleted
        presses(group, group.bob, "☐ carrot")
        await until(lambda: any("☑ carrot" in s.buttons for s in group.world.view(group.world.chats[group.bob.id])))
        presses(group, group.bob, "Hide them")
        await until(lambda: any("heard from the [Person A] lady again" in text for text in group.bot_says()))
        assert group.bot_says()[0].startswith("Sue")


async def test_how_a_message_is_set_survives(group: Group, bot: Bot) -> None:
    text = "🙏 Mary Dupont has FOLFOX, said Thursday"
    bold = {"type": "bold", "offset": 3, "length": 11}
    code = {"type": "code", "offset": 19, "length": 6}
    async with bot(group.settings()):
        group.world.says(group.sue, group.chat, text, entities=[bold, code])
        await until(group.bot_says)
        message = group.world.last(group.chat).json
        units = message["text"].encode("utf-16-le")
        shown = {
            each["type"] + ":" + units[2 * each["offset"] : 2 * (each["offset"] + each["length"])].decode("utf-16-le")
            for each in message["entities"][1:]
        }
        assert shown == {"bold:[Person A]", "code:FOLFOX"}


async def test_a_draft_follows_what_its_author_changes_in_the_message(group: Group, bot: Bot) -> None:
    async with bot(group.settings()):
        message = writes(group, group.sue, "Mary Dupont is low today")
        await told(group, group.sue, "[Person A] is low today")
        group.world.edits(message, text="Mary Dupont is low, and Peter Smith drives her on Thursday")
        await told(group, group.sue, "[Person A] is low, and [Person B] drives her on Thursday")
        presses(group, group.sue, "Post it")
        await until(group.bot_says)
        assert "[Person A] is low, and [Person B] drives her on Thursday" in group.bot_says()[0]
        assert len(group.bot_says()) == 1
        await until(lambda: message.deleted)


async def test_the_preview_of_before_a_change_posts_nothing(group: Group, bot: Bot) -> None:
    async with bot(group.settings()):
        message = writes(group, group.sue, "Mary Dupont is low today")
        await told(group, group.sue, "[Person A] is low today")
        earlier = group.world.last(group.world.chats[group.sue.id])
        group.world.edits(message, text="Mary Dupont is better")
        await told(group, group.sue, "[Person A] is better")
        group.world.presses(group.sue, earlier, "Post it")
        await told(group, group.sue, "You changed this meanwhile")
        assert group.bot_says() == []


async def test_what_is_posted_already_is_not_changed_by_the_message_but_told_how(group: Group, bot: Bot) -> None:
    async with bot(group.settings()):
        message = writes(group, group.sue, "Mary Dupont is low today")
        await told(group, group.sue, "[Person A] is low today")
        presses(group, group.sue, "Post it")
        await until(group.bot_says)
        (posted,) = group.bot_says()
        group.world.edits(message, text="Mary Dupont is better")
        await told(group, group.sue, "is posted already")
        assert group.bot_says() == [posted]
        assert not any("better" in text for text in group.private(group.sue))
        presses(group, group.sue, "Write it anew")
        await told(group, group.sue, "Write to me now what it should say")
        writes(group, group.sue, "Mary Dupont is better")
        await told(group, group.sue, "[Person A] is better")
        presses(group, group.sue, "Post it")
        await until(lambda: any("[Person A] is better" in text for text in group.bot_says()))
        assert len(group.bot_says()) == 1


async def test_a_word_that_was_no_draft_becomes_one_when_it_is_changed(group: Group, bot: Bot) -> None:
    async with bot(group.settings()):
        message = writes(group, group.sue, "case open")
        await told(group, group.sue, "you are its only member")
        group.world.edits(message, text="Mary Dupont is low today")
        await told(group, group.sue, "[Person A] is low today")
