"""What somebody chose before they wrote goes along with a message that is posted at once, and stays with it."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.cases import Purpose
from bot.domain.drafts import Change
from bot.domain.messages import Composed, Kind, PersonRef
from bot.handlers.cases import open_case
from bot.handlers.compose import chosen
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
        first, kind=Kind.EDITED, event_id="again", composed=None, text=RawText("Awake since the funeral in Bergerac")
    )
    await story.work(await story.store(edited))
    (after,) = channel.posts
    assert after.byline is None
    assert after.body == "Awake since the funeral in [Town A]"
    assert after.buttons == ()


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
