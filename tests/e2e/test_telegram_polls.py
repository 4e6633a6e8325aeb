"""Polls in a Telegram group: what is clean is left alone, what names somebody comes back as the same poll without them."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from tests.e2e.conftest import Bot, journalled, until
from tests.e2e.test_telegram import Group
from tests.e2e.test_telegram_compose import presses, told, writes
from tests.platforms.telegram.model import Json, Message
from tests.platforms.telegram.polls import a_poll
from tests.platforms.telegram.server import StandIn

QUESTION = "Who drives Mary Dupont to Bergerac?"


@pytest.fixture
async def group() -> AsyncIterator[Group]:
    async with StandIn() as platform:
        found = Group(platform)
        for person in (found.sue, found.bob):
            found.world.starts(person)
        yield found
        assert platform.violations == []


def asks(group: Group, question: str, *options: str, **more: Any) -> Message:
    return group.world.sends(group.sue, group.chat, poll=a_poll(question, *options, **more))


def polls(group: Group) -> list[Json]:
    """The bot's, that stand."""
    found = [message for message in group.chat.messages.values() if message.by_bot and not message.deleted]
    return [message.json["poll"] for message in found if "poll" in message.json]


async def test_a_poll_that_names_somebody_comes_back_as_the_same_poll(group: Group, bot: Bot) -> None:
    closes = int(group.world.clock.now() + timedelta(hours=5).total_seconds())
    async with bot(group.settings()) as context:
        topic = group.world.says(group.bob, group.chat, "I may have the car")
        original = group.world.sends(
            group.sue,
            group.chat,
            poll=a_poll(QUESTION, "me", "her sister Claire Martin", is_anonymous=False, allows_multiple_answers=True,
                        close_date=closes),
            reply_to=topic,
        )  # fmt: skip
        await until(lambda: polls(group))
        assert original.deleted
        (poll,) = polls(group)
        assert re.fullmatch(r"Who drives \[Person A\] to \[Town A, Dordogne\]\?", poll["question"])
        assert [option["text"] for option in poll["options"]] == ["me", "her sister [Person B]"]
        assert (poll["is_anonymous"], poll["allows_multiple_answers"], poll["type"]) == (False, True, "regular")
        assert poll["close_date"] == closes
        assert re.fullmatch(r"Sue \(C-[2-9A-Z]{5}\):", poll["description"])
        assert poll["description_entities"] == [{"type": "bold", "offset": 0, "length": len(poll["description"])}]
        assert group.world.last(group.chat).json["reply_to_message"]["message_id"] == topic.id
        await told(group, group.sue, "votes that were cast before are lost")
        await until(lambda: journalled(context, "message_redacted"))


async def test_a_poll_without_details_is_left_alone_and_votes_are_no_news(group: Group, bot: Bot) -> None:
    async with bot(group.settings()) as context:
        original = asks(group, "Tea or coffee on Thursday?", "tea", "coffee", description="for the FOLFOX round table")
        group.world.raw({"poll": original.json["poll"]})
        group.world.raw({"poll_answer": {"poll_id": "51", "user": group.bob.json(), "option_ids": [0],
                                         "option_persistent_ids": ["0"]}})  # fmt: skip
        group.world.says(group.bob, group.chat, "Mary Dupont likes neither")
        await until(group.bot_says)
        assert not original.deleted
        assert polls(group) == []
        assert await journalled(context, "unknown_event", 0)


async def test_a_quiz_keeps_its_answer_its_explanation_and_how_that_is_set(group: Group, bot: Bot) -> None:
    explanation = "🙏 Mary Dupont was told on Thursday"
    bold = {"type": "bold", "offset": 27, "length": 8}
    async with bot(group.settings()):
        asks(group, "Is the Carte Vitale kept when somebody moves?", "yes", "no", type="quiz", correct_option_ids=[0],
             explanation=explanation, explanation_entities=[bold])  # fmt: skip
        await until(lambda: polls(group))
        (poll,) = polls(group)
        assert (poll["type"], poll["correct_option_ids"]) == ("quiz", [0])
        assert poll["explanation"] == "🙏 [Person A] was told on Thursday"
        (entity,) = poll["explanation_entities"]
        units = poll["explanation"].encode("utf-16-le")
        assert units[2 * entity["offset"] : 2 * (entity["offset"] + entity["length"])].decode("utf-16-le") == "Thursday"


@pytest.mark.parametrize(
    ("question", "options", "more"),
    [
        pytest.param(QUESTION, ("me", "you"), {"type": "quiz"}, id="the right answer is not told"),
        pytest.param(QUESTION, ("me", "you"), {"is_closed": True}, id="its votes are counted"),
        pytest.param("When was she born?", ("12/03/1951", "14/03/1951"), {}, id="two answers would read alike"),
        pytest.param(
            "Mr Li " + "is frightened of it and so are we all " * 7 + "in Eu, no?", ("yes", "no"), {}, id="too long"
        ),
    ],
)
async def test_what_would_not_be_the_same_poll_goes_back_to_its_author(
    group: Group, bot: Bot, question: str, options: tuple[str, ...], more: Json
) -> None:
    async with bot(group.settings()) as context:
        original = asks(group, question, *options, **more)
        await told(group, group.sue, "would not be the same poll any more")
        assert original.deleted
        assert polls(group) == []
        assert any("is held" in text for text in group.bot_says())
        back = f"{question}\n- {options[0]}"
        await until(lambda: any(back in text for text in group.private(group.sue)))
        await until(lambda: journalled(context, "message_given_back"))


