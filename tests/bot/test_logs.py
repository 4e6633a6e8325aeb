"""What the libraries would write, written for real with invented names and tokens: none of it may come out."""

from __future__ import annotations

import asyncio
import gc
import io
import json
import logging
import subprocess
import sys
import warnings
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import structlog
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.logs import configure_logging
from redaction import RawText
from redaction.text import mint_redacted

NAME = "Marguerite Canarelle"
TELEGRAM_TOKEN = "123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc"
SLACK_TOKEN = "xoxb-123456789012-canarytokencanary"
APP_TOKEN = "xapp-1-A0CANARY-123-canarytokencanary"
CANARIES = ("Canarelle", "Marguerite", "AAEhBOweik6ad9r", "canarytoken")


class Written:
    """What has been written so far."""

    def __init__(self, stream: io.StringIO) -> None:
        self._stream = stream

    @property
    def text(self) -> str:
        return self._stream.getvalue()

    def is_clean(self) -> bool:
        return not [canary for canary in CANARIES if canary.casefold() in self.text.casefold()]


@pytest.fixture(params=["console", "json"])
def written(request: pytest.FixtureRequest, restored: None) -> Written:
    stream = io.StringIO()
    configure_logging("DEBUG", json=request.param == "json", stream=stream)
    return Written(stream)


@pytest.fixture
async def server() -> AsyncIterator[TestServer]:
    async def answer(request: web.Request) -> web.Response:
        if "slow" in request.path:
            return web.json_response({"ok": False, "error": "invalid_auth", "description": NAME}, status=200)
        return web.json_response({"ok": False, "error_code": 401, "description": f"Unauthorized {NAME}"}, status=401)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    running = TestServer(app)
    await running.start_server()
    yield running
    await running.close()


async def test_httpx_does_not_write_the_url_that_holds_telegrams_token(written: Written, server: TestServer) -> None:
    async with httpx.AsyncClient() as client:
        await client.get(str(server.make_url(f"/bot{TELEGRAM_TOKEN}/getMe")), params={"q": NAME})
    assert written.text == ""


async def test_python_telegram_bot_names_nobody_when_a_call_fails(written: Written, server: TestServer) -> None:
    from telegram import Bot
    from telegram.error import InvalidToken

    bot = Bot(TELEGRAM_TOKEN, base_url=f"{server.make_url('/bot')}")
    with pytest.raises(InvalidToken) as caught:
        await bot.initialize()
    logging.getLogger("telegram.ext.Application").error("No error handlers are registered", exc_info=caught.value)
    assert written.is_clean()
    assert "telegram.error.InvalidToken" in written.text


async def test_slack_sdk_names_nobody_at_debug(written: Written, server: TestServer) -> None:
    from slack_sdk.errors import SlackApiError
    from slack_sdk.web.async_client import AsyncWebClient

    logging.getLogger("slack_sdk").setLevel(logging.DEBUG)
    client = AsyncWebClient(token=SLACK_TOKEN, base_url=str(server.make_url("/slow/")))
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel="C0123", text=NAME)
    structlog.get_logger("adapters.slack.client").warning("a call failed", exc_info=caught.value)
    assert written.is_clean()
    assert "SlackApiError" in written.text
    assert "invalid_auth" in written.text


async def test_slack_bolt_quotes_neither_a_forged_request_nor_an_unhandled_one(written: Written) -> None:
    from slack_bolt.async_app import AsyncApp
    from slack_bolt.authorization import AuthorizeResult
    from slack_bolt.request.async_request import AsyncBoltRequest

    async def authorize(**_: object) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token=SLACK_TOKEN, bot_id="B1", bot_user_id="U1")

    app = AsyncApp(signing_secret="canarytoken", authorize=authorize)
    body = json.dumps({"type": "event_callback", "event": {"type": "message", "text": NAME, "user": "U2"}})
    forged = AsyncBoltRequest(body=body, headers={"x-slack-signature": ["v0=0"], "x-slack-request-timestamp": ["1"]})
    assert (await app.async_dispatch(forged)).status == 401
    unhandled = AsyncBoltRequest(body=json.loads(body), mode="socket_mode")
    assert (await app.async_dispatch(unhandled)).status == 404
    assert written.is_clean()
    assert "warning" in written.text  # bolt did speak


def test_the_durable_engine_prints_no_traceback_of_a_failing_step(written: Written, tmp_path: Path) -> None:
    from dbos import DBOS, DBOSConfig

    from bot.workflows.engine import _system_database

    address = f"sqlite:///{tmp_path / 'engine.sqlite'}"
    database = _system_database(address)
    config: DBOSConfig = {"name": "logs", "system_database_url": address, "system_database_engine": database}
    DBOS(config=config)

    @DBOS.step(name="names_somebody", retries_allowed=True, max_attempts=2, interval_seconds=0.01)
    def names_somebody() -> None:
        raise ValueError(NAME)

    @DBOS.workflow(name="fails")
    def fails() -> None:
        names_somebody()

    try:
        DBOS.launch()
        with pytest.raises(Exception, match="names_somebody"):
            fails()
    finally:
        DBOS.destroy(destroy_registry=True)
        database.dispose()
    logging.getLogger("dbos").error(f"as an f-string {NAME}")  # noqa: G004, the library does
    assert written.is_clean()
    assert "dbos" in written.text


