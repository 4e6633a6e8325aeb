"""A draft, from the first word to the post or the end of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.cases import Purpose
from bot.domain.drafts import Change, Writing
from bot.domain.messages import Inbound, MessageRef, PersonRef
from bot.domain.outgoing import Answer, Press
from bot.domain.records import PostKind, PostState
from bot.handlers.compose import begin, change, forget_drafts, send, sent
from bot.handlers.ending import destroy_due
from bot.handlers.press import press
from bot.handlers.write import write
from bot.ports.detector import DetectionFailed, Detector
from bot.ports.store import Wiped
from redaction import CaseMemory, RawText, Redaction
from tests.bot.conftest import Story
from tests.fakes.channel import GROUP, FakeChannel
from tests.fakes.clock import FakeClock

SUE, BOB = PersonRef("fake", "sue"), PersonRef("fake", "bob")
TEXT = "Mary Dupont, 67, is in Bergerac since 3 March 2026"


def writing(text: str = TEXT, who: PersonRef = SUE) -> Writing:
    return Writing(who, RawText(who.account.capitalize()), RawText(text), "en", (MessageRef("fake", who.account, "7"),))


async def posted(story: Story, draft_id: str, who: PersonRef = SUE) -> str:
    async with story.context.store.read() as unit:
        version = (await unit.drafts.draft(draft_id)).version
    event = await send(story.context, who, draft_id, GROUP, version)
    assert isinstance(event, Inbound)
    entry_id = await story.store(event)
    await story.work(entry_id)
    await sent(story.context, draft_id)
    return entry_id


def draft_of(answer: Answer) -> str:
    assert answer.preview is not None
    return answer.preview.draft.draft_id


async def test_what_is_shown_is_what_is_posted(story: Story, channel: FakeChannel) -> None:
    answer = await begin(story.context, writing())
    assert answer.preview is not None
    assert channel.posts == []
    await posted(story, draft_of(answer))
    (post,) = channel.posts
    assert post.body == answer.preview.after
    assert "Dupont" not in post.body
    assert channel.removed == ["7"]
    assert await story.journal() == ["message_redacted", "redacted_posted", "author_told"]


async def test_nobody_else_sees_changes_or_sends_a_draft(story: Story) -> None:
    draft_id = draft_of(await begin(story.context, writing()))
    for answer in (
        await change(story.context, BOB, Change(draft_id, purpose=Purpose.CO_WORKING)),
        await send(story.context, BOB, draft_id, GROUP, 0),
        (await press(story.context, Press("draft_which", draft_id, BOB, RawText("Bob")))).answer,
        (await press(story.context, Press("draft_options", draft_id, BOB, RawText("Bob")))).answer,
    ):
        assert isinstance(answer, Answer)
        assert answer.line.key == "answer.gone"
        assert answer.preview is None


async def test_a_button_of_an_older_preview_changes_nothing(story: Story) -> None:
    draft_id = draft_of(await begin(story.context, writing()))
    await change(story.context, SUE, Change(draft_id, hide=(RawText("since"),)))
    answer = await change(story.context, SUE, Change(draft_id, version=0, show=(0,)))
    assert answer.line.key == "answer.draft_moved_on"
    assert answer.preview is not None
    assert "Mary" not in answer.preview.after


async def test_what_was_changed_meanwhile_is_shown_and_not_posted(story: Story) -> None:
    draft_id = draft_of(await begin(story.context, writing()))
    await change(story.context, SUE, Change(draft_id, purpose=Purpose.OWN_SUPPORT))
    answer = await send(story.context, SUE, draft_id, GROUP, 0)
    assert isinstance(answer, Answer)
    assert answer.line.key == "answer.draft_moved_on"


async def test_hiding_and_showing_one_word_undo_each_other(story: Story) -> None:
    draft_id = draft_of(await begin(story.context, writing("the heron asked about wigs")))
    hidden = await change(story.context, SUE, Change(draft_id, hide=(RawText("heron"),)))
    assert hidden.preview is not None
    assert "heron" not in hidden.preview.after
    shown = await change(story.context, SUE, Change(draft_id, version=1, show=(0,)))
    assert shown.preview is not None
    assert shown.preview.after == "the heron asked about wigs"
    again = await change(story.context, SUE, Change(draft_id, hide=(RawText("Heron"),)))
    assert again.preview is not None
    assert "heron" not in again.preview.after


async def test_a_draft_goes_into_a_case_of_its_authors_and_into_no_other(story: Story, channel: FakeChannel) -> None:
    await story.say("Mary Dupont rang", who="sue")
    async with story.context.store.read() as unit:
        (case,) = await unit.cases.of_member(await unit.roster.who(SUE))
    mine = draft_of(await begin(story.context, writing("Mary Dupont again, and her son Piet Visser")))
    answer = await change(story.context, SUE, Change(mine, case=case.reference))
    assert answer.preview is not None
    assert answer.preview.case == case.reference
    assert answer.preview.after.startswith("[Person A] again, and her son [Person B]")
    theirs = draft_of(await begin(story.context, writing("Piet Visser", BOB)))
    refused = await change(story.context, BOB, Change(theirs, case=case.reference))
    assert refused.preview is not None
    assert refused.preview.case == ""
    await posted(story, mine)
    assert channel.posts[-1].case == case.reference


async def test_shared_support_lets_members_look_and_ones_own_burden_nobody(story: Story, channel: FakeChannel) -> None:
    shared = draft_of(await begin(story.context, writing()))
    await change(story.context, SUE, Change(shared, purpose=Purpose.CO_WORKING))
    await posted(story, shared)
    own = draft_of(await begin(story.context, writing()))
    await change(story.context, SUE, Change(own, purpose=Purpose.OWN_SUPPORT, nameless=True))
    await posted(story, own)
    async with story.context.store.read() as unit:
        purposes = [case.purpose for case in await unit.cases.of_member(await unit.roster.who(SUE))]
    assert sorted(purposes) == [Purpose.CO_WORKING, Purpose.OWN_SUPPORT]
    assert channel.posts[-1].byline is None
    assert channel.posts[-1].case is None
    assert channel.posts[-1].body == "[Person A], [in their 60s], is in [Town A] since [date]"


async def test_of_ones_own_burden_no_way_back_is_left_after_two_days(
    story: Story, channel: FakeChannel, clock: FakeClock
) -> None:
    draft_id = draft_of(await begin(story.context, writing()))
    await change(story.context, SUE, Change(draft_id, purpose=Purpose.OWN_SUPPORT))
    entry_id = await posted(story, draft_id)
    async with story.context.store.read() as unit:
        case_id = (await unit.inbox.entry(entry_id)).case_id or ""
    clock.pass_time(hours=47)
    await destroy_due(story.context)
    async with story.context.store.read() as unit:
        await unit.cases.memory(case_id)
    clock.pass_time(hours=2)
    await destroy_due(story.context)
    async with story.context.store.read() as unit:
        with pytest.raises(Wiped):
            await unit.cases.memory(case_id)
    assert channel.removed == ["7"], "the post stays"


async def test_who_belongs_nowhere_writes_to_nobody_and_nothing_is_kept(story: Story, channel: FakeChannel) -> None:
    channel.strangers.add("bob")
    answer = await begin(story.context, writing(who=BOB))
    assert answer.line.key == "answer.no_place"
    assert answer.preview is None
    async with story.context.store.read() as unit:
        assert await unit.drafts.begun_before(story.clock.now() + timedelta(days=1)) == []


async def test_who_left_the_group_meanwhile_does_not_post_into_it(story: Story, channel: FakeChannel) -> None:
    draft_id = draft_of(await begin(story.context, writing()))
    channel.strangers.add("sue")
    answer = await send(story.context, SUE, draft_id, GROUP, 0)
    assert isinstance(answer, Answer)
    assert answer.line.key == "answer.draft_where"


async def test_what_nobody_posts_is_forgotten_with_the_message_it_stood_in(
    story: Story, channel: FakeChannel, clock: FakeClock
) -> None:
    draft_id = draft_of(await begin(story.context, writing()))
    clock.pass_time(hours=13)
    assert await forget_drafts(story.context) == 1
    assert channel.removed == ["7"]
    answer = await send(story.context, SUE, draft_id, GROUP, 0)
    assert isinstance(answer, Answer)
    assert answer.line.key == "answer.gone"
    assert await story.journal() == ["drafts_forgotten"]


async def test_what_is_asked_for_is_taken_from_the_next_word_and_removed(story: Story, channel: FakeChannel) -> None:
    draft_id = draft_of(await begin(story.context, writing("the heron asked, and the otter")))
    await press(story.context, Press("draft_more", draft_id, SUE, RawText("Sue")))
    word = Writing(SUE, RawText("Sue"), RawText("« heron », otter"), "fr", (MessageRef("fake", "sue", "8"),))
    answer = (await write(story.context, word)).answer
    assert answer.preview is not None
    assert "heron" not in answer.preview.after
    assert "otter" not in answer.preview.after
    assert channel.removed == ["8"]
    third = replace(writing("hello again"), sources=(MessageRef("fake", "sue", "9"),))
    assert draft_of((await write(story.context, third)).answer) != draft_id


async def test_a_message_that_was_posted_and_comes_once_more_is_a_draft_of_its_own(story: Story) -> None:
    draft_id = draft_of(await begin(story.context, writing()))
    await posted(story, draft_id)
    assert draft_of(await begin(story.context, writing())) != draft_id


async def test_nobody_elses_draft_is_changed(story: Story) -> None:
    draft_id = draft_of(await begin(story.context, writing()))
    theirs = replace(writing("Peter Smith is better", BOB), sources=writing().sources, again=True)
    await write(story.context, theirs)
    async with story.context.store.read() as unit:
        draft = await unit.drafts.draft(draft_id)
    assert (draft.writing.person, draft.writing.text.expose()) == (SUE, TEXT)


class Blind:
    """A detector that fails, as in a bad minute."""

    def __init__(self, detector: Detector) -> None:
        self._detector = detector

    def __getattr__(self, name: str) -> object:
        return getattr(self._detector, name)

    async def redact(self, *_: object) -> object:
        raise DetectionFailed("timeout")


async def test_a_draft_that_cannot_be_read_just_now_is_kept_and_nothing_posted(
    story: Story, channel: FakeChannel
) -> None:
    draft_id = draft_of(await begin(story.context, writing()))
    blind = replace(story.context, detector=Blind(story.context.detector))  # type: ignore[arg-type]
    assert (await change(blind, SUE, Change(draft_id, version=0, show=(0,)))).line.key == "answer.draft_unreadable"
    for action, subject in (("draft_which", draft_id), ("draft_options", draft_id), ("draft_show", f"{draft_id}/0/0")):
        answer = (await press(blind, Press(action, subject, SUE, RawText("Sue")))).answer
        assert answer.line.key == "answer.draft_unreadable"
    assert (await change(story.context, SUE, Change(draft_id))).preview is not None
    assert channel.posts == []


async def test_subjects_that_are_not_ours_are_answered(story: Story) -> None:
    for action in (
        "draft_show",
        "draft_case",
        "draft_guidance",
        "show",
        "missed",
        "draft_send",
        "withdraw",
        "missed_done",
    ):
        for subject in ("", "x", "x/y/z", "x/0/999", "/", "a/b/c/d/e"):
            answer = (await press(story.context, Press(action, subject, SUE, RawText("Sue")))).answer
            assert answer.line.key in {"answer.unknown", "answer.gone", "answer.not_yours"}


async def test_what_had_nothing_to_hide_is_posted_and_can_be_taken_back(story: Story, channel: FakeChannel) -> None:
    answer = await begin(story.context, writing("FOLFOX is hard on the fingers"))
    entry_id = await posted(story, draft_of(answer))
    assert channel.posts[-1].body == "FOLFOX is hard on the fingers"
    note = channel.told["sue"][-1]
    assert note.line.key == "note.composed_clean"
    await press(story.context, Press("withdraw", entry_id, SUE, RawText("Sue")))
    async with story.context.store.read() as unit:
        record = await unit.posts.of_entry(entry_id, PostKind.CLEAN)
    assert record is not None
    assert record.state is PostState.REMOVED


async def test_somebody_of_the_same_name_is_told_apart_before_it_is_posted(story: Story, channel: FakeChannel) -> None:
    await story.say("Mary Dupont rang", who="sue")
    case = str(channel.posts[0].case)
    draft_id = draft_of(await begin(story.context, writing("Mary, the neighbour, rang too")))
    await change(story.context, SUE, Change(draft_id, case=case))
    which = (await press(story.context, Press("draft_which", draft_id, SUE, RawText("Sue")))).answer
    button = next(button for button in which.buttons if button.action == "draft_apart")
    answer = (await press(story.context, Press(button.action, button.subject, SUE, RawText("Sue")))).answer
    assert answer.preview is not None
    assert answer.preview.after == "[Person B], the neighbour, rang too"
    await posted(story, draft_id)
    assert channel.posts[-1].body == "[Person B], the neighbour, rang too"


async def alone(story: Story, text: str = TEXT) -> str:
    """A post of Sue's about her own burden, without her name; its entry."""
    draft_id = draft_of(await begin(story.context, writing(text)))
    await change(story.context, SUE, Change(draft_id, purpose=Purpose.OWN_SUPPORT, nameless=True))
    return await posted(story, draft_id)


