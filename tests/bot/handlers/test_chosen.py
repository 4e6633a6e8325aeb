"""What somebody chose before they wrote goes along with a message that is posted at once, and stays with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.domain.capabilities import Removal
from bot.domain.cases import Purpose
from bot.domain.drafts import Change, Report
from bot.domain.messages import Composed, Kind, PersonRef
from bot.domain.outgoing import Press
from bot.handlers.cases import open_case
from bot.handlers.compose import chosen
from bot.handlers.missed import report
from bot.handlers.posting import post_of
from bot.handlers.press import press
from redaction import RawText
from tests.bot.conftest import Story
from tests.fakes.channel import FakeChannel

SUE, BOB = PersonRef("fake", "sue"), PersonRef("fake", "bob")


async def test_an_edit_of_what_was_sent_without_a_name_names_nobody_and_hides_as_much(
    story: Story, channel: FakeChannel
) -> None:
    alone = Composed(Purpose.OWN_SUPPORT, nameless=True)
    first = replace(story.message("I lie awake since the funeral in Bergerac"), composed=alone)
    await story.work(await story.store(first))
    edited = replace(
        first,
        kind=Kind.EDITED,
        event_id="again",
        composed=Composed(),
        text=RawText("Awake since the funeral in Bergerac"),
    )
    await story.work(await story.store(edited))
    (after,) = channel.posts
    assert after.byline is None
    assert after.body == "Awake since the funeral in [Town A]"
    assert after.buttons == ()
    again = replace(edited, event_id="once more", text=RawText("Awake"))
    await story.work(await story.store(again))
    assert [post.byline for post in channel.posts] == [None]


async def test_an_edit_of_any_other_message_bears_its_authors_name_however_old_it_is(
    story: Story, channel: FakeChannel
) -> None:
    channel.capabilities = replace(channel.capabilities, removal=Removal.NEVER_SHOWN)
    first = story.message("I am tired")
    await story.work(await story.store(first))
    async with story.context.store.begin() as unit:
        await unit.posts.wipe_clean_before(story.clock.now() + timedelta(hours=1))
    edited = replace(first, kind=Kind.EDITED, event_id="again", text=RawText("I am not tired any more"))
    await story.work(await story.store(edited))
    assert [post.byline for post in channel.posts] == ["Sue", "Sue"]


async def test_what_is_chosen_beforehand_goes_into_a_case_of_ones_own_alone(story: Story) -> None:
    context = story.context
    async with context.store.begin() as unit:
        case = await open_case(context, unit, await unit.roster.who(SUE))
    wish = Change("", purpose=Purpose.CO_WORKING, case=case.reference)
    assert await chosen(context, SUE, wish) == Composed(Purpose.CO_WORKING, case.case_id)
    assert await chosen(context, BOB, wish) is None
    assert await chosen(context, BOB, replace(wish, case="C-9XWVT")) is None
    assert await chosen(context, BOB, replace(wish, case="")) == Composed(Purpose.CO_WORKING)
    burden = replace(wish, purpose=Purpose.OWN_SUPPORT, nameless=True)
    assert await chosen(context, SUE, burden) == Composed(Purpose.OWN_SUPPORT, nameless=True)
    assert await chosen(context, SUE, replace(wish, nameless=True)) == Composed(Purpose.CO_WORKING, case.case_id)
    async with context.store.begin() as unit:
        await unit.cases.close(case.case_id, story.clock.now())
    assert await chosen(context, SUE, wish) is None


async def test_a_detail_that_was_missed_brings_a_message_back_without_its_authors_name(
    story: Story, channel: FakeChannel
) -> None:
    alone = replace(story.message("the carrot lady and I"), composed=Composed(Purpose.OWN_SUPPORT, nameless=True))
    entry_id = await story.store(alone)
    await story.work(entry_id)
    async with story.context.store.read() as unit:
        record = await post_of(unit, entry_id)
    assert record is not None
    assert record.ref is not None
    asked = await report(story.context, Report(record.ref, BOB, RawText("Bob"), "en"))
    word = next(button for button in asked.answer.buttons if button.words == "carrot")
    name = RawText("Bob")
    await press(story.context, Press("missed", word.subject, BOB, name))
    done = await press(story.context, Press("missed_done", word.subject.split("/")[0], BOB, name))
    assert done.receive is not None
    await story.work(await story.store(done.receive))
    assert channel.posts[-1].body == "the [Person A] lady and I"
    assert channel.posts[-1].byline is None
