"""A breach file: begun where an opening was not right, told of until the CNIL is, noted, closed with reasons.

Handled by a data lead who had no part in the opening; by a trustee too, where every data lead had. What they write is redacted
before it is kept, since the file has to outlive the key of the case (GDPR article 33(5)).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import structlog

from bot.domain.breach import Breach, BreachEvent, Why, done, found, late, reminders
from bot.domain.breach_entries import BreachClosed, BreachNotified, BreachRecalled
from bot.domain.disclosure import Disclosure
from bot.domain.disclosure_entries import BreachFound
from bot.domain.outgoing import Line
from bot.domain.proof import SignedIn, proof_problem
from bot.domain.roster import Role
from bot.handlers.access import Action, Target, allowed_who
from bot.handlers.context import Context
from bot.handlers.disclosure.offering import vault_fields
from bot.handlers.disclosure.telling import tell_of
from bot.handlers.disclosure.turn import Turn, deny, line_for_proof
from bot.handlers.disclosure.turn import found as request_found
from bot.ports.detector import DetectionFailed
from bot.ports.disclosing import Done
from bot.ports.disclosures import Tampered
from bot.ports.store import UnitOfWork, Wiped
from redaction import NOTHING_KEPT, CaseMemory, Family, RawText, RedactedText

log = structlog.get_logger(__name__)

_UNREAD = Done(Line("disclosure.breach_unread"))


async def find_breach(turn: Turn, why: Why) -> list[str]:
    """It was opened outside the rules (GDPR recital 85): a file begins, and with it the clock of article 33."""
    context, unit, opened = turn.context, turn.unit, turn.disclosure
    entry = BreachFound(at=turn.now, disclosure=opened.disclosure_id, case=opened.case_id, why=why)
    await unit.journal.append(entry)
    within, kinds = context.rules.notify_breach_within, await _kinds(unit, opened)
    before = await file_of(unit, opened.disclosure_id)
    breach = found(before, opened.disclosure_id, opened.case_id, kinds, why, turn.now, within)
    await unit.breaches.keep(breach)
    to = await _handling(unit, opened)
    return await tell_of(context, unit, opened, to, "disclosure_breach", at=turn.now, until=breach.due_at)


async def notify(context: Context, by: SignedIn, disclosure_id: str, reason: RawText, *, person: bool) -> Done:
    """Note that the CNIL was told, or the person; with when and how, and why if it was late."""
    event = BreachEvent.TELL_PERSON if person else BreachEvent.NOTIFY
    return await _step(context, by, disclosure_id, reason, Action.NOTIFY_BREACH, event)


async def close_file(context: Context, by: SignedIn, disclosure_id: str, reason: RawText) -> Done:
    """Nothing more is to be done: why there was no need, or what was."""
    return await _step(context, by, disclosure_id, reason, Action.CLOSE_BREACH, BreachEvent.CLOSE)


async def file_of(unit: UnitOfWork, disclosure_id: str) -> Breach | None:
    """None for one that is not there, and for one that somebody changed in the database by hand."""
    try:
        return await unit.breaches.of(disclosure_id)
    except Tampered:
        log.error("breach_tampered", disclosure=disclosure_id)
        return None


async def may_handle(unit: UnitOfWork, by: str, disclosure: Disclosure, action: Action) -> bool:
    return await allowed_who(unit, action, by, _target(disclosure, action))


def _target(disclosure: Disclosure, action: Action) -> Target:
    """Whoever had a part in the opening reads of it, and decides nothing about it."""
    barred = set(disclosure.complained_of)
    if action is not Action.SEE_BREACH:
        barred |= {disclosure.by, disclosure.viewer}
    return Target(barred=frozenset(barred))


async def _step(
    context: Context, by: SignedIn, disclosure_id: str, reason: RawText, action: Action, event: BreachEvent
) -> Done:
    if not reason:
        return Done(Line("disclosure.problem_not_answered"))
    async with context.store.read() as unit:
        breach = await file_of(unit, disclosure_id)
    said = await _without_details(context, breach, reason) if breach else None
    async with context.store.begin() as unit:
        before = await _let(context, unit, by, disclosure_id, action)
        if isinstance(before, Done):
            return before
        if said is None:
            return _UNREAD
        after = done(before, event, by.who, context.clock.now(), said)
        if after is None:
            return await deny(context, unit, by.who, action, f"late_{before.state}", "file_closed", disclosure_id)
        await unit.breaches.keep(after)
        await unit.journal.append(_entry(before, event, by.who, after))
    return Done(Line(f"disclosure.breach_{event}"), happened=True, disclosure_id=disclosure_id)


async def _let(context: Context, unit: UnitOfWork, by: SignedIn, disclosure_id: str, action: Action) -> Breach | Done:
    """The file, where they may do it now; or what they are told instead, journalled."""
    breach, opened = await file_of(unit, disclosure_id), await request_found(unit, disclosure_id)
    if breach is None or opened is None:
        return await deny(context, unit, by.who, action, "no_such_file", "no_such_file")
    if problem := proof_problem(action, disclosure_id, by, context.clock.now()):
        return await deny(context, unit, by.who, action, problem, line_for_proof(problem), disclosure_id)
    if not await may_handle(unit, by.who, opened, action):
        return await deny(context, unit, by.who, action, "not_allowed", "not_yours", disclosure_id)
    return breach


def _entry(before: Breach, event: BreachEvent, by: str, after: Breach) -> BreachNotified | BreachClosed:
    now, one = after.steps[-1].at, before.disclosure_id
    if event is BreachEvent.CLOSE:
        return BreachClosed(at=now, disclosure=one, by=by, notified=int(before.notified_at is not None))
    hours, person = (now - before.found_at) // timedelta(hours=1), event is BreachEvent.TELL_PERSON
    overdue = not person and late(before, now)
    return BreachNotified(
        at=now, disclosure=one, by=by, to="person" if person else "cnil", hours=hours, late=int(overdue)
    )


async def mind_breaches(context: Context) -> list[str]:
    """Recall the deadline to whoever deals with it; ids of the private words that are to go out."""
    async with context.store.read() as unit:
        running = await unit.breaches.running()
    return [note for one in running for note in await _minded(context, one)]


async def _minded(context: Context, disclosure_id: str) -> list[str]:
    """One that fails keeps none of the others waiting; it is tried again."""
    try:
        return await _recall(context, disclosure_id)
    except Exception as error:  # noqa: BLE001 - the clock of the others runs too
        log.error("breach_not_minded", disclosure=disclosure_id, error=type(error).__name__)
        return []


async def _recall(context: Context, disclosure_id: str) -> list[str]:
    async with context.store.begin() as unit:
        breach, opened = await file_of(unit, disclosure_id), await request_found(unit, disclosure_id)
        now = context.clock.now()
        if breach is None or opened is None or not breach.clock_runs:
            return []
        due = len(reminders(breach, now))
        if due <= breach.reminded:
            return []
        await unit.breaches.keep(
            replace(breach, reminded=due)
        )  # several that came due while the bot was away are one word
        hours = (breach.due_at - now) // timedelta(hours=1)
        key = "breach_overdue" if now >= breach.due_at else "breach_due"
        notes = await tell_of(
            context, unit, opened, await _handling(unit, opened), key, until=breach.due_at, hours=max(0, hours)
        )
        entry = BreachRecalled(at=now, disclosure=disclosure_id, hours=hours, count=len(notes))
        await unit.journal.append(entry)
        return notes


async def _handling(unit: UnitOfWork, disclosure: Disclosure) -> list[str]:
    """Who hears of it: every data lead who may deal with it, or, where none may, every trustee who may."""
    able = [
        member
        for member in await unit.roster.members()
        if await may_handle(unit, member.member_id, disclosure, Action.NOTIFY_BREACH)
    ]
    leads = [member.member_id for member in able if member.holds(Role.DATA_LEAD)]
    return leads or [member.member_id for member in able]


async def _kinds(unit: UnitOfWork, disclosure: Disclosure) -> tuple[Family, ...]:
    """Of what was opened; none once the case's key is destroyed."""
    try:
        fields = await vault_fields(unit, await unit.cases.home(disclosure.case_id))
    except Wiped:
        return ()
    return tuple(dict.fromkeys(one.family for one in fields if one.name in disclosure.fields))


async def _without_details(context: Context, breach: Breach, reason: RawText) -> RedactedText | None:
    """As it can be kept; by what the case knows, or, once that is destroyed, without it."""
    try:
        async with context.store.read() as unit:
            memory, _ = await unit.cases.memory(await unit.cases.home(breach.case_id))
    except Wiped:
        memory = CaseMemory()
    try:
        said, _ = await context.detector.redact(reason, memory, NOTHING_KEPT)
    except DetectionFailed:
        return None
    return said.text
