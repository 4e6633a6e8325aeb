"""A private word to the bot: what colleagues are to be asked, or what the bot asked for a moment ago."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from bot.domain.drafts import Change, Wanted, Writing
from bot.domain.outgoing import Answer, Button, Line
from bot.handlers.attempt import once
from bot.handlers.compose import begin, change, id_of, posted_as
from bot.handlers.context import Context
from bot.handlers.disclosure.objecting import object_to
from bot.handlers.mend import Mended, hide_more
from bot.handlers.preview import own
from bot.handlers.private import private
from bot.ports.store import Wiped


async def write(context: Context, writing: Writing) -> Mended:
    """What becomes of it. Words that were asked for are removed at once, a draft when it ends."""
    await private(context, writing.person, writing.name, writing.lang)
    if writing.again:
        return Mended(await rewritten(context, writing))
    async with context.store.begin() as unit:
        awaited = await unit.drafts.expected(writing.person, context.clock.now())
    if awaited is None:
        return Mended(await begin(context, writing))
    if awaited.wanted is Wanted.CORRECT:
        return Mended(await begin(context, replace(writing, corrects=awaited.subject)))
    await _remove(context, writing)
    if awaited.wanted is Wanted.OBJECT:
        return await object_to(context, writing, awaited.subject)
    if awaited.wanted is Wanted.HIDE_IN_DRAFT:
        return Mended(await _change(context, writing, Change(awaited.subject, hide=(writing.text,))))
    return await hide_more(context, writing.person, awaited.subject, writing.text, writing.lang)


async def rewritten(context: Context, writing: Writing) -> Answer:
    """They changed a message: its draft says that from now on. What is posted already they can mend; else it is a new draft."""
    async with context.store.read() as unit:
        draft_id = id_of(unit, writing)
        posted = await posted_as(unit, writing.person, draft_id)
    if await own(context, writing.person, draft_id) is not None:
        return await _change(context, writing, Change(draft_id, text=writing.text))
    if posted is None:
        return await begin(context, writing)
    await _remove(context, writing)
    buttons = tuple(Button(action, posted) for action in ("correct", "withdraw"))
    return Answer(Line("answer.draft_posted", writing.lang), buttons=buttons)


async def _change(context: Context, writing: Writing, wish: Change) -> Answer:
    try:
        return await change(context, writing.person, wish)
    except Wiped:
        return Answer(Line("answer.gone", writing.lang))


async def _remove(context: Context, writing: Writing) -> None:
    """A detail in a private chat is one more place where it stands."""
    for source in writing.sources:
        if channel := context.channels.get(source.channel):
            await once(partial(channel.remove, source))
