"""Makes the values that are posted, and finds the place where they belong and whose they are."""

from __future__ import annotations

from bot.domain.capabilities import Removal
from bot.domain.cases import Purpose
from bot.domain.drafts import from_draft
from bot.domain.marks import carried
from bot.domain.messages import Composed, ConversationRef, Inbound, Kind, MessageRef
from bot.domain.outgoing import Button, Post
from bot.domain.records import Entry, PostKind, PostRecord, PostState
from bot.domain.rounds import Copy
from bot.handlers.context import Context
from bot.ports.channel import Channel
from bot.ports.store import UnitOfWork, Wiped
from redaction import RedactedText, Redaction


def post_id(entry_id: str) -> str:
    """Id of the redacted (or clean) version of an entry."""
    return f"{entry_id}p"


def notice_id(entry_id: str) -> str:
    return f"{entry_id}n"


async def post_for(context: Context, unit: UnitOfWork, entry: Entry, inbound: Inbound, redaction: Redaction) -> Post:
    """The redacted version, ready for its place; `thread` and `reply_to` are still the platform's ids as received."""
    channel = context.channel(inbound.origin)
    composed = inbound.composed
    ask = redaction.touched and composed is None and not channel.capabilities.opens_private
    alone = composed is not None and composed.purpose is Purpose.OWN_SUPPORT  # there is nobody to be handed over
    take = redaction.direct and not alone and context.rules.pages is not None
    return Post(
        post_id=post_id(entry.entry_id),
        conversation=inbound.conversation,
        byline=None if composed and composed.nameless else context.detector.byline(inbound.author_name),
        body=redaction.text,
        lang=redaction.lang,
        marks=carried(inbound.marks, redaction.spans),
        poll=inbound.poll,
        thread=inbound.thread,
        reply_to=inbound.reply_to,
        buttons=(
            *((Button("hidden", post_id(entry.entry_id)),) if ask else ()),
            *((Button("take", post_id(entry.entry_id)),) if take else ()),
        ),
        edited=inbound.kind is Kind.EDITED,
        origin=_stands_for(inbound, channel),
        hidden=redaction.spans,
        replaces=await _earlier_version(unit, entry, inbound) if inbound.kind is Kind.EDITED else (),
    )


def mending_buttons(entry_id: str) -> tuple[Button, ...]:
    """What its author can do about a post."""
    return tuple(Button(action, entry_id) for action in ("not_detail", "hide_more", "correct", "withdraw"))


async def post_of(unit: UnitOfWork, entry_id: str) -> PostRecord | None:
    """What was posted for an entry: the redacted version, or, where the bot posted that, a clean one."""
    for kind in (PostKind.REDACTED, PostKind.CLEAN):
        if record := await unit.posts.of_entry(entry_id, kind):
            return record
    return None


async def post_at(unit: UnitOfWork, message: MessageRef) -> tuple[PostRecord, Post] | None:
    """The redacted version of what is, or was, at `message`; None where nothing of it is kept."""
    entry_id = await unit.cases.entry_at(message)
    record = await unit.posts.of_entry(entry_id, PostKind.REDACTED) if entry_id else None
    try:
        post = await unit.posts.content(record.post_id) if record else None
    except Wiped:
        return None
    return (record, post) if record and isinstance(post, Post) else None


async def byline_of(unit: UnitOfWork, entry_id: str) -> RedactedText | None:
    """Whose message it is, by its post or the line in its place; None for an album's later items, which have neither."""
    for kind in (PostKind.REDACTED, PostKind.NOTICE):
        if record := await unit.posts.of_entry(entry_id, kind):
            content = await unit.posts.content(record.post_id)
            value = content.byline if isinstance(content, Post) else content.line.slots.get("byline")
            return value if isinstance(value, RedactedText) else None
    return None


async def kept_back(unit: UnitOfWork, entry_id: str) -> Composed | None:
    """What its author kept back of themselves in a post: that it is their own burden (clause C10), their name; None for neither."""
    case_id = (await unit.inbox.entry(entry_id)).case_id
    alone = case_id is not None and (await unit.cases.case(case_id)).purpose is Purpose.OWN_SUPPORT
    record = await post_of(unit, entry_id)
    try:
        post = await unit.posts.content(record.post_id) if record else None
        nameless = isinstance(post, Post) and post.byline is None
    except Wiped:
        nameless = True  # nobody can tell any more
    return Composed(Purpose.OWN_SUPPORT, nameless=nameless) if alone or nameless else None


def _stands_for(inbound: Inbound, channel: Channel) -> MessageRef | None:
    """A draft is a message to the bot's own pages alone."""
    own = channel.capabilities.removal is Removal.NEVER_SHOWN
    return inbound.origin if own or not from_draft(inbound.origin) else None


async def _earlier_version(unit: UnitOfWork, entry: Entry, inbound: Inbound) -> tuple[MessageRef, ...]:
    """Our post of the same message before its author edited it; nobody replaces somebody else's."""
    earlier = await unit.cases.entry_at(inbound.origin)
    if earlier is None or (await unit.inbox.entry(earlier)).author != entry.author:
        return ()
    record = await post_of(unit, earlier)
    return record.refs if record and record.state is PostState.POSTED else ()


async def standing_place(unit: UnitOfWork, channel: str, conversation: str, message: str | None) -> str | None:
    """Where `message` can be answered now: our own post, if the message itself was removed; a copy's newest version."""
    if message is None:
        return None
    entry_id = await unit.cases.entry_at(MessageRef(channel, conversation, message))
    if entry_id is None:
        return message
    where = ConversationRef(channel, conversation)
    post = await unit.posts.of_entry(entry_id, PostKind.REDACTED)
    if post and post.state is PostState.POSTED and post.ref and post.conversation == where:
        return post.ref.message
    return await _copy_on(unit, entry_id, where) or message


async def place_on(unit: UnitOfWork, entry_id: str, where: ConversationRef) -> str | None:
    """Where an entry's message stands in a conversation: its post, its copy there, or its author's own message."""
    for record in await unit.posts.all_of_entry(entry_id):
        if record.conversation == where and record.state is PostState.POSTED and record.ref:
            return record.ref.message
    return await _copy_on(unit, entry_id, where) or await unit.cases.placed_in(entry_id, where)


async def copies_of(unit: UnitOfWork, entry_id: str) -> list[Copy]:
    """What stands of an entry's message, whichever version, on the other legs of its round."""
    subjects = dict.fromkeys(record.subject for record in await unit.posts.all_of_entry(entry_id) if record.subject)
    return [copy for subject in subjects for copy in await unit.copies.of_subject(subject)]


async def _copy_on(unit: UnitOfWork, entry_id: str, leg: ConversationRef) -> str | None:
    copies = await copies_of(unit, entry_id)
    return next((copy.ref.message for copy in copies if copy.leg == leg and copy.ref), None)
