"""What follows an opening: what was told outside, whoever objects and who answers, and the review of a broken glass.

Only a review that does not uphold it, or an answer that the objection was right, is a breach: rescue must not be punished.
"""

from __future__ import annotations

from bot.domain.breach import Why
from bot.domain.disclosure import Event, Vote
from bot.domain.disclosure_entries import (
    ContestAnswered,
    DisclosureContested,
    DisclosureReviewed,
    DisclosureToldOutside,
    ReviewEnded,
)
from bot.domain.disclosure_wish import StatementKind, ToldOutside
from bot.domain.outgoing import Line
from bot.domain.proof import SignedIn
from bot.handlers.access import Action
from bot.handlers.context import Context
from bot.handlers.disclosure.breaching import find_breach
from bot.handlers.disclosure.telling import aloud, tell_able, tell_of
from bot.handlers.disclosure.turn import Turn, found, turn_of
from bot.ports.disclosing import Done
from redaction import RawText


async def tell_outside(context: Context, by: str, disclosure_id: str, told: ToldOutside) -> Done:
    """The viewer says what they told, to whom and when, or that they told nothing. It may be said more than once."""
    if told.outside and not (told.what and told.to and told.on):
        return _unanswered()
    async with context.store.begin() as unit:
        turn = await turn_of(context, unit, by, disclosure_id, Action.TELL_DISCLOSURE, Event.TELL)
        if isinstance(turn, Done):
            return turn
        commitment = await turn.say(StatementKind.TOLD, told)
        await turn.move(Event.TELL, told_outside_at=turn.now)
        entry = DisclosureToldOutside(
            at=turn.now, disclosure=disclosure_id, by=by, outside=int(told.outside), text=commitment
        )
        await unit.journal.append(entry)
        return turn.done("told")


async def contest(context: Context, by: str, disclosure_id: str, reason: RawText) -> Done:
    """Who supports the person, or the data lead for them, objects. Nothing more is shown from now on."""
    if not reason:
        return _unanswered()
    async with context.store.begin() as unit:
        turn = await turn_of(context, unit, by, disclosure_id, Action.CONTEST_DISCLOSURE, Event.CONTEST)
        if isinstance(turn, Done):
            return turn
        commitment = await turn.say(StatementKind.CONTEST, reason)
        contested = await turn.move(Event.CONTEST, contested_by=by, reminded_at=turn.now)
        entry = DisclosureContested(at=turn.now, disclosure=disclosure_id, by=by, text=commitment)
        await unit.journal.append(entry)
        notes = await tell_able(context, unit, contested, Action.ANSWER_CONTEST, "disclosure_contested")
        return turn.done("contested", *notes)


async def answer(context: Context, by: SignedIn, disclosure_id: str, reason: RawText, *, right: bool) -> Done:
    """Somebody who had no part in it answers the objection, with reasons. `right`: the opening was."""
    if not reason:
        return _unanswered()
    async with context.store.read() as unit:
        known = await found(unit, disclosure_id)
    said = await aloud(context, known.case_id, reason) if known else None
    async with context.store.begin() as unit:
        turn = await turn_of(context, unit, by, disclosure_id, Action.ANSWER_CONTEST, Event.ANSWER)
        if isinstance(turn, Done):
            return turn
        contester = turn.disclosure.contested_by
        commitment = await turn.say(StatementKind.ANSWER, reason)
        event = Event.ANSWER_FIRST if turn.disclosure.review_owed else Event.ANSWER
        answered = await turn.move(event, contested_by=None, reminded_at=turn.now)
        entry = ContestAnswered(at=turn.now, disclosure=disclosure_id, by=turn.by, right=int(right), text=commitment)
        await unit.journal.append(entry)
        to = [contester] if contester else []
        if said is None:
            notes = await tell_of(context, unit, answered, to, "contest_answered_there")
        else:
            notes = await tell_of(context, unit, answered, to, "contest_answered", reason=said)
        notes += [] if right else await find_breach(turn, Why.CONTEST)
    context.to_witness.set()  # not before the witness can read of it
    return turn.done("contest_answered", *notes)


async def review(context: Context, by: SignedIn, disclosure_id: str, reason: RawText, *, right: bool) -> Done:
    """One of those who review says whether breaking the glass was right. So many who agree end it."""
    if not reason:
        return _unanswered()
    async with context.store.begin() as unit:
        action = Action.REVIEW_DISCLOSURE
        turn = await turn_of(context, unit, by, disclosure_id, action, Event.REVIEW)
        if isinstance(turn, Done):
            return turn
        broken = turn.disclosure
        if not broken.review_owed:
            return await turn.deny(action, "late_reviewed", "late_reviewed")
        if broken.has_voted(turn.by):
            return await turn.deny(action, "voted", "voted")
        commitment = await turn.say(StatementKind.REVIEW, reason)
        entry = DisclosureReviewed(at=turn.now, disclosure=disclosure_id, by=turn.by, right=int(right), text=commitment)
        await unit.journal.append(entry)
        done = await _counted(turn, Vote(turn.by, right, turn.now))
    context.to_witness.set()  # what it ended in may be a breach
    return done


async def _counted(turn: Turn, vote: Vote) -> Done:
    votes = (*turn.disclosure.reviews, vote)
    reviewed = await turn.move(Event.REVIEW, reviews=votes)
    verdict = reviewed.verdict
    if verdict is None:
        review_ = reviewed.ground.review
        return turn.done("reviewed", count=review_.count if review_ else 0)
    await turn.move(Event.REVIEW_LAST)
    told = "upheld" if verdict else "not_upheld"
    entry = ReviewEnded(at=turn.now, disclosure=reviewed.disclosure_id, verdict=told)
    await turn.unit.journal.append(entry)
    key = "disclosure_upheld" if verdict else "disclosure_not_upheld"
    notes = await tell_of(turn.context, turn.unit, reviewed, [reviewed.viewer], key)
    return turn.done("review_done", *notes, *([] if verdict else await find_breach(turn, Why.NOT_UPHELD)))


def _unanswered() -> Done:
    return Done(Line("disclosure.problem_not_answered"))
