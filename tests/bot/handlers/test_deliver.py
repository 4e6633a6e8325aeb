"""A private word reaches its person once, whoever brings it."""

from __future__ import annotations

import asyncio

from bot.domain.messages import PersonRef
from bot.domain.outgoing import Line, Note
from bot.domain.records import NoteKind, NoteRecord, NoteState
from bot.handlers.deliver import deliver, deliver_of_entry
from tests.bot.conftest import Story
from tests.fakes.channel import FakeChannel


async def test_two_who_bring_the_same_private_word_say_it_once(story: Story, channel: FakeChannel) -> None:
    sue = PersonRef("fake", "sue")
    async with story.context.store.begin() as unit:
        mark, now = unit.key("person", sue.channel, sue.account), story.context.clock.now()
        record = NoteRecord("n1", "e1", NoteKind.TELL, NoteState.PENDING, mark, now)
        await unit.notes.add(record, Note("n1", sue, Line("note.redacted", "en", {"count": 1})))
    await asyncio.gather(deliver(story.context, record), deliver_of_entry(story.context, "e1"))
    assert len(channel.told["sue"]) == 1
    assert (await story.journal()).count("author_told") == 1
