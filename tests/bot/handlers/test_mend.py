"""Posts of ours are mended: in their place, everywhere in their case, and by those who may."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.drafts import Report
from bot.domain.messages import Inbound, Kind, MessageRef, PersonRef
from bot.domain.outgoing import Effect, Outcome, Press
from bot.domain.records import PostKind, PostState
from bot.handlers.compose import forget_drafts
from bot.handlers.deliver import deliver
from bot.handlers.mend import Mended, hide_words
from bot.handlers.missed import report
from bot.handlers.press import Pressed, press
from bot.handlers.publish import publish
from redaction import RawText
from tests.bot.conftest import Story
from tests.fakes.channel import FakeChannel
from tests.fakes.clock import FakeClock

SUE, BOB = PersonRef("fake", "sue"), PersonRef("fake", "bob")


async def pressed(story: Story, action: str, subject: str, by: PersonRef = SUE) -> Pressed:
    done = await press(story.context, Press(action, subject, by, RawText(by.account.capitalize())))
    for entry_id in done.publish:
        await publish(story.context, entry_id)
    if done.receive is not None:
        await story.work(await story.store(done.receive))
    return done


async def shown(story: Story, entry_id: str, pseudonym: str, by: PersonRef = SUE) -> Pressed:
    """Press the button that puts this pseudonym's word back."""
    asked = await pressed(story, "not_detail", entry_id, by)
    button = next(button for button in asked.answer.buttons if button.words == pseudonym)
    return await pressed(story, button.action, button.subject, by)


async def ref_of(story: Story, entry_id: str, kind: PostKind = PostKind.REDACTED) -> MessageRef:
    async with story.context.store.read() as unit:
        record = await unit.posts.of_entry(entry_id, kind)
    assert record is not None
    assert record.ref is not None
    return record.ref


async def test_a_word_comes_back_and_stays_in_that_case_alone(
    story: Story, channel: FakeChannel, clock: FakeClock
) -> None:
    entry_id = await story.say("Mary Dupont asks whether Bergerac has a wig bank")
    await shown(story, entry_id, "[Town A, Dordogne]")
    assert channel.posts[-1].body == "[Person A] asks whether Bergerac has a wig bank"
    assert channel.calls.count("post") + channel.calls.count("amend") == 2
    await story.say("Bergerac again for Mary", reply_to=(await ref_of(story, entry_id)).message)
    assert channel.posts[-1].body == "Bergerac again for [Person A]"
    clock.pass_time(hours=2)
    await story.say("Bergerac for Peter Smith", who="bob", number=500)
    assert "Bergerac" not in channel.posts[-1].body


async def test_a_direct_identifier_is_asked_about_twice_and_an_identity_number_never_offered(
    story: Story, channel: FakeChannel
) -> None:
    entry_id = await story.say("Mary Dupont, NIR 2 58 07 24 037 123 47, is low")
    asked = await pressed(story, "not_detail", entry_id)
    assert {str(button.words) for button in asked.answer.buttons} == {"[Person A]"}
    twice = await pressed(story, "show", asked.answer.buttons[0].subject)
    assert twice.answer.line.key == "answer.show_sure"
    assert "Mary" not in channel.posts[-1].body
    await pressed(story, twice.answer.buttons[0].action, twice.answer.buttons[0].subject)
    assert channel.posts[-1].body == "Mary Dupont, NIR [ID number], is low"


async def test_only_its_author_mends_a_post(story: Story, channel: FakeChannel) -> None:
    entry_id = await story.say("Mary Dupont rang")
    before = channel.posts[-1]
    for action in ("not_detail", "hide_more", "correct", "withdraw"):
        answer = (await pressed(story, action, entry_id, BOB)).answer
        assert answer.line.key in {"answer.not_yours", "answer.gone"}
    assert (await pressed(story, "show_sure", f"{entry_id}/1/0", BOB)).answer.line.key == "answer.gone"
    assert channel.posts == [before]


async def test_what_is_hidden_later_is_hidden_wherever_it_stands_in_the_case(
    story: Story, channel: FakeChannel, clock: FakeClock
) -> None:
    first = await story.say("Mary Dupont asked for the heron")
    root = (await ref_of(story, first)).message
    await story.say("06 39 98 14 27 is where the heron answers", reply_to=root)
    clock.pass_time(hours=2)
    await story.say("the heron of Peter Smith is another one", who="bob", number=600)
    mended = await hide_words(story.context, first, SUE, (RawText("heron"),), "en")
    for entry_id in mended.publish:
        await publish(story.context, entry_id)
    bodies = [post.body for post in channel.posts]
    assert bodies[0] == "[Person A] asked for the [Person B]"
    assert bodies[1] == "[phone 1] is where the [Person B] answers"
    assert "heron" in bodies[2]
    await story.say("any news of the Heron", reply_to=root)
    assert channel.posts[-1].body == "any news of the [Person B]"


