"""Nothing in the practice room, on the page to write on or in a written-out journal hinders somebody from reading and using it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.audit.chain import GENESIS, Link
from bot.audit.page import journal_page
from config.practice import load_exercises
from config.sentences import sentences
from redaction import Lang
from tests.browser.accessible import faults
from tests.browser.room import become, newest_card, opened, say, write
from tests.browser.test_compose import Association
from tests.browser.test_console import window
from tests.browser.test_everybody import combinations, fits
from tests.browser.test_exercises import SAID, answer

pytestmark = [pytest.mark.browser, pytest.mark.long]

TEXT = "Georges Lambert, 06 39 98 12 34, took the kayak to Bergerac."
PEOPLE = {("en", 1100): "sue", ("en", 320): "margaret", ("fr", 1100): "odile", ("fr", 320): "etienne"}


class Looked:
    """A window in which every page is looked at as it stands, with all that can be unfolded, under a name."""

    def __init__(self, page: Page, lang: Lang) -> None:
        self.page, self.lang = page, lang
        self.wrong: dict[str, list[str]] = {}

    def __call__(self, name: str) -> None:
        expect(self.page.locator("html")).to_have_attribute("lang", self.lang)
        self.page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        if found := faults(self.page) + fits(self.page):
            self.wrong[name] = found

    def button(self, name: str) -> str:
        """How a button reads."""
        return sentences(self.lang)[f"button.{name}"]


@pytest.fixture(params=combinations(), ids=str)
def looked(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Looked]:
    lang, width = request.param
    context = window(browser, width, 900, "fr-FR" if lang == "fr" else "en-GB")
    looked = Looked(context.new_page(), lang)
    yield looked
    context.close()
    assert looked.wrong == {}


@pytest.fixture
def home(looked: Looked, demo: str) -> str:
    """The address of one room for each combination, or what one left would be in the way of another."""
    wide = looked.page.viewport_size
    assert wide
    return f"{demo}/{looked.lang}/{PEOPLE[looked.lang, wide['width']]}"


def test_messages(looked: Looked, home: str) -> None:
    page = looked.page
    page.goto(home)
    looked("room")
    for button in page.locator(".menu form button").all():
        button.click()
        expect(page.locator("[data-desk=menu] .answer")).to_be_visible()
        looked(f"menu, {button.inner_text()}")
    write(page, TEXT, looked.lang)
    card = newest_card(page)
    expect(card).to_have_attribute("data-state", "posted")
    looked("posted")
    for name in ("not_detail", "hide_more"):
        card.get_by_role("button", name=looked.button(name)).click()
        expect(card.locator(".answer")).to_be_visible()
        looked(name)
    page.set_input_files("#file", {"name": "scan.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 invented"})
    write(page, "", looked.lang)
    expect(newest_card(page)).to_have_attribute("data-state", "returned")
    looked("held")
    page.locator("#text").fill(TEXT)
    page.locator("[data-first]").click()
    expect(page.locator("[data-desk=draft] .answer")).to_be_focused()
    looked("seen first")
    become(page, "Étienne" if not home.endswith("etienne") else "Sue")
    expect(page.locator("#feed .post").last).to_be_visible()
    looked("as a colleague reads it")
    page.goto(f"{home}-who-is-nobody")
    looked("nobody's page")


def test_cases(looked: Looked, home: str) -> None:
    page = looked.page
    page.goto(f"{home}/cases")
    looked("list")
    opened(page, home)
    looked("new case")
    reference = opened(page, home)
    say(page, TEXT, looked.lang)
    looked("case with a message, and another to merge it with")
    for name in ("case_share", "case_invite"):
        page.locator("#desk > .press-row").get_by_role("button", name=looked.button(name), exact=True).click()
        expect(page.locator("#desk .answer")).to_be_visible()
        looked(name)
    page.goto(f"{home}/cases")
    looked("full list")
    page.locator(".desk-link", has_text=reference).click()
    page.locator("#desk > .press-row").get_by_role("button", name=looked.button("who_is")).first.click()
    page.locator("#desk .answer a").click()
    looked("link to look")
    address = page.url
    page.get_by_role("button").click()
    expect(page.locator(".values")).to_be_visible()
    looked("look")
    page.goto(address)
    looked("link that was used")


def test_exercises(looked: Looked, home: str) -> None:
    page, said = looked.page, SAID[looked.lang]
    exercise = load_exercises()[looked.lang][0]
    page.goto(f"{home}/exercises")
    looked("list")
    page.get_by_role("link", name=exercise.title).click()
    looked("situation")
    page.get_by_role("link", name=said["use"]).click()
    page.locator("#composer .button").click()
    expect(newest_card(page)).to_have_attribute("data-state", "posted")
    looked("question")
    asked = answer(page, looked.lang, exercise, exercise.right % len(exercise.answers) + 1)
    expect(asked.locator(".verdict.wrong")).to_be_focused()
    looked("wrong")
    answer(page, looked.lang, exercise, exercise.right)
    expect(asked.locator(".verdict.right")).to_be_visible()
    looked("right")


@pytest.fixture(scope="module")
def association(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Association]:
    with Association(tmp_path_factory.mktemp("association") / "home") as running_bot:
        yield running_bot


def test_the_page_to_write_on(looked: Looked, association: Association) -> None:
    page = looked.page
    link = association.page_for("sue", looked.lang)
    page.goto(link)
    looked("blank")
    page.locator("#text").fill(TEXT)
    page.locator("main .button").click()
    expect(page.locator(".read .body")).to_be_visible()
    looked("both sides")
    page.locator("button[value=post]").click()
    expect(page.locator("button[value=post]")).to_have_count(0)
    looked("posted")
    page.goto(link)
    looked("link that was used")


def test_a_written_out_journal(looked: Looked, tmp_path: Path) -> None:
    words = sentences(looked.lang)
    at = "2026-11-27T20:00:00.000+00:00"
    links = [
        Link(1, at, "unknown_event", {"channel": "slack", "code": "odd"}, GENESIS, "a" * 64),
        Link(2, at, "disclosure_looked", {}, "a" * 64, "b" * 64),
    ]
    html = journal_page(links, "c" * 64, looked.lang, lambda key, /, **slots: words[key].format_map(slots))
    (tmp_path / "journal.html").write_text("".join(html), encoding="utf-8")
    looked.page.goto((tmp_path / "journal.html").as_uri())
    looked("journal")
