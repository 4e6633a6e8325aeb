"""Every role at every address of a disclosure, and what somebody tries who has no part in it. Each is refused and journalled."""

from __future__ import annotations

import pytest

from bot.domain.disclosure import State
from bot.domain.roster import Role
from bot.handlers.signing_in import console_path
from tests.adapters.web.console.house import House
from tests.adapters.web.console.world import Browser, made_token, standing
from tests.bot.handlers.disclosure.board import NAME, PHONE, TOWN

STEPS = ("approve", "refuse", "withdraw", "close", "tell", "contest", "answer", "review", "open")
REQUESTS = (
    ("GET", "/console/requests"),
    ("GET", "/console/requests/{id}"),
    *(("POST", f"/console/requests/{{id}}/{step}") for step in STEPS),
    ("GET", "/console/requests/{id}/look"),
    ("GET", "/console/ask"),
    ("POST", "/console/ask"),
    ("GET", "/console/ask/{case}"),
    ("POST", "/console/ask/{case}/pass-on"),
    ("GET", "/console/ask/{case}/{ground}"),
    ("GET", "/console/ask/{case}/{ground}/{fields}"),
    ("POST", "/console/ask/{case}/{ground}"),
    ("GET", "/console/glass"),
    ("POST", "/console/glass"),
    ("GET", "/console/glass/{case}"),
    ("POST", "/console/glass/{case}/alert"),
    ("POST", "/console/glass/{case}/open/{ground}"),
)
"""Every address of a disclosure."""
JOURNAL = (("GET", "/console/journal"), ("POST", "/console/journal"), ("POST", "/console/journal/proof"))
OPENS = {Role.SUPERVISOR, Role.DATA_LEAD, Role.CUSTODIAN, Role.TRUSTEE}
READS = {Role.DATA_LEAD, Role.TRUSTEE}
SECRETS = (NAME, PHONE, TOWN)


def there(path: str, house: House, one: str = "0" * 16) -> str:
    return path.format(id=one, case=house.case, ground="person_in_danger", fields="Person_A")


async def visit(browser: Browser, method: str, path: str, **fields: str) -> int:
    if method == "GET":
        await browser.get(path)
    else:
        await browser.post(path, None, token=made_token(browser, path), **fields)
    return browser.status


@pytest.mark.parametrize("role", [*Role, None])
async def test_every_role_at_every_address_of_a_disclosure(house: House, role: Role | None) -> None:
    browser = await standing(house.world, role)
    before = len(await house.world.journal())
    seen = {(method, path): await visit(browser, method, there(path, house)) for method, path in (*REQUESTS, *JOURNAL)}
    refused = [body["wanted"] for kind, body in (await house.world.journal())[before:] if kind == "console_refused"]
    if role in (None, Role.LISTENER):
        assert set(seen.values()) == {401}
        return
    assert {status for at, status in seen.items() if at in JOURNAL} == ({200, 303} if role in READS else {403})
    statuses = {status for at, status in seen.items() if at in REQUESTS}
    assert statuses <= {200, 404, 409, 422} if role in OPENS else statuses == {403}, seen
    wanted = [] if role in OPENS else ["requests"] * len(REQUESTS)
    assert refused == wanted + ([] if role in READS else ["journal"] * len(JOURNAL))
    assert all(secret not in browser.page for secret in SECRETS)


@pytest.mark.parametrize("account", ["ben", "cat", "dan", "eve"])
async def test_nobody_but_the_viewer_looks_or_opens(house: House, account: str) -> None:
    """IDOR: the address of an opened request, and of one that is agreed to."""
    _, opened = await house.opened()
    ann = await house.world.signed_in("ann")
    agreed = await house.asked(ann)
    await house.agreed(await house.world.signed_in("gus"), "gus", agreed)
    other = await house.world.signed_in(account)
    for one in (opened, agreed):
        before = (await house.request(one)).state
        assert await visit(other, "GET", f"/console/requests/{one}/look") in (404, 409)
        assert all(secret not in other.page for secret in SECRETS)
        assert await visit(other, "POST", f"/console/requests/{one}/open") in (404, 409)
        assert (await house.request(one)).state is before
    denied = [body for kind, body in await house.world.journal() if kind == "disclosure_denied"]
    assert {body["action"] for body in denied if body["by"] == house.world.ids[account]} >= {
        "look_disclosure",
        "open_disclosure",
    }


