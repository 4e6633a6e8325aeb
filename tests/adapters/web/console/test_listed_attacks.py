"""The attacks of issue 6, by name: each refused and journalled. What is tried elsewhere is named here and not tried twice."""

from __future__ import annotations

import importlib

import pytest
from sqlalchemy import text

from bot.domain.disclosure import State
from bot.domain.roster import Role
from tests.adapters.web.console.house import House
from tests.adapters.web.console.test_attacks import OWN
from tests.adapters.web.console.test_breach_pages import BREACHES
from tests.adapters.web.console.test_people import FORMS
from tests.adapters.web.console.test_request_attacks import JOURNAL, REQUESTS
from tests.adapters.web.console.world import World, made_token
from tests.bot.handlers.disclosure.board import NAME

HERE, CONSOLE, HANDLERS = __name__, "tests.adapters.web.console", "tests.bot.handlers.disclosure"
LISTED: dict[str, tuple[str, ...]] = {
    "replayed link": (
        f"{CONSOLE}.test_way_in:test_a_link_that_was_used_leads_nowhere_and_it_is_journalled",
        f"{HANDLERS}.test_chats:test_whoever_is_asked_gets_a_button_that_leads_to_the_very_request_once",
    ),
    "link used by another": (
        f"{HERE}:test_a_link_in_wrong_hands_lets_nobody_in",
        f"{CONSOLE}.test_request_attacks:test_a_link_to_a_request_that_another_follows_shows_them_their_own_console",
    ),
    "guessed code": (
        f"{CONSOLE}.test_way_in:test_guessing_locks_whatever_is_typed_then_and_the_person_is_told",
        f"{CONSOLE}.test_request_attacks:test_who_guesses_codes_there_is_locked",
        f"{CONSOLE}.test_request_attacks:test_a_code_that_was_used_agrees_to_nothing",
        f"{HERE}:test_a_code_for_one_request_agrees_to_no_other",
    ),
    "CSRF": (f"{HERE}:test_no_form_on_a_foreign_page_changes_anything",),
    "session fixation": (f"{HERE}:test_a_session_that_somebody_planted_is_worth_nothing",),
    "IDOR": (
        f"{CONSOLE}.test_attacks:test_every_role_at_every_address",
        f"{CONSOLE}.test_request_attacks:test_every_role_at_every_address_of_a_disclosure",
        f"{CONSOLE}.test_request_attacks:test_nobody_but_the_viewer_looks_or_opens",
        f"{CONSOLE}.test_request_attacks:test_a_request_that_is_not_theirs_and_one_that_is_none_tell_the_same",
        f"{CONSOLE}.test_breach_pages:test_every_role_at_every_address_of_a_breach_file",
        f"{CONSOLE}.test_breach_pages:test_a_file_that_is_none_is_not_found_and_that_is_journalled",
    ),
    "a chat account without a second factor": (
        f"{HERE}:test_who_has_the_chat_account_alone_opens_no_page_and_decides_nothing",
        f"{HANDLERS}.test_chats:test_no_button_of_a_chat_decides_or_opens",
        "tests.e2e.test_disclosure:test_on_slack_a_form_leads_a_supervisor_to_the_console_and_a_slack_account_alone_approves_nothing",
    ),
    "an administrator who edits a state in the database": (
        f"{HERE}:test_a_state_that_was_written_into_the_database_opens_nothing",
        f"{HANDLERS}.test_tampering:test_a_state_that_is_written_over_is_found",
        f"{HANDLERS}.test_tampering:test_an_older_record_with_its_own_seal_put_back_is_found",
        f"{HANDLERS}.test_breaches:test_a_file_that_somebody_changed_in_the_database_is_none",
    ),
    "a session left open": (f"{HERE}:test_a_session_that_was_left_open_breaks_no_glass",),
}
"""Attack: the tests that try it."""


@pytest.mark.parametrize("attack", LISTED)
def test_every_attack_of_the_list_is_tried(attack: str) -> None:
    for reference in LISTED[attack]:
        module, _, name = reference.partition(":")
        assert callable(getattr(importlib.import_module(module), name))


async def refusals(world: World) -> list[str]:
    return [str(body["code"]) for kind, body in await world.journal() if kind == "request_refused"]


async def test_a_link_in_wrong_hands_lets_nobody_in(world: World) -> None:
    await world.enrolled("ada")
    await world.enrolled("sol")
    link, thief = await world.link("ada"), world.browser()
    await thief.post(link)
    await thief.get("/console/sign-in")
    await thief.send("/console/sign-in", code=world.code("sol"))
    assert thief.status == 401
    assert (await world.journal())[-1] == ("factor_refused", {"member": world.ids["ada"], "code": "wrong"})
    ada = world.browser()
    assert (await ada.post(link)).status_code == 404
    assert await refusals(world) == ["link-gone"]


async def test_a_code_for_one_request_agrees_to_no_other(house: House) -> None:
    """The form of one request sent to the address of another: its token is of the first."""
    ann, ben = await house.world.signed_in("ann"), await house.world.signed_in("ben")
    first, second = await house.asked(ann), await house.asked(ann)
    await ben.get(f"/console/requests/{first}")
    token = ben.token(f"/console/requests/{first}/approve")
    await ben.post(f"/console/requests/{second}/approve", token=token, code=house.world.code("ben"))
    assert ben.status == 401
    assert (await house.request(second)).state is State.REQUESTED
    assert await refusals(house.world) == ["token-forged"]


