"""An adviser asks for one field of a case, with a reason; the author of what it stands in grants it or not.

Who gives advice learns no identity (policy clause C9); where they must know one thing to help, the listener in contact
decides, for that thing and that person alone. It is shown once, on a page of ours, and journalled.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.domain.case_entries import FieldAnswered, FieldAsked
from bot.domain.cases import Case
from bot.domain.messages import PersonRef
from bot.domain.outgoing import Answer, Button, Line, Note, Opaque, Post, Press
from bot.domain.records import Entry, NoteKind, NoteRecord
from bot.handlers.access import Action, Target, allowed
from bot.handlers.context import Context
from bot.handlers.deliver import deliver
from bot.handlers.looking import FIELD
from bot.handlers.notes import author_of, queue_note
from bot.handlers.opening import field_of
from bot.ports.asks import Ask, AskState
from bot.ports.detector import DetectionFailed
from bot.ports.links import Link
from bot.ports.store import UnitOfWork, Wiped
from redaction import NOTHING_KEPT, Lang, RawText, RedactedText

KIND = "field"
GOOD_FOR = timedelta(hours=24)


async def ask_field(
    context: Context, by: PersonRef, name: RawText, case: Case, pseudonym: str, reason: RawText, lang: Lang
) -> Answer:
    """Ask the author. The reason is redacted like any text: it passes through a chat."""
    try:
        async with context.store.read() as unit:
            memory, _ = await unit.cases.memory(case.case_id)
        said, _ = await context.detector.redact(reason, memory, NOTHING_KEPT)
    except (DetectionFailed, Wiped):
        return Answer(Line("answer.try_again", lang))
    known = memory.named(pseudonym)
    async with context.store.begin() as unit:
        target = Target(case_id=case.case_id, purpose=case.purpose)
        entry = await _where(unit, case, known.pseudonym(memory.lang or "en") if known else "")
        if known is None or entry is None or not await allowed(unit, Action.ASK_FIELD, by, target):
            return Answer(Line("answer.nothing_to_ask", lang))
        note = await _queue_ask(context, unit, case, entry, by, name, pseudonym, said.text)
    if note is None:
        return Answer(Line("answer.take_nobody", lang))
    await deliver(context, note)
    return Answer(Line("answer.field_asked", lang))


async def answer_field(context: Context, press: Press, *, granted: bool) -> Answer:
    """The author says yes or no; whoever asked hears it either way."""
    async with context.store.begin() as unit:
        ask = await unit.asks.get(press.subject)
        if ask is None or context.rules.pages is None:
            return Answer(Line("answer.gone", press.lang))
        entry_id, pseudonym = ask.subject.split("/", 1)
        case = await unit.cases.case(await unit.cases.home(ask.case_id))
        target = Target(entry_id=entry_id, case_id=case.case_id)
        if not await allowed(unit, Action.GRANT_FIELD, press.by, target):
            return Answer(Line("answer.not_yours", press.lang))
        if ask.state is not AskState.ASKED:
            return Answer(Line("answer.field_answered", press.lang), ended=True)
        asker, _ = await unit.asks.asker(ask.ask_id)
        by = await unit.roster.who(press.by)
        await unit.asks.answer(ask.ask_id, by, AskState.GRANTED if granted else AskState.REFUSED)
        answered = FieldAnswered(
            at=context.clock.now(),
            case=case.case_id,
            field=field_of(pseudonym),
            to=ask.who,
            by=by,
            granted=int(granted),
        )
        await unit.journal.append(answered)
        note = await _queue_answer(context, unit, ask, case, asker, pseudonym, granted=granted)
    await deliver(context, note)
    return Answer(Line("answer.field_granted" if granted else "answer.field_refused", press.lang), ended=True)


async def _queue_ask(
    context: Context,
    unit: UnitOfWork,
    case: Case,
    entry: Entry,
    by: PersonRef,
    name: RawText,
    pseudonym: str,
    reason: RedactedText,
) -> NoteRecord | None:
    author = await author_of(unit, entry)
    if author is None or context.rules.pages is None:
        return None
    who, now = await unit.roster.who(by), context.clock.now()
    ask = Ask(
        unit.key("field", case.case_id, pseudonym, who, str(now)),
        KIND,
        case.case_id,
        f"{entry.entry_id}/{pseudonym}",
        who,
    )
    await unit.asks.make(ask, by, name, now)
    await unit.journal.append(FieldAsked(at=now, case=case.case_id, field=field_of(pseudonym), by=who))
    slots: dict[str, Opaque | RedactedText] = {
        "byline": context.detector.byline(name),
        "words": Opaque(f"[{pseudonym}]"),
        "case": Opaque(case.reference),
        "reason": reason,
    }
    shut = (await unit.case_notices.of(case.case_id)).names_stay_shut
    note = Note(
        note_id=unit.key("field asked", ask.ask_id),
        to=author,
        line=Line("note.field_asked_shut" if shut else "note.field_asked", None, slots),
        buttons=(Button("grant_field", ask.ask_id), Button("refuse_field", ask.ask_id)),
    )
    return await queue_note(context, unit, note, entry.entry_id)


async def _queue_answer(
    context: Context, unit: UnitOfWork, ask: Ask, case: Case, asker: PersonRef, pseudonym: str, *, granted: bool
) -> NoteRecord:
    slots: dict[str, Opaque | int] = {"words": Opaque(f"[{pseudonym}]"), "case": Opaque(case.reference)}
    note = Note(unit.key("field answered", ask.ask_id), asker, Line("note.field_refused", None, slots))
    if granted:
        until = context.clock.now() + GOOD_FOR
        token = await unit.links.make(Link(FIELD, f"{case.case_id}/{pseudonym}", ask.who), until)
        hours = int(GOOD_FOR.total_seconds() // 3600)
        line = Line("note.field_granted", None, {**slots, "hours": hours})
        note = replace(note, line=line, page=f"{context.rules.pages}/look/{token}")
    record = await queue_note(context, unit, note, ask.subject.split("/")[0], NoteKind.TASK)
    assert record is not None, "an ask is answered once"
    return record


async def _where(unit: UnitOfWork, case: Case, pseudonym: str) -> Entry | None:
    """The latest post of the case in which it stands: its author is who is asked."""
    for record in reversed(await unit.posts.standing(case.case_id) if pseudonym else []):
        content = await unit.posts.content(record.post_id)
        if isinstance(content, Post) and pseudonym in content.body:
            return await unit.inbox.entry(record.entry_id)
    return None
