"""Somebody pressed a button of ours."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.domain.outgoing import Answer, Line, Press
from bot.domain.records import NoteKind, NoteState, PostState
from bot.handlers.access import Action, Target, allowed
from bot.handlers.context import Context
from bot.handlers.deliver import deliver
from bot.handlers.hand_over import give, take
from bot.ports.store import Wiped


@dataclass(frozen=True, slots=True)
class Pressed:
    """The answer, and the entry whose posts are ready now, if any."""

    answer: Answer
    publish: str | None = None


async def press(context: Context, press: Press) -> Pressed:
    """What the button does; an unknown one is answered, not ignored."""
    action = _ACTIONS.get(press.action)
    if action is None:
        return Pressed(Answer(Line("answer.unknown", press.lang)))
    return await action(context, press)


async def _hidden(context: Context, press: Press) -> Pressed:
    """The author asks what was hidden in the message under which the button stands."""
    async with context.store.read() as unit:
        record = await unit.posts.record(press.subject)
        if record is None:
            return _say(press, "answer.gone")
        if not await allowed(unit, Action.SEE_HIDDEN, press.by, Target(entry_id=record.entry_id)):
            return _say(press, "answer.not_yours")
        started = await unit.people.started(press.by)
        try:
            spans = await unit.inbox.hidden(record.entry_id)
        except Wiped:
            return _say(press, "answer.gone")
    line = Line("answer.hidden", press.lang, {"count": len(spans)})
    return Pressed(Answer(line, hidden=spans, open_private=not started))


async def _claim(context: Context, press: Press) -> Pressed:
    """The author of a held message asks for it."""
    async with context.store.read() as unit:
        if not await allowed(unit, Action.CLAIM_HELD, press.by, Target(entry_id=press.subject)):
            return _say(press, "answer.not_yours")
        backs = [note for note in await unit.notes.of_entry(press.subject) if note.kind is NoteKind.GIVE_BACK]
    waiting = [note for note in backs if note.state is NoteState.PENDING]
    reached = [await deliver(context, note) for note in waiting]
    if not all(reached):
        return Pressed(Answer(Line("answer.start_first", press.lang), open_private=True))
    return _say(press, "answer.claimed" if backs else "answer.gone")


async def _post_redacted(context: Context, press: Press) -> Pressed:
    """The author of a message that the bot may not remove wants the redacted version posted."""
    async with context.store.begin() as unit:
        record = await unit.posts.record(press.subject)
        if record is None:
            return _say(press, "answer.gone")
        if not await allowed(unit, Action.POST_REDACTED, press.by, Target(entry_id=record.entry_id)):
            return _say(press, "answer.not_yours")
        if record.state is PostState.OFFERED:
            await unit.posts.move(record.post_id, PostState.READY)
    return Pressed(Answer(Line("answer.posted", press.lang)), publish=record.entry_id)


async def _answered(answer: Awaitable[Answer]) -> Pressed:
    return Pressed(await answer)


def _say(press: Press, key: str) -> Pressed:
    return Pressed(Answer(Line(key, press.lang)))


_ACTIONS: dict[str, Callable[[Context, Press], Awaitable[Pressed]]] = {
    "hidden": _hidden,
    "claim": _claim,
    "post_redacted": _post_redacted,
    "take": lambda context, press: _answered(take(context, press)),
    "give": lambda context, press: _answered(give(context, press)),
}
