"""Pictures and documents in a group, from the first word to the last."""

from __future__ import annotations

import io
import re
from collections.abc import AsyncIterator

import pytest
from docx import Document
from PIL import Image

from adapters.files.available import missing
from tests.e2e.conftest import Bot, journalled, until
from tests.e2e.test_slack import Workspace
from tests.e2e.test_telegram import Group
from tests.e2e.test_telegram_compose import buttons, presses
from tests.files import documents
from tests.files.letters import PEOPLE, letter, photographed
from tests.files.test_pictures import readable
from tests.platforms.slack.server import SlackServer
from tests.platforms.telegram.server import StandIn

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(missing() is not None, reason="no Tesseract here (apt install tesseract-ocr tesseract-ocr-fra)"),
]


@pytest.fixture
async def group() -> AsyncIterator[Group]:
    async with StandIn() as platform:
        yield Group(platform)
        assert platform.violations == []


@pytest.fixture
async def workspace() -> AsyncIterator[Workspace]:
    async with SlackServer() as platform:
        yield Workspace(platform)
        platform.check()


def sent_by_the_bot(group: Group, kind: str) -> list[bytes]:
    """Pictures or documents of the bot's that stand in the group."""
    standing = [m.json for m in group.chat.messages.values() if not m.deleted and m.json["from"]["is_bot"]]
    sizes = [one[kind] if kind == "document" else one[kind][-1] for one in standing if kind in one]
    return [group.world.files[file["file_id"]][1] for file in sizes]


async def test_a_photographed_letter_comes_back_under_its_author_without_what_tells_who_it_is(
    group: Group, bot: Bot
) -> None:
    said = letter(PEOPLE[1])
    photo = [{**group.world.file("photo", photographed(said, 1)), "width": 900, "height": 1200}]
    async with bot(group.settings()) as context:
        group.world.starts(group.sue)
        group.world.sends(group.sue, group.chat, photo=photo, caption="What does Geoffrey's letter mean?")
        await until(lambda: group.people_say() == [])  # before it is read
        await until(lambda: sent_by_the_bot(group, "photo"))
        (words, _) = group.bot_says()
        assert re.search(r"What does \[Person A\]'s letter mean\?", words)
        (new,) = sent_by_the_bot(group, "photo")
        assert readable(said, Image.open(io.BytesIO(new))) == []
        await until(lambda: any("new copy" in text for text in group.private(group.sue)))
        (told,) = [text for text in group.private(group.sue) if "new copy" in text]
        assert "[Person A]" in told
        assert "[phone 1]" in told
        assert "Thornbury" not in told
        assert await journalled(context, "message_redacted")


async def test_a_document_comes_back_written_anew(group: Group, bot: Bot) -> None:
    async with bot(group.settings()):
        document = {**group.world.file("document", documents.word()), "file_name": "lettre.docx"}
        group.world.sends(group.sue, group.chat, document=document, caption="Que répondre à Marguerite ?")
        await until(lambda: sent_by_the_bot(group, "document"))
        (new,) = sent_by_the_bot(group, "document")
        words = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(new)).paragraphs)
        assert "Madame [Personne A] habite" in words
        assert not any(name in words for name in documents.PLANTED)
        assert group.people_say() == []
        assert "répondre à [Personne A]" in group.bot_says()[0]


async def test_a_file_with_nothing_to_hide_is_posted_all_the_same(group: Group, bot: Bot) -> None:
    async with bot(group.settings()):
        document = {**group.world.file("document", "Trois séances par semaine.".encode()), "file_name": "a.txt"}
        group.world.sends(group.sue, group.chat, document=document)
        await until(lambda: sent_by_the_bot(group, "document"))
        assert sent_by_the_bot(group, "document") == ["Trois séances par semaine.".encode()]


async def test_what_cannot_be_read_goes_back_to_its_author_with_the_reason(group: Group, bot: Bot) -> None:
    async with bot(group.settings()):
        group.world.starts(group.sue)
        locked = {**group.world.file("document", documents.portable("secret")), "file_name": "locked.pdf"}
        group.world.sends(group.sue, group.chat, document=locked)
        await until(lambda: any("password" in text for text in group.private(group.sue)))
        await until(lambda: any("is held" in text for text in group.bot_says()))
        assert group.people_say() == []
        assert sent_by_the_bot(group, "document") == []


