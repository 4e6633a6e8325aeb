"""A Telegram group, from the first word to the last."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest

from tests.e2e.conftest import Bot, journalled, until
from tests.places import free_port
from tests.platforms.telegram.model import Chat, Person
from tests.platforms.telegram.server import TOKEN, StandIn

BOT = "Entre Nous"
DETAILS = "Mary Dupont, 67, is in Bergerac, ring her on 06 39 98 14 27"


class Group:
    """Sue and Bob, with Margaret as supervisor, in one guarded group."""

    def __init__(self, platform: StandIn) -> None:
        self.platform = platform
        self.world = platform.world
        self.sue, self.bob = self.world.person("Sue"), self.world.person("Bob")
        self.margaret = self.world.person("Margaret")
        self.chat = self.world.group("Listeners", [self.sue, self.bob, self.margaret])

    def settings(self, **more: Any) -> dict[str, str]:
        fields = {
            "TOKEN": TOKEN,
            "BASE_URL": self.platform.url,
            "GROUPS": json.dumps([self.chat.id]),
            "SUPERVISORS": json.dumps([self.margaret.id]),
            "PACED": "false",
        }
        return {f"ENTRENOUS_TELEGRAM__{name}": value for name, value in (fields | more).items()}

    def bot_says(self, chat: Chat | None = None) -> list[str]:
        return [seen.text for seen in self.world.view(chat or self.chat) if seen.author == BOT]

    def people_say(self) -> list[str]:
        return [seen.text for seen in self.world.view(self.chat) if seen.author != BOT]

    def private(self, person: Person) -> list[str]:
        chat = self.world.chats.get(person.id)
        return self.bot_says(chat) if chat else []


@pytest.fixture
async def group() -> AsyncIterator[Group]:
    async with StandIn() as platform:
        yield Group(platform)
        assert platform.violations == []


async def test_a_name_is_hidden_and_whoever_never_pressed_start_learns_it_from_the_button(
    group: Group, bot: Bot
) -> None:
    async with bot(group.settings()):
        group.world.says(group.sue, group.chat, DETAILS)
        await until(group.bot_says)
        (post,) = group.bot_says()
        assert re.match(r"Sue \(C-[2-9A-Z]{5}\): \[Person A\]", post)
        assert "[phone 1]" in post
        assert group.people_say() == []
        answer = group.world.presses(group.sue, group.world.last(group.chat), "What was hidden?")
        await until(lambda: group.sue.alerts)
        assert "[Person A]" in str(group.sue.alerts)
        assert "Mary" not in str(group.sue.alerts)
        group.world.presses(group.bob, group.world.last(group.chat), "What was hidden?")
        await until(lambda: group.bob.alerts)
        assert "[Person A]" not in str(group.bob.alerts)
        group.world.starts(group.sue)
        await until(lambda: any("I hid" in text for text in group.private(group.sue)))
        assert answer


async def test_a_medical_question_is_left_alone(group: Group, bot: Bot) -> None:
    async with bot(group.settings()) as context:
        group.world.says(group.sue, group.chat, "FOLFOX on Thursday, Gleason 7, who has had the tingling?")
        group.world.says(group.bob, group.chat, "ring Mary Dupont about it")
        await until(group.bot_says)
        assert group.people_say() == ["FOLFOX on Thursday, Gleason 7, who has had the tingling?"]
        await until(lambda: journalled(context, "message_redacted"))


async def test_an_edit_that_adds_a_name_is_hidden_too(group: Group, bot: Bot) -> None:
    async with bot(group.settings()):
        message = group.world.says(group.sue, group.chat, "my lady is worried")
        group.world.says(group.bob, group.chat, "Peter Smith is too")
        await until(group.bot_says)
        group.world.edits(message, text="my lady Mary Dupont is worried")
        await until(lambda: len(group.bot_says()) == 2)
        assert group.people_say() == []


async def test_without_the_right_to_delete_everybody_who_can_act_is_told(group: Group, bot: Bot) -> None:
    group.world.starts(group.margaret)
    group.world.starts(group.sue)
    group.world.rights(group.chat, group.margaret, {"status": "administrator", "can_delete_messages": False})
    async with bot(group.settings()) as context:
        group.world.says(group.sue, group.chat, DETAILS)
        await until(lambda: len(group.bot_says()) >= 2)
        assert any("please delete it" in text.lower() for text in group.bot_says())
        await until(lambda: any("right to delete" in text for text in group.private(group.margaret)))
        await until(lambda: any("not allowed to remove" in text for text in group.private(group.sue)))
        await until(lambda: journalled(context, "message_exposed"))


async def test_a_message_older_than_two_days_is_said_to_stand(group: Group, bot: Bot) -> None:
    async with bot(group.settings()) as context:
        message = group.world.says(group.sue, group.chat, "my lady is worried")
        group.world.says(group.bob, group.chat, "Peter Smith is too")
        await until(group.bot_says)
        group.world.clock.advance(timedelta(hours=49))
        group.world.edits(message, text="my lady Mary Dupont is worried")
        await until(lambda: any("too old" in text for text in group.bot_says()))
        await until(lambda: journalled(context, "message_exposed"))


async def test_what_cannot_be_read_is_held_and_comes_back_to_its_author(group: Group, bot: Bot) -> None:
    world, sue, chat = group.world, group.sue, group.chat
    world.starts(sue)
    sends: dict[str, Callable[[], object]] = {
        "voice": lambda: world.sends(sue, chat, voice=world.voice()),
        "photo": lambda: world.sends(sue, chat, photo=world.photo(), caption="Mary Dupont"),
        "document": lambda: world.sends(sue, chat, document=world.document("Dupont.pdf")),
        "contact": lambda: world.sends(sue, chat, contact={"phone_number": "+33639981427", "first_name": "Mary"}),
        "location": lambda: world.sends(sue, chat, location={"latitude": 44.8, "longitude": 0.4}),
        "album": lambda: world.album(sue, chat, 3, "Mary Dupont"),
    }
    given_back = 0
    async with bot(group.settings()) as context:
        for count, (kind, send) in enumerate(sends.items(), 1):
            seen_before = len(world.view(world.chats[sue.id]))
            send()
            given_back += 3 if kind == "album" else 1
            await until(lambda count=count: len(group.bot_says()) >= count and not group.people_say())
            await until(lambda back=given_back: sum("for you alone" in text for text in group.private(sue)) == back)
            await until(lambda back=given_back: journalled(context, "message_given_back", back))
            assert len(group.bot_says()) == count, kind
            assert "is held" in group.bot_says()[-1]
            returned = {seen.kind for seen in world.view(world.chats[sue.id])[seen_before:] if seen.author == BOT}
            assert returned >= RETURNED.get(kind, set()), kind


RETURNED = {"voice": {"voice"}, "photo": {"photo"}, "document": {"document"}, "album": {"photo"}}


async def test_a_held_message_nobody_claims_reaches_the_supervisors(group: Group, bot: Bot) -> None:
    group.world.starts(group.margaret)
    async with bot(group.settings() | {"ENTRENOUS_INTAKE__CLAIM_AFTER": "0.01"}):
        group.world.sends(group.sue, group.chat, voice=group.world.voice())
        await until(lambda: any("has been held" in text for text in group.private(group.margaret)))
        assert any("Sue" in text for text in group.private(group.margaret))


async def test_admins_are_treated_like_anybody_and_a_lost_connection_loses_nothing(group: Group, bot: Bot) -> None:
    group.chat.admins.add(group.margaret.id)
    async with bot(group.settings()):
        group.platform.fails("drop", "deleteMessage", 2)
        group.platform.fails("flood", "sendMessage", 1)
        group.world.says(group.margaret, group.chat, DETAILS)
        await until(group.bot_says)
        assert group.people_say() == []


async def test_an_outage_is_told_to_the_group_and_what_was_said_meanwhile_is_hidden(group: Group, bot: Bot) -> None:
    settings = group.settings() | {"ENTRENOUS_INTAKE__AWAY_AFTER": "0.002"}
    async with bot(settings):
        pass
    group.world.says(group.sue, group.chat, DETAILS)
    async with bot(settings):
        await until(lambda: any("was away" in text for text in group.bot_says()))
        await until(lambda: not group.people_say())
        await until(lambda: any("[Person A]" in text for text in group.bot_says()))


def own_pages() -> dict[str, str]:
    """Settings of pages on a free port of this machine."""
    port = free_port()
    return {"ENTRENOUS_PAGES__URL": f"http://127.0.0.1:{port}", "ENTRENOUS_PAGES__PORT": str(port)}


async def test_a_case_is_shared_and_a_member_looks_once_on_a_page_of_ours(group: Group, bot: Bot) -> None:
    async with bot(group.settings() | own_pages()) as context, httpx.AsyncClient() as browser:
        group.world.says(group.sue, group.chat, DETAILS)
        await until(group.bot_says)
        reference = re.search(r"C-[2-9A-Z]{5}", group.bot_says()[0])
        assert reference is not None
        group.world.starts(group.sue)
        group.world.starts(group.bob)
        for words in ("case share", "who is Person A?"):
            group.world.says(group.sue, group.world.chats[group.sue.id], words)
        await until(lambda: any("/look/" in text for text in group.private(group.sue)))
        group.world.says(group.bob, group.world.chats[group.bob.id], f"who is Person A in {reference[0]}?")
        await until(lambda: any("nothing that I may show" in text for text in group.private(group.bob)))
        page = next(text for text in group.private(group.sue) if "/look/" in text).split()[-1]
        fetched = await browser.get(page)
        assert reference[0] in fetched.text
        assert "Dupont" not in fetched.text
        assert "Mary Dupont" in (await browser.post(page)).text
        assert "Dupont" not in (await browser.post(page)).text
        assert not any("Dupont" in text for text in group.private(group.sue) + group.bot_says())
        await until(lambda: journalled(context, "identity_viewed"))


async def test_a_colleague_takes_a_task_with_one_tap_and_the_author_hands_it_over_with_another(
    group: Group, bot: Bot
) -> None:
    async with bot(group.settings() | own_pages()) as context, httpx.AsyncClient() as browser:
        group.world.starts(group.sue)
        group.world.starts(group.bob)
        group.world.says(group.sue, group.chat, DETAILS)
        await until(group.bot_says)
        group.world.presses(group.bob, group.world.last(group.chat), "I'll take this")
        await until(lambda: any("offers to take" in text for text in group.private(group.sue)))
        group.world.presses(group.sue, group.world.last(group.world.chats[group.sue.id]), "Hand it over")
        await until(lambda: any("/look/" in text for text in group.private(group.bob)))
        page = next(line for text in group.private(group.bob) for line in text.split() if "/look/" in line)
        shown = (await browser.post(page)).text
        assert "Mary Dupont" in shown
        assert "06 39 98 14 27" in shown
        assert "Bergerac" not in shown
        assert not any("Dupont" in text for text in group.private(group.bob))
        await until(lambda: journalled(context, "handed_over"))
