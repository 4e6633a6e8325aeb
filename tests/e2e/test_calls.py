"""A note of a call: its parts become one draft, seen and redacted like any other, on the page, on Slack and on Telegram."""

from __future__ import annotations

import httpx

from tests.e2e.conftest import Bot, until
from tests.e2e.test_compose_page import Association, field
from tests.e2e.test_compose_page import group as group
from tests.e2e.test_slack import Workspace
from tests.e2e.test_telegram_compose import offered, presses, told
from tests.platforms.slack.server import SlackServer

CALL = {
    "call_who": "Mary Dupont, in her sixties",
    "call_when": "this morning",
    "call_said": "she is in Bergerac and cannot sleep",
    "call_asked": "what helped others?",
    "purpose": "guidance",
}


async def test_on_the_page_four_answers_are_one_message(group: Association, bot: Bot) -> None:
    async with bot(group.environ()), httpx.AsyncClient(headers={"Origin": group.url}) as browser:
        link = await group.link(group.sue)
        assert 'href="?call"' in (await browser.get(link)).text
        empty = await browser.get(f"{link}?call")
        assert "No name is needed" in empty.text
        assert 'name="text"' not in empty.text
        again = await browser.post(f"{link}?call", data=CALL | {"call_said": " "})
        assert again.status_code == 422
        assert 'value="Mary Dupont, in her sixties"' in again.text
        page = await browser.post(f"{link}?call", data=CALL, follow_redirects=True)
        assert "<mark>Mary Dupont</mark>" in page.text
        given = {name: field(page.text, name) for name in ("token", "version", "place")}
        await browser.post(page.url, data=given | {"do": "post"})
        await until(group.bot_says)
        (post,) = group.bot_says()
        assert (
            "Note of a call\nWho called: [Person A], in her sixties\nWhen: this morning\nWhat was said: she is in [Town A"
            in post
        )
        assert "Dupont" not in post


async def test_in_french_it_is_asked_and_told_in_french(group: Association, bot: Bot) -> None:
    french = {"Origin": group.url, "Accept-Language": "fr"}
    async with bot(group.environ()), httpx.AsyncClient(headers=french) as browser:
        link = await group.link(group.bob, "écrire")
        assert "Aucun nom n&#39;est nécessaire" in (await browser.get(f"{link}?call")).text
        said = {"call_who": "Mme Lefèvre", "call_said": "elle a peur de la perfusion"}
        page = await browser.post(f"{link}?call", data=said, follow_redirects=True)
        assert "Qui a appelé :" in page.text
        assert "elle a peur de la perfusion" in page.text


async def test_in_the_private_chat_the_button_leads_to_the_page(group: Association, bot: Bot) -> None:
    async with bot(group.environ()):
        group.world.says(group.sue, group.world.chats[group.sue.id], "help")
        await offered(group, group.sue, "Ask colleagues")
        presses(group, group.sue, "Ask colleagues")
        await offered(group, group.sue, "Note of a call")
        presses(group, group.sue, "Note of a call")
        await until(lambda: any("?call" in text for text in group.private(group.sue)))


async def test_without_pages_it_is_one_message_with_four_questions(group: Association, bot: Bot) -> None:
    async with bot(group.settings()):
        group.world.says(group.sue, group.world.chats[group.sue.id], "help")
        await offered(group, group.sue, "Ask colleagues")
        presses(group, group.sue, "Ask colleagues")
        await offered(group, group.sue, "Note of a call")
        presses(group, group.sue, "Note of a call")
        await told(group, group.sue, "What was said on the telephone?")
        group.world.says(group.sue, group.world.chats[group.sue.id], "Mary Dupont rang this morning, she cannot sleep")
        await told(group, group.sue, "[Person A] rang this morning")


async def test_on_slack_the_command_opens_the_form_with_its_heads(bot: Bot) -> None:
    async with SlackServer() as platform:
        workspace = Workspace(platform)
        async with bot(workspace.settings()):
            platform.slash(workspace.sue, workspace.channel, "/entrenous", "call")
            await until(lambda: (form := platform.form(workspace.sue)) is not None and "place" in form.fields)
            form = platform.form(workspace.sue)
            assert form is not None
            assert "No name is needed" in form.shown
            assert "Who called: \nWhen: \nWhat was said: \nWhat I ask my colleagues: " in str(form.view).replace(
                "\\n", "\n"
            )
            platform.fill(workspace.sue, "text", "Who called: Mary Dupont\nWhat was said: she cannot sleep")
            platform.submit(workspace.sue)
            await until(lambda: "[Person A]" in getattr(platform.form(workspace.sue), "shown", ""))
            platform.submit(workspace.sue)
            await until(lambda: any("Who called: [Person A]" in text for text in workspace.bot_says()))
        platform.check()
