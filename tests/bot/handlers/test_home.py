"""What somebody's own page on a platform tells of their cases, and of nobody else's."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.cases import How, Purpose
from bot.domain.home import CaseAtHome
from bot.domain.messages import Composed, PersonRef
from bot.domain.orders import Order, Verb
from bot.domain.outgoing import Press
from bot.handlers.home import home
from bot.handlers.orders import carry_out
from bot.handlers.press import press
from redaction import RawText
from tests.bot.conftest import Story

SUE, BOB = PersonRef("fake", "sue"), PersonRef("fake", "bob")


async def at_home(story: Story, who: PersonRef = SUE) -> list[CaseAtHome]:
    return list((await home(story.context, who, "en")).cases)


async def ordered(story: Story, order: Order, who: PersonRef = SUE) -> str:
    """What is answered, by its key and its words."""
    line = (await carry_out(story.context, who, RawText(who.account.capitalize()), order, "en")).line
    return str.__str__(line.slots.get("words", line.key))


async def test_a_case_tells_who_is_in_it_and_whether_they_may_look(story: Story) -> None:
    await story.say("Mary Dupont rang")
    (case,) = await at_home(story)
    assert (list(case.members), case.shared, case.open) == (["Sue"], False, True)
    assert case.latest is not None
    code = await ordered(story, Order(Verb.INVITE, (case.reference,)))
    await ordered(story, Order(Verb.JOIN, code=code.replace("-", "")), BOB)
    await ordered(story, Order(Verb.SHARE, (case.reference,)), BOB)
    (sues,), (bobs,) = await at_home(story), await at_home(story, BOB)
    assert (set(sues.members), sues.shared) == ({"Sue", "Bob"}, True)
    assert bobs == sues


async def test_a_member_whom_the_bot_never_met_is_counted_without_a_name(story: Story) -> None:
    await story.say("Mary Dupont rang")
    (case,) = await at_home(story)
    async with story.context.store.begin() as unit:
        found = await unit.cases.referred(case.reference)
        assert found is not None
        await unit.cases.join(found.case_id, "M-4FQ9X", How.NAMED, story.clock.now())
    (case,) = await at_home(story)
    assert set(case.members) == {"Sue", None}


async def test_it_tells_what_was_done_about_the_code(story: Story) -> None:
    await story.say("Mary Dupont rang")
    (case,) = await at_home(story)
    assert case.told.explained_at is None
    await ordered(story, Order(Verb.EXPLAINED, (case.reference,), lang="fr"))
    (case,) = await at_home(story)
    assert (case.told.explained_at, case.told.lang, case.told.copied_at) == (story.clock.now(), "fr", None)


async def test_a_closed_case_stands_behind_the_open_ones_with_the_day_of_its_end(story: Story) -> None:
    await story.say("Mary Dupont rang")
    (case,) = await at_home(story)
    await ordered(story, Order(Verb.CLOSE, (case.reference,)))
    await story.say("Georges Lambert rang", thread="elsewhere")
    newer, older = await at_home(story)
    assert (newer.open, older.reference, older.open) == (True, case.reference, False)
    assert older.ends_at == story.clock.now() + story.context.rules.keep_closed
    answer = await press(story.context, Press("case_menu", older.reference, SUE, RawText("Sue")))
    assert answer.answer.line.key == "answer.no_such_case"


async def test_somebodys_own_burden_is_nobodys_to_find_again_open_or_closed(story: Story) -> None:
    alone = Composed(Purpose.OWN_SUPPORT)
    entry_id = await story.store(replace(story.message("Mary Dupont died and I lie awake"), composed=alone))
    await story.work(entry_id)
    assert await at_home(story) == []
    async with story.context.store.begin() as unit:
        case_id = (await unit.inbox.entry(entry_id)).case_id
        assert case_id is not None
        await unit.cases.close(case_id, story.clock.now())
    assert await at_home(story) == []
