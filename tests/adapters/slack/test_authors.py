"""With an author's own token: their message changed and read back, their message removed, the token revoked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from adapters.slack.channel import SlackChannel
from bot.domain.messages import MessageRef
from bot.domain.outgoing import Outcome, Post
from redaction import RawText
from tests.adapters.slack.conftest import Place
from tests.adapters.slack.values import a_post, ref
from tests.platforms.slack.calls import Token
from tests.platforms.slack.oauth import CLIENT_ID, CLIENT_SECRET

SUES = "xoxp-stand-in-sue-0000"
TOKEN = RawText(SUES)


async def started(place: Place, **more: Any) -> SlackChannel:
    place.slack.tokens[SUES] = Token("user", place.sue, frozenset({"chat:write"}))
    channel = await place.start(client_id=CLIENT_ID, client_secret=CLIENT_SECRET, **more)
    assert isinstance(channel, SlackChannel)
    return channel


def said(place: Place, text: str = "Mary Dupont rang", **more: Any) -> tuple[MessageRef, Post]:
    """Sue's message, and what is to stand in its place."""
    ts = place.slack.say(place.sue, place.channel, text, **more)
    post = replace(a_post(place.channel, "[Person A] rang"), thread=more.get("thread"))
    return ref(place.channel, ts), post


def kept(place: Place, message: MessageRef) -> dict[str, Any]:
    found: dict[str, Any] = place.slack.world.channels[place.channel].messages[message.message]
    return found


async def test_text_and_block_are_changed_and_read_back_by_the_bots_own_token(place: Place) -> None:
    bot = await started(place)
    message, post = said(place)
    effect = await bot.replace(post, message, TOKEN, look_first=False)
    assert (effect.outcome, effect.ref) == (Outcome.DONE, message)
    assert kept(place, message)["text"] == "[Person A] rang"
    assert "Dupont" not in str(kept(place, message))
    (update,) = place.slack.calls("chat.update")
    assert (update.token, SUES in update.url) == (SUES, False)
    assert {call.token == SUES for call in place.slack.calls("conversations.history")} == {False}


@pytest.mark.parametrize("broadcast", [False, True])
async def test_in_a_thread_too(place: Place, broadcast: bool) -> None:
    bot = await started(place)
    root = place.slack.say(place.tom, place.channel, "A question")
    for number in range(3):
        place.slack.say(place.tom, place.channel, f"more {number}", thread=root)
    message, post = said(place, thread=root, broadcast=broadcast)
    place.slack.say(place.tom, place.channel, "later", thread=root)
    assert (await bot.replace(post, message, TOKEN, look_first=False)).outcome is Outcome.DONE
    assert kept(place, message)["text"] == "[Person A] rang"


async def test_what_was_done_before_a_crash_is_seen_and_not_done_again(place: Place) -> None:
    bot = await started(place)
    message, post = said(place)
    await bot.replace(post, message, TOKEN, look_first=False)
    assert (await bot.replace(post, message, TOKEN, look_first=True)).outcome is Outcome.DONE
    assert len(place.slack.calls("chat.update")) == 1


async def test_looking_first_finds_the_original_and_changes_it(place: Place) -> None:
    bot = await started(place)
    message, post = said(place)
    assert (await bot.replace(post, message, TOKEN, look_first=True)).outcome is Outcome.DONE
    assert kept(place, message)["text"] == "[Person A] rang"


async def test_the_preview_of_a_link_goes_with_what_it_was_made_of(place: Place) -> None:
    bot = await started(place)
    message, post = said(place)
    place.slack.unfurl(place.channel, message.message, "https://example.org/dupont", "Mary Dupont", "about her")
    assert (await bot.replace(post, message, TOKEN, look_first=False)).outcome is Outcome.DONE
    assert kept(place, message)["attachments"] == []


