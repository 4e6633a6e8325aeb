"""What somebody's own page on a platform shows: their open cases, the one spoken of last first."""

from __future__ import annotations

from bot.domain.cases import CaseStatus, Purpose
from bot.domain.home import CaseAtHome
from bot.domain.messages import PersonRef
from bot.domain.outgoing import Opaque
from bot.handlers.context import Context

_MOST = 20


async def home(context: Context, person: PersonRef) -> tuple[CaseAtHome, ...]:
    """Their cases; those of their own burden are nobody's to find again."""
    async with context.store.read() as unit:
        mine = await unit.cases.of_member(await unit.roster.who(person))
        shown = [case for case in mine if case.status is CaseStatus.OPEN and case.purpose is not Purpose.OWN_SUPPORT]
        found = []
        for case in reversed(shown[-_MOST:]):
            standing = await unit.posts.standing(case.case_id)
            found.append(CaseAtHome(Opaque(case.reference), standing[-1].ref if standing else None))
    return tuple(found)
