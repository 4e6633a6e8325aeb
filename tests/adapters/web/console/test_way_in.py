"""The way into the console: a link that works once, a telephone, codes on paper; and what does not lead in."""

from __future__ import annotations

import html

import pytest

from bot.domain.factor import address_of
from bot.domain.records import NoteKind
from bot.domain.roster import Role
from bot.handlers.signing_in import console_path
from tests.adapters.web.console.world import COOKIE, World
from tests.adapters.web.desk import URL

SIGN_IN = "/console/sign-in"


@pytest.mark.parametrize("words", ["console", "open the console", "/console", "Ouvrir la console", "entrenous console"])
async def test_whom_it_is_for_is_given_a_link_in_the_private_chat(world: World, words: str) -> None:
    answer = await world.asks("sol", words)
    assert answer.line.key == "answer.console"
    assert answer.page is not None
    assert answer.page.startswith(f"{URL}/console/in/")


@pytest.mark.parametrize("account", ["lin", "stranger"])
async def test_nobody_else_is(world: World, account: str) -> None:
    answer = await world.asks(account)
    assert (answer.line.key, answer.page) == ("answer.console_not_yours", None)


async def test_fetching_the_link_uses_nothing_up_and_sets_no_cookie(world: World) -> None:
    link, browser = await world.link("sol"), world.browser()
    for _ in range(3):
        page = await browser.get(link)
        assert page.status_code == 200
        assert "set-cookie" not in page.headers
        assert page.headers["cache-control"] == "no-store"
    assert (await browser.post(link)).status_code == 303


async def test_a_first_time_sets_up_a_telephone_and_shows_codes_on_paper_once(world: World) -> None:
    browser, codes = await world.enrolled("sol")
    assert len(set(codes)) == 8
    assert (await browser.get("/console")).status_code == 200
    assert "Sol <Quill>" in browser.text()
    assert "Supervisor" in browser.text()
    assert "still good: 8" in browser.text()
    assert not [code for code in codes if code in browser.page]
    assert [kind for kind in await world.kinds() if "factor" in kind] == ["factor_enrolled"]


async def test_the_picture_says_what_the_letters_say(world: World) -> None:
    browser = await world.knocked("sol")
    assert "<svg" in browser.page
    assert "style=" not in browser.page
    assert "script" not in browser.page
    again = browser.secret()
    assert f'href="{html.escape(address_of(again, world.ids["sol"]))}"' in browser.page
    await browser.get(SIGN_IN)
    assert browser.secret() == again


async def test_the_next_time_the_code_is_enough_and_no_secret_is_shown(world: World) -> None:
    await world.enrolled("sol")
    browser = await world.knocked("sol")
    assert "<svg" not in browser.page
    await browser.send(SIGN_IN, code=world.code("sol"))
    assert browser.status == 303
    assert (await browser.get("/console")).status_code == 200
    assert (await world.journal())[-1] == ("console_entered", {"member": world.ids["sol"], "how": "code"})


@pytest.mark.parametrize("steps", [-1, 1])
async def test_a_clock_may_be_half_a_minute_off(world: World, steps: int) -> None:
    await world.enrolled("sol")
    world.clock.pass_time(minutes=2)
    browser = await world.knocked("sol")
    await browser.send(SIGN_IN, code=world.code("sol", steps))
    assert browser.status == 303


@pytest.mark.parametrize("steps", [-2, 2])
async def test_and_no_more(world: World, steps: int) -> None:
    await world.enrolled("sol")
    world.clock.pass_time(minutes=2)
    browser = await world.knocked("sol")
    await browser.send(SIGN_IN, code=world.code("sol", steps))
    assert browser.status == 401


async def test_the_cookie_is_bound_to_this_host_and_out_of_reach_of_scripts(world: World) -> None:
    browser = await world.knocked("sol")
    attributes = {part.strip().lower() for part in browser.set_cookie.split(";")[1:]}
    assert browser.set_cookie.startswith(f"{COOKIE}=")
    assert attributes == {"httponly", "path=/", "samesite=strict", "secure"}


async def test_a_link_that_was_used_leads_nowhere_and_it_is_journalled(world: World) -> None:
    link, first, second = await world.link("sol"), world.browser(), world.browser()
    await first.post(link)
    for path in (link, "/console/in/never-was"):
        assert (await second.post(path)).status_code == 404
        assert (await second.get(path)).status_code == 404
    assert second.session == ""
    assert ("request_refused", {"channel": "web", "code": "link-gone"}) in await world.journal()


