"""A member looks at who a pseudonym stands for, or at a task, on a single-use page of ours: never in a chat, which keeps copies.

Who may is asked when the link is made and again when the page is opened; it is journalled when something was shown.
Fetching the page shows nothing and uses nothing up.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.domain.cases import Case
from bot.handlers.access import Action, Target, allowed_who
from bot.handlers.context import Context
from bot.handlers.opening import NotAllowed, original_of, values_of
from bot.handlers.words import cut
from bot.ports.links import Link
from bot.ports.looks import Look, Shown
from bot.ports.store import UnitOfWork, Wiped
from redaction import Family

ACTION, TASK, FIELD = "who_is", "task", "field"
_NEEDED = frozenset({Family.PERSON, Family.PHONE, Family.DATE})
"""What somebody who takes a task is shown of the message that asks for it."""
GOOD_FOR_MINUTES = 15


async def make_look(context: Context, unit: UnitOfWork, case: Case, pseudonym: str, who: str) -> str | None:
    """The token of a page that shows who `pseudonym` is to `who`, who was allowed to; None if the case never gave it."""
    memory, _ = await unit.cases.memory(case.case_id)
    known = memory.named(pseudonym)
    if known is None:
        return None
    plain = known.pseudonym(memory.lang or "en").strip("[]").split(",")[0]
    link = Link(ACTION, f"{case.case_id}/{plain}", who)
    return await unit.links.make(link, context.clock.now() + timedelta(minutes=GOOD_FOR_MINUTES))


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
            return Look((await unit.cases.case(case_id)).reference, "" if link.action == TASK else subject)

    async def look(self, token: str) -> tuple[Shown, ...] | None:
        async with self._context.store.begin() as unit:
            link = await unit.links.use(token, self._context.clock.now())
            if link is None or link.action not in _SHOWS:
                return None
            return await _SHOWS[link.action](self._context, unit, link)


async def _somebody(context: Context, unit: UnitOfWork, link: Link) -> tuple[Shown, ...] | None:
    case_id, pseudonym = link.subject.split("/", 1)
    target = Target(case_id=case_id, purpose=(await unit.cases.case(case_id)).purpose)
    if not await allowed_who(unit, Action.WHO_IS, link.who, target):
        return None
    values = await values_of(context, unit, case_id, pseudonym, link.who)
    return tuple(Shown(f"[{pseudonym}]", value) for value in values)


async def _field(context: Context, unit: UnitOfWork, link: Link) -> tuple[Shown, ...] | None:
    """One field that the listener in contact granted to this person (policy clause C9)."""
    case_id, pseudonym = link.subject.split("/", 1)
    try:
        values = await values_of(context, unit, case_id, pseudonym, link.who)
    except Wiped:
        return None
    return tuple(Shown(f"[{pseudonym}]", value) for value in values)


async def _task(context: Context, unit: UnitOfWork, link: Link) -> tuple[Shown, ...] | None:
    """The name, the number, the date of one message; nothing once it is no longer kept."""
    entry_id = link.subject.split("/", 1)[1]
    try:
        text = await original_of(context, unit, entry_id, link.who)
        spans = await unit.inbox.hidden(entry_id)
    except (NotAllowed, Wiped):
        return None
    return tuple(Shown(span.pseudonym, cut(text, span)) for span in spans if span.family in _NEEDED)


_SHOWS: dict[str, Callable[[Context, UnitOfWork, Link], Awaitable[tuple[Shown, ...] | None]]] = {
    ACTION: _somebody,
    TASK: _task,
    FIELD: _field,
}
