"""Somebody on Telegram asks for a page, writes there, and the group reads it redacted; nothing raw ever reaches Telegram."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import httpx
import pytest

from tests.e2e.conftest import Bot, journalled, until
from tests.e2e.test_telegram import DETAILS, Group
from tests.places import free_port
from tests.platforms.telegram.model import Person
from tests.platforms.telegram.server import StandIn


class Association(Group):
    """A group whose bot has pages of its own."""

    def __init__(self, platform: StandIn) -> None:
        super().__init__(platform)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"

    def environ(self) -> dict[str, str]:
        return {
            **self.settings(),
            "ENTRENOUS_PAGES__URL": self.url,
            "ENTRENOUS_PAGES__PORT": str(self.port),
        }

    async def link(self, who: Person, asks: str = "compose") -> str:
        """The page that somebody is given privately."""
        before = len(self.links(who))
        self.world.says(who, self.world.chats[who.id], asks)
        await until(lambda: len(self.links(who)) > before)
        return self.links(who)[-1]

    def links(self, who: Person) -> list[str]:
        return re.findall(rf"{self.url}/compose/[\w-]+", "\n".join(self.private(who)))


@pytest.fixture
async def group() -> AsyncIterator[Association]:
    async with StandIn() as platform:
        found = Association(platform)
        for person in (found.sue, found.bob):
            found.world.starts(person)
        yield found
        assert platform.violations == []


def field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found
    return found[1]


async def test_what_is_written_on_the_page_appears_redacted_in_the_group(group: Association, bot: Bot) -> None:
    async with bot(group.environ()) as context, httpx.AsyncClient(headers={"Origin": group.url}) as browser:
        link = await group.link(group.sue)
        assert "Listeners" in (await browser.get(link)).text
        page = await browser.post(link, data={"text": DETAILS, "purpose": "guidance"}, follow_redirects=True)
        assert "<mark>Mary Dupont</mark>" in page.text
        assert group.bot_says() == []
        given = {name: field(page.text, name) for name in ("token", "version", "place")}
        done = await browser.post(page.url, data=given | {"text": DETAILS, "do": "post"})
        assert "It is being posted" in done.text
        await until(group.bot_says)
        (post,) = group.bot_says()
        assert re.fullmatch(
            r"Sue \(C-\w{5}\): \[Person A\], \[in their 60s\], is in \[Town A, Dordogne\], ring her on \[phone 1\]",
            post,
        )
        await until(lambda: any("Your message is posted" in text for text in group.private(group.sue)))
        everything = [seen.text for chat in group.world.chats.values() for seen in group.world.view(chat)]
        assert not any("Dupont" in text or "Bergerac" in text for text in everything)
        await until(lambda: journalled(context, "message_redacted"))
        assert await journalled(context, "original_removed", 0)
        assert (await browser.get(page.url)).status_code == 404


async def test_a_french_word_gives_a_page_too_and_what_is_copied_is_posted_nowhere(
    group: Association, bot: Bot
) -> None:
    french = {"Origin": group.url, "Accept-Language": "fr"}
    async with bot(group.environ()) as context, httpx.AsyncClient(headers=french) as browser:
        link = await group.link(group.bob, "écrire")
        page = await browser.post(
            link, data={"text": "Mme Lefèvre habite à Bergerac, elle a peur"}, follow_redirects=True
        )
        assert "[Personne A]</b> habite" in page.text
        dropped = await browser.post(page.url, data={"token": field(page.text, "token"), "do": "drop"})
        assert "Rien n&#39;a été publié" in dropped.text
        assert group.bot_says() == []
        assert await journalled(context, "message_redacted", 0)


async def test_a_draft_begun_in_the_chat_goes_on_on_the_page(group: Association, bot: Bot) -> None:
    async with bot(group.environ()), httpx.AsyncClient(headers={"Origin": group.url}) as browser:
        asked = group.world.says(group.sue, group.world.chats[group.sue.id], DETAILS)
        await until(lambda: any("So your colleagues would read it" in text for text in group.private(group.sue)))
        last = group.world.chats[group.sue.id].messages[group.world.view(group.world.chats[group.sue.id])[-1].id]
        group.world.presses(group.sue, last, "On a page of its own")
        await until(lambda: group.links(group.sue))
        page = await browser.post(group.links(group.sue)[-1], data={"go": ""}, follow_redirects=True)
        assert "<mark>Mary Dupont</mark>" in page.text
        given = {name: field(page.text, name) for name in ("token", "version", "place")}
        await browser.post(page.url, data=given | {"text": DETAILS, "do": "post"})
        await until(group.bot_says)
        await until(lambda: asked.deleted)


async def test_without_pages_the_bot_says_to_write_there(group: Association, bot: Bot) -> None:
    async with bot(group.settings()):
        group.world.says(group.sue, group.world.chats[group.sue.id], "/compose")
        await until(lambda: any("Write to me here" in text for text in group.private(group.sue)))
