"""What one message goes through, step by step, on a real database."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.detection.threads import ThreadedDetector
from bot.domain.capabilities import Capabilities, Removal
from bot.domain.messages import Attachment, Kind, Matter, PersonRef
from bot.domain.outgoing import Effect, Outcome, Press
from bot.domain.records import Decision
from bot.handlers.away import away_since, beat, tell_away
from bot.handlers.context import Context
from bot.handlers.decide import decide
from bot.handlers.press import press
from bot.handlers.private import private
from bot.handlers.receive import receive
from bot.handlers.remove import remove
from bot.handlers.retention import wipe_due
from bot.handlers.unclaimed import alert_unclaimed, still_held
from bot.ports.store import Wiped
from redaction import CaseMemory, Keep, RawText, Redaction
from tests.bot.conftest import Story
from tests.fakes.channel import FakeChannel
from tests.fakes.clock import FakeClock

DETAILS = "Mary Dupont lives in Bergerac, ring her on 06 39 98 12 34"


async def test_a_message_with_details_is_removed_posted_without_them_and_its_author_told(
    story: Story, channel: FakeChannel
) -> None:
    await story.say(DETAILS)
    assert channel.calls == ["remove", "post", "tell"]
    assert channel.removed == ["1"]
    (post,) = channel.posts
    assert "Dupont" not in post.body
    assert "06 39" not in post.body
    assert post.byline == "Sue"
    (note,) = channel.told["sue"]
    assert note.line.key == "note.redacted"
    assert {span.family for span in note.hidden} >= {"PERSON", "PHONE"}
    assert note.about is not None
    assert await story.journal() == ["message_redacted", "original_removed", "redacted_posted", "author_told"]


async def test_a_message_without_details_is_left_alone_and_nothing_of_it_is_kept(
    story: Story, channel: FakeChannel
) -> None:
    entry_id = await story.say("FOLFOX every two weeks is hard on the fingers")
    assert channel.calls == []
    assert await story.journal() == []
    async with story.context.store.read() as unit:
        assert (await unit.inbox.entry(entry_id)).case_id is None
        with pytest.raises(Wiped):
            await unit.inbox.inbound(entry_id)


async def test_a_second_delivery_of_one_event_is_not_a_second_message(story: Story) -> None:
    message = story.message(DETAILS)
    await story.store(message)
    assert await receive(story.context, story.ids, message) is None


async def test_deciding_twice_decides_once(story: Story, channel: FakeChannel) -> None:
    entry_id = await story.store(story.message(DETAILS))
    assert await decide(story.context, entry_id) is Decision.REDACTED
    assert await decide(story.context, entry_id) is Decision.REDACTED
    await remove(story.context, entry_id)
    await story.work(entry_id)
    assert len(channel.posts) == 1
    assert len(channel.told["sue"]) == 1


async def test_one_person_keeps_one_pseudonym_through_a_thread(story: Story, channel: FakeChannel) -> None:
    await story.say("Mary Dupont is frightened of the PICC line")
    await story.say("I could ring Mary tomorrow", who="bob", reply_to="1")
    first, second = channel.posts
    assert "[Person A]" in first.body
    assert "[Person A]" in second.body


async def test_an_answer_to_a_removed_message_goes_under_the_redacted_one(story: Story, channel: FakeChannel) -> None:
    await story.say("Mary Dupont is frightened")
    await story.say("Ask Mary again", who="bob", reply_to="1")
    assert channel.posts[1].reply_to == "9001"  # the fake numbers its posts from 9000; remove took that one


@pytest.mark.parametrize(
    ("outcome", "note", "notice", "posted"),
    [
        (Outcome.GONE, "note.redacted", None, True),
        (Outcome.FORBIDDEN, "note.exposed_posted", "notice.exposed", True),
        (Outcome.TOO_OLD, "note.too_old", "notice.too_old", False),
        (Outcome.FAILED, "note.exposed_posted", "notice.exposed", True),
    ],
)
async def test_every_way_a_removal_ends_is_seen_by_somebody(
    story: Story, channel: FakeChannel, outcome: Outcome, note: str, notice: str | None, posted: bool
) -> None:
    channel.script("remove", Effect(outcome, code="why"))
    await story.say(DETAILS)
    assert [n.line.key for n in channel.told["sue"]] == [note]
    assert [n.line.key for n in channel.notices] == ([notice] if notice else [])
    assert bool(channel.posts) is posted
    assert ("message_exposed" in await story.journal()) is (notice is not None)
    assert bool(channel.told["boss"]) is (notice is not None)


async def test_a_missing_right_is_told_to_supervisors_once_an_hour_not_for_each_message(
    story: Story, channel: FakeChannel, clock: FakeClock
) -> None:
    channel.script("remove", *[Effect(Outcome.FORBIDDEN)] * 3)
    await story.say("Mary Dupont rang")
    await story.say("Peter Smith rang")
    assert len(channel.told["boss"]) == 1
    clock.pass_time(hours=1)
    await story.say("Anna Jones rang")
    assert len(channel.told["boss"]) == 2


async def test_where_only_the_author_can_delete_they_decide_and_the_exposure_ends_when_it_is_gone(
    story: Story, channel: FakeChannel
) -> None:
    channel.capabilities = Capabilities(removal=Removal.BY_AUTHOR)
    channel.script("remove", Effect(Outcome.FORBIDDEN, code="no_admin_token"))
    entry_id = await story.say(DETAILS)
    assert channel.posts == []
    (note,) = channel.told["sue"]
    button, *mending = note.buttons
    assert button.action == "post_redacted"
    assert [each.action for each in mending] == ["not_detail", "hide_more", "correct", "withdraw"]
    stranger = await press(
        story.context, Press(button.action, button.subject, PersonRef("fake", "bob"), RawText("Bob"))
    )
    assert stranger.answer.line.key == "answer.not_yours"
    assert stranger.publish == ()
    author = await press(story.context, Press(button.action, button.subject, PersonRef("fake", "sue"), RawText("Sue")))
    assert author.publish == (entry_id,)
    await story.work(entry_id)
    assert len(channel.posts) == 1
    await story.say("", kind=Kind.DELETED, number=1, event_id="deleted-1")
    assert (await story.journal())[-1] == "exposure_ended"


async def test_an_edit_that_takes_the_details_out_ends_the_exposure(story: Story, channel: FakeChannel) -> None:
    channel.capabilities = Capabilities(removal=Removal.BY_AUTHOR)
    channel.script("remove", Effect(Outcome.FORBIDDEN))
    await story.say(DETAILS)
    await story.say("My lady is frightened", kind=Kind.EDITED, number=1, event_id="edit-1")
    assert (await story.journal())[-1] == "exposure_ended"


async def test_an_edit_that_adds_a_name_to_a_clean_message_is_removed_too(story: Story, channel: FakeChannel) -> None:
    await story.say("My lady is frightened")
    await story.say("My lady Mary Dupont is frightened", kind=Kind.EDITED, number=1, event_id="edit-1")
    assert channel.removed == ["1"]
    assert channel.posts[0].edited


@pytest.mark.parametrize("matter", [m for m in Matter if m is not Matter.TEXT])
async def test_whatever_is_no_text_is_withheld_and_given_back_to_its_author_alone(
    story: Story, channel: FakeChannel, matter: Matter
) -> None:
    entry_id = await story.say("caption about Mary Dupont", matter=matter, attachments=(Attachment(matter, "h1"),))
    assert channel.removed == ["1"]
    assert [n.line.key for n in channel.notices] == ["notice.held"]
    assert channel.posts == []
    (back,) = channel.given_back["sue"]
    assert back.text.expose() == "caption about Mary Dupont"
    assert back.attachments == (Attachment(matter, "h1"),)
    assert set(channel.given_back) == {"sue"}
    assert not await still_held(story.context, entry_id)
    async with story.context.store.read() as unit:
        with pytest.raises(Wiped):
            await unit.inbox.inbound(entry_id)


async def test_an_album_leaves_one_line_in_its_place(story: Story, channel: FakeChannel) -> None:
    for _ in range(3):
        await story.say("", matter=Matter.PICTURE, album="a1")
    assert channel.removed == ["1", "2", "3"]
    assert len(channel.notices) == 1
    assert len(channel.given_back["sue"]) == 3


async def test_an_album_that_may_not_be_removed_is_told_about_once(story: Story, channel: FakeChannel) -> None:
    channel.script("remove", *[Effect(Outcome.FORBIDDEN)] * 2)
    channel.script("give_back", *[Effect(Outcome.CLOSED)] * 4)
    entries = [await story.say("", matter=Matter.PICTURE, album="a1") for _ in range(2)]
    assert [(notice.line.key, notice.line.slots) for notice in channel.notices] == [
        ("notice.exposed", {"byline": "Sue"})
    ]
    for entry_id in entries:
        await alert_unclaimed(story.context, entry_id)
    assert [note.line.key for note in channel.told["boss"]] == ["alert.rights", "alert.unclaimed"]
    assert channel.told["boss"][1].line.slots == {"byline": "Sue", "minutes": 10}


class Broken:
    """A redaction layer that fails as it is told to."""

    def __init__(self, fault: Exception | None = None, hang: float = 0) -> None:
        self.fault, self.hang = fault, hang

    def redact(self, text: RawText, memory: CaseMemory, *, keep: Keep) -> Redaction:
        if self.fault:
            raise self.fault
        asyncio.run(asyncio.sleep(self.hang))
        raise AssertionError("was not stopped waiting for")

    def strike_ids(self, text: RawText) -> RawText:
        raise ValueError("Mary Dupont")


@pytest.mark.parametrize("broken", [Broken(ValueError("Mary Dupont")), Broken(hang=0.5)])
async def test_a_detector_that_fails_or_hangs_withholds_and_never_lets_through(
    story: Story, channel: FakeChannel, context: Context, broken: Broken
) -> None:
    story.context = replace(context, detector=ThreadedDetector(broken, timeout=0.05))  # type: ignore[arg-type]
    await story.say("Mary Dupont, sécu 2 84 05 75 999 999 21, is in danger")
    assert channel.posts == []
    assert [n.line.key for n in channel.notices] == ["notice.held"]
    (back,) = channel.given_back["sue"]
    assert "Mary Dupont" in back.text.expose()
    assert "999" not in back.text.expose()


async def test_a_held_message_that_its_author_never_fetched_goes_to_the_supervisors(
    story: Story, channel: FakeChannel
) -> None:
    channel.script("give_back", Effect(Outcome.CLOSED), Effect(Outcome.CLOSED))
    entry_id = await story.say("", matter=Matter.VOICE)
    assert await still_held(story.context, entry_id)
    await alert_unclaimed(story.context, entry_id)
    (alert,) = channel.told["boss"]
    assert alert.line.key == "alert.unclaimed"
    assert alert.line.slots == {"byline": "Sue", "minutes": 10}
    answer = await private(story.context, PersonRef("fake", "sue"), RawText("Sue"), "en")
    assert answer.line.key == "answer.welcome"
    assert len(channel.given_back["sue"]) == 1
    assert not await still_held(story.context, entry_id)


async def test_the_button_under_a_post_tells_its_author_alone(story: Story, channel: FakeChannel) -> None:
    channel.capabilities = replace(channel.capabilities, opens_private=False)
    channel.script("tell", Effect(Outcome.CLOSED))
    await story.say(DETAILS)
    (button,) = channel.posts[0].buttons
    mine = await press(story.context, Press(button.action, button.subject, PersonRef("fake", "sue"), RawText("Sue")))
    assert mine.answer.line.key == "answer.hidden"
    assert mine.answer.open_private
    assert len(mine.answer.hidden) == mine.answer.line.slots["count"]
    other = await press(story.context, Press(button.action, button.subject, PersonRef("fake", "bob"), RawText("Bob")))
    assert other.answer.line.key == "answer.not_yours"
    assert other.answer.hidden == ()


async def test_a_button_nobody_knows_is_answered(story: Story) -> None:
    pressed = await press(story.context, Press("dance", "x", PersonRef("fake", "sue"), RawText("Sue")))
    assert pressed.answer.line.key == "answer.unknown"


async def test_an_unknown_event_is_named_in_the_journal(story: Story) -> None:
    await story.say("", kind=Kind.UNKNOWN, code="message.holographic")
    async with story.context.store.read() as unit:
        (link,) = await unit.journal.links()  # type: ignore[attr-defined]
    assert (link.kind, link.body["code"]) == ("unknown_event", "message.holographic")


async def test_a_passing_fault_is_tried_again(
    story: Story, channel: FakeChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.handlers.attempt._FIRST_WAIT", 0.001)
    channel.script("remove", Effect(Outcome.RETRY, retry_after=0.001), Effect(Outcome.RETRY))
    channel.script("post", Effect(Outcome.RETRY, code="maybe_sent"))
    await story.say(DETAILS)
    assert channel.calls == ["remove", "remove", "remove", "post", "find", "tell"]
    assert len(channel.posts) == 1


async def test_posts_keep_the_platforms_order_even_if_a_later_one_is_ready_first(
    story: Story, channel: FakeChannel
) -> None:
    first = await story.store(story.message("Mary Dupont rang"))
    second = await story.store(story.message("Peter Smith rang"))
    later = asyncio.create_task(story.work(second))
    while not any(call == "remove" for call in channel.calls):
        await asyncio.wait_for(channel.changed.wait(), 5)
    assert channel.posts == []
    await story.work(first)
    await later
    assert [post.post_id for post in channel.posts] == [f"{first}p", f"{second}p"]
    assert not any(post.late for post in channel.posts)


async def test_nobody_waits_for_ever_and_the_late_one_says_so(
    story: Story, channel: FakeChannel, clock: FakeClock
) -> None:
    first = await story.store(story.message("Mary Dupont rang"))
    clock.pass_time(seconds=11)
    second = await story.say("Peter Smith rang")
    await story.work(first)
    assert [(post.post_id, post.late) for post in channel.posts] == [(f"{second}p", False), (f"{first}p", True)]


async def test_after_two_days_the_original_is_wiped_and_the_account_of_it_too(
    story: Story, channel: FakeChannel, clock: FakeClock
) -> None:
    entry_id = await story.say(DETAILS)
    clock.pass_time(hours=49)
    assert await wipe_due(story.context) == 1
    async with story.context.store.read() as unit:
        with pytest.raises(Wiped):
            await unit.inbox.hidden(entry_id)


async def test_an_outage_is_told_with_its_hours_and_with_what_cannot_be_read_any_more(
    story: Story, channel: FakeChannel, clock: FakeClock
) -> None:
    channel.capabilities = replace(channel.capabilities, backlog=timedelta(hours=24))
    assert await away_since(story.context) is None
    await beat(story.context)
    clock.pass_time(minutes=4)
    assert await away_since(story.context) is None
    clock.pass_time(hours=26)
    since = await away_since(story.context)
    assert since is not None
    await tell_away(story.context, since)
    (notice,) = channel.notices
    assert notice.line.key == "notice.blind"
    assert notice.line.slots["limit"] == since + timedelta(hours=2, minutes=4)
    assert (await story.journal())[-1] == "bot_away"


async def test_where_the_bot_stands_between_author_and_readers_clean_messages_are_posted_and_edits_replace(
    story: Story, channel: FakeChannel
) -> None:
    channel.capabilities = Capabilities(removal=Removal.NEVER_SHOWN)
    await story.say("FOLFOX is hard")
    assert channel.calls == ["post"]
    assert channel.posts[0].body == "FOLFOX is hard"
    await story.say("FOLFOX is hard for Mary Dupont", kind=Kind.EDITED, number=1, event_id="e", who="bob")
    assert "remove" not in channel.calls, "nobody replaces somebody else's message"
