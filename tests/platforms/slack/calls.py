"""What every method gets and how it refuses."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.platforms.slack.world import Channel, User

if TYPE_CHECKING:
    from tests.platforms.slack.server import SlackServer


class SlackError(Exception):
    """An error that Slack documents for the method."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Token:
    """A credential that the workspace gave out."""

    kind: str
    """`bot`, `user` or `app`."""
    user: str
    scopes: frozenset[str]


@dataclass(slots=True)
class Call:
    """One request to the Web API, already checked against the description."""

    server: SlackServer
    method: str
    token: Token
    arguments: dict[str, Any]
    arrived: float

    def text(self, name: str, default: str = "") -> str:
        value = self.arguments.get(name)
        return default if value is None else str(value)

    def flag(self, name: str) -> bool:
        return str(self.arguments.get(name, "")).lower() in {"1", "true"}

    def number(self, name: str, default: int) -> int:
        return int(self.arguments.get(name) or default)

    def structure(self, name: str) -> Any:
        """An argument that may be JSON in a string; None where it is absent."""
        value = self.arguments.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except json.JSONDecodeError:
            raise SlackError(f"invalid_{name}_format" if name == "metadata" else f"invalid_{name}") from None

    def channel(self, name: str = "channel", *, joined: bool = False) -> Channel:
        """The channel that the call names, if the caller may know of it."""
        channel = self.server.world.channels.get(self.text(name))
        if channel is None or (channel.kind != "channel" and self.token.user not in channel.members):
            raise SlackError("channel_not_found")
        if joined and self.token.user not in channel.members:
            raise SlackError("not_in_channel")
        return channel

    @property
    def me(self) -> User:
        return self.server.world.users[self.token.user]


Handler = Callable[[Call], Awaitable[dict[str, Any]]]


def instant(ts: str, error: str) -> str:
    """A timestamp argument in the form in which messages carry theirs, so that the two compare as strings."""
    seconds, _, fraction = ts.partition(".")
    if not seconds.isdigit() or (fraction and not fraction.isdigit()):
        raise SlackError(error)
    return f"{int(seconds):010d}.{fraction[:6]:0<6}"


def page(items: list[Any], call: Call, default: int = 100) -> tuple[list[Any], dict[str, Any]]:
    """One page by cursor, and the part of the answer that names the next."""
    cursor = call.text("cursor")
    if cursor and not cursor.isdigit():
        raise SlackError("invalid_cursor")
    start, size = int(cursor or 0), call.number("limit", default)
    more = start + size < len(items)
    return items[start : start + size], {
        "has_more": more,
        "response_metadata": {"next_cursor": str(start + size) if more else ""},
    }
