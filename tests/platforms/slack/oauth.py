"""OAuth: what a member sees who is asked for a token, and what the app gets for the code."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.platforms.slack.calls import Call, SlackError, Token
from tests.platforms.slack.world import APP, TEAM

if TYPE_CHECKING:
    from tests.platforms.slack.server import SlackServer

CLIENT_ID, CLIENT_SECRET = "1111111111.2222222222", "stand-in-client-secret-0000"


@dataclass(frozen=True, slots=True)
class _Code:
    user: str
    scopes: frozenset[str]
    back_to: str


@dataclass(slots=True)
class OAuth:
    """Codes that were given out and not yet used. `team`, `more`: what Slack answers otherwise than it should."""

    codes: dict[str, _Code] = field(default_factory=dict)
    team: str = TEAM
    more: dict[str, Any] = field(default_factory=dict)


def approve(server: SlackServer, user: str, page: str) -> str:
    """`user` says yes on Slack's page: the address that their browser is sent on to."""
    asked, code = _asked(server, page), secrets.token_hex(8)
    server.oauth.codes[code] = _Code(user, frozenset(asked["user_scope"].split(",")), asked["redirect_uri"])
    return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"


def deny(server: SlackServer, page: str) -> str:
    """They say no."""
    asked = _asked(server, page)
    return f"{asked['redirect_uri']}?{urlencode({'error': 'access_denied', 'state': asked['state']})}"


def _asked(server: SlackServer, page: str) -> dict[str, str]:
    found = urlsplit(page)
    assert f"{found.scheme}://{found.netloc}{found.path}" == f"{server.root}/oauth/v2/authorize"
    asked = {name: values[0] for name, values in parse_qs(found.query).items()}
    assert (asked["client_id"], asked["team"]) == (CLIENT_ID, TEAM)
    assert "scope" not in asked, "the bot is installed already"
    return asked


async def access(call: Call) -> dict[str, Any]:
    """oauth.v2.access: a code is good once, and with the address that it was sent to. One token for an app and a member."""
    if (call.token.user, call.token.kind) != (CLIENT_ID, "client"):
        raise SlackError("invalid_client_id")
    code = call.server.oauth.codes.pop(call.text("code"), None)
    if code is None:
        raise SlackError("invalid_code")
    if call.text("redirect_uri") != code.back_to:
        raise SlackError("bad_redirect_uri")
    secret, scopes = _token(call.server, code)
    authed = {"id": code.user, "scope": ",".join(sorted(scopes)), "access_token": secret, "token_type": "user"}
    team = {"id": call.server.oauth.team, "name": "Stand-in"}
    return {"app_id": APP, "authed_user": {**authed, **call.server.oauth.more}, "team": team, "enterprise": None}


def _token(server: SlackServer, code: _Code) -> tuple[str, frozenset[str]]:
    """The one that the member gave before, which then may do more; else a new one."""
    known = next((key for key, one in server.tokens.items() if (one.kind, one.user) == ("user", code.user)), None)
    secret = known or f"xoxp-stand-in-{secrets.token_hex(8)}"
    before = server.tokens[secret].scopes if known else frozenset()
    server.tokens[secret] = Token("user", code.user, before | code.scopes)
    return secret, before | code.scopes


async def revoke(call: Call) -> dict[str, Any]:
    """auth.revoke: the token that it is called with. The app is told."""
    call.server.revoke_token(call.token)
    return {"revoked": True}
