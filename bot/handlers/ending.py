"""The end of a case: its posts are taken back where the platform allows it, its key destroyed, its names kept as fingerprints.

After that nobody can open anything of it, the charity included; and the names are still recognised and hidden, since the
duty outlives the case (policy clauses C9, C10; GDPR art. 5(1)(e)).
"""

from __future__ import annotations

from bot.domain.case_entries import CaseDestroyed
from bot.domain.outgoing import Outcome
from bot.domain.records import PostState
from bot.handlers.attempt import attempt
from bot.handlers.context import Context
from bot.ports.store import UnitOfWork, Wiped
from redaction.bygone import full_names

_GONE = frozenset({Outcome.DONE, Outcome.GONE})


async def destroy_due(context: Context) -> int:
    """End every case that has been closed for the retention period; how many."""
    limit = context.clock.now() - context.rules.keep_closed
    async with context.store.read() as unit:
        due = await unit.cases.due(limit)
    for case in due:
        await end_case(context, case.case_id)
    return len(due)


async def end_case(context: Context, case_id: str) -> None:
    """End one case, with all that were merged into it. Done again after a crash it finishes what was begun."""
    async with context.store.read() as unit:
        family = await unit.cases.family(case_id)
        posts = [post for one in family for post in await unit.posts.standing(one)]
    removed = 0
    for post in posts:
        if post.ref is None:
            continue
        channel = context.channel(post.ref)
        ref = post.ref
        effect = await attempt(context, lambda: channel.remove(ref))  # noqa: B023 - awaited before the next one
        if effect.outcome in _GONE:
            removed += 1
            async with context.store.begin() as unit:
                await unit.posts.move(post.post_id, PostState.REMOVED)
    async with context.store.begin() as unit:
        names = 0
        for one in family:
            names += await _keep_names(context, unit, one)
            await unit.cases.destroy(one, context.clock.now())
        entry = CaseDestroyed(
            at=context.clock.now(), case=case_id, removed=removed, standing=len(posts) - removed, names=names
        )
        await unit.journal.append(entry)


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
