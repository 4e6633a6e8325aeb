"""Who is told: those to whom the roster gives the role, those of the settings, and nobody who left or lost it."""

from __future__ import annotations

import pytest

from bot.domain.messages import PersonRef
from bot.domain.outgoing import Effect, Outcome
from bot.domain.records import NoteKind
from bot.domain.roster import Role
from bot.handlers.context import Context
from bot.handlers.deliver import deliver
from bot.handlers.private import private
from bot.handlers.supervisors import supervisors
from redaction import RawText
from tests.bot.conftest import Story
from tests.fakes.channel import FakeChannel

BOSS, ANN = PersonRef("fake", "boss"), PersonRef("fake", "ann")
SUPERVISOR, LISTENER = frozenset({Role.SUPERVISOR}), frozenset({Role.LISTENER})


async def on_roster(context: Context, account: PersonRef, roles: frozenset[Role] = SUPERVISOR) -> str:
    async with context.store.begin() as unit:
        member = await unit.roster.add(RawText("Ann Able"), roles, "en", context.clock.now())
        await unit.roster.link(account, member.member_id, context.clock.now())
    return member.member_id


async def told(context: Context, channel: FakeChannel) -> set[str]:
    async with context.store.read() as unit:
        return {person.account for person in await supervisors(unit, channel)}


async def exposed(story: Story, channel: FakeChannel) -> None:
    """A message that the bot may not remove, of which supervisors are told; not twice in one hour."""
    story.clock.pass_time(hours=1)
    channel.script("remove", Effect(Outcome.FORBIDDEN, code="why"))
    await story.say("Mary Dupont rang")


async def test_the_rosters_supervisors_are_told_beside_those_of_the_settings(
    story: Story, channel: FakeChannel
) -> None:
    await on_roster(story.context, ANN)
    await on_roster(story.context, PersonRef("elsewhere", "zoe"))
    await on_roster(story.context, PersonRef("fake", "lea"), LISTENER)
    await exposed(story, channel)
    assert {who for who, notes in channel.told.items() if any(n.line.key == "alert.rights" for n in notes)} == {
        "boss",
        "ann",
    }


async def test_nobody_is_told_twice_for_being_in_both(context: Context, channel: FakeChannel) -> None:
    await on_roster(context, BOSS)
    async with context.store.read() as unit:
        assert await supervisors(unit, channel) == (BOSS,)


@pytest.mark.parametrize("account", [ANN, BOSS])
async def test_who_left_is_told_nothing_whatever_the_settings_say(
    story: Story, channel: FakeChannel, account: PersonRef
) -> None:
    member = await on_roster(story.context, account)
    assert account.account in await told(story.context, channel)
    async with story.context.store.begin() as unit:
        await unit.roster.leave(member, story.clock.now())
    assert account.account not in await told(story.context, channel)
    await exposed(story, channel)
    assert channel.told[account.account] == []


@pytest.mark.parametrize("account", [ANN, BOSS])
async def test_who_lost_the_role_is_told_nothing_whatever_the_settings_say(
    context: Context, channel: FakeChannel, account: PersonRef
) -> None:
    member = await on_roster(context, account)
    async with context.store.begin() as unit:
        await unit.roster.give_roles(member, LISTENER)
    assert account.account not in await told(context, channel)


async def test_an_alert_that_waits_does_not_reach_somebody_who_lost_the_role_meanwhile(
    story: Story, channel: FakeChannel
) -> None:
    member = await on_roster(story.context, ANN)
    channel.script("tell", *[Effect(Outcome.CLOSED)] * 3)
    await exposed(story, channel)
    async with story.context.store.begin() as unit:
        await unit.roster.give_roles(member, LISTENER)
        (waiting,) = await unit.notes.pending_for(unit.people.fingerprint(ANN))
    assert waiting.kind is NoteKind.ALERT
    await private(story.context, ANN, RawText("Ann"), "en")
    assert not await deliver(story.context, waiting)
    assert channel.told["ann"] == []
    async with story.context.store.read() as unit:
        assert await unit.notes.pending_for(unit.people.fingerprint(ANN)) == []
