"""A newcomer reads the Code and accepts it; whoever has something to do about it hears of it once a week, and no message waits."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.messages import PersonRef
from bot.domain.outgoing import Answer, Effect, Note, Outcome, Press
from bot.domain.papers import PaperKind
from bot.domain.roster import Role
from bot.handlers.code import greet
from bot.handlers.context import Context
from bot.handlers.deliver import deliver_of_entry
from bot.handlers.join import join
from bot.handlers.press import press
from bot.handlers.private import private
from bot.handlers.reminders import remind_due
from bot.handlers.roster import TERMINAL, add_member, invite_member, leave
from bot.handlers.trained import trained
from redaction import Lang, RawText
from tests.bot.conftest import Story
from tests.fakes.channel import FakeChannel
from tests.fakes.clock import FakeClock
from tests.fakes.papers import FakePapers

SUE, BOB = PersonRef("fake", "sue"), PersonRef("fake", "bob")


@pytest.fixture
def papers() -> FakePapers:
    return FakePapers()


@pytest.fixture
def context(context: Context, papers: FakePapers) -> Context:
    return replace(context, papers=papers)


async def met(story: Story, *people: PersonRef) -> None:
    async with story.context.store.begin() as unit:
        for person in people:
            await unit.people.meet(person, RawText(person.account.capitalize()))


async def greeted(story: Story, person: PersonRef = SUE, lang: Lang | None = "en") -> bool:
    await met(story, person)
    note = await greet(story.context, person, lang)
    if note is not None:
        await deliver_of_entry(story.context, note.entry_id)
    return note is not None


async def pressed(story: Story, action: str, subject: str, who: PersonRef = SUE, lang: Lang = "en") -> Answer:
    said = Press(action, subject, who, RawText(who.account.capitalize()), lang)
    return (await press(story.context, said)).answer


async def accepts(story: Story, who: PersonRef = SUE) -> Answer:
    answer = await pressed(story, "code_read", "en", who)
    button = next(one for one in answer.buttons if one.action == "code_accept")
    return await pressed(story, button.action, button.subject, who)


async def reminded(story: Story) -> int:
    due = await remind_due(story.context)
    for note_id in due:
        await deliver_of_entry(story.context, note_id)
    return len(due)


def keys(notes: list[Note]) -> list[str]:
    return [note.line.key.removeprefix("note.") for note in notes]


async def test_a_newcomer_is_greeted_reads_accepts_and_hears_no_more(
    story: Story, channel: FakeChannel, clock: FakeClock
) -> None:
    assert await greeted(story)
    (note,) = channel.told["sue"]
    assert note.line.key == "note.code_greeting"
    assert [button.action for button in note.buttons] == ["code_read"]
    read = await pressed(story, note.buttons[0].action, note.buttons[0].subject)
    assert read.paper is not None
    assert read.paper.lang == "en"
    assert (await accepts(story)).line.key == "answer.code_accepted"
    assert await story.journal() == ["reminded", "code_accepted"]
    clock.pass_time(days=200)
    assert not await greeted(story)
    assert await reminded(story) == 0


async def test_accepting_twice_is_kept_once(story: Story) -> None:
    await met(story, SUE)
    await accepts(story)
    await accepts(story)
    assert await story.journal() == ["code_accepted"]


async def test_the_reminder_stays_and_comes_at_most_once_a_week(
    story: Story, channel: FakeChannel, clock: FakeClock
) -> None:
    await greeted(story)
    assert not await greeted(story)
    clock.pass_time(days=6, hours=23)
    assert await reminded(story) == 0
    clock.pass_time(hours=1)
    assert await reminded(story) == 1
    assert await reminded(story) == 0
    clock.pass_time(days=7)
    assert await reminded(story) == 1
    assert keys(channel.told["sue"]) == ["code_greeting", "code_reminder", "code_reminder"]


async def test_who_has_not_accepted_is_redacted_and_posted_like_anybody_and_the_group_hears_nothing_of_it(
    story: Story, channel: FakeChannel
) -> None:
    await greeted(story)
    await story.say("Mary Dupont rang")
    assert [post.body for post in channel.posts] == ["[Person A] rang"]
    assert channel.notices == []


async def test_another_text_is_put_before_everybody_anew(
    story: Story, channel: FakeChannel, clock: FakeClock, papers: FakePapers
) -> None:
    await met(story, SUE)
    read = await pressed(story, "code_read", "en")
    await accepts(story)
    papers.change("2")
    old = next(button for button in read.buttons if button.action == "code_accept")
    late = await pressed(story, old.action, old.subject)
    assert late.line.key == "answer.code_changed"
    assert await reminded(story) == 1
    assert keys(channel.told["sue"]) == ["code_changed"]
    await accepts(story)
    clock.pass_time(days=8)
    assert await reminded(story) == 0
    assert await story.journal() == ["code_accepted", "reminded", "code_accepted"]


async def test_the_training_is_done_again_after_twelve_months(
    story: Story, channel: FakeChannel, clock: FakeClock
) -> None:
    await met(story, SUE)
    await accepts(story)
    clock.pass_time(days=364)
    assert await reminded(story) == 0
    clock.pass_time(days=2)
    assert await reminded(story) == 1
    (note,) = channel.told["sue"]
    assert note.line.key == "note.training_due"
    (button,) = note.buttons
    assert (await pressed(story, button.action, button.subject)).ended
    clock.pass_time(days=300)
    assert await reminded(story) == 0
    clock.pass_time(days=70)
    assert await reminded(story) == 1


async def test_the_exercises_of_the_practice_room_count_as_training(story: Story, clock: FakeClock) -> None:
    await met(story, SUE)
    await accepts(story)
    clock.pass_time(days=300)
    await trained(story.context, SUE, "en", 12)
    clock.pass_time(days=300)
    assert await reminded(story) == 0


async def test_who_never_pressed_start_finds_the_greeting_when_they_do(
    story: Story, channel: FakeChannel, clock: FakeClock
) -> None:
    channel.script("tell", Effect(Outcome.CLOSED))
    channel.told.clear()
    await greeted(story)
    channel.told.clear()
    await private(story.context, SUE, RawText("Sue"), "en")
    assert keys(channel.told["sue"]) == ["code_greeting"]
    await private(story.context, SUE, RawText("Sue"), "en")
    assert len(channel.told["sue"]) == 1


async def test_a_greeting_that_was_given_up_comes_with_start(
    story: Story, channel: FakeChannel, clock: FakeClock
) -> None:
    channel.script("tell", Effect(Outcome.CLOSED))
    await greeted(story)
    clock.pass_time(hours=50)
    async with story.context.store.begin() as unit:
        await unit.notes.wipe_before(clock.now() - timedelta(hours=48))
    channel.told.clear()
    await private(story.context, SUE, RawText("Sue"), "en")
    assert keys(channel.told["sue"]) == ["code_greeting"]


async def test_a_stranger_who_opens_the_private_chat_is_asked_for_nothing(story: Story, channel: FakeChannel) -> None:
    await private(story.context, BOB, RawText("Bob"), "en")
    assert channel.told["bob"] == []


async def test_who_joins_by_a_code_is_greeted_in_the_language_that_they_read(
    story: Story, channel: FakeChannel, clock: FakeClock
) -> None:
    async with story.context.store.begin() as unit:
        now = clock.now()
        member = await add_member(unit, RawText("Odile"), frozenset({Role.LISTENER}), "en", by=TERMINAL, now=now)
        code = await invite_member(unit, member.member_id, now + timedelta(days=1), by=TERMINAL, now=now)
    await join(story.context, SUE, RawText("Odile"), code, "fr")
    (note,) = channel.told["sue"]
    assert note.line.lang == "fr"
    read = await pressed(story, "code_read", "fr")
    assert read.paper is not None
    assert read.paper.lang == "fr"


async def test_the_volunteers_own_notice_is_offered_with_the_code(story: Story) -> None:
    await met(story, SUE)
    read = await pressed(story, "code_read", "fr")
    notice = next(button for button in read.buttons if button.action == "paper_volunteers")
    answer = await pressed(story, notice.action, notice.subject)
    assert answer.paper is not None
    assert answer.paper.kind is PaperKind.VOLUNTEERS


async def test_the_button_under_the_text_gives_the_other_language(story: Story) -> None:
    await met(story, SUE)
    read = await pressed(story, "code_read", "en")
    other = next(button for button in read.buttons if button.action == "code_fr")
    again = await pressed(story, other.action, other.subject)
    assert again.paper is not None
    assert again.paper.lang == "fr"


async def test_what_an_account_accepted_is_the_members_once_it_is_linked(story: Story, clock: FakeClock) -> None:
    await met(story, SUE, BOB)
    await accepts(story)
    async with story.context.store.begin() as unit:
        now = clock.now()
        member = await add_member(unit, RawText("Sue"), frozenset({Role.LISTENER}), "en", by=TERMINAL, now=now)
        await unit.roster.link(SUE, member.member_id, now)
        await unit.roster.link(BOB, member.member_id, now)
        undertaking = await unit.undertakings.of(member.member_id)
    assert undertaking is not None
    assert not await greeted(story, BOB), "the undertaking is the person's, whichever account they use"


async def test_a_leaver_is_reminded_of_nothing(story: Story, channel: FakeChannel, clock: FakeClock) -> None:
    async with story.context.store.begin() as unit:
        now = clock.now()
        member = await add_member(unit, RawText("Sue"), frozenset({Role.LISTENER}), "en", by=TERMINAL, now=now)
        await unit.roster.link(SUE, member.member_id, now)
    await accepts(story)
    async with story.context.store.begin() as unit:
        await leave(unit, member.member_id, by=TERMINAL, now=clock.now())
    clock.pass_time(days=400)
    assert await reminded(story) == 0
    assert not await greeted(story)
    assert (await pressed(story, "code_accept", "0123456789abcdef/en")).line.key == "answer.not_allowed"


async def test_who_is_on_no_list_and_left_the_group_is_not_written_to_for_ever(
    story: Story, channel: FakeChannel, clock: FakeClock
) -> None:
    await greeted(story)
    channel.strangers.add("sue")
    clock.pass_time(days=8)
    assert await reminded(story) == 0
    channel.strangers.clear()
    assert await reminded(story) == 0, "they are looked at again in a week"
    clock.pass_time(days=7)
    assert await reminded(story) == 1


async def test_without_a_code_of_the_association_nobody_is_greeted(story: Story, context: Context) -> None:
    bare = replace(context, papers=None)
    await met(story, SUE)
    assert await greet(bare, SUE, "en") is None
    assert await remind_due(bare) == []
