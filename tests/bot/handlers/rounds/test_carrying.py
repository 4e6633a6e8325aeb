"""What is said in a round is read on each of its legs, and nowhere with a name in it."""

from __future__ import annotations

import asyncio

from bot.domain.messages import Attachment, Kind, Matter, PersonRef
from bot.domain.outgoing import Effect, Outcome, Press
from bot.handlers.mend import hide_more, withdraw
from bot.handlers.rounds.carry import carry, look
from redaction import RawText
from tests.bot.handlers.rounds.conftest import World

DETAILS = "Mary Dupont is frightened of the PICC line"


async def test_a_post_of_the_group_is_read_by_letter_under_the_same_pseudonym(world: World) -> None:
    await world.say(world.in_group(DETAILS))
    assert world.group.read("g1") == ["Ann: [Person A] is frightened of the PICC line"]
    assert world.read("bob", "cat") == [["Ann: [Person A] is frightened of the PICC line"]] * 2


async def test_a_clean_message_of_the_group_stays_and_is_read_by_letter_too(world: World) -> None:
    await world.say(world.in_group("FOLFOX every two weeks is hard"))
    assert world.group.read("g1") == ["FOLFOX every two weeks is hard"]
    assert world.read("bob") == [["Ann: FOLFOX every two weeks is hard"]]


async def test_an_answer_by_letter_joins_the_consult_and_hangs_under_the_post_in_the_group(world: World) -> None:
    await world.say(world.in_group(DETAILS))
    copy = world.mail.message(world.accounts["bob"])
    await world.say(world.letter("Mary Dupont could ring me", "bob", reply_to=copy))
    question, answer = world.group.posts("g1")
    assert str(answer.body).startswith("[Person A]")
    assert answer.reply_to == world.group.message("g1", 0)
    assert answer.byline == "Bob"
    assert answer.case == question.case
    assert world.read("cat") == [[f"Ann: {question.body}", f"Bob: {answer.body}"]]
    assert world.mail.posts(world.accounts["cat"])[1].reply_to == world.mail.message(world.accounts["cat"], 0)
    assert world.read("bob") == [[f"Ann: {question.body}"]], "nobody gets a copy of their own"


async def test_an_answer_in_the_group_to_a_letter_hangs_under_its_authors_own_letter(world: World) -> None:
    await world.say(world.letter(DETAILS, "bob"))
    asked = world.group.message("g1")
    await world.say(world.in_group("Has Mary Dupont slept?", reply_to=asked))
    assert world.group.posts("g1")[1].reply_to == asked
    (answer,) = world.mail.posts(world.accounts["bob"])
    assert "[Person A]" in answer.body
    assert answer.reply_to == "own1"


async def test_an_answer_to_ones_own_letter_is_in_its_thread(world: World) -> None:
    await world.say(world.letter(DETAILS, "bob"))
    await world.say(world.letter("Mary Dupont asks again", "bob", reply_to="own1"))
    first, second = world.group.posts("g1")
    assert second.case == first.case
    assert second.reply_to == world.group.message("g1", 0)


async def test_what_is_hidden_later_is_hidden_on_every_leg(world: World) -> None:
    entry_id = await world.say(world.in_group("The woman with the red roses rang"))
    assert world.read("bob") == [["Ann: The woman with the red roses rang"]]
    entry_id = await world.say(world.in_group(f"{DETAILS} and the red roses"))
    ann = PersonRef("group", "ann")
    mended = await hide_more(world.context, ann, entry_id, RawText("red roses"), "en")
    for one in mended.publish:
        await world.publish(one)
    await world.carry()
    assert "red roses" not in world.group.posts("g1")[-1].body
    lines = world.read("bob")[0]
    assert lines[-2] == "notice.copy_mended", "a letter cannot be taken back, so its reader is asked to delete it"
    assert "red roses" not in lines[-1]
    last = world.mail.posts(world.accounts["bob"])[-1]
    assert last.edited
    assert last.reply_to == world.mail.message(world.accounts["bob"], -3)
    assert await world.journal("copy_stands") == ["copy_stands"] * 2


async def test_what_its_author_takes_back_goes_from_the_group_and_letters_are_asked_to_be_deleted(world: World) -> None:
    entry_id = await world.say(world.letter(DETAILS, "bob"))
    bob = PersonRef("mail", world.accounts["bob"])
    await withdraw(world.context, Press("withdraw", entry_id, bob, RawText("Bob")))
    await world.carry()
    assert world.group.read("g1") == []
    assert world.read("cat")[0][-1] == "notice.copy_withdrawn"


async def test_a_clean_message_that_is_deleted_in_the_group_goes_everywhere(world: World) -> None:
    said = world.in_group("FOLFOX is hard")
    await world.say(said)
    await world.say(world.in_group("", message=said.origin.message, kind=Kind.DELETED))
    assert world.read("bob")[0][-1] == "notice.copy_withdrawn"


async def test_a_clean_message_to_which_a_name_is_added_changes_on_every_leg(world: World) -> None:
    said = world.in_group("FOLFOX is hard")
    await world.say(said)
    await world.say(world.in_group("FOLFOX is hard on Mary Dupont", message=said.origin.message, kind=Kind.EDITED))
    assert world.group.read("g1") == ["Ann: FOLFOX is hard on [Person A]"]
    assert world.read("bob")[0][-1] == "Ann: FOLFOX is hard on [Person A]"


async def test_a_message_that_cannot_be_read_leaves_its_line_on_every_leg(world: World) -> None:
    await world.say(world.in_group("", matter=Matter.VOICE, attachments=(Attachment(Matter.VOICE, "h"),)))
    assert world.group.read("g1") == ["notice.held"]
    assert world.read("bob", "cat") == [["notice.held"]] * 2


async def test_a_leg_that_fails_in_passing_gets_everything_once_and_in_order(world: World) -> None:
    world.mail.broken[world.accounts["bob"]] = [Effect(Outcome.RETRY, retry_after=0.01)] * 2
    for text in ("first", "second", "third"):
        entry_id = await world.receive(world.in_group(text))
        await world.work(entry_id)
    due = await look(world.context)
    await asyncio.gather(*(carry(world.context, entry_id) for entry_id in due))
    assert world.read("bob", "cat") == [["Ann: first", "Ann: second", "Ann: third"]] * 2


async def test_a_leg_that_fails_for_good_holds_up_no_other_and_supervisors_hear_of_it_once_an_hour(
    world: World,
) -> None:
    world.mail.broken[world.accounts["bob"]] = [Effect(Outcome.FAILED, code="550")] * 2
    for text in ("first", "second"):
        await world.say(world.in_group(text))
    assert world.read("bob", "cat") == [[], ["Ann: first", "Ann: second"]]
    assert await world.journal("copy_failed") == ["copy_failed"] * 2
    assert [note.line.key for note in world.group.told["boss"]] == ["alert.copy_failed"]
    await world.say(world.in_group("third"))
    assert world.read("bob") == [["Ann: third"]]


async def test_whoever_comes_later_reads_from_then_on(world: World) -> None:
    await world.say(world.in_group("before"))
    world.clock.pass_time(minutes=1)
    await world.member("dan", "advice")
    await world.say(world.in_group("after"))
    assert world.read("dan") == [["Ann: after"]]
