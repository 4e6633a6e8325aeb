"""Whoever has something to do about the Code hears of it once a week, privately: to accept it, to train, to explain it.

Done by a chore. Nobody is blamed and nothing is held back for it.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

from bot.domain.messages import PersonRef
from bot.domain.outgoing import Button, Line, Opaque
from bot.domain.papers import Edition
from bot.handlers.code import CODE, TRAINING, language_of, may_remind, queue_reminder, read_buttons
from bot.handlers.context import Context
from bot.ports.store import UnitOfWork
from redaction import Lang

EXPLAIN = "explain"
_AT_FIRST = timedelta(days=1)
"""How long after a case was opened: the first contact comes before the first reminder of what belongs to it."""
_MOST_NAMED = 20
"""Cases that one reminder names."""


async def remind_due(context: Context) -> list[str]:
    """Queue what is due; ids of the notes, each of which stands for the entry that it is about."""
    if context.papers is None:
        return []
    async with context.store.begin() as unit:
        return [
            *await _of_the_code(context, unit, context.papers.edition),
            *await _of_training(context, unit, context.papers.renew_months),
            *await _of_explaining(context, unit),
        ]


async def _of_the_code(context: Context, unit: UnitOfWork, edition: Edition) -> list[str]:
    """Who was asked and has not answered; and who accepted what has been changed since."""
    asked = [who for who in await unit.undertakings.asked(CODE) if await unit.undertakings.of(who) is None]
    outdated = [one.who for one in await unit.undertakings.standing() if one.edition != edition]
    queued = [await _tell(context, unit, who, CODE, "note.code_reminder") for who in asked]
    queued += [await _tell(context, unit, who, CODE, "note.code_changed") for who in outdated]
    return [note_id for note_id in queued if note_id]


async def _of_training(context: Context, unit: UnitOfWork, months: int) -> list[str]:
    now = context.clock.now()
    due = [one.who for one in await unit.undertakings.standing() if one.training_due(months) <= now]
    queued = [await _tell(context, unit, who, TRAINING, "note.training_due") for who in due]
    return [note_id for note_id in queued if note_id]


async def _of_explaining(context: Context, unit: UnitOfWork) -> list[str]:
    """One word to each member for all their cases: somebody who asks a lot must not be written to a lot."""
    theirs: defaultdict[str, list[str]] = defaultdict(list)
    for case in await unit.case_notices.missing(context.clock.now() - _AT_FIRST):
        for member in await unit.cases.members(case.case_id):
            theirs[member.who].append(case.reference)
    queued = []
    for who, references in theirs.items():
        named = Opaque(*references[:_MOST_NAMED])
        queued.append(await _tell(context, unit, who, EXPLAIN, "note.explain_due", named))
    return [note_id for note_id in queued if note_id]


async def _tell(
    context: Context, unit: UnitOfWork, who: str, about: str, key: str, words: Opaque | None = None
) -> str | None:
    """Queue one reminder where a week has passed and there is somewhere to send it; the note's id."""
    if not await may_remind(context, unit, who, about):
        return None
    person = await _reached(context, unit, who)
    if person is None:
        return None
    lang = await language_of(unit, person, None)
    line = Line(key, lang, {"words": words} if words else {})
    record = await queue_reminder(context, unit, person, who, about, line, _buttons(about, lang))
    return record.note_id if record else None


def _buttons(about: str, lang: Lang | None) -> tuple[Button, ...]:
    return {CODE: read_buttons(lang), TRAINING: (Button("training_did", "done"),)}.get(about, ())


async def _reached(context: Context, unit: UnitOfWork, who: str) -> PersonRef | None:
    """One account of theirs: where the bot can write to them, else the first. None for somebody who left."""
    accounts = [one for one in await unit.roster.reach(who) if one.channel in context.channels]
    for account in accounts:
        if context.channels[account.channel].capabilities.opens_private or await unit.people.started(account):
            return account
    return next(iter(accounts), None)
