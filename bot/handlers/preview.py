"""A draft as its author sees it: both sides, where it may go, and what can be done about it."""

from __future__ import annotations

from bot.domain.cases import Case, CaseStatus, Purpose
from bot.domain.drafts import Draft, Offers, Preview
from bot.domain.messages import ConversationRef, PersonRef
from bot.domain.outgoing import Answer, Button, Line, Opaque
from bot.domain.rounds import ROUND, place_word
from bot.handlers.cases import cases_of
from bot.handlers.context import Context
from bot.handlers.reading import prepare
from bot.handlers.rounds.belonging import rounds_of
from bot.ports.detector import DetectionFailed
from bot.ports.store import UnitOfWork, Wiped
from redaction import Family, Lang, RawText, RedactedText

_MOST_CASES = 10


async def own(context: Context, by: PersonRef, draft_id: str) -> Draft | None:
    """The draft, for its author alone: on whichever of their accounts."""
    async with context.store.read() as unit:
        try:
            draft = await unit.drafts.draft(draft_id)
        except Wiped:
            return None
        mine = await unit.roster.who(by) == await unit.roster.who(draft.writing.person)
    return draft if mine else None


async def shown_draft(context: Context, draft: Draft, key: str = "answer.draft") -> Answer:
    """Both sides of it, and what can be done about it."""
    try:
        preview = await preview_of(context, draft)
    except DetectionFailed:
        return Answer(Line("answer.draft_unreadable", draft.writing.lang))
    if key == "answer.draft" and draft.nameless:
        key = "answer.draft_nameless"
    elif key == "answer.draft" and draft.purpose is Purpose.CO_WORKING and not await _shut(context, draft):
        key = "answer.draft_shared"
    line = Line(key, draft.writing.lang, {"count": len(preview.hidden)})
    return Answer(line, preview=preview, buttons=_buttons(context, preview))


def _buttons(context: Context, preview: Preview) -> tuple[Button, ...]:
    draft_id, version, corrects = preview.draft.draft_id, preview.draft.version, preview.draft.writing.corrects
    place = preview.draft.writing.place
    places: tuple[ConversationRef, ...] = () if corrects else (place,) if place else preview.places
    stem = f"{draft_id}/{version}"
    return (
        *(Button("draft_send", f"{stem}/{place_word(one)}", _title(context, one)) for one in places),
        *(() if places else (Button("draft_send", f"{stem}/"),)),
        Button("draft_more", draft_id),
        *((Button("draft_which", draft_id),) if preview.hidden else ()),
        *(() if corrects else (Button("draft_options", draft_id),)),
        *((Button("draft_page", draft_id),) if context.rules.pages is not None else ()),
        Button("draft_drop", draft_id),
    )


def _title(context: Context, place: ConversationRef) -> RedactedText | None:
    """Of a round: no platform knows what it is called. Its title is the association's own, from the settings."""
    if place.channel != ROUND:
        return None
    return context.detector.byline(RawText(context.channels[ROUND].title_of(place)))


async def which(context: Context, by: PersonRef, draft_id: str, lang: Lang) -> Answer:
    """The hidden details, one button each: to choose the one that is none."""
    draft = await own(context, by, draft_id)
    if draft is None:
        return Answer(Line("answer.gone", lang))
    preview = await preview_of(context, draft)
    stem = f"{draft_id}/{draft.version}"
    buttons = [Button("draft_show", f"{stem}/{n}", Opaque(span.pseudonym)) for n, span in enumerate(preview.hidden)]
    if preview.case:  # somebody of that name may be known to it, and not be meant
        buttons += [
            Button("draft_apart", f"{stem}/{n}", Opaque(span.pseudonym))
            for n, span in enumerate(preview.hidden)
            if span.family is Family.PERSON
        ]
    return Answer(Line("answer.which_detail", lang), buttons=tuple(buttons))


async def options(context: Context, by: PersonRef, draft_id: str, lang: Lang) -> Answer:
    """Purposes and cases to choose from, but for those that are chosen."""
    draft = await own(context, by, draft_id)
    if draft is None:
        return Answer(Line("answer.gone", lang))
    preview = await preview_of(context, draft)
    stem = f"{draft_id}/{draft.version}"
    alone = draft.purpose is Purpose.OWN_SUPPORT
    cases = () if alone else tuple(one for one in preview.cases if one != preview.case)
    return Answer(
        Line(f"answer.options_{draft.purpose}", lang),
        buttons=(
            *(Button(f"draft_{purpose}", stem) for purpose in Purpose if purpose is not draft.purpose),
            *(Button("draft_case", f"{stem}/{reference}", Opaque(reference)) for reference in cases),
            *((Button("draft_own_case", stem),) if preview.case else ()),
            *((Button("draft_named" if draft.nameless else "draft_nameless", stem),) if alone else ()),
        ),
    )


async def offers(context: Context, person: PersonRef) -> Offers:
    """What they may choose from before they write."""
    places = await places_of(context, person)
    async with context.store.read() as unit:
        return Offers(places, await _references(unit, person))


async def preview_of(context: Context, draft: Draft) -> Preview:
    """Raises `DetectionFailed`."""
    writing = draft.writing
    places = await places_of(context, writing.person)
    async with context.store.read() as unit:
        case = await _open_case(unit, draft)
        mine = await _references(unit, writing.person)
        known = await prepare(context, unit, writing.text, case.case_id if case else None, draft.wishes)
    redaction, _ = await context.detector.redact(writing.text, known.memory, known.keep)
    return Preview(
        draft=draft,
        after=redaction.text,
        hidden=redaction.spans,
        lang=redaction.lang,
        places=places,
        cases=mine,
        case=case.reference if case else "",
    )


async def _open_case(unit: UnitOfWork, draft: Draft) -> Case | None:
    """The case that the draft goes into, or, for a correction, the one that it is in."""
    case_id = draft.case
    if case_id is None and draft.writing.reply_to is not None:
        consult = await unit.cases.consult_at(draft.writing.reply_to)
        case_id = consult.case_id if consult else None
    if draft.writing.corrects is not None:
        case_id = (await unit.inbox.entry(draft.writing.corrects)).case_id
    if case_id is None:
        return None
    case = await unit.cases.case(await unit.cases.home(case_id))
    return case if case.status is CaseStatus.OPEN else None


async def _shut(context: Context, draft: Draft) -> bool:
    """Whether the person of the case said no, so that nobody looks at who it is."""
    async with context.store.read() as unit:
        case = await _open_case(unit, draft)
        return case is not None and (await unit.case_notices.of(case.case_id)).names_stay_shut


async def _references(unit: UnitOfWork, person: PersonRef) -> tuple[str, ...]:
    """Of their latest open cases."""
    return tuple(case.reference for case in (await cases_of(unit, person))[-_MOST_CASES:])


async def places_of(context: Context, person: PersonRef) -> tuple[ConversationRef, ...]:
    """Their groups, and the rounds that they read on a leg of their own."""
    channel = context.channels.get(person.channel)
    places = await channel.places_of(person) if channel else ()
    if not context.rounds:
        return places
    async with context.store.read() as unit:
        return (*places, *(one.place for one in await rounds_of(context, unit, person, places)))
