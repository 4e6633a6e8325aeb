"""What every step on a request begins with: it is there, it is their turn, `access.py` lets them. What is not let is journalled."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import structlog

from bot.audit.replay import NO_TEXT
from bot.domain.disclosure import TABLE, Disclosure, Event, State, after
from bot.domain.disclosure_entries import DisclosureDenied
from bot.domain.disclosure_wish import Particulars, Statement, StatementKind, ToldOutside
from bot.domain.grounds import Excluded, Ground
from bot.domain.outgoing import Line
from bot.domain.proof import Proof, proof_problem
from bot.domain.roster import Role
from bot.handlers.access import Action, Target, allowed_who
from bot.handlers.context import Context
from bot.ports.disclosing import Done
from bot.ports.disclosures import Tampered
from bot.ports.store import UnitOfWork, Wiped
from redaction import RawText

log = structlog.get_logger(__name__)

_DECIDING = frozenset(
    {Action.APPROVE_DISCLOSURE, Action.REFUSE_DISCLOSURE, Action.ANSWER_CONTEST, Action.REVIEW_DISCLOSURE}
)


@dataclass(slots=True)
class Turn:
    """Somebody's step on a request, in one transaction."""

    context: Context
    unit: UnitOfWork
    disclosure: Disclosure
    by: str
    now: datetime

    async def move(self, event: Event, **changes: Any) -> Disclosure:
        """Take the step that the table has for `event`, with what else changes; the request as it is kept now."""
        self.disclosure = replace(self.disclosure, state=after(self.disclosure.state, event), **changes)
        await self.unit.disclosures.keep(self.disclosure)
        return self.disclosure

    async def deny(self, action: Action, code: str, line: str) -> Done:
        return await deny(self.context, self.unit, self.by, action, code, line, self.disclosure.disclosure_id)

    async def say(self, kind: StatementKind, content: Particulars | ToldOutside | RawText) -> str:
        """Seal what they said; its commitment for the journal."""
        statement = Statement(self.disclosure.disclosure_id, kind, self.by, self.now, content)
        try:
            return await self.unit.disclosures.say(self.disclosure.case_id, statement)
        except Wiped:
            return NO_TEXT

    def done(self, key: str, *notes: str, **slots: int | datetime) -> Done:
        line = Line(f"disclosure.{key}", None, slots)
        return Done(line, happened=True, disclosure_id=self.disclosure.disclosure_id, notes=notes)


async def turn_of(
    context: Context, unit: UnitOfWork, by: str | Proof, disclosure_id: str, action: Action, event: Event
) -> Turn | Done:
    """Somebody's turn to do `action`, which is `event` in the table; or what they are told instead."""
    who = by if isinstance(by, str) else by.who
    try:
        disclosure = await unit.disclosures.get(disclosure_id)
    except Tampered:
        log.error("disclosure_tampered", disclosure=disclosure_id)
        return await deny(context, unit, who, action, "tampered", "tampered", disclosure_id)
    if disclosure is None:
        return await deny(context, unit, who, action, "no_such_request", "no_such_request")
    turn = Turn(context, unit, disclosure, who, context.clock.now())
    if not isinstance(by, str) and (problem := proof_problem(action, disclosure_id, by, turn.now)):
        return await turn.deny(action, problem, line_for_proof(problem))
    if not await allowed_who(unit, action, who, await target_of(unit, disclosure, action)):
        return await turn.deny(action, "not_allowed", "not_yours")
    if (disclosure.state, event) not in TABLE:
        return await turn.deny(action, f"late_{disclosure.state}", f"late_{disclosure.state}")
    return turn


async def found(unit: UnitOfWork, disclosure_id: str) -> Disclosure | None:
    """None for one that is not there, and for one that somebody changed in the database by hand: nothing goes on with that."""
    try:
        return await unit.disclosures.get(disclosure_id)
    except Tampered:
        log.error("disclosure_tampered", disclosure=disclosure_id)
        return None


async def deny(
    context: Context, unit: UnitOfWork, who: str, action: Action, code: str, line: str, disclosure_id: str = "none"
) -> Done:
    """Journal what somebody was not let do, and tell them."""
    denied = DisclosureDenied(at=context.clock.now(), disclosure=disclosure_id, action=action, by=who, code=code)
    await unit.journal.append(denied)
    return Done(Line(f"disclosure.{line}"))


def line_for_proof(problem: str) -> str:
    """What somebody is told whose proof will not do."""
    return "sign_in_again" if problem == "stale_sign_in" else "code_wanted"


async def target_of(unit: UnitOfWork, disclosure: Disclosure, action: Action) -> Target:
    """What an action on the request is about, for `access.py`."""
    case_id = await unit.cases.home(disclosure.case_id)
    barred = set(disclosure.complained_of)
    if action in _DECIDING:
        barred |= await _excluded(unit, disclosure, case_id)
    if action is Action.ANSWER_CONTEST and disclosure.contested_by:
        barred.add(disclosure.contested_by)
    return Target(
        case_id=case_id,
        asked_by=disclosure.by,
        viewer=disclosure.viewer,
        roles=roles_for(disclosure.ground, action),
        barred=frozenset(barred),
    )


async def _excluded(unit: UnitOfWork, disclosure: Disclosure, case_id: str) -> set[str]:
    excluded = set()
    if Excluded.VIEWER in disclosure.ground.excluded or disclosure.state is State.OPENED or disclosure.opened_at:
        excluded.add(disclosure.viewer)  # nobody judges what they looked at themselves
    if Excluded.MEMBERS in disclosure.ground.excluded:
        excluded |= {member.who for member in await unit.cases.members(case_id)}
    return excluded


def roles_for(ground: Ground, action: Action) -> tuple[Role, ...]:
    """The roles that a ground names for an action; none where it names none, and then nobody may."""
    review = ground.review.roles if ground.review else ()
    return {
        Action.REQUEST_DISCLOSURE: ground.ask,
        Action.BREAK_GLASS: ground.ask if ground.review else (),
        Action.SEE_DISCLOSURE: (*ground.ask, *ground.view, *ground.deciding, Role.DATA_LEAD),
        Action.APPROVE_DISCLOSURE: ground.approve,
        Action.REFUSE_DISCLOSURE: ground.approve,
        Action.OPEN_DISCLOSURE: ground.view,
        Action.LOOK_DISCLOSURE: ground.view,
        Action.CONTEST_DISCLOSURE: (Role.DATA_LEAD,),
        Action.ANSWER_CONTEST: ground.deciding,
        Action.REVIEW_DISCLOSURE: review,
    }.get(action, ())


async def able(unit: UnitOfWork, disclosure: Disclosure, action: Action) -> list[str]:
    """Members of the roster who may do it now."""
    target = await target_of(unit, disclosure, action)
    members = [member.member_id for member in await unit.roster.members()]
    return [who for who in members if await allowed_who(unit, action, who, target)]
