"""Away and back: nothing said in between is missed, and what cannot be had is said."""

from __future__ import annotations

import asyncio

import pytest

from adapters.slack.channel import build
from bot.domain.messages import Inbound, Kind
from bot.domain.outgoing import Outcome
from bot.ports.channel import ChannelRefused
from config.sentences import TomlWording
from tests.adapters.slack.conftest import Place, until
from tests.adapters.slack.values import ref
from tests.platforms.slack.server import APP_TOKEN, BOT_SCOPES, BOT_TOKEN

PING = 0.4
"""Seconds; the SDK looks after its connection this often."""


async def before_an_outage(place: Place) -> str:
    """The bot saw one message and left."""
    bot = await place.start()
    ts = place.slack.say(place.sue, place.channel, "seen")
    await place.settled()
    await bot.stop()
    await place.listening(0)
    return ts


async def test_what_was_said_meanwhile_is_read_back_oldest_first(place: Place) -> None:
    seen = await before_an_outage(place)
    for number in range(230):
        place.slack.say(place.sue, place.channel, f"missed {number}")
    root = place.slack.say(place.tom, place.channel, "a question")
    place.slack.say(place.sue, place.channel, "its answer", thread=root)
    place.slack.say(place.tom, place.channel, "an answer to what was seen", thread=seen)
    place.core.deliveries.clear()
    await place.start()
    await until(lambda: "an answer to what was seen" in place.core.texts)
    assert len(place.core.texts) == 1 + 230 + 3
    in_channel = [
        event for event in place.core.deliveries if not event.endswith(place.core.messages[-1].origin.message)
    ]
    assert in_channel == sorted(in_channel)
    assert {m.thread for m in place.core.messages if "answer" in m.text.expose()} == {root, seen}


async def test_an_edit_made_meanwhile_is_read_back(place: Place) -> None:
    seen = await before_an_outage(place)
    place.slack.edit(place.sue, place.channel, seen, "seen, by Mary Dupont")
    await place.start()
    await until(lambda: len(place.core.messages) == 2)
    edited = place.core.messages[1]
    assert (edited.kind, edited.text.expose()) == (Kind.EDITED, "seen, by Mary Dupont")


async def test_files_read_back_are_found_when_they_must_go(place: Place) -> None:
    await before_an_outage(place)
    place.slack.files_linger = True
    ts = place.slack.upload(place.sue, place.channel, "scan.pdf", "application/pdf")
    bot = await place.start(admin=True)
    assert place.core.messages[-1].origin.message == ts
    assert (await bot.remove(ref(place.channel, ts))).outcome is Outcome.DONE
    assert place.slack.visible_files(place.channel) == []


async def test_what_was_there_before_the_bot_is_left_alone(place: Place) -> None:
    place.slack.say(place.sue, place.channel, "long ago")
    await place.start(ping=PING)
    await place.slack.sockets.drop()
    await until(lambda: place.slack.sockets.opened == 4)
    place.slack.say(place.sue, place.channel, "today")
    await until(lambda: place.core.texts == ["today"])
    await until(lambda: place.slack.calls("conversations.history"))
    assert place.core.texts == ["today"]


async def test_dropped_sockets_come_back_and_the_gap_is_read(place: Place) -> None:
    await place.start(ping=PING)
    place.slack.say(place.sue, place.channel, "before")
    await place.settled()
    await place.slack.sockets.drop()
    place.slack.say(place.sue, place.channel, "in the gap")
    await until(lambda: len(place.core.messages) == 2)
    await until(lambda: place.slack.sockets.connections == 2)
    place.slack.say(place.sue, place.channel, "after")
    await until(lambda: place.core.texts == ["before", "in the gap", "after"])


async def test_one_socket_listens_while_the_other_is_refreshed(place: Place) -> None:
    await place.start(ping=PING)
    await place.listening(2)
    await place.slack.sockets.refresh()
    await until(lambda: place.slack.sockets.opened == 4 and place.slack.sockets.connections == 2)
    place.slack.say(place.sue, place.channel, "after")
    await until(lambda: place.core.texts == ["after"])


async def test_an_outage_of_slack_ends_with_fresh_tickets_and_the_gap_read(place: Place) -> None:
    await place.start(ping=PING)
    place.slack.say(place.sue, place.channel, "before")
    await place.settled()
    await place.slack.go_down()
    place.slack.say(place.sue, place.channel, "in the gap")
    place.slack.sockets._tickets.clear()
    await until(lambda: len(place.slack.calls("apps.connections.open")) > 3)
    place.slack.come_back()
    await until(lambda: place.core.texts == ["before", "in the gap"], within=15)
    await place.listening(2)


async def test_a_slack_that_cannot_be_reached_is_tried_again_in_the_background(place: Place) -> None:
    await place.slack.go_down()
    bot = await place.start(admin=True)
    ts = place.slack.say(place.sue, place.channel, "Mary")
    assert (await bot.remove(ref(place.channel, ts))).outcome is Outcome.RETRY
    place.slack.come_back()
    await place.listening(2)
    place.slack.say(place.sue, place.channel, "after")
    await until(lambda: "after" in place.core.texts)


async def test_an_outage_in_the_middle_of_connecting_leaves_no_socket_behind(place: Place) -> None:
    place.slack.fail_next("apps.connections.open", 503, "service_unavailable", skip=1)
    await place.start()
    await until(lambda: place.slack.sockets.opened == 3)
    await place.listening(2)


