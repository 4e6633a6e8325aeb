"""Each thing that the bot does on Telegram ends in an outcome that the core can act on."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta

import pytest

from bot.domain.messages import Attachment, ConversationRef, Matter, MessageRef, PersonRef
from bot.domain.outgoing import Answer, Button, Effect, GiveBack, Line, Note, Notice, Outcome, Post
from redaction import Family, HiddenSpan, RawText
from redaction.text import mint_redacted
from tests.adapters.telegram.conftest import Place, Recorder, until
from tests.platforms.telegram import Message, admin_rights


def ref(message: Message) -> MessageRef:
    return MessageRef("telegram", str(message.chat), str(message.id))


def a_post(place: Place, body: str = "[Person A] rang", **more: object) -> Post:
    group = ConversationRef("telegram", str(place.group.id))
    return Post("p1", group, mint_redacted("Sue Palmer"), mint_redacted(body), "en", **more)  # type: ignore[arg-type]


def a_note(person: int) -> Note:
    hidden = (HiddenSpan(0, 4, Family.PERSON, "[Person A]"),)
    return Note("n1", PersonRef("telegram", str(person)), Line("note.redacted", "en", {"count": 1}), hidden)


# --- removing ----------------------------------------------------------------------------------------------------


async def test_removing_takes_a_message_away_and_again_is_no_fault(place: Place, intake: Recorder) -> None:
    message = place.platform.world.says(place.sue, place.group, "Mary Dupont rang")
    async with place.running(intake) as channel:
        await until(lambda: intake.messages)
        assert await channel.remove(ref(message)) == Effect(Outcome.DONE)
        assert await channel.remove(ref(message)) == Effect(Outcome.GONE, code="already_gone")
    assert place.platform.world.view(place.group) == []
    assert len(place.platform.world.exposures) == 1


async def test_an_administrators_message_is_removed_like_anybodys(place: Place, intake: Recorder) -> None:
    place.group.admins = {place.claire.id}
    message = place.platform.world.says(place.claire, place.group, "Mary Dupont", anonymous=True)
    async with place.running(intake) as channel:
        assert (await channel.remove(ref(message))).outcome is Outcome.DONE


@pytest.mark.parametrize("words", ["message can't be deleted", "message can't be deleted for everyone"])
async def test_too_old_and_not_allowed_are_told_apart_though_telegram_words_them_alike(
    place: Place, intake: Recorder, words: str
) -> None:
    world = place.platform.world
    place.platform.methods.cannot_delete = words
    old = world.says(place.sue, place.group, "two days ago")
    async with place.running(intake) as channel:
        world.clock.advance(timedelta(hours=49))
        assert (await channel.remove(ref(old))).outcome is Outcome.TOO_OLD
        young = world.says(place.sue, place.group, "now")
        place.group.bot = admin_rights(deletes=False)
        assert await channel.remove(ref(young)) == Effect(Outcome.FORBIDDEN, code="not_enough_rights")
        place.group.bot = {"status": "kicked", "until_date": 0}
        assert await channel.remove(ref(young)) == Effect(Outcome.FORBIDDEN, code="bot_removed")


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("drop", "maybe_sent"),
        ("drop_after", "maybe_sent"),
        ("502", "server_error"),
        ("500", "server_error"),
        ("garbage", "maybe_sent"),
    ],
)
async def test_a_passing_fault_while_removing_is_to_be_tried_again(
    place: Place, intake: Recorder, kind: str, code: str
) -> None:
    message = place.platform.world.says(place.sue, place.group, "Mary Dupont rang")
    async with place.running(intake) as channel:
        place.platform.fails(kind, "deleteMessage")
        assert await channel.remove(ref(message)) == Effect(Outcome.RETRY, code=code)
        again = await channel.remove(ref(message))
    assert again.outcome in (Outcome.DONE, Outcome.GONE)
    assert place.platform.world.view(place.group) == []


async def test_a_platform_that_is_down_cannot_have_got_the_request(place: Place, intake: Recorder) -> None:
    message = place.platform.world.says(place.sue, place.group, "Mary Dupont rang")
    async with place.running(intake) as channel:
        await place.platform.close()
        assert await channel.remove(ref(message)) == Effect(Outcome.RETRY, code="not_sent")
        await place.platform.open()


async def test_a_flood_wait_is_handed_on_in_seconds(place: Place, intake: Recorder) -> None:
    message = place.platform.world.says(place.sue, place.group, "Mary Dupont rang")
    async with place.running(intake) as channel:
        place.platform.fails("flood", "deleteMessage", seconds=7)
        assert await channel.remove(ref(message)) == Effect(Outcome.RETRY, retry_after=7.0, code="flood")


async def test_a_token_revoked_while_running_is_a_failure_not_an_exception(place: Place, intake: Recorder) -> None:
    message = place.platform.world.says(place.sue, place.group, "Mary Dupont rang")
    async with place.running(intake) as channel:
        place.platform.token = "7000000001:AAanother-one"
        assert await channel.remove(ref(message)) == Effect(Outcome.FAILED, code="unauthorized")
        await until(lambda: ("telegram", "unauthorized") in intake.refusals)


# --- posting -----------------------------------------------------------------------------------------------------


async def test_a_post_stands_under_its_authors_name_where_the_original_stood(place: Place, intake: Recorder) -> None:
    world = place.platform.world
    asked = world.says(place.claire, place.group, "Alors ?")
    async with place.running(intake) as channel:
        post = a_post(place, reply_to=str(asked.id), buttons=(Button("hidden", "e7k2p"),))
        effect = await channel.post(post)
    assert effect.outcome is Outcome.DONE
    seen = world.view(place.group)[-1]
    assert effect.ref == MessageRef("telegram", str(place.group.id), str(seen.id))
    assert (seen.text, seen.reply_to) == ("Sue Palmer: [Person A] rang", asked.id)
    assert seen.buttons == ("What was hidden?", "Our private chat")
    assert world.last(place.group).json["entities"] == [{"type": "bold", "offset": 0, "length": 11}]


async def test_what_a_post_answered_may_be_gone(place: Place, intake: Recorder) -> None:
    async with place.running(intake) as channel:
        assert (await channel.post(a_post(place, reply_to="4711"))).outcome is Outcome.DONE
    assert place.platform.world.view(place.group)[-1].reply_to is None


async def test_a_post_goes_into_its_topic_and_if_that_is_gone_into_the_main_one(place: Place, intake: Recorder) -> None:
    world = place.platform.world
    place.group.forum = True
    topic = world.topic(place.group, "Lodging", place.sue)
    async with place.running(intake) as channel:
        assert (await channel.post(a_post(place, thread=str(topic)))).outcome is Outcome.DONE
        place.group.topics.clear()
        assert (await channel.post(a_post(place, thread=str(topic)))).outcome is Outcome.DONE
    assert [each.topic for each in world.view(place.group)[-2:]] == [topic, None]


async def test_a_long_post_comes_in_parts_that_cut_no_pseudonym(place: Place, intake: Recorder) -> None:
    body = "word 🙏🏽 [Town A, Dordogne] " * 300
    async with place.running(intake) as channel:
        effect = await channel.post(a_post(place, body))
    seen = place.platform.world.view(place.group)
    assert effect.ref is not None
    assert effect.ref.message == str(seen[0].id)
    assert len(seen) == 3
    assert sum(each.text.count("[Town A, Dordogne]") for each in seen) == 300


async def test_a_long_post_that_breaks_off_is_taken_back_so_that_it_is_not_doubled(
    place: Place, intake: Recorder
) -> None:
    async with place.running(intake) as channel:
        place.platform.fails("slow", "sendMessage", seconds=0)
        place.platform.fails("403", "sendMessage")
        effect = await channel.post(a_post(place, "word " * 2000))
        assert effect.outcome is Outcome.FORBIDDEN
        assert place.platform.world.view(place.group) == []


async def test_a_part_that_meets_a_passing_fault_is_sent_again(place: Place, intake: Recorder) -> None:
    async with place.running(intake) as channel:
        place.platform.fails("slow", "sendMessage", seconds=0)
        place.platform.fails("flood", "sendMessage", seconds=1)
        effect = await channel.post(a_post(place, "word " * 1000))
    assert effect.outcome is Outcome.DONE
    assert len(place.platform.world.view(place.group)) == 2


async def test_a_send_that_may_have_got_through_says_so(place: Place, intake: Recorder) -> None:
    async with place.running(intake) as channel:
        place.platform.fails("drop_after", "sendMessage")
        assert await channel.post(a_post(place)) == Effect(Outcome.RETRY, code="maybe_sent")
        assert await channel.find(a_post(place)) == Effect(Outcome.UNSUPPORTED)
    assert len(place.platform.world.view(place.group)) == 1


async def test_a_notice_stands_in_the_group(place: Place, intake: Recorder) -> None:
    line = Line("notice.held", "en", {"byline": mint_redacted("Sue Palmer")})
    group = ConversationRef("telegram", str(place.group.id))
    async with place.running(intake) as channel:
        effect = await channel.notice(Notice("n1", group, line, buttons=(Button("claim", "e1"),)))
    seen = place.platform.world.view(place.group)[-1]
    assert effect.outcome is Outcome.DONE
    assert seen.text == "A message from Sue Palmer is held; ring them if it is urgent."
    assert seen.buttons == ("This is mine", "Our private chat")


async def test_a_post_for_a_group_that_moved_reaches_what_it_became(place: Place, intake: Recorder) -> None:
    world = place.platform.world
    old = world.group("Old hands", [place.sue], kind="group")
    async with place.running(intake) as channel:
        said = world.says(place.sue, old, "Mary Dupont")
        world.privacy = True
        new = world.becomes_supergroup(old, place.sue)
        group = ConversationRef("telegram", str(old.id))
        post = Post("p1", group, mint_redacted("Sue"), mint_redacted("[Person A]"), "en", reply_to=str(said.id))
        assert await channel.post(post) == Effect(Outcome.RETRY, retry_after=0.0, code="group_moved")
        assert (await channel.post(post)).outcome is Outcome.DONE
        assert await channel.remove(ref(said)) == Effect(Outcome.FAILED, code="group_moved")
    assert world.view(new)[-1].text == "Sue: [Person A]"
    assert world.view(new)[-1].reply_to is None


# --- telling one person ------------------------------------------------------------------------------------------


async def test_a_private_word_waits_for_start_then_arrives(place: Place, intake: Recorder) -> None:
    world = place.platform.world
    intake.answer = Answer(Line("answer.welcome", "en"))
    async with place.running(intake) as channel:
        assert await channel.tell(a_note(place.sue.id)) == Effect(Outcome.CLOSED, code="not_started")
        world.starts(place.sue)
        await until(lambda: intake.opened)
        assert (await channel.tell(a_note(place.sue.id))).outcome is Outcome.DONE
        world.blocks(place.sue)
        assert await channel.tell(a_note(place.sue.id)) == Effect(Outcome.CLOSED, code="blocked")
        assert await channel.tell(a_note(12345)) == Effect(Outcome.CLOSED, code="not_started")
    assert "• [Person A]: a name" in [
        line for each in world.view(world.chats[place.sue.id]) for line in each.text.split("\n")
    ]


async def test_the_link_under_a_post_leads_to_start_and_then_notes_arrive(place: Place, intake: Recorder) -> None:
    world = place.platform.world
    intake.answer = Answer(Line("answer.welcome", "en"))
    async with place.running(intake) as channel:
        await channel.post(a_post(place, buttons=(Button("hidden", "e7k2p"),)))
        world.presses(place.sue, world.last(place.group), "Our private chat")
        await until(lambda: intake.opened)
        assert (await channel.tell(a_note(place.sue.id))).outcome is Outcome.DONE


async def test_a_withheld_voice_note_goes_back_to_its_author_alone(place: Place, intake: Recorder) -> None:
    world = place.platform.world
    world.starts(place.sue)
    world.sends(place.sue, place.group, voice=world.voice(), caption="for Mary Dupont")
    async with place.running(intake) as channel:
        await until(lambda: len(intake.messages) == 1)
        held = intake.messages[0]
        assert held.author is not None
        line = Line("note.held_matter", "en")
        back = GiveBack("g1", held.author, line, held.text, held.attachments)
        assert (await channel.remove(held.origin)).outcome is Outcome.DONE
        assert (await channel.give_back(back)).outcome is Outcome.DONE
    mine = [each for each in world.view(world.chats[place.sue.id]) if each.author == "Entre Nous"]
    assert [each.kind for each in mine if "Hello" not in each.text][-3:] == ["text", "text", "voice"]
    assert [each.text for each in mine][-2] == "for Mary Dupont"
    assert world.view(place.group) == []


async def test_a_file_that_telegram_no_longer_has_is_named_and_the_text_still_goes_back(
    place: Place, intake: Recorder
) -> None:
    world = place.platform.world
    world.starts(place.sue)
    gone = (Attachment(Matter.FILE, "document:BQAC-forgotten"),)
    person = PersonRef("telegram", str(place.sue.id))
    async with place.running(intake) as channel:
        effect = await channel.give_back(GiveBack("g1", person, Line("note.held", "en"), RawText("my words"), gone))
    assert effect == Effect(Outcome.FAILED, code="file_gone")
    assert "my words" in [each.text for each in world.view(world.chats[place.sue.id])]


@pytest.mark.parametrize("kind", ["photo", "video", "video_note", "animation", "voice", "audio", "document"])
async def test_every_kind_of_file_can_go_back(place: Place, intake: Recorder, kind: str) -> None:
    world = place.platform.world
    world.starts(place.sue)
    person = PersonRef("telegram", str(place.sue.id))
    file = Attachment(Matter.FILE, f"{kind}:{world.file(kind)['file_id']}")
    async with place.running(intake) as channel:
        effect = await channel.give_back(GiveBack("g1", person, Line("note.held", "en"), RawText(""), (file,)))
    assert effect.outcome is Outcome.DONE
    assert kind in world.last(world.chats[place.sue.id]).json


# --- pace --------------------------------------------------------------------------------------------------------


async def test_posts_keep_to_the_limits_and_deletes_wait_for_none(place: Place, intake: Recorder) -> None:
    world = place.platform.world
    place.paced = place.platform.limits.on = True
    raw = [world.says(place.sue, place.group, f"Mary Dupont {i}") for i in range(40)]
    async with place.running(intake) as channel:
        began = time.monotonic()
        posting = asyncio.gather(*(channel.post(a_post(place)) for _ in range(3)))
        removed = await asyncio.gather(*(channel.remove(ref(message)) for message in raw))
        deletes_took = time.monotonic() - began
        posted = await posting
        posts_took = time.monotonic() - began
    assert {each.outcome for each in removed} == {each.outcome for each in posted} == {Outcome.DONE}
    assert place.platform.limits.refused == 0
    assert deletes_took < 1.5
    assert posts_took >= 2.0


async def test_a_flood_wait_in_one_group_stops_neither_other_chats_nor_deletes(place: Place, intake: Recorder) -> None:
    world = place.platform.world
    raw = world.says(place.sue, place.group, "Mary Dupont")
    other = world.group("Other", [place.sue])
    elsewhere = Notice("n1", ConversationRef("telegram", str(other.id)), Line("answer.gone", "en"))
    async with place.running(intake) as channel:
        place.platform.fails("flood", "sendMessage", seconds=2)
        began = time.monotonic()
        assert (await channel.post(a_post(place))).retry_after == 2.0
        assert (await channel.remove(ref(raw))).outcome is Outcome.DONE
        assert (await channel.notice(elsewhere)).outcome is Outcome.DONE
        assert time.monotonic() - began < 1.5
        assert (await channel.post(a_post(place))).outcome is Outcome.DONE
        assert time.monotonic() - began >= 2.0


async def test_an_answer_whose_link_telegram_refuses_is_given_without_it(place: Place, intake: Recorder) -> None:
    world = place.platform.world
    intake.answer = Answer(Line("answer.start_first", "en"), open_private=True)
    keyboard = {"inline_keyboard": [[{"text": "press me", "callback_data": "hidden:e1"}]]}
    post = world.add_own(place.group, {"text": "x", "reply_markup": keyboard})
    async with place.running(intake):
        world.me["username"] = "renamed_bot"
        world.presses(place.sue, post, "press me")
        await until(lambda: place.sue.alerts)
    ((text, url),) = place.sue.alerts
    assert text.startswith("Press Start in our private chat")
    assert url is None
