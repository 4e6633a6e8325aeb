"""The permission that an author on Slack gives, from the first tap to its end; and everything that is no permission."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.domain.messages import PersonRef
from bot.handlers.context import Context
from bot.handlers.permission import revoke_ended
from bot.handlers.roster import add_member, leave, link_by_hand
from redaction import RawText
from tests.e2e.conftest import Bot, journalled, until
from tests.e2e.test_slack import DETAILS, Workspace
from tests.e2e.test_slack_in_place import (
    approves,
    corrected,
    link,
    message,
    permitted,
    presses,
    settings,
    tokens,
    workspace,
)
from tests.e2e.test_telegram import own_pages
from tests.platforms.slack.oauth import CLIENT_SECRET
from tests.platforms.slack.server import ADMIN_TOKEN

__all__ = ["workspace"]

pytestmark = pytest.mark.long
"""Each starts the whole bot."""


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


async def test_without_settings_nothing_is_offered(workspace: Workspace, bot: Bot) -> None:
    async with bot(workspace.settings() | own_pages()):
        workspace.platform.opens_home(workspace.sue)
        await until(lambda: workspace.sue in workspace.platform.homes)
        assert "permit" not in json.dumps(workspace.platform.homes[workspace.sue])
