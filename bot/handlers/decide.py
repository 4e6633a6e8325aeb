"""Decide what becomes of a message: left alone, redacted, or withheld."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.capabilities import Removal
from bot.domain.cases import CaseStatus
from bot.domain.consults import which_consult
from bot.domain.journal import UnknownEvent
from bot.domain.marks import carried
from bot.domain.messages import Composed, Inbound, Kind, Matter, MessageRef
from bot.domain.outgoing import Button, Line, Note, Post
from bot.domain.polls import obstacle
from bot.domain.records import Consult, Decision, Entry, EntryState, PostKind, PostRecord, PostState
from bot.domain.rounds import PERSONAL
from bot.handlers.alerts import queue_alert
from bot.handlers.answered import queue_answered
from bot.handlers.context import Context
from bot.handlers.deleted import deleted
from bot.handlers.exposure import end_exposure
from bot.handlers.file_rules import listens, made_anew, unreadable
from bot.handlers.hide import Hiding, hide, nothing_new
from bot.handlers.in_place import edited_clean, is_our_own_change
from bot.handlers.notes import queue_note
from bot.handlers.posting import kept_back, post_for
from bot.handlers.reading import prepare
from bot.handlers.rounds.belonging import to_carry
from bot.handlers.rounds.left import let_stand
from bot.handlers.rounds.moving import why_not
from bot.handlers.withhold import withhold
from bot.ports.detector import DetectionFailed
from bot.ports.reading_files import OpenFiles
from bot.ports.store import Conflict, UnitOfWork
from redaction import Redaction
from redaction.parts import joined, parted

_LACKING_RIGHTS = frozenset({"rights_cannot_delete", "rights_cannot_read"})
"""Events of a channel that says it may not do its work in a guarded group; the supervisors learn it at once."""


async def decide(context: Context, entry_id: str) -> Decision:
    """Decide once; asked again after a crash, the same answer."""
    async with context.store.read() as unit:
        entry = await unit.inbox.entry(entry_id)
        if entry.state is not EntryState.RECEIVED:
            return entry.decision or Decision.NOTHING
        inbound = await as_before(unit, await unit.inbox.inbound(entry_id))
    async with context.turns.deciding(entry.conversation):
        decision = await _decide(context, entry, inbound)
    context.turns.ring(entry.conversation)
    return decision


async def as_before(unit: UnitOfWork, inbound: Inbound) -> Inbound:
    """An edit says no more of its author than what it takes the place of."""
    earlier = await unit.cases.entry_at(inbound.origin) if inbound.kind is Kind.EDITED else None
    if earlier is None or inbound.composed not in (None, Composed()) or not (await unit.inbox.entry(earlier)).composed:
        return inbound
    return replace(inbound, composed=await kept_back(unit, earlier) or inbound.composed)


async def _decide(context: Context, entry: Entry, inbound: Inbound) -> Decision:
    if inbound.kind is Kind.UNKNOWN:
        return await _unknown(context, entry, inbound)
    if inbound.kind is Kind.DELETED:
        return await deleted(context, entry)
    if inbound.origin.channel in PERSONAL:
        return await _in_no_round(context, entry, inbound)
    return await _decide_words(context, entry, inbound)


async def _decide_words(context: Context, entry: Entry, inbound: Inbound) -> Decision:
    if inbound.kind is Kind.EDITED and await _is_ours(context, inbound):
        async with context.store.begin() as unit:
            return await nothing_new(unit, entry, "own_change")
    if (inbound.matter is not Matter.TEXT and inbound.poll is None) or inbound.attachments:
        if listens(context, inbound) or (why := unreadable(context, inbound)) is None:
            return Decision.READING
        return await withhold(context, entry, inbound, code=why)
    return await read(context, entry, inbound)


async def _in_no_round(context: Context, entry: Entry, inbound: Inbound) -> Decision:
    """Nobody knows which colleagues it is for: its author gets it back, and is told what to do."""
    async with context.store.read() as unit:
        code = await why_not(context, unit, inbound)
    return await withhold(context, entry, inbound, code=code)


async def _is_ours(context: Context, inbound: Inbound) -> bool:
    """Whether the platform tells of what we made of a message in its place."""
    async with context.store.read() as unit:
        return await is_our_own_change(unit, inbound)


async def read(context: Context, entry: Entry, inbound: Inbound, files: OpenFiles | None = None) -> Decision:
    """Read its words for details, and what its files say with them: who is meant in the one is meant in the other.

    Raises `NotRead` where a file cannot be made anew.
    """
    wishes = inbound.composed
    texts = (inbound.text, *(files.texts if files else ()))
    text = joined(texts)
    while True:
        async with context.store.read() as unit:
            case_id = await _chosen(unit, wishes)
            consult = None if case_id else await _consult(context, unit, entry, inbound)
            case_id = consult.case_id if consult else case_id
            known = await prepare(context, unit, text, case_id, wishes or Composed(), inbound.mentions)
        try:
            whole, learnt = await context.detector.redact(text, known.memory, known.keep)
        except DetectionFailed as failure:
            return await withhold(context, entry, inbound, code=f"detection.{failure.code}")
        redaction, *said = parted(whole, texts)
        if not redaction.touched and not inbound.always_replace and files is None:
            return await _leave(context, entry, inbound, redaction, consult)
        if (why := _no_such_poll(context, inbound, redaction)) is not None:
            return await withhold(context, entry, inbound, code=f"poll.{why}")
        clean = await made_anew(context, inbound, files, said) if files else ()
        try:
            return await hide(
                context, entry, inbound, Hiding(redaction, learnt, known.version, consult, case_id, clean)
            )
        except Conflict:
            continue  # the case learnt something meanwhile; read with what it knows now


def _no_such_poll(context: Context, inbound: Inbound, redaction: Redaction) -> str | None:
    """Why a poll cannot be posted again without its details."""
    if inbound.poll is None:
        return None
    limits = context.channel(inbound.origin).capabilities.polls
    marks = carried(inbound.marks, redaction.spans)
    return obstacle(inbound.poll, redaction.text, marks, limits, context.clock.now())


async def _chosen(unit: UnitOfWork, wishes: Composed | None) -> str | None:
    """The case that the author chose, if it is still open."""
    if wishes is None or wishes.case is None:
        return None
    case = await unit.cases.case(await unit.cases.home(wishes.case))
    return case.case_id if case.status is CaseStatus.OPEN else None


async def _consult(context: Context, unit: UnitOfWork, entry: Entry, inbound: Inbound) -> Consult | None:
    if inbound.composed is not None and inbound.kind is Kind.NEW and inbound.reply_to is None:
        return None  # its author said where it belongs
    threaded = None
    for message in filter(None, (inbound.reply_to, inbound.thread, inbound.origin.message)):
        ref = MessageRef(inbound.origin.channel, inbound.origin.conversation, message)
        threaded = threaded or await unit.cases.consult_at(ref)
    return which_consult(
        threaded=threaded,
        recent=await unit.cases.recent_consults(inbound.conversation),
        author=entry.author,
        now=context.clock.now(),
        unthreaded=context.channel(inbound.origin).capabilities.unthreaded,
        windows=context.rules.windows,
    )


async def _leave(
    context: Context, entry: Entry, inbound: Inbound, redaction: Redaction, consult: Consult | None
) -> Decision:
    """A message without any detail is left alone, and nothing of it is kept; in a round, until the other legs have it."""
    relays = inbound.composed is not None or context.channel(inbound.origin).capabilities.removal is Removal.NEVER_SHOWN
    async with context.store.begin() as unit:
        if relays:
            await _relay(context, unit, entry, await post_for(context, unit, entry, inbound, redaction))
            await _tell_posted(context, unit, entry, inbound)
        elif inbound.kind is Kind.EDITED:
            await _mended(context, unit, inbound)
            await edited_clean(unit, inbound, redaction.text)
        stands = not relays and await let_stand(context, unit, entry, inbound, redaction)
        await unit.inbox.decide(entry.entry_id, Decision.CLEAN)
        await unit.inbox.wipe(entry.entry_id)
        told = await queue_answered(context, unit, entry, inbound, consult, Decision.CLEAN)
        if not (relays or told or stands):
            await unit.inbox.finish(entry.entry_id)
    return Decision.CLEAN


async def _tell_posted(context: Context, unit: UnitOfWork, entry: Entry, inbound: Inbound) -> None:
    """Whoever composed what had nothing to hide may still take it back, or write it anew."""
    if inbound.composed is None or inbound.author is None:
        return
    await unit.cases.place(inbound.origin, None, entry.entry_id)  # so that a correction takes its place
    buttons = tuple(Button(action, entry.entry_id) for action in ("correct", "withdraw"))
    note = Note(f"{entry.entry_id}t", inbound.author, Line("note.composed_clean"), buttons=buttons)
    await queue_note(context, unit, note, entry.entry_id)


async def _relay(context: Context, unit: UnitOfWork, entry: Entry, post: Post) -> None:
    record = PostRecord(
        post_id=post.post_id,
        entry_id=entry.entry_id,
        kind=PostKind.CLEAN,
        state=PostState.READY,
        conversation=entry.conversation,
        number=entry.number,
    )
    await unit.posts.add(to_carry(context, unit, entry, record), post)


async def _mended(context: Context, unit: UnitOfWork, inbound: Inbound) -> None:
    """The author took the details out of a message that the bot may not remove."""
    earlier = await unit.cases.entry_at(inbound.origin)
    if earlier is not None:
        await end_exposure(context, unit, earlier, how="edited")


async def _unknown(context: Context, entry: Entry, inbound: Inbound) -> Decision:
    now = context.clock.now()
    async with context.store.begin() as unit:
        await unit.journal.append(UnknownEvent(at=now, channel=inbound.origin.channel, code=inbound.code or "unnamed"))
        lacking = inbound.code in _LACKING_RIGHTS
        if lacking:
            await queue_alert(context, unit, entry, Line("alert.rights"), hourly=True)
        await unit.inbox.decide(entry.entry_id, Decision.NOTHING, code="unknown")
        await unit.inbox.wipe(entry.entry_id)
        if not lacking:
            await unit.inbox.finish(entry.entry_id)
    return Decision.NOTHING