async def test_a_preview_that_stays_is_told_so_that_the_message_goes(place: Place) -> None:
    place.slack.attachments_stick = True
    bot = await started(place)
    message, post = said(place)
    place.slack.unfurl(place.channel, message.message, "https://example.org/dupont", "Mary Dupont", "about her")
    effect = await bot.replace(post, message, TOKEN, look_first=False)
    assert (effect.outcome, effect.code) == (Outcome.UNSUPPORTED, "still_shown")


async def test_a_file_that_stays_is_told_too(place: Place) -> None:
    bot = await started(place)
    ts = place.slack.upload(place.sue, place.channel, "dupont.pdf", "application/pdf", "Mary Dupont rang")
    effect = await bot.replace(a_post(place.channel), ref(place.channel, ts), TOKEN, look_first=False)
    assert (effect.outcome, effect.code) == (Outcome.UNSUPPORTED, "still_shown")


@pytest.mark.parametrize(
    ("refused", "outcome"),
    [
        ("edit_window_closed", Outcome.UNSUPPORTED),
        ("cant_update_message", Outcome.UNSUPPORTED),
        ("block_mismatch", Outcome.UNSUPPORTED),
        ("message_not_found", Outcome.GONE),
        ("token_revoked", Outcome.REVOKED),
        ("invalid_auth", Outcome.REVOKED),
        ("account_inactive", Outcome.REVOKED),
        ("missing_scope", Outcome.FORBIDDEN),
        ("invalid_blocks", Outcome.FAILED),
        ("ratelimited", Outcome.RETRY),
    ],
)
async def test_what_slack_refuses_has_its_outcome(place: Place, refused: str, outcome: Outcome) -> None:
    bot = await started(place)
    message, post = said(place)
    place.slack.fail_next("chat.update", 200, refused)
    effect = await bot.replace(post, message, TOKEN, look_first=False)
    assert (effect.outcome, effect.code) == (outcome, refused)


async def test_where_it_cannot_be_read_back_it_does_not_count_as_done(place: Place) -> None:
    bot = await started(place)
    message, post = said(place)
    place.slack.fail_next("conversations.history", 200, "channel_not_found")
    effect = await bot.replace(post, message, TOKEN, look_first=False)
    assert (effect.outcome, effect.code) == (Outcome.UNSUPPORTED, "still_shown")


async def test_nobody_elses_message_can_be_changed_with_it(place: Place) -> None:
    bot = await started(place)
    ts = place.slack.say(place.tom, place.channel, "Mary Dupont rang")
    effect = await bot.replace(a_post(place.channel), ref(place.channel, ts), TOKEN, look_first=False)
    assert (effect.outcome, effect.code) == (Outcome.UNSUPPORTED, "cant_update_message")


async def test_what_is_too_long_for_one_message_is_not_tried(place: Place) -> None:
    bot = await started(place)
    message, _ = said(place)
    long = a_post(place.channel, "[Person A] rang and cried. " * 900)
    effect = await bot.replace(long, message, TOKEN, look_first=False)
    assert (effect.outcome, effect.code) == (Outcome.UNSUPPORTED, "does_not_fit")
    assert place.slack.calls("chat.update") == []


async def test_a_covered_message_says_so_and_comes_back(place: Place) -> None:
    bot = await started(place)
    message, post = said(place)
    await bot.replace(replace(post, covered=True), message, TOKEN, look_first=False)
    assert "A colleague saw" in kept(place, message)["text"]
    assert "[Person A]" not in str(kept(place, message))
    await bot.replace(post, message, TOKEN, look_first=False)
    assert kept(place, message)["text"] == "[Person A] rang"


async def test_a_message_is_removed_by_its_authors_token(place: Place) -> None:
    bot = await started(place)
    message, _ = said(place)
    assert (await bot.remove(message)).code == "no_admin_token"
    assert (await bot.remove_own(message, TOKEN)).outcome is Outcome.DONE
    assert place.shown == []
    assert (await bot.remove_own(message, TOKEN)).outcome is Outcome.GONE


