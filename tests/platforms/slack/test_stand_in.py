"""The stand-in is only worth something if it is as strict as Slack."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Coroutine
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.platforms.slack import SlackServer, spec
from tests.platforms.slack.calls import SlackError
from tests.platforms.slack.limits import POST_BURST
from tests.platforms.slack.server import ADMIN_TOKEN, APP_TOKEN, BOT_TOKEN, METHODS


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with SlackServer() as server:
        yield server


def client(slack: SlackServer, token: str = BOT_TOKEN) -> AsyncWebClient:
    return AsyncWebClient(token=token, base_url=slack.base_url, retry_handlers=[])


async def refusal(call: Any) -> str:
    with pytest.raises(SlackApiError) as refused:
        await call
    return str(refused.value.response["error"])


def test_every_method_that_is_offered_is_described() -> None:
    spec.needed()
    assert [name for name in METHODS if spec.method(name) is None] == []


async def test_an_unknown_method_is_a_violation(slack: SlackServer) -> None:
    assert await refusal(client(slack).api_call("chat.postMesage", json={})) == "unknown_method"
    with pytest.raises(AssertionError, match=r"chat\.postMesage: unknown method"):
        slack.check()


@pytest.mark.parametrize(
    ("body", "violation"),
    [
        ({"json": {"channel": "C1", "ts": "1.2", "why": "x"}}, "chat.delete: unknown argument 'why'"),
        ({"json": {"channel": "C1"}}, "chat.delete: missing argument 'ts'"),
        (
            {"json": {"channel": "C1", "ts": "1.2", "as_user": "perhaps"}},
            "chat.delete: argument 'as_user' is no boolean",
        ),
    ],
)
async def test_wrong_arguments_are_a_violation(slack: SlackServer, body: dict[str, Any], violation: str) -> None:
    assert await refusal(client(slack).api_call("chat.delete", **body)) == "invalid_arguments"
    assert slack.violations == [violation]


async def test_json_where_slack_takes_none_is_a_violation(slack: SlackServer) -> None:
    await refusal(client(slack).api_call("users.info", json={"user": "U0BOT"}))
    assert slack.violations == ["users.info: takes no JSON body"]


async def test_query_form_and_json_are_one(slack: SlackServer) -> None:
    channel = slack.add_channel("listeners")
    for where in ("params", "data", "json"):
        arguments: dict[str, Any] = {where: {"channel": channel}}
        assert (await client(slack).api_call("conversations.history", **arguments))["ok"]
    slack.check()


async def test_an_error_that_slack_does_not_document_is_a_fault_of_the_stand_in(slack: SlackServer) -> None:
    async def invents(_: object) -> dict[str, Any]:
        raise SlackError("computer_says_no")

    METHODS["users.info"], kept = invents, METHODS["users.info"]
    try:
        await refusal(client(slack).api_call("users.info", data={"user": "U0BOT"}))
    finally:
        METHODS["users.info"] = kept
    assert slack.violations == ["users.info: the stand-in made up the error computer_says_no"]


@pytest.mark.parametrize(
    ("token", "error"),
    [("xoxb-unknown", "invalid_auth"), (APP_TOKEN, "not_allowed_token_type")],
)
async def test_tokens_are_told_apart(slack: SlackServer, token: str, error: str) -> None:
    assert await refusal(client(slack, token).auth_test()) == error


async def test_a_bot_deletes_its_own_an_admin_all_but_in_direct_messages(slack: SlackServer) -> None:
    sue = slack.add_user("Sue Martin")
    channel = slack.add_channel("listeners", sue)
    slack.give_admin_token()
    bot, admin = client(slack), client(slack, ADMIN_TOKEN)
    said = slack.say(sue, channel, "Mary")
    assert await refusal(bot.chat_delete(channel=channel, ts=said)) == "cant_delete_message"
    assert (await admin.chat_delete(channel=channel, ts=said))["ts"] == said
    assert await refusal(admin.chat_delete(channel=channel, ts=said)) == "message_not_found"
    told = slack.write_to_bot(sue, "hello")
    assert await refusal(admin.chat_delete(channel=slack.world.dms[sue], ts=told)) == "channel_not_found"


async def test_about_one_post_a_second_in_a_channel(slack: SlackServer) -> None:
    slack.limits.on = True
    one, other = slack.add_channel("one"), slack.add_channel("other")
    for _ in range(POST_BURST):
        await client(slack).chat_postMessage(channel=one, text="x")
    with pytest.raises(SlackApiError) as refused:
        await client(slack).chat_postMessage(channel=one, text="x")
    assert (refused.value.response.status_code, refused.value.response.headers["Retry-After"]) == (429, "1")
    await client(slack).chat_postMessage(channel=other, text="x")
    slack.clock.advance(1)
    await client(slack).chat_postMessage(channel=one, text="x")


async def test_deletes_are_limited_by_their_tier(slack: SlackServer) -> None:
    slack.limits.on = True
    channel = slack.add_channel("one")
    errors = [await refusal(client(slack).chat_delete(channel=channel, ts="1.000000")) for _ in range(51)]
    assert errors == ["message_not_found"] * 50 + ["ratelimited"]


@pytest.mark.parametrize(
    "blocks",
    [
        [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}],
        [{"type": "section", "text": {"type": "mrkdwn", "text": ""}}],
        [{"type": "actions", "elements": []}],
        [{"type": "hologram"}],
        [{"type": "divider"}] * 51,
    ],
)
async def test_blocks_that_slack_refuses_are_refused(slack: SlackServer, blocks: list[dict[str, Any]]) -> None:
    channel = slack.add_channel("one")
    assert await refusal(client(slack).chat_postMessage(channel=channel, text="x", blocks=blocks)) == "invalid_blocks"


async def test_metadata_comes_back_only_when_asked_for(slack: SlackServer) -> None:
    channel = slack.add_channel("one")
    metadata = {"event_type": "e", "event_payload": {"post": "p1"}}
    await client(slack).api_call("chat.postMessage", json={"channel": channel, "text": "x", "metadata": metadata})
    without = await client(slack).conversations_history(channel=channel)
    having = await client(slack).conversations_history(channel=channel, include_all_metadata=True)
    assert ("metadata" in without["messages"][0], having["messages"][0]["metadata"]) == (False, metadata)


async def connect(slack: SlackServer, session: aiohttp.ClientSession) -> aiohttp.ClientWebSocketResponse:
    url = (await client(slack, APP_TOKEN).apps_connections_open(app_token=APP_TOKEN))["url"]
    connection = await session.ws_connect(url)
    assert (await connection.receive_json())["type"] in {"hello", "disconnect"}
    return connection


async def in_time(slack: SlackServer, thing: Coroutine[Any, Any, Any]) -> Any:
    """Wait for `thing` while the clock runs."""
    task = asyncio.create_task(thing)
    async with asyncio.timeout(5):
        while not task.done():
            slack.clock.advance(2)
            await asyncio.wait({task}, timeout=0.005)
    return task.result()


async def test_each_envelope_goes_to_one_connection_and_ten_is_the_most(slack: SlackServer) -> None:
    sue = slack.add_user("Sue Martin")
    channel = slack.add_channel("listeners", sue)
    async with aiohttp.ClientSession() as session:
        connections = [await connect(slack, session) for _ in range(11)]
        assert slack.sockets.connections == 10
        for number in range(10):
            slack.say(sue, channel, f"line {number}")
        heard = await asyncio.gather(*(connection.receive_json() for connection in connections[:10]))
        assert len({envelope["envelope_id"] for envelope in heard}) == 10
        for connection, envelope in zip(connections, heard, strict=False):
            await connection.send_json({"envelope_id": envelope["envelope_id"]})
        async with asyncio.timeout(5):
            while not all(envelope.acknowledged for envelope in slack.sockets.envelopes):  # noqa: ASYNC110, no event for it
                await asyncio.sleep(0.005)


async def test_a_ticket_is_good_for_one_connection(slack: SlackServer) -> None:
    url = (await client(slack, APP_TOKEN).apps_connections_open(app_token=APP_TOKEN))["url"]
    async with aiohttp.ClientSession() as session:
        await session.ws_connect(url)
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(url)


async def test_an_event_that_nobody_acknowledges_comes_again_as_slack_says(slack: SlackServer) -> None:
    sue = slack.add_user("Sue Martin")
    channel = slack.add_channel("listeners", sue)
    async with aiohttp.ClientSession() as session:
        connection = await connect(slack, session)
        ts = slack.say(sue, channel, "Mary")
        seen = []
        for _ in range(4):
            envelope = await in_time(slack, connection.receive_json())
            seen.append((envelope["retry_attempt"], envelope["retry_reason"], envelope["payload"]["event_id"]))
        assert [attempt for attempt, _, _ in seen] == [0, 1, 2, 3]
        assert [reason for _, reason, _ in seen] == ["", "timeout", "timeout", "timeout"]
        assert len({event for _, _, event in seen}) == 1
        assert slack.exposures[ts].handed_out > 0


async def test_a_delete_is_recorded_for_the_benchmark(slack: SlackServer) -> None:
    sue = slack.add_user("Sue Martin")
    channel = slack.add_channel("listeners", sue)
    slack.give_admin_token()
    async with aiohttp.ClientSession() as session:
        connection = await connect(slack, session)
        ts = slack.say(sue, channel, "Mary")
        await connection.receive_json()
        await client(slack, ADMIN_TOKEN).chat_delete(channel=channel, ts=ts)
    exposure = slack.exposures[ts]
    assert exposure.deleted is not None
    assert 0 < exposure.deleted - exposure.handed_out < 5


async def test_it_can_be_played_by_hand_over_http(slack: SlackServer) -> None:
    async def control(verb: str, *args: Any, **more: Any) -> Any:
        async with session.post(f"{slack.root}/control/{verb}", json={"args": args, "more": more}) as answer:
            return (await answer.json()).get("result")

    async with aiohttp.ClientSession() as session:
        sue = await control("add_user", "Sue Martin")
        channel = await control("add_channel", "listeners", sue)
        root = await control("say", sue, channel, "Hello")
        await control("say", sue, channel, "again", thread=root)
        async with session.get(f"{slack.root}/control/state") as answer:
            (found,) = (await answer.json())["channels"]
        async with session.get(f"{slack.root}/") as answer:
            assert "<title>" in await answer.text()
        async with session.post(f"{slack.root}/control/explode", json={}) as answer:
            assert answer.status == 404
    assert [(line["who"], line["shown"]) for line in found["lines"]] == [
        ("Sue Martin", "Hello"),
        ("Sue Martin", "again"),
    ]


def test_it_can_be_started_by_hand() -> None:
    spec.needed()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "tests.platforms.slack", "--port", str(port)]
    root = Path(__file__).parents[3]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True, env={**os.environ}) as process:
        assert process.stdout is not None
        said = [process.stdout.readline() for _ in range(7)]
        process.terminate()
        process.wait(timeout=10)
    assert f"http://127.0.0.1:{port}/" in said[0]
    channels = next(line for line in said if "CHANNELS" in line).split("=")[1].strip().strip("'")
    assert json.loads(channels)


async def test_the_bots_own_posts_are_nobodys_exposure(slack: SlackServer) -> None:
    channel = slack.add_channel("listeners")
    async with aiohttp.ClientSession() as session:
        connection = await connect(slack, session)
        await client(slack).chat_postMessage(channel=channel, text="[Person A]")
        await connection.receive_json()
    assert slack.exposures == {}
