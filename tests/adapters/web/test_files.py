"""A file is withheld, sealed, and handed back to its author alone; what was made anew of it is for everybody."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from adapters.web.channel import WebChannel
from adapters.web.settings import WebSettings
from bot.domain.files import CleanFile, FileKind
from bot.domain.messages import Matter, MessageRef
from bot.domain.outgoing import Post
from bot.ports.channel import NotFetched
from config.sentences import TomlWording
from redaction.text import mint_redacted, mint_redacted_bytes
from tests.adapters.web.browserless import Window
from tests.adapters.web.conftest import Stage
from tests.adapters.web.core import MemoryLog, TinyCore

NAME = "Compte rendu Mme Dupont.pdf"
FILE = (NAME, b"%PDF-1.4 Mary Dupont", "application/pdf")


async def test_the_author_gets_the_file_back_and_the_room_a_line(stage: Stage, sue: Window) -> None:
    await sue.send("look at this", file=FILE)
    event = stage.core.events[0]
    assert event.matter is Matter.FILE
    assert [attachment.matter for attachment in event.attachments] == [Matter.FILE]
    page = await sue.page()
    assert 'data-state="returned"' in page
    assert "A message from Sue is held; ring them if it is urgent." in page
    fetched = await sue.client.get(f"/en/sue/file/{event.attachments[0].handle}")
    assert fetched.content == FILE[1]
    assert "Compte%20rendu%20Mme%20Dupont.pdf" in fetched.headers["content-disposition"]
    assert fetched.headers["content-type"] == "application/octet-stream"


async def test_nobody_else_sees_or_fetches_it(stage: Stage, sue: Window) -> None:
    await sue.send("look at this", file=FILE)
    handle = stage.core.events[0].attachments[0].handle
    async with stage.window("margaret") as margaret:
        page = await margaret.page()
        assert "look at this" not in page
        assert "ring them if it is urgent" in page
        response = await margaret.client.get(f"/en/margaret/file/{handle}")
    assert response.status_code == 404
    assert FILE[1] not in response.content


async def test_a_file_is_not_handed_out_before_the_core_gave_it_back(stage: Stage, sue: Window) -> None:
    stage.core.hold = True
    await sue.send("", file=FILE)
    handle = stage.core.events[0].attachments[0].handle
    assert (await sue.client.get(f"/en/sue/file/{handle}")).status_code == 404


async def test_what_kind_of_thing_it_is(stage: Stage, sue: Window) -> None:
    for name, media in (("a.ogg", "audio/ogg"), ("a.jpg", "image/jpeg"), ("a.bin", "application/x-thing")):
        await sue.send("", file=(name, b"bytes", media))
    assert [event.matter for event in stage.core.events] == [Matter.VOICE, Matter.PICTURE, Matter.FILE]


async def test_a_file_sent_twice_is_kept_once(stage: Stage, sue: Window) -> None:
    for _ in range(2):
        assert (await sue.act("send", event_id="12345678", text="", file=FILE)).status_code == 200
    assert sum(room.endswith(".files") for room, _ in stage.log.entries) == 1


async def test_five_megabytes_are_taken_and_one_byte_more_is_not(stage: Stage, sue: Window) -> None:
    most = 5 * 1024 * 1024
    await sue.send("", file=("big.bin", b"x" * most, "application/octet-stream"))
    response = await sue.act("send", text="", file=("big.bin", b"x" * (most + 1), "application/octet-stream"))
    assert (response.status_code, response.json()["code"]) == (413, "file-too-big")
    assert len(stage.core.events) == 1


async def test_what_was_given_back_is_wiped_when_its_time_is_over() -> None:
    clock = [datetime(2026, 11, 24, 12, tzinfo=UTC)]
    log, core = MemoryLog(), TinyCore()
    channel = WebChannel(WebSettings(port=0), TomlWording(), log, now=lambda: clock[0])
    core.channel = channel
    await channel.start(core)
    try:
        async with Window(channel.url, "sue", "en") as sue:
            await sue.send("about Mary Dupont", file=FILE)
            clock[0] += timedelta(hours=47)
            await channel.sweep()
            assert "about Mary Dupont" in await sue.page()
            clock[0] += timedelta(hours=2)
            await channel.sweep()
            await channel.sweep()
            assert "about Mary Dupont" not in await sue.page()
            assert (await sue.client.get(f"/en/sue/file/{core.events[0].attachments[0].handle}")).status_code == 404
    finally:
        await channel.stop()
    kept = b"".join(entry for _, entry in log.entries)
    assert b"Dupont" not in kept


def clean(number: int, kind: FileKind, content: bytes) -> CleanFile:
    return CleanFile(kind, number, mint_redacted_bytes(content))


async def posted_with_files(stage: Stage, sue: Window) -> Post:
    """What Sue wrote, posted with a picture and a document of ours."""
    stage.core.hold = True
    await sue.send("look at this", file=FILE)
    files = clean(1, FileKind.PICTURE, b"\x89PNG new"), clean(2, FileKind.DOCX, b"PK new")
    post = replace(stage.core.post_for(stage.core.events[0]), files=files)
    await stage.channel.post(post)
    return post


def numbers(page: str) -> list[str]:
    return sorted(set(re.findall(r"/file/(\d+)", page)))


async def test_everybody_sees_the_new_files_of_a_post_and_nobody_the_old_one(stage: Stage, sue: Window) -> None:
    await posted_with_files(stage, sue)
    async with stage.window("margaret") as margaret:
        page = await margaret.page()
        picture, document = numbers(page)
        assert f'<img src="/en/margaret/file/{picture}"' in page
        assert "document-2.docx" in page
        shown = await margaret.client.get(f"/en/margaret/file/{picture}")
        assert (shown.content, shown.headers["content-type"]) == (b"\x89PNG new", "image/png")
        fetched = await margaret.client.get(f"/en/margaret/file/{document}")
        assert fetched.content == b"PK new"
        assert "document-2.docx" in fetched.headers["content-disposition"]
        old = stage.core.events[0].attachments[0].handle
        assert (await margaret.client.get(f"/en/margaret/file/{old}")).status_code == 404


async def test_a_post_that_is_covered_loses_its_files_for_good(stage: Stage, sue: Window) -> None:
    post = await posted_with_files(stage, sue)
    before = numbers(await sue.page())
    standing = (MessageRef("web", "practice", post.post_id),)
    await stage.channel.amend(replace(post, covered=True, files=()), standing)
    assert numbers(await sue.page()) == []
    for number in before:
        assert (await sue.client.get(f"/en/sue/file/{number}")).status_code == 404
    assert not any(b"new" in entry for _, entry in stage.log.entries if entry.startswith(b'"'))


async def test_a_post_whose_words_change_keeps_its_files(stage: Stage, sue: Window) -> None:
    post = await posted_with_files(stage, sue)
    before = numbers(await sue.page())
    standing = (MessageRef("web", "practice", post.post_id),)
    await stage.channel.amend(replace(post, body=mint_redacted("otherwise")), standing)
    page = await sue.page()
    assert "otherwise" in page
    assert numbers(page) == before


async def test_what_somebody_sent_is_handed_to_the_core_alone(stage: Stage, sue: Window) -> None:
    stage.core.hold = True
    await sue.send("look at this", file=FILE)
    (attachment,) = stage.core.events[0].attachments
    assert (await stage.channel.fetch(attachment)).expose() == FILE[1]
    with pytest.raises(NotFetched):
        await stage.channel.fetch(replace(attachment, handle="999"))
