"""Removing, posting, finding, telling, giving back: each ends in an outcome, and people see what they should."""

from __future__ import annotations

import pytest

from bot.domain.messages import PersonRef
from bot.domain.outgoing import Answer, Button, GiveBack, Line, Outcome
from bot.ports.channel import Removal
from redaction import Family, HiddenSpan
from tests.adapters.slack.conftest import Place, until
from tests.adapters.slack.values import a_note, a_notice, a_post, ref
from tests.platforms.slack.server import ADMIN_TOKEN, BOT_TOKEN


async def test_with_an_admins_token_anybodys_message_goes(place: Place) -> None:
    bot = await place.start(admin=True)
    ts = place.slack.say(place.sue, place.channel, "Mary Dupont")
    assert (await bot.remove(ref(place.channel, ts))).outcome is Outcome.DONE
    assert place.shown == []
    assert (await bot.remove(ref(place.channel, ts))).outcome is Outcome.GONE
    assert bot.capabilities.removal is Removal.BY_BOT
    assert "slack.limit_author_removes" not in bot.capabilities.cannot


async def test_without_one_only_the_bots_own_posts_go(place: Place) -> None:
    bot = await place.start()
    ts = place.slack.say(place.sue, place.channel, "Mary Dupont")
    mine = await bot.post(a_post(place.channel))
    effect = await bot.remove(ref(place.channel, ts))
    assert (effect.outcome, effect.code) == (Outcome.FORBIDDEN, "no_admin_token")
    assert mine.ref is not None
    assert (await bot.remove(mine.ref)).outcome is Outcome.DONE
    assert place.shown == ["Mary Dupont"]
    assert bot.capabilities.removal is Removal.BY_AUTHOR
    assert "slack.limit_author_removes" in bot.capabilities.cannot


async def test_the_token_of_somebody_who_is_no_admin_is_found_out(place: Place) -> None:
    token = place.slack.give_admin_token(admin=False)
    bot = await place.start(admin_user_token=token)
    ts = place.slack.say(place.sue, place.channel, "Mary Dupont")
    assert bot.capabilities.removal is Removal.BY_AUTHOR
    assert "admin_token.not_an_admin" in place.core.codes
    effect = await bot.remove(ref(place.channel, ts))
    assert (effect.outcome, effect.code) == (Outcome.FORBIDDEN, "cant_delete_message")


async def test_an_admins_token_that_was_revoked_later_is_a_lost_right(place: Place) -> None:
    bot = await place.start(admin=True)
    ts = place.slack.say(place.sue, place.channel, "Mary Dupont")
    del place.slack.tokens[ADMIN_TOKEN]
    effect = await bot.remove(ref(place.channel, ts))
    assert (effect.outcome, effect.code) == (Outcome.FORBIDDEN, "admin_invalid_auth")


async def test_nothing_that_a_call_carries_stands_in_its_url(place: Place) -> None:
    bot = await place.start(admin=True)
    ts = place.slack.say(place.sue, place.channel, "Mary Dupont")
    await bot.remove(ref(place.channel, ts))
    await bot.post(a_post(place.channel))
    await bot.find(a_post(place.channel))
    await bot.tell(a_note(place.sue))
    assert len(place.slack.requests) > 8
    assert [request.url for request in place.slack.requests if "?" in request.url] == []
    assert {request.token for request in place.slack.calls("chat.delete")} == {ADMIN_TOKEN}
    assert {request.token for request in place.slack.calls("chat.postMessage")} == {BOT_TOKEN}


async def test_a_redacted_version_stands_in_its_thread_under_its_authors_name(place: Place) -> None:
    bot = await place.start()
    root = place.slack.say(place.sue, place.channel, "A question")
    effect = await bot.post(a_post(place.channel, "[Person A] & <@U0STAND0002>: 3 < 4", thread=root, edited=True))
    assert effect.outcome is Outcome.DONE
    assert effect.ref is not None
    (line,) = [line for line in place.slack.view(place.channel, place.tom) if line.ts == effect.ref.message]
    assert line.shown == "*Sue Martin* (edited)\n[Person A] &amp; <@U0STAND0002>: 3 &lt; 4"
    assert line.thread == root


async def test_an_answer_that_was_sent_to_the_channel_too_comes_back_there_too(place: Place) -> None:
    bot = await place.start(admin=True)
    root = place.slack.say(place.tom, place.channel, "A question")
    told = place.slack.say(place.sue, place.channel, "For all: Mary", thread=root, broadcast=True)
    await place.settled()
    await bot.remove(ref(place.channel, told))
    await bot.post(a_post(place.channel, thread=root, origin=ref(place.channel, told)))
    (call,) = place.slack.calls("chat.postMessage")
    assert call.arguments["reply_broadcast"] is True