async def test_an_album_goes_back_as_one(group: Group, bot: Bot) -> None:
    async with bot(group.settings()):
        group.world.starts(group.sue)
        group.world.album(group.sue, group.chat, 2, "both")
        await until(lambda: sum("one by one" in text for text in group.private(group.sue)) == 2)
        assert sum("is held" in text for text in group.bot_says()) == 1


async def posted_document(group: Group) -> None:
    """Sue's words and her file stand in the group, made anew, and she was told."""
    document = {**group.world.file("document", documents.plain()), "file_name": "a.txt"}
    group.world.sends(group.sue, group.chat, document=document, caption="Marguerite aime le parapente")
    await until(lambda: sent_by_the_bot(group, "document"))
    await until(lambda: any("new copy" in text or "nouvelle copie" in text for text in group.private(group.sue)))


async def test_a_word_more_is_hidden_in_the_words_and_the_file_stays(group: Group, bot: Bot) -> None:
    async with bot(group.settings()):
        group.world.starts(group.sue)
        await posted_document(group)
        sue = group.world.chats[group.sue.id]
        group.world.presses(group.sue, group.world.last(sue), "Hide more")
        await until(lambda: "word" in group.private(group.sue)[-1])
        group.world.says(group.sue, sue, "parapente")
        await until(lambda: "parapente" not in str(group.bot_says()))
        assert len(sent_by_the_bot(group, "document")) == 1


async def test_a_post_that_is_taken_back_takes_its_file_with_it(group: Group, bot: Bot) -> None:
    async with bot(group.settings()):
        group.world.starts(group.sue)
        await posted_document(group)
        group.world.presses(group.sue, group.world.last(group.world.chats[group.sue.id]), "Take it back")
        await until(lambda: group.bot_says() == [])
        assert sent_by_the_bot(group, "document") == []


async def test_a_picture_in_which_somebody_sees_a_detail_goes_for_good_and_its_words_come_back(
    group: Group, bot: Bot
) -> None:
    async with bot(group.settings()):
        for person in (group.sue, group.bob):
            group.world.starts(person)
        await posted_document(group)
        group.world.reacts(group.bob, group.world.last(group.chat), "🙈")  # at the file itself
        await until(lambda: sent_by_the_bot(group, "document") == [])
        await until(
            lambda: any("A colleague saw" in text or "collègue a vu un détail" in text for text in group.bot_says())
        )
        await until(lambda: "☐ parapente" in buttons(group, group.bob))
        presses(group, group.bob, "☐ parapente")
        await until(lambda: "☑ parapente" in buttons(group, group.bob))
        presses(group, group.bob, "Hide them")
        await until(lambda: any("aime le [" in text for text in group.bot_says()))
        assert sent_by_the_bot(group, "document") == []


def files_in(workspace: Workspace) -> list[bytes]:
    """Files of the bot's that are shared in the channel."""
    files = workspace.platform.world.files.values()
    mine = [file for file in files if file.owner == workspace.platform.bot.id and not file.deleted]
    return [file.content or b"" for file in mine if workspace.channel in file.shares]


async def test_on_slack_the_new_file_stands_in_the_thread_of_its_post_and_the_old_one_is_gone(
    workspace: Workspace, bot: Bot
) -> None:
    platform = workspace.platform
    async with bot(workspace.settings()):
        platform.upload(
            workspace.sue, workspace.channel, "Vasseur.docx", "application/octet-stream", "Que répondre à Marguerite ?",
            content=documents.word(),
        )  # fmt: skip
        await until(lambda: files_in(workspace))
        (new,) = files_in(workspace)
        words = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(new)).paragraphs)
        assert "Madame [Personne A] habite" in words
        assert not any(name in words for name in documents.PLANTED)
        assert workspace.people_say() == []
        assert "1 fichier(s) dans le fil" in workspace.bot_says()[0]
        (old,) = [file for file in platform.world.files.values() if file.owner == workspace.sue]
        assert old.deleted or workspace.channel not in old.shares
        messages = platform.world.channels[workspace.channel].messages
        (shared,) = [message for message in messages.values() if message.get("files")]
        assert shared["thread_ts"] in messages


async def test_on_slack_a_file_that_cannot_be_read_goes_back_with_the_reason(workspace: Workspace, bot: Bot) -> None:
    async with bot(workspace.settings()):
        workspace.platform.upload(
            workspace.sue, workspace.channel, "a.pdf", "application/pdf", content=documents.portable("secret")
        )
        await until(lambda: any("password" in text for text in workspace.private(workspace.sue)))
        assert workspace.people_say() == []
        assert files_in(workspace) == []
