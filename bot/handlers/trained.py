"""Somebody did all exercises of the practice room; it is journalled, and counts as the year's training (`code.py`)."""

from __future__ import annotations

from bot.domain.journal import ExercisesDone
from bot.domain.messages import PersonRef
from bot.domain.outgoing import Answer, Line
from bot.handlers.code import mark_trained
from bot.handlers.context import Context
from redaction import Lang


async def trained(context: Context, by: PersonRef, lang: Lang, count: int) -> Answer:
    """`count`: how many exercises there were in `lang`."""
    async with context.store.begin() as unit:
        who = await mark_trained(context, unit, by)
        if who is None:
            return Answer(Line("answer.not_allowed", lang))
        await unit.journal.append(ExercisesDone(at=context.clock.now(), by=who, lang=lang, count=count))
    return Answer(Line("answer.exercises_done", lang, {"count": count}))
