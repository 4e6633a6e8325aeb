"""Sessions of the console: short, one browser's, over at once when their person may not come in any more."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.bootstrap import rules_of
from bot.domain.roster import Role
from bot.handlers.roster import TERMINAL, give_roles, leave
from config.settings import load_settings
from tests.adapters.web.console.world import World


async def test_a_quarter_of_an_hour_without_a_click_ends_it(world: World) -> None:
    browser = await world.signed_in("sol")
    for _ in range(3):
        world.clock.pass_time(minutes=14)
        assert (await browser.get("/console")).status_code == 200
    world.clock.pass_time(minutes=15)
    assert (await browser.get("/console")).status_code == 401
    assert "Max-Age=0" in browser.set_cookie


async def test_an_hour_ends_it_whatever_is_done(world: World) -> None:
    browser = await world.signed_in("sol")
    for _ in range(5):
        world.clock.pass_time(minutes=11)
        assert (await browser.get("/console")).status_code == 200
    world.clock.pass_time(minutes=5)
    assert (await browser.get("/console")).status_code == 401


async def test_signing_out_ends_this_browsers_session_alone(world: World) -> None:
    one, two = await world.signed_in("sol"), await world.signed_in("sol")
    await one.get("/console")
    token = one.session
    await one.send("/console/out")
    assert "You are signed out" in one.text()
    one.session = token
    assert (await one.get("/console")).status_code == 401
    assert (await two.get("/console")).status_code == 200


async def test_all_of_them_are_shown_and_end_together_and_nobody_elses(world: World) -> None:
    another, one, two = await world.signed_in("ada"), await world.signed_in("sol"), await world.signed_in("sol")
    await one.get("/console")
    assert one.text().count("Since ") == 2
    assert one.text().count("This browser.") == 1
    await one.send("/console/out-everywhere")
    assert (await two.get("/console")).status_code == 401
    assert (await another.get("/console")).status_code == 200
    assert ("console_left", {"member": world.ids["sol"], "how": "all", "sessions": 2}) in await world.journal()


async def test_who_leaves_is_out_at_once_with_telephone_and_links(world: World) -> None:
    browser, link = await world.signed_in("sol"), await world.link("sol")
    waiting = await world.knocked("sol")
    async with world.context.store.begin() as unit:
        await leave(unit, world.ids["sol"], by=TERMINAL, now=world.clock.now())
        assert await unit.factors.of(world.ids["sol"]) is None
    assert (await browser.get("/console")).status_code == 401
    assert (await world.browser().post(link)).status_code == 404
    await waiting.send("/console/sign-in", code=world.code("sol"))
    assert waiting.status == 401


async def test_who_loses_the_role_is_out_at_once_and_stays_out_when_it_comes_back(world: World) -> None:
    browser = await world.signed_in("sol")
    async with world.context.store.begin() as unit:
        for role in (Role.LISTENER, Role.SUPERVISOR):
            await give_roles(unit, world.ids["sol"], frozenset({role}), by=TERMINAL, now=world.clock.now())
    assert (await browser.get("/console")).status_code == 401
    assert ("console_left", {"member": world.ids["sol"], "how": "right", "sessions": 1}) in await world.journal()


async def test_a_role_that_went_some_other_way_opens_nothing_either(world: World) -> None:
    """The right is asked for at each request, whatever ended the sessions or did not."""
    browser = await world.signed_in("sol")
    token = browser.session
    for roles in (frozenset[Role](), frozenset({Role.SUPERVISOR})):
        async with world.context.store.begin() as unit:
            await unit.roster.give_roles(world.ids["sol"], roles)
        browser.session = token
        assert (await browser.get("/console")).status_code == 401


async def test_the_language_is_theirs_to_change(world: World) -> None:
    browser = await world.signed_in("sol")
    await browser.get("/console")
    await browser.send("/console/language", lang="fr")
    await browser.get("/console")
    assert 'lang="fr"' in browser.page
    assert "Superviseur" in browser.text()


def test_the_settings_say_how_long() -> None:
    environ = {"ENTRENOUS_CONSOLE__IDLE": "2", "ENTRENOUS_CONSOLE__LONGEST": "5"}
    rules = rules_of(load_settings(environ, files=()))
    assert (rules.console_idle, rules.console_longest) == (timedelta(minutes=2), timedelta(minutes=5))


@pytest.mark.parametrize("path", ["/console", "/console/people"])
async def test_nothing_is_kept_by_a_browser_or_run_in_it(world: World, path: str) -> None:
    page = await (await world.signed_in("ada")).get(path)
    assert page.headers["cache-control"] == "no-store"
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "unsafe" not in page.headers["content-security-policy"]
    assert "<script" not in page.text
    assert " style=" not in page.text
    assert " onclick" not in page.text
