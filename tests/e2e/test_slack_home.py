"""The Home tab on Slack: four buttons and one's cases, answered in direct messages."""

from __future__ import annotations

import json

from tests.e2e.conftest import Bot, until
from tests.e2e.test_slack import DETAILS, Workspace
from tests.e2e.test_slack_compose import form_with, workspace

__all__ = ["workspace"]


def shown(workspace: Workspace, user: str) -> str:
    return json.dumps(workspace.platform.homes.get(user, {}), ensure_ascii=False)


async def test_the_home_tab_shows_ones_cases_and_what_can_be_done(workspace: Workspace, bot: Bot) -> None:
    slack, sue, bob = workspace.platform, workspace.sue, workspace.bob
    async with bot(workspace.settings()):
        slack.say(sue, workspace.channel, DETAILS)
        await until(workspace.bot_says)
        slack.opens_home(sue)
        await until(lambda: "*C-" in shown(workspace, sue))
        assert "Open the post" in shown(workspace, sue)
        assert "Dupont" not in shown(workspace, sue)
        slack.press_at_home(sue, "Case")
        await until(lambda: any("What would you like to do" in text for text in workspace.private(sue)))
        slack.press_at_home(sue, "Ask colleagues")
        await form_with(workspace, sue, "Where?")
        slack.opens_home(bob)
        await until(lambda: "member of no case" in shown(workspace, bob))
        assert "*C-" not in shown(workspace, bob)


async def test_forms_are_in_the_language_that_somebody_chose(workspace: Workspace, bot: Bot) -> None:
    slack, sue = workspace.platform, workspace.sue
    async with bot(workspace.settings()):
        slack.write_to_bot(sue, "français")
        await until(lambda: any("français" in text for text in workspace.private(sue)))
        slack.shortcut(sue, "compose")
        form = await form_with(workspace, sue, "Que voulez-vous demander à vos collègues")
        assert form.view["title"]["text"] == "Demander aux collègues"
        assert "colleagues" not in json.dumps(form.view)
        ts = slack.say(sue, workspace.channel, "Ask Mary Dupont")
        await until(lambda: ts not in slack.world.channels[workspace.channel].messages)
        slack.shortcut(workspace.bob, "compose")
        await form_with(workspace, workspace.bob, "What do you want to ask")


async def test_it_is_french_for_somebody_who_is(workspace: Workspace, bot: Bot) -> None:
    slack = workspace.platform
    odile = slack.add_user("Odile", locale="fr-FR")
    async with bot(workspace.settings()):
        slack.opens_home(odile)
        await until(lambda: "Demander aux collègues" in shown(workspace, odile))
        slack.press_at_home(odile, "Urgent")
        await until(lambda: any("3114" in text for text in workspace.private(odile)))
        assert "Ask colleagues" not in shown(workspace, odile)
