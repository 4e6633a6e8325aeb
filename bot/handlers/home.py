"""What somebody's own page on a platform shows: their open cases, the one spoken of last first; then those closed."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.cases import Case, CaseStatus, Purpose
from bot.domain.home import CaseAtHome, Home
from bot.domain.messages import PersonRef
from bot.domain.outgoing import MENU, Button, Opaque
from bot.handlers.cases import cases_of
from bot.handlers.context import Context
from bot.handlers.permission import permit_buttons
from bot.ports.store import UnitOfWork
from redaction import Lang, RedactedText

_MOST, _MOST_CLOSED = 20, 5


async def home(context: Context, person: PersonRef, lang: Lang, buttons: Sequence[Button] = MENU) -> Home:
    """Their cases, the latest first; of the closed ones the latest few, until their keys are destroyed; and what they can press, `buttons` first."""
    async with context.store.read() as unit:
        shown = [*reversed((await cases_of(unit, person))[-_MOST:]), *await _closed(unit, person)]
        found = tuple([await _at_home(context, unit, case) for case in shown])
    return Home(lang, found, (*buttons, *permit_buttons(context, person)))


async def _closed(unit: UnitOfWork, person: PersonRef) -> list[Case]:
    """Those of somebody's own burden are nobody's to find again."""
    cases = await unit.cases.of_member(await unit.roster.who(person))
    closed = [one for one in cases if one.status is CaseStatus.CLOSED and one.purpose is not Purpose.OWN_SUPPORT]
    return sorted(closed, key=lambda one: one.closed_at or one.opened_at, reverse=True)[:_MOST_CLOSED]


async def _at_home(context: Context, unit: UnitOfWork, case: Case) -> CaseAtHome:
    standing = await unit.posts.standing(case.case_id)
    return CaseAtHome(
        Opaque(case.reference),
        standing[-1].ref if standing else None,
        case.opened_at,
        await _members(context, unit, case),
        await unit.case_notices.of(case.case_id),
        shared=case.purpose is Purpose.CO_WORKING,
        deceased=case.deceased,
        ends_at=case.closed_at + context.rules.keep_closed if case.closed_at else None,
    )


async def _members(context: Context, unit: UnitOfWork, case: Case) -> tuple[RedactedText | None, ...]:
    """Those who share a case know who they are: nobody joins it in silence."""
    names: list[RedactedText | None] = []
    for member in sorted(await unit.cases.members(case.case_id), key=lambda one: one.joined_at):
        met = [await unit.people.name(account) for account in await unit.roster.reach(member.who)]
        name = next((one for one in met if one), None)
        names.append(context.detector.byline(name) if name else None)
    return tuple(names)