async def test_a_link_grows_old(world: World) -> None:
    link, browser = await world.link("sol"), world.browser()
    world.clock.pass_time(minutes=10)
    assert (await browser.post(link)).status_code == 404


async def test_a_link_of_another_kind_does_not_open_the_console(world: World) -> None:
    page = (await world.asks("sol", "compose")).page
    assert page is not None
    browser, link = world.browser(), page.removeprefix(URL)
    assert (await browser.post(link.replace("/compose/", "/console/in/"))).status_code == 404
    assert (await browser.get(link)).status_code == 200


async def test_without_the_code_a_link_opens_no_page(world: World) -> None:
    await world.enrolled("ada")
    browser = await world.knocked("ada")
    for path in ("/console", "/console/people"):
        assert (await browser.get(path)).status_code == 401


async def test_waiting_for_a_code_ends_after_ten_minutes(world: World) -> None:
    await world.enrolled("sol")
    browser = await world.knocked("sol")
    world.clock.pass_time(minutes=10)
    await browser.send(SIGN_IN, code=world.code("sol"))
    assert browser.status == 401
    assert "not signed in" in browser.text()


async def test_the_same_code_is_good_once(world: World) -> None:
    await world.enrolled("sol")
    one, two = await world.knocked("sol"), await world.knocked("sol")
    code = world.code("sol")
    await one.send(SIGN_IN, code=code)
    await two.send(SIGN_IN, code=code)
    assert (one.status, two.status) == (303, 401)
    assert (await world.journal())[-1] == ("factor_refused", {"member": world.ids["sol"], "code": "replayed"})
    wrong = two.text()
    await two.send(SIGN_IN, code="000000" if code != "000000" else "000001")
    assert two.text() == wrong


async def test_the_code_that_set_the_telephone_up_does_not_sign_in_as_well(world: World) -> None:
    await world.enrolled("sol")
    browser = await world.knocked("sol")
    await browser.send(SIGN_IN, code=world.code("sol", -1))
    assert browser.status == 401


async def test_guessing_locks_whatever_is_typed_then_and_the_person_is_told(world: World) -> None:
    await world.enrolled("sol")
    world.clock.pass_time(minutes=1)
    good = {world.code("sol", steps) for steps in range(-3, 3)}
    guesses = [f"{number:06}" for number in range(20) if f"{number:06}" not in good]
    browser = await world.knocked("sol")
    seen = []
    for guess in guesses[:5]:
        await browser.send(SIGN_IN, code=guess)
        seen.append(browser.status)
    assert seen == [401, 401, 401, 401, 429]
    await browser.send(SIGN_IN, code=world.code("sol"))
    assert browser.status == 429
    another = await world.knocked("sol")
    await another.send(SIGN_IN, code=world.code("sol"))
    assert another.status == 429
    assert ("factor_locked", {"member": world.ids["sol"], "minutes": 15}) in await world.journal()
    assert await told(world, "sol") == ["note.factor_enrolled", "note.factor_locked"]
    world.clock.pass_time(minutes=15)
    assert (await (await world.signed_in("sol")).get("/console")).status_code == 200


async def test_who_goes_on_guessing_is_locked_out_for_longer_each_time(world: World) -> None:
    await world.enrolled("sol")
    minutes = []
    for _ in range(3):
        browser = await world.knocked("sol")
        for _ in range(5):
            await browser.send(SIGN_IN, code="no")
        locked = [body for kind, body in await world.journal() if kind == "factor_locked"]
        minutes.append(locked[-1]["minutes"])
        world.clock.pass_time(minutes=float(str(minutes[-1])))
    assert minutes == [15, 30, 60]


