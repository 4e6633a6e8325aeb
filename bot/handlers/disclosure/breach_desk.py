"""The breach files as the console's pages read them: what happened by ids and kinds, who saw what, and what may be done now."""

from __future__ import annotations

import sys
from datetime import datetime

from bot.domain.breach import TABLE, Breach, BreachEvent
from bot.domain.disclosure import Disclosure
from bot.domain.disclosure_entries import DisclosureLooked, DisclosureToldOutside
from bot.domain.proof import SignedIn
from bot.handlers.access import Action, allowed_who
from bot.handlers.context import Context
from bot.handlers.disclosure.breaching import close_file, file_of, may_handle, notify
from bot.handlers.disclosure.turn import deny, found
from bot.ports.breaches import File, Looked
from bot.ports.disclosing import Done
from bot.ports.store import UnitOfWork
from redaction import RawText

_STEPS = {
    BreachEvent.NOTIFY: Action.NOTIFY_BREACH,
    BreachEvent.TELL_PERSON: Action.NOTIFY_BREACH,
    BreachEvent.CLOSE: Action.CLOSE_BREACH,
}


class Files:
    """`bot.ports.breaches.BreachDesk`."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def files(self, by: str) -> tuple[File, ...]:
        async with self._context.store.read() as unit:
            if not await allowed_who(unit, Action.BREACHES, by):
                return ()
            read = [await self._file(unit, by, one) for one in await unit.breaches.every()]
        return tuple(one for one in read if one is not None)

    async def file(self, by: str, disclosure_id: str) -> File | None:
        async with self._context.store.read() as unit:
            one = await self._file(unit, by, disclosure_id)
        if one is None:
            async with self._context.store.begin() as unit:
                await deny(self._context, unit, by, Action.SEE_BREACH, "no_such_file", "no_such_file")
        return one

    async def notify(self, by: SignedIn, disclosure_id: str, reason: RawText, *, person: bool) -> Done:
        return await notify(self._context, by, disclosure_id, reason, person=person)

    async def close(self, by: SignedIn, disclosure_id: str, reason: RawText) -> Done:
        return await close_file(self._context, by, disclosure_id, reason)

    async def _file(self, unit: UnitOfWork, by: str, disclosure_id: str) -> File | None:
        breach, opened = await file_of(unit, disclosure_id), await found(unit, disclosure_id)
        if breach is None or opened is None or not await may_handle(unit, by, opened, Action.SEE_BREACH):
            return None
        looks, outside = await _seen(unit, disclosure_id)
        papers = self._context.papers
        return File(
            breach=breach,
            disclosure=opened,
            reference=(await unit.cases.case(opened.case_id)).reference,
            looks=looks,
            outside=outside,
            may=await _may(unit, by, breach, opened),
            at=self._context.clock.now(),
            association=papers.association if papers else "",
            contact=papers.contact if papers else "",
        )


async def _may(unit: UnitOfWork, by: str, breach: Breach, opened: Disclosure) -> frozenset[str]:
    return frozenset(
        [
            event.value
            for event, action in _STEPS.items()
            if (breach.state, event) in TABLE and await may_handle(unit, by, opened, action)
        ]
    )


async def _seen(unit: UnitOfWork, disclosure_id: str) -> tuple[tuple[Looked, ...], bool | None]:
    """Each look, oldest first, and whether anything was told outside: from the journal, which nobody can rewrite unseen."""
    entries = [*reversed(await unit.journal.page(sys.maxsize, sys.maxsize, [disclosure_id]))]
    looks = tuple(
        Looked(str(one.body["who"]), datetime.fromisoformat(one.at))
        for one in entries
        if one.kind == DisclosureLooked.kind
    )
    told = [bool(one.body["outside"]) for one in entries if one.kind == DisclosureToldOutside.kind]
    return looks, any(told) if told else None
