"""A case is opened, closed, merged, or marked because the person has died. Each of it is journalled.

Who may do so was asked in the same transaction, of `bot/handlers/access.py`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from bot.domain.case_entries import CaseClosed, CaseDeceased, CaseJoined, CaseLeft, CaseOpened, CaseShared, CasesMerged
from bot.domain.cases import Case, CaseStatus, How, Purpose
from bot.domain.messages import PersonRef
from bot.domain.outgoing import Line, Opaque
from bot.domain.records import NoteRecord
from bot.handlers.context import Context
from bot.handlers.notes import queue_for_members
from bot.ports.store import Conflict, UnitOfWork
from redaction import RedactedText


async def cases_of(unit: UnitOfWork, person: PersonRef) -> list[Case]:
    """The open cases of which somebody is a member, oldest first; those of their own burden are nobody's to find again."""
    cases = await unit.cases.of_member(await unit.roster.who(person))
    return [case for case in cases if case.status is CaseStatus.OPEN and case.purpose is not Purpose.OWN_SUPPORT]


async def open_case(context: Context, unit: UnitOfWork, who: str) -> Case:
    """A new case with `who` as its only member."""
    now = context.clock.now()
    case_id = await unit.cases.open(now)
    await unit.journal.append(CaseOpened(at=now, case=case_id, by=who))
    case = await unit.cases.case(case_id)
    await _joined(context, unit, case_id, who, How.OPENED)
    return case


async def join_case(
    context: Context, unit: UnitOfWork, case: Case, who: str, how: How, byline: RedactedText
) -> tuple[bool, list[NoteRecord]]:
    """Make `who` a member: whether they were none, and the notes that tell the others, to be delivered."""
    if not await _joined(context, unit, case.case_id, who, how):
        return False, []
    line = Line("note.case_joined", None, {"words": Opaque(case.reference), "byline": byline})
    return True, await queue_for_members(context, unit, case.case_id, who, line)


async def _joined(context: Context, unit: UnitOfWork, case_id: str, who: str, how: How) -> bool:
    now = context.clock.now()
    fresh = await unit.cases.join(case_id, who, how, now)
    if fresh:
        await unit.journal.append(CaseJoined(at=now, case=case_id, who=who, how=how))
    return fresh


async def leave_case(context: Context, unit: UnitOfWork, case_id: str, who: str) -> bool:
    """End a membership; whether anybody is left."""
    now = context.clock.now()
    await unit.cases.leave(case_id, who, now)
    await unit.journal.append(CaseLeft(at=now, case=case_id, who=who))
    return bool(await unit.cases.members(case_id))


async def close_case(context: Context, unit: UnitOfWork, case_id: str, who: str) -> bool:
    """Close it; False if it was not open. Its key is destroyed when the retention period is over."""
    now = context.clock.now()
    closed = await unit.cases.close(case_id, now)
    if closed:
        await unit.journal.append(CaseClosed(at=now, case=case_id, by=who))
    return closed


async def share_case(context: Context, unit: UnitOfWork, case_id: str, who: str) -> None:
    """Let its members look at who it is about: they support the same person (policy clause C8)."""
    await unit.cases.share(case_id)
    await unit.journal.append(CaseShared(at=context.clock.now(), case=case_id, by=who))


async def mark_deceased(context: Context, unit: UnitOfWork, case_id: str, who: str) -> None:
    """Note that the person has died."""
    await unit.cases.mark_deceased(case_id)
    await unit.journal.append(CaseDeceased(at=context.clock.now(), case=case_id, by=who))


async def merge_cases(
    context: Context, case: Case, into: Case, who: str, may: Callable[[UnitOfWork], Awaitable[bool]]
) -> tuple[list[tuple[str, str]], list[NoteRecord]] | None:
    """Make two open cases one: each pseudonym of the first with what it is called in the other, and notes to the members.

    Posts keep the pseudonyms that they were posted with; whoever both cases know keeps those of `into`. None, and nothing
    happens, unless `may` holds in the transaction that merges. Raises `Conflict`, and nothing has happened, if one of
    them learnt something meanwhile.
    """
    from redaction.lore import absorb  # here: the lists of names are read for this alone

    async with context.store.read() as unit:
        theirs, theirs_version = await unit.cases.memory(case.case_id)
        memory, version = await unit.cases.memory(into.case_id)
    known = len(memory)
    pairs = await asyncio.to_thread(absorb, memory, theirs)
    async with context.store.begin() as unit:
        if not await may(unit):
            return None
        if (await unit.cases.memory(case.case_id))[1] != theirs_version:
            raise Conflict(case.case_id)
        await unit.cases.remember(into.case_id, memory, version)
        joining = await unit.cases.members(case.case_id)
        await unit.cases.merge(case.case_id, into.case_id)
        await unit.case_notices.carry(case.case_id, into.case_id)
        shared = len(pairs) - (len(memory) - known)
        now = context.clock.now()
        await unit.journal.append(CasesMerged(at=now, case=case.case_id, into=into.case_id, by=who, shared=shared))
        for member in joining:
            await _joined(context, unit, into.case_id, member.who, How.MERGED)
        count = len(await unit.cases.members(into.case_id))
        words, other = Opaque(case.reference), Opaque(into.reference)
        line = Line("note.cases_merged", None, {"words": words, "into": other, "count": count})
        notes = await queue_for_members(context, unit, into.case_id, who, line)
    lang = memory.lang or "en"
    return [(old.pseudonym(lang), new.pseudonym(lang)) for old, new in pairs], notes
