"""Whom the console is for finds the way in on both platforms; what the command line does to a second factor is told there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import httpx

from bot.domain.messages import PersonRef
from bot.domain.roster import Role
from bot.handlers.factors import reset_factor
from bot.handlers.roster import TERMINAL, add_member, link_by_hand
from bot.ports.factors import Factor
from bot.storage import open_storage
from config.settings import load_settings
from redaction import RawText
from tests.e2e.conftest import Bot, journalled, until
from tests.e2e.test_slack import Workspace
from tests.e2e.test_slack_compose import workspace
from tests.e2e.test_slack_home import shown
from tests.e2e.test_telegram import Group
from tests.places import free_port
from tests.platforms.telegram.server import StandIn

__all__ = ["workspace"]


def with_pages(settings: Mapping[str, str]) -> dict[str, str]:
    port = free_port()
    return {**settings, "ENTRENOUS_PAGES__URL": f"http://127.0.0.1:{port}", "ENTRENOUS_PAGES__PORT": str(port)}


async def on_the_roster(
    home: Path, environ: Mapping[str, str], person: PersonRef, role: Role, *, reset: bool = False
) -> str:
    """Done on the command line before the bot starts; their id. `reset`: their second factor is taken away there too."""
    settings = load_settings({"ENTRENOUS_HOME": str(home), **environ}, files=())
    async with open_storage(settings) as storage, storage.store.begin() as unit:
        now = datetime.now(UTC)
        member = await add_member(unit, RawText("Robert"), frozenset({role}), "en", by=TERMINAL, now=now)
        await link_by_hand(unit, person, member.member_id, now=now)
        if reset:
            await unit.factors.enrol(Factor(member.member_id, b"secret", b"salt", now, 1), ["a"])
            await reset_factor(unit, member.member_id, by=TERMINAL, now=now)
    return member.member_id


async def test_on_slack_the_home_tab_has_the_button_for_a_supervisor_alone(
    workspace: Workspace, bot: Bot, tmp_path: Path
) -> None:
    slack, sue, bob = workspace.platform, workspace.sue, workspace.bob
    environ = with_pages(workspace.settings())
    await on_the_roster(tmp_path / "home", environ, PersonRef("slack", bob), Role.SUPERVISOR)
    async with bot(environ) as context:
        for user in (sue, bob):
            slack.opens_home(user)
            await until(lambda user=user: "Urgent" in shown(workspace, user))
        assert "Open the console" not in shown(workspace, sue)
        slack.press_at_home(bob, "Open the console")
        await until(lambda: links(workspace.private(bob)))
        async with httpx.AsyncClient() as browser:
            page = await browser.get(links(workspace.private(bob))[0])
        assert (page.status_code, "Go on" in page.text) == (200, True)
        assert await journalled(context, "console_link_made")


async def test_on_telegram_a_word_is_enough_and_a_reset_is_told(bot: Bot, tmp_path: Path) -> None:
    async with StandIn() as platform:
        group = Group(platform)
        for person in (group.sue, group.bob, group.margaret):
            group.world.starts(person)
        environ = with_pages(group.settings())
        home = tmp_path / "home"
        bobs, margarets = (PersonRef("telegram", str(one.id)) for one in (group.bob, group.margaret))
        await on_the_roster(home, environ, margarets, Role.SUPERVISOR)
        bob = await on_the_roster(home, environ, bobs, Role.ADMINISTRATOR, reset=True)
        async with bot(environ):
            await until(lambda: any(f"The telephone that {bob} had" in text for text in group.private(group.margaret)))
            await until(lambda: any("was taken away" in text for text in group.private(group.bob)))
            group.world.says(group.bob, group.world.chats[group.bob.id], "/console")
            await until(lambda: links(group.private(group.bob)))
            group.world.says(group.sue, group.world.chats[group.sue.id], "ouvrir la console")
            await until(lambda: any("The console is for supervisors" in text for text in group.private(group.sue)))
            assert links(group.private(group.sue)) == []
        assert platform.violations == []


def links(texts: list[str]) -> list[str]:
    return re.findall(r"http://127\.0\.0\.1:\d+/console/in/[\w-]+", "\n".join(texts))
