"""What our own pages need from the core when somebody comes to give a permission, and comes back from their platform."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol


class Ending(StrEnum):
    """How it ended, for the page that says so."""

    GIVEN = "given"
    DENIED = "denied"
    """They said no on their platform."""
    REFUSED = "refused"
    """What came back is not what was asked for; it was revoked."""
    NOT_NEEDED = "not_needed"
    """The bot has that very token already, from its settings."""
    GONE = "gone"
    """The link was used, is too old, or never was one."""
    FAILED = "failed"
    """The platform did not answer."""


class Permits(Protocol):
    async def begin(self, token: str) -> str | None:
        """The platform's page to go on to; None where the link is good no more. Nothing is used up."""

    async def finish(self, state: str, code: str) -> Ending:
        """Somebody is back from there. `code` is "" where they said no. The link is used up."""

    async def refused(self, code: str) -> None:
        """A forged request was refused; journalled. `code` is a slug."""
