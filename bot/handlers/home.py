"""What somebody's own page on a platform shows: their open cases, the one spoken of last first."""

from __future__ import annotations

from bot.domain.home import CaseAtHome
from bot.domain.messages import PersonRef
from bot.domain.outgoing import Opaque
from bot.handlers.cases import cases_of
from bot.handlers.context import Context

_MOST = 20


async def home(context: Context, person: PersonRef) -> tuple[CaseAtHome, ...]:
    """Their cases, the latest first."""
    async with context.store.read() as unit:
        found = []
        for case in reversed((await cases_of(unit, person))[-_MOST:]):
            standing = await unit.posts.standing(case.case_id)
            found.append(CaseAtHome(Opaque(case.reference), standing[-1].ref if standing else None))
    return tuple(found)
