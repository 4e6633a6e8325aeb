"""The page to write on inside of another page: Telegram's own may show it so, no other, and none of our other pages."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from redaction import Redactor
from tests.adapters.web.desk import Browser, Desk, serving_pages

SAID = "Zara Okonkwo lives in Bergerac, her son Chidi is on 06 39 98 12 34"


@pytest.fixture(scope="module")
def redactor() -> Redactor:
    return Redactor.load()


@pytest.fixture
async def desk(tmp_path: Path, redactor: Redactor) -> AsyncIterator[Desk]:
    async with serving_pages(tmp_path, redactor) as running:
        yield running


@pytest.fixture
async def browser(desk: Desk) -> AsyncIterator[Browser]:
    async with desk.browser() as one:
        yield one


FRAME = {"Sec-Fetch-Dest": "iframe"}


async def test_inside_of_telegrams_page_the_secret_is_in_the_form_and_in_no_cookie_or_address(
    desk: Desk, browser: Browser
) -> None:
    link = await desk.link()
    assert "frame-ancestors https://web.telegram.org" in (await browser.get(link)).headers["content-security-policy"]
    shown = await browser.post(link, headers=FRAME, text=SAID, purpose="guidance", case="")
    assert shown.status_code == 200
    assert "set-cookie" not in shown.headers
    there = re.search(r'action="/entrenous(/compose/draft/[^"]+)"', browser.page)
    assert there is not None
    given = {name: browser.field(name) for name in ("session", "token", "version")}
    more = {"text": SAID, "hide": "Bergerac", "purpose": "guidance", "case": "", "place": "fake/group"}
    assert (await browser.get(there[1], **FRAME)).status_code == 404
    stranger = await browser.post(there[1], headers=FRAME, do="post", **{**given, "session": "x" * 32}, **more)
    assert (stranger.status_code, desk.core.refusals) == (401, ["web:token-forged"])
    again = await browser.post(there[1], headers=FRAME, do="again", **given, **more)
    assert again.status_code == 200
    assert desk.channel.posts == []
    given = {name: browser.field(name) for name in ("session", "token", "version")}
    await browser.post(there[1], headers=FRAME, do="post", **given, **more | {"hide": ""})
    assert len(desk.channel.posts) == 1


async def test_a_form_in_a_foreign_frame_is_refused_and_no_window_of_its_own_shows_the_secret(
    desk: Desk, browser: Browser
) -> None:
    link = await desk.link()
    foreign = await browser.post(link, headers={**FRAME, "Origin": "https://evil.example.org"}, text=SAID)
    assert (foreign.status_code, desk.core.refusals) == (401, ["web:origin"])
    await browser.begin(link, SAID)
    assert 'name="session"' not in browser.page


async def test_pages_that_show_names_are_framed_by_nobody(desk: Desk, browser: Browser) -> None:
    for path in ("/look/x", "/done", "/nowhere"):
        assert "frame-ancestors 'none'" in (await browser.get(path)).headers["content-security-policy"]
