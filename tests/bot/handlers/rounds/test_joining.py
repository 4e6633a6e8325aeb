"""Who reads a round: listeners, by their own word; the others learn that somebody came, not who."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.drafts import Writing
from bot.domain.messages import Inbound, MessageRef, PersonRef
from bot.domain.orders import Verb, order_in
from bot.domain.outgoing import Press
from bot.domain.roster import Role, code_brought
from bot.handlers.compose import begin, sent
from bot.handlers.deliver import deliver_of_entry
from bot.handlers.orders import carry_out
from bot.handlers.press import press
from bot.handlers.rounds.joining import waiting_words
from redaction import RawText
from tests.bot.handlers.rounds.conftest import World

DETAILS = "Mary Dupont is frightened of the PICC line"


@pytest.mark.parametrize(
    ("words", "verb", "name"),
    [
        ("rounds", Verb.ROUNDS, ""),
        ("Tours ?", Verb.ROUNDS, ""),
        ("/rounds", Verb.ROUNDS, ""),
        ("join round Advice", Verb.ROUND_JOIN, "advice"),
        ("Rejoindre le tour advice.", Verb.ROUND_JOIN, "advice"),
        ("leave the round advice", Verb.ROUND_LEAVE, "advice"),
        ("quitter le tour advice", Verb.ROUND_LEAVE, "advice"),
    ],
)
def test_orders_about_rounds_are_understood_in_both_languages(words: str, verb: Verb, name: str) -> None:
    order = order_in(words)
    assert order is not None
    assert (order.verb, order.round) == (verb, name)
    assert code_brought(words) is None


@pytest.mark.parametrize("words", ["a round of FOLFOX", "who can join round the clock?", "tour de garde demain"])
def test_what_colleagues_are_asked_is_no_order(words: str) -> None:
    assert order_in(words) is None


async def _order(world: World, who: str, words: str) -> str:
    order = order_in(words)
    assert order is not None
    by = PersonRef("mail", world.accounts[who])
    return (await carry_out(world.context, by, RawText(who), order, "en")).line.key


async def test_a_listener_joins_and_leaves_by_their_own_word_and_the_others_are_told(world: World) -> None:
    await world.member("dan")
    assert await _order(world, "dan", "join round advice") == "answer.round_joined"
    assert await _order(world, "dan", "join round advice") == "answer.round_joined_already"
    for note_id in await waiting_words(world.context):
        await deliver_of_entry(world.context, note_id)
    assert [note.line.key for note in world.mail.told[world.accounts["bob"]]] == ["note.round_joined"]
    assert world.group.read("g1") == ["notice.round_joined"]
    await world.say(world.in_group(DETAILS))
    assert len(world.read("dan")[0]) == 1
    assert await _order(world, "dan", "leave round advice") == "answer.round_left"
    await world.say(world.in_group("FOLFOX again"))
    assert len(world.read("dan")[0]) == 1
    assert await world.journal("round_joined", "round_left", "round_told") == [
        "round_joined", "round_told", "round_told", "round_left",
    ]  # fmt: skip


async def test_nobody_joins_without_the_role_nor_a_round_that_is_not_there(world: World) -> None:
    account = await world.member("dan")
    assert await _order(world, "dan", "join round nothing") == "answer.round_unknown"
    async with world.context.store.begin() as unit:
        member = await unit.roster.member_of(PersonRef("mail", account))
        assert member is not None
        await unit.roster.give_roles(member.member_id, frozenset({Role.TRUSTEE}))
    assert await _order(world, "dan", "join round advice") == "answer.not_allowed"
    assert await _order(world, "dan", "rounds") == "answer.not_allowed"


async def test_whoever_loses_the_role_reads_and_writes_there_no_more(world: World) -> None:
    async with world.context.store.begin() as unit:
        member = await unit.roster.member_of(PersonRef("mail", world.accounts["bob"]))
        assert member is not None
        await unit.roster.give_roles(member.member_id, frozenset({Role.TRUSTEE}))
    await world.say(world.in_group("FOLFOX is hard"))
    await world.say(world.letter("I still write", "bob"))
    assert world.read("bob", "cat") == [[], ["Ann: FOLFOX is hard"]]
    assert [back.line.key for back in world.mail.given_back[world.accounts["bob"]]] == ["note.round_none"]


async def test_the_author_of_a_question_in_the_group_is_led_to_the_answer_that_came_by_letter(world: World) -> None:
    await world.say(world.in_group(DETAILS))
    copy = world.mail.message(world.accounts["bob"])
    await world.say(world.letter("A second nurse helps", "bob", reply_to=copy))
    notes = [note for note in world.group.told["ann"] if note.line.key == "note.answered"]
    assert len(notes) == 1


async def test_somebody_in_a_group_who_has_no_leg_of_their_own_is_told_where_to_ask(world: World) -> None:
    async with world.context.store.begin() as unit:
        member = await unit.roster.add(RawText("Ann"), frozenset({Role.LISTENER}), "en", world.clock.now())
        await unit.roster.link(PersonRef("group", "ann"), member.member_id, world.clock.now())
    order = order_in("join round advice")
    assert order is not None
    answer = await carry_out(world.context, PersonRef("group", "ann"), RawText("Ann"), order, "en")
    assert answer.line.key == "answer.round_no_leg"


async def test_a_draft_that_answers_a_copy_is_seen_and_posted_as_an_answer_in_that_round(world: World) -> None:
    await world.say(world.in_group(DETAILS))
    account = world.accounts["bob"]
    bob, copy = PersonRef("mail", account), MessageRef("mail", account, world.mail.message(account))
    writing = Writing(bob, RawText("Bob"), RawText("I could ring Mary Dupont"), "en", reply_to=copy)
    answer = await begin(world.context, writing)
    assert answer.preview is not None
    assert "[Person A]" in answer.preview.after
    button = answer.buttons[0]
    assert button.subject.endswith("/round:advice")
    assert button.words == "Advice / Avis"
    pressed = await press(world.context, Press(button.action, button.subject, bob, RawText("Bob")))
    assert isinstance(pressed.receive, Inbound)
    await world.say(pressed.receive)
    question, posted = world.group.posts("g1")
    assert posted.body == answer.preview.after
    assert posted.reply_to == world.group.message("g1", 0)
    assert posted.case == question.case
    assert len(world.read("cat")[0]) == 2
    assert pressed.draft is not None
    await sent(world.context, pressed.draft)
    again = await begin(world.context, replace(writing, reply_to=None))
    assert again.preview is not None
    assert len(again.preview.places) == 1
