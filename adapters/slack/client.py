"""The calls to Slack's Web API; with `sockets.py` the only file that reaches the network.

Effects go out as JSON and reads as a form, so that nothing stands in a URL (slack_sdk would put `chat.delete` and
`conversations.history` there, where proxies log it). Effects are tried once, since repeating a post that got through
doubles it: the core retries, and asks `find` first. Reads wait for `Retry-After` and try again by themselves.
"""

from __future__ import annotations

import logging
from base64 import b64encode
from collections.abc import AsyncIterator, Mapping
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from adapters.slack.faults import clean
from adapters.slack.settings import SlackSettings

TIMEOUT = aiohttp.ClientTimeout(total=15, sock_connect=5)
DOWNLOAD = aiohttp.ClientTimeout(total=60, sock_connect=5)
FILES_HOST = "files.slack.com"
PAGE = 200
"""Messages of one page; Slack advises no more (docs.slack.dev/apis/web-api/pagination)."""

Fields = Mapping[str, str | int | bool]


class As(StrEnum):
    """Whose token a call carries."""

    BOT = "bot"
    ADMIN = "admin"
    APP = "app"


class SlackFault(Exception):
    """A call did not succeed. `code` is Slack's error or a slug of ours; never Slack's text."""

    def __init__(self, method: str, code: str, retry_after: float | None = None) -> None:
        super().__init__(f"{method}: {code}")
        self.method = method
        self.code = code
        self.retry_after = retry_after


def sdk_logger() -> logging.Logger:
    """The logger that every part of the SDK gets: below WARNING it would print requests, answers and events."""
    logger = logging.getLogger("slack_sdk.entrenous")
    logger.setLevel(logging.WARNING)
    if not logger.filters:
        logger.addFilter(_only_the_place)
    return logger


def _only_the_place(record: logging.LogRecord) -> bool:
    """Keep where a line comes from and the kind of its exception; its text may hold a socket's ticket or an answer."""
    kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else "none"
    record.msg, record.args = "the Slack SDK reports trouble in %s (exception: %s)", (record.funcName, kind)
    record.exc_info = record.exc_text = None
    return True


