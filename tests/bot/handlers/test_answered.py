"""The author of a consult is told privately, with a link, that somebody answered: of replies and threads, once an hour."""

from __future__ import annotations

from bot.domain.messages import Kind
from bot.domain.outgoing import Note
from tests.bot.conftest import Story
from tests.fakes.channel import FakeChannel
from tests.fakes.clock import FakeClock

SAID = "Zara Okonkwo lives in Bergerac, who knows a nurse there?"


def hints(channel: FakeChannel, who: str) -> list[Note]:
    return [note for note in channel.told[who] if note.line.key == "note.answered"]


async def test_a_redacted_answer_is_told_with_a_link_to_our_post(story: Story, channel: FakeChannel) -> None:
    await story.say(SAID)
    await story.say("ask Gérard Blanchet", "tom", reply_to="1")
    (hint,) = hints(channel, "sue")
    assert hint.line.slots["byline"] == "Tom"
    assert hint.about is not None
    assert int(hint.about.message) >= 9000, "the post, not the message that was removed"
    assert (await story.journal()).count("answer_told") == 1


async def test_a_clean_answer_is_told_with_a_link_to_itself_and_its_work_ends(
    story: Story, channel: FakeChannel
) -> None:
    await story.say(SAID)
    entry_id = await story.say("yes, the HAD has one", "tom", reply_to="1")
    (hint,) = hints(channel, "sue")
    assert hint.about is not None
    assert hint.about.message == "2"
    async with story.context.store.read() as unit:
        assert entry_id not in await unit.inbox.unfinished()


async def test_once_an_hour_for_a_consult(story: Story, channel: FakeChannel, clock: FakeClock) -> None:
    await story.say(SAID)
    for _ in range(3):
        await story.say("yes, the HAD has one", "tom", reply_to="1")
    assert len(hints(channel, "sue")) == 1
    clock.pass_time(hours=2)
    await story.say("and the CPAM knows", "ann", reply_to="1")
    assert len(hints(channel, "sue")) == 2


async def test_who_answers_themselves_or_speaks_of_something_else_tells_nobody(
    story: Story, channel: FakeChannel
) -> None:
    await story.say(SAID)
    await story.say("I mean the Bergerac in the Dordogne", "sue", reply_to="1")
    await story.say("the meeting is on Thursday", "tom")
    await story.say("thanks", "tom", thread="77")
    assert hints(channel, "sue") == []
    assert "answer_told" not in await story.journal()


async def test_an_edit_of_an_answer_is_no_second_one(story: Story, channel: FakeChannel, clock: FakeClock) -> None:
    await story.say(SAID)
    await story.say("the HAD has one", "tom", reply_to="1")
    clock.pass_time(hours=2)
    await story.say("the HAD has two", "tom", reply_to="1", kind=Kind.EDITED, number=2)
    assert len(hints(channel, "sue")) == 1
