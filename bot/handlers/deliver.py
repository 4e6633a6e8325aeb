"""Bring private notes to the people they are for, and to nobody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.domain.case_entries import MemberTold, TaskTold
from bot.domain.code_entries import Reminded
from bot.domain.console_entries import FactorTold
from bot.domain.disclosure_entries import DisclosureNoted
from bot.domain.journal import AnswerTold, AuthorTold, JournalEntry, MessageGivenBack, RoundTold, SupervisorsTold
from bot.domain.messages import MessageRef, PersonRef
from bot.domain.outgoing import Effect, GiveBack, Note, Outcome
from bot.domain.records import NoteKind, NoteRecord, NoteState, PostKind, about_request
from bot.domain.rounds import leg_of
from bot.handlers.attempt import attempt
from bot.handlers.context import Context
from bot.handlers.posting import copies_of, place_on
from bot.handlers.supervisors import supervisors
from bot.ports.store import UnitOfWork, Wiped

_ABOUT_AN_ENTRY = frozenset({NoteKind.TELL, NoteKind.ANSWER, NoteKind.ALERT})


async def deliver_of_entry(context: Context, entry_id: str) -> None:
    """Deliver whatever the entry has pending."""
    async with context.store.read() as unit:
        records = await unit.notes.of_entry(entry_id)
    for record in records:
        if record.state is NoteState.PENDING:
            await deliver(context, record)


async def deliver(context: Context, record: NoteRecord) -> bool:
    """Whether the note reached its person. A private chat that was never opened leaves it waiting.

    Whoever presses something brings its note, and so does what goes on about the same message: only one of them does.
    """
    async with context.turns.telling(record.note_id):
        return await _deliver(context, record)


async def _deliver(context: Context, record: NoteRecord) -> bool:
    try:
        async with context.store.read() as unit:
            content = await _about(unit, record, await unit.notes.content(record.note_id))
            channel = context.channels.get(content.to.channel)
            if channel is None:  # it was taken out of the settings; should it come back in time, the note goes out
                return False
            due = record.kind is not NoteKind.ALERT or content.to in await supervisors(unit, channel)
    except Wiped:
        return True
    if not due:
        await _record(context, record, content, Effect(Outcome.FAILED, code="no_supervisor"))
        return False
    if isinstance(content, GiveBack):
        effect = await attempt(context, lambda: channel.give_back(content))
    else:
        effect = await attempt(context, lambda: channel.tell(content))
    await _record(context, record, content, effect)
    return effect.outcome is Outcome.DONE


async def _about(unit: UnitOfWork, record: NoteRecord, content: Note | GiveBack) -> Note | GiveBack:
    """In the language of whom it is for, and pointing at our post, now that it stands."""
    if lang := await unit.people.lang(content.to):
        content = replace(content, line=replace(content.line, lang=lang))
    if isinstance(content, GiveBack) or (content.about is not None and content.about.channel == content.to.channel):
        return content
    return replace(content, about=await _near(unit, record, content.to))


async def _near(unit: UnitOfWork, record: NoteRecord, to: PersonRef) -> MessageRef | None:
    """Where the addressee can look at what the note is about: our post or a copy of it, on the channel that they read."""
    if record.kind not in _ABOUT_AN_ENTRY:
        return None
    if (leg := leg_of(to)) is not None:
        stands = await place_on(unit, record.entry_id, leg)
        return MessageRef(leg.channel, leg.conversation, stands) if stands else None
    post = await unit.posts.of_entry(record.entry_id, PostKind.REDACTED)
    if post is not None and post.conversation.channel == to.channel:
        return post.ref
    copies = await copies_of(unit, record.entry_id)
    return next((copy.ref for copy in copies if copy.leg.channel == to.channel), None)


async def _record(context: Context, record: NoteRecord, content: Note | GiveBack, effect: Effect) -> None:
    now = context.clock.now()
    reached = effect.outcome is Outcome.DONE
    async with context.store.begin(durable=False) as unit:
        if effect.outcome is not Outcome.CLOSED:
            await unit.notes.move(record.note_id, NoteState.DELIVERED if reached else NoteState.FAILED)
        await unit.journal.append(_told(record, content, effect, now))
        if record.kind is NoteKind.GIVE_BACK and reached:
            await unit.inbox.wipe(record.entry_id)


def _told(record: NoteRecord, content: Note | GiveBack, effect: Effect, now: datetime) -> JournalEntry:
    """What the journal says of a note that reached its person, or did not."""
    entry, outcome, of = record.entry_id, effect.outcome.value, content.line.key.rpartition(".")[2]
    reached = effect.outcome is Outcome.DONE
    if record.kind is NoteKind.GIVE_BACK and reached:
        return MessageGivenBack(at=now, entry=entry)
    says: dict[NoteKind, JournalEntry] = {
        NoteKind.ALERT: SupervisorsTold(at=now, entry=entry, about=outcome, reached=int(reached)),
        NoteKind.ANSWER: AnswerTold(at=now, entry=entry, outcome=outcome),
        NoteKind.TASK: TaskTold(at=now, entry=entry, outcome=outcome),
        NoteKind.REMINDER: Reminded(at=now, of=of, outcome=outcome),
        NoteKind.FACTOR: FactorTold(at=now, of=of, outcome=outcome),
        NoteKind.ROUND: RoundTold(at=now, of=of, outcome=outcome),
        NoteKind.MEMBER: MemberTold(at=now, case=entry, outcome=outcome),
        NoteKind.DISCLOSURE: DisclosureNoted(at=now, disclosure=about_request(entry), of=of, outcome=outcome),
    }
    return says.get(record.kind, AuthorTold(at=now, entry=entry, outcome=outcome))