async def test_a_revoked_token_is_good_for_nothing_and_revoking_it_again_says_so(place: Place) -> None:
    bot = await started(place)
    message, post = said(place)
    assert (await bot.revoke(TOKEN)).outcome is Outcome.DONE
    assert place.slack.member_tokens(place.sue) == []
    assert (await bot.revoke(TOKEN)).outcome is Outcome.REVOKED
    assert (await bot.replace(post, message, TOKEN, look_first=False)).outcome is Outcome.REVOKED


async def test_the_page_to_agree_on_asks_for_the_one_scope_in_this_workspace(place: Place) -> None:
    bot = await started(place)
    page = bot.approval_page("a-state", "https://bot.example.org/permit")
    assert page is not None
    back = place.slack.approve(place.sue, page)
    assert back.startswith("https://bot.example.org/permit?code=")
    grant = await bot.exchange(back.partition("code=")[2].partition("&")[0], "https://bot.example.org/permit")
    assert (grant.problem, grant.permission is not None) == ("", True)
    (exchange,) = place.slack.calls("oauth.v2.access")
    assert CLIENT_SECRET not in str(exchange.arguments) + exchange.url


@pytest.mark.parametrize(
    ("code", "back_to"), [("made-up", "https://bot.example.org/permit"), ("", "https://x.example.org")]
)
async def test_a_code_that_is_none_gives_nothing(place: Place, code: str, back_to: str) -> None:
    bot = await started(place)
    grant = await bot.exchange(code, back_to)
    assert (grant.permission, grant.problem) == (None, "invalid_code")


async def test_before_the_workspace_was_reached_everything_waits(place: Place) -> None:
    await place.slack.go_down()
    bot = await started(place)
    assert bot.approval_page("a-state", "https://bot.example.org/permit") is None
    assert (await bot.exchange("code", "https://bot.example.org/permit")).problem == "not_connected"
    message = MessageRef("slack", place.channel, "1.000000")
    for effect in (
        await bot.replace(a_post(place.channel), message, TOKEN, look_first=False),
        await bot.remove_own(message, TOKEN),
        await bot.revoke(TOKEN),
    ):
        assert effect.outcome is Outcome.RETRY


async def test_an_answer_whose_thread_is_another_than_was_thought_is_found_all_the_same(place: Place) -> None:
    bot = await started(place)
    root = place.slack.say(place.tom, place.channel, "A question")
    elsewhere = place.slack.say(place.tom, place.channel, "what stands for it now")
    message, post = said(place, thread=root)
    effect = await bot.replace(replace(post, thread=elsewhere), message, TOKEN, look_first=False)
    assert effect.outcome is Outcome.DONE
    place.slack.edit(place.sue, place.channel, message.message, "Mary Dupont rang")
    effect = await bot.replace(replace(post, thread="1.000000"), message, TOKEN, look_first=False)
    assert effect.outcome is Outcome.DONE


async def test_an_image_that_a_preview_leaves_is_no_correction(place: Place) -> None:
    place.slack.attachments_stick = True
    bot = await started(place)
    message, post = said(place)
    kept(place, message)["attachments"] = [
        {"from_url": "https://example.org/dupont", "image_url": "https://example.org/d.png"}
    ]
    effect = await bot.replace(post, message, TOKEN, look_first=False)
    assert effect.code == "still_shown"


async def test_that_slack_lists_whose_a_token_is_is_no_further_scope(place: Place) -> None:
    bot = await started(place)
    place.slack.oauth.more = {"scope": "identify,chat:write"}
    page = bot.approval_page("a-state", "https://bot.example.org/permit")
    assert page is not None
    code = place.slack.approve(place.tom, page).partition("code=")[2].partition("&")[0]
    assert (await bot.exchange(code, "https://bot.example.org/permit")).problem == ""