async def test_a_request_that_is_not_theirs_and_one_that_is_none_tell_the_same(house: House) -> None:
    ann = await house.world.signed_in("ann")
    hidden = await house.asked(
        await house.world.signed_in("dan"),
        "formal_complaint",
        q_reference="R-1",
        q_received_on="2026-03-01",
        q_answer_needs="to answer",
        viewer=house.world.ids["dan"],
        **{f"complained_{house.world.ids['ann']}": "on"},
    )
    pages = {(await ann.get(f"/console/requests/{one}")).text for one in (hidden, "0" * 16, "%2e%2e", "x" * 300)}
    assert len(pages) == 1
    await ann.get("/console/requests")
    assert hidden not in ann.page
    kinds = [body for kind, body in await house.world.journal() if kind == "disclosure_denied"]
    assert [body["disclosure"] for body in kinds] == [hidden, "none"]


async def test_who_is_complained_of_does_not_read_of_it_in_the_journal_either(house: House) -> None:
    eve, dan = await house.world.signed_in("eve"), await house.world.signed_in("dan")
    one = await house.asked(
        dan,
        "formal_complaint",
        q_reference="R-1",
        q_received_on="2026-03-01",
        q_answer_needs="to answer",
        viewer=house.world.ids["dan"],
        **{f"complained_{house.world.ids['eve']}": "on"},
    )
    await eve.get(f"/console/journal?about={house.case}")
    assert one not in eve.page
    assert "not for you to read" in eve.text()
    await dan.get(f"/console/journal?about={house.case}")
    assert one in dan.page


async def test_a_code_that_was_used_agrees_to_nothing(house: House) -> None:
    ann, ben = await house.world.signed_in("ann"), await house.world.signed_in("ben")
    first, second = await house.asked(ann), await house.asked(ann)
    await ben.get(f"/console/requests/{first}")
    code = house.world.code("ben")
    await ben.send(f"/console/requests/{first}/approve", code=code)
    assert (await house.request(first)).state is State.APPROVED
    await ben.get(f"/console/requests/{second}")
    for bad in (code, "", "12", "000000x"):
        await ben.send(f"/console/requests/{second}/approve", code=bad)
        assert ben.status == 401
        assert "not agreed yet" in ben.text()
    assert (await house.request(second)).state is State.REQUESTED
    refused = [body["code"] for kind, body in await house.world.journal() if kind == "factor_refused"]
    assert refused == ["replayed", "wrong", "wrong", "wrong"]


async def test_who_guesses_codes_there_is_locked(house: House) -> None:
    ann, ben = await house.world.signed_in("ann"), await house.world.signed_in("ben")
    one = await house.asked(ann)
    await ben.get(f"/console/requests/{one}")
    for _ in range(5):
        await ben.send(f"/console/requests/{one}/approve", code="000000")
    await ben.send(f"/console/requests/{one}/approve", code=house.world.code("ben"))
    assert ben.status == 429
    assert (await house.request(one)).state is State.REQUESTED
    assert "factor_locked" in await house.world.kinds()


async def test_nobody_agrees_to_their_own_request_with_whatever_code(house: House) -> None:
    ann = await house.world.signed_in("ann")
    one = await house.asked(ann)
    await ann.get(f"/console/requests/{one}")
    assert "/approve" not in ann.page
    status = await visit(ann, "POST", f"/console/requests/{one}/approve", code=house.world.code("ann"))
    assert status == 409
    assert (await house.request(one)).state is State.REQUESTED


async def test_a_foreign_page_and_anothers_token_agree_to_nothing(house: House) -> None:
    ann, ben = await house.world.signed_in("ann"), await house.world.signed_in("ben")
    one = await house.asked(ann)
    await ben.get(f"/console/requests/{one}")
    approve = f"/console/requests/{one}/approve"
    token, another = ben.token(approve), ben.token("/console/out")
    await ben.post(approve, {"Origin": "https://example.net"}, token=token, code=house.world.code("ben"))
    assert ben.status == 401
    await ben.post(approve, token=another, code=house.world.code("ben"))
    assert ben.status == 401
    await ann.post(f"/console/requests/{one}/refuse", token=token, reason="mine")
    assert ann.status == 401
    assert (await house.request(one)).state is State.REQUESTED


