"""Cases from the first consult to the end: members look, nobody else does, and names outlive the case."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.cases import Case, CaseStatus, How, reference_in
from bot.domain.messages import PersonRef
from bot.domain.outgoing import Effect, Outcome
from bot.handlers.cases import close_case, join_case, merge_cases, open_case
from bot.handlers.context import Context
from bot.handlers.ending import destroy_due
from bot.handlers.opening import NotAllowed
from bot.ports.store import Conflict, UnitOfWork, Wiped
from redaction import RawText
from tests.bot.conftest import Story
from tests.bot.opened import forms_of, original_of
from tests.fakes.channel import FakeChannel
from tests.fakes.clock import FakeClock

SAID = "Zara Okonkwo lives in Bergerac, her son Chidi is on 06 39 98 12 34"


async def case_of(story: Story, entry_id: str) -> str:
    async with story.context.store.read() as unit:
        entry = await unit.inbox.entry(entry_id)
    assert entry.case_id is not None
    return entry.case_id


async def who(context: Context, account: str) -> str:
    async with context.store.read() as unit:
        return await unit.roster.who(PersonRef("fake", account))


async def closed(story: Story, case_id: str) -> bool:
    async with story.context.store.begin() as unit:
        return await close_case(story.context, unit, case_id, "M-SUE")


async def anybody(_: UnitOfWork) -> bool:
    return True


async def made_one(story: Story, case_id: str, into: str) -> list[tuple[str, str]]:
    merged = await merge_cases(story.context, *await both(story, case_id, into), "M-SUE", anybody)
    assert merged is not None
    return merged[0]


async def both(story: Story, case_id: str, into: str) -> tuple[Case, Case]:
    async with story.context.store.read() as unit:
        return await unit.cases.case(case_id), await unit.cases.case(into)


@pytest.mark.parametrize("text", ["C-7K2P4", "c-7k2p4", "c7k2p4", " 7K2P4 ", "C 7k2p4"])
def test_a_reference_is_understood_as_people_write_it(text: str) -> None:
    assert reference_in(text) == "C-7K2P4"


@pytest.mark.parametrize("text", ["", "C-", "close", "C-7K2P", "C-7K2P44", "C-0K2P4"])
def test_what_is_no_reference_is_none(text: str) -> None:
    assert reference_in(text) is None


async def test_the_author_of_a_consult_can_look_and_a_colleague_cannot(story: Story) -> None:
    entry_id = await story.say(SAID)
    case_id = await case_of(story, entry_id)
    sue, tom = await who(story.context, "sue"), await who(story.context, "tom")
    assert (await original_of(story, entry_id, sue)).expose() == SAID
    assert await forms_of(story, case_id, "Person A", sue) == ["Zara Okonkwo"]
    with pytest.raises(NotAllowed):
        await original_of(story, entry_id, tom)
    assert (await story.journal()).count("identity_viewed") == 2


async def test_who_leaves_a_case_looks_no_more(story: Story) -> None:
    entry_id = await story.say(SAID)
    case_id, sue = await case_of(story, entry_id), await who(story.context, "sue")
    async with story.context.store.begin() as unit:
        await unit.cases.leave(case_id, sue, story.clock.now())
        assert [case.case_id for case in await unit.cases.orphans()] == [case_id]
    with pytest.raises(NotAllowed):
        await original_of(story, entry_id, sue)
    async with story.context.store.begin() as unit:
        case, byline = await unit.cases.case(case_id), story.context.detector.byline(RawText("Sue"))
        assert await join_case(story.context, unit, case, sue, How.INVITED, byline) == (True, [])
        assert await join_case(story.context, unit, case, sue, How.INVITED, byline) == (False, [])
    assert (await original_of(story, entry_id, sue)).expose() == SAID


async def test_after_the_mending_window_pseudonyms_still_open_but_no_original(story: Story) -> None:
    from bot.handlers.retention import wipe_due

    entry_id = await story.say(SAID)
    case_id, sue = await case_of(story, entry_id), await who(story.context, "sue")
    story.clock.pass_time(hours=49)
    await wipe_due(story.context)
    with pytest.raises(Wiped):
        await original_of(story, entry_id, sue)
    assert await forms_of(story, case_id, "phone 1", sue) == ["06 39 98 12 34"]


async def test_an_opened_case_has_a_reference_and_its_opener_as_member(context: Context, story: Story) -> None:
    async with context.store.begin() as unit:
        case = await open_case(context, unit, "M-SUE")
    async with context.store.read() as unit:
        assert await unit.cases.referred(case.reference) == case
        assert [(member.who, member.how) for member in await unit.cases.members(case.case_id)] == [
            ("M-SUE", How.OPENED)
        ]
        assert await unit.cases.of_member("M-SUE") == [case]
    assert await story.journal() == ["case_opened", "case_joined"]


async def test_two_cases_that_are_one_keep_their_pseudonyms_and_meet(story: Story, clock: FakeClock) -> None:
    first = await case_of(story, await story.say(SAID, "sue"))
    clock.pass_time(hours=5)
    second = await case_of(story, await story.say("Gérard Blanchet rang about Mrs Okonkwo, 0639981234", "tom"))
    assert first != second
    pairs = await made_one(story, second, first)
    assert ("[Person B]", "[Person A]") in pairs
    assert ("[Person A]", "[Person C]") in pairs
    assert ("[phone 1]", "[phone 1]") in pairs
    tom = await who(story.context, "tom")
    assert await forms_of(story, first, "Person C", tom) == ["Gérard Blanchet"]
    async with story.context.store.read() as unit:
        merged = await unit.cases.case(second)
        assert (merged.status, merged.merged_into) == (CaseStatus.MERGED, first)
        assert await unit.cases.referred(merged.reference) == await unit.cases.case(first)
    assert "cases_merged" in await story.journal()


async def test_what_a_case_learns_while_it_is_merged_is_not_lost(story: Story, clock: FakeClock) -> None:
    first = await case_of(story, await story.say(SAID, "sue"))
    clock.pass_time(hours=5)
    second = await case_of(story, await story.say("Gérard Blanchet rang", "tom"))
    async with story.context.store.read() as unit:
        memory, version = await unit.cases.memory(second)
    await made_one(story, second, first)
    async with story.context.store.begin() as unit:
        with pytest.raises(Conflict):  # whoever read the old case before looks again, and finds the other
            await unit.cases.remember(second, memory, version)


async def test_a_merge_that_is_not_allowed_any_more_does_nothing(story: Story, clock: FakeClock) -> None:
    first = await case_of(story, await story.say(SAID, "sue"))
    clock.pass_time(hours=5)
    second = await case_of(story, await story.say("Gérard Blanchet rang", "tom"))

    async def nobody(_: UnitOfWork) -> bool:
        return False

    assert await merge_cases(story.context, *await both(story, second, first), "M-SUE", nobody) is None
    async with story.context.store.read() as unit:
        assert (await unit.cases.case(second)).status is CaseStatus.OPEN


async def test_an_answer_in_a_merged_case_is_the_other_cases(
    story: Story, channel: FakeChannel, clock: FakeClock
) -> None:
    first = await case_of(story, await story.say(SAID, "sue"))
    clock.pass_time(hours=5)
    entry = await story.say("Gérard Blanchet rang about Mrs Okonkwo", "tom")
    await made_one(story, await case_of(story, entry), first)
    answer = await story.say("I know Gérard Blanchet", "ann", reply_to="2")
    assert await case_of(story, answer) == first
    assert channel.posts[-1].body == "I know [Person C]"


async def test_when_the_retention_period_is_over_nothing_opens_and_the_name_is_hidden_all_the_same(
    story: Story, channel: FakeChannel, clock: FakeClock, tmp_path: Path
) -> None:
    entry_id = await story.say(SAID)
    case_id, sue = await case_of(story, entry_id), await who(story.context, "sue")
    assert await closed(story, case_id)
    assert not await closed(story, case_id)
    clock.pass_time(days=89)
    assert await destroy_due(story.context) == 0
    clock.pass_time(days=2)
    assert await destroy_due(story.context) == 1
    assert await destroy_due(story.context) == 0
    with pytest.raises(Wiped):
        await forms_of(story, case_id, "Person A", sue)
    with pytest.raises(Wiped):
        await original_of(story, entry_id, sue)
    assert channel.calls.count("remove") == 2
    later = await story.say("okonkwo zara is remembered by us all", "ann")
    assert channel.posts[-1].body == "[Person A] is remembered by us all"
    assert await case_of(story, later) != case_id
    database = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    assert b"konkwo" not in database.lower()


async def test_a_post_that_cannot_be_taken_back_is_counted_and_the_key_goes_all_the_same(
    story: Story, channel: FakeChannel, clock: FakeClock
) -> None:
    case_id = await case_of(story, await story.say(SAID))
    await closed(story, case_id)
    clock.pass_time(days=91)
    channel.script("remove", Effect(Outcome.TOO_OLD))
    await destroy_due(story.context)
    async with story.context.store.read() as unit:
        links = await unit.journal.links()  # type: ignore[attr-defined]
        assert (await unit.cases.case(case_id)).status is CaseStatus.DESTROYED
    assert [link.body for link in links if link.kind == "case_destroyed"] == [
        {"case": case_id, "removed": 0, "standing": 1, "names": 1}
    ]


async def test_a_platform_out_of_reach_puts_the_end_off_for_a_day_and_no_longer(
    story: Story, channel: FakeChannel, clock: FakeClock
) -> None:
    case_id = await case_of(story, await story.say(SAID))
    await closed(story, case_id)
    clock.pass_time(days=90, hours=1)
    channel.script("remove", *[Effect(Outcome.RETRY, retry_after=3600)] * 2)
    assert await destroy_due(story.context) == 0, "and it did not wait for the hour"
    clock.pass_time(days=1)
    assert await destroy_due(story.context) == 1
    async with story.context.store.read() as unit:
        assert (await unit.cases.case(case_id)).status is CaseStatus.DESTROYED


async def test_a_case_of_a_channel_that_is_not_set_up_any_more_is_ended_all_the_same(
    story: Story, clock: FakeClock
) -> None:
    case_id = await case_of(story, await story.say(SAID))
    await closed(story, case_id)
    clock.pass_time(days=91)
    assert await destroy_due(replace(story.context, channels={})) == 1
    async with story.context.store.read() as unit:
        assert (await unit.cases.case(case_id)).status is CaseStatus.DESTROYED


async def test_a_late_answer_in_the_thread_of_a_case_that_is_over_opens_another(story: Story, clock: FakeClock) -> None:
    case_id = await case_of(story, await story.say(SAID))
    await closed(story, case_id)
    clock.pass_time(days=91)
    await destroy_due(story.context)
    late = await story.say("and what of Mary Whitlock?", "ann", reply_to="1")
    assert await case_of(story, late) != case_id
