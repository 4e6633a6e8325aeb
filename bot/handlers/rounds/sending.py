"""One copy on one leg: a call or two that make it say what it should, and what follows from how they end."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from functools import partial

from bot.domain.ids import ID_LENGTH
from bot.domain.journal import CopyFailed, CopyStands
from bot.domain.messages import MessageRef
from bot.domain.outgoing import Effect, Line, Notice, Outcome, Post
from bot.domain.rounds import Copy, CopyState
from bot.handlers.alerts import queue_alert
from bot.handlers.attempt import once
from bot.handlers.context import Context
from bot.handlers.rounds.saying import Wanted, wanted
from bot.ports.channel import Channel

IN_ORDER = 3
"""So many tries hold up what comes after it on that leg."""
_FIRST_WAIT, _LONGEST_WAIT = 0.5, 60.0
_GONE = frozenset({Outcome.DONE, Outcome.GONE})
_ANEW = Outcome.UNSUPPORTED


async def settle(context: Context, copy: Copy) -> float | None:
    """One try. None once it is over, well or not; else how many seconds to wait before the next."""
    async with context.store.begin(durable=False) as unit:
        want = await wanted(context, unit, copy)
        if want is None or want.mark == copy.print:
            await unit.copies.end(copy, CopyState.DONE)
            return None
        await unit.copies.sending(copy)
    channel = context.channels.get(copy.leg.channel)
    if channel is None:
        effect = Effect(Outcome.FAILED, code="no_channel")
    else:
        effect = await _act(context, channel, copy, want)
    if effect.outcome is Outcome.RETRY and context.clock.now() < copy.due_at + context.rules.give_up_after:
        return effect.retry_after or min(_FIRST_WAIT * 2**copy.attempts, _LONGEST_WAIT)
    if effect.outcome is not Outcome.DONE:
        await _failed(context, copy, effect)
    return None


async def _act(context: Context, channel: Channel, copy: Copy, want: Wanted) -> Effect:
    """DONE once the leg says what it should, and the store knows it."""
    content = want.content
    if content is None:
        return await _take_away(context, channel, copy)
    if isinstance(content, Post) and copy.refs and copy.print.startswith("p") and channel.capabilities.amends:
        amended = await _call(context, partial(channel.amend, content, copy.refs))
        if amended.outcome is Outcome.GONE:  # somebody took it away there, and that is all
            await _stands(context, copy, (), want.mark)
            return Effect(Outcome.DONE)
        if amended.outcome is not _ANEW:
            return await _kept(context, copy, amended, want.mark, anew=False)
    return await _anew(context, channel, copy, content, want.mark)


async def _anew(context: Context, channel: Channel, copy: Copy, content: Post | Notice, mark: str) -> Effect:
    """As a message of its own; in answer to what it takes the place of, where that cannot be taken away."""
    left = await _remove(context, channel, copy.refs)
    if left is not None and left.outcome is Outcome.RETRY:
        return left
    if isinstance(content, Notice):
        effect = await _call(context, partial(channel.notice, content))
        return await _kept(context, copy, effect, mark, anew=True)
    if copy.refs:
        content = replace(content, edited=True, reply_to=copy.refs[0].message if left else content.reply_to)
    if left is not None and (asked := await _ask(context, channel, copy, "notice.copy_mended")) is not None:
        return asked
    if copy.attempts and channel.capabilities.finds_own_posts:
        found = await _call(context, partial(channel.find, content))
        if found.outcome in (Outcome.DONE, Outcome.RETRY):
            return await _kept(context, copy, found, mark, anew=True)
    effect = await _call(context, partial(channel.post, content))
    ended = await _kept(context, copy, effect, mark, anew=True)
    if left is not None and ended.outcome is Outcome.DONE:
        await _journal_left(context, copy, left)
    return ended


async def _take_away(context: Context, channel: Channel, copy: Copy) -> Effect:
    """Nothing is to stand: where it cannot be removed, whoever reads there is asked to delete it."""
    left = await _remove(context, channel, copy.refs)
    if left is not None:
        asked = await _ask(context, channel, copy, "notice.copy_withdrawn")
        if asked is not None:
            return asked
        await _journal_left(context, copy, left)
    await _stands(context, copy, (), "")
    return Effect(Outcome.DONE)


async def _remove(context: Context, channel: Channel, refs: Sequence[MessageRef]) -> Effect | None:
    """None where nothing of it stands any more; else how the first ended that does."""
    for ref in refs:
        effect = await _call(context, partial(channel.remove, ref))
        if effect.outcome not in _GONE:
            return effect
    return None


async def _ask(context: Context, channel: Channel, copy: Copy, key: str) -> Effect | None:
    """Ask to delete what stands there; None once that was said, or cannot be."""
    notice_id = copy.copy_id[: ID_LENGTH - 2] + f"{copy.version % 100:02d}"
    notice = Notice(notice_id, copy.leg, Line(key), reply_to=copy.refs[0].message)
    effect = await _call(context, partial(channel.notice, notice))
    return effect if effect.outcome is Outcome.RETRY else None


async def _kept(context: Context, copy: Copy, effect: Effect, mark: str, *, anew: bool) -> Effect:
    """Remember what stands, where the call ended well."""
    if effect.outcome is Outcome.DONE and effect.ref is not None:
        await _stands(context, copy, (effect.ref, *effect.more), mark, anew=anew)
    return effect


async def _stands(context: Context, copy: Copy, refs: Sequence[MessageRef], mark: str, *, anew: bool = False) -> None:
    async with context.store.begin(durable=False) as unit:
        await unit.copies.stands(copy, refs, mark, anew=anew)
        consult_id = await unit.cases.consult_of(copy.entry_id)
        for ref in refs:
            await unit.cases.place(ref, consult_id, copy.entry_id)


async def _call(context: Context, call: Callable[[], Awaitable[Effect]]) -> Effect:
    async with context.turns.calls:
        return await once(call)


async def _journal_left(context: Context, copy: Copy, left: Effect) -> None:
    """What could not be taken away on a leg is known."""
    code = left.code or left.outcome.value
    async with context.store.begin() as unit:
        stands = CopyStands(at=context.clock.now(), entry=copy.entry_id, channel=copy.leg.channel, code=code)
        await unit.journal.append(stands)


async def _failed(context: Context, copy: Copy, effect: Effect) -> None:
    """Given up, and not in silence: supervisors hear of it, once an hour at most."""
    code = effect.code or effect.outcome.value
    async with context.store.begin() as unit:
        await unit.copies.end(copy, CopyState.FAILED, code)
        failed = CopyFailed(
            at=context.clock.now(), entry=copy.entry_id, round=copy.round, channel=copy.leg.channel, code=code
        )
        await unit.journal.append(failed)
        entry = await unit.inbox.entry(copy.entry_id)
        await queue_alert(context, unit, entry, Line("alert.copy_failed"), hourly=True)
