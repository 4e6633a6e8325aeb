"""The end of a case: its posts are taken back where the platform allows it, its key destroyed, its names kept as fingerprints.

After that nobody can open anything of it, the charity included; and the names are still recognised and hidden, since the
duty outlives the case (policy clauses C9, C10; GDPR art. 5(1)(e)).
"""

from __future__ import annotations

from bot.domain.case_entries import CaseDestroyed
from bot.domain.outgoing import Outcome
from bot.handlers.attempt import once
from bot.handlers.context import Context
from bot.handlers.taking_back import GONE, take_back
from bot.ports.store import UnitOfWork, Wiped
from redaction.bygone import full_names


async def destroy_due(context: Context) -> int:
    """End every case that has been closed for the retention period; how many.

    A platform that is out of reach puts it off to the next round, and for `Rules.give_up_after` at most: what it shows are
    pseudonyms, and the key must go.
    """
    limit = context.clock.now() - context.rules.keep_closed
    async with context.store.read() as unit:
        due = await unit.cases.due(limit)
        overdue = {case.case_id for case in await unit.cases.due(limit - context.rules.give_up_after)}
        throwaway = await unit.cases.throwaway(context.clock.now() - context.rules.hold_originals)
    for case in throwaway:
        await _forget(context, case.case_id)
    return sum([await end_case(context, case.case_id, at_once=case.case_id in overdue) for case in due])


async def _forget(context: Context, case_id: str) -> None:
    """End a case that was opened for a volunteer's own burden: its posts stay, and no way back (policy clause C10)."""
    async with context.store.begin() as unit:
        standing = len(await unit.posts.standing(case_id))
        await unit.cases.destroy(case_id, context.clock.now())
        entry = CaseDestroyed(at=context.clock.now(), case=case_id, removed=0, standing=standing, names=0)
        await unit.journal.append(entry)


async def end_case(context: Context, case_id: str, *, at_once: bool = False) -> bool:
    """End one case, with all that were merged into it; False if a platform is out of reach and it can wait.

    Done again after a crash it finishes what was begun.
    """
    async with context.store.read() as unit:
        family = await unit.cases.family(case_id)
        posts = [post for one in family for post in await unit.posts.standing(one)]
    outcomes = [(await take_back(context, post, once)).outcome for post in posts]
    if Outcome.RETRY in outcomes and not at_once:
        return False
    removed = sum(outcome in GONE for outcome in outcomes)
    async with context.store.begin() as unit:
        names = 0
        for one in family:
            names += await _keep_names(context, unit, one)
            await unit.cases.destroy(one, context.clock.now())
        entry = CaseDestroyed(
            at=context.clock.now(), case=case_id, removed=removed, standing=len(posts) - removed, names=names
        )
        await unit.journal.append(entry)
    return True


async def _keep_names(context: Context, unit: UnitOfWork, case_id: str) -> int:
    if not context.rules.keep_names:
        return 0
    try:
        memory, _ = await unit.cases.memory(case_id)
    except Wiped:
        return 0
    keys = sorted(full_names(memory))
    kept = [await unit.cases.keep_name(key, context.clock.now()) for key in keys]
    return sum(kept)
