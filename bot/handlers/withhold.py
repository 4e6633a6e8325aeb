"""Hold a message that could not be read: nobody sees it, its author gets it back, a line stands in its place."""

from __future__ import annotations

from bot.domain.journal import MessageWithheld
from bot.domain.messages import Inbound, Matter
from bot.domain.outgoing import Button, GiveBack, Line, Notice
from bot.domain.records import (
    Decision,
    Entry,
    NoteKind,
    NoteRecord,
    NoteState,
    PostKind,
    PostRecord,
    PostState,
)
from bot.domain.rounds import PERSONAL
from bot.handlers.context import Context
from bot.handlers.file_rules import LISTENED
from bot.handlers.posting import notice_id
from bot.handlers.rounds.belonging import to_carry
from bot.ports.store import UnitOfWork


async def withhold(context: Context, entry: Entry, inbound: Inbound, code: str) -> Decision:
    """Queue the line in its place and the hand-back to its author; both wait for the removal."""
    back = await _give_back(context, entry, inbound, code)
    async with context.store.begin() as unit:
        nameless = (
            inbound.composed is not None and inbound.composed.nameless
        )  # the line in its place would name its author
        if not nameless and inbound.origin.channel not in PERSONAL:  # nor is there a place, where it came into no round
            await _hold_place(context, unit, entry, inbound)
        if back is not None:
            await unit.notes.add(
                NoteRecord(
                    note_id=back.note_id,
                    entry_id=entry.entry_id,
                    kind=NoteKind.GIVE_BACK,
                    state=NoteState.PENDING,
                    person=unit.people.fingerprint(back.to),
                    created_at=context.clock.now(),
                ),
                back,
            )
        await unit.inbox.decide(entry.entry_id, Decision.WITHHELD, code=code[:80])
        await unit.journal.append(
            MessageWithheld(
                at=context.clock.now(), entry=entry.entry_id, channel=inbound.origin.channel, code=code[:80]
            )
        )
    return Decision.WITHHELD


async def _give_back(context: Context, entry: Entry, inbound: Inbound, code: str) -> GiveBack | None:
    if inbound.author is None:
        return None
    text = await context.detector.strike_ids(inbound.text)
    return GiveBack(
        note_id=f"{entry.entry_id}g",
        to=inbound.author,
        line=_why(code, read=inbound.matter is Matter.TEXT or inbound.poll is not None),
        text=text,
        attachments=inbound.attachments,
        about=inbound.origin,
    )


def _why(code: str, *, read: bool) -> Line:
    """What its author is told: why it was held, where something can be done about it. `read`: it is words."""
    if code.startswith("round_"):
        return Line(f"note.{code}")
    if code == LISTENED:
        return Line("note.held_voice")
    if code.startswith("poll."):
        return Line("note.held_poll")
    if code.startswith("files."):
        return Line("note.held_file", slots={"why": Line(f"file_why.{code.removeprefix('files.')}")})
    return Line("note.held" if read else "note.held_matter")


async def _hold_place(context: Context, unit: UnitOfWork, entry: Entry, inbound: Inbound) -> None:
    """The line in the message's place; one for a whole album."""
    channel = context.channel(inbound.origin)
    button = (Button("claim", entry.entry_id),) if not channel.capabilities.opens_private else ()
    album = unit.inbox.album_key(inbound) if inbound.album else None
    notice = Notice(
        notice_id=album or notice_id(entry.entry_id),
        conversation=inbound.conversation,
        line=Line("notice.held", slots={"byline": context.detector.byline(inbound.author_name)}),
        thread=inbound.thread,
        reply_to=inbound.reply_to,
        buttons=button,
    )
    record = PostRecord(
        post_id=notice.notice_id,
        entry_id=entry.entry_id,
        kind=PostKind.NOTICE,
        state=PostState.WAITING,
        conversation=inbound.conversation,
        number=entry.number,
    )
    await unit.posts.add(to_carry(context, unit, entry, record), notice)
