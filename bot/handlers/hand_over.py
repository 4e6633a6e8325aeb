"""*I'll take this*: a colleague offers, the author or a member says yes with one tap, the colleague joins and sees the task.

They see what the task needs and no more (the name, the number, the date of this one message) on a page of ours, once; that
is journalled. Passing somebody on must cost no more than a tap, or it is done in private chats (policy clause C8).
"""

from __future__ import annotations

from datetime import timedelta

from bot.domain.case_entries import HandedOver
from bot.domain.cases import How
from bot.domain.messages import PersonRef
from bot.domain.outgoing import Answer, Button, Line, Note, Opaque, Press
from bot.domain.records import Entry, NoteKind, NoteRecord, NoteState, PostKind
from bot.handlers.access import Action, Target, allowed
from bot.handlers.cases import join_case
from bot.handlers.context import Context
from bot.handlers.deliver import deliver
from bot.handlers.looking import TASK
from bot.ports.asks import Ask, AskState
from bot.ports.links import Link
from bot.ports.store import UnitOfWork, Wiped

KIND = "take_over"
GOOD_FOR = timedelta(hours=24)
"""How long the page of a task can be opened; the original is kept for twice that."""


async def take(context: Context, press: Press) -> Answer:
    """A colleague offers to take what a post asks for; its author is asked."""
    async with context.store.begin() as unit:
        record = await unit.posts.record(press.subject)
        entry = await unit.inbox.entry(record.entry_id) if record else None
        if entry is None or entry.case_id is None:
            return _say(press, "answer.gone")
        case_id = await unit.cases.home(entry.case_id)
        who = await unit.roster.who(press.by)
        if not await allowed(unit, Action.TAKE_OVER, press.by, Target(entry_id=entry.entry_id, case_id=case_id)):
            return _say(press, "answer.gone")
        if await unit.cases.is_member(case_id, who):
            return _say(press, "answer.take_yours")
        author = await _author(unit, entry)
        if author is None:
            return _say(press, "answer.take_nobody")
        ask = Ask(unit.key("take over", entry.entry_id, who), KIND, case_id, entry.entry_id, who)
        await unit.asks.make(ask, press.by, press.by_name, context.clock.now())
        reference = Opaque((await unit.cases.case(case_id)).reference)
        line = Line("note.take_asked", None, {"byline": context.detector.byline(press.by_name), "words": reference})
        note = await _queue(context, unit, ask, author, line)
    await deliver(context, note)
    return _say(press, "answer.take_asked")


async def give(context: Context, press: Press) -> Answer:
    """The author, or another member, says yes."""
    base = context.rules.pages
    async with context.store.begin() as unit:
        ask = await unit.asks.get(press.subject)
        if ask is None or base is None:
            return _say(press, "answer.gone")
        case_id = await unit.cases.home(ask.case_id)  # it may have been found to be another case since
        target = Target(entry_id=ask.subject, case_id=case_id)
        if not await allowed(unit, Action.CONFIRM_TAKE_OVER, press.by, target):
            return _say(press, "answer.not_yours")
        if ask.state is not AskState.ASKED:
            return _say(press, "answer.given")
        now, by = context.clock.now(), await unit.roster.who(press.by)
        person, _ = await unit.asks.asker(ask.ask_id)
        await unit.asks.grant(ask.ask_id, by)
        await join_case(context, unit, case_id, ask.who, How.TOOK_OVER)
        await unit.journal.append(HandedOver(at=now, case=case_id, entry=ask.subject, to=ask.who, by=by))
        token = await unit.links.make(Link(TASK, f"{case_id}/{ask.subject}", ask.who), now + GOOD_FOR)
        reference = Opaque((await unit.cases.case(case_id)).reference)
        line = Line("note.task", None, {"words": reference, "hours": int(GOOD_FOR.total_seconds() // 3600)})
        note = await _queue(context, unit, ask, person, line, page=f"{base}/look/{token}")
    await deliver(context, note)
    return _say(press, "answer.given")


async def _author(unit: UnitOfWork, entry: Entry) -> PersonRef | None:
    """Where the author can be reached: the account that wrote, while it is kept, else one of the roster."""
    try:
        author = await unit.inbox.author(entry.entry_id)
    except Wiped:
        author = None
    reached = await unit.roster.reach(await unit.roster.who_of(entry.author))
    return author or (reached[0] if reached else None)


async def _queue(
    context: Context, unit: UnitOfWork, ask: Ask, to: PersonRef, line: Line, page: str | None = None
) -> NoteRecord:
    """A private word about an ask: with its button to who can grant it, with the page to who asked."""
    person = unit.people.fingerprint(to)
    note_id = unit.key(line.key, ask.ask_id, person)
    record = NoteRecord(note_id, ask.subject, NoteKind.TELL, NoteState.PENDING, person, context.clock.now())
    post = await unit.posts.of_entry(ask.subject, PostKind.REDACTED)
    buttons = () if page else (Button("give", ask.ask_id),)
    about = post.ref if post else None
    await unit.notes.add(record, Note(note_id=note_id, to=to, line=line, about=about, buttons=buttons, page=page))
    return record


def _say(press: Press, key: str) -> Answer:
    return Answer(Line(key, press.lang))
