"""A clean message of a group stays where it is, and is carried to the other legs of its round.

Its text is kept, sealed, for as long as a clean message that the bot posts itself (`Rules.hold_originals`), so that a name
that was missed in it can be hidden on every leg.
"""

from __future__ import annotations

from dataclasses import replace

from bot.domain.messages import Inbound
from bot.domain.outgoing import Post
from bot.domain.records import Entry, PostKind, PostRecord, PostState
from bot.handlers.context import Context
from bot.handlers.posting import post_for
from bot.handlers.rounds.belonging import subject_of, to_carry
from bot.ports.store import UnitOfWork
from redaction import Redaction

_NEVER_POSTED = frozenset({PostState.OFFERED, PostState.REMOVED, PostState.FAILED})


async def let_stand(context: Context, unit: UnitOfWork, entry: Entry, inbound: Inbound, redaction: Redaction) -> bool:
    """Keep it for the other legs, if there are any; False where nothing is to be carried."""
    if context.round_at(entry.conversation) is None or not await _is_newest(unit, inbound):
        return False
    post = await post_for(context, unit, entry, inbound, redaction)
    post = replace(post, post_id=f"{entry.entry_id}l", origin=inbound.origin, replaces=(), buttons=())
    await unit.posts.add(to_carry(context, unit, entry, _record(entry, post)), post)
    return True


async def gone_there(unit: UnitOfWork, entry_id: str) -> None:
    """It was deleted in its group."""
    record = await unit.posts.of_entry(entry_id, PostKind.LEFT)
    if record is not None:
        await unit.posts.move(record.post_id, PostState.REMOVED)


def _record(entry: Entry, post: Post) -> PostRecord:
    return PostRecord(
        post_id=post.post_id,
        entry_id=entry.entry_id,
        kind=PostKind.LEFT,
        state=PostState.READY,
        conversation=entry.conversation,
        number=entry.number,
    )


async def _is_newest(unit: UnitOfWork, inbound: Inbound) -> bool:
    """Not where a redacted version of ours stands for it: that one is mended, and carried."""
    before = await unit.posts.newest(subject_of(unit, inbound.origin))
    return before is None or before.kind is not PostKind.REDACTED or before.state in _NEVER_POSTED
