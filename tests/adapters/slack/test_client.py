"""Answers that are not Slack's: a proxy's page, a closed door, silence."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import aiohttp
import pytest
from aiohttp import web

from adapters.slack import faults
from adapters.slack.client import SlackClient, SlackFault
from adapters.slack.settings import SlackSettings
from bot.domain.outgoing import Outcome

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


async def a_page(_: web.Request) -> web.StreamResponse:
    return web.Response(text="<html>Sign in</html>", content_type="text/html")


async def plain_words(_: web.Request) -> web.StreamResponse:
    return web.Response(text="blocked by policy")


async def a_list(_: web.Request) -> web.StreamResponse:
    return web.json_response([1, 2])


async def half_json(_: web.Request) -> web.StreamResponse:
    return web.Response(text='{"ok": tr', content_type="application/json")


async def bad_gateway(_: web.Request) -> web.StreamResponse:
    return web.Response(text="<html>502</html>", content_type="text/html", status=502)


async def forbidden(_: web.Request) -> web.StreamResponse:
    return web.Response(text="no", status=403)


async def hang_up(request: web.Request) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


@pytest.fixture
async def ask() -> AsyncIterator[Callable[[Answer], Awaitable[SlackFault]]]:
    """Make one call to a host that answers like this; the fault that it ends in."""
    runners = []

    async def asked(answer: Answer) -> SlackFault:
        application = web.Application()
        application.router.add_route("*", "/api/{method}", answer)
        runner = web.AppRunner(application, shutdown_timeout=0.1)
        runners.append(runner)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        settings = SlackSettings(bot_token="xoxb-1", base_url=f"http://127.0.0.1:{runner.addresses[0][1]}/api/")
        client = SlackClient(settings)
        try:
            with pytest.raises(SlackFault) as fault:
                await client.do("chat.postMessage", {"channel": "C1", "text": "Mary Dupont"})
        finally:
            await client.close()
        return fault.value

    yield asked
    for runner in runners:
        await runner.cleanup()


@pytest.mark.parametrize(
    ("answer", "code", "outcome"),
    [
        (a_page, "no_json", Outcome.RETRY),
        (plain_words, "no_json", Outcome.RETRY),
        (a_list, "no_json", Outcome.RETRY),
        (half_json, "no_json", Outcome.RETRY),
        (bad_gateway, "http_502", Outcome.RETRY),
        (forbidden, "http_403", Outcome.FAILED),
        (hang_up, "connection", Outcome.RETRY),
    ],
)
async def test_an_answer_that_is_not_slacks_has_a_code_and_no_words(
    ask: Callable[[Answer], Awaitable[SlackFault]], answer: Answer, code: str, outcome: Outcome
) -> None:
    fault = await ask(answer)
    assert (fault.code, faults.outcome(fault.code)) == (code, outcome)
    assert str(fault) == f"chat.postMessage: {code}"


async def test_silence_ends_in_a_timeout(
    ask: Callable[[Answer], Awaitable[SlackFault]], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def says_nothing(request: web.Request) -> web.StreamResponse:
        await request.read()
        response = web.StreamResponse()
        await response.prepare(request)
        await until_gone(request)
        return response

    monkeypatch.setattr("adapters.slack.client.TIMEOUT", aiohttp.ClientTimeout(total=0.2))
    assert (await ask(says_nothing)).code == "timeout"


async def until_gone(request: web.Request) -> None:
    """Hold the line until the caller hangs up."""
    async with asyncio.timeout(5):
        while request.transport is not None and not request.transport.is_closing():  # noqa: ASYNC110, no event for it
            await asyncio.sleep(0.005)
