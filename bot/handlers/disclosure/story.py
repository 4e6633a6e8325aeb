"""A request as those who deal with it may read it: how far it is, what was said, what they may do now. Never what it opens.

What others said is redacted like any text, since it may name whom it is about: a viewer writes what they told outside. Only
who said something reads it as they wrote it.
"""

from __future__ import annotations

from dataclasses import replace

from bot.domain.consents import Said
from bot.domain.disclosure import TABLE, Disclosure, Event
from bot.domain.disclosure_wish import Particulars, Statement, ToldOutside
from bot.domain.roster import Role
from bot.handlers.access import Action, allowed_who
from bot.handlers.context import Context
from bot.handlers.disclosure.breaching import file_of, may_handle
from bot.handlers.disclosure.turn import deny, found, target_of
from bot.ports.detector import DetectionFailed
from bot.ports.disclosing import Colleague, Story
from bot.ports.store import UnitOfWork, Wiped
from redaction import NOTHING_KEPT, CaseMemory, RawText

STEPS = {
    Action.APPROVE_DISCLOSURE: Event.APPROVE,
    Action.REFUSE_DISCLOSURE: Event.REFUSE,
    Action.WITHDRAW_DISCLOSURE: Event.WITHDRAW,
    Action.OPEN_DISCLOSURE: Event.OPEN,
    Action.LOOK_DISCLOSURE: Event.LOOK,
    Action.CLOSE_DISCLOSURE: Event.CLOSE,
    Action.TELL_DISCLOSURE: Event.TELL,
    Action.CONTEST_DISCLOSURE: Event.CONTEST,
    Action.ANSWER_CONTEST: Event.ANSWER,
    Action.REVIEW_DISCLOSURE: Event.REVIEW,
}
"""What each action is in the table of `bot/domain/disclosure.py`."""
_SHOWN = 200
"""Requests of one list; an older one is found by its id."""
_VOTES = frozenset({Action.APPROVE_DISCLOSURE, Action.REVIEW_DISCLOSURE})


async def story(context: Context, by: str, disclosure_id: str) -> Story | None:
    """With what was said about it; None where it is not theirs to read."""
    async with context.store.read() as unit:
        disclosure = await _readable(unit, by, disclosure_id)
    if disclosure is None:
        await _deny(context, by, disclosure_id)
        return None
    async with context.store.read() as unit:
        told = await _story(unit, by, disclosure)
        try:
            said = await unit.disclosures.said(disclosure_id)
            memory, _ = await unit.cases.memory(disclosure.case_id)
        except Wiped:
            return replace(told, said=None)
    read = [one if one.by == by else await _without_details(context, memory, one) for one in said]
    return replace(told, said=tuple(read))


async def _deny(context: Context, by: str, disclosure_id: str) -> None:
    """Whether there is such a request, the journal alone learns."""
    async with context.store.begin() as unit:
        there = await found(unit, disclosure_id) is not None
        code, about = ("not_allowed", disclosure_id) if there else ("no_such_request", "none")
        await deny(context, unit, by, Action.SEE_DISCLOSURE, code, "no_such_request", about)


async def stories(context: Context, by: str) -> tuple[Story, ...]:
    """All that are theirs to read, the latest first."""
    async with context.store.read() as unit:
        readable = [await _readable(unit, by, one) for one in await unit.disclosures.latest(_SHOWN)]
        return tuple([await _story(unit, by, one) for one in readable if one is not None])


async def colleagues(context: Context, by: str) -> tuple[Colleague, ...]:
    """Names for the ids that stories hold."""
    async with context.store.read() as unit:
        if not await allowed_who(unit, Action.DISCLOSURES, by):
            return ()
        members = await unit.roster.members()
    return tuple(
        Colleague(member.member_id, member.name, frozenset(role for role in Role if member.holds(role)))
        for member in members
    )


async def _readable(unit: UnitOfWork, by: str, disclosure_id: str) -> Disclosure | None:
    disclosure = await found(unit, disclosure_id)
    if disclosure is None:
        return None
    target = await target_of(unit, disclosure, Action.SEE_DISCLOSURE)
    return disclosure if await allowed_who(unit, Action.SEE_DISCLOSURE, by, target) else None


async def _story(unit: UnitOfWork, by: str, disclosure: Disclosure) -> Story:
    may = frozenset([action.value for action in STEPS if await _may(unit, by, disclosure, action)])
    consents = await unit.case_notices.consents(await unit.cases.home(disclosure.case_id))
    taken_back = tuple(one.at for one in consents if one.said is Said.WITHDRAWN)
    reference = (await unit.cases.case(disclosure.case_id)).reference
    return Story(disclosure, reference, (), may, taken_back, await _has_file(unit, by, disclosure))


async def _has_file(unit: UnitOfWork, by: str, disclosure: Disclosure) -> bool:
    there = await file_of(unit, disclosure.disclosure_id) is not None
    return there and await may_handle(unit, by, disclosure, Action.SEE_BREACH)


async def _may(unit: UnitOfWork, by: str, disclosure: Disclosure, action: Action) -> bool:
    if (disclosure.state, STEPS[action]) not in TABLE:
        return False
    if action in _VOTES and disclosure.has_voted(by):
        return False
    if action is Action.REVIEW_DISCLOSURE and not disclosure.review_owed:
        return False
    return await allowed_who(unit, action, by, await target_of(unit, disclosure, action))


async def _without_details(context: Context, memory: CaseMemory, statement: Statement) -> Statement:
    content = statement.content
    if isinstance(content, RawText):
        return replace(statement, content=await _redacted(context, memory, content))
    if isinstance(content, ToldOutside):
        what, to = [await _redacted(context, memory, text) for text in (content.what, content.to)]
        return replace(statement, content=replace(content, what=what, to=to))
    return replace(statement, content=await _of_particulars(context, memory, content))


async def _of_particulars(context: Context, memory: CaseMemory, said: Particulars) -> Particulars:
    reasons = {name: await _redacted(context, memory, text) for name, text in said.reasons.items()}
    answers = {
        name: await _redacted(context, memory, answer) if isinstance(answer, RawText) else answer
        for name, answer in said.answers.items()
    }
    return Particulars(
        addressee=await _redacted(context, memory, said.addressee),
        reasons=reasons,
        answers=answers,
        consent=replace(said.consent, words=await _redacted(context, memory, said.consent.words)),
        instead=await _redacted(context, memory, said.instead),
    )


async def _redacted(context: Context, memory: CaseMemory, text: RawText) -> RawText:
    """Without what it must not show; nothing where that cannot be made sure of."""
    try:
        said, _ = await context.detector.redact(text, memory, NOTHING_KEPT)
    except DetectionFailed:
        return RawText("")
    return RawText(said.text)
