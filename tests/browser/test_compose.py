"""The page to write on, in a real browser before the real bot: on a telephone, side by side, by keyboard, without JavaScript."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Coroutine, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any, TypeVar

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from bot.bootstrap import running
from bot.domain.messages import PersonRef
from bot.domain.orders import order_in
from bot.handlers.context import Context
from bot.handlers.orders import carry_out
from config.settings import load_settings
from redaction import Lang, RawText
from tests.browser.room import picture
from tests.places import free_port

pytestmark = [pytest.mark.browser, pytest.mark.long]

SAID = (
    "Hi all, I had Mary Dupont on the phone. She lives at 14 rue des Lilas in Bergerac, 06 39 98 12 34, and she is "
    "frightened of the scan on Monday. Her neighbour with the parrot looks in. How would you support her?"
)


Done = TypeVar("Done")


class Association:
    """A bot with a room and pages, in a thread of its own; people ask it for their page."""

    def __init__(self, home: Path) -> None:
        room, pages = free_port(), free_port()
        self.room, self.url = f"http://127.0.0.1:{room}", f"http://127.0.0.1:{pages}"
        environ = {
            "ENTRENOUS_HOME": str(home),
            "ENTRENOUS_REDACTION__PROCESSES": "0",
            "ENTRENOUS_WEB__PORT": str(room),
            "ENTRENOUS_PAGES__URL": self.url,
            "ENTRENOUS_PAGES__PORT": str(pages),
        }
        self._settings = load_settings(environ, files=())
        self._ready: Future[tuple[asyncio.AbstractEventLoop, Context]] = Future()
        self._over = asyncio.Event()
        self._thread = threading.Thread(target=asyncio.run, args=(self._run(),))

    def __enter__(self) -> Association:
        self._thread.start()
        self._loop, self.context = self._ready.result(120)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join(30)

    async def _run(self) -> None:
        try:
            async with running(self._settings) as context:
                self._ready.set_result((asyncio.get_running_loop(), context))
                await self._over.wait()
        except BaseException as error:
            if not self._ready.done():
                self._ready.set_exception(error)
            raise

    def do(self, asked: Coroutine[Any, Any, Done]) -> Done:
        """What comes of something that the bot is to do in its own thread."""
        return asyncio.run_coroutine_threadsafe(asked, self._loop).result(30)

    def page_for(self, account: str, lang: Lang = "en") -> str:
        """The address that somebody is answered to "compose"."""
        order = order_in("compose")
        assert order is not None
        asked = carry_out(self.context, PersonRef("web", account), RawText(account.capitalize()), order, lang)
        page = self.do(asked).page
        assert page is not None
        return page


@pytest.fixture(scope="module")
def association(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Association]:
    with Association(tmp_path_factory.mktemp("association") / "home") as running_bot:
        yield running_bot


def window(browser: Browser, width: int, height: int, locale: str = "en-GB", **more: bool) -> BrowserContext:
    context = browser.new_context(viewport={"width": width, "height": height}, locale=locale, **more)  # type: ignore[arg-type]
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    return context


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A telephone; an error of the script or a blocked resource fails the test."""
    yield from _watched(window(browser, 360, 740))


@pytest.fixture
def wide(browser: Browser) -> Iterator[Page]:
    yield from _watched(window(browser, 1280, 900))


def _watched(context: BrowserContext) -> Iterator[Page]:
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
    yield page
    context.close()
    assert faults == []


