"""Neither a token nor a word of anybody's reaches a log, whatever level the root logger has."""

from __future__ import annotations

import logging
from collections.abc import MutableMapping
from typing import Any

import pytest
import structlog

from bot.domain.drafts import Offers
from bot.domain.messages import ConversationRef
from bot.domain.outgoing import Outcome
from tests.adapters.slack.conftest import Place, until
from tests.adapters.slack.values import a_note, a_post, ref

CANARIES = ("Zebedee", "Quillfeather", "xoxb-", "xapp-", "xoxp-", "ticket=")
SDK = ("slack_sdk", "slack_bolt")


@pytest.fixture(autouse=True)
def loud(caplog: pytest.LogCaptureFixture) -> None:
    """Everything at DEBUG but the SDKs, which `bot.logs` keeps at WARNING."""
    caplog.set_level(logging.DEBUG)
    for name in SDK:
        caplog.set_level(logging.WARNING, logger=name)


def lines(caplog: pytest.LogCaptureFixture, capture: list[MutableMapping[str, Any]]) -> str:
    return "\n".join([*(logging.Formatter().format(record) for record in caplog.records), *map(repr, capture)])


async def test_a_whole_working_day_names_nobody(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    with structlog.testing.capture_logs() as ours:
        bot = await place.start(admin=True, ping=0.4)
        ts = place.slack.say(place.sue, place.channel, "Zebedee Quillfeather rang")
        place.slack.edit(place.sue, place.channel, ts, "Zebedee Quillfeather rang twice")
        place.slack.write_to_bot(place.sue, "Zebedee")
        place.slack.slash(place.sue, place.channel, "/entrenous", "Zebedee")
        place.core.offered = Offers((ConversationRef("slack", place.channel),))
        place.slack.shortcut(place.sue, "compose")
        await until(lambda: (form := place.slack.form(place.sue)) is not None and "place" in form.fields)
        place.slack.fill(place.sue, "text", "Zebedee Quillfeather")
        place.slack.submit(place.sue)
        place.slack.point_at(place.tom, place.channel, ts, "hide")
        place.slack.happen({"type": "brain_wave", "text": "Zebedee", "event_ts": "1.2"})
        await place.settled()
        place.core.cannot_store = 1
        place.slack.say(place.sue, place.channel, "Zebedee again")
        await until(lambda: place.core.cannot_store == 0)
        place.slack.clock.advance(3)
        await place.settled()
        place.slack.fail_next("chat.postMessage", 200, "Zebedee Quillfeather")
        assert (await bot.post(a_post(place.channel, "Zebedee"))).outcome is Outcome.FAILED
        await bot.tell(a_note(place.sue))
        await bot.remove(ref(place.channel, ts))
        await place.slack.go_down()
        await until(lambda: len(place.slack.calls("apps.connections.open")) > 4)
        place.slack.sockets.door_closed = True
        place.slack.come_back()
        tried = len(place.slack.calls("apps.connections.open"))
        await until(lambda: len(place.slack.calls("apps.connections.open")) > tried + 2, within=15)
        place.slack.sockets.door_closed = False
        await place.listening(2)
        await bot.stop()
    written = lines(caplog, ours)
    assert "slack.not_stored" in written
    assert "slack.socket_down" in written
    assert "the Slack SDK reports trouble in connect (exception: WSServerHandshakeError)" in written
    assert [canary for canary in CANARIES if canary in written] == []


async def test_an_event_of_an_unheard_of_shape_names_nobody(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    with structlog.testing.capture_logs() as ours:
        await place.start()
        place.slack.happen({"type": "message", "channel": place.channel, "text": "Zebedee", "ts": "Quillfeather"})
        place.slack.sockets.hand_out("interactive", {"type": "Zebedee", "user": {"id": "U1"}}, retries=False)
        place.slack.sockets.hand_out("unheard_of", {"Zebedee": "Quillfeather"}, retries=False)
        await place.settled()
    assert sorted(filter(None, place.core.codes)) == ["interaction_none", "interaction_unnamed", "not_understood"]
    assert [canary for canary in CANARIES if canary in lines(caplog, ours)] == []
