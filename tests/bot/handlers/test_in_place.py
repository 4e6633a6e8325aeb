"""With its author's permission a message becomes its redacted version where it stands; whatever fails is done the usual way."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.capabilities import Capabilities, Removal
from bot.domain.messages import Kind, Matter, MessageRef, PersonRef
from bot.domain.outgoing import Effect, Outcome
from bot.domain.records import Decision, PostKind, PostRecord, PostState
from bot.handlers.context import Context
from bot.handlers.decide import decide
from bot.handlers.deliver import deliver_of_entry
from bot.handlers.exposure import EXPOSED
from bot.handlers.in_place import PATIENCE
from bot.handlers.mend import hide_words
from bot.handlers.publish import publish
from bot.handlers.remove import remove
from bot.ports.on_behalf import Permission
from redaction import RawText
from tests.bot.conftest import Story
from tests.fakes.authors import FakeAuthors, Killed
from tests.fakes.channel import FakeChannel
from tests.fakes.clock import FakeClock

SUE = PersonRef("fake", "sue")


@pytest.fixture
def authors() -> FakeAuthors:
    return FakeAuthors()


@pytest.fixture
async def context(context: Context, authors: FakeAuthors) -> Context:
    """Sue gave her permission; Bob did not."""
    async with context.store.begin() as unit:
        await unit.permissions.keep(Permission(SUE, RawText("a token")), context.clock.now())
    return replace(context, on_behalf={"fake": authors})


async def record(context: Context, entry_id: str) -> PostRecord:
    async with context.store.read() as unit:
        found = await unit.posts.of_entry(entry_id, PostKind.REDACTED)
    assert found is not None
    return found


def bodies(authors: FakeAuthors) -> list[str]:
    return [str.__str__(post.body) for post in authors.standing.values()]


async def test_the_message_itself_is_the_post(
    story: Story, context: Context, authors: FakeAuthors, channel: FakeChannel
) -> None:
    entry_id = await story.say("Mary Dupont rang")
    assert bodies(authors) == ["[Person A] rang"]
    assert (channel.removed, channel.posts) == ([], [])
    kept = await record(context, entry_id)
    assert (kept.state, kept.refs) == (PostState.POSTED, (MessageRef("fake", "group", "1"),))
    (note,) = channel.told["sue"]
    assert (note.line.key, note.about) == ("note.in_place", kept.ref)
    journal = await story.journal()
    assert "corrected_in_place" in journal
    assert not {"original_removed", "redacted_posted"} & set(journal)


async def test_somebody_who_gave_no_permission_is_treated_as_ever(
    story: Story, authors: FakeAuthors, channel: FakeChannel
) -> None:
    await story.say("Mary Dupont rang", "bob")
    assert (authors.calls, channel.removed, len(channel.posts)) == ([], ["1"], 1)


async def test_killed_after_the_change_it_looks_before_it_acts_again(
    story: Story, context: Context, authors: FakeAuthors, channel: FakeChannel
) -> None:
    entry_id = await story.store(story.message("Mary Dupont rang"))
    await decide(context, entry_id)
    authors.killed_after = "replace"
    with pytest.raises(Killed):
        await remove(context, entry_id)
    await remove(context, entry_id)
    await publish(context, entry_id)
    assert authors.calls == ["replace", "looked"]
    assert (await record(context, entry_id)).state is PostState.POSTED
    assert (channel.removed, channel.posts) == ([], [])


async def test_done_again_after_it_was_recorded_nothing_happens(
    story: Story, context: Context, authors: FakeAuthors
) -> None:
    entry_id = await story.say("Mary Dupont rang")
    before = await story.journal()
    await remove(context, entry_id)
    assert [call for call in authors.calls if call == "replace"] == ["replace"]
    assert await story.journal() == before


@pytest.mark.parametrize(
    "effect",
    [
        Effect(Outcome.UNSUPPORTED, code="edit_window_closed"),
        Effect(Outcome.FORBIDDEN, code="missing_scope"),
        Effect(Outcome.FAILED, code="invalid_blocks"),
        Effect(Outcome.RETRY, retry_after=PATIENCE.total_seconds() + 1),
    ],
    ids=lambda effect: effect.outcome.value,
)
async def test_what_cannot_be_corrected_is_removed_at_once(
    story: Story, authors: FakeAuthors, channel: FakeChannel, effect: Effect
) -> None:
    authors.script("replace", effect)
    await story.say("Mary Dupont rang")
    assert (channel.removed, len(channel.posts)) == (["1"], 1)
    assert "not_corrected_in_place" in await story.journal()
    assert channel.told["sue"][0].line.key == "note.redacted"


async def test_a_passing_fault_is_sat_out(story: Story, authors: FakeAuthors, channel: FakeChannel) -> None:
    authors.script("replace", Effect(Outcome.RETRY, retry_after=0.001))
    await story.say("Mary Dupont rang")
    assert (bodies(authors), channel.removed) == (["[Person A] rang"], [])


async def test_a_token_that_is_good_for_nothing_is_forgotten_and_told_once(
    story: Story, context: Context, authors: FakeAuthors, channel: FakeChannel
) -> None:
    authors.script("replace", Effect(Outcome.REVOKED, code="token_revoked"))
    await story.say("Mary Dupont rang")
    await story.say("Mary Dupont rang again")
    assert authors.calls == ["replace"]
    assert [note.line.key for note in channel.told["sue"]].count("note.permit_lost") == 1
    assert channel.removed == ["1", "2"]
    async with context.store.read() as unit:
        assert await unit.permissions.holders("fake") == []


async def test_where_the_bot_may_remove_nothing_the_authors_token_does(
    story: Story, authors: FakeAuthors, channel: FakeChannel
) -> None:
    channel.capabilities = Capabilities(removal=Removal.BY_AUTHOR, amends=True)
    channel.script("remove", Effect(Outcome.FORBIDDEN, code="no_admin_token"))
    authors.script("replace", Effect(Outcome.UNSUPPORTED, code="edit_window_closed"))
    await story.say("Mary Dupont rang")
    assert (authors.removed, len(channel.posts)) == (["1"], 1)
    assert "message_exposed" not in await story.journal()


async def test_a_withheld_message_is_never_put_in_place(
    story: Story, authors: FakeAuthors, channel: FakeChannel
) -> None:
    await story.say("Mary Dupont", matter=Matter.PICTURE)
    assert "replace" not in authors.calls
    assert channel.given_back["sue"] != []


async def edited(story: Story, text: str, number: int = 1) -> tuple[str, Decision]:
    """The platform tells that message `number` says `text` now."""
    origin = MessageRef("fake", "group", str(number))
    event = f"edit-{next(story.numbers)}"
    entry_id = await story.store(
        story.message(text, kind=Kind.EDITED, origin=origin, event_id=event, number=900 + number)
    )
    return entry_id, await story.work(entry_id)


async def test_the_echo_of_our_own_change_is_no_news_however_late_it_comes(
    story: Story, context: Context, authors: FakeAuthors, channel: FakeChannel, clock: FakeClock
) -> None:
    first = await story.say("Mary Dupont rang")
    clock.pass_time(hours=3)
    entry_id, decision = await edited(story, "[Person A] rang")
    async with context.store.read() as unit:
        assert (decision, (await unit.inbox.entry(entry_id)).code) == (Decision.NOTHING, "own_change")
        assert bool(await unit.inbox.original(first))
    assert authors.calls == ["replace"]


async def test_the_echo_may_come_before_the_change_is_recorded(
    story: Story, context: Context, authors: FakeAuthors
) -> None:
    entry_id = await story.store(story.message("Mary Dupont rang"))
    await decide(context, entry_id)
    authors.killed_after = "replace"
    with pytest.raises(Killed):
        await remove(context, entry_id)
    assert (await edited(story, "[Person A] rang"))[1] is Decision.NOTHING
    await remove(context, entry_id)
    assert (await record(context, entry_id)).state is PostState.POSTED


async def test_a_clean_edit_of_its_author_is_the_post_from_then_on(
    story: Story, context: Context, authors: FakeAuthors
) -> None:
    first = await story.say("Mary Dupont rang")
    assert (await edited(story, "[Person A] is calmer"))[1] is Decision.CLEAN
    kept = await record(context, first)
    async with context.store.read() as unit:
        content = await unit.posts.content(kept.post_id)
    assert (kept.state, getattr(content, "body", "")) == (PostState.POSTED, "[Person A] is calmer")
    assert authors.calls == ["replace"], "nothing is done to what its author wrote"


async def test_a_preview_under_it_is_no_edit(story: Story, context: Context) -> None:
    first = await story.say("Mary Dupont reads https://example.org/wigs")
    async with context.store.read() as unit:
        before = await unit.posts.content((await record(context, first)).post_id)
    await edited(story, f"{before.body}\nWigs and turbans")  # type: ignore[union-attr]
    async with context.store.read() as unit:
        assert await unit.posts.content((await record(context, first)).post_id) == before


async def test_an_edit_that_names_somebody_is_corrected_in_the_same_place(
    story: Story, context: Context, authors: FakeAuthors, channel: FakeChannel
) -> None:
    first = await story.say("Mary Dupont rang")
    entry_id, _ = await edited(story, "[Person A] and Peter Smith rang")
    assert bodies(authors) == ["[Person A] and [Person B] rang"]
    assert (await record(context, first)).state is PostState.REMOVED
    assert (await record(context, entry_id)).refs == (MessageRef("fake", "group", "1"),)
    assert (channel.removed, channel.posts) == ([], [])


async def test_what_nobody_may_remove_any_more_is_exposed_and_its_author_asked_to_delete_it(
    story: Story, context: Context, authors: FakeAuthors, channel: FakeChannel
) -> None:
    """Corrected in place, then the permission was taken back, then a colleague saw one more detail."""
    channel.capabilities = Capabilities(removal=Removal.BY_AUTHOR, amends=True)
    entry_id = await story.say("Mary Dupont keeps llamas")
    async with context.store.begin() as unit:
        await unit.permissions.end(unit.people.fingerprint(SUE), context.clock.now())
    mended = await hide_words(context, entry_id, SUE, (RawText("llamas"),), "en")
    channel.script("amend", Effect(Outcome.UNSUPPORTED, code="cant_update_message"))
    channel.script("remove", Effect(Outcome.FORBIDDEN, code="no_admin_token"))
    assert mended.publish == (entry_id,)
    await publish(context, entry_id)
    await deliver_of_entry(context, entry_id)
    assert "llamas" not in channel.posts[-1].body
    note = channel.told["sue"][-1]
    assert (note.line.key, note.about) == ("note.still_there", MessageRef("fake", "group", "1"))
    async with context.store.read() as unit:
        assert await unit.inbox.marked(EXPOSED) == [entry_id]
    await deletes(story)
    async with context.store.read() as unit:
        assert await unit.inbox.marked(EXPOSED) == []


async def deletes(story: Story) -> None:
    """Sue deletes her message."""
    origin = MessageRef("fake", "group", "1")
    gone = story.message("", kind=Kind.DELETED, origin=origin, event_id="gone", number=950)
    await story.work(await story.store(gone))