async def test_a_post_whose_thread_is_lost_stands_in_the_channel(place: Place) -> None:
    bot = await place.start()
    effect = await bot.post(a_post(place.channel, thread="1790935200.000100"))
    assert effect.outcome is Outcome.DONE
    assert place.shown == ["*Sue Martin*\n[Person A] rang again."]
    assert (await bot.find(a_post(place.channel, thread="1790935200.000100"))).ref == effect.ref


@pytest.mark.parametrize("in_thread", [True, False])
async def test_a_post_is_found_again_by_its_id_alone(place: Place, in_thread: bool) -> None:
    bot = await place.start()
    root = place.slack.say(place.sue, place.channel, "A question")
    thread = root if in_thread else None
    post = a_post(place.channel, thread=thread, origin=ref(place.channel, root))
    assert (await bot.find(post)).outcome is Outcome.GONE
    posted = await bot.post(post)
    for number in range(30):
        place.slack.say(place.tom, place.channel, f"line {number}", thread=thread)
    found = await bot.find(post)
    assert (found.outcome, found.ref) == (Outcome.DONE, posted.ref)
    assert (await bot.find(a_post(place.channel, post_id="p2", thread=thread))).outcome is Outcome.GONE


async def test_a_post_whose_answer_got_lost_is_not_posted_twice(place: Place) -> None:
    bot = await place.start()
    place.slack.fail_next("chat.postMessage", 503, "service_unavailable", after_doing=True)
    post = a_post(place.channel)
    first = await bot.post(post)
    assert first.outcome is Outcome.RETRY
    second = await bot.post(post)
    assert second.outcome is Outcome.DONE
    assert len(place.shown) == 1


async def test_a_very_long_message_comes_whole_and_is_one_post(place: Place) -> None:
    bot = await place.start()
    body = "[Person A] rang & cried. " * 1600
    post = a_post(place.channel, body, buttons=(Button("hidden", "p1"),))
    place.slack.fail_next("chat.postMessage", 429, "ratelimited", retry_after=7)
    refused = await bot.post(post)
    assert (refused.outcome, refused.retry_after, refused.code) == (Outcome.RETRY, 7.0, "ratelimited")
    posted = await bot.post(post)
    lines = place.slack.view(place.channel, place.tom)
    assert len(lines) > 3
    said = "".join(block["text"]["text"] for line in lines for block in line.blocks if block["type"] == "section")
    assert said.replace("*Sue Martin*\n", "") == body.replace("&", "&amp;")
    assert [bool(line.buttons) for line in lines] == [False] * (len(lines) - 1) + [True]
    assert (await bot.find(post)).ref == posted.ref == ref(place.channel, lines[0].ts)


async def test_of_a_long_message_only_the_missing_parts_are_posted_again(place: Place) -> None:
    bot = await place.start()
    post = a_post(place.channel, "[Person A] rang and cried. " * 900)
    assert (await bot.post(post)).outcome is Outcome.DONE
    before = place.slack.view(place.channel, place.tom)
    await bot.remove(ref(place.channel, before[1].ts))
    assert (await bot.find(post)).outcome is Outcome.GONE
    assert (await bot.post(post)).ref == ref(place.channel, before[0].ts)
    after = place.slack.view(place.channel, place.tom)
    assert sorted(line.shown for line in after) == sorted(line.shown for line in before)


async def test_a_notice_stands_in_the_place_of_a_held_message(place: Place) -> None:
    bot = await place.start()
    effect = await bot.notice(a_notice(place.channel, buttons=(Button("claim", "e1"),)))
    assert effect.outcome is Outcome.DONE
    (line,) = place.slack.view(place.channel, place.tom)
    assert line.shown == "A message from Sue Martin is held; ring them if it is urgent."
    assert line.buttons == {"This is mine": "claim"}


async def test_an_author_is_told_by_direct_message_what_was_hidden_and_can_press(place: Place) -> None:
    place.core.answer = Answer(Line("answer.posted", "en"))
    bot = await place.start()
    posted = await bot.post(a_post(place.channel))
    spans = tuple(HiddenSpan(0, 4, family, name) for family, name in [
        (Family.PERSON, "[Person A]"), (Family.PHONE, "[phone 1]"), (Family.PERSON, "[Person A]"),
    ])  # fmt: skip
    effect = await bot.tell(a_note(place.sue, hidden=spans, about=posted.ref, buttons=(Button("post_redacted", "e1"),)))
    assert effect.outcome is Outcome.DONE
    (line,) = place.slack.direct(place.sue)
    assert line.shown.splitlines()[1:3] == ["• a name → [Person A]", "• a phone number → [phone 1]"]
    assert posted.ref is not None
    assert posted.ref.message.replace(".", "") in line.shown.splitlines()[3]
    assert effect.ref is not None
    place.slack.press(place.sue, effect.ref.conversation, effect.ref.message, "Post the redacted version")
    await until(lambda: "The redacted version is being posted." in place.slack.direct(place.sue)[0].shown)
    assert place.slack.direct(place.sue)[0].shown.startswith(line.shown)
    assert [press.subject for press in place.core.presses] == ["e1"]
    assert place.slack.direct(place.tom) == []