def test_a_foreign_exception_tells_its_type_code_and_places_only(written: Written) -> None:
    secret = NAME
    try:
        try:
            raise OSError(5, f"{secret} not found")
        except OSError as error:
            raise ValueError(f"could not read {secret} {SLACK_TOKEN}") from error
    except ValueError:
        structlog.get_logger("adapters.slack.client").exception("delete failed", event_id="Ev123")
    assert written.is_clean()
    for expected in ("delete failed", "Ev123", "builtins.ValueError", "builtins.OSError", "test_logs.py:"):
        assert expected in written.text
    assert "5" in written.text


def test_members_of_a_group_are_told_and_named_by_type(written: Written) -> None:
    group = ExceptionGroup(NAME, [KeyError(NAME), TimeoutError(NAME)])
    structlog.get_logger("bot.x").error("several failed", exc_info=group)
    assert written.is_clean()
    assert "builtins.KeyError" in written.text
    assert "builtins.TimeoutError" in written.text


def test_our_own_errors_may_say_what_to_do(written: Written) -> None:
    from bot.ports.channel import ChannelRefused

    structlog.get_logger("bot.x").error("refused", exc_info=ChannelRefused("slack", "invalid_auth"))
    assert "check them with `entrenous check`" in written.text


@pytest.mark.parametrize(
    "value", [RawText(NAME), mint_redacted(NAME), {"text": NAME}, [NAME], f"{NAME} rang", b"Canarelle"]
)
def test_what_is_not_a_code_is_withheld_from_our_own_lines(written: Written, value: object) -> None:
    structlog.get_logger("bot.x").warning("posted", what=value, post_id="p-17", error=value, exception=value)
    assert written.is_clean()
    assert "posted" in written.text
    assert "p-17" in written.text


def test_tokens_are_struck_wherever_they_stand(written: Written) -> None:
    line = f"at /bot{TELEGRAM_TOKEN}/x and {SLACK_TOKEN} and {APP_TOKEN} and postgresql://u:canarytoken@db/x"
    structlog.get_logger("bot.x").warning(line, token=SLACK_TOKEN)
    assert written.is_clean()
    assert written.text.count("[struck]") >= 4


def test_a_library_line_keeps_its_constant_part_and_loses_its_arguments(written: Written) -> None:
    logging.getLogger("some.library").warning("Connection to %s was lost, retrying", NAME)
    logging.getLogger("some.library").warning(f"Connection to {NAME} was lost")  # noqa: G004, as libraries do
    logging.getLogger("some.library").error(ValueError(NAME))
    logging.getLogger("some.library").error(RawText(NAME))
    assert written.is_clean()
    assert "Connection to %s was lost, retrying" in written.text
    assert "builtins.ValueError" in written.text
    assert "could not be written" in written.text


def test_a_library_that_lowers_its_own_level_is_still_not_heard(written: Written) -> None:
    chatty = logging.getLogger("httpx.chatty")
    chatty.setLevel(logging.DEBUG)
    chatty.info("HTTP Request: %s", NAME)
    assert written.text == ""


async def test_a_task_that_nobody_awaited_is_told_without_its_words(written: Written) -> None:
    async def fails() -> None:
        raise LookupError(NAME)

    told = asyncio.Event()
    loop = asyncio.get_running_loop()

    def tell(loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
        loop.default_exception_handler(context)
        told.set()

    loop.set_exception_handler(tell)
    task = loop.create_task(fails())
    await asyncio.wait([task])
    del task
    gc.collect()
    await asyncio.wait_for(told.wait(), 5)
    assert written.is_clean()
    assert "builtins.LookupError" in written.text


def test_a_warning_of_a_library_tells_its_kind(written: Written) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.showwarning(f"{NAME} is deprecated", DeprecationWarning, "lib/x.py", 3)
    assert written.is_clean()
    assert "DeprecationWarning" in written.text


@pytest.mark.parametrize(
    "how", ["raise ValueError({name!r})", "threading.Thread(target=int, args=({name!r},)).start()"]
)
def test_what_nobody_caught_is_told_by_type(how: str) -> None:
    code = f"import threading\nfrom bot.logs import configure_logging\nconfigure_logging()\n{how.format(name=NAME)}\n"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert "builtins.ValueError" in done.stderr
    assert "Canarelle" not in done.stderr + done.stdout


def test_json_lines_are_json(restored: None) -> None:
    stream = io.StringIO()
    configure_logging(json=True, stream=stream)
    structlog.get_logger("bot.x").info("started", channel="telegram", count=3)
    logging.getLogger("some.library").warning("a plain warning of theirs")
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [line["event"] for line in lines] == ["started", "a plain warning of theirs"]
    assert lines[0]["channel"] == "telegram"
    assert lines[0]["count"] == 3


@pytest.mark.parametrize(("level", "heard"), [("debug", 2), ("INFO", 1), ("loud", 1), ("WARNING", 0)])
def test_the_level_is_for_our_own_lines(level: str, heard: int, restored: None) -> None:
    stream = io.StringIO()
    configure_logging(level, stream=stream)
    structlog.get_logger("bot.x").debug("looking")
    structlog.get_logger("bot.x").info("started")
    assert len(stream.getvalue().splitlines()) == heard
