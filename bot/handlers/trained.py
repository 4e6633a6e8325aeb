"""Somebody did all exercises of the practice room; it is journalled, and counts as the year's training (`code.py`)."""

from __future__ import annotations

from bot.domain.journal import ExercisesDone
from bot.domain.messages import PersonRef
from bot.domain.outgoing import Answer, Line
from bot.handlers.code import TRAINING
from bot.handlers.context import Context
from redaction import Lang


async def trained(context: Context, by: PersonRef, lang: Lang, count: int) -> Answer:
    """`count`: how many exercises there were in `lang`."""
    async with context.store.begin() as unit:
        who = await unit.roster.who(by)
        await unit.undertakings.trained(who, context.clock.now())
        await unit.undertakings.settled(who, TRAINING)
        await unit.journal.append(ExercisesDone(at=context.clock.now(), by=who, lang=lang, count=count))
    return Answer(Line("answer.exercises_done", lang, {"count": count}))