async def test_an_app_and_a_leaver_cannot_be_told_and_that_is_said(place: Place) -> None:
    bot = await place.start()
    effect = await bot.tell(a_note("B0CALENDAR"))
    assert (effect.outcome, effect.code) == (Outcome.UNSUPPORTED, "author_is_app")
    place.slack.world.users[place.tom].deleted = True
    effect = await bot.tell(a_note(place.tom))
    assert (effect.outcome, effect.code) == (Outcome.CLOSED, "user_disabled")


async def test_a_held_message_comes_back_to_its_author_as_it_was_and_to_nobody_else(place: Place) -> None:
    bot = await place.start(admin=True)
    ts = place.slack.upload(place.sue, place.channel, "scan.pdf", "application/pdf", "Mary Dupont & <her> scan")
    await until(lambda: place.core.messages)
    (message,) = place.core.messages
    assert (await bot.remove(message.origin)).outcome is Outcome.DONE
    back = GiveBack(
        "g1", PersonRef("slack", place.sue), Line("note.held_matter", "en"), message.text, message.attachments
    )
    assert (await bot.give_back(back)).outcome is Outcome.DONE
    line, text = place.slack.direct(place.sue)
    file = next(iter(place.slack.world.files))
    assert f"/files/{place.sue}/{file}|the file>" in line.shown
    assert text.shown == "Mary Dupont &amp; &lt;her&gt; scan"
    assert not place.slack.world.files[file].deleted
    assert (place.shown, place.slack.visible_files(place.channel), ts != "") == ([], [], True)


async def test_a_file_that_stays_in_the_channel_after_its_message_is_deleted_too(place: Place) -> None:
    place.slack.files_linger = True
    bot = await place.start(admin=True)
    ts = place.slack.upload(place.sue, place.channel, "scan.pdf", "application/pdf")
    await place.settled()
    assert (await bot.remove(ref(place.channel, ts))).outcome is Outcome.DONE
    assert place.slack.visible_files(place.channel) == []


async def test_files_are_found_again_after_a_restart(place: Place) -> None:
    place.slack.files_linger = True
    ts = place.slack.upload(place.sue, place.channel, "scan.pdf", "application/pdf")
    bot = await place.start(admin=True)
    assert (await bot.remove(ref(place.channel, ts))).outcome is Outcome.DONE
    assert place.slack.visible_files(place.channel) == []


async def test_a_file_that_may_not_be_deleted_is_no_success(place: Place) -> None:
    place.slack.files_linger = True
    token = place.slack.give_admin_token(scopes=frozenset({"chat:write", "channels:read"}))
    bot = await place.start(admin_user_token=token)
    ts = place.slack.upload(place.sue, place.channel, "scan.pdf", "application/pdf")
    await place.settled()
    effect = await bot.remove(ref(place.channel, ts))
    assert (effect.outcome, effect.code) == (Outcome.FORBIDDEN, "file_missing_scope")
    assert "no_admin_scope.files_write" in place.core.codes


@pytest.mark.parametrize(
    ("status", "error", "outcome", "code"),
    [
        (429, "ratelimited", Outcome.RETRY, "ratelimited"),
        (503, "service_unavailable", Outcome.RETRY, "service_unavailable"),
        (200, "internal_error", Outcome.RETRY, "internal_error"),
        (200, "compliance_exports_prevent_deletion", Outcome.FORBIDDEN, "compliance_exports_prevent_deletion"),
        (200, "channel_not_found", Outcome.FORBIDDEN, "channel_not_found"),
        (200, "msg_of_another_kind", Outcome.FAILED, "msg_of_another_kind"),
        (200, "Mary Dupont!", Outcome.FAILED, "unnamed"),
    ],
)
async def test_every_refusal_of_a_delete_has_its_outcome(
    place: Place, status: int, error: str, outcome: Outcome, code: str
) -> None:
    bot = await place.start(admin=True)
    ts = place.slack.say(place.sue, place.channel, "Mary")
    place.slack.fail_next("chat.delete", status, error, retry_after=2)
    effect = await bot.remove(ref(place.channel, ts))
    assert (effect.outcome, effect.code) == (outcome, code)
    assert (await bot.remove(ref(place.channel, ts))).outcome is Outcome.DONE


async def test_limits_are_told_with_the_time_to_wait(place: Place) -> None:
    bot = await place.start()
    place.slack.limits.on = True
    effects = [await bot.notice(a_notice(place.channel)) for _ in range(8)]
    assert [effect.outcome for effect in effects][:5] == [Outcome.DONE] * 5
    assert effects[-1].outcome is Outcome.RETRY
    assert effects[-1].retry_after == 1.0
