"""What somebody without the right tries at the console's doors. Each is refused and journalled."""

from __future__ import annotations

import time

import pytest
from jinja2 import Environment

from adapters.web.console.routes import ConsolePages
from adapters.web.settings import PagesSettings
from bot.domain.roster import Role
from config.sentences import TomlWording
from tests.adapters.web.console.test_breach_pages import BREACHES
from tests.adapters.web.console.test_people import FORMS
from tests.adapters.web.console.test_request_attacks import JOURNAL, REQUESTS
from tests.adapters.web.console.test_way_in import SIGN_IN
from tests.adapters.web.console.world import World, made_token, standing
from tests.adapters.web.desk import URL, console_desk

ELSEWHERE = {"Origin": "https://example.net"}


async def refusals(world: World) -> list[str]:
    return [str(body["code"]) for kind, body in await world.journal() if kind == "request_refused"]


async def test_a_form_on_a_foreign_page_does_nothing(world: World) -> None:
    """CSRF: the browser would send the cookie along, were it not SameSite=Strict."""
    browser = await world.signed_in("ada")
    await browser.get("/console/people")
    token = browser.token("/console/people")
    await browser.post("/console/people", ELSEWHERE, token=token, name="Mallory", role_administrator="on")
    assert browser.status == 401
    assert "member_added" not in await world.kinds()
    assert await refusals(world) == ["origin"]


async def test_nor_one_that_does_not_say_where_it_stood(world: World) -> None:
    browser = await world.signed_in("ada")
    await browser.get("/console")
    token = browser.token("/console/out")
    del browser.client.headers["Origin"]
    await browser.post("/console/out", token=token)
    assert browser.status == 401
    assert (await browser.get("/console")).status_code == 200


async def test_a_form_without_a_token_or_with_anothers_does_nothing(world: World) -> None:
    await world.person("eve", Role.ADMINISTRATOR)
    ada, eve = await world.signed_in("ada"), await world.signed_in("eve")
    await ada.get("/console/people")
    for token in ("", "0" * 64, ada.token("/console/people")):
        await eve.post("/console/people", token=token, name="Mallory")
        assert eve.status == 401
    assert "member_added" not in await world.kinds()
    assert await refusals(world) == ["token-missing", "token-forged", "token-forged"]


async def test_a_token_is_good_for_its_own_form_alone(world: World) -> None:
    browser = await world.signed_in("ada")
    await browser.get("/console")
    await browser.post(f"/console/people/{world.ids['sol']}/leave", token=browser.token("/console/language"))
    assert browser.status == 401
    assert "member_left" not in await world.kinds()


async def test_a_session_known_before_signing_in_is_worth_nothing_after(world: World) -> None:
    """Session fixation: the token that waited for a code, and one that an attacker chose."""
    await world.enrolled("sol")
    browser = await world.knocked("sol")
    before = browser.session
    await browser.send("/console/sign-in", code=world.code("sol"))
    assert browser.session != before
    for planted in (before, "A" * 43):
        for path in ("/console", "/console/sign-in"):
            thief = world.browser()
            thief.session = planted
            assert (await thief.get(path)).status_code == 401
    chosen = world.browser()
    chosen.session = "A" * 43
    await chosen.post(await world.link("sol"))
    assert chosen.session != "A" * 43


async def test_a_link_that_somebody_else_got_hold_of_does_not_let_them_in(world: World) -> None:
    await world.enrolled("ada")
    await world.enrolled("sol")
    thief = world.browser()
    await thief.post(await world.link("ada"))
    await thief.get("/console/sign-in")
    await thief.send("/console/sign-in", code=world.code("sol"))
    assert thief.status == 401
    assert (await thief.get("/console/people")).status_code == 401


async def test_a_waiting_session_is_no_signed_in_one_for_any_page(world: World) -> None:
    await world.enrolled("ada")
    browser = await world.knocked("ada")
    for method, path in FORMS:
        there = path.format(member=world.ids["sol"])
        response = await (browser.get(there) if method == "GET" else browser.post(there))
        assert response.status_code == 401
    assert world.ids["sol"] not in browser.page


ROLES = [*Role, None]
OWN = (
    ("GET", "/console"),
    ("POST", "/console/language"),
    ("POST", "/console/out"),
    ("POST", "/console/out-everywhere"),
)
"""What everybody has who is signed in."""


