"""Compose first: what somebody writes privately is shown to them as colleagues would read it, changed, and posted.

Nothing raw reaches the conversation, which is why this way is the one that the bot teaches (policy clause C1). What is shown
is what is posted: the post is read by the same rules, with the same wishes.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial

from bot.domain.cases import Purpose
from bot.domain.drafts import Awaited, Change, Draft, Wanted, Writing, draft_event, draft_origin
from bot.domain.ids import ID_LENGTH, opaque_id
from bot.domain.mending_entries import DraftsForgotten
from bot.domain.messages import Composed, ConversationRef, Inbound, Kind, MessageRef, PersonRef
from bot.domain.outgoing import Answer, Line
from bot.domain.rounds import ROUND, place_of
from bot.handlers.access import Action, Target, allowed
from bot.handlers.attempt import once
from bot.handlers.context import Context
from bot.handlers.posting import kept_back
from bot.handlers.preview import own, places_of, preview_of, shown_draft
from bot.handlers.rounds.belonging import rounds_of, within
from bot.handlers.rounds.moving import number_now, round_of_entry
from bot.handlers.taking_back import GONE
from bot.handlers.unchosen import give_up
from bot.handlers.words import cut, stands_in, without, words_in
from bot.ports.detector import DetectionFailed
from bot.ports.store import UnitOfWork, Wiped
from redaction import Lang

_KEPT_FOR = timedelta(hours=12)
"""How long a draft waits for its author; a bot may remove a private message on Telegram for 48 hours."""
EXPECTED_FOR = timedelta(minutes=30)
"""How long the next private word is taken for what was just asked for."""


async def begin(context: Context, writing: Writing) -> Answer:
    """A new draft, and how it would read; a correction is for the author of what it corrects."""
    writing = await _answering(context, writing)
    places = await places_of(context, writing.person)
    if not places and writing.corrects is None:
        return Answer(Line("answer.no_place", writing.lang))
    place = writing.place or (places[0] if len(places) == 1 else None)
    async with context.store.read() as unit:
        draft_id = id_of(unit, writing)
        if await posted_as(unit, writing.person, draft_id) is not None:
            draft_id = opaque_id()  # it was posted, and is handed in once more
    draft = Draft(draft_id, replace(writing, place=place))
    if writing.corrects is not None:
        async with context.store.read() as unit:
            if not await allowed(unit, Action.MEND, writing.person, Target(entry_id=writing.corrects)):
                return Answer(Line("answer.not_yours", writing.lang))
            draft = await _as_before(unit, draft, writing.corrects)
    async with context.store.begin() as unit:
        await unit.drafts.keep(draft, context.clock.now())
    return await shown_draft(context, draft)


async def _answering(context: Context, writing: Writing) -> Writing:
    """What answers a message of a round goes where that one is read."""
    if writing.reply_to is None or writing.corrects is not None:
        return writing
    async with context.store.read() as unit:
        entry_id = await unit.cases.entry_at(writing.reply_to)
        name = await round_of_entry(unit, entry_id) if entry_id else None
        mine = [one.name for one in await rounds_of(context, unit, writing.person)]
    if name is None or name not in mine:
        return replace(writing, reply_to=None)
    return replace(writing, place=place_of(name))


async def posted_as(unit: UnitOfWork, person: PersonRef, draft_id: str) -> str | None:
    """The entry that a draft became: in a group of its author's channel, or in a round."""
    event = draft_event(draft_id)
    return await unit.inbox.received(person.channel, event) or await unit.inbox.received(ROUND, event)


def id_of(unit: UnitOfWork, writing: Writing) -> str:
    """Of somebody's message one can tell which draft was made of it, though no list says so."""
    if len(writing.sources) != 1:
        return opaque_id()
    (source,) = writing.sources
    return unit.key("draft", writing.person.account, source.channel, source.conversation, source.message)[:ID_LENGTH]


async def _as_before(unit: UnitOfWork, draft: Draft, entry_id: str) -> Draft:
    """A correction says no more of its author than what it takes the place of."""
    before = await kept_back(unit, entry_id)
    return replace(draft, purpose=before.purpose, nameless=before.nameless) if before else draft


async def chosen(context: Context, by: PersonRef, wish: Change) -> Composed | None:
    """What they chose before they wrote, as it goes along with the text; None where they may not use that case (any more)."""
    purpose = wish.purpose or Purpose.GUIDANCE
    if purpose is Purpose.OWN_SUPPORT or not wish.case:
        return Composed(purpose, nameless=purpose is Purpose.OWN_SUPPORT and bool(wish.nameless))
    async with context.store.read() as unit:
        case_id = await _case(unit, by, wish.case)
    return Composed(purpose, case_id) if case_id else None


async def change(context: Context, by: PersonRef, wish: Change) -> Answer:
    """The draft as its author wants it now."""
    draft = await own(context, by, wish.draft_id)
    if draft is None:
        return Answer(Line("answer.gone"))
    if (wish.show or wish.apart) and wish.version != draft.version:
        return await shown_draft(context, draft, "answer.draft_moved_on")
    try:
        preview = await preview_of(context, draft) if wish.show or wish.apart else None
    except DetectionFailed:
        return Answer(Line("answer.draft_unreadable", draft.writing.lang))
    hidden = tuple(word for text in wish.hide for word in words_in(text))
    shown, apart = (
        tuple(cut(draft.writing.text, preview.hidden[n]) for n in chosen) if preview else ()
        for chosen in (wish.show, wish.apart)
    )
    async with context.store.begin() as unit:
        draft = replace(
            draft,
            writing=replace(
                draft.writing, text=wish.text or draft.writing.text, place=wish.place or draft.writing.place
            ),
            hide=(*without(draft.hide, shown), *hidden),
            show=(*without(draft.show, hidden), *shown),
            apart=(*without(draft.apart, apart), *apart),
            purpose=wish.purpose or draft.purpose,
            case=await _chosen_case(unit, draft, by, wish.case),
            nameless=draft.nameless if wish.nameless is None else wish.nameless,
            version=draft.version + 1,
        )
        alone = draft.purpose is Purpose.OWN_SUPPORT  # linked to no case (clause C10); else one stands by one's name
        draft = replace(draft, case=None if alone else draft.case, nameless=alone and draft.nameless)
        await unit.drafts.keep(draft, context.clock.now())
    missing = [word for word in hidden if not stands_in(word, draft.writing.text)]
    return await shown_draft(context, draft, "answer.draft_not_found" if missing else "answer.draft")