@pytest.mark.parametrize("text", [TEXT, "I am tired of all this"])
async def test_a_correction_names_its_author_no_more_than_what_it_takes_the_place_of(
    story: Story, channel: FakeChannel, text: str
) -> None:
    entry_id = await alone(story, text)
    answer = await begin(story.context, replace(writing("Mary Dupont died in Bergerac"), corrects=entry_id))
    await posted(story, draft_of(answer))
    (post,) = channel.posts
    assert post.body == "[Person A] died in [Town A]"
    assert (post.byline, post.case) == (None, None)


async def test_nothing_joins_somebodys_own_burden_but_an_answer_in_its_thread(
    story: Story, channel: FakeChannel
) -> None:
    await alone(story)
    await story.say("Peter Smith, from Eymet, rang", who="bob")
    assert channel.posts[-1].case is not None
    assert channel.posts[-1].body == "[Person A], from [Town A, Dordogne], rang"


async def test_nobody_is_handed_over_from_somebodys_own_burden(story: Story, channel: FakeChannel) -> None:
    context = replace(story.context, rules=replace(story.context.rules, pages="https://pages.example.org"))
    story.context = context
    entry_id = await alone(story, "Mary Dupont, 06 39 98 14 27, died")
    assert channel.posts[-1].buttons == ()
    forged = Press("take", f"{entry_id}p", BOB, RawText("Bob"))
    assert (await press(context, forged)).answer.line.key == "answer.gone"


async def test_what_cannot_be_read_after_all_goes_back_without_naming_its_author(
    story: Story, channel: FakeChannel
) -> None:
    draft_id = draft_of(await begin(story.context, writing()))
    await change(story.context, SUE, Change(draft_id, purpose=Purpose.OWN_SUPPORT, nameless=True))
    event = await send(story.context, SUE, draft_id, GROUP, 1)
    assert isinstance(event, Inbound)
    story.context = replace(story.context, detector=Broken(story.context.detector))
    await story.work(await story.store(event))
    assert channel.notices == []
    assert channel.posts == []
    assert [back.text.expose() for back in channel.given_back["sue"]] == [TEXT]


class Broken:
    """A detector that reads nothing any more; the rest is the real one's."""

    def __init__(self, real: Detector) -> None:
        self.strike_ids, self.byline, self.stop = real.strike_ids, real.byline, real.stop

    async def redact(self, *_: object, **__: object) -> tuple[Redaction, CaseMemory]:
        raise DetectionFailed("timeout")
