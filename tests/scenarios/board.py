"""Those who supervise, and what they do on the console: the same handlers that its pages call."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from bot.domain.proof import SignedIn
from bot.domain.roster import Role
from bot.handlers.context import Context
from bot.handlers.disclosure.answering import answer
from bot.handlers.opening import field_of
from bot.handlers.roster import TERMINAL, add_member, link_by_hand
from redaction import RawText
from tests.e2e.disclosing import asked, opened, told
from tests.scenarios.stage import Stage


class Board:
    """Supervisors of one scenario, by name; its one request."""

    def __init__(self, context: Context, stage: Stage) -> None:
        self._context, self._stage = context, stage
        self._ids: dict[str, str] = {}
        self._request = ""

    async def put_on_the_roster(self, supervisors: Iterable[str]) -> None:
        now = datetime.now(UTC)
        for who in supervisors:
            async with self._context.store.begin() as unit:
                member = await add_member(unit, RawText(who), frozenset({Role.SUPERVISOR}), "en", by=TERMINAL, now=now)
                await link_by_hand(unit, self._stage.account(who), member.member_id, now=now)
            self._ids[who] = member.member_id

    async def asks(self, who: str, pseudonym: str, reference: str) -> None:
        self._request = await asked(self._context, self._ids[who], reference, field_of(pseudonym))

    async def agrees(self, other: str, viewer: str) -> None:
        await opened(self._context, self._ids[viewer], self._ids[other], self._request)

    async def answers(self, who: str, reason: str) -> None:
        by = SignedIn(self._ids[who], self._context.clock.now())
        await told(self._context, await answer(self._context, by, self._request, RawText(reason), right=True))