async def test_a_connection_that_is_refused_is_tried_with_a_fresh_ticket(place: Place) -> None:
    await place.start(ping=PING)
    place.slack.sockets.door_closed = True
    await place.slack.sockets.drop()
    await until(lambda: len(place.slack.calls("apps.connections.open")) > 5, within=15)
    place.slack.sockets.door_closed = False
    await place.listening(2)
    place.slack.say(place.sue, place.channel, "after")
    await until(lambda: "after" in place.core.texts)


async def test_what_is_said_between_reading_back_and_listening_is_not_missed(place: Place) -> None:
    await before_an_outage(place)
    place.slack.say(place.sue, place.channel, "missed")

    async def somebody_writes(inbound: Inbound) -> None:
        if inbound.text.expose() == "missed" and not place.slack.sockets.opened > 2:
            place.core.before_storing = None
            place.slack.say(place.tom, place.channel, "in between")

    place.core.before_storing = somebody_writes
    await place.start()
    assert place.core.texts == ["seen", "missed", "in between"]


@pytest.mark.parametrize("token", [BOT_TOKEN, APP_TOKEN])
async def test_a_refused_token_says_so_and_leaves_nothing_open(place: Place, token: str) -> None:
    del place.slack.tokens[token]
    with pytest.raises(ChannelRefused, match="invalid_auth") as refused:
        await place.start()
    assert token not in str(refused.value)
    await place.listening(0)


async def test_without_an_app_token_there_is_nothing_to_listen_with(place: Place) -> None:
    with pytest.raises(ChannelRefused, match="no_app_token"):
        await place.start(app_token=None)


async def test_a_refused_admins_token_does_not_keep_the_bot_from_guarding(place: Place) -> None:
    bot = await place.start(admin_user_token="xoxp-revoked")
    assert "admin_token.invalid_auth" in place.core.codes
    assert bot.capabilities.removal == "by_author"
    await place.listening(2)


async def test_missing_scopes_are_named_and_the_rest_is_guarded(place: Place) -> None:
    await before_an_outage(place)
    token = place.slack.tokens[BOT_TOKEN]
    scopes = BOT_SCOPES - {"channels:history", "users:read"}
    place.slack.tokens[BOT_TOKEN] = type(token)(token.kind, token.user, scopes)
    await place.start()
    assert {"no_scope.channels_history", "no_scope.users_read", "not_read_back"} <= set(place.core.codes)
    place.slack.say(place.sue, place.channel, "after")
    await until(lambda: "after" in place.core.texts)
    assert place.core.messages[-1].author_name.expose() == f"<@{place.sue}>"


async def test_a_public_channel_is_joined_and_a_closed_one_is_reported(place: Place) -> None:
    open_one = place.slack.add_channel("open", place.sue, with_bot=False)
    closed = place.slack.add_channel("closed", place.sue, private=True, with_bot=False)
    await place.start(channels=[place.channel, open_one, closed])
    assert place.slack.bot.id in place.slack.world.channels[open_one].members
    (event,) = place.core.events.values()
    assert (event.code, event.origin.conversation) == ("bot_not_in_channel", closed)


async def test_a_private_channel_that_the_admin_is_not_in_is_reported(place: Place) -> None:
    token = place.slack.give_admin_token()
    private = place.slack.add_channel("night", place.sue, private=True)
    await place.start(admin_user_token=token, channels=[place.channel, private])
    (event,) = place.core.events.values()
    assert (event.code, event.origin.conversation) == ("admin_not_in_channel", private)


async def test_a_read_back_that_fails_for_good_is_a_gap_in_the_journal(place: Place) -> None:
    await before_an_outage(place)
    place.slack.fail_next("conversations.history", 200, "channel_not_found", times=9)
    await place.start()
    await place.listening(2)
    assert "not_read_back" in place.core.codes


async def test_reads_wait_as_long_as_slack_says(place: Place) -> None:
    await before_an_outage(place)
    place.slack.say(place.sue, place.channel, "missed")
    place.slack.fail_next("conversations.history", 429, "ratelimited", retry_after=0)
    await place.start()
    assert "missed" in place.core.texts
    assert place.core.codes == []


async def test_stopping_lets_what_is_being_stored_finish_and_takes_nothing_more(place: Place) -> None:
    going_on, finish = asyncio.Event(), asyncio.Event()

    async def slowly(_: Inbound) -> None:
        going_on.set()
        await finish.wait()

    bot = await place.start()
    place.core.before_storing = slowly
    place.slack.say(place.sue, place.channel, "Mary")
    await going_on.wait()
    stopping = asyncio.create_task(bot.stop())
    await asyncio.sleep(0)
    place.slack.say(place.sue, place.channel, "too late")
    await until(lambda: [envelope.attempts for envelope in place.slack.sockets.envelopes] == [1, 1])
    finish.set()
    await stopping
    assert place.core.texts == ["Mary"]
    assert not place.slack.sockets.envelopes[1].acknowledged
    await place.listening(0)


async def test_a_channel_can_be_stopped_before_it_started_and_twice(place: Place) -> None:
    bot = build(place.settings(), TomlWording())
    await bot.stop()
    await bot.start(place.core)
    await place.listening(2)
    await bot.stop()
    await bot.stop()
    await place.listening(0)
