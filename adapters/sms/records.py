"""Twilio keeps a copy of every message; ours are deleted there after use, and again until they are gone.

What somebody wrote goes as soon as the core has it; what we sent once Twilio says that it arrived or did not, before which it
lets nothing be deleted (20009). Which are still to go is kept through a restart; how many went is journalled.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog

from adapters.sms.client import Client
from adapters.sms.meanings import NAME
from bot.domain.outgoing import Outcome
from bot.ports.memos import Memos
from redaction import RawText

log = structlog.get_logger(__name__)

_UNDER_WAY_FOR = timedelta(hours=1)
"""A message of which Twilio does not tell the end is deleted then all the same, or tried to be."""
_DONE, _SENT = "done", "sent"


class Records:
    """`tell`: journals how many went and how many are left. `now`: the time."""

    def __init__(
        self, client: Client, memos: Memos, tell: Callable[[int, int], Awaitable[None]], now: Callable[[], datetime]
    ) -> None:
        self._client, self._memos, self._tell, self._now = client, memos, tell, now
        self._gone = 0
        self._told_left = 0

    async def sent(self, sid: str) -> None:
        """We sent it: to be deleted once Twilio says how it ended."""
        await self._memos.keep(NAME, f"record/{sid}", RawText(f"{_SENT} {self._now().timestamp()}"), None)

    async def used(self, sid: str) -> None:
        """Nobody needs it any more: delete it now, or later if that fails."""
        await self._memos.keep(NAME, f"record/{sid}", RawText(_DONE), None)
        await self._delete(sid)

    async def sweep(self) -> None:
        """Try again what is left, and journal what went since."""
        left = 0
        for key in await self._memos.keys(NAME, "record/"):
            kept = await self._memos.read(NAME, key)
            if kept is not None and self._is_due(kept.expose()):
                left += not await self._delete(key.removeprefix("record/"))
        await self.report(left)

    async def report(self, left: int) -> None:
        """Journal what went; what is left is told once for as long as it is that many."""
        gone, self._gone = self._gone, 0
        if gone or left != self._told_left:
            self._told_left = left
            await self._tell(gone, left)

    async def _delete(self, sid: str) -> bool:
        effect = await self._client.delete(sid)
        if effect.outcome not in (Outcome.DONE, Outcome.GONE):
            log.warning("a provider's record is not deleted yet", outcome=str(effect.outcome), code=effect.code)
            return False
        await self._memos.drop(NAME, f"record/{sid}")
        self._gone += effect.outcome is Outcome.DONE
        return True

    def _is_due(self, kept: str) -> bool:
        state, _, since = kept.partition(" ")
        if state == _DONE:
            return True
        return self._now() - datetime.fromtimestamp(float(since), self._now().tzinfo) > _UNDER_WAY_FOR
