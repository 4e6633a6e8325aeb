"""The HTTP side of the stand-in: the Web API, Socket Mode's endpoint, `response_url`s and the control page."""

from __future__ import annotations

import time
from base64 import b64encode
from collections import deque
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.platforms.slack import (
    control,
    methods_chat,
    methods_conversations,
    methods_files,
    methods_other,
    methods_views,
    oauth,
    spec,
)
from tests.platforms.slack.calls import Call, Handler, SlackError, Token
from tests.platforms.slack.interacting import Interacting
from tests.platforms.slack.limits import Limits
from tests.platforms.slack.world import Channel

BOT_TOKEN = "xoxb-stand-in-bot-0000"
APP_TOKEN = "xapp-1-stand-in-app-0000"
ADMIN_TOKEN = "xoxp-stand-in-admin-0000"

BOT_SCOPES = frozenset(
    {
        "channels:history", "channels:join", "channels:read", "chat:write", "commands", "files:read", "files:write",
        "groups:history", "groups:read", "im:history", "im:write", "users:read",
    }
)  # fmt: skip
ADMIN_SCOPES = frozenset({"channels:read", "chat:write", "files:write", "groups:read"})

CLIENT = Token("client", oauth.CLIENT_ID, frozenset())
"""The app itself, known by its Client Secret in the header (RFC 7617)."""
_BASIC = f"Basic {b64encode(f'{oauth.CLIENT_ID}:{oauth.CLIENT_SECRET}'.encode()).decode()}"

SCOPE_OF_KIND = {"channel": "channels:", "group": "groups:", "im": "im:"}
"""conversations.* needs the scope of the kind of conversation that it is called for."""