async def test_old_posts_are_mended_when_their_originals_are_gone(
    story: Story, channel: FakeChannel, clock: FakeClock
) -> None:
    first = await story.say("Mary Dupont asked for the heron")
    async with story.context.store.begin() as unit:
        clock.pass_time(hours=49)
        await unit.inbox.wipe_before(clock.now())
    mended = await hide_words(story.context, first, SUE, (RawText("heron"),), "en")
    for entry_id in mended.publish:
        await publish(story.context, entry_id)
    assert channel.posts[0].body == "[Person A] asked for the [Person B]"


async def test_what_is_mended_while_it_is_sent_is_sent_again(story: Story, channel: FakeChannel) -> None:
    """A crash between the mending and the sending leaves it to be found at the next start."""
    entry_id = await story.say("Mary Dupont asked for the heron")
    await hide_words(story.context, entry_id, SUE, (RawText("heron"),), "en")
    async with story.context.store.read() as unit:
        assert await unit.posts.unsent() == [entry_id]
    assert "heron" in channel.posts[-1].body
    await publish(story.context, entry_id)
    assert "heron" not in channel.posts[-1].body
    async with story.context.store.read() as unit:
        assert await unit.posts.unsent() == []


async def test_a_post_that_somebody_took_away_is_not_posted_again(story: Story, channel: FakeChannel) -> None:
    entry_id = await story.say("Mary Dupont asked for the heron")
    channel.script("amend", Effect(Outcome.GONE))
    await hide_words(story.context, entry_id, SUE, (RawText("heron"),), "en")
    await publish(story.context, entry_id)
    assert channel.calls.count("post") == 1
    async with story.context.store.read() as unit:
        record = await unit.posts.of_entry(entry_id, PostKind.REDACTED)
    assert record is not None
    assert record.state is PostState.REMOVED


async def test_a_post_that_cannot_be_changed_is_posted_anew_and_the_old_one_goes(
    story: Story, channel: FakeChannel
) -> None:
    entry_id = await story.say("Mary Dupont asked for the heron")
    old = await ref_of(story, entry_id)
    channel.script("amend", Effect(Outcome.UNSUPPORTED))
    await hide_words(story.context, entry_id, SUE, (RawText("heron"),), "en")
    await publish(story.context, entry_id)
    assert "heron" not in channel.posts[-1].body
    assert channel.removed[-1] == old.message
    assert await ref_of(story, entry_id) != old


async def test_every_message_of_a_long_post_is_taken_back(story: Story, channel: FakeChannel) -> None:
    more = (MessageRef("fake", "group", "9501"), MessageRef("fake", "group", "9502"))
    channel.script("post", Effect(Outcome.DONE, MessageRef("fake", "group", "9500"), code="maybe_sent", more=more))
    entry_id = await story.say("Mary Dupont rang")
    await pressed(story, "withdraw", entry_id)
    assert channel.removed[-3:] == ["9500", "9501", "9502"]
    assert "post_withdrawn" in await story.journal()


async def handled(story: Story, asked: Report) -> Mended:
    """A report, its post covered and its author told."""
    done = await report(story.context, asked)
    for entry_id in done.publish:
        await publish(story.context, entry_id)
    for note in done.notes:
        await deliver(story.context, note)
    return done


def covered(channel: FakeChannel) -> bool:
    return channel.posts[-1].covered


def reported(message: MessageRef, raw: Inbound | None = None) -> Report:
    return Report(message, BOB, RawText("Bob"), "en", raw, MessageRef("fake", "group", "777"))


async def test_a_reported_post_is_covered_until_somebody_chose(story: Story, channel: FakeChannel) -> None:
    entry_id = await story.say("Mary Dupont asked for the heron")
    done = await handled(story, reported(await ref_of(story, entry_id)))
    assert covered(channel)
    assert "777" in channel.removed
    word = next(button for button in done.answer.buttons if button.words == "heron")
    chosen = (await pressed(story, word.action, word.subject, BOB)).answer
    assert any(button.action == "missed_not" and button.words == "heron" for button in chosen.buttons)
    await pressed(story, "missed_done", chosen.buttons[-1].subject, BOB)
    assert not covered(channel)
    assert channel.posts[-1].body == "[Person A] asked for the [Person B]"
    assert channel.told["sue"][-1].line.key == "note.covered"


