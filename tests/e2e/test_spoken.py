"""A voice note: the group reads one line, its author reads what colleagues would read, and posts it or not."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.adapters.web.browserless import Window
from tests.e2e.conftest import Bot, journalled, until
from tests.e2e.test_canary import decoded
from tests.e2e.test_slack import Workspace
from tests.e2e.test_telegram import Group
from tests.e2e.test_telegram_compose import offered, presses, told
from tests.places import free_port
from tests.platforms.slack.server import SlackServer
from tests.platforms.telegram.server import StandIn
from tests.speech.voices import speech_settings, voice

pytestmark = pytest.mark.long
NAMES = ("DuPont", "Dupont", "Mary")


@pytest.fixture
async def group() -> AsyncIterator[Group]:
    async with StandIn() as platform:
        found = Group(platform)
        for person in (found.sue, found.bob, found.margaret):
            found.world.starts(person)
        yield found
        assert platform.violations == []


def speaks(group: Group, name: str) -> None:
    group.world.sends(group.sue, group.chat, voice=group.world.voice(content=voice(name)))


async def test_on_telegram_it_is_posted_once_its_author_says_so(group: Group, bot: Bot, tmp_path: Path) -> None:
    async with bot(group.settings() | speech_settings()) as context:
        group.world.says(group.bob, group.chat, "how is she?")
        question = group.world.last(group.chat)
        group.world.sends(
            group.sue, group.chat, voice=group.world.voice(content=voice("english.ogg")), reply_to=question
        )
        await until(lambda: any("is held" in text for text in group.bot_says()))
        await told(group, group.sue, "[Person A] rang me this morning")
        await told(group, group.sue, "Here it is, for you alone")
        assert any(seen.kind == "voice" for seen in group.world.view(group.world.chats[group.sue.id]))
        assert len(group.bot_says()) == 1
        presses(group, group.sue, "Post it")
        await until(lambda: len(group.bot_says()) == 2)
        post = group.bot_says()[1]
        assert post.startswith("Sue (C-")
        assert "Hello everybody. [Person A] rang me this morning." in post
        assert group.world.view(group.chat)[-1].reply_to == question.id
        everything = [seen.text for chat in group.world.chats.values() for seen in group.world.view(chat)]
        assert not any(name in text for text in everything for name in NAMES)
        await until(lambda: journalled(context, "voice_heard"))
        assert await journalled(context, "message_given_back")
        assert await journalled(context, "message_withheld")
    stored = [*decoded(tmp_path / "home"), *(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())]
    assert not any(name.encode() in content for content in stored for name in NAMES)


async def test_what_was_misheard_is_dropped_and_nothing_is_posted(group: Group, bot: Bot) -> None:
    async with bot(group.settings() | speech_settings()) as context:
        speaks(group, "english.mp3")
        await offered(group, group.sue, "Drop it")
        presses(group, group.sue, "Drop it")
        await told(group, group.sue, "Nothing was posted")
        assert len(group.bot_says()) == 1
        assert await journalled(context, "message_redacted", 0)


async def test_what_is_not_understood_goes_back_with_the_reason(group: Group, bot: Bot) -> None:
    async with bot(group.settings() | speech_settings()) as context:
        speaks(group, "french.ogg")
        await told(group, group.sue, "I did not understand enough of it to be sure")
        await told(group, group.sue, "Here it is, for you alone")
        assert not any(
            "Post it" in button for seen in group.world.view(group.world.chats[group.sue.id]) for button in seen.buttons
        )
        assert len(group.bot_says()) == 1
        await until(lambda: journalled(context, "voice_heard"))


async def test_a_voice_note_that_the_platform_does_not_hand_out_goes_back(group: Group, bot: Bot) -> None:
    async with bot(group.settings() | speech_settings()) as context:
        described = group.world.voice()
        group.world.files.pop(described["file_id"])
        group.world.sends(group.sue, group.chat, voice=described)
        await until(lambda: any("is held" in text for text in group.bot_says()))
        await until(lambda: journalled(context, "message_withheld"))
        assert await journalled(context, "voice_heard", 0)


async def test_on_slack_too(bot: Bot) -> None:
    async with SlackServer() as platform:
        workspace = Workspace(platform)
        async with bot(workspace.settings() | speech_settings()) as context:
            platform.upload(
                workspace.sue, workspace.channel, "audio.m4a", "audio/mp4", content=voice("english.m4a"),
                subtype="slack_audio",
            )  # fmt: skip
            await until(lambda: any("is held" in text for text in workspace.bot_says()))
            await until(lambda: any("[Person A] rang me" in text for text in workspace.private(workspace.sue)))
            note = next(seen for seen in platform.direct(workspace.sue) if "Post it" in str(seen.buttons))
            label = next(one for one in note.buttons if one.startswith("Post it"))
            platform.press(workspace.sue, workspace.direct_channel(workspace.sue), note.ts, label)
            await until(lambda: any("[Person A] rang me this morning" in text for text in workspace.bot_says()))
            assert await journalled(context, "voice_heard")
            assert not any(name in text for text in workspace.bot_says() for name in NAMES)
        platform.check()


async def test_in_the_room_too(bot: Bot) -> None:
    port = free_port()
    people = json.dumps([{"account": "sue", "name": "Sue"}, {"account": "bob", "name": "Bob"}])
    settings = {"ENTRENOUS_WEB__PORT": str(port), "ENTRENOUS_WEB__PEOPLE": people}
    async with bot(settings | speech_settings()) as context, Window(f"http://127.0.0.1:{port}", "sue", "en") as sue:
        await sue.send("", file=("note.ogg", voice("english.ogg"), "audio/ogg"))

        async def shown() -> bool:
            return "[Person A]</b> rang me this morning" in await sue.page() or "[Person A] rang me" in await sue.page()

        await until(shown)
        assert await journalled(context, "voice_heard")
        async with Window(f"http://127.0.0.1:{port}", "bob", "en") as bob:
            assert "rang me this morning" not in await bob.page()
