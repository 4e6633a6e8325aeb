"""A newcomer on Telegram, from the greeting to the accepted Code; the Code to hand on; who accepted what."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator

import pytest
from pypdf import PdfReader

from tests.e2e.conftest import Bot, journalled, until
from tests.e2e.test_telegram import Group
from tests.platforms.telegram.model import Person
from tests.platforms.telegram.server import StandIn

CODE = {
    "ENTRENOUS_CODE__ASSOCIATION": "Lantern Support",
    "ENTRENOUS_CODE__DATA_LEAD_CONTACT": "data@example.org",
    "ENTRENOUS_CODE__VERSION": "2026-11",
}


@pytest.fixture
async def group() -> AsyncIterator[Group]:
    async with StandIn() as platform:
        yield Group(platform)
        assert platform.violations == []


def documents(group: Group, who: Person) -> list[bytes]:
    """The files that the bot has sent to somebody."""
    sent = [message.json.get("document") for message in group.world.chats[who.id].messages.values()]
    return [group.world.files[document["file_id"]][1] for document in sent if document]


def read(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


async def presses(group: Group, who: Person, label: str) -> None:
    """The latest button of that label in the private chat."""
    chat = group.world.chats[who.id]
    shown = next(seen for seen in reversed(group.world.view(chat)) if label in seen.buttons)
    group.world.presses(who, chat.messages[shown.id], label)


async def says(group: Group, who: Person, text: str) -> None:
    group.world.says(who, group.world.chats[who.id], text)


async def test_a_newcomer_is_greeted_reads_accepts_and_is_reminded_no_more(group: Group, bot: Bot) -> None:
    group.world.starts(group.sue)
    odile = group.world.person("Odile", lang="fr")
    async with bot(group.settings() | CODE) as context:
        group.world.joins(odile, group.chat)
        await until(lambda: journalled(context, "reminded"))
        assert group.private(odile) == [], "she never pressed Start"
        group.world.starts(odile)
        await until(lambda: any("Code de confidentialité" in text for text in group.private(odile)))
        await presses(group, odile, "Lire le Code")
        await until(lambda: any("Si vous vous engagez" in text for text in group.private(odile)))
        (pdf,) = documents(group, odile)
        assert "l’association Lantern Support, en bref (version 2026-11)" in read(pdf)
        await presses(group, odile, "J’accepte")
        await until(lambda: any("Merci ! J’ai noté" in text.replace("\u202f", " ") for text in group.private(odile)))
        assert await journalled(context, "code_accepted")
        assert group.bot_says() == [], "never in the group"
    said = len(group.private(odile))
    async with bot(group.settings() | CODE) as context:
        group.world.says(odile, group.chat, "bonjour à toutes, Mary Dupont va mieux")
        await until(group.bot_says)
        await until(lambda: len(group.private(odile)) > said)
        assert not any("accepter" in text for text in group.private(odile)[said:])


async def test_the_first_message_of_somebody_who_never_accepted_brings_the_greeting_and_waits_for_nothing(
    group: Group, bot: Bot
) -> None:
    group.world.starts(group.sue)
    async with bot(group.settings() | CODE) as context:
        group.world.says(group.sue, group.chat, "FOLFOX on Thursday, who has had the tingling?")
        await until(lambda: any("Code of Confidentiality" in text for text in group.private(group.sue)))
        group.world.says(group.sue, group.chat, "Mary Dupont rang")
        await until(group.bot_says)
        greetings = [text for text in group.private(group.sue) if "Code of Confidentiality" in text]
        assert len(greetings) == 1
        assert group.people_say() == ["FOLFOX on Thursday, who has had the tingling?"]
        assert await journalled(context, "code_accepted", times=0)


async def test_the_code_and_the_notice_are_handed_on_with_their_pdf(group: Group, bot: Bot) -> None:
    async with bot(group.settings() | CODE):
        group.world.starts(group.sue)
        await until(lambda: group.private(group.sue))
        await says(group, group.sue, "code fr")
        await until(lambda: documents(group, group.sue))
        assert "Traduction non officielle" in read(documents(group, group.sue)[0])
        await says(group, group.sue, "/notice")
        await until(lambda: len(documents(group, group.sue)) == 2)
        notice = read(documents(group, group.sue)[1])
        for named in (
            "Lantern Support",
            "data@example.org",
            "Entre Nous",
            "Telegram FZ-LLC",
            "48 hours",
            "90 days",
            "CNIL",
        ):
            assert named in notice
        assert "Slack" not in notice
