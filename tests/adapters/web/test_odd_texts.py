"""Texts that break pages: markup, length, direction, emoji."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator

import httpx
import pytest

from adapters.web.pages import badges
from adapters.web.settings import RoomPerson, WebSettings
from tests.adapters.web.browserless import Window
from tests.adapters.web.conftest import Stage, serving

SCRIPT = "<script>alert('x')</script><img src=x onerror=alert(1)>"


async def test_markup_in_a_text_is_text(sue: Window) -> None:
    await sue.send(f"{SCRIPT} [<b>Person</b>] \" ' &")
    page = await sue.page()
    assert "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;" in page
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert '<b class="pseudonym">[&lt;b&gt;Person&lt;/b&gt;]</b>' in page


async def test_markup_travels_live_as_text(sue: Window) -> None:
    await sue.send(SCRIPT)
    async for _, changes in sue.live():
        feed = [change["html"] for change in changes if change["where"] == "feed"]
        if feed:
            assert "<script" not in feed[0]
            assert "&lt;script&gt;" in feed[0]
            return


async def test_markup_in_a_name_is_a_name() -> None:
    people = (RoomPerson(account="eve", name='<script>alert(1)</script>"'),)
    async with serving(WebSettings(port=0, people=people)) as stage, stage.window("eve") as eve:
        await eve.send("hello")
        page = await eve.page()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&#34;" in page


@pytest.mark.parametrize(
    "text",
    [
        "x" * 40_000,
        "😀" * 40_000,
        "مرحبا، اتصلت بي السيدة أمس " * 1_000,
        "👩🏽‍⚕️🙂",
        "e\u0301 \u200b \u202e reversed",
        "line one\n\n\tline two\n",
    ],
    ids=["long", "long emoji", "right to left", "only emoji", "invisible", "lines"],
)
async def test_an_odd_text_arrives_as_it_was_typed(stage: Stage, sue: Window, text: str) -> None:
    await sue.send(text)
    assert stage.core.events[0].text.expose() == text
    page = await sue.page()
    assert text in page
    assert 'class="body" dir="auto"' in page


@pytest.mark.parametrize(("size", "letter"), [(40_001, "x"), (100_001, "x"), (300_000, "é"), (8_000_000, "x")], ids=str)
async def test_a_text_that_is_too_long_is_refused_with_a_page_that_says_so(
    stage: Stage, sue: Window, size: int, letter: str
) -> None:
    response = await sue.client.post(
        "/en/sue/send", data={"token": sue.token, "event_id": "12345678", "text": letter * size}, files={"file": b""}
    )
    assert response.status_code == 413
    assert "so it was not sent" in response.text
    assert stage.core.events == []


async def test_a_body_without_end_is_cut_off(stage: Stage, sue: Window) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while True:
            sent += 65_536
            yield b"x" * 65_536

    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    with contextlib.suppress(httpx.TransportError):  # cut off, the refusal may or may not be read
        assert (await sue.client.post("/en/sue/send", content=endless(), headers=headers)).status_code == 413
    assert sent < 64 * 1024 * 1024
    assert stage.core.refusals == ["too-long"]
    assert stage.core.events == []
    await sue.send("and the room goes on")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("[Person A] rang", '<b class="pseudonym">[Person A]</b> rang'),
        ("see [1]: <i>", 'see <b class="pseudonym">[1]</b>: &lt;i&gt;'),
        ("[open\nclose]", "[open\nclose]"),
        ("no bracket", "no bracket"),
    ],
)
def test_pseudonyms_stand_out_and_nothing_else_is_markup(text: str, html: str) -> None:
    assert str(badges(text)) == html
