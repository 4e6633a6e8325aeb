"""The page stays up to date, resumes where it stopped, and lets the server go."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Mapping
from typing import Any

import httpx
import pytest

from adapters.web.channel import build
from adapters.web.server import PortTaken
from adapters.web.settings import WebSettings
from bot.domain.messages import ConversationRef, MessageRef, PersonRef
from bot.domain.outgoing import GiveBack, Line, Note, Notice, Outcome
from config.sentences import TomlWording
from redaction import RawText
from tests.adapters.web.browserless import Window
from tests.adapters.web.conftest import Stage, serving
from tests.adapters.web.core import MemoryLog, TinyCore


async def until(
    window: Window, where: str, after: int = 0, headers: Mapping[str, str] | None = None
) -> tuple[int, dict[str, Any]]:
    """The first change of this kind, and its number."""
    async with asyncio.timeout(10):
        async for number, changes in window.live(after, headers):
            for change in changes:
                if change["where"] == where:
                    return number, change
    raise AssertionError("the stream ended")


async def test_a_post_reaches_the_others_as_it_is_made(stage: Stage, sue: Window) -> None:
    async with stage.window("odile", "fr") as odile:
        waiting = asyncio.create_task(until(odile, "feed"))
        message = await sue.send("Mary Dupont rang")
        _, change = await waiting
    assert change["id"] == message
    assert "[Person A]</b> rang" in change["html"]
    assert "Répondre" in change["html"]


async def test_a_browser_that_was_away_gets_what_it_missed_and_nothing_twice(stage: Stage, sue: Window) -> None:
    await sue.send("first")
    number, _ = await until(sue, "feed")
    second = await sue.send("second")
    by_address = await until(sue, "feed", after=number)
    by_header = await until(sue, "feed", headers={"Last-Event-ID": str(number)})
    assert by_address[1]["id"] == by_header[1]["id"] == second
    assert by_address[0] == by_header[0] > number


async def test_a_number_from_another_room_starts_from_the_beginning(sue: Window) -> None:
    message = await sue.send("first")
    _, change = await until(sue, "feed", after=999)
    assert change["id"] == message


async def test_a_private_word_is_shown_to_its_addressee_alone(stage: Stage, sue: Window) -> None:
    note = Note("n1", PersonRef("web", "margaret"), Line("alert.rights", "en"))
    assert (await stage.channel.tell(note)).outcome is Outcome.DONE
    async with stage.window("margaret", "fr") as margaret:
        _, change = await until(margaret, "notes")
        assert "Je n&#39;ai pas le droit" in change["html"]
        assert "Je n&#39;ai pas le droit" in await margaret.page()
    _, hint = await until(sue, "nudge")
    assert hint == {"where": "nudge", "id": "margaret", "html": "", "thread": None}
    assert "I lack the right" not in await sue.page()


async def test_everything_is_shown_once_however_often_it_is_sent(stage: Stage, sue: Window) -> None:
    room = ConversationRef("web", "practice")
    await sue.send("Mary Dupont rang")
    post = stage.core.post_for(stage.core.events[0])
    to = PersonRef("web", "sue")
    notice = Notice("h1", room, Line("alert.rights"))
    note = Note("n1", to, Line("alert.rights"))
    back = GiveBack("g1", to, Line("note.held"), RawText("the withheld text"))
    for _ in range(3):
        effects = [
            await stage.channel.post(post),
            await stage.channel.notice(notice),
            await stage.channel.tell(note),
            await stage.channel.give_back(back),
        ]
        assert {effect.outcome for effect in effects} == {Outcome.DONE}
    page = await sue.page()
    assert page.count('<article class="post"') == page.count('<article class="notice"') == 1
    assert page.count("the withheld text") == 1
    assert page.count('data-note="note:n1"') == 1


async def test_the_channel_finds_its_own_posts(stage: Stage, sue: Window) -> None:
    stage.core.hold = True
    await sue.send("hello")
    post = stage.core.post_for(stage.core.events[0])
    assert (await stage.channel.find(post)).outcome is Outcome.GONE
    posted = await stage.channel.post(post)
    assert (await stage.channel.find(post)) == posted
    assert (await stage.channel.remove(MessageRef("web", "practice", post.post_id))).outcome is Outcome.DONE
    assert (await stage.channel.remove(MessageRef("web", "practice", post.post_id))).outcome is Outcome.GONE


async def test_what_is_meant_for_another_room_or_nobody_is_refused(stage: Stage) -> None:
    notice = Notice("h1", ConversationRef("web", "elsewhere"), Line("alert.rights"))
    assert (await stage.channel.notice(notice)).code == "unknown-room"
    note = Note("n1", PersonRef("web", "nobody"), Line("alert.rights"))
    assert (await stage.channel.tell(note)).code == "unknown-account"
    assert stage.log.entries == []


async def test_a_room_is_as_it_was_after_a_restart(stage: Stage, sue: Window) -> None:
    root = await sue.send("Mary Dupont rang")
    await sue.send("an answer", reply_to=root)
    gone = await sue.send("taken back")
    await sue.act("edit", message=root, text="Mary Dupont rang twice")
    await sue.act("delete", message=gone)
    await sue.send("", file=("a.ogg", b"x", "audio/ogg"))
    before = _shape(await sue.page())
    async with serving(WebSettings(port=0), stage.log) as again, again.window() as window:
        assert _shape(await window.page()) == before
        taken_back = stage.core.post_for(stage.core.events[2])
        assert (await again.channel.post(taken_back)).outcome is Outcome.GONE


def _shape(page: str) -> list[str]:
    marks = ("data-message=", "data-card=", "data-thread=", "[Person A]", 'class="body"')
    return [line.strip() for line in page.splitlines() if any(mark in line for mark in marks)]


async def test_it_stops_within_seconds_while_pages_are_open(settings: WebSettings) -> None:
    async with serving(settings) as stage, stage.window() as sue:
        await sue.send("hello")
        listening = asyncio.create_task(_drain(sue))
        await until(sue, "feed")
        begun = time.monotonic()
        await stage.channel.stop()
        assert time.monotonic() - begun < 5
        await asyncio.wait_for(listening, 5)


async def _drain(window: Window) -> None:
    try:
        async for _ in window.live():
            pass
    except httpx.TransportError:
        pass  # cut off is an end too


async def test_a_port_that_is_taken_is_said_in_words(stage: Stage) -> None:
    port = int(stage.channel.url.rpartition(":")[2])
    second = build(WebSettings(port=port), TomlWording(), MemoryLog())
    with pytest.raises(PortTaken, match=f"port {port} on 127.0.0.1 cannot be used"):
        await second.start(TinyCore())


async def test_health(stage: Stage, http: httpx.AsyncClient) -> None:
    assert (await http.get("/healthz")).status_code == 200


async def test_nothing_that_was_typed_is_logged(
    stage: Stage, sue: Window, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG):
        await sue.send("Mary Dupont rang", file=("Dupont.pdf", b"x", "application/pdf"))
        await until(sue, "cards")
        stage.core.broken = True
        await sue.act("send", text="Mary Dupont again")
        await sue.act("send", text="Mary Dupont forged", token="x")
    written = caplog.text + "".join(capsys.readouterr())
    assert "web.unstored" in written
    assert "Dupont" not in written
