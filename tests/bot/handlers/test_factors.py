"""Who hears of a second factor that was set up or taken away, and what becomes of a word whose channel is gone."""

from __future__ import annotations

from bot.domain.messages import PersonRef
from bot.domain.records import NoteKind
from bot.domain.roster import Role
from bot.handlers.deliver import deliver
from bot.handlers.factors import reset_factor, tell_of_factor, waiting_notes
from bot.ports.factors import Factor
from redaction import RawText
from tests.bot.conftest import Story
from tests.fakes.channel import FakeChannel


async def member(story: Story, *roles: Role, accounts: tuple[PersonRef, ...]) -> str:
    async with story.context.store.begin() as unit:
        one = await unit.roster.add(RawText("Una"), frozenset(roles), "en", story.clock.now())
        for account in accounts:
            await unit.roster.link(account, one.member_id, story.clock.now())
    return one.member_id


async def told(story: Story) -> set[tuple[str, str, str]]:
    async with story.context.store.read() as unit:
        notes = [await unit.notes.content(note_id) for note_id in await waiting_notes(story.context)]
    return {(note.to.channel, note.to.account, note.line.key) for note in notes}


async def test_every_account_of_theirs_and_every_other_supervisor_hears_of_it_once(story: Story) -> None:
    una = await member(story, Role.SUPERVISOR, accounts=(PersonRef("fake", "una"), PersonRef("slack", "U0UNA")))
    await member(story, Role.SUPERVISOR, accounts=(PersonRef("fake", "sol"),))
    await member(story, Role.LISTENER, accounts=(PersonRef("fake", "lin"),))
    async with story.context.store.begin() as unit:
        also = (PersonRef("fake", "boss"), PersonRef("fake", "sol"), PersonRef("fake", "una"))
        await tell_of_factor(unit, una, "enrolled", story.clock.now(), also=also)
    assert await told(story) == {
        ("fake", "una", "note.factor_enrolled"),
        ("slack", "U0UNA", "note.factor_enrolled"),
        ("fake", "sol", "note.factor_enrolled_other"),
        ("fake", "boss", "note.factor_enrolled_other"),
    }


async def test_it_reaches_whom_it_can_and_waits_where_the_channel_is_gone(story: Story, channel: FakeChannel) -> None:
    una = await member(story, Role.TRUSTEE, accounts=(PersonRef("fake", "una"), PersonRef("slack", "U0UNA")))
    async with story.context.store.begin() as unit:
        await unit.factors.enrol(Factor(una, b"secret", b"salt", story.clock.now(), 1), [])
        assert await reset_factor(unit, una, by="terminal", now=story.clock.now())
        waiting = await unit.notes.pending_of(NoteKind.FACTOR)
    reached = [await deliver(story.context, note) for note in waiting]
    assert sorted(reached) == [False, True]
    assert [note.line.key for note in channel.told["una"]] == ["note.factor_reset"]
    assert await told(story) == {("slack", "U0UNA", "note.factor_reset")}
    assert (await story.journal())[-2:] == ["factor_reset", "factor_told"]
