"""A member asks who a pseudonym stands for, and looks on a single-use page of ours: never in a chat, which keeps copies.

Allowed where the case is shared between those who support the same person (policy clause C8), asked again when the page is
opened, and journalled when something was shown. Fetching the page shows nothing and uses nothing up.
"""

from __future__ import annotations

from datetime import timedelta

from bot.domain.cases import Case
from bot.domain.messages import PersonRef
from bot.handlers.access import Action, Target, allowed, allowed_who
from bot.handlers.context import Context
from bot.handlers.opening import values_of
from bot.ports.links import Link
from bot.ports.looks import Look
from bot.ports.store import UnitOfWork
from redaction import RawText

ACTION = "who_is"
GOOD_FOR = timedelta(minutes=15)


async def offer_look(context: Context, unit: UnitOfWork, by: PersonRef, case: Case, pseudonym: str) -> str | None:
    """The token of a page that shows who `pseudonym` is; None where they may not, or the case never gave it."""
    if not await allowed(unit, Action.WHO_IS, by, await _target(unit, case.case_id)):
        return None
    memory, _ = await unit.cases.memory(case.case_id)
    known = memory.named(pseudonym)
    if known is None:
        return None
    plain = known.pseudonym(memory.lang or "en").strip("[]").split(",")[0]
    link = Link(ACTION, f"{case.case_id}/{plain}", await unit.roster.who(by))
    return await unit.links.make(link, context.clock.now() + GOOD_FOR)


class MemberLooks:
    """`bot.ports.looks.Looks`: what the pages ask."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def asked(self, token: str) -> Look | None:
        async with self._context.store.read() as unit:
            link = await unit.links.peek(token, self._context.clock.now())
            if link is None or link.action != ACTION:
                return None
            case_id, pseudonym = link.subject.split("/", 1)
            return Look((await unit.cases.case(case_id)).reference, pseudonym)

    async def look(self, token: str) -> tuple[RawText, ...] | None:
        context = self._context
        async with context.store.begin() as unit:
            link = await unit.links.use(token, context.clock.now())
            if link is None or link.action != ACTION:
                return None
            case_id, pseudonym = link.subject.split("/", 1)
            if not await allowed_who(unit, Action.WHO_IS, link.who, await _target(unit, case_id)):
                return None
            return await values_of(context, unit, case_id, pseudonym, link.who)


async def _target(unit: UnitOfWork, case_id: str) -> Target:
    return Target(case_id=case_id, purpose=await unit.cases.purpose(case_id))
