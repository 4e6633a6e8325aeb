"""The journal on the console: read page by page, and proved, by whom `access.py` lets.

Entries about a complaint are not shown to whoever is complained of (clause C14): that there is an entry, its number tells.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Mapping
from typing import Any

from bot.audit.chain import Link
from bot.audit.verify import verify
from bot.domain.cases import reference_in
from bot.handlers.access import Action, allowed_who
from bot.handlers.context import Context
from bot.handlers.disclosure.turn import found
from bot.ports.journal import JournalPage, JournalRow, Kept, Proof
from bot.ports.store import UnitOfWork

_PAGE = 50


class JournalDesk:
    """`bot.ports.journal.JournalReading`."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def page(self, by: str, before: int | None, about: str) -> JournalPage | None:
        async with self._context.store.read() as unit:
            if not await allowed_who(unit, Action.READ_JOURNAL, by):
                return None
            ids = await _ids(unit, about)
            first = sys.maxsize if before is None else before
            kept = [] if about and not ids else await unit.journal.page(first, _PAGE + 1, ids)
            barred = await _barred(unit, by)
        rows = tuple(_row(one, barred) for one in kept[:_PAGE])
        return JournalPage(rows, rows[-1].number if len(kept) > _PAGE else None)

    async def prove(self, by: str) -> Proof | None:
        async with self._context.store.read() as unit:
            if not await allowed_who(unit, Action.READ_JOURNAL, by):
                return None
            kept, key = await unit.journal.page(sys.maxsize, sys.maxsize), unit.journal.key
        links = [_link(one) for one in reversed(kept)]
        verdict = await asyncio.to_thread(verify, links, key)
        return Proof(verdict.entries, verdict.head, verdict.faults[0].entry if verdict.faults else None)


def _link(kept: Kept) -> Link:
    return Link(kept.seq, kept.at, kept.kind, kept.body, kept.prev, kept.hash, kept.signature)


async def _ids(unit: UnitOfWork, about: str) -> list[str]:
    """What stands in entries about a case, with its parts and requests, or about one request."""
    reference = reference_in(about)
    if reference is None:
        return [about] if about else []
    case = await unit.cases.referred(reference)
    if case is None:
        return []
    family = await unit.cases.family(case.case_id)
    return [*family, *[one for part in family for one in await unit.disclosures.of_case(part)]]


async def _barred(unit: UnitOfWork, by: str) -> frozenset[str]:
    """Requests in which they are complained of."""
    requests = [await found(unit, one) for one in await unit.disclosures.latest(sys.maxsize)]
    return frozenset(one.disclosure_id for one in requests if one is not None and by in one.complained_of)


def _row(kept: Kept, barred: frozenset[str]) -> JournalRow:
    shown: Mapping[str, Any] | None = kept.body if barred.isdisjoint(map(str, kept.body.values())) else None
    return JournalRow(kept.seq, kept.at, kept.kind if shown is not None else "", shown)
