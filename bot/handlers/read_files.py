"""Files that came with a message: fetched, out of sight, read, and decided about with the words beside them.

Reading takes seconds, and colleagues would look at the picture meanwhile: so it is removed as soon as it is fetched.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from bot.domain.capabilities import Removal
from bot.domain.messages import Attachment, Inbound
from bot.domain.records import Decision, Entry, EntryState
from bot.handlers.attempt import attempt
from bot.handlers.context import Context
from bot.handlers.decide import as_before, read
from bot.handlers.file_rules import LISTENED, listens, without_data
from bot.handlers.in_place import take_away
from bot.handlers.withhold import withhold
from bot.ports.channel import MOST_FETCHED, NotFetched
from bot.ports.reading_files import NotRead
from redaction import RawBytes

FETCHED = "fetched"
CAME = "came"
"""They came with the message (e-mail), so no platform hands them out again."""
_TRIES = 3


async def fetch_files(context: Context, entry_id: str) -> str:
    """Seal the files beside the message that they came with. `FETCHED`, `CAME`, or why not: a code of `file_why`."""
    async with context.store.read() as unit:
        entry = await unit.inbox.entry(entry_id)
        if entry.state is not EntryState.RECEIVED:
            return FETCHED
        inbound = await unit.inbox.inbound(entry_id)
    try:
        files = [await _fetched(context, inbound, attachment) for attachment in inbound.attachments]
    except NotFetched:
        return "fetch"
    if any(len(data) > MOST_FETCHED for data in files):
        return "too_big"
    if all(attachment.data is not None for attachment in inbound.attachments):
        return CAME
    pairs = zip(inbound.attachments, files, strict=True)
    held = replace(inbound, attachments=tuple(replace(attachment, data=data) for attachment, data in pairs))
    async with context.store.begin() as unit:
        await unit.inbox.hold(entry_id, held)
    return FETCHED


async def _fetched(context: Context, inbound: Inbound, attachment: Attachment) -> RawBytes:
    if attachment.data is not None:
        return attachment.data
    channel = context.channel(inbound.origin)
    for _ in range(_TRIES - 1):
        try:
            return await channel.fetch(attachment)
        except NotFetched as failure:
            if not failure.passing:
                raise
    return await channel.fetch(attachment)


async def clear_away(context: Context, entry_id: str) -> str:
    """Remove the message while its files are read; `remove` settles later what follows from how that ends."""
    async with context.store.read() as unit:
        entry = await unit.inbox.entry(entry_id)
    never_raw = entry.composed or context.channel(entry.origin).capabilities.removal is Removal.NEVER_SHOWN
    if entry.state is not EntryState.RECEIVED or never_raw:
        return "nothing"
    effect = await take_away(context, entry.origin, entry.author, partial(attempt, context), entry)
    return effect.outcome.value


async def read_files(context: Context, entry_id: str, fetched: str) -> Decision:
    """Read the files, and decide. `fetched`: what `fetch_files` said."""
    async with context.store.read() as unit:
        entry = await unit.inbox.entry(entry_id)
        if entry.state is not EntryState.RECEIVED:
            return Decision.LISTENING if entry.code == LISTENED else entry.decision or Decision.NOTHING
        inbound = await as_before(unit, await unit.inbox.inbound(entry_id))
    bare = without_data(inbound) if fetched == FETCHED else inbound
    if fetched in (FETCHED, CAME) and listens(context, inbound):
        decision = await _held_to_be_heard(context, entry, bare)
    elif fetched not in (FETCHED, CAME) or context.files is None:
        decision = await _back(context, entry, bare, "no_reader" if fetched in (FETCHED, CAME) else fetched)
    else:
        decision = await _read(context, entry, inbound, bare)
    context.turns.ring(entry.conversation)
    return decision


async def _read(context: Context, entry: Entry, inbound: Inbound, bare: Inbound) -> Decision:
    """`bare`: the message without what a platform can hand out again."""
    assert context.files is not None, "asked before"
    data = [attachment.data for attachment in inbound.attachments if attachment.data is not None]
    try:
        async with context.files.open(data) as files, context.turns.deciding(entry.conversation):
            return await read(context, entry, bare, files)
    except NotRead as failure:
        return await _back(context, entry, bare, failure.code)


async def _held_to_be_heard(context: Context, entry: Entry, bare: Inbound) -> Decision:
    """The line in its place at once; the sound is kept until it was listened to."""
    async with context.turns.deciding(entry.conversation):
        await withhold(context, entry, bare, code=LISTENED)
    return Decision.LISTENING


async def _back(context: Context, entry: Entry, bare: Inbound, code: str) -> Decision:
    async with context.store.begin() as unit:
        await unit.inbox.hold(entry.entry_id, bare)
    async with context.turns.deciding(entry.conversation):
        return await withhold(context, entry, bare, code=f"files.{code}")