class SlackClient:
    """Web API clients for each token over one connection pool. Construct and close inside the running loop."""

    def __init__(self, settings: SlackSettings) -> None:
        self._settings = settings
        self._session = aiohttp.ClientSession(timeout=TIMEOUT)
        tokens = {As.BOT: settings.bot_token, As.ADMIN: settings.admin_user_token, As.APP: settings.app_token}
        self._once = {who: self._web(token.get_secret_value()) for who, token in tokens.items() if token}
        self._patient = {
            who: self._web(client.token or "", AsyncConnectionErrorRetryHandler(), AsyncRateLimitErrorRetryHandler(3))
            for who, client in self._once.items()
        }

    @property
    def has_admin(self) -> bool:
        return As.ADMIN in self._once

    def web_client(self, who: As) -> AsyncWebClient:
        """The SDK's own client, for the SDK's own use."""
        return self._patient[who]

    def nobody(self) -> AsyncWebClient:
        """A client without a token, for the parts of the SDK that want one and must call nothing."""
        return self._web(None)

    async def close(self) -> None:
        await self._session.close()

    async def do(self, method: str, arguments: Mapping[str, Any], who: As = As.BOT) -> Mapping[str, Any]:
        """One call that changes something, tried once. Raises `SlackFault`."""
        body, _ = await self._call(self._once[who], method, json=dict(arguments))
        return body

    async def do_with(self, token: str, method: str, arguments: Mapping[str, Any] | None) -> None:
        """The same with somebody's own token; None for a method that takes nothing. Raises `SlackFault`."""
        body = {"data": {}} if arguments is None else {"json": dict(arguments)}
        await self._call(self._web(token), method, **body)

    async def exchange(self, client: str, secret: str, code: str, back_to: str) -> Mapping[str, Any]:
        """oauth.v2.access: what Slack gives for a code. Raises `SlackFault`.

        The app's own secret goes in the header, as docs.slack.dev/reference/methods/oauth.v2.access asks for.
        """
        form = {"code": code, "redirect_uri": back_to}
        basic = b64encode(f"{client}:{secret}".encode()).decode()  # RFC 7617; the SDK's own way warns of its age
        headers = {"Authorization": f"Basic {basic}"}
        body, _ = await self._call(self.nobody(), "oauth.v2.access", data=form, headers=headers)
        return body

    async def message(self, channel: str, ts: str, thread: str | None) -> Mapping[str, Any] | None:
        """One message as it stands now; None where it is not there. Raises `SlackFault`.

        `thread`: where it is said to be an answer; it may answer something else whose root is gone.
        """
        just: Fields = {"channel": channel, "oldest": ts, "latest": ts, "inclusive": True, "limit": 10}
        looked = ("conversations.replies", {**just, "ts": thread}) if thread else ("conversations.history", just)
        for method, where in (looked, ("conversations.replies", {**just, "ts": ts})):
            try:
                found = await self.read(method, where)
            except SlackFault as fault:
                if fault.code != "thread_not_found":
                    raise
                continue
            for message in found.get("messages") or ():
                if message.get("ts") == ts:
                    return dict(message)
        return None

    async def read(self, method: str, arguments: Fields, who: As = As.BOT) -> Mapping[str, Any]:
        """One call that only looks. Raises `SlackFault`."""
        body, _ = await self._call(self._patient[who], method, data=_form(arguments))
        return body

    async def identify(self, who: As = As.BOT) -> tuple[Mapping[str, Any], frozenset[str]]:
        """auth.test: who the token is, and the scopes it has. Raises `SlackFault`."""
        body, headers = await self._call(self._once[who], "auth.test")
        return body, frozenset(filter(None, headers.get("x-oauth-scopes", "").replace(" ", "").split(",")))

    async def pages(self, method: str, key: str, arguments: Fields) -> AsyncIterator[Mapping[str, Any]]:
        """All items under `key`, page after page. Raises `SlackFault`."""
        cursor: Fields = {}
        while True:
            body = await self.read(method, {"limit": PAGE, **arguments, **cursor})
            for item in body.get(key) or ():
                yield item
            cursor = {"cursor": str((body.get("response_metadata") or {}).get("next_cursor") or "")}
            if not cursor["cursor"]:
                return

    async def download(self, url: str, most: int) -> bytes:
        """A file of Slack's, with the bot's token: asked of nobody but Slack, and never where Slack sends it on to.

        Raises `SlackFault`: `foreign`, `too_big`, or what became of the call.
        """
        api, asked = urlsplit(self._settings.base_url), urlsplit(url)
        if (asked.scheme, asked.netloc) not in {("https", FILES_HOST), (api.scheme, api.netloc)}:
            raise SlackFault("url_private", "foreign")
        headers = {"Authorization": f"Bearer {self._once[As.BOT].token}"}
        try:
            async with self._session.get(url, headers=headers, allow_redirects=False, timeout=DOWNLOAD) as answer:
                if answer.status != 200 or answer.content_type == "text/html":
                    raise SlackFault("url_private", f"http_{answer.status}")
                content = await answer.content.read(most + 1)
                while len(content) <= most and (more := await answer.content.read(most + 1 - len(content))):
                    content += more
        except TimeoutError:
            raise SlackFault("url_private", "timeout") from None
        except (aiohttp.ClientError, OSError):
            raise SlackFault("url_private", "connection") from None
        if len(content) > most:
            raise SlackFault("url_private", "too_big")
        return content

    async def upload(self, channel: str, name: str, title: str, content: bytes, thread: str | None = None) -> str:
        """Share a file of ours in a channel, in three steps: ask where to put it, put it there, say whom it is for.

        Its id. https://docs.slack.dev/messaging/working-with-files. Raises `SlackFault`.
        """
        place = await self.read("files.getUploadURLExternal", {"filename": name, "length": len(content)})
        try:
            async with self._session.post(str(place["upload_url"]), data=content) as answer:
                if answer.status != 200:
                    raise SlackFault("upload_url", f"http_{answer.status}")
        except TimeoutError:
            raise SlackFault("upload_url", "timeout") from None
        except (aiohttp.ClientError, OSError):
            raise SlackFault("upload_url", "connection") from None
        files = [{"id": str(place["file_id"]), "title": title}]
        where = {"channel_id": channel, **({"thread_ts": thread} if thread else {})}
        await self.do("files.completeUploadExternal", {"files": files, **where})
        return str(place["file_id"])

    async def respond(self, url: str, body: dict[str, Any]) -> None:
        """A post to a `response_url`, which only Slack and the person who pressed know. Raises `SlackFault`."""
        webhook = AsyncWebhookClient(url, session=self._session, logger=sdk_logger(), retry_handlers=[])
        try:
            answer = await webhook.send_dict(body)
        except TimeoutError:
            raise SlackFault("response_url", "timeout") from None
        except (aiohttp.ClientError, OSError):
            raise SlackFault("response_url", "connection") from None
        if answer.status_code != 200:
            raise SlackFault("response_url", f"http_{answer.status_code}")

    def _web(self, token: str | None, *handlers: Any) -> AsyncWebClient:
        return AsyncWebClient(
            token=token,
            base_url=self._settings.base_url,
            session=self._session,
            logger=sdk_logger(),
            retry_handlers=list(handlers),
        )

    async def _call(
        self, client: AsyncWebClient, method: str, **body: Any
    ) -> tuple[Mapping[str, Any], Mapping[str, str]]:
        try:
            answer = await client.api_call(method, **body)
        except SlackApiError as error:
            raise _fault(method, error) from None
        except TimeoutError:
            raise SlackFault(method, "timeout") from None
        except (aiohttp.ClientError, OSError):
            raise SlackFault(method, "connection") from None
        except (AttributeError, ValueError):  # the SDK trips over an answer that is no JSON object
            raise SlackFault(method, "no_json") from None
        except SlackClientError as error:
            raise SlackFault(method, clean(type(error).__name__.lower())) from None
        found = answer.data
        if not isinstance(found, dict):
            raise SlackFault(method, "no_json")
        return found, answer.headers


def _form(arguments: Fields) -> dict[str, str]:
    return {key: str(value).lower() if isinstance(value, bool) else str(value) for key, value in arguments.items()}


def _fault(method: str, error: SlackApiError) -> SlackFault:
    """The code of an error answer; a proxy's page has none, so its status must do."""
    response = error.response
    status = getattr(response, "status_code", None) or getattr(response, "status", 0)
    data = getattr(response, "data", None)
    code = data.get("error") if isinstance(data, dict) else None
    if not code:
        return SlackFault(method, "no_json" if status == 200 else f"http_{status}")
    waits = getattr(response, "headers", {}).get("Retry-After")
    return SlackFault(method, clean(code), float(waits) if waits and waits.isdigit() else None)
