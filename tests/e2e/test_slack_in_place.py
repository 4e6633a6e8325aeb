"""An author on Slack lets the bot correct their messages where they stand, and takes that back."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from adapters.storage.tables import inbox
from bot.domain.messages import PersonRef
from bot.handlers.context import Context
from bot.handlers.permission import revoke_ended
from bot.handlers.roster import add_member, leave, link_by_hand
from redaction import RawText
from tests.e2e.conftest import Bot, journalled, until
from tests.e2e.test_slack import DETAILS, Workspace
from tests.e2e.test_slack_compose import form_with
from tests.e2e.test_telegram import own_pages
from tests.platforms.slack.oauth import CLIENT_ID, CLIENT_SECRET
from tests.platforms.slack.server import ADMIN_TOKEN, SlackServer
from tests.platforms.slack.workspace import Seen

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
            (own,) = [link for link in await unit.journal.links() if link.kind == "corrected_in_place"]
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


async def test_nothing_of_the_token_is_in_clear_on_the_disk_or_in_the_log(
    workspace: Workspace, bot: Bot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with bot(settings(workspace)) as context:
        await permitted(workspace, workspace.sue)
        await corrected(workspace)
        assert await tokens(context) == 1
    (token,) = workspace.platform.member_tokens(workspace.sue)
    kept = b"".join(path.read_bytes() for path in (tmp_path / "home").rglob("*") if path.is_file())
    assert token.encode() not in kept
    assert CLIENT_SECRET.encode() not in kept
    told = capsys.readouterr()
    assert token not in told.out + told.err
    assert not any(token in request.url for request in workspace.platform.requests)
    assert {call.method for call in workspace.platform.requests if call.token == token} == {"chat.update"}


async def test_a_state_is_good_once(workspace: Workspace, bot: Bot) -> None:
    async with bot(settings(workspace)) as context, httpx.AsyncClient() as browser:
        there = await browser.get(await link(workspace, workspace.sue))
        back = workspace.platform.approve(workspace.sue, there.headers["location"])
        assert "Thank you" in (await browser.get(back)).text
        assert (await browser.get(back)).status_code == 404
        assert await journalled(context, "request_refused")
        assert len(workspace.platform.calls("oauth.v2.access")) == 1


async def test_a_made_up_state_exchanges_nothing(workspace: Workspace, bot: Bot) -> None:
    environ = settings(workspace)
    async with bot(environ) as context, httpx.AsyncClient() as browser:
        there = await browser.get(await link(workspace, workspace.sue))
        back = workspace.platform.approve(workspace.sue, there.headers["location"])
        forged = re.sub("state=[^&]+", "state=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", back)
        assert (await browser.get(forged)).status_code == 404
        assert (await browser.get(f"{environ['ENTRENOUS_PAGES__URL']}/permit/AAAA")).status_code == 404
        assert workspace.platform.calls("oauth.v2.access") == []
        assert await tokens(context) == 0


async def test_another_persons_account_is_refused_and_its_token_revoked(workspace: Workspace, bot: Bot) -> None:
    async with bot(settings(workspace)) as context:
        page = await approves(workspace, workspace.bob, asked_by=workspace.sue)
        assert page.status_code == 403
        assert await journalled(context, "permission_refused")
        await until(lambda: journalled(context, "token_revoked"))
        assert workspace.platform.member_tokens(workspace.bob) == []
        assert await tokens(context) == 0


async def test_somebody_who_is_led_into_another_persons_link_keeps_the_permission_that_they_gave(
    workspace: Workspace, bot: Bot
) -> None:
    async with bot(settings(workspace)) as context:
        await permitted(workspace, workspace.sue)
        page = await approves(workspace, workspace.sue, asked_by=workspace.bob)
        assert page.status_code == 403
        assert len(workspace.platform.member_tokens(workspace.sue)) == 1
        await corrected(workspace)
        assert await tokens(context) == 1


@pytest.mark.parametrize(
    ("otherwise", "code"),
    [
        ({"scope": "chat:write,channels:history"}, "other_scopes"),
        ({"scope": ""}, "other_scopes"),
        ({"expires_in": 43200, "refresh_token": "xoxe-1-stand-in"}, "expires"),
    ],
)
async def test_what_was_not_asked_for_is_refused_and_revoked(
    workspace: Workspace, bot: Bot, otherwise: dict[str, Any], code: str
) -> None:
    workspace.platform.oauth.more = otherwise
    async with bot(settings(workspace)) as context:
        page = await approves(workspace, workspace.sue)
        assert page.status_code == 403
        assert await refused(context) == [code]
        await until(lambda: workspace.platform.member_tokens(workspace.sue) == [])


async def refused(context: Context) -> list[str]:
    """Why permissions were refused, as the journal tells it."""
    async with context.store.read() as unit:
        links = await unit.journal.links()  # type: ignore[attr-defined]
    return [link.body["code"] for link in links if link.kind == "permission_refused"]


async def test_another_workspace_is_refused(workspace: Workspace, bot: Bot) -> None:
    workspace.platform.oauth.team = "T0OTHER"
    async with bot(settings(workspace)) as context:
        assert (await approves(workspace, workspace.sue)).status_code == 403
        assert await refused(context) == ["another_team"]


async def test_who_says_no_is_asked_nothing_more(workspace: Workspace, bot: Bot) -> None:
    async with bot(settings(workspace)) as context, httpx.AsyncClient() as browser:
        there = await browser.get(await link(workspace, workspace.sue))
        page = await browser.get(workspace.platform.deny(there.headers["location"]))
        assert "Nothing was changed" in page.text
        assert await refused(context) == ["denied"]
        assert await tokens(context) == 0


async def test_the_admin_whose_token_the_bot_works_with_loses_it_by_no_mistake(workspace: Workspace, bot: Bot) -> None:
    environ = settings(workspace)
    admin = workspace.platform.tokens[ADMIN_TOKEN].user
    async with bot(environ) as context:
        page = await approves(workspace, admin)
        assert "permission already" in page.text
        assert ADMIN_TOKEN in workspace.platform.tokens
        assert await tokens(context) == 0


async def test_taken_back_is_taken_back_at_once_and_messages_go_the_usual_way(workspace: Workspace, bot: Bot) -> None:
    async with bot(settings(workspace)) as context:
        await permitted(workspace, workspace.sue)
        presses(workspace, "Stop correcting")
        await until(lambda: any("Taken back" in text for text in workspace.private(workspace.sue)))
        await until(lambda: workspace.platform.member_tokens(workspace.sue) == [])
        assert await journalled(context, "permission_ended")
        await until(lambda: journalled(context, "token_revoked"))
        ts = workspace.platform.say(workspace.sue, workspace.channel, DETAILS)
        await until(workspace.bot_says)
        assert message(workspace, ts) == {}


async def test_a_token_that_slack_has_ended_is_forgotten_told_once_and_the_message_goes_all_the_same(
    workspace: Workspace, bot: Bot
) -> None:
    async with bot(settings(workspace)) as context:
        await permitted(workspace, workspace.sue)
        (token,) = workspace.platform.member_tokens(workspace.sue)
        workspace.platform.revoke_token(workspace.platform.tokens[token], tell=False)
        for text in ("Mary Dupont rang", "Mary Dupont rang again"):
            ts = workspace.platform.say(workspace.sue, workspace.channel, text)
            await until(lambda ts=ts: message(workspace, ts) == {})
        await until(lambda: len(workspace.bot_says()) == 2)
        await until(lambda: any("no longer correct" in text for text in workspace.private(workspace.sue)))
        assert len([text for text in workspace.private(workspace.sue) if "no longer correct" in text]) == 1
        assert await tokens(context) == 0


async def test_revoked_on_slack_it_ends_here(workspace: Workspace, bot: Bot) -> None:
    async with bot(settings(workspace)) as context:
        await permitted(workspace, workspace.sue)
        await permitted(workspace, workspace.bob)
        (token,) = workspace.platform.member_tokens(workspace.sue)
        workspace.platform.revoke_token(workspace.platform.tokens[token])
        await until(lambda: journalled(context, "permission_ended"))
        assert await tokens(context) == 1
        workspace.platform.happen({"type": "app_uninstalled", "event_ts": "1.3"})
        await until(lambda: journalled(context, "permission_ended", times=2))
        assert await tokens(context) == 0
        await until(lambda: journalled(context, "unknown_event"))


async def test_a_leaver_ends_it(workspace: Workspace, bot: Bot) -> None:
    async with bot(settings(workspace)) as context:
        await permitted(workspace, workspace.sue)
        now = context.clock.now()
        async with context.store.begin() as unit:
            sue = await add_member(unit, RawText("Sue"), frozenset(), "en", by="terminal", now=now)
            assert await link_by_hand(unit, PersonRef("slack", workspace.sue), sue.member_id, now=now)
            await leave(unit, sue.member_id, by="terminal", now=now)
        assert await tokens(context) == 0
        assert await journalled(context, "permission_ended")
        await revoke_ended(context)
        assert workspace.platform.member_tokens(workspace.sue) == []
        assert (await approves_not(workspace)) == "This is not for you to do. Please ask a supervisor."


async def approves_not(workspace: Workspace) -> str:
    """What Sue is told who may not give it."""
    said = len(workspace.private(workspace.sue))
    workspace.platform.press_at_home(workspace.sue, "Correct my messages in place")
    await until(lambda: len(workspace.private(workspace.sue)) > said)
    return workspace.private(workspace.sue)[-1]


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
        assert re.search(r"This message belongs to C-[2-9A-Z]{5}", seen.shown)
        assert list(seen.buttons) == ["I'll take this"]
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


async def test_without_settings_nothing_is_offered(workspace: Workspace, bot: Bot) -> None:
    async with bot(workspace.settings() | own_pages()):
        workspace.platform.opens_home(workspace.sue)
        await until(lambda: workspace.sue in workspace.platform.homes)
        assert "permit" not in json.dumps(workspace.platform.homes[workspace.sue])
