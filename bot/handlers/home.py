"""What somebody's own page on a platform shows: their open cases, the one spoken of last first."""

from __future__ import annotations

from bot.domain.home import CaseAtHome, Home
from bot.domain.messages import PersonRef
from bot.domain.outgoing import MENU, Opaque
from bot.handlers.cases import cases_of
from bot.handlers.context import Context
from bot.handlers.permission import permit_buttons
from redaction import Lang

_MOST = 20


async def home(context: Context, person: PersonRef, lang: Lang) -> Home:
    """Their cases, the latest first, and what they can press."""
    async with context.store.read() as unit:
        found = []
        for case in reversed((await cases_of(unit, person))[-_MOST:]):
            standing = await unit.posts.standing(case.case_id)
            found.append(CaseAtHome(Opaque(case.reference), standing[-1].ref if standing else None))
    return Home(lang, tuple(found), (*MENU, *permit_buttons(context, person)))
