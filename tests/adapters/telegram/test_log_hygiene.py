"""Neither the token nor a word that somebody wrote reaches a log, an error or a repr, whatever goes wrong."""

from __future__ import annotations

import asyncio
import logging
import traceback

import pytest
import structlog

from bot.domain.messages import ConversationRef, MessageRef, PersonRef
from bot.domain.outgoing import GiveBack, Line, Note, Post
from bot.ports.channel import ChannelRefused
from redaction import RawText
from redaction.text import mint_redacted
from tests.adapters.telegram.conftest import Place, Recorder, until
from tests.platforms.telegram import TOKEN

CANARY = "Zebedee Quillfeather"
SECRET = TOKEN.partition(":")[2]


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """Everything that is logged at INFO, with the foreign loggers at WARNING as `bot.logs` sets them."""
    for name in ("httpx", "httpcore", "telegram"):
        caplog.set_level(logging.WARNING, logger=name)
    caplog.set_level(logging.INFO)
    return caplog


def leaks(text: str) -> list[str]:
    return [word for word in (*CANARY.split(), SECRET, TOKEN) if word in text]


async def test_a_day_of_trouble_leaves_neither_token_nor_names_in_the_log(
    place: Place, lines: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.telegram.poll.FIRST_PAUSE", 0.01)
    world, platform = place.platform.world, place.platform
    intake = Recorder(breaks=True)
    intake.cannot_store = lambda each: each.text.expose() == f"poison {CANARY}"
    group = ConversationRef("telegram", str(place.group.id))
    sue = PersonRef("telegram", str(place.sue.id))
    with structlog.testing.capture_logs() as said:
        async with place.running(intake) as channel:
            world.says(place.sue, place.group, f"poison {CANARY}")
            for kind in ("502", "garbage", "drop"):
                platform.fails(kind, "getUpdates")
            world.says(place.sue, place.group, CANARY)
            world.raw({"message": {"message_id": 9, "chat": place.group.json(), "text": CANARY, "date": CANARY}})
            world.starts(place.sue, CANARY)
            await until(lambda: len(intake.messages) >= 3)
            for kind in ("drop_after", "garbage", "403", "400", "500", "flood"):
                platform.fails(kind, "sendMessage")
                post = Post("p1", group, mint_redacted(CANARY), mint_redacted(CANARY), "en")
                results = await channel.post(post)
                assert leaks(repr(results)) == []
            await channel.tell(Note("n1", PersonRef("telegram", "99"), Line("note.held", "en")))
            await channel.give_back(GiveBack("g1", sue, Line("note.held", "en"), RawText(CANARY)))
            await channel.remove(MessageRef("telegram", str(place.group.id), "4711"))
            assert leaks(repr(channel) + repr(channel._client) + repr(channel._client.bot)) == []
    printed = capsys.readouterr()
    assert len(said) > 3
    assert leaks(repr(said) + lines.text + printed.out + printed.err) == []


async def test_what_the_loggers_would_tell_at_info_is_why_they_are_at_warning(
    place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    async with place.running(Recorder()):
        pass
    assert leaks(caplog.text) != []


async def test_a_refused_token_is_not_shown_by_the_error_or_its_traceback(place: Place) -> None:
    place.platform.token = "7000000001:AAanother-one"
    with pytest.raises(ChannelRefused) as caught:
        await place.channel().start(Recorder())
    assert leaks("".join(traceback.format_exception(caught.value))) == []


async def test_an_update_that_cannot_be_read_is_not_quoted(
    place: Place, lines: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    intake = Recorder()
    async with place.running(intake):
        place.platform.world.raw({"message": {"text": CANARY, "chat": CANARY}})
        place.platform.world.raw({"message": [CANARY]})
        await until(lambda: len(intake.received) == 2)
        await asyncio.sleep(0)
    printed = capsys.readouterr()
    assert intake.codes == ["malformed_message", "malformed_message"]
    assert leaks(lines.text + printed.out + printed.err) == []
