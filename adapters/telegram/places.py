"""Which of the guarded groups somebody belongs to, and what these are called."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Mapping, Sequence

import structlog

from adapters.telegram.client import Unreachable
from adapters.telegram.content import NAME
from bot.domain.messages import ConversationRef

log = structlog.get_logger(__name__)

_KEPT_SECONDS = 300.0


class Places:
    """Asks Telegram, and remembers the answer for five minutes."""

    def __init__(
        self,
        belongs: Callable[[int, int], Awaitable[bool]],
        title: Callable[[int], Awaitable[str]],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._belongs, self._title, self._now = belongs, title, now
        self._known: dict[tuple[int, int], tuple[bool, float]] = {}
        self._titles: dict[str, str] = {}

    @property
    def titles(self) -> Mapping[str, str]:
        """By the group's id."""
        return self._titles

    async def learn_title(self, group: int) -> None:
        """Raises `Unreachable`."""
        self._titles[str(group)] = await self._title(group)

    async def of(self, user: int, groups: Sequence[int]) -> tuple[ConversationRef, ...]:
        """Those of `groups` that somebody is in; one that cannot be asked about counts as none of theirs."""
        return tuple([ConversationRef(NAME, str(group)) for group in groups if await self._is_in(group, user)])

    async def _is_in(self, group: int, user: int) -> bool:
        found, until = self._known.get((group, user), (False, 0.0))
        if until > self._now():
            return found
        try:
            found = await self._belongs(group, user)
        except Unreachable as error:
            log.warning("who is in a group could not be asked", group=group, code=error.code)
            return False
        self._known[(group, user)] = found, self._now() + _KEPT_SECONDS
        return found
