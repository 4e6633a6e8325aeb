"""What should stand on one leg for a message of a round: its newest version, as that leg can show it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.domain.ids import ID_LENGTH
from bot.domain.marks import Style
from bot.domain.messages import ConversationRef, MessageRef
from bot.domain.outgoing import Notice, Post
from bot.domain.records import PostRecord, PostState
from bot.domain.rounds import Copy
from bot.handlers.context import Context
from bot.handlers.mend import as_it_can_stand
from bot.handlers.posting import place_on
from bot.ports.store import UnitOfWork, Wiped

_DEEPEST = 5
"""How many answers to answers are followed to the root of a thread."""
_STANDS = frozenset({PostState.POSTED, PostState.READY, PostState.SENDING, PostState.STALLED})


@dataclass(frozen=True, slots=True)
class Wanted:
    """`content`: None where nothing is to stand. `mark`: keyed fingerprint of it."""

    content: Post | Notice | None
    mark: str = ""


async def wanted(context: Context, unit: UnitOfWork, copy: Copy) -> Wanted | None:
    """None: as it stands; what should stand is not known (any more), or not yet."""
    record = await unit.posts.newest(copy.subject)
    if record is None:
        return None
    if record.state in (PostState.REMOVED, PostState.FAILED):
        return Wanted(None)
    if record.state not in _STANDS or (record.state is not PostState.POSTED and not record.refs):
        return None
    try:
        content = await unit.posts.content(record.post_id)
    except Wiped:
        return None
    return await _on_leg(context, unit, copy, record, content)


async def _on_leg(context: Context, unit: UnitOfWork, copy: Copy, record: PostRecord, content: Post | Notice) -> Wanted:
    own_id = unit.key("copy", copy.copy_id, str(copy.version), record.entry_id)[:ID_LENGTH]
    reply_to = await _there(unit, content, content.reply_to, copy.leg)
    thread = await _thread(context, unit, content, copy.leg)
    if isinstance(content, Notice):
        notice = replace(content, notice_id=own_id, conversation=copy.leg, thread=thread, reply_to=reply_to, buttons=())
        return Wanted(notice, "n" + unit.key("said", notice.line.key, repr(sorted(notice.line.slots.items()))))
    post = replace(
        content,
        post_id=own_id,
        conversation=copy.leg,
        thread=thread,
        reply_to=reply_to,
        buttons=tuple(button for button in content.buttons if button.action == "take"),
        late=False,
        replaces=(),
        origin=None,
        hidden=(),
        marks=tuple(mark for mark in content.marks if mark.style is not Style.MENTION),
    )
    post = as_it_can_stand(context, post)
    return Wanted(post, "p" + _mark(unit, post))


def _mark(unit: UnitOfWork, post: Post) -> str:
    """Of what people read of it; not of where it hangs."""
    said = (post.body, post.byline or "", str(post.case or ""), str(post.covered), repr(post.marks), repr(post.poll))
    files = tuple(f"{file.name} {len(file.data)}" for file in post.files)
    return unit.key("said", *(str.__str__(part) for part in said), *files)


async def _there(unit: UnitOfWork, content: Post | Notice, message: str | None, leg: ConversationRef) -> str | None:
    """Where on a leg the message stands that the content names by its id in its own conversation."""
    if message is None:
        return None
    where = content.conversation
    entry_id = await unit.cases.entry_at(MessageRef(where.channel, where.conversation, message))
    return await place_on(unit, entry_id, leg) if entry_id else None


async def _thread(context: Context, unit: UnitOfWork, content: Post | Notice, leg: ConversationRef) -> str | None:
    """Where the channel has threads: the root of what is answered, as it stands there."""
    if context.channels[leg.channel].capabilities.unthreaded:
        return None
    where, root = content.conversation, content.thread or content.reply_to
    found: str | None = None
    for _ in range(_DEEPEST):
        entry_id = await unit.cases.entry_at(MessageRef(where.channel, where.conversation, root)) if root else None
        record = await _post_of(unit, entry_id) if entry_id else None
        if entry_id is None:
            break
        found = await place_on(unit, entry_id, leg) or found
        above = record and await _content(unit, record)
        if not above:
            break
        where, root = above.conversation, above.thread or above.reply_to
    return found


async def _post_of(unit: UnitOfWork, entry_id: str) -> PostRecord | None:
    return next((one for one in await unit.posts.all_of_entry(entry_id) if one.subject), None)


async def _content(unit: UnitOfWork, record: PostRecord) -> Post | Notice | None:
    try:
        return await unit.posts.content(record.post_id)
    except Wiped:
        return None