async def test_a_poll_with_a_picture_is_held_like_any_picture(group: Group, bot: Bot) -> None:
    async with bot(group.settings()):
        original = asks(group, "Which of these?", "one", "two", media={"photo": group.world.photo()})
        await told(group, group.sue, "I cannot look into")
        assert original.deleted


async def test_a_forwarded_poll_loses_the_name_of_whom_it_came_from(group: Group, bot: Bot) -> None:
    origin = {"type": "hidden_user", "date": 1795000000, "sender_user_name": "Mary Dupont"}
    async with bot(group.settings()):
        original = group.world.sends(
            group.sue, group.chat, poll=a_poll("Tea or coffee?", "tea", "coffee"), forward_origin=origin
        )
        await until(lambda: polls(group))
        assert original.deleted
        (poll,) = polls(group)
        assert poll["question"] == "Tea or coffee?"
        assert poll["description"].endswith(": Fwd:")
        assert "Dupont" not in str(poll)


async def test_a_poll_is_mended_by_taking_the_place_of_the_one_before(group: Group, bot: Bot) -> None:
    async with bot(group.settings()):
        asks(group, "Does Mary Dupont want a quizzelbud?", "yes", "no")
        await until(lambda: polls(group))
        before = group.world.last(group.chat)
        await told(group, group.sue, "votes that were cast")
        presses(group, group.sue, "Hide more")
        await told(group, group.sue, "Which words shall I hide?")
        writes(group, group.sue, "quizzelbud")
        await until(lambda: before.deleted)
        (poll,) = polls(group)
        assert "quizzelbud" not in str(poll)
        assert [option["text"] for option in poll["options"]] == ["yes", "no"]
        presses(group, group.sue, "Take it back")
        await until(lambda: polls(group) == [])


async def test_a_missed_detail_in_a_poll_covers_all_of_it_until_the_words_are_chosen(group: Group, bot: Bot) -> None:
    async with bot(group.settings()):
        asks(group, "Does Mary Dupont want a quizzelbud?", "yes", "no")
        await until(lambda: polls(group))
        group.world.says(group.bob, group.chat, "/hide", reply_to=group.world.last(group.chat))
        await until(lambda: polls(group) == [])
        assert any("A colleague saw a personal detail" in text for text in group.bot_says())
        await told(group, group.bob, "Which words are to be hidden?")
        presses(group, group.bob, "☐ quizzelbud")
        await until(lambda: any("☑ quizzelbud" in s.buttons for s in group.world.view(group.world.chats[group.bob.id])))
        presses(group, group.bob, "Hide them")
        await until(lambda: polls(group) and len(group.bot_says()) == 1)
        assert "quizzelbud" not in group.bot_says()[0]


async def test_a_poll_whose_answers_come_to_read_alike_stands_as_a_text(group: Group, bot: Bot) -> None:
    async with bot(group.settings()):
        asks(group, "What does Mary Dupont want?", "quizzelbud", "a quizzelbud")
        await until(lambda: polls(group))
        await told(group, group.sue, "votes that were cast")
        presses(group, group.sue, "Hide more")
        await told(group, group.sue, "Which words shall I hide?")
        writes(group, group.sue, "quizzelbud, a quizzelbud")
        await until(lambda: polls(group) == [] and len(group.bot_says()) == 1)
        assert "quizzelbud" not in group.bot_says()[0]


async def test_a_poll_corrected_by_its_author_becomes_what_they_wrote(group: Group, bot: Bot) -> None:
    async with bot(group.settings()):
        asks(group, QUESTION, "me", "you")
        await until(lambda: polls(group))
        await told(group, group.sue, "votes that were cast")
        presses(group, group.sue, "Write it anew")
        await told(group, group.sue, "Write to me now")
        writes(group, group.sue, "I drive Mary Dupont myself")
        await told(group, group.sue, "I drive [Person A] myself")
        presses(group, group.sue, "Post it")
        await until(lambda: polls(group) == [])
        assert len(group.bot_says()) == 1
        assert "I drive [Person A] myself" in group.bot_says()[0]


async def test_an_answer_that_somebody_adds_is_hidden_in_the_line_about_it_and_in_the_poll(
    group: Group, bot: Bot
) -> None:
    async with bot(group.settings()):
        original = asks(group, "Who drives on Thursday?", "me", "not me", is_anonymous=False)
        harmless = group.world.adds(group.bob, original, "only in the morning")
        telling = group.world.adds(group.bob, original, "Mary Dupont herself")
        await until(lambda: polls(group) and original.deleted and telling.deleted)
        assert not harmless.deleted
        (poll,) = polls(group)
        assert [option["text"] for option in poll["options"]] == [
            "me",
            "not me",
            "only in the morning",
            "[Person A] herself",
        ]
        assert poll["description"].startswith("Sue (")
        await until(lambda: any(text.endswith(": [Person A] herself") for text in group.bot_says()))
        assert not any("Dupont" in text for text in group.bot_says() + group.people_say())


async def test_a_poll_that_was_covered_by_accident_comes_back_as_a_poll(group: Group, bot: Bot) -> None:
    async with bot(group.settings()):
        asks(group, "Does Mary Dupont want a quizzelbud?", "yes", "no")
        await until(lambda: polls(group))
        before = polls(group)[0]
        group.world.reacts(group.bob, group.world.last(group.chat), "🙈")
        await told(group, group.bob, "Which words are to be hidden?")
        await until(lambda: polls(group) == [])
        presses(group, group.bob, "It is fine as it was")
        await until(lambda: polls(group) and len(group.bot_says()) == 1)
        assert polls(group) == [before]
