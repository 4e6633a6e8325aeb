"""`entrenous init` at a terminal, against a stand-in Slack."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from redaction import Lang
from tests.bot.commands import walks
from tests.bot.commands.terminal import Terminal
from tests.bot.commands.test_init import checked
from tests.e2e.conftest import until
from tests.platforms.slack.oauth import CLIENT_ID, CLIENT_SECRET
from tests.platforms.slack.server import ADMIN_SCOPES, ADMIN_TOKEN, APP_TOKEN, BOT_SCOPES, BOT_TOKEN, SlackServer
from tests.running import RunningBot

pytestmark = pytest.mark.long
"""Each starts the command or the whole bot."""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def environ(slack: SlackServer) -> dict[str, str]:
    return {"ENTRENOUS_SLACK__BASE_URL": slack.base_url}


@pytest.mark.long
@pytest.mark.parametrize("lang", ["en", "fr"])
async def test_a_first_set_up_on_slack_leaves_nothing_to_mend_and_the_bot_runs_with_it(home: Path, lang: Lang) -> None:
    async with SlackServer() as slack:
        channel = walks.workspace(slack)
        sue, odile = (next(u.id for u in slack.world.users.values() if u.display.startswith(n)) for n in ("Sue", "Odi"))
        async with Terminal(home, "init", "--lang", lang, lang=lang, environ=environ(slack)) as terminal:
            await walks.begins(terminal, "2")
            await walks.slack_part(terminal)
            await walks.witness_part(terminal, slack=True)
            await walks.ends_well(terminal)
        written = tomllib.loads((home / "entrenous.toml").read_text(encoding="utf-8"))
        assert (written["slack"]["channels"], written["slack"]["supervisors"]) == ([channel], [odile, sue])
        assert written["slack"]["client_id"] == CLIENT_ID
        tokens = {path.name: path.read_text().strip() for path in (home / "tokens").glob("slack.*")}
        assert tokens == {
            "slack.bot_token": BOT_TOKEN,
            "slack.app_token": APP_TOKEN,
            "slack.admin_user_token": ADMIN_TOKEN,
            "slack.client_secret": CLIENT_SECRET,
        }
        status, report = await checked(home, **environ(slack))
        assert (status, "look " in report) == (0, "MB are free" in report)
        assert slack.view(channel, sue)[-1].text.startswith("Entre Nous")
        if lang == "en":
            async with RunningBot(home, environ(slack)):
                ts = slack.say(sue, channel, "Mary Dupont rang, her number is 06 39 98 14 27")
                await until(lambda: ts not in slack.world.channels[channel].messages)
        slack.check()


async def test_tokens_that_are_mixed_up_or_refused_are_asked_again_and_the_admins_may_be_left_out(home: Path) -> None:
    async with SlackServer() as slack:
        walks.workspace(slack)
        async with Terminal(home, "init", "--lang", "en", environ=environ(slack)) as terminal:
            await walks.begins(terminal, "2")
            await terminal.asked("init.slack_show_manifest", "no")
            await terminal.asked("init.token", APP_TOKEN)
            await terminal.told("init.slack_bot_token_shape")
            await terminal.asked("init.token", "xoxb-of-another-workspace")
            await terminal.told("init.slack_token_refused")
            await terminal.asked("init.token", BOT_TOKEN)
            await terminal.asked("init.token", "xapp-of-another-app")
            await terminal.told("init.slack_token_refused")
            await terminal.asked("init.token", APP_TOKEN)
            await terminal.asked("init.token_none")
            await terminal.told("init.slack_no_admin")
            await terminal.waits("init.enter")
            assert [secret for secret in walks.SECRETS if secret in terminal.shown] == []
        slack.check()


async def test_scopes_that_are_missing_are_named_until_they_are_given(home: Path) -> None:
    async with SlackServer() as slack:
        walks.workspace(slack)
        given = dict(slack.tokens)
        slack.tokens[BOT_TOKEN] = replace(given[BOT_TOKEN], scopes=BOT_SCOPES - {"im:write"})
        slack.tokens[ADMIN_TOKEN] = replace(given[ADMIN_TOKEN], scopes=ADMIN_SCOPES - {"files:write"})
        async with Terminal(home, "init", "--lang", "en", environ=environ(slack)) as terminal:
            await walks.begins(terminal, "2")
            await terminal.asked("init.slack_show_manifest", "no")
            for key, token in (("token", BOT_TOKEN), ("token", APP_TOKEN), ("token_none", ADMIN_TOKEN)):
                await terminal.asked(f"init.{key}", token)
            await terminal.told("init.slack_no_admin_scope")
            await terminal.told("init.slack_no_scope")
            await terminal.waits("init.again_or_later")
            assert "rights: im:write." in " ".join(terminal.shown.split())
            assert "rights: files:write." in " ".join(terminal.shown.split())
            slack.tokens.update(given)
            terminal.type("")
            await terminal.waits("init.enter")
        slack.check()


async def test_the_token_of_somebody_who_administers_nothing_is_told(home: Path) -> None:
    async with SlackServer() as slack:
        slack.add_channel("listeners", slack.add_user("Sue Martin"))
        slack.give_admin_token(admin=False)
        async with Terminal(home, "init", "--lang", "fr", lang="fr", environ=environ(slack)) as terminal:
            await walks.begins(terminal, "2")
            await terminal.asked("init.slack_show_manifest", "no")
            for key, token in (("token", BOT_TOKEN), ("token", APP_TOKEN), ("token_none", ADMIN_TOKEN)):
                await terminal.asked(f"init.{key}", token)
            await terminal.told("init.slack_admin_token")
            await terminal.asked("init.again_or_later", "plus tard")
            await terminal.waits("init.enter")


async def test_a_private_channel_shows_once_the_bot_is_invited_and_the_administrator_must_be_in_it_too(
    home: Path,
) -> None:
    async with SlackServer() as slack:
        walks.workspace(slack)
        quiet = slack.add_channel("quiet", private=True, with_bot=False)
        async with Terminal(home, "init", "--lang", "en", environ=environ(slack)) as terminal:
            await walks.begins(terminal, "2")
            await terminal.asked("init.slack_show_manifest", "no")
            for key, token in (("token", BOT_TOKEN), ("token", APP_TOKEN), ("token_none", ADMIN_TOKEN)):
                await terminal.asked(f"init.{key}", token)
            await terminal.asked("init.enter")
            await terminal.asked("init.slack_channels", "quiet")
            await terminal.told("init.pick_again")
            slack.join(slack.bot.id, quiet)
            await terminal.asked("init.slack_channels", "again")
            await terminal.asked("init.slack_channels", "quiet, general")
            await terminal.told("init.slack_admin_not_in_channel")
            await terminal.waits("init.again_or_later")
            assert "not in #quiet, so" in " ".join(terminal.shown.split())
            slack.join(slack.tokens[ADMIN_TOKEN].user, quiet)
            terminal.type("")
            await terminal.told("init.slack_rights_fine")
        slack.check()