async def expect(context: Context, by: PersonRef, draft_id: str, lang: Lang) -> Answer:
    """The next private word of its author is what they want hidden."""
    if await own(context, by, draft_id) is None:
        return Answer(Line("answer.gone", lang))
    async with context.store.begin() as unit:
        until = context.clock.now() + EXPECTED_FOR
        await unit.drafts.expect(by, Awaited(Wanted.HIDE_IN_DRAFT, draft_id), until)
    return Answer(Line("answer.which_words", lang))


async def send(
    context: Context, by: PersonRef, draft_id: str, place: ConversationRef | None, version: int
) -> Inbound | Answer:
    """The draft as an event to be received, or what is in the way. What they did not see is shown, not posted."""
    draft = await own(context, by, draft_id)
    if draft is None:
        return Answer(Line("answer.gone"))
    lang = draft.writing.lang
    if version != draft.version:
        return await shown_draft(context, draft, "answer.draft_moved_on")
    if draft.writing.corrects is not None:
        return await _corrected(context, draft) or Answer(Line("answer.gone", lang))
    place = place or draft.writing.place
    if place is None or place not in await places_of(context, by):
        return await shown_draft(context, draft, "answer.draft_where")
    inbound = _inbound(context, draft, Kind.NEW, draft_origin(place, draft.draft_id))
    if place.channel != ROUND:
        return inbound
    return replace(inbound, reply_to=await _answered(context, draft, place), number=number_now(context))


async def _answered(context: Context, draft: Draft, place: ConversationRef) -> str | None:
    """What the draft answers, as the round knows it."""
    if draft.writing.reply_to is None:
        return None
    async with context.store.read() as unit:
        entry_id = await unit.cases.entry_at(draft.writing.reply_to)
        return await within(unit, place.conversation, entry_id) if entry_id else None


async def sent(context: Context, draft_id: str) -> None:
    """It was received: the draft is over, and so are the private messages in which it stood."""
    async with context.store.begin() as unit:
        try:
            draft = await unit.drafts.draft(draft_id)
        except Wiped:
            return
        await unit.drafts.drop(draft_id)
    await _clear_away(context, draft)


async def drop(context: Context, by: PersonRef, draft_id: str, lang: Lang) -> Answer:
    """Its author does not want to post it."""
    if await own(context, by, draft_id) is None:
        return Answer(Line("answer.gone", lang), ended=True)
    await sent(context, draft_id)
    return Answer(Line("answer.draft_dropped", lang), ended=True)


async def forget_drafts(context: Context) -> int:
    """Drop what nobody touched for half a day, with the private messages it stood in; how many."""
    async with context.store.read() as unit:
        old = await unit.drafts.begun_before(context.clock.now() - _KEPT_FOR)
    left = 0
    for draft in old:
        left += await _clear_away(context, draft)
        await give_up(context, draft)
        async with context.store.begin() as unit:
            await unit.drafts.drop(draft.draft_id)
    if old:
        async with context.store.begin() as unit:
            await unit.journal.append(DraftsForgotten(at=context.clock.now(), count=len(old), left=left))
    return len(old)


async def _clear_away(context: Context, draft: Draft) -> int:
    """Remove the private messages of a draft; how many could not be."""
    left = 0
    for source in draft.writing.sources:
        channel = context.channels.get(source.channel)
        effect = await once(partial(channel.remove, source)) if channel else None
        left += effect is None or effect.outcome not in GONE
    return left


async def _corrected(context: Context, draft: Draft) -> Inbound | None:
    """The draft as an edit of what its author posted before."""
    async with context.store.read() as unit:
        try:
            entry = await unit.inbox.entry(draft.writing.corrects or "")
        except LookupError:
            return None
        if not await allowed(unit, Action.MEND, draft.writing.person, Target(entry_id=entry.entry_id)):
            return None
    return _inbound(context, draft, Kind.EDITED, entry.origin)


def _inbound(context: Context, draft: Draft, kind: Kind, origin: MessageRef) -> Inbound:
    writing = draft.writing
    return Inbound(
        kind=kind,
        origin=origin,
        event_id=draft_event(draft.draft_id),
        number=0,
        sent_at=context.clock.now(),
        author=writing.person,
        author_name=writing.name,
        text=writing.text,
        thread=writing.thread,
        reply_to=writing.answers,
        composed=draft.wishes,
    )


async def _chosen_case(unit: UnitOfWork, draft: Draft, by: PersonRef, reference: str | None) -> str | None:
    """Id of the case that they chose; what it was before, where they chose none or may not use it."""
    if reference is None:
        return draft.case
    return await _case(unit, by, reference) or draft.case if reference else None


async def _case(unit: UnitOfWork, by: PersonRef, reference: str) -> str | None:
    """Id of the case of that reference, if they may write into it."""
    case = await unit.cases.referred(reference)
    if case is None or not await allowed(unit, Action.CASE_USE, by, Target(case_id=case.case_id)):
        return None
    return case.case_id
