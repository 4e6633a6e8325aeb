"""What people do in the practice room, in a real browser."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

REFERENCE = re.compile(r"C-\w{5}")
CODE = re.compile(r"\w{4}-\w{4}-\w{4}")
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


def opened(page: Page, path: str = "/en/sue") -> str:
    """Open a case and go to its page; its reference."""
    page.goto(f"{path}/cases")
    page.locator("#desk").get_by_role("button", name=re.compile("^(Open a case|Ouvrir un dossier)$")).click()
    found = REFERENCE.search(page.locator("#desk .answer").inner_text())
    assert found
    page.locator("#desk .desk-link", has_text=found[0]).click()
    expect(page.locator("#desk-title")).to_contain_text(found[0])
    expect(page.locator("#desk-title")).to_be_focused()
    return found[0]


def press(page: Page, name: str) -> Locator:
    """A button of the case's page; what is answered to it."""
    page.locator("#desk > .press-row").get_by_role("button", name=name, exact=True).click()
    return page.locator("#desk .answer")


def say(page: Page, text: str, lang: str = "en") -> Locator:
    """Write from where they are; the post."""
    write(page, text, lang)
    expect(newest_card(page)).to_have_attribute("data-state", "posted")
    return page.locator("#feed .post").last


def share(page: Page, text: str) -> str:
    """A case whose members may look, in which `text` was written; its reference."""
    reference = opened(page)
    expect(say(page, text).locator(".mark").first).to_have_text(reference)
    expect(press(page, "Let members see who it is")).to_contain_text("may look now")
    return reference


class Plain:
    """A window without JavaScript: it looks again until what it needs is there."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def until(self, path: str, what: str) -> Locator:
        """The element `what` of the page at `path`, once it is there."""
        for _ in range(80):
            self.page.goto(path)
            if self.page.locator(what).count():
                return self.page.locator(what).last
        raise AssertionError(what)