def begin(page: Page, association: Association, account: str = "sue", text: str = SAID) -> None:
    page.goto(association.page_for(account))
    page.get_by_label("Your message").fill(text)
    page.get_by_role("button", name="Show me how they read it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("How your colleagues read it")


def fits(page: Page, width: int) -> bool:
    return int(page.evaluate("document.documentElement.scrollWidth")) <= width


def test_on_a_telephone_a_message_is_written_changed_and_posted(
    phone: Page, association: Association, shots: Path | None
) -> None:
    phone.goto(association.page_for("sue"))
    phone.get_by_label("Your message").fill(SAID)
    assert fits(phone, 360)
    picture(phone, shots, "20-phone-empty")
    phone.get_by_role("button", name="Show me how they read it").click()
    read = phone.locator(".read .body")
    expect(read).to_contain_text("[Person A]")
    expect(phone.locator(".typed mark").first).to_have_text("Mary Dupont")
    assert fits(phone, 360)
    boxes = phone.locator(".typed").bounding_box(), phone.locator(".read").bounding_box()
    assert boxes[0] is not None
    assert boxes[1] is not None
    assert boxes[1]["y"] > boxes[0]["y"] + boxes[0]["height"]
    picture(phone, shots, "21-phone-both-sides")
    phone.get_by_role("checkbox", name="This is no personal detail (Bergerac)").check()
    phone.get_by_label("Hide these words as well").fill("parrot")
    phone.get_by_role("button", name="Show it again").click()
    expect(read).to_contain_text("Bergerac")
    expect(read).not_to_contain_text("parrot")
    expect(phone.locator(".details")).to_contain_text("parrot")
    picture(phone, shots, "22-phone-changed")
    shown = read.inner_text()
    phone.get_by_role("button", name="Post it").click()
    expect(phone.locator("main")).to_contain_text("It is being posted")
    picture(phone, shots, "23-phone-posted")
    phone.goto(f"{association.room}/en/margaret")
    post = phone.locator("#feed .post", has_text="frightened of the scan")
    expect(post.locator(".body")).to_have_text(shown)
    expect(post.locator(".who")).to_have_text("Sue")


def test_on_a_wide_screen_both_sides_stand_beside_one_another(
    wide: Page, association: Association, shots: Path | None
) -> None:
    begin(wide, association)
    boxes = wide.locator(".typed").bounding_box(), wide.locator(".read").bounding_box()
    assert boxes[0] is not None
    assert boxes[1] is not None
    assert boxes[0]["y"] == boxes[1]["y"]
    assert boxes[1]["x"] > boxes[0]["x"] + boxes[0]["width"]
    picture(wide, shots, "24-wide")
    wide.locator("summary", has_text="What for").click()
    wide.locator("summary", has_text="Change the message").click()
    picture(wide, shots, "25-wide-open")
    wide.reload()
    expect(wide.locator(".typed mark").first).to_have_text("Mary Dupont")


def test_the_redacted_text_is_copied_and_nothing_else(wide: Page, association: Association, shots: Path | None) -> None:
    begin(wide, association, text="Mary Dupont rang from Bergerac.\nShe is afraid.")
    wide.get_by_role("button", name="Copy the redacted text").click()
    expect(wide.locator("#copy-said")).to_have_text("Copied. It is the redacted text, and nothing of what you wrote.")
    copied = wide.evaluate("navigator.clipboard.readText()")
    assert copied == "[Person A] rang from [Town A, Dordogne].\nShe is afraid."
    picture(wide, shots, "26-copied")
    there = wide.url
    wide.get_by_role("button", name="I have copied it, forget it here").click()
    expect(wide.locator("main")).to_contain_text("Nothing was posted")
    wide.on("console", lambda _: None)
    assert wide.request.get(there).status == 404


def test_what_was_not_seen_yet_is_shown_before_it_is_posted(wide: Page, association: Association) -> None:
    begin(wide, association)
    wide.get_by_label("Hide these words as well").fill("parrot")
    wide.get_by_role("button", name="Post it").click()
    expect(wide.get_by_role("status").first).to_contain_text("You changed something")
    expect(wide.locator(".read .body")).not_to_contain_text("parrot")
    wide.get_by_role("button", name="Drop it").click()
    expect(wide.locator("main")).to_contain_text("Nothing was posted")


def test_in_french(browser: Browser, association: Association, shots: Path | None) -> None:
    context = window(browser, 360, 740, "fr-FR")
    page = context.new_page()
    page.goto(association.page_for("odile", "fr"))
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    page.get_by_label("Votre message").fill("J'ai vu Mme Lefèvre au CHU de Limoges ce matin, elle a peur du scanner.")
    page.get_by_label("Accompagnement partagé").check()
    page.get_by_role("button", name="Me montrer ce qu'ils liront").click()
    expect(page.locator(".read .body")).to_contain_text("[Personne A]")
    assert fits(page, 360)
    picture(page, shots, "27-francais")
    page.get_by_role("button", name="Abandonner").click()
    expect(page.locator("main")).to_contain_text("Rien n'a été publié")
    context.close()


def test_without_javascript_everything_works_and_the_text_can_be_selected(
    browser: Browser, association: Association
) -> None:
    context = window(browser, 360, 740, java_script_enabled=False)
    page = context.new_page()
    begin(page, association, text="Georges Lambert whittles a spoon in Bergerac.")
    expect(page.get_by_role("button", name="Copy the redacted text")).to_be_hidden()
    expect(page.get_by_label("The redacted text")).to_have_value(
        re.compile(r"^\[Person A\] whittles a spoon in \[Town A, Dordogne\]\.$")
    )
    page.get_by_role("checkbox", name="This is no personal detail (Bergerac)").check()
    page.get_by_role("button", name="Show it again").click()
    expect(page.locator(".read .body")).to_have_text("[Person A] whittles a spoon in Bergerac.")
    page.get_by_role("button", name="Post it").click()
    expect(page.locator("main")).to_contain_text("It is being posted")
    context.close()


def test_the_keyboard_is_enough_and_every_control_has_a_name(wide: Page, association: Association) -> None:
    wide.goto(association.page_for("sue"))
    wide.keyboard.press("Tab")
    expect(wide.get_by_label("Your message")).to_be_focused()
    wide.keyboard.type("Georges Lambert sails.")
    wide.keyboard.press("Tab")
    expect(wide.get_by_label("For advice")).to_be_focused()
    wide.keyboard.press("Enter")
    expect(wide.locator(".read .body")).to_have_text("[Person A] sails.")
    wide.keyboard.press("Tab")
    expect(wide.get_by_role("checkbox", name="This is no personal detail (Georges Lambert)")).to_be_focused()
    nameless = wide.evaluate(
        """() => [...document.querySelectorAll("a, button, textarea, select, input:not([type=hidden])")].filter(
             (e) => !(e.textContent.trim() || e.labels?.length || e.getAttribute("aria-label"))).length"""
    )
    assert nameless == 0
    wide.get_by_role("button", name="Drop it").focus()
    wide.keyboard.press("Enter")
    expect(wide.locator("main")).to_contain_text("Nothing was posted")


def test_enter_in_the_field_for_words_shows_it_again_and_posts_nothing(wide: Page, association: Association) -> None:
    begin(wide, association)
    wide.get_by_label("Hide these words as well").fill("parrot")
    wide.keyboard.press("Enter")
    expect(wide.locator(".read .body")).not_to_contain_text("parrot")
    expect(wide.get_by_role("heading", level=1)).to_have_text("How your colleagues read it")


def test_a_link_that_was_used_says_what_to_do(phone: Page, association: Association, shots: Path | None) -> None:
    link = association.page_for("sue")
    phone.goto(link)
    phone.get_by_label("Your message").fill("hello")
    phone.get_by_role("button", name="Show me how they read it").click()
    other = phone.context.browser
    assert other is not None
    stranger = other.new_context(viewport={"width": 360, "height": 740}, locale="en-GB")
    page = stranger.new_page()
    page.goto(link)
    expect(page.locator("main")).to_contain_text("This link was used already")
    picture(page, shots, "28-used")
    stranger.close()


TELEGRAM_WEB, ELSEWHERE = "https://web.telegram.org/k/", "https://evil.example.org/"


def framed(browser: Browser, outer: str, inner: str) -> tuple[BrowserContext, Page, list[str]]:
    """A page at `outer`, which no network is asked for, with `inner` inside of it, and what the browser says of it."""
    context = window(browser, 420, 800)
    context.grant_permissions(["local-network-access"])  # the association's page is on this machine, unlike in life
    page = context.new_page()
    html = f'<!doctype html><title>outer</title><iframe src="{inner}" width="400" height="760"></iframe>'
    page.route(outer, lambda route: route.fulfill(body=html, content_type="text/html"))
    said: list[str] = []
    page.on("console", lambda line: said.append(line.text))
    page.goto(outer, wait_until="commit")
    return context, page, said


def test_inside_of_telegrams_own_web_page_a_message_is_written_changed_and_posted(
    browser: Browser, association: Association, shots: Path | None
) -> None:
    context, page, said = framed(browser, TELEGRAM_WEB, association.page_for("sue"))
    inside = page.frame_locator("iframe")
    inside.get_by_label("Your message").fill("Mary Dupont paints the lighthouse, her parrot helps.")
    inside.get_by_role("button", name="Show me how they read it").click()
    read = inside.locator(".read .body")
    expect(read).to_have_text("[Person A] paints the lighthouse, her parrot helps.")
    inside.get_by_label("Hide these words as well").fill("parrot")
    inside.get_by_role("button", name="Show it again").click()
    expect(read).not_to_contain_text("parrot")
    picture(page, shots, "29-framed")
    inside.get_by_role("button", name="Post it").click()
    expect(inside.locator("main")).to_contain_text("It is being posted")
    assert context.cookies() == []
    assert [line for line in said if not line.startswith("Mixed Content")] == []  # in life both are https
    page.goto(f"{association.room}/en/margaret")
    expect(page.locator("#feed .post", has_text="paints the lighthouse")).to_be_visible()
    context.close()


def test_no_other_page_may_show_it_inside_of_itself(browser: Browser, association: Association) -> None:
    context, page, said = framed(browser, ELSEWHERE, association.page_for("sue"))
    page.wait_for_load_state("load")
    expect(page.frame_locator("iframe").get_by_label("Your message")).to_have_count(0)
    assert any("frame-ancestors" in line for line in said)
    context.close()