METHODS: dict[str, Handler] = {
    "auth.revoke": oauth.revoke,
    "auth.test": methods_other.auth_test,
    "apps.connections.open": methods_other.connections_open,
    "chat.delete": methods_chat.delete,
    "chat.getPermalink": methods_chat.get_permalink,
    "chat.postEphemeral": methods_chat.post_ephemeral,
    "chat.postMessage": methods_chat.post_message,
    "chat.update": methods_chat.update,
    "conversations.history": methods_conversations.history,
    "conversations.info": methods_conversations.info,
    "conversations.join": methods_conversations.join,
    "conversations.list": methods_conversations.list_all,
    "conversations.members": methods_conversations.members,
    "conversations.open": methods_conversations.open_direct,
    "conversations.replies": methods_conversations.replies,
    "files.completeUploadExternal": methods_files.complete_upload,
    "files.delete": methods_files.files_delete,
    "files.getUploadURLExternal": methods_files.upload_url,
    "files.info": methods_files.files_info,
    "oauth.v2.access": oauth.access,
    "reactions.add": methods_other.reactions_add,
    "reactions.get": methods_other.reactions_get,
    "reactions.list": methods_other.reactions_list,
    "reactions.remove": methods_other.reactions_remove,
    "users.info": methods_other.users_info,
    "users.list": methods_other.users_list,
    "users.conversations": methods_conversations.of_user,
    "views.open": methods_views.views_open,
    "views.publish": methods_views.views_publish,
    "views.push": methods_views.views_push,
    "views.update": methods_views.views_update,
}


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it arrived; `url` with its query, since what is in there ends up in logs."""

    method: str
    arguments: dict[str, Any]
    url: str
    token: str


@dataclass(slots=True)
class Failure:
    """An answer that a test planned for the next calls of a method."""

    status: int
    error: str
    times: int
    retry_after: int | None = None
    skip: int = 0
    """So many calls are answered as usual first."""
    after_doing: bool = False
    """The call takes effect, and only its answer is lost."""


class SlackServer(Interacting):
    """A whole Slack on one loopback port. `async with SlackServer() as slack:`; `check()` at the end of a test."""

    def __init__(self, *, limits: bool = False, port: int = 0) -> None:
        spec.needed()
        super().__init__()
        self.limits = Limits(self.clock, on=limits)
        self.violations: list[str] = []
        self.requests: deque[Request] = deque(maxlen=20_000)
        self.tokens = {
            BOT_TOKEN: Token("bot", self.bot.id, BOT_SCOPES),
            APP_TOKEN: Token("app", self.bot.id, frozenset({"connections:write"})),
        }
        self.oauth = oauth.OAuth()
        self.failures: dict[str, Failure] = {}
        self.down = False
        self._port = port
        self._runner: web.AppRunner | None = None

    @property
    def base_url(self) -> str:
        """What `ENTRENOUS_SLACK__BASE_URL` should be."""
        return f"{self.root}/api/"

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None:
        await self.stop()

    async def start(self) -> None:
        application = web.Application(client_max_size=25_000_000)
        application.router.add_route("*", "/api/{method}", self._api)
        application.router.add_get("/link/", self._link)
        application.router.add_post("/response/{token}", self._response)
        application.router.add_post("/upload/{file}", self._upload)
        application.router.add_get("/files-pri/{file}/{name}", self._download)
        control.add_routes(application, self)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        self._port = self._runner.addresses[0][1]
        self.root = f"http://127.0.0.1:{self._port}"

    async def stop(self) -> None:
        await self.sockets.close()
        if self._runner is not None:
            await self._runner.cleanup()

    def give_admin_token(self, *, admin: bool = True, scopes: frozenset[str] = ADMIN_SCOPES) -> str:
        """A member's own token, an admin's by default; they join every channel there is."""
        user = self.add_user("Ada Admin", admin=admin)
        for channel in self.world.channels.values():
            channel.members[user] = None
        self.tokens[ADMIN_TOKEN] = Token("user", user, scopes)
        return ADMIN_TOKEN

    def approve(self, user: str, page: str) -> str:
        """`user` says yes on Slack's page for OAuth; the address that their browser goes on to."""
        return oauth.approve(self, user, page)

    def deny(self, page: str) -> str:
        return oauth.deny(self, page)

    def member_tokens(self, user: str) -> list[str]:
        """Tokens of a member that are good."""
        return [secret for secret, token in self.tokens.items() if (token.kind, token.user) == ("user", user)]

    def revoke_token(self, token: Token, *, tell: bool = True) -> None:
        """It is good for nothing any more; `tell`: the app hears of it."""
        self.tokens = {secret: one for secret, one in self.tokens.items() if one is not token}
        if tell:
            self.happen({"type": "tokens_revoked", "tokens": {"oauth": [token.user], "bot": []}, "event_ts": "1.2"})

    def fail_next(self, method: str, status: int, error: str, **more: Any) -> None:
        """Plan the answer to the next call of `method` (`times`, `skip`, `retry_after`, `after_doing`)."""
        self.failures[method] = Failure(status, error, more.pop("times", 1), **more)

    async def go_down(self) -> None:
        """An outage: every call answers 503 and no socket stays open."""
        self.down = True
        await self.sockets.drop()

    def come_back(self) -> None:
        self.down = False

    def socket_url(self) -> str:
        return f"ws://127.0.0.1:{self._port}/link/?ticket={self.sockets.ticket()}&app_id=A0STANDIN"

    def calls(self, method: str) -> list[Request]:
        return [request for request in self.requests if request.method == method]

    def check(self) -> None:
        """Fail if any request broke Slack's published description."""
        assert not self.violations, self.violations

    async def _link(self, request: web.Request) -> web.StreamResponse:
        return web.Response(status=503) if self.down else await self.sockets.serve(request)

    async def _response(self, request: web.Request) -> web.Response:
        known = self.respond(request.match_info["token"], await request.json())
        return web.Response(text="ok" if known else "expired_url", status=200 if known else 404)

    async def _upload(self, request: web.Request) -> web.Response:
        """The bytes of a file whose place was asked for; Slack takes as many as were announced, and no others."""
        file = self.world.files.get(request.match_info["file"])
        content = await request.read()
        if file is None or file.content is None or len(content) != len(file.content):
            return web.Response(status=400)
        file.content = content
        return web.Response(text=f"OK - {len(content)}")

    async def _download(self, request: web.Request) -> web.Response:
        """What is in a file, for whoever has a token that may read files; Slack sends others to its sign-in page."""
        secret = request.headers.get("Authorization", "").removeprefix("Bearer ")
        token, file = self.tokens.get(secret), self.world.files.get(request.match_info["file"].rpartition("-")[2])
        if token is None or "files:read" not in token.scopes:
            raise web.HTTPFound("/signin")
        if file is None or file.deleted or file.content is None:
            return web.Response(status=404)
        return web.Response(body=file.content, content_type=file.mimetype)

    async def _api(self, request: web.Request) -> web.Response:
        arrived = time.perf_counter()
        name = request.match_info["method"]
        arguments, secret = await _arguments(request)
        self.requests.append(Request(name, arguments, str(request.rel_url), secret))
        failure = self._failure(name)
        if failure is not None and not failure.after_doing:
            return _refusal(failure.error, failure.status, failure.retry_after)
        answer = await self._answer(name, arguments, secret, request.content_type, arrived)
        return answer if failure is None else _refusal(failure.error, failure.status, failure.retry_after)

    def _failure(self, name: str) -> Failure | None:
        if self.down:
            return Failure(503, "service_unavailable", 1)
        failure = self.failures.get(name)
        if failure is not None and failure.skip > 0:
            failure.skip -= 1
            return None
        if failure is not None:
            failure.times -= 1
            if failure.times <= 0:
                del self.failures[name]
        return failure

    async def _answer(
        self, name: str, arguments: dict[str, Any], secret: str, content_type: str, arrived: float
    ) -> web.Response:
        method = spec.method(name)
        if method is None or name not in METHODS:
            self.violations.append(f"{name}: unknown method")
            return _refusal("unknown_method")
        token = CLIENT if secret == _BASIC and name == "oauth.v2.access" else self.tokens.get(secret)
        if refused := _credentials(method, secret, token, self.world.channels.get(str(arguments.get("channel")))):
            return _refusal(refused)
        assert token is not None
        if complaints := self._complaints(method, arguments, content_type):
            self.violations += complaints
            return _refusal("invalid_arguments")
        if seconds := self.limits.wait(name, method.tier, secret, arguments):
            return _refusal("ratelimited", 429, seconds)
        try:
            body = await METHODS[name](Call(self, name, token, arguments, arrived))
        except SlackError as error:
            if error.code not in method.errors:
                self.violations.append(f"{name}: the stand-in made up the error {error.code}")
            return _refusal(error.code)
        return web.json_response({"ok": True, **body}, headers={"x-oauth-scopes": ",".join(sorted(token.scopes))})

    def _complaints(self, method: spec.Method, arguments: dict[str, Any], content_type: str) -> list[str]:
        found = method.complaints(arguments)
        if content_type == "application/json" and not method.takes_json:
            found.append("takes no JSON body")
        return [f"{method.name}: {complaint}" for complaint in found]


async def _arguments(request: web.Request) -> tuple[dict[str, Any], str]:
    """Query, form and JSON merged, and the token from the header or among them."""
    found: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        found |= await request.json()
    elif request.can_read_body:
        found |= dict(await request.post())
    header = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    return {key: value for key, value in found.items() if key != "token"}, header or str(found.get("token", ""))


def _credentials(method: spec.Method, secret: str, token: Token | None, channel: Channel | None) -> str | None:
    """The error for this token and method, None if it may call it."""
    if not secret:
        return "not_authed"
    if token is None:
        return "invalid_auth"
    if token is CLIENT:
        return None
    if (token.kind == "app") != (method.name == "apps.connections.open"):
        return "not_allowed_token_type"
    wanted = method.user_scopes if token.kind == "user" else method.bot_scopes
    if channel is not None and any(scope.startswith("groups:") for scope in wanted):
        wanted = frozenset(scope for scope in wanted if scope.startswith(SCOPE_OF_KIND[channel.kind]))
    return "missing_scope" if wanted and not wanted & token.scopes else None


def _refusal(error: str, status: int = 200, retry_after: int | None = None) -> web.Response:
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    return web.json_response({"ok": False, "error": error}, status=status, headers=headers)
