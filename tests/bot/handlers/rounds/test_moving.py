"""A letter goes into the round that it is for, or back to its author; never to a guess."""

from __future__ import annotations

import pytest

from bot.domain.messages import Kind, MessageRef, PersonRef
from bot.handlers.receive import receive
from bot.handlers.rounds.moving import moved
from tests.bot.handlers.rounds.conftest import World

WORDS = "FOLFOX is hard on the fingers"


async def _where(world: World, **fields: object) -> MessageRef:
    return (await moved(world.context, world.letter(WORDS, "dan", **fields))).inbound.origin


@pytest.mark.parametrize("named", [None, "advice"])
async def test_whoever_is_in_one_round_need_not_say_which(world: World, named: str | None) -> None:
    await world.member("dan", "advice")
    origin = await _where(world, round=named)
    assert (origin.channel, origin.conversation) == ("round", "advice")
    assert world.accounts["dan"] not in origin.message


async def test_the_message_that_a_letter_answers_says_more_than_the_address(world: World) -> None:
    await world.member("dan", "advice", "other")
    await world.say(world.in_group(WORDS))
    copy = world.mail.message(world.accounts["dan"])
    assert (await _where(world, reply_to=copy, round="other")).conversation == "advice"
    assert (await _where(world, round="other")).conversation == "other"


@pytest.mark.parametrize(
    ("rounds", "named", "line"),
    [
        ((), None, "note.round_none"),
        ((), "advice", "note.round_none"),
        (("advice", "other"), None, "note.round_which"),
        (("other",), "advice", "note.round_which"),
    ],
)
async def test_what_fits_no_round_goes_back_to_its_author_and_is_seen_by_nobody(
    world: World, rounds: tuple[str, ...], named: str | None, line: str
) -> None:
    account = await world.member("dan", *rounds)
    await world.say(world.letter(WORDS, "dan", round=named))
    (back,) = world.mail.given_back[account]
    assert back.line.key == line
    assert world.group.read("g1") == []
    assert world.read("bob", "cat", "dan") == [[], [], []]
    assert await world.journal("message_withheld", "message_given_back") == ["message_withheld", "message_given_back"]


async def test_a_letter_that_arrives_twice_is_one(world: World) -> None:
    letter = world.letter(WORDS, "bob")
    await world.say(letter)
    there = await moved(world.context, letter)
    assert await receive(world.context, world._ids, there.inbound, there.stood) is None


async def test_a_stranger_and_somebody_who_left_have_no_round(world: World) -> None:
    async with world.context.store.begin() as unit:
        member = await unit.roster.member_of(PersonRef("mail", world.accounts["bob"]))
        assert member is not None
        await unit.roster.leave(member.member_id, world.clock.now())
    there = await moved(world.context, world.letter(WORDS, "bob", round="advice"))
    assert there.inbound.origin.channel == "mail"
    stranger = world.letter(WORDS, "cat", author=PersonRef("mail", "nobody"), round="advice")
    assert (await moved(world.context, stranger)).inbound.origin.channel == "mail"


async def test_an_event_that_nobody_understands_stays_where_it_came_from(world: World) -> None:
    strange = world.letter("", "bob", kind=Kind.UNKNOWN, code="bounce")
    assert (await moved(world.context, strange)).inbound == strange
