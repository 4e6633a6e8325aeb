"""A name that was missed goes from every leg, whoever of the round sees it, and wherever."""

from __future__ import annotations

from bot.domain.drafts import Report
from bot.domain.messages import Inbound, MessageRef, PersonRef
from bot.domain.outgoing import Answer, Press
from bot.handlers.mend import Mended
from bot.handlers.missed import choose, done, report
from redaction import RawText
from tests.bot.handlers.rounds.conftest import World

CLEAN = "The woman with the red roses rang"


async def _hidden(world: World, by: PersonRef, answer: Answer, word: str) -> Mended | Inbound:
    """They choose a word, and end it."""
    (button,) = [one for one in answer.buttons if str.__str__(one.words or "") == word]
    await choose(world.context, Press(button.action, button.subject, by, RawText("Cat")))
    draft = button.subject.split("/")[0]
    return await done(world.context, Press("missed_done", draft, by, RawText("Cat")))


async def test_a_reader_of_letters_covers_a_clean_message_of_the_group_and_it_comes_back_without_the_word(
    world: World,
) -> None:
    await world.say(world.in_group(CLEAN))
    account = world.accounts["cat"]
    cat = PersonRef("mail", account)
    seen = MessageRef("mail", account, world.mail.message(account))
    reported = await report(world.context, Report(seen, cat, RawText("Cat"), "en"))
    await world.carry()
    assert world.group.read("g1") == []
    assert world.read("bob", "cat") == [[f"Ann: {CLEAN}", "notice.copy_withdrawn"]] * 2
    again = await _hidden(world, cat, reported.answer, "roses")
    assert isinstance(again, Inbound)
    await world.say(again)
    (post,) = world.group.posts("g1")
    assert "roses" not in post.body
    assert (
        world.read("bob", "cat")
        == [
            [f"Ann: {CLEAN}", "notice.copy_withdrawn", f"Ann: {post.body}"],
        ]
        * 2
    )


async def test_a_redacted_post_is_covered_on_every_leg_until_the_word_is_hidden(world: World) -> None:
    await world.say(world.letter("Mary Dupont and the roses rang", "bob"))
    ann = PersonRef("group", "ann")
    seen = MessageRef("group", "g1", world.group.message("g1"))
    reported = await report(world.context, Report(seen, ann, RawText("Ann"), "en"))
    for entry_id in reported.publish:
        await world.publish(entry_id)
    await world.carry()
    assert world.group.read("g1") == ["covered"]
    assert world.read("cat")[0][-1] == "covered"
    ended = await _hidden(world, ann, reported.answer, "roses")
    assert isinstance(ended, Mended)
    for entry_id in ended.publish:
        await world.publish(entry_id)
    await world.carry()
    (line,) = world.group.read("g1")
    assert "roses" not in line
    assert world.read("cat")[0][-1] == line
