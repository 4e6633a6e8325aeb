"""A voice note is listened to for its author: they are shown what colleagues would read, and post it or not.

In the conversation only the line of a held message stands. What was understood is a draft like any other; what was not
understood well enough is no draft, and its author is told why. Either way their voice note goes back to them, as it is.
"""

from __future__ import annotations

from bot.domain.drafts import Draft, Writing
from bot.domain.ids import ID_LENGTH
from bot.domain.mending_entries import VoiceHeard
from bot.domain.messages import Inbound
from bot.domain.outgoing import Line, Note
from bot.domain.records import Decision, Entry
from bot.handlers.context import Context
from bot.handlers.file_rules import LISTENED, without_data
from bot.handlers.notes import queue_note
from bot.handlers.preview import shown_draft
from bot.ports.listening import Heard, NotHeard
from bot.ports.store import UnitOfWork, Wiped
from redaction.parts import joined

DRAFT = "draft"


async def listen(context: Context, entry_id: str) -> str:
    """`DRAFT`, or the code of why there is none. Once: asked again after a crash, it looks whether it was done."""
    async with context.store.read() as unit:
        entry = await unit.inbox.entry(entry_id)
        done = any(note.note_id == _note_id(entry) for note in await unit.notes.of_entry(entry_id))
        if done or entry.decision is not Decision.WITHHELD or entry.code != LISTENED:
            return "nothing"
        try:
            inbound = await unit.inbox.inbound(entry_id)
        except Wiped:
            return "claimed"  # its author took it back meanwhile
    try:
        draft = await _draft(context, entry, inbound, await _heard(context, inbound))
        note = await _shown(context, entry, draft)
    except NotHeard as failure:
        return await _told(context, entry, inbound, failure.code)
    async with context.store.begin() as unit:
        await unit.drafts.keep(draft, context.clock.now())
        await _end(context, unit, entry, inbound, note, DRAFT)
    return DRAFT


async def _heard(context: Context, inbound: Inbound) -> Heard:
    """Raises `NotHeard`."""
    data = inbound.attachments[0].data
    if data is None or context.speech is None:
        raise NotHeard("damaged")
    return await context.speech.listen(data)


async def _draft(context: Context, entry: Entry, inbound: Inbound, heard: Heard) -> Draft:
    """Where the voice note was, in its thread; the words that came with it stand before those that were heard."""
    assert inbound.author is not None, "only what has an author is listened to"
    async with context.store.read() as unit:
        lang = await unit.people.lang(inbound.author) or inbound.lang_hint or heard.lang
        draft_id = unit.key("spoken", entry.entry_id)[:ID_LENGTH]
    text = joined((inbound.text, heard.text)) if inbound.text else heard.text
    writing = Writing(
        inbound.author,
        inbound.author_name,
        text,
        lang,
        place=inbound.conversation,
        thread=inbound.thread,
        answers=inbound.reply_to,
    )
    return Draft(draft_id, writing)


async def _shown(context: Context, entry: Entry, draft: Draft) -> Note:
    """What colleagues would read, and the buttons of a draft. Nothing raw is sent anywhere. Raises `NotHeard`."""
    shown = await shown_draft(context, draft)
    if shown.preview is None:
        raise NotHeard("time")
    line = Line("note.spoken", draft.writing.lang, {"words": shown.preview.after})
    return Note(_note_id(entry), draft.writing.person, line, hidden=shown.preview.hidden, buttons=shown.buttons)


async def _told(context: Context, entry: Entry, inbound: Inbound, code: str) -> str:
    assert inbound.author is not None, "only what has an author is listened to"
    line = Line("note.unheard", slots={"why": Line(f"voice_why.{code}")})
    async with context.store.begin() as unit:
        await _end(context, unit, entry, inbound, Note(_note_id(entry), inbound.author, line), code)
    return code


async def _end(context: Context, unit: UnitOfWork, entry: Entry, inbound: Inbound, note: Note, code: str) -> None:
    """Queue the word to its author; the sound itself is not kept any longer."""
    await queue_note(context, unit, note, entry.entry_id)
    await unit.inbox.hold(entry.entry_id, without_data(inbound))
    await unit.journal.append(VoiceHeard(at=context.clock.now(), entry=entry.entry_id, code=code))


def _note_id(entry: Entry) -> str:
    return f"{entry.entry_id}v"
