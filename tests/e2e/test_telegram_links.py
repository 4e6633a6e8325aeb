"""Links under words and mentions of colleagues in a message that is posted anew."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.e2e.conftest import Bot, until
from tests.e2e.test_telegram import Group
from tests.e2e.test_telegram_compose import presses, told, writes
from tests.platforms.telegram.model import Json, Message, Person, units
from tests.platforms.telegram.server import StandIn


@pytest.fixture
async def group() -> AsyncIterator[Group]:
    async with StandIn() as platform:
        found = Group(platform)
        for person in (found.sue, found.bob):
            found.world.starts(person)
        yield found
        assert platform.violations == []


def says(group: Group, text: str, **targets: Json) -> Message:
    """`targets`: words of the text with what lies under them; underscores stand for spaces."""
    entities = [
        {**target, "offset": units(text[: text.index(words)]), "length": units(words)}
        for words, target in ((name.replace("_", " "), target) for name, target in targets.items())
    ]
    return group.world.says(group.sue, group.chat, text, entities=entities)


def shown(message: Message) -> dict[str, str | int]:
    """Words of a post -> where they lead, or whom they call."""
    text = message.text.encode("utf-16-le")
    return {
        text[2 * each["offset"] : 2 * (each["offset"] + each["length"])].decode("utf-16-le"): each.get("url")
        or each["user"]["id"]
        for each in message.entities
        if each["type"] in ("text_link", "text_mention")
    }


def mention(person: Person) -> Json:
    return {"type": "text_mention", "user": person.json()}


def link(url: str) -> Json:
    return {"type": "text_link", "url": url}


async def test_links_and_mentions_of_colleagues_survive_and_no_address_is_shown(group: Group, bot: Bot) -> None:
    async with bot(group.settings()):
        group.world.says(group.bob, group.chat, "good morning")
        says(group, "🙏 Bob, Mary Dupont wants the leaflet of last week", Bob=mention(group.bob),
             the_leaflet=link("https://www.nhs.uk/conditions/a_(b)?c=d&e"))  # fmt: skip
        await until(group.bot_says)
        post = group.world.last(group.chat)
        assert post.text.endswith(": 🙏 Bob, [Person A] wants the leaflet of last week")
        assert shown(post) == {"Bob": group.bob.id, "the leaflet": "https://www.nhs.uk/conditions/a_(b)?c=d&e"}


async def test_they_are_there_still_when_the_post_is_mended(group: Group, bot: Bot) -> None:
    async with bot(group.settings()):
        group.world.says(group.bob, group.chat, "good morning")
        says(group, "Bob, Mary Dupont wants a quizzelbud and the leaflet", Bob=mention(group.bob),
             the_leaflet=link("https://www.nhs.uk/conditions"))  # fmt: skip
        await until(group.bot_says)
        await told(group, group.sue, "I hid 1 personal")
        presses(group, group.sue, "Hide more")
        await told(group, group.sue, "Which words shall I hide?")
        writes(group, group.sue, "quizzelbud")
        await until(lambda: not any("quizzelbud" in text for text in group.bot_says()))
        assert shown(group.world.last(group.chat)) == {
            "Bob": group.bob.id,
            "the leaflet": "https://www.nhs.uk/conditions",
        }


async def test_a_link_that_tells_who_it_is_goes_and_its_author_hears_of_it(group: Group, bot: Bot) -> None:
    async with bot(group.settings()):
        says(group, "write to her, or read her page", her=link("mailto:mary.dupont@example.org"),
             her_page=link("https://www.nhs.uk/conditions"))  # fmt: skip
        await until(group.bot_says)
        post = group.world.last(group.chat)
        assert post.text.endswith("write to her, or read her page")
        assert shown(post) == {"her page": "https://www.nhs.uk/conditions"}
        await told(group, group.sue, "A link is gone")


async def test_no_link_stays_under_a_hidden_name_and_nobody_outside_is_called(group: Group, bot: Bot) -> None:
    mary = group.world.person("Mary", "Dupont")
    async with bot(group.settings()):
        says(
            group,
            "I met Mary Dupont and Peter Smith",
            Mary_Dupont=mention(mary),
            Peter_Smith=link("https://www.nhs.uk/conditions"),
        )
        await until(group.bot_says)
        post = group.world.last(group.chat)
        assert post.text.endswith("I met [Person A] and [Person B]")
        assert shown(post) == {}


async def test_a_colleagues_user_name_stays_when_something_else_is_hidden_and_goes_when_it_is_what_is_to_be_hidden(
    group: Group, bot: Bot
) -> None:
    ann = group.world.person("Ann", username="ann_writes")
    group.chat.people[ann.id] = ann
    async with bot(group.settings()):
        group.world.says(ann, group.chat, "good morning")
        text = "ask @ann_writes, Mary Dupont wants a quizzelbud"
        mention = {"type": "mention", "offset": 4, "length": 11}
        group.world.says(group.sue, group.chat, text, entities=[mention])
        await told(group, group.sue, "I hid 1 personal")
        await hides(group, "quizzelbud")
        assert any("ask @ann_writes, [Person A] wants a [" in text for text in group.bot_says())
        await hides(group, "@ann_writes")


async def hides(group: Group, words: str) -> None:
    """Sue hides more words in her post."""
    asked = sum("Which words shall I hide?" in each for each in group.private(group.sue))
    presses(group, group.sue, "Hide more")
    await until(lambda: sum("Which words shall I hide?" in each for each in group.private(group.sue)) > asked)
    writes(group, group.sue, words)
    await until(lambda: not any(words in text for text in group.bot_says()))
