"""Whoever has something to do about the Code hears of it once a week, privately: to accept it, to train, to explain it.

Done by a chore. Nobody is blamed and nothing is held back for it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.messages import PersonRef
from bot.domain.outgoing import Button, Line, Opaque
from bot.handlers.code import CODE, TRAINING, language_of, may_remind, queue_reminder, read_buttons
from bot.handlers.context import Context
from bot.handlers.notes import account_of
from bot.ports.papers import Papers
from bot.ports.store import UnitOfWork
from redaction import Lang

EXPLAIN = "explain"
_AT_FIRST = timedelta(days=1)
"""How long after a case was opened: the first contact comes before the first reminder of what belongs to it."""
_MOST_NAMED = 20
"""Cases that one reminder names."""


@dataclass(frozen=True, slots=True)
class Due:
    """What somebody is to hear. `key`: of the sentence; `words`: the cases that it names."""

    who: str
    about: str
    key: str
    words: Opaque | None = None


async def remind_due(context: Context) -> list[str]:
    """Queue what is due; ids of the notes, each of which stands for the entry that it is about."""
    if context.papers is None:
        return []
    async with context.store.read() as unit:
        found = [
            *await _of_the_code(unit, context.papers),
            *await _of_training(context, unit, context.papers),
            *await _of_explaining(context, unit),
        ]
        due = [(one, await account_of(context, unit, one.who)) for one in found if await _may(context, unit, one)]
    queued = [await _remind(context, one, person) for one, person in due if person is not None]
    return [note_id for note_id in queued if note_id]


async def _of_the_code(unit: UnitOfWork, papers: Papers) -> list[Due]:
    """Who was asked and has not answered; and who accepted what has been changed since."""
    asked = [who for who in await unit.undertakings.asked(CODE) if await unit.undertakings.of(who) is None]
    outdated = [one.who for one in await unit.undertakings.standing() if one.edition != papers.edition]
    return [
        *(Due(who, CODE, "note.code_reminder") for who in asked),
        *(Due(who, CODE, "note.code_changed") for who in outdated),
    ]


async def _of_training(context: Context, unit: UnitOfWork, papers: Papers) -> list[Due]:
    now = context.clock.now()
    standing = await unit.undertakings.standing()
    return [
        Due(one.who, TRAINING, "note.training_due") for one in standing if one.training_due(papers.renew_months) <= now
    ]


async def _of_explaining(context: Context, unit: UnitOfWork) -> list[Due]:
    """One word to each member for all their cases: somebody who asks a lot must not be written to a lot."""
    theirs: defaultdict[str, list[str]] = defaultdict(list)
    now = context.clock.now()
    for case in await unit.case_notices.missing(now - _AT_FIRST, now):
        for member in await unit.cases.members(case.case_id):
            theirs[member.who].append(case.reference)
    return [
        Due(who, EXPLAIN, "note.explain_due", Opaque(*references[:_MOST_NAMED])) for who, references in theirs.items()
    ]


async def _may(context: Context, unit: UnitOfWork, due: Due) -> bool:
    return await may_remind(context, unit, due.who, due.about)


async def _remind(context: Context, due: Due, person: PersonRef) -> str | None:
    """Queue one reminder; None for somebody who is no volunteer here any more, who is looked at again in a week."""
    ours = await _is_ours(context, person)
    async with context.store.begin() as unit:
        if not await _may(context, unit, due):
            return None
        if not ours:
            await unit.undertakings.remind(due.who, due.about, context.clock.now())
            return None
        lang = await language_of(unit, person, None)
        line = Line(due.key, lang, {"words": due.words} if due.words else {})
        record = await queue_reminder(context, unit, person, due.who, due.about, line, _buttons(due.about, lang))
    return record.note_id if record else None


async def _is_ours(context: Context, person: PersonRef) -> bool:
    """On the list, or, where the list does not know them, still in a guarded conversation."""
    async with context.store.read() as unit:
        if await unit.roster.member_of(person) is not None:
            return True
    return bool(await context.channels[person.channel].places_of(person))


def _buttons(about: str, lang: Lang | None) -> tuple[Button, ...]:
    return {CODE: read_buttons(lang), TRAINING: (Button("training_did", "done"),)}.get(about, ())
