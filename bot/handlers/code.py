"""The Code is put before a newcomer, read, accepted; a year later the training is done again (clause C4).

Nothing waits for it: whoever has not accepted is redacted and posted like anybody, since a held message may be the emergency.
"""

from __future__ import annotations

from bot.domain.code_entries import CodeAccepted, TrainingDone
from bot.domain.messages import PersonRef
from bot.domain.outgoing import Answer, Button, Line, Note, Press
from bot.domain.papers import PaperKind
from bot.domain.records import NoteKind, NoteRecord
from bot.domain.roster import Status
from bot.domain.undertakings import REMINDED_EVERY
from bot.handlers.access import Action, allowed
from bot.handlers.context import Context
from bot.handlers.deliver import deliver
from bot.handlers.notes import queue_note
from bot.handlers.permission import permit_buttons
from bot.ports.store import UnitOfWork
from redaction import Lang

CODE, TRAINING = "code", "training"
"""What somebody is reminded of."""


async def greet(context: Context, person: PersonRef, lang: Lang | None, *, anew: bool = False) -> NoteRecord | None:
    """Queue the greeting of somebody who has never accepted the Code; None where there is nothing to say now.

    `anew`: what was said before did not reach them, so that a week need not be over.
    """
    if context.papers is None:
        return None
    async with context.store.read() as unit:
        if not await _to_be_greeted(context, unit, person, anew=anew):
            return None
    async with context.store.begin() as unit:
        if not await _to_be_greeted(context, unit, person, anew=anew):
            return None
        who = await unit.roster.who(person)
        line = Line("note.code_greeting", await language_of(unit, person, lang))
        return await queue_reminder(context, unit, person, who, CODE, line, read_buttons(line.lang))


async def greet_now(context: Context, person: PersonRef, lang: Lang, *, anew: bool = False) -> None:
    """The same in the private chat, where they are just now: it arrives at once."""
    note = await greet(context, person, lang, anew=anew)
    if note is not None:
        await deliver(context, note)


async def welcome_volunteer(context: Context, person: PersonRef, lang: Lang, *, first: bool) -> None:
    """Somebody opened the private chat: who is one of ours is greeted there. A stranger is not, who is nobody's volunteer.

    `first`: until now the bot could not write to them, and nothing of the kind has just arrived.
    """
    if context.papers is None:
        return
    async with context.store.read() as unit:
        who = await unit.roster.who(person)
        greeted = await unit.undertakings.reminded(who, CODE) is not None
        ours = await unit.roster.member_of(person) is not None
    if (greeted and first) or ours:
        await greet_now(context, person, lang, anew=first)


async def read(context: Context, press: Press, lang: Lang | None = None) -> Answer:
    """The Code in the reader's language, or in `lang`, with a button to accept just this text.

    Beside it the volunteers' own notice, which is owed when what is kept of somebody begins (GDPR article 13(1)).
    """
    papers = context.papers
    if papers is None:
        return Answer(Line("answer.gone", press.lang))
    async with context.store.read() as unit:
        mine = await language_of(unit, press.by, press.lang) or press.lang
    wanted = lang or mine
    accept_it = Button("code_accept", f"{papers.edition.mark}/{wanted}")
    other = Button("code_en", "read") if wanted == "fr" else Button("code_fr", "read")
    paper = papers.paper(PaperKind.CODE, wanted)
    notice = Button(f"paper_{PaperKind.VOLUNTEERS}", mine)
    return Answer(Line("answer.code_read", mine), buttons=(accept_it, other, notice), paper=paper)


async def accept(context: Context, press: Press) -> Answer:
    """Keep which text was accepted, and when. A button under an older text leads to the one that counts now."""
    papers = context.papers
    mark, _, lang = press.subject.partition("/")
    if papers is None:
        return Answer(Line("answer.gone", press.lang))
    if mark != papers.edition.mark:
        return Answer(Line("answer.code_changed", press.lang), buttons=read_buttons(press.lang))
    said: Lang = "fr" if lang == "fr" else "en"
    async with context.store.begin() as unit:
        if not await allowed(unit, Action.ACCEPT_CODE, press.by):
            return Answer(Line("answer.not_allowed", press.lang))
        now, who = context.clock.now(), await unit.roster.who(press.by)
        if await unit.undertakings.accept(who, papers.edition, now):
            edition = papers.edition
            accepted = CodeAccepted(at=now, who=who, version=edition.version, text=edition.mark, lang=said)
            await unit.journal.append(accepted)
        await unit.undertakings.settled(who, CODE)
        given = await unit.permissions.token(unit.people.fingerprint(press.by)) is not None
    buttons = () if given else permit_buttons(context, press.by)
    key = "answer.code_accepted_permit" if buttons else "answer.code_accepted"
    return Answer(Line(key, press.lang), buttons=buttons, ended=True)


async def training_done(context: Context, by: PersonRef, lang: Lang) -> Answer:
    """Somebody did this year's training; the next is due when the months of the settings have passed."""
    async with context.store.begin() as unit:
        who = await mark_trained(context, unit, by)
        if who is None:
            return Answer(Line("answer.not_allowed", lang))
        await unit.journal.append(TrainingDone(at=context.clock.now(), who=who))
    return Answer(Line("answer.training_done", lang), ended=True)


async def mark_trained(context: Context, unit: UnitOfWork, by: PersonRef) -> str | None:
    """Who did this year's training, by whichever way; None for somebody who left."""
    if not await allowed(unit, Action.ACCEPT_CODE, by):
        return None
    who = await unit.roster.who(by)
    await unit.undertakings.trained(who, context.clock.now())
    await unit.undertakings.settled(who, TRAINING)
    return who


async def queue_reminder(
    context: Context,
    unit: UnitOfWork,
    person: PersonRef,
    who: str,
    about: str,
    line: Line,
    buttons: tuple[Button, ...] = (),
) -> NoteRecord | None:
    """A private word that comes at most once a week about one thing. It is kept under its own id, being about no entry."""
    now = context.clock.now()
    await unit.undertakings.remind(who, about, now)
    note = Note(note_id=unit.key("reminder", who, about, now.isoformat())[:32], to=person, line=line, buttons=buttons)
    return await queue_note(context, unit, note, note.note_id, NoteKind.REMINDER)


async def may_remind(context: Context, unit: UnitOfWork, who: str, about: str) -> bool:
    """Whether a week has passed since they last heard of it."""
    last = await unit.undertakings.reminded(who, about)
    return last is None or context.clock.now() - last >= REMINDED_EVERY


async def language_of(unit: UnitOfWork, person: PersonRef, lang: Lang | None) -> Lang | None:
    """What somebody chose or reads, else what the roster says, else `lang`; None: both."""
    member = await unit.roster.member_of(person)
    return await unit.people.lang(person) or (member.lang if member is not None else lang)


def read_buttons(lang: Lang | None) -> tuple[Button, ...]:
    """What leads to the text. The subject tells nothing that the press needs: it is always today's text that is read."""
    return (Button("code_read", lang or "both"),)


async def _to_be_greeted(context: Context, unit: UnitOfWork, person: PersonRef, *, anew: bool) -> bool:
    member = await unit.roster.member_of(person)
    if member is not None and member.status is Status.LEFT:
        return False
    who = await unit.roster.who(person)
    return await unit.undertakings.of(who) is None and (anew or await may_remind(context, unit, who, CODE))