async def test_a_code_on_paper_sets_up_another_telephone_and_works_once(world: World) -> None:
    _, codes = await world.enrolled("sol")
    lost = world.secrets.pop("sol")
    browser = await world.knocked("sol")
    before = browser.session
    await browser.send(SIGN_IN, code=codes[3].lower())
    assert browser.status == 303
    assert browser.session != before
    assert (await browser.get("/console")).status_code == 401
    again = await world.knocked("sol")
    await again.send(SIGN_IN, code=codes[3])
    assert again.status == 401
    browser = await world.knocked("sol")
    await browser.send(SIGN_IN, code=codes[4])
    await browser.get(SIGN_IN)
    world.secrets["sol"] = browser.secret()
    assert world.secrets["sol"] != lost
    await browser.send(SIGN_IN, code=world.code("sol"))
    assert browser.status == 200
    assert codes[0] not in browser.page
    world.clock.pass_time(seconds=30)
    browser = await world.knocked("sol")
    await browser.send(SIGN_IN, code=codes[0])
    assert browser.status == 401
    assert ("recovery_used", {"member": world.ids["sol"], "left": 7}) in await world.journal()
    assert ("factor_enrolled", {"member": world.ids["sol"], "how": "recovery"}) in await world.journal()


async def test_another_browser_cannot_set_up_a_second_telephone(world: World) -> None:
    """Both came by a link before there was any; the slower one finds the door shut."""
    slow = await world.knocked("sol")
    await world.enrolled("sol")
    secret = slow.secret()
    world.secrets["thief"] = secret
    await slow.send(SIGN_IN, code=world.code("thief"))
    assert slow.status == 401
    assert (await slow.get("/console")).status_code == 401


async def test_the_person_and_the_supervisors_hear_of_a_new_telephone(world: World) -> None:
    await world.person("tru", Role.TRUSTEE)
    await world.enrolled("tru")
    assert await told(world, "tru") == ["note.factor_enrolled"]
    assert await told(world, "sol") == ["note.factor_enrolled_other"]
    assert await told(world, "lin") == []


async def test_an_old_session_of_the_same_browser_ends_when_a_new_link_is_used(world: World) -> None:
    browser = await world.signed_in("ada")
    before = browser.session
    await browser.post(await world.link("sol"))
    assert browser.session != before
    browser.session = before
    assert (await browser.get("/console")).status_code == 401


async def test_it_speaks_french_with_who_asks_in_french(world: World) -> None:
    browser = world.browser()
    link = await world.link("sol", "fr")
    await browser.get(link)
    assert 'lang="fr"' in browser.page
    await browser.post(link)
    await browser.get(SIGN_IN)
    assert "Enregistrez votre téléphone" in browser.text()


async def told(world: World, account: str) -> list[str]:
    """What somebody was told about second factors, or will be at the bot's next round."""
    async with world.context.store.read() as unit:
        waiting = [await unit.notes.content(one.note_id) for one in await unit.notes.pending_of(NoteKind.FACTOR)]
    notes = [*world.channel.told[account], *(note for note in waiting if note.to.account == account)]
    return [note.line.key for note in notes if note.line.key.startswith("note.factor")]


async def test_a_link_may_lead_to_one_page_and_the_code_comes_first(world: World) -> None:
    await world.enrolled("sol")
    async with world.context.store.begin() as unit:
        now, to = world.clock.now(), "requests/0123456789abcdef"
        path = await console_path(unit, world.ids["sol"], "en", by=world.ids["sol"], now=now, to=to)
        with pytest.raises(ValueError, match="no page"):
            await console_path(unit, world.ids["sol"], "en", by=world.ids["sol"], now=now, to="../x")
    browser = world.browser()
    there = (await browser.post(path)).headers["location"]
    assert there.endswith("/console/sign-in?to=requests/0123456789abcdef")
    await browser.get(there.removeprefix("/entrenous"))
    await browser.send("/console/sign-in", code="12", to="requests/0123456789abcdef")
    assert browser.status == 401
    assert 'name="to" value="requests/0123456789abcdef"' in browser.page
    done = await browser.send("/console/sign-in", code=world.code("sol"), to="requests/0123456789abcdef")
    assert done.headers["location"].endswith("/console/requests/0123456789abcdef")


@pytest.mark.parametrize("to", ["//example.net", "https://example.net", "../..", "requests/../../look", "x" * 300])
async def test_a_browser_that_brings_another_address_is_led_to_the_first_page(world: World, to: str) -> None:
    await world.enrolled("sol")
    browser = await world.knocked("sol")
    done = await browser.send("/console/sign-in", code=world.code("sol"), to=to)
    assert done.headers["location"] == "/entrenous/console"
