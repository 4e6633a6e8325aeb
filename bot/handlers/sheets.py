"""A page of our own to write on: the raw text never reaches a platform, and what colleagues will read can be copied anywhere.

A link leads one person to one draft, empty at first. Opening it uses the link up and begins a session of half an hour for one
browser; the session's secret is kept as links are, as a keyed fingerprint. Both are good only while the account still is that
person's. The draft itself is one like any other (`compose.py`), and is posted in the same way.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.drafts import AS_IT_READS, Change, Draft, Preview, Writing
from bot.domain.ids import opaque_id
from bot.domain.messages import ConversationRef, PersonRef
from bot.domain.outgoing import Answer, Line, Press
from bot.domain.rounds import place_word
from bot.handlers.access import Action, allowed
from bot.handlers.cases import cases_of
from bot.handlers.context import Context
from bot.handlers.preview import own, places_of, shown_draft
from bot.handlers.words import exactly
from bot.ports.channel import Intake
from bot.ports.links import Link
from bot.ports.sheets import Blank, Opened, Place, Sheet
from bot.ports.store import UnitOfWork, Wiped
from redaction import Lang, RawText

LINK, SESSION = "compose", "composing"
GOOD_FOR_MINUTES = 30
CHANNEL = "web"
"""Under which a forged request stands in the journal."""


async def blank_page(context: Context, unit: UnitOfWork, by: PersonRef, name: RawText, lang: Lang) -> str:
    """The path of a page with nothing on it yet."""
    draft = Draft(opaque_id(), Writing(by, name, RawText(""), lang))
    await unit.drafts.keep(draft, context.clock.now())
    return await _page(context, unit, draft)


async def page_of(context: Context, by: PersonRef, draft_id: str, lang: Lang) -> Answer:
    """A page for a draft that its author began in a chat."""
    draft = await own(context, by, draft_id)
    if draft is None or context.rules.pages is None:
        return Answer(Line("answer.gone", lang))
    async with context.store.begin() as unit:
        path = await _page(context, unit, draft)
    return Answer(Line("answer.compose", lang, {"minutes": GOOD_FOR_MINUTES}), page=f"{context.rules.pages}{path}")


async def _page(context: Context, unit: UnitOfWork, draft: Draft) -> str:
    who = await unit.roster.who(draft.writing.person)
    token = await unit.links.make(Link(LINK, draft.draft_id, who), _until(context))
    return f"/compose/{token}"


class AuthorSheets:
    """`bot.ports.sheets.Sheets`: what the page asks."""

    def __init__(self, context: Context, intake: Intake) -> None:
        self._context = context
        self._intake = intake

    async def asked(self, token: str) -> Blank | None:
        async with self._context.store.read() as unit:
            draft = await self._behind(unit, token, LINK)
            if draft is None:
                return None
            cases = await cases_of(unit, draft.writing.person)
        places = await places_of(self._context, draft.writing.person)
        return Blank(self._named(places), tuple(case.reference for case in cases), bool(draft.writing.text))

    async def open(self, token: str, wish: Change) -> Opened | None:
        async with self._context.store.begin() as unit:
            draft = await self._behind(unit, token, LINK)
            link = await unit.links.use(token, self._context.clock.now()) if draft else None
            if draft is None or link is None:
                return None
            session = await unit.links.make(Link(SESSION, draft.draft_id, link.who), _until(self._context))
        await self._changed(draft, replace(wish, draft_id=draft.draft_id))
        return Opened(session, draft.draft_id)

    async def shown(self, session: str, draft_id: str) -> Sheet | None:
        draft = await self._draft(session, draft_id)
        return await self._sheet(draft, await shown_draft(self._context, draft)) if draft else None

    async def change(self, session: str, wish: Change) -> Sheet | None:
        draft = await self._draft(session, wish.draft_id)
        return await self._sheet(draft, await self._changed(draft, wish)) if draft else None

    async def post(self, session: str, wish: Change) -> Sheet | None:
        draft = await self._draft(session, wish.draft_id)
        if draft is None:
            return None
        now = await shown_draft(self._context, draft)
        if now.preview is None or _otherwise(now.preview, wish):
            answer = await self._changed(draft, wish)
            if answer.line.key in AS_IT_READS:
                answer = replace(answer, line=replace(answer.line, key="answer.draft_see_first"))
            return await self._sheet(draft, answer)
        answer = await self._posted(draft, wish.place)
        if answer.ended:
            await self._end(session)
        return await self._sheet(draft, answer)

    async def drop(self, session: str, draft_id: str) -> bool:
        draft = await self._draft(session, draft_id)
        if draft is None:
            return False
        await self._intake.press(_press("draft_drop", draft_id, draft))
        await self._end(session)
        return True

    async def refused(self, code: str) -> None:
        await self._intake.refused(CHANNEL, code)

    async def _draft(self, session: str, draft_id: str) -> Draft | None:
        async with self._context.store.read() as unit:
            draft = await self._behind(unit, session, SESSION)
        return draft if draft is not None and draft.draft_id == draft_id else None

    async def _behind(self, unit: UnitOfWork, token: str, action: str) -> Draft | None:
        """The draft that a link or a session is good for, if its author still is who it was made for."""
        link = await unit.links.peek(token, self._context.clock.now())
        if link is None or link.action != action:
            return None
        try:
            draft = await unit.drafts.draft(link.subject)
        except Wiped:
            return None
        person = draft.writing.person
        mine = await unit.roster.who(person) == link.who and await allowed(unit, Action.COMPOSE, person)
        return draft if mine else None

    async def _changed(self, draft: Draft, wish: Change) -> Answer:
        try:
            return await self._intake.change(draft.writing.person, wish)
        except IndexError:  # the form counts details that are not there
            return await shown_draft(self._context, draft)

    async def _posted(self, draft: Draft, place: ConversationRef | None) -> Answer:
        where = place_word(place) if place else ""
        return await self._intake.press(_press("draft_send", f"{draft.draft_id}/{draft.version}/{where}", draft))

    async def _end(self, session: str) -> None:
        async with self._context.store.begin() as unit:
            await unit.links.use(session, self._context.clock.now())

    async def _sheet(self, draft: Draft, answer: Answer) -> Sheet:
        """With the draft as it is now; as it was, once it is over."""
        async with self._context.store.read() as unit:
            try:
                draft = await unit.drafts.draft(draft.draft_id)
            except Wiped:
                return Sheet(draft, answer, ())
        return Sheet(draft, answer, self._named(await places_of(self._context, draft.writing.person)))

    def _named(self, places: tuple[ConversationRef, ...]) -> tuple[Place, ...]:
        return tuple(Place(ref, self._context.channels[ref.channel].title_of(ref)) for ref in places)


def _until(context: Context) -> datetime:
    return context.clock.now() + timedelta(minutes=GOOD_FOR_MINUTES)


def _press(action: str, subject: str, draft: Draft) -> Press:
    writing = draft.writing
    return Press(action, subject, writing.person, writing.name, writing.lang)


def _otherwise(preview: Preview, wish: Change) -> bool:
    """Whether the form asks for anything that its author has not seen yet."""
    draft = preview.draft
    return bool(
        wish.hide
        or wish.show
        or wish.apart
        or wish.version != draft.version
        or (wish.text is not None and not exactly(wish.text, draft.writing.text))
        or wish.purpose not in (None, draft.purpose)
        or wish.case not in (None, preview.case)
        or wish.nameless not in (None, draft.nameless)
    )
