"""An author on Slack lets the bot correct their messages where they stand, and takes that back."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from adapters.storage.tables import inbox
from bot.handlers.context import Context
from tests.e2e.conftest import Bot, journalled, until
from tests.e2e.test_slack import DETAILS, Workspace
from tests.e2e.test_slack_compose import form_with
from tests.e2e.test_telegram import own_pages
from tests.platforms.slack.oauth import CLIENT_ID, CLIENT_SECRET
from tests.platforms.slack.server import SlackServer
from tests.platforms.slack.workspace import Seen

pytestmark = pytest.mark.long
"""Each starts the whole bot."""

REDACTED = "[Person A], [in their 60s], is in [Town A, Dordogne], ring her on [phone 1]"


@pytest.fixture
async def workspace() -> AsyncIterator[Workspace]:
    async with SlackServer() as platform:
        yield Workspace(platform)
        platform.check()


def settings(workspace: Workspace, *, admin: bool = True) -> dict[str, str]:
    client = {"ENTRENOUS_SLACK__CLIENT_ID": CLIENT_ID, "ENTRENOUS_SLACK__CLIENT_SECRET": CLIENT_SECRET}
    return workspace.settings(admin=admin) | own_pages() | client


async def link(workspace: Workspace, user: str) -> str:
    """The address of the page for `user` alone, asked for in the Home tab."""
    said = len(workspace.private(user))
    workspace.platform.opens_home(user)
    await until(lambda: "permit" in json.dumps(workspace.platform.homes.get(user, {})))
    workspace.platform.press_at_home(user, "Correct my messages in place")
    await until(lambda: any("/permit/" in text for text in workspace.private(user)[said:]))
    found = re.search(r"<(http[^>]+/permit/[^>]+)>", workspace.private(user)[-1])
    assert found is not None
    return found[1]


async def approves(workspace: Workspace, user: str, *, asked_by: str | None = None) -> httpx.Response:
    """`user` follows a link to Slack, says yes there and is sent back; what they see then."""
    async with httpx.AsyncClient() as browser:
        there = await browser.get(await link(workspace, asked_by or user))
        assert there.status_code == 303
        return await browser.get(workspace.platform.approve(user, there.headers["location"]))


async def permitted(workspace: Workspace, user: str) -> None:
    page = await approves(workspace, user)
    assert "Thank you" in page.text
    await until(lambda: any("From now on I correct" in text for text in workspace.private(user)))


def message(workspace: Workspace, ts: str) -> dict[str, Any]:
    found: dict[str, Any] = workspace.platform.world.channels[workspace.channel].messages.get(ts, {})
    return found


def everything(workspace: Workspace, ts: str) -> str:
    """All that stands in a message: text, blocks, attachments."""
    return json.dumps(message(workspace, ts), ensure_ascii=False)


def presses(workspace: Workspace, label: str) -> None:
    """Sue presses the latest button in direct messages whose label begins so."""
    for seen in reversed(workspace.platform.direct(workspace.sue)):
        for button in seen.buttons:
            if button.startswith(label):
                direct = workspace.direct_channel(workspace.sue)
                workspace.platform.press(workspace.sue, direct, seen.ts, button)
                return
    raise LookupError(label)


async def corrected(workspace: Workspace, text: str = DETAILS, **more: Any) -> str:
    """Sue says `text`, which is corrected where it stands, and she is told."""
    told = notes(workspace)
    ts = workspace.platform.say(workspace.sue, workspace.channel, text, **more)
    await until(lambda: notes(workspace) > told)
    return ts


def notes(workspace: Workspace) -> int:
    """How often Sue was told of a message that was corrected."""
    return sum("where it stands:" in text for text in workspace.private(workspace.sue))


async def tokens(context: Context) -> int:
    async with context.store.read() as unit:
        return len(await unit.permissions.holders("slack"))


async def test_a_message_is_corrected_where_it_stands_and_nothing_is_posted(workspace: Workspace, bot: Bot) -> None:
    async with bot(settings(workspace)) as context:
        await permitted(workspace, workspace.sue)
        assert await journalled(context, "permission_given")
        ts = await corrected(workspace)
        assert workspace.bot_says() == []
        assert message(workspace, ts)["text"] == REDACTED
        assert not any(word in everything(workspace, ts) for word in ("Mary", "Dupont", "Bergerac", "98 14"))
        assert await journalled(context, "corrected_in_place")
        assert workspace.platform.calls("chat.delete") == []
        async with context.store.read() as unit:
            links = await unit.journal.links()  # type: ignore[attr-defined]
        (own,) = [link for link in links if link.kind == "corrected_in_place"]
        assert "Dupont" not in json.dumps(own.body)


async def test_what_the_platform_tells_of_our_own_change_is_no_news(workspace: Workspace, bot: Bot) -> None:
    async with bot(settings(workspace)) as context:
        await permitted(workspace, workspace.sue)
        await corrected(workspace)
        workspace.platform.say(workspace.bob, workspace.channel, "is she alone?")
        await until(lambda: finished(context, 3))
        assert len(workspace.platform.calls("chat.update")) == 1


async def finished(context: Context, count: int) -> bool:
    """Whether the bot has done with so many events of the channel."""
    async with context.store.session(writes=False) as session:  # type: ignore[attr-defined]
        done = await session.all(select(inbox.c.state))
    return len(done) == count and all(row["state"] == "done" for row in done)


async def test_where_slack_closes_editing_the_message_is_removed_by_its_authors_own_token(
    workspace: Workspace, bot: Bot
) -> None:
    async with bot(settings(workspace, admin=False)) as context:
        await permitted(workspace, workspace.sue)
        workspace.platform.edit_window_closed = True
        ts = workspace.platform.say(workspace.sue, workspace.channel, DETAILS)
        await until(workspace.bot_says)
        assert message(workspace, ts) == {}
        assert await journalled(context, "not_corrected_in_place")
        assert await journalled(context, "message_exposed", times=0)


async def test_a_preview_that_stays_is_not_left_standing(workspace: Workspace, bot: Bot) -> None:
    async with bot(settings(workspace)) as context:
        await permitted(workspace, workspace.sue)
        workspace.platform.attachments_stick = True
        forwarded = workspace.platform.say(workspace.bob, workspace.channel, "who knows a wig maker?")
        workspace.platform.world.channels[workspace.channel].messages[forwarded]["text"] = "Mary Dupont asks"
        ts = workspace.platform.share(workspace.sue, workspace.channel, workspace.channel, forwarded, "as she says")
        await until(lambda: any("as she says" in text for text in workspace.bot_says()))
        assert message(workspace, ts) == {}
        assert await journalled(context, "not_corrected_in_place")


async def test_a_file_is_held_as_ever(workspace: Workspace, bot: Bot) -> None:
    async with bot(settings(workspace)):
        await permitted(workspace, workspace.sue)
        workspace.platform.upload(workspace.sue, workspace.channel, "dupont.pdf", "application/pdf", "Mary Dupont")
        await until(lambda: any("is held" in text for text in workspace.bot_says()))
        await until(lambda: not workspace.platform.visible_files(workspace.channel))
        assert workspace.people_say() == []


async def test_more_is_hidden_in_the_authors_own_message(workspace: Workspace, bot: Bot) -> None:
    async with bot(settings(workspace)):
        await permitted(workspace, workspace.sue)
        ts = await corrected(workspace, "Mary Dupont keeps llamas")
        presses(workspace, "Hide more")
        await form_with(workspace, workspace.sue, "commas between")
        workspace.platform.fill(workspace.sue, "text", "llamas")
        workspace.platform.submit(workspace.sue)
        await until(lambda: "llamas" not in everything(workspace, ts))
        assert "[Person A] keeps [" in message(workspace, ts)["text"]
        assert workspace.bot_says() == []


async def test_it_is_written_anew_where_it_stands(workspace: Workspace, bot: Bot) -> None:
    async with bot(settings(workspace)):
        await permitted(workspace, workspace.sue)
        ts = await corrected(workspace, "Mary Dupont is afraid")
        presses(workspace, "Write it anew")
        await form_with(workspace, workspace.sue, "What should it say?")
        workspace.platform.fill(workspace.sue, "text", "Mary Dupont is calmer today")
        workspace.platform.submit(workspace.sue)
        await form_with(workspace, workspace.sue, "What they read")
        workspace.platform.submit(workspace.sue)
        await until(lambda: "[Person A] is calmer today" in message(workspace, ts)["text"])
        assert workspace.bot_says() == []


async def test_withdrawn_it_is_gone(workspace: Workspace, bot: Bot) -> None:
    async with bot(settings(workspace, admin=False)) as context:
        await permitted(workspace, workspace.sue)
        ts = await corrected(workspace, "Mary Dupont rang")
        presses(workspace, "Take it back")
        await until(lambda: message(workspace, ts) == {})
        await until(lambda: journalled(context, "post_withdrawn"))


async def test_somebody_has_a_missed_detail_hidden_in_it(workspace: Workspace, bot: Bot) -> None:
    slack, bob = workspace.platform, workspace.bob
    async with bot(settings(workspace)):
        await permitted(workspace, workspace.sue)
        ts = await corrected(workspace, "Mary Dupont keeps llamas")
        slack.point_at(bob, workspace.channel, ts, "hide")
        await until(lambda: "A colleague saw a personal detail" in message(workspace, ts)["text"])
        assert "llamas" not in everything(workspace, ts)
        form = await form_with(workspace, bob, "Tick the words")
        field = next(name for name, labels in form.options.items() if "llamas" in labels)
        slack.fill(bob, field, "llamas")
        slack.submit(bob)
        await until(lambda: "[Person A] keeps [" in message(workspace, ts)["text"])
        assert "llamas" not in everything(workspace, ts)
        assert workspace.bot_says() == []


async def test_the_authors_own_edit_is_read_and_corrected_in_the_same_place(workspace: Workspace, bot: Bot) -> None:
    async with bot(settings(workspace)) as context:
        await permitted(workspace, workspace.sue)
        ts = await corrected(workspace, "Mary Dupont rang")
        workspace.platform.edit(workspace.sue, workspace.channel, ts, "[Person A] rang from Bergerac")
        await until(lambda: "[Person A] rang from [Town A" in message(workspace, ts)["text"])
        workspace.platform.edit(workspace.sue, workspace.channel, ts, "she rang from home")
        await until(lambda: finished(context, 5))
        assert message(workspace, ts)["text"] == "she rang from home"
        assert workspace.bot_says() == []


async def test_a_detail_hidden_later_is_hidden_in_what_the_author_made_of_it(workspace: Workspace, bot: Bot) -> None:
    async with bot(settings(workspace)) as context:
        await permitted(workspace, workspace.sue)
        ts = await corrected(workspace, "Mary Dupont rang")
        workspace.platform.edit(workspace.sue, workspace.channel, ts, "[Person A] keeps llamas")
        await until(lambda: finished(context, 3))
        assert message(workspace, ts)["text"] == "[Person A] keeps llamas"
        workspace.platform.point_at(workspace.bob, workspace.channel, ts, "hide")
        form = await form_with(workspace, workspace.bob, "Tick the words")
        field = next(name for name, labels in form.options.items() if "llamas" in labels)
        workspace.platform.fill(workspace.bob, field, "llamas")
        workspace.platform.submit(workspace.bob)
        await until(lambda: "[Person A] keeps [" in message(workspace, ts)["text"])


async def test_deleted_by_its_author_it_is_over(workspace: Workspace, bot: Bot) -> None:
    async with bot(settings(workspace)) as context:
        await permitted(workspace, workspace.sue)
        ts = await corrected(workspace, "Mary Dupont rang")
        workspace.platform.delete(workspace.sue, workspace.channel, ts)
        await until(lambda: finished(context, 3))
        presses(workspace, "Hide more")
        await form_with(workspace, workspace.sue, "commas between")
        workspace.platform.fill(workspace.sue, "text", "rang")
        workspace.platform.submit(workspace.sue)
        await form_with(workspace, workspace.sue, "Hidden now")
        assert message(workspace, ts) == {}
        assert workspace.bot_says() == []


async def test_the_case_and_the_task_are_in_the_messages_menu(workspace: Workspace, bot: Bot) -> None:
    slack, bob = workspace.platform, workspace.bob
    async with bot(settings(workspace)):
        await permitted(workspace, workspace.sue)
        ts = await corrected(workspace)
        slack.point_at(bob, workspace.channel, ts, "case")
        await until(lambda: whispered(workspace, bob))
        (seen,) = whispered(workspace, bob)
        case = re.search(r"This message belongs to (C-[2-9A-Z]{5})", seen.shown)
        assert case
        assert list(seen.buttons) == ["I'll take this", f"Alert who knows them: {case[1]}"]
        clean = slack.say(bob, workspace.channel, "FOLFOX is hard")
        slack.point_at(bob, workspace.channel, clean, "case")
        await until(lambda: len(whispered(workspace, bob)) == 2)
        assert "no case that I know of" in whispered(workspace, bob)[1].shown


def whispered(workspace: Workspace, user: str) -> list[Seen]:
    return [seen for seen in workspace.platform.view(workspace.channel, user) if seen.ephemeral]


async def test_an_answer_in_a_thread_keeps_its_place_and_its_marks(workspace: Workspace, bot: Bot) -> None:
    async with bot(settings(workspace)):
        await permitted(workspace, workspace.sue)
        root = workspace.platform.say(workspace.bob, workspace.channel, "FOLFOX is hard")
        ts = await corrected(workspace, f"*Mary Dupont* told <@{workspace.bob}> & me: _rest_", thread=root)
        assert message(workspace, ts)["thread_ts"] == root
        assert message(workspace, ts)["text"] == f"*[Person A]* told <@{workspace.bob}> &amp; me: _rest_"
        (block,) = message(workspace, ts)["blocks"]
        (section,) = block["elements"]
        assert section["elements"] == [
            {"type": "text", "text": "[Person A]", "style": {"bold": True}},
            {"type": "text", "text": " told "},
            {"type": "user", "user_id": workspace.bob},
            {"type": "text", "text": " & me: "},
            {"type": "text", "text": "rest", "style": {"italic": True}},
        ]
