"""Somebody asks to have named details opened, or opens them at once where a ground allows it (policy clauses C11 to C15).

What could be done instead is offered first: the redacted version, and having a message passed on (`offering.py`).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.cases import Case, CaseStatus
from bot.domain.disclosure import BEGINS, Disclosure, Start, closing_time
from bot.domain.disclosure_entries import DisclosureOpened, DisclosureRequested
from bot.domain.disclosure_wish import CHARITY, Problem, StatementKind, Wish, problems
from bot.domain.grounds import Effect, Ground
from bot.domain.ids import opaque_id
from bot.domain.outgoing import Line
from bot.domain.proof import Proof, proof_problem
from bot.handlers.access import Action, Target, allowed_who
from bot.handlers.context import Context
from bot.handlers.disclosure.forms import handed_in, keep_form
from bot.handlers.disclosure.offering import vault_fields
from bot.handlers.disclosure.telling import Slot, byline_of, fields_of, ground_of, tell_able, tell_members
from bot.handlers.disclosure.turn import Turn, deny, line_for_proof, roles_for
from bot.ports.disclosing import Done
from bot.ports.store import UnitOfWork, Wiped


async def ask(context: Context, by: str, wish: Wish, once: str = "") -> Done:
    """Keep the request, and ask everybody who may agree."""
    async with context.store.begin() as unit:
        if before := await handed_in(unit, by, once):
            return before
        turn = await _begun(context, unit, by, wish, Start.ASK)
        if isinstance(turn, Done):
            return turn
        asked = turn.disclosure
        key = "disclosure_asked" if asked.ground.effect is Effect.LOOK else "disclosure_asked_listener"
        slots: dict[str, Slot] = {
            "byline": await byline_of(context, unit, by),
            "words": fields_of(asked),
            "until": asked.lapses_at,
            "ground": ground_of(asked),
        }
        notes = await tell_able(context, unit, asked, Action.APPROVE_DISCLOSURE, key, **slots)
        return await keep_form(context, unit, by, once, turn.done("asked", *notes, count=len(asked.fields)))


async def break_glass(context: Context, by: Proof, wish: Wish, once: str = "") -> Done:
    """Open it at once to whoever asks; others review it within the hours of the ground. Somebody may be dying."""
    async with context.store.begin() as unit:
        if before := await handed_in(unit, by.who, once):
            return before
        if problem := proof_problem(Action.BREAK_GLASS, wish.case_id, by, context.clock.now()):
            return await deny(context, unit, by.who, Action.BREAK_GLASS, problem, line_for_proof(problem))
        turn = await _begun(context, unit, by.who, replace(wish, viewer=by.who), Start.BREAK_GLASS)
        if isinstance(turn, Done):
            return turn
        broken, minutes = turn.disclosure, turn.disclosure.ground.view_minutes
        opened = DisclosureOpened(
            at=turn.now,
            disclosure=broken.disclosure_id,
            case=broken.case_id,
            viewer=by.who,
            how="break_glass",
            minutes=minutes,
        )
        await unit.journal.append(opened)
        notes = await _tell_broken(turn)
        if not broken.ground.tell_after_days:
            notes += await tell_members(context, unit, broken)
            await unit.disclosures.keep(replace(broken, members_told_at=turn.now))
        done = await keep_form(context, unit, by.who, once, turn.done("broken", *notes, minutes=minutes))
    context.to_witness.set()
    return done


async def _tell_broken(turn: Turn) -> list[str]:
    broken = turn.disclosure
    assert broken.review_due is not None, "breaking the glass owes a review"
    return await tell_able(
        turn.context,
        turn.unit,
        broken,
        Action.REVIEW_DISCLOSURE,
        "disclosure_broken",
        byline=await byline_of(turn.context, turn.unit, turn.by),
        words=fields_of(broken),
        ground=ground_of(broken),
        until=broken.review_due,
    )


async def _begun(context: Context, unit: UnitOfWork, by: str, wish: Wish, start: Start) -> Turn | Done:
    """The request, kept and journalled; or what its maker is told instead."""
    action = Action.REQUEST_DISCLOSURE if start is Start.ASK else Action.BREAK_GLASS
    ground = context.grounds.get(wish.ground_id)
    if ground is None:
        return _wrong([Problem("no_ground")])
    try:
        case = await unit.cases.case(await unit.cases.home(wish.case_id))
        known = [one.name for one in await vault_fields(unit, case.case_id)]
    except Wiped:
        return Done(Line("disclosure.gone"))
    target = Target(
        case_id=case.case_id,
        purpose=case.purpose,
        roles=roles_for(ground, action),
        viewer=wish.viewer,
        barred=frozenset(wish.complained_of),
    )
    if not await allowed_who(unit, action, by, target):
        return await deny(context, unit, by, action, "not_allowed", "not_yours")
    now, glass = context.clock.now(), start is Start.BREAK_GLASS
    wrong = [*problems(wish, ground, known, now, glass=glass), *await _of_people(unit, wish, ground, case, target)]
    if wrong:
        return _wrong(wrong)
    turn = Turn(context, unit, _request(wish, ground, case, by, now, start), by, now)
    await _keep(turn, wish, start)
    return turn


async def _of_people(unit: UnitOfWork, wish: Wish, ground: Ground, case: Case, target: Target) -> list[Problem]:
    """Whether the viewer may look, a listener is wanted, and who is complained of is somebody: a typing error would bar nobody."""
    viewing = replace(target, roles=ground.view)
    wrong = [Problem("complained_of_unknown") for who in wish.complained_of if not await _is_somebody(unit, who, case)]
    if not await allowed_who(unit, Action.OPEN_DISCLOSURE, wish.viewer, viewing):
        wrong.append(Problem("viewer"))
    if ground.effect is Effect.NAME_LISTENER and not await orphaned(unit, case):
        wrong.append(Problem("not_orphaned"))
    return wrong


async def _is_somebody(unit: UnitOfWork, who: str, case: Case) -> bool:
    known = who == CHARITY or await unit.roster.member(who) is not None
    return known or await unit.cases.is_member(case.case_id, who)


async def orphaned(unit: UnitOfWork, case: Case) -> bool:
    return case.status is CaseStatus.OPEN and not await unit.cases.members(case.case_id)


def _request(wish: Wish, ground: Ground, case: Case, by: str, now: datetime, start: Start) -> Disclosure:
    request = Disclosure(
        disclosure_id=opaque_id(),
        case_id=case.case_id,
        ground=ground,
        state=BEGINS[start],
        by=by,
        viewer=wish.viewer,
        fields=wish.fields,
        consent=wish.particulars.consent.how,
        asked_at=now,
        lapses_at=min(now + timedelta(days=ground.waits_days), wish.ends_at),
        ends_at=wish.ends_at,
        complained_of=wish.complained_of,
        broken_glass=start is Start.BREAK_GLASS,
    )
    if start is Start.BREAK_GLASS:
        request = replace(request, opened_at=now, closes_at=closing_time(request, now))
    return request


async def _keep(turn: Turn, wish: Wish, start: Start) -> None:
    request = turn.disclosure
    await turn.unit.disclosures.add(request)
    commitment = await turn.say(StatementKind.REQUEST, wish.particulars)
    asked = DisclosureRequested(
        at=turn.now,
        disclosure=request.disclosure_id,
        case=request.case_id,
        ground=request.ground.ground_id,
        version=request.ground.version,
        fields=packed(request.fields),
        viewer=request.viewer,
        by=request.by,
        consent=request.consent,
        needed=0 if request.broken_glass else request.ground.approvals,
        how=start,
        text=commitment,
    )
    await turn.unit.journal.append(asked)


def packed(fields: tuple[str, ...]) -> str:
    """For the journal: "Person_A+phone_1"."""
    return "+".join(fields) or "none"


def _wrong(found: list[Problem]) -> Done:
    return Done(Line(f"disclosure.problem_{found[0].code}"), problems=tuple(found))
