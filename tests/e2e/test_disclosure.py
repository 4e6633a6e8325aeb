"""Disclosure from the chats, with the real SDKs: begun there, told of there, objected to there; decided on the console alone."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import httpx
import pytest

from bot.domain.disclosure import State
from bot.domain.messages import PersonRef
from bot.domain.roster import Role
from bot.handlers.context import Context
from tests.e2e.conftest import Bot, journalled, until
from tests.e2e.disclosing import asked, opened
from tests.e2e.test_console import links, on_the_roster, with_pages
from tests.e2e.test_slack import DETAILS, Workspace
from tests.e2e.test_slack_compose import form_with, workspace
from tests.e2e.test_slack_home import shown
from tests.e2e.test_telegram import Group, group
from tests.platforms.telegram.model import Person

__all__ = ["group", "workspace"]

pytestmark = pytest.mark.long
"""Each starts the whole bot."""


def reference_of(posts: list[str]) -> str:
    return re.findall(r"C-[2-9A-Z]{5}", "\n".join(posts))[0]


async def state_of(context: Context, disclosure_id: str) -> State:
    async with context.store.read() as unit:
        found = await unit.disclosures.get(disclosure_id)
    assert found is not None
    return found.state


async def test_on_slack_a_form_leads_a_supervisor_to_the_console_and_a_slack_account_alone_approves_nothing(
    workspace: Workspace, bot: Bot, tmp_path: Path
) -> None:
    slack, sue, bob, margaret = workspace.platform, workspace.sue, workspace.bob, workspace.margaret
    environ, home = with_pages(workspace.settings()), tmp_path / "home"
    first = await on_the_roster(home, environ, PersonRef("slack", margaret), Role.SUPERVISOR)
    await on_the_roster(home, environ, PersonRef("slack", bob), Role.SUPERVISOR)
    async with bot(environ) as context, httpx.AsyncClient() as browser:
        slack.say(sue, workspace.channel, DETAILS)
        await until(workspace.bot_says)
        reference = reference_of(workspace.bot_says())
        slack.opens_home(margaret)
        await until(lambda: "Open a detail" in shown(workspace, margaret))
        slack.press_at_home(margaret, "Open a detail")
        await form_with(workspace, margaret, "reference")
        slack.fill(margaret, "reference", reference.lower())
        slack.submit(margaret)
        await form_with(workspace, margaret, "On which ground?")
        slack.fill(margaret, "ground", "a person in danger")
        slack.submit(margaret)
        form = await form_with(workspace, margaret, "strictly necessary")
        assert "Dupont" not in form.shown
        slack.fill(margaret, "word:1", "[Person A]")
        slack.submit(margaret)
        form = await form_with(workspace, margaret, "/console/in/")
        led = await browser.post(links([form.shown])[0], headers=origin(environ))
        assert unquote(led.headers["location"]).endswith(f"?to=ask/{reference}/person_in_danger/Person_A")

        request = await asked(context, first, reference)
        await until(lambda: any("asks to open [Person A]" in text for text in workspace.private(bob)))
        (note,) = [seen for seen in slack.direct(bob) if "See it on the console" in seen.buttons]
        slack.press(bob, workspace.direct_channel(bob), note.ts, "See it on the console")
        await until(lambda: links(workspace.private(bob)))
        link = links(workspace.private(bob))[-1]
        there = await browser.get(link)
        assert (there.status_code, "Person A" in there.text) == (200, False)
        entered = await browser.post(link, headers=origin(environ))
        assert unquote(entered.headers["location"]).endswith(f"?to=requests/{request}")
        cookie = {"cookie": entered.headers["set-cookie"].partition(";")[0]}
        for path in ("", f"/requests/{request}", f"/ask/{reference}"):
            page = await browser.get(f"{base(environ)}/console{path}", headers=cookie)
            assert page.status_code == 401
        approve, typed = f"{base(environ)}/console/requests/{request}/approve", {"token": "x", "code": "123456"}
        assert (await browser.post(approve, data=typed, headers={**origin(environ), **cookie})).status_code == 401
        assert (await browser.post(link, headers=origin(environ))).status_code == 404
        assert await state_of(context, request) is State.REQUESTED
        assert await journalled(context, "request_refused", times=5)  # every one of these tries


async def test_on_telegram_the_same_steps_are_buttons_and_others_are_told_whom_to_ask(
    group: Group, bot: Bot, tmp_path: Path
) -> None:
    world = group.world
    for person in (group.sue, group.bob, group.margaret):
        world.starts(person)
    environ = with_pages(group.settings())
    await on_the_roster(tmp_path / "home", environ, PersonRef("telegram", str(group.margaret.id)), Role.SUPERVISOR)
    async with bot(environ):
        world.says(group.sue, group.chat, DETAILS)
        await until(group.bot_says)
        reference = reference_of(group.bot_says())
        chats = {person.name: world.chats[person.id] for person in (group.bob, group.margaret)}
        world.says(group.bob, chats["Bob"], f"details {reference}")
        await until(lambda: any("a supervisor, or for some grounds" in text for text in group.private(group.bob)))
        world.says(group.margaret, chats["Margaret"], f"/details {reference}")
        for label in ("Ground: a person in danger", "☐ [phone 1]", "☐ [Person A]", "Go on, on the console"):
            await until(lambda label=label: label in buttons_of(group, group.margaret))
            press(group, group.margaret, label)
        await until(lambda: links(group.private(group.margaret)))
        assert not any("Dupont" in text for text in group.private(group.margaret))


async def test_urgent_alerts_whoever_knows_the_person_and_an_opening_is_objected_to_in_ones_own_words(
    group: Group, bot: Bot, tmp_path: Path
) -> None:
    world, home = group.world, tmp_path / "home"
    nina = world.person("Nina")
    group.chat.people[nina.id] = nina
    for person in (group.sue, group.bob, group.margaret, nina):
        world.starts(person)
    environ = with_pages(group.settings())
    ids = [
        await on_the_roster(home, environ, PersonRef("telegram", str(person.id)), Role.SUPERVISOR)
        for person in (group.margaret, nina)
    ]
    async with bot(environ) as context:
        world.says(group.sue, group.chat, DETAILS)
        await until(group.bot_says)
        reference = reference_of(group.bot_says())
        asking = world.says(group.bob, group.chat, "/urgent", reply_to_message=world.last(group.chat).json)
        await until(lambda: asking.deleted)
        await until(lambda: any("3114" in text for text in group.private(group.bob)))
        press(group, group.bob, f"Alert who knows them: {reference}")
        await until(lambda: any("1 of 1 have it now" in text for text in group.private(group.bob)))
        assert any("is in danger now" in text and reference in text for text in group.private(group.sue))
        await opened(context, ids[0], ids[1], await asked(context, ids[0], reference))
        await until(lambda: any("was allowed to learn [Person A]" in text for text in group.private(group.sue)))
        press(group, group.sue, "I object")
        await until(lambda: any("Write to me now why you object" in text for text in group.private(group.sue)))
        world.says(group.sue, world.chats[group.sue.id], "Mary Dupont forbade it")
        await until(
            lambda: any("Somebody who had no part in it answers you" in text for text in group.private(group.sue))
        )
        await until(lambda: any("Somebody objects" in text for text in group.private(nina)))
        assert not any("forbade" in seen.text for seen in world.view(world.chats[group.sue.id]))
        assert await journalled(context, "disclosure_contested")


def press(group: Group, person: Person, label: str) -> None:
    """The latest button of that label, of those the bot put before `person` alone."""
    chat = group.world.chats[person.id]
    seen = next(one for one in reversed(group.world.view(chat)) if label in one.buttons)
    group.world.presses(person, chat.messages[seen.id], label)


def buttons_of(group: Group, person: Person) -> list[str]:
    return [label for one in group.world.view(group.world.chats[person.id]) for label in one.buttons]


def base(environ: dict[str, str]) -> str:
    return environ["ENTRENOUS_PAGES__URL"]


def origin(environ: dict[str, str]) -> dict[str, str]:
    return {"origin": base(environ)}
