"""Where people do not use threads, a message may belong to a story that was told a while ago: one tap says so.

The bot does not guess: it opens a case of its own for it, and offers its author the recent ones of that conversation.
"""

from __future__ import annotations

from datetime import timedelta

from bot.domain.case_entries import CasesMerged
from bot.domain.cases import Case, CaseStatus, Purpose
from bot.domain.marks import carried, carried_back, mentions
from bot.domain.messages import Composed, Inbound, Kind, Matter
from bot.domain.outgoing import Answer, Button, Line, Opaque, Post, Press
from bot.domain.records import Entry, PostKind
from bot.handlers.access import Action, Target, allowed
from bot.handlers.context import Context
from bot.handlers.words import replaced
from bot.ports.store import UnitOfWork, Wiped
from redaction import DESTROYED

_WITHIN = timedelta(hours=24)
_MOST = 2


async def offered(context: Context, unit: UnitOfWork, entry: Entry) -> tuple[Button, ...]:
    """The cases that a message which opened one of its own may belong to instead, as buttons for its author."""
    if entry.composed or entry.case_id is None or not context.channel(entry.origin).capabilities.unthreaded:
        return ()
    if len(await unit.posts.of_case(entry.case_id)) > 1:
        return ()  # it joined a case, by its thread or by the time
    cases = await _recent(context, unit, entry)
    return tuple(Button("belongs", f"{entry.entry_id}/{case.reference}", Opaque(case.reference)) for case in cases)


async def belongs(context: Context, press: Press) -> Inbound | Answer:
    """The message again, for that case; its post changes in its place. `subject`: entry and reference."""
    entry_id, reference = press.subject.split("/")
    async with context.store.begin() as unit:
        if not await allowed(unit, Action.MEND, press.by, Target(entry_id=entry_id)):
            return Answer(Line("answer.not_yours", press.lang))
        entry = await unit.inbox.entry(entry_id)
        case = next((one for one in await _recent(context, unit, entry) if one.reference == reference), None)
        if case is None or entry.case_id is None or await unit.cases.home(entry.case_id) == case.case_id:
            return Answer(Line("answer.gone", press.lang))
        inbound = await _again(context, unit, entry, press, case)
        await unit.cases.merge(entry.case_id, case.case_id)
        by = await unit.roster.who(press.by)
        merged = CasesMerged(at=context.clock.now(), case=entry.case_id, into=case.case_id, by=by, shared=0)
        await unit.journal.append(merged)
    return inbound


async def _again(context: Context, unit: UnitOfWork, entry: Entry, press: Press, case: Case) -> Inbound:
    """As an edit of itself. Identity numbers are gone; what stands for them stays. Raises `Wiped`."""
    text, spans = await unit.inbox.original(entry.entry_id), await unit.inbox.hidden(entry.entry_id)
    destroyed = [span for span in spans if span.family in DESTROYED]
    record = await unit.posts.of_entry(entry.entry_id, PostKind.REDACTED)
    post = await unit.posts.content(record.post_id) if record else None
    marks = carried(carried_back(post.marks, spans), destroyed) if isinstance(post, Post) else ()
    return Inbound(
        kind=Kind.EDITED,
        origin=entry.origin,
        event_id=f"belongs-{entry.entry_id}",
        number=0,
        sent_at=context.clock.now(),
        author=press.by,
        author_name=press.by_name,
        text=replaced(text, destroyed),
        mentions=mentions(marks),
        marks=marks,
        matter=Matter.POLL if isinstance(post, Post) and post.poll else Matter.TEXT,
        poll=post.poll if isinstance(post, Post) else None,
        composed=Composed(case=case.case_id),
    )


async def _recent(context: Context, unit: UnitOfWork, entry: Entry) -> list[Case]:
    """Open cases of which somebody spoke in that conversation within a day, the latest first."""
    since = context.clock.now() - _WITHIN
    found: dict[str, Case] = {}
    for consult in await unit.cases.recent_consults(entry.conversation):
        try:
            case = await unit.cases.case(await unit.cases.home(consult.case_id))
        except Wiped:
            continue
        usable = case.status is CaseStatus.OPEN and case.purpose is not Purpose.OWN_SUPPORT
        if usable and consult.last_at >= since and case.case_id != entry.case_id:
            found.setdefault(case.case_id, case)
    return list(found.values())[:_MOST]