async def test_no_address_of_the_console_is_missing_in_these_tables(world: World) -> None:
    settings, desk = PagesSettings(url=URL), console_desk(world.context)
    console = ConsolePages(settings, TomlWording(), desk, Environment(autoescape=True), time.monotonic)
    way_in = [("GET", "/console/in/{link}"), ("POST", "/console/in/{link}"), ("GET", SIGN_IN), ("POST", SIGN_IN)]
    served = [
        (method, route.path) for route in console.routes() for method in sorted(route.methods or ()) if method != "HEAD"
    ]
    assert sorted(served) == sorted([*way_in, *OWN, *FORMS, *REQUESTS, *JOURNAL, *BREACHES])


@pytest.mark.parametrize("role", ROLES)
async def test_every_role_at_every_address(world: World, role: Role | None) -> None:
    """`None`: nobody is signed in. Who is a listener alone cannot be; their session is made by hand."""
    browser = await standing(world, role)
    mine = role is Role.ADMINISTRATOR
    seen = {}
    for method, path in FORMS:
        there = path.format(member=world.ids["sol"])
        if method == "GET":
            await browser.get(there)
        else:
            await browser.post(there, token=made_token(browser, there), name="Una Quill", channel="web", account="una")
        seen[method, path] = browser.status
    if role in (None, Role.LISTENER):
        assert set(seen.values()) == {401}
    elif mine:
        assert set(seen.values()) <= {200, 303}
    else:
        assert set(seen.values()) == {403}
        refused = [body for kind, body in await world.journal() if kind == "console_refused"]
        assert refused == [{"member": world.ids["one"], "wanted": "roster"}] * len(FORMS)
    changed = {"member_added", "member_invited", "roles_changed", "member_left", "account_linked"} & set(
        await world.kinds()
    )
    assert bool(changed) is mine


@pytest.mark.parametrize("role", ROLES)
async def test_every_role_at_its_own_pages(world: World, role: Role | None) -> None:
    browser = await standing(world, role)
    outside = role in (None, Role.LISTENER)
    for method, path in OWN:
        if method == "POST" and path.startswith("/console/out") and not outside:
            browser = await world.signed_in("one")
        await (browser.get(path) if method == "GET" else browser.post(path, token=made_token(browser, path)))
        assert browser.status in ((401,) if outside else (200, 303))


async def test_addresses_of_others_and_of_nobody_tell_a_stranger_the_same(world: World) -> None:
    """IDOR: an id in the address opens nothing that the right does not."""
    browser = await world.signed_in("sol")
    answers = set()
    for member in (world.ids["ada"], world.ids["sol"], "M-22222", "../etc", "M-%00"):
        page = await browser.get(f"/console/people/{member}")
        answers.add((page.status_code, page.text))
    assert {status for status, _ in answers} <= {403, 404}
    assert all("Quill" not in text for _, text in answers)
    found = {(await browser.get(f"/console/people/{member}")).text for member in (world.ids["ada"], "M-22222")}
    assert len(found) == 1


async def test_a_hammering_address_is_slowed_down_and_nobody_else(world: World) -> None:
    link, browser = "/console/in/never-was", world.browser()
    response = await browser.post(link)
    statuses = [response.status_code]
    while 429 not in statuses and len(statuses) < 200:
        response = await browser.post(link)
        statuses.append(response.status_code)
    assert set(statuses[:20]) == {404}
    assert statuses[-1] == 429
    assert int(response.headers["retry-after"]) >= 1
    behind = await browser.post(link, {"X-Forwarded-For": "203.0.113.5, 198.51.100.7"})
    assert behind.status_code == 404


async def test_a_form_too_big_is_refused_before_it_is_read(world: World) -> None:
    browser = await world.signed_in("ada")
    await browser.post("/console/people", token="x", name="a" * 600_000)
    assert browser.status == 413


async def test_no_secret_and_no_name_reaches_the_log(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    browser, codes = await world.enrolled("ada")
    await browser.get("/console/people")
    await browser.send("/console/people", name="Canary Nightingale")
    await browser.send("/console/people", name="[Person A]") if browser.status != 303 else None
    written = "".join(capsys.readouterr()) + str(await world.journal()) + repr(world.context)
    for secret in ("Canary", "Nightingale", "Quill", browser.session, *codes, *(c.replace("-", "") for c in codes)):
        assert secret not in written
