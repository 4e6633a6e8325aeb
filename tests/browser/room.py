"""What people do in the practice room, in a real browser."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

SEND = {"en": "Send", "fr": "Envoyer"}


def picture(page: Page, shots: Path | None, name: str) -> None:
    if shots:
        page.screenshot(path=shots / f"{name}.png", full_page=True, animations="disabled")


def write(page: Page, text: str, lang: str = "en") -> None:
    page.locator("#text").fill(text)
    page.get_by_role("button", name=SEND[lang]).click()
    expect(page.locator("#text")).to_have_value("")


def become(page: Page, name: str) -> None:
    page.locator(".people a", has_text=name).click()
    expect(page.locator(".people a[aria-current=page]")).to_contain_text(name)


def newest_card(page: Page) -> Locator:
    return page.locator("#cards .card").first