@pytest.mark.parametrize("trick", ["foreign", "none", "another"])
async def test_no_form_on_a_foreign_page_changes_anything(house: House, trick: str) -> None:
    """Every address that changes something, as each of two people who may."""
    world = house.world
    dan, ada = await world.signed_in("dan"), await world.signed_in("ada")
    one, case = await house.asked(await world.signed_in("ann")), house.case
    before = len(await world.journal())
    posts = [path for method, path in (*OWN, *FORMS, *REQUESTS, *JOURNAL, *BREACHES) if method == "POST"]
    assert len(posts) > 20
    for path in posts:
        there = path.format(id=one, case=case, ground="person_in_danger", fields="Person_A", member=world.ids["sol"])
        browser = ada if "/people" in there else dan
        token = made_token(browser if trick == "foreign" else ada if browser is dan else dan, there)
        headers = {"Origin": "https://example.net"} if trick == "foreign" else {}
        fields = {} if trick == "none" else {"token": token}
        await browser.post(there, headers, **fields, reason="mine", code=world.code("dan"), name="Mallory")
        assert browser.status == 401
    entries = (await world.journal())[before:]
    code = {"foreign": "origin", "none": "token-missing", "another": "token-forged"}[trick]
    assert {(kind, str(body.get("code"))) for kind, body in entries} == {("request_refused", code)}
    assert len(entries) == len(posts)


async def test_a_session_that_somebody_planted_is_worth_nothing(world: World) -> None:
    await world.enrolled("sol")
    browser = await world.knocked("sol")
    planted = browser.session
    await browser.send("/console/sign-in", code=world.code("sol"))
    for session in (planted, "A" * 43):
        thief = world.browser()
        thief.session = session
        assert (await thief.get("/console")).status_code == 401
    assert await refusals(world) == ["session-unknown"] * 2


async def test_who_has_the_chat_account_alone_opens_no_page_and_decides_nothing(house: House) -> None:
    ann = await house.world.signed_in("ann")
    one = await house.asked(ann)
    await house.world.enrolled("ben")
    thief = await house.world.knocked("ben")
    for path in (f"/console/requests/{one}", f"/console/requests/{one}/look", "/console/journal"):
        browser = house.world.browser()
        browser.session = thief.session
        assert (await browser.get(path)).status_code == 401
        assert NAME not in browser.page
    approve = f"/console/requests/{one}/approve"
    await thief.post(approve, token=made_token(thief, approve), code="123456")
    assert thief.status == 401
    assert (await house.request(one)).state is State.REQUESTED
    assert await refusals(house.world) == ["session-waiting"] * 4


async def test_a_state_that_was_written_into_the_database_opens_nothing(house: House) -> None:
    ann = await house.world.signed_in("ann")
    one = await house.asked(ann)
    await ann.get(f"/console/requests/{one}")
    async with house.world.context.store.session(writes=True) as session:  # type: ignore[attr-defined]
        await session.run(text("UPDATE disclosures SET state = 'approved'"))
    path = f"/console/requests/{one}/open"
    await ann.post(path, token=made_token(ann, path))
    assert ann.status == 404
    assert (await ann.get(f"/console/requests/{one}/look")).status_code == 404
    assert NAME not in ann.page
    denied = [body["code"] for kind, body in await house.world.journal() if kind == "disclosure_denied"]
    assert denied.count("tampered") == 2


async def test_a_session_that_was_left_open_breaks_no_glass(house: House) -> None:
    """A quarter of an hour after they came in it takes a new code, typed for it; a used one does not do."""
    world = house.world
    ann = await world.signed_in("ann")
    await ann.get(f"/console/glass/{house.case}")
    assert 'name="code"' not in ann.page
    for _ in range(2):
        world.clock.pass_time(minutes=8)
        await ann.get(f"/console/glass/{house.case}")
    assert 'name="code"' in ann.page
    opens = f"/console/glass/{house.case}/open/person_in_danger"
    once, token = ann.page.partition(opens)[2].partition('name="once" value="')[2].partition('"')[0], ann.token(opens)
    for code, key in (("", "code_wanted"), ("000000", "wrong")):
        await ann.post(opens, None, token=token, once=once, code=code, **house.form())
        assert ann.status == 422
        assert 'aria-describedby="code-help code-said"' in ann.page
        assert (await world.journal())[-1][1]["code"] == key
    assert "disclosure_opened" not in await world.kinds()
    await ann.post(opens, None, token=token, once=once, code=world.code("ann"), **house.form())
    assert ann.status == 303
    assert (await world.kinds()).count("disclosure_opened") == 1
    await ann.post(opens, None, token=token, once=once, code=world.code("ann"), **house.form())
    assert ann.status == 303
    assert (await world.kinds()).count("disclosure_opened") == 1


async def test_a_role_that_was_taken_away_agrees_to_nothing_more(house: House) -> None:
    ann, ben = await house.world.signed_in("ann"), await house.world.signed_in("ben")
    one = await house.asked(ann)
    await ben.get(f"/console/requests/{one}")
    async with house.world.context.store.begin() as unit:
        await unit.roster.give_roles(house.world.ids["ben"], frozenset({Role.TRUSTEE}))
    await ben.send(f"/console/requests/{one}/approve", code=house.world.code("ben"))
    assert ben.status in (404, 409)
    assert (await house.request(one)).approvals == ()
    denied = [body for kind, body in await house.world.journal() if kind == "disclosure_denied"]
    assert [body["by"] for body in denied] == [house.world.ids["ben"]]