async def test_its_author_may_bring_it_back_and_a_third_person_may_not(story: Story, channel: FakeChannel) -> None:
    entry_id = await story.say("Mary Dupont asked for the heron")
    await handled(story, reported(await ref_of(story, entry_id)))
    button = next(button for button in channel.told["sue"][-1].buttons if button.action == "bring_back")
    await pressed(story, "bring_back", button.subject, PersonRef("fake", "eve"))
    assert covered(channel)
    await pressed(story, "bring_back", button.subject, SUE)
    assert not covered(channel)


async def test_a_message_of_somebodys_that_was_left_alone_comes_back_without_the_word(
    story: Story, channel: FakeChannel
) -> None:
    raw = story.message("has anybody heard from the carrot lady")
    await story.work(await story.store(raw))
    assert channel.posts == []
    done = await handled(story, reported(raw.origin, raw))
    assert raw.origin.message in channel.removed
    word = next(button for button in done.answer.buttons if button.words == "carrot")
    await pressed(story, word.action, word.subject, BOB)
    await pressed(story, "missed_done", word.subject.split("/")[0], BOB)
    (post,) = channel.posts
    assert post.body == "has anybody heard from the [Person A] lady"
    assert post.byline == "Sue"


async def test_where_nobody_chooses_its_author_gets_it_back(
    story: Story, channel: FakeChannel, clock: FakeClock
) -> None:
    raw = story.message("has anybody heard from the carrot lady")
    await story.work(await story.store(raw))
    await handled(story, reported(raw.origin, raw))
    clock.pass_time(hours=13)
    await forget_drafts(story.context)
    (back,) = channel.given_back["sue"]
    assert back.text.expose() == "has anybody heard from the carrot lady"
    assert channel.posts == []


async def test_what_is_not_known_and_not_told_is_answered(story: Story, channel: FakeChannel) -> None:
    done = await handled(story, reported(MessageRef("fake", "group", "4711")))
    assert done.answer.line.key == "answer.report_needs_reply"
    assert "4711" not in channel.removed


async def test_an_edit_takes_the_place_of_the_post(story: Story, channel: FakeChannel) -> None:
    first = story.message("Mary Dupont rang")
    await story.work(await story.store(first))
    await story.say("Mary Dupont rang twice", number=int(first.origin.message), kind=Kind.EDITED)
    assert [post.body for post in channel.posts] == ["[Person A] rang twice"]
    assert channel.calls.count("amend") == 1


async def test_two_of_one_name_are_told_apart_by_the_author(story: Story, channel: FakeChannel) -> None:
    first = await story.say("Mary Dupont rang")
    second = await story.say("Mary, the neighbour, rang too", reply_to=(await ref_of(story, first)).message)
    assert channel.posts[-1].body == "[Person A], the neighbour, rang too"
    asked = await pressed(story, "not_detail", second)
    button = next(button for button in asked.answer.buttons if button.action == "apart")
    await pressed(story, button.action, button.subject)
    assert [post.body for post in channel.posts] == ["[Person A] rang", "[Person B], the neighbour, rang too"]


async def test_a_covered_post_nobody_chose_words_for_goes_back_to_its_author(
    story: Story, channel: FakeChannel, clock: FakeClock
) -> None:
    entry_id = await story.say("Mary Dupont asked for the heron")
    await handled(story, reported(await ref_of(story, entry_id)))
    clock.pass_time(hours=13)
    await forget_drafts(story.context)
    (back,) = channel.given_back["sue"]
    assert back.text.expose() == "Mary Dupont asked for the heron"
    async with story.context.store.read() as unit:
        record = await unit.posts.of_entry(entry_id, PostKind.REDACTED)
    assert record is not None
    assert record.state is PostState.REMOVED


async def test_what_cannot_be_removed_is_left_and_said_so(story: Story, channel: FakeChannel) -> None:
    raw = story.message("has anybody heard from the carrot lady")
    await story.work(await story.store(raw))
    channel.script("remove", Effect(Outcome.DONE), Effect(Outcome.FORBIDDEN))
    done = await handled(story, reported(raw.origin, raw))
    assert done.answer.line.key == "answer.report_not_removed"
    async with story.context.store.read() as unit:
        assert await unit.drafts.begun_before(story.clock.now() + timedelta(days=1)) == []
