"""What a channel can do in an author's own name, with a token that they gave; and where these tokens are kept.

Only channels of platforms that have such tokens are `OnBehalf`; the others know nothing of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.messages import MessageRef, PersonRef
from bot.domain.outgoing import Effect, Post
from redaction import RawText


@dataclass(frozen=True, slots=True, repr=False)
class Permission:
    """Somebody's own token. A secret: it is a `RawText`, which nothing prints."""

    person: PersonRef
    token: RawText


@dataclass(frozen=True, slots=True, repr=False)
class Grant:
    """What the platform gave for a code. `problem`: why it is not what was asked for, as a slug; "" if it is.

    `permission` is None where nothing came back, or what came back must not be revoked.
    """

    permission: Permission | None = None
    problem: str = ""


class OnBehalf(Protocol):
    """The platform, reached with an author's own token."""

    def approval_page(self, state: str, back_to: str) -> str | None:
        """The platform's page on which somebody says yes; it then leads to `back_to` with `state` and a code.

        None while the platform is out of reach.
        """

    async def exchange(self, code: str, back_to: str) -> Grant:
        """The token for a code."""

    async def replace(self, post: Post, message: MessageRef, token: RawText, *, look_first: bool) -> Effect:
        """Turn the author's own `message` into `post`, and read it back.

        DONE only where what stands there now is `post` and nothing else. UNSUPPORTED where the platform does not change it,
        or still shows something else: it has to be removed. REVOKED where the token is good for nothing any more.
        `look_first`: it may have been done already, before a crash.
        """

    async def remove_own(self, message: MessageRef, token: RawText) -> Effect:
        """Remove a message by its author's token."""

    async def revoke(self, token: RawText) -> Effect:
        """Make the token worthless. DONE, or REVOKED where it is already."""


class Permissions(Protocol):
    """Authors' tokens, sealed. `person`: the keyed fingerprint of an account."""

    async def token(self, person: str) -> RawText | None:
        """The token of somebody who lets the bot use it."""

    async def keep(self, permission: Permission, now: datetime) -> None:
        """Keep it, in place of an earlier one of theirs."""

    async def end(self, person: str, now: datetime) -> PersonRef | None:
        """Use it no more: whose it was. It stays until it is revoked; None, and nothing happens, if there is none in use."""

    async def holders(self, channel: str) -> list[str]:
        """Fingerprints of those whose tokens are in use."""

    async def to_revoke(self) -> list[Permission]:
        """Those that have ended and may still be good."""

    async def forget(self, permission: Permission) -> None:
        """It was revoked; one that was given anew meanwhile stays."""
