"""A member asks who a pseudonym stands for, and looks on a single-use page of ours: never in a chat, which keeps copies.

Allowed where the case is shared between those who support the same person (policy clause C8), asked again when the page is
opened, and journalled when something was shown. Fetching the page shows nothing and uses nothing up.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.domain.case_entries import IdentityViewed
from bot.domain.cases import Case
from bot.domain.messages import PersonRef
from bot.handlers.access import Action, Target, allowed, allowed_who
from bot.handlers.context import Context
from bot.handlers.opening import part, values_of
from bot.ports.links import Link
from bot.ports.looks import Look, Shown
from bot.ports.store import UnitOfWork, Wiped
from redaction import Family

ACTION, TASK = "who_is", "task"
_NEEDED = frozenset({Family.PERSON, Family.PHONE, Family.DATE})
"""What somebody who takes a task is shown of the message that asks for it."""
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
            if link is None or link.action not in _SHOWS:
                return None
            case_id, subject = link.subject.split("/", 1)
            return Look((await unit.cases.case(case_id)).reference, subject if link.action == ACTION else "")

    async def look(self, token: str) -> tuple[Shown, ...] | None:
        async with self._context.store.begin() as unit:
            link = await unit.links.use(token, self._context.clock.now())
            if link is None or link.action not in _SHOWS:
                return None
            return await _SHOWS[link.action](self._context, unit, link)


async def _somebody(context: Context, unit: UnitOfWork, link: Link) -> tuple[Shown, ...] | None:
    case_id, pseudonym = link.subject.split("/", 1)
    if not await allowed_who(unit, Action.WHO_IS, link.who, await _target(unit, case_id)):
        return None
    values = await values_of(context, unit, case_id, pseudonym, link.who)
    return tuple(Shown(f"[{pseudonym}]", value) for value in values)


async def _task(context: Context, unit: UnitOfWork, link: Link) -> tuple[Shown, ...] | None:
    """The name, the number, the date of one message; nothing once it is no longer kept."""
    case_id, entry_id = link.subject.split("/", 1)
    if not await allowed_who(unit, Action.SEE_ORIGINAL, link.who, Target(case_id=case_id)):
        return None
    try:
        text, spans = await unit.inbox.original(entry_id), await unit.inbox.hidden(entry_id)
    except Wiped:
        return None
    viewed = IdentityViewed(at=context.clock.now(), case=case_id, who=link.who, field=f"task:{entry_id}")
    await unit.journal.append(viewed)
    return tuple(Shown(span.pseudonym, part(text, span)) for span in spans if span.family in _NEEDED)


_SHOWS: dict[str, Callable[[Context, UnitOfWork, Link], Awaitable[tuple[Shown, ...] | None]]] = {
    ACTION: _somebody,
    TASK: _task,
}


async def _target(unit: UnitOfWork, case_id: str) -> Target:
    return Target(case_id=case_id, purpose=(await unit.cases.case(case_id)).purpose)
