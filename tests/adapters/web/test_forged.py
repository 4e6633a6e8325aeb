"""What is not from our own page changes nothing, and is journalled."""

from __future__ import annotations

from uuid import uuid4

import httpx
import pytest

from adapters.web.verify import Facts, Forged, Gate, names_of
from tests.adapters.web.browserless import JSON, Window
from tests.adapters.web.conftest import Stage

GATE = Gate(names_of("127.0.0.1", 8350), b"k" * 32)


def form(token: str | None, **more: str) -> dict[str, str]:
    return {"event_id": str(uuid4()), "text": "hello"} | ({"token": token} if token else {}) | more


async def refused(stage: Stage, response: httpx.Response, code: str) -> None:
    assert response.status_code == 401
    assert stage.core.refusals == [code]
    assert stage.core.events == []
    assert stage.log.entries == []


async def test_a_form_without_a_session(stage: Stage, http: httpx.AsyncClient) -> None:
    response = await http.post("/en/sue/send", data=form("0" * 64), headers={"Origin": stage.channel.url})
    await refused(stage, response, "session-missing")


async def test_a_session_that_we_did_not_sign(stage: Stage, sue: Window) -> None:
    jar = sue.client.cookies
    name, value = next(iter(jar.items()))
    jar.clear()
    jar.set(name, value[:-1] + ("0" if value[-1] != "0" else "1"))
    await refused(stage, await sue.act("send", text="hello"), "session-forged")


async def test_a_form_without_a_token(stage: Stage, sue: Window) -> None:
    response = await sue.client.post("/en/sue/send", data=form(None))
    await refused(stage, response, "token-missing")


async def test_a_made_up_token(stage: Stage, sue: Window) -> None:
    await refused(stage, await sue.act("send", text="hello", token="0" * 64), "token-forged")


async def test_somebody_elses_token(stage: Stage, sue: Window) -> None:
    async with stage.window("odile") as odile:
        response = await sue.client.post("/en/odile/send", data=form(sue.token), headers=JSON)
        assert odile.token != sue.token
    await refused(stage, response, "token-forged")


async def test_the_token_of_another_session(stage: Stage, sue: Window) -> None:
    async with stage.window("sue") as other:
        response = await sue.client.post("/en/sue/send", data=form(other.token))
    await refused(stage, response, "token-forged")


@pytest.mark.parametrize("origin", ["http://evil.example.org", "null", "https://127.0.0.1:1"])
async def test_a_form_on_a_foreign_page(stage: Stage, sue: Window, origin: str) -> None:
    response = await sue.client.post("/en/sue/send", data=form(sue.token), headers={"Origin": origin})
    await refused(stage, response, "origin")


async def test_a_form_that_does_not_say_where_it_comes_from(stage: Stage, sue: Window) -> None:
    del sue.client.headers["Origin"]
    await refused(stage, await sue.client.post("/en/sue/send", data=form(sue.token)), "origin")


@pytest.mark.parametrize("path", ["/", "/en/sue", "/en/sue/live"])
async def test_a_name_that_was_pointed_at_this_machine(stage: Stage, http: httpx.AsyncClient, path: str) -> None:
    await refused(stage, await http.get(path, headers={"Host": "evil.example.org"}), "host")


@pytest.mark.parametrize("path", ["/en/sue/live", "/en/sue/file/1"])
async def test_looking_in_without_a_session(stage: Stage, http: httpx.AsyncClient, path: str) -> None:
    await refused(stage, await http.get(path), "session-missing")


async def test_the_refusal_says_what_to_do_in_the_language_of_the_page(http: httpx.AsyncClient, stage: Stage) -> None:
    response = await http.post("/fr/odile/send", data=form(None), headers={"Origin": stage.channel.url})
    assert "rien n&#39;a donc été envoyé" in response.text
    assert 'href="/fr/odile"' in response.text


async def test_an_action_that_we_do_not_know_is_named_in_the_journal(stage: Stage, sue: Window) -> None:
    response = await sue.act("shout", text="hello")
    assert (response.status_code, stage.core.refusals) == (404, ["action-unknown"])


async def test_a_flood_of_forged_requests_does_not_flood_the_journal(stage: Stage, http: httpx.AsyncClient) -> None:
    for _ in range(80):
        assert (await http.get("/en/sue/file/1")).status_code == 401
    assert 60 <= stage.core.refusals.count("session-missing") < 75
    assert stage.core.refusals.count("flood") == 1


async def test_an_event_id_of_somebody_else_is_not_taken_over(stage: Stage, sue: Window) -> None:
    message = await sue.send("mine")
    async with stage.window("odile") as odile:
        response = await odile.act("send", event_id=message, text="not mine")
    assert response.status_code == 401
    assert stage.core.refusals == ["event-of-another"]
    assert len(stage.core.events) == 1


@pytest.mark.parametrize("action", ["edit", "delete"])
async def test_nobody_changes_a_message_of_somebody_else(stage: Stage, sue: Window, action: str) -> None:
    message = await sue.send("mine")
    async with stage.window("odile") as odile:
        response = await odile.act(action, message=message, text="changed")
        assert response.status_code == 401
        assert stage.core.refusals == ["message-of-another"]
        assert ">mine</p>" in await odile.page()


def test_a_cookie_is_signed_for_its_session_only() -> None:
    one, other = GATE.new_session(), GATE.new_session()
    session = GATE.session(one)
    assert GATE.session(other) != session
    mixed = f"{session}.{other.partition('.')[2]}"
    with pytest.raises(Forged, match="session-forged"):
        GATE.session(mixed)


def test_another_key_signs_another_session() -> None:
    with pytest.raises(Forged, match="session-forged"):
        Gate(GATE.hosts, b"x" * 32).session(GATE.new_session())


def test_the_key_and_the_cookie_do_not_show_in_a_repr() -> None:
    cookie = GATE.new_session()
    assert "kkk" not in repr(GATE)
    assert cookie not in repr(Facts("h", "o", cookie))


async def test_the_cookie_is_kept_from_scripts_and_foreign_pages(http: httpx.AsyncClient) -> None:
    cookie = (await http.get("/en/sue")).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


async def test_every_answer_carries_the_headers_that_keep_it_to_itself(http: httpx.AsyncClient) -> None:
    for path in ("/en/sue", "/healthz", "/static/room.js", "/nothing-here"):
        headers = (await http.get(path)).headers
        assert "script-src 'self'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"
