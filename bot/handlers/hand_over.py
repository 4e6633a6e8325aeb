"""*I'll take this*: a colleague offers, the author or a member says yes with one tap, the colleague joins and sees the task.

They see what the task needs and no more (the name, the number, the date of this one message) on a page of ours, once; that
is journalled. Passing somebody on must cost no more than a tap, or it is done in private chats (policy clause C8).
"""

from __future__ import annotations

from datetime import timedelta

from bot.domain.case_entries import HandedOver
from bot.domain.cases import Case, How
from bot.domain.messages import MessageRef, PersonRef
from bot.domain.outgoing import Answer, Button, Line, Note, Opaque, Press
from bot.domain.records import Entry, NoteKind, NoteRecord, NoteState, PostKind
from bot.handlers.access import Action, Target, allowed
from bot.handlers.cases import join_case
from bot.handlers.context import Context
from bot.handlers.deliver import deliver
from bot.handlers.looking import TASK
from bot.handlers.notes import author_of, queue_note
from bot.ports.asks import Ask, AskState
from bot.ports.links import Link
from bot.ports.store import UnitOfWork, Wiped

KIND = "take_over"
GOOD_FOR = timedelta(hours=24)
"""How long the page of a task can be opened; the original is kept for twice that."""


async def take(context: Context, press: Press) -> Answer:
    """A colleague offers to take what a post asks for; its author is asked. Whoever was given it gets the page again."""
    async with context.store.begin() as unit:
        record = await unit.posts.record(press.subject)
        entry = await unit.inbox.entry(record.entry_id) if record else None
        if entry is None or entry.case_id is None:
            return _say(press, "answer.gone")
        case = await unit.cases.case(await unit.cases.home(entry.case_id))
        who = await unit.roster.who(press.by)
        target = Target(entry_id=entry.entry_id, case_id=case.case_id, purpose=case.purpose)
        if not await allowed(unit, Action.TAKE_OVER, press.by, target):
            return _say(press, "answer.gone")
        ask = Ask(unit.key("take over", entry.entry_id, who), KIND, case.case_id, entry.entry_id, who)
        if await unit.cases.is_member(case.case_id, who):
            known = await unit.asks.get(ask.ask_id)
            if known is None or known.state is not AskState.GRANTED:
                return _say(press, "answer.take_yours")
            note: NoteRecord | None = await _queue_task(context, unit, ask, case, press.by)
        else:
            note = await _queue_ask(context, unit, ask, case, entry, press)
    if note is None:
        return _say(press, "answer.take_nobody")
    await deliver(context, note)
    return _say(press, "answer.take_asked" if note.kind is NoteKind.TELL else "answer.take_again")


async def give(context: Context, press: Press) -> Answer:
    """The author, or another member, says yes."""
    async with context.store.begin() as unit:
        ask = await unit.asks.get(press.subject)
        if ask is None or context.rules.pages is None:
            return _say(press, "answer.gone")
        case = await unit.cases.case(await unit.cases.home(ask.case_id))  # perhaps found to be another case since
        target = Target(entry_id=ask.subject, case_id=case.case_id)
        if not await allowed(unit, Action.CONFIRM_TAKE_OVER, press.by, target):
            return _say(press, "answer.not_yours")
        if ask.state is not AskState.ASKED:
            return _say(press, "answer.given")
        by = await unit.roster.who(press.by)
        try:
            person, name = await unit.asks.asker(ask.ask_id)
        except Wiped:
            return _say(press, "answer.gone")
        await unit.asks.answer(ask.ask_id, by, AskState.GRANTED)
        byline = context.detector.byline(name)
        _, notes = await join_case(context, unit, case, ask.who, How.TOOK_OVER, byline)
        handed = HandedOver(at=context.clock.now(), case=case.case_id, entry=ask.subject, to=ask.who, by=by)
        await unit.journal.append(handed)
        notes.append(await _queue_task(context, unit, ask, case, person))
    for note in notes:
        await deliver(context, note)
    return _say(press, "answer.given")


async def _queue_ask(
    context: Context, unit: UnitOfWork, ask: Ask, case: Case, entry: Entry, press: Press
) -> NoteRecord | None:
    """Ask the author; None where they cannot be reached."""
    author = await author_of(unit, entry)
    if author is None:
        return None
    await unit.asks.make(ask, press.by, press.by_name, context.clock.now())
    byline, words = context.detector.byline(press.by_name), Opaque(case.reference)
    shut = (await unit.case_notices.of(case.case_id)).names_stay_shut
    note = Note(
        note_id=unit.key("take asked", ask.ask_id),
        to=author,
        line=Line("note.take_asked_shut" if shut else "note.take_asked", None, {"byline": byline, "words": words}),
        about=await _post_of(unit, ask),
        buttons=(Button("give", ask.ask_id),),
    )
    person, now = unit.people.fingerprint(author), context.clock.now()
    waiting = NoteRecord(note.note_id, ask.subject, NoteKind.TELL, NoteState.PENDING, person, now)
    return await queue_note(context, unit, note, ask.subject) or waiting


async def _queue_task(context: Context, unit: UnitOfWork, ask: Ask, case: Case, to: PersonRef) -> NoteRecord:
    """Send whom it was given to a new page of the task."""
    token = await unit.links.make(Link(TASK, f"{case.case_id}/{ask.subject}", ask.who), context.clock.now() + GOOD_FOR)
    hours = int(GOOD_FOR.total_seconds() // 3600)
    note = Note(
        note_id=unit.key("task", ask.ask_id, token),
        to=to,
        line=Line("note.task", None, {"words": Opaque(case.reference), "hours": hours}),
        about=await _post_of(unit, ask),
        page=f"{context.rules.pages}/look/{token}",
    )
    record = await queue_note(context, unit, note, ask.subject, NoteKind.TASK)
    assert record is not None, "a new token makes a new note"
    return record


async def _post_of(unit: UnitOfWork, ask: Ask) -> MessageRef | None:
    post = await unit.posts.of_entry(ask.subject, PostKind.REDACTED)
    return post.ref if post else None


def _say(press: Press, key: str) -> Answer:
    return Answer(Line(key, press.lang))
