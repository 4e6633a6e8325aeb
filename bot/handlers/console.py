"""Sessions of the console: short, ended at once when somebody leaves or loses the role, listed for whose they are.

Who somebody is and what they may is asked at every request, never remembered in the session.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from bot.domain.console_entries import ConsoleLeft, ConsoleRefused
from bot.domain.proof import SignedIn
from bot.handlers.access import Action, allowed_who
from bot.handlers.context import Context
from bot.handlers.disclosure.forms import KEPT_FOR
from bot.ports.console import NotYours, OddSession, OpenSession, Right, Visitor
from bot.ports.factors import ConsoleSession, Stage
from bot.ports.store import UnitOfWork
from redaction import Lang

RIGHTS: Mapping[Right, Action] = {
    Right.ENTER: Action.CONSOLE,
    Right.ROSTER: Action.ROSTER_CHANGE,
    Right.REQUESTS: Action.DISCLOSURES,
    Right.JOURNAL: Action.READ_JOURNAL,
    Right.BREACHES: Action.BREACHES,
}
_NOTED_EVERY = timedelta(seconds=20)
"""How exactly the last use of a session is kept: not every request has to write."""


class ConsoleVisits:
    """`bot.ports.console.Visits`."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def visitor(self, session: str, right: Right) -> Visitor | None:
        async with self._context.store.read() as unit:
            found = await self._signed_in(unit, session)
            if not self._lasts(found):
                return None
            visitor = await self._visitor(unit, found)
        if visitor is None:
            await self._put_out(found.who)
            return None
        if right not in visitor.rights:
            await self._refuse(found, right)
        if self._context.clock.now() - found.seen_at >= _NOTED_EVERY:
            async with self._context.store.begin(durable=False) as unit:
                await unit.sessions.seen(session, self._context.clock.now())
        return visitor

    async def speak(self, session: str, lang: Lang) -> None:
        async with self._context.store.begin() as unit:
            await unit.sessions.speak(session, lang)

    async def leave(self, session: str) -> None:
        async with self._context.store.begin() as unit:
            found = await unit.sessions.of(session)
            if found is not None and await unit.sessions.end(session):
                await self._left(unit, found.who, "signed_out", 1)

    async def leave_all(self, session: str) -> None:
        async with self._context.store.begin() as unit:
            found = await self._open(unit, session)
            if found is not None:
                await self._left(unit, found.who, "all", await unit.sessions.end_all(found.who))

    async def _signed_in(self, unit: UnitOfWork, session: str) -> ConsoleSession:
        """Raises `OddSession` for one that never was or ended otherwise than by its age, and one without a second factor yet."""
        found = await unit.sessions.of(session)
        if found is None:
            raise OddSession("session-unknown")
        if found.stage is not Stage.IN:
            raise OddSession("session-waiting")
        return found

    async def _open(self, unit: UnitOfWork, session: str) -> ConsoleSession | None:
        found = await unit.sessions.of(session)
        return found if found is not None and found.stage is Stage.IN and self._lasts(found) else None

    def _lasts(self, session: ConsoleSession) -> bool:
        now, rules = self._context.clock.now(), self._context.rules
        return now - session.seen_at < rules.console_idle and now - session.started_at < rules.console_longest

    async def _visitor(self, unit: UnitOfWork, found: ConsoleSession) -> Visitor | None:
        member = await unit.roster.member(found.who)
        if member is None or not await allowed_who(unit, Action.CONSOLE, found.who):
            return None
        rights = [right for right, action in RIGHTS.items() if await allowed_who(unit, action, found.who)]
        open_ones = [one for one in await unit.sessions.all_of(found.who) if self._lasts(one)]
        return Visitor(
            who=found.who,
            name=member.name,
            roles=frozenset(role for role in member.roles if member.holds(role)),
            lang=found.lang,
            rights=frozenset(rights),
            sessions=tuple(OpenSession(one.started_at, one.seen_at, one == found) for one in open_ones),
            recovery_left=await unit.factors.recovery_left(found.who),
            proof=SignedIn(found.who, found.started_at),
        )

    async def _put_out(self, who: str) -> None:
        async with self._context.store.begin() as unit:
            if count := await unit.sessions.end_all(who):
                await self._left(unit, who, "right", count)

    async def _refuse(self, found: ConsoleSession, right: Right) -> None:
        async with self._context.store.begin() as unit:
            refused = ConsoleRefused(at=self._context.clock.now(), member=found.who, wanted=right.value)
            await unit.journal.append(refused)
        raise NotYours(found.lang)

    async def _left(self, unit: UnitOfWork, who: str, how: str, count: int) -> None:
        await unit.journal.append(ConsoleLeft(at=self._context.clock.now(), member=who, how=how, sessions=count))


async def forget_sessions(context: Context) -> None:
    """Delete what is over by its age, and what was handed in from pages that are."""
    async with context.store.begin(durable=False) as unit:
        await unit.forms.forget_before(context.clock.now() - KEPT_FOR)
        await unit.sessions.forget_before(context.clock.now() - context.rules.console_longest)