async def test_a_link_to_a_request_that_another_follows_shows_them_their_own_console(house: House) -> None:
    """The link is the one factor, the code the other: with somebody else's telephone it lets nobody in."""
    await house.world.enrolled("ben")
    await house.world.enrolled("gus")
    async with house.world.context.store.begin() as unit:
        who, now = house.world.ids["ben"], house.world.clock.now()
        path = await console_path(unit, who, "en", by=who, now=now, to="requests/0123456789abcdef")
    thief = house.world.browser()
    await thief.post(path)
    await thief.get("/console/sign-in?to=requests/0123456789abcdef")
    await thief.send("/console/sign-in", code=house.world.code("gus"), to="requests/0123456789abcdef")
    assert thief.status == 401
    assert (await thief.get("/console/requests")).status_code == 401


async def test_a_form_that_is_sent_twice_asks_once_and_breaks_once(house: House) -> None:
    ann = await house.world.signed_in("ann")
    ask, glass = f"/console/ask/{house.case}/person_in_danger", f"/console/glass/{house.case}"
    await ann.get(ask)
    once, token = ann.field("once"), ann.token(ask)
    places = {(await ann.post(ask, None, token=token, once=once, **house.form())).headers["location"] for _ in range(2)}
    assert len(places) == 1
    await ann.get(glass)
    opens = f"{glass}/open/person_in_danger"
    once, token = ann.page.partition(opens)[2].partition('name="once" value="')[2].partition('"')[0], ann.token(opens)
    places = {
        (await ann.post(opens, None, token=token, once=once, **house.form())).headers["location"] for _ in range(2)
    }
    assert len(places) == 1
    kinds = await house.world.kinds()
    assert kinds.count("disclosure_requested") == 2
    assert kinds.count("disclosure_opened") == 1


async def test_what_is_done_twice_is_answered_in_words(house: House) -> None:
    ann, ben = await house.world.signed_in("ann"), await house.world.signed_in("ben")
    one = await house.asked(ann)
    await ben.get(f"/console/requests/{one}")
    approve = f"/console/requests/{one}/approve"
    token, code = ben.token(approve), house.world.code("ben")
    await ben.post(approve, token=token, code=code)
    assert ben.status == 200
    await ben.post(approve, token=token, code=code)
    assert ben.status == 409
    assert "agreed to already" in ben.text()
    assert "factor_refused" not in await house.world.kinds()
    await ann.get(f"/console/requests/{one}")
    withdraw = f"/console/requests/{one}/withdraw"
    token = ann.token(withdraw)
    await ann.post(withdraw, token=token)
    await ann.post(withdraw, token=token)
    assert "It was withdrawn" in ann.text()


async def test_nothing_that_was_typed_reaches_a_log_an_address_or_the_journal(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    ann = await house.world.signed_in("ann")
    there = f"/console/ask/{house.case}/person_in_danger"
    await ann.get(there)
    canary = "Canary Nightingale"
    form = house.form(q_danger=canary, reason_Person_A=canary, instead=canary, consent_words=canary, addressee=canary)
    response = await ann.send(there, once=ann.field("once"), **{**form, "q_grave": ""})
    assert response.status_code == 422
    assert ann.page.count(canary) == 5
    assert "location" not in response.headers
    response = await ann.send(there, once=ann.field("once"), **form)
    assert response.status_code == 303
    assert "Canary" not in response.headers["location"]
    written = "".join(capsys.readouterr()) + str(await house.world.journal())
    assert "Canary" not in written


@pytest.mark.parametrize("path", [path for method, path in REQUESTS if method == "GET" and "look" not in path])
async def test_no_page_of_a_disclosure_is_kept_or_runs_a_script_or_tells_a_value(house: House, path: str) -> None:
    ann = await house.world.signed_in("ann")
    one = await house.asked(ann)
    page = await ann.get(there(path, house, one))
    assert page.status_code == 200
    assert page.headers["cache-control"] == "no-store"
    assert "<script" not in page.text
    assert " style=" not in page.text
    assert all(secret not in page.text for secret in SECRETS)
