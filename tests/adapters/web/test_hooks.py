"""Where platforms speak to us: bounded, without cookies, and never a page."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, MutableMapping
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from adapters.web.hooks import MOST_BYTES, PER_MINUTE, Hooks
from adapters.web.settings import PagesSettings
from adapters.web.site import Site
from config.sentences import TomlWording
from redaction import Redactor
from tests.adapters.web.desk import console_desk, opened
from tests.adapters.web.test_site import NoSheets, OneLook, OnePermit


class Hook:
    """Remembers what came; answers with a cookie, as a careless library would."""

    def __init__(self) -> None:
        self.came: list[tuple[str, str, bytes, str | None]] = []
        self.breaks = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        if self.breaks:
            raise RuntimeError("Zebedee Quatermain")
        self.came.append((request.method, request.url.query, await request.body(), request.headers.get("cookie")))
        answer = PlainTextResponse("taken", headers={"Set-Cookie": "a=b"})
        await answer(scope, receive, send)


@pytest.fixture
def hook() -> Hook:
    return Hook()


@pytest.fixture
async def platform(hook: Hook, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    async with opened(tmp_path, Redactor.load()) as (context, *_):
        settings = PagesSettings(url="https://example.org/entrenous", port=0)
        desk = console_desk(context)
        site = Site(settings, TomlWording(), OneLook(), NoSheets(), OnePermit(), desk, {"sms": hook})
        await site.start()
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{site.port}", cookies={"session": "x"}) as client:
            yield client
        await site.stop()


async def test_a_request_reaches_the_channel_of_its_name_as_it_came_but_for_cookies(
    platform: httpx.AsyncClient, hook: Hook
) -> None:
    answer = await platform.post("/hooks/sms?a=1&b=%20", content=b"raw \x00 bytes")
    assert (answer.status_code, answer.text) == (200, "taken")
    assert hook.came == [("POST", "a=1&b=%20", b"raw \x00 bytes", None)]
    assert "set-cookie" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"
    assert (await platform.get("/hooks/sms?hub.challenge=7")).text == "taken"


@pytest.mark.parametrize("path", ["/hooks/mail", "/hooks/", "/hooks", "/hooks/sms/more"])
async def test_no_other_name_is_there(platform: httpx.AsyncClient, hook: Hook, path: str) -> None:
    assert (await platform.post(path, content=b"x")).status_code in (404, 405)
    assert hook.came == []


async def test_a_body_without_an_end_is_refused_before_it_is_kept(platform: httpx.AsyncClient, hook: Hook) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(MOST_BYTES // 65536 + 2):
            yield b"a" * 65536

    said = await platform.post("/hooks/sms", content=b"a" * (MOST_BYTES + 1))
    assert (said.status_code, said.headers["connection"]) == (413, "close")
    try:
        chunked = await platform.post("/hooks/sms", content=endless())
        assert chunked.status_code == 413
    except (httpx.WriteError, httpx.ReadError):  # the server hung up while we were still talking
        pass
    assert hook.came == []


async def test_a_flood_is_told_to_come_again(hook: Hook) -> None:
    seconds = [0.0]
    app = Starlette(routes=[Route("/hooks/{name}", Hooks({"sms": hook}, lambda: seconds[0]))])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1") as platform:
        statuses = [(await platform.post("/hooks/sms", content=b"x")).status_code for _ in range(PER_MINUTE)]
        assert statuses == [200] * PER_MINUTE
        refused = await platform.post("/hooks/sms", content=b"x")
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "1")
        seconds[0] += 1
        assert (await platform.post("/hooks/sms", content=b"x")).status_code == 200
    assert len(hook.came) == PER_MINUTE + 1


async def test_a_body_that_trickles_in_is_given_up(hook: Hook) -> None:
    class Sent(list[dict]):
        async def __call__(self, message: MutableMapping[str, Any]) -> None:
            self.append(dict(message))

    async def trickling() -> MutableMapping[str, Any]:
        await asyncio.Event().wait()
        raise AssertionError("unreachable")

    sent = Sent()
    scope = {"type": "http", "method": "POST", "path_params": {"name": "sms"}, "headers": []}
    await Hooks({"sms": hook}, lambda: 0.0, patience=0.01)(scope, trickling, sent)
    assert sent[0]["status"] == 408
    assert hook.came == []


async def test_a_channel_that_breaks_answers_500_and_says_nothing_of_what_it_read(
    platform: httpx.AsyncClient, hook: Hook, caplog: pytest.LogCaptureFixture
) -> None:
    hook.breaks = True
    answer = await platform.post("/hooks/sms", content=b"x")
    assert answer.status_code == 500
    assert "Quatermain" not in answer.text + caplog.text
