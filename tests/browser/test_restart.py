"""A page that is open while the bot is started anew."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import practice_room
from tests.places import free_port

pytestmark = [pytest.mark.browser, pytest.mark.long]


def test_an_open_page_finds_the_bot_again_and_keeps_what_is_being_written(browser: Browser, tmp_path: Path) -> None:
    port = free_port()
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    with practice_room(port, tmp_path / "first") as url:
        page.goto(f"{url}/en/sue")
        page.locator("#text").fill("Madame Lefèvre rang me.")
        page.get_by_role("button", name="Send").click()
        expect(page.locator("#feed .post")).to_have_count(1)
        page.locator("#text").fill("half a thought")
    expect(page.locator("#status")).to_contain_text("No connection to the bot")
    with practice_room(port, tmp_path / "second") as url:
        expect(page.locator("#status")).to_have_text("Connected again.", timeout=30_000)
        expect(page.locator("#feed .post")).to_have_count(0)  # the practice room forgets when it closes
        expect(page.locator("#text")).to_have_value("half a thought")
        page.get_by_role("button", name="Send").click()
        expect(page.locator("#feed .post .body")).to_have_text("half a thought")
    context.close()
