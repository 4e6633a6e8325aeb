"""Nothing on a page of the console hinders somebody from reading and using it: every page, English and French, wide and small."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import get_args

import pytest
from jinja2 import Environment
from playwright.sync_api import Browser, Page, expect

from adapters.web.console.routes import ConsolePages
from adapters.web.settings import PagesSettings
from bot.domain.roster import Role
from config.sentences import TomlWording
from redaction import Lang
from tests.adapters.web.desk import console_desk
from tests.browser.accessible import faults, hindrances
from tests.browser.test_breaches import breached
from tests.browser.test_compose import Association
from tests.browser.test_console import window
from tests.browser.test_disclosure import House

pytestmark = [pytest.mark.browser, pytest.mark.long]

LANGUAGES: tuple[Lang, ...] = get_args(Lang)
WIDTHS = (1100, 320)


@dataclass(frozen=True, slots=True)
class Lived:
    """A house in which things have happened. `page`: where Una is signed in, who may see every page."""

    house: House
    page: Page
    places: dict[str, str]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with Association(tmp_path_factory.mktemp("association") / "home") as running_bot:
        house = House(running_bot)
        house.person("una", "Una", Role.SUPERVISOR, Role.ADMINISTRATOR, Role.DATA_LEAD)
        for number, _ in enumerate(combinations()):
            house.person(f"olga{number}", f"Olga {number}", Role.SUPERVISOR)
        yield house


@pytest.fixture(scope="module")
def lived(browser: Browser, house: House) -> Iterator[Lived]:
    """One request waits for Una, one is open for her, one was, a glass was broken, and a breach has its file."""
    mine, theirs = window(browser, WIDTHS[0], 900), window(browser, WIDTHS[0], 900)
    una, other = mine.new_page(), theirs.new_page()
    case = house.case()
    house.come_in(una, "una")
    opened = agreed(house, una, other, case, "ben")
    una.get_by_role("button", name="Open it now").click()
    closed = agreed(house, una, other, case, "ann")
    una.get_by_role("button", name="Open it now").click()
    una.get_by_role("button", name="Close it now").click()
    house.come_in(other, "chloe")
    waiting = house.asked(other, case)
    house.come_in(other, "gus")
    broken, breach = glass(house, other, case), breached(house, case)
    theirs.close()
    una.goto(f"{house.url}/console/people")
    member = una.locator(".people-list a").first.get_attribute("href")
    assert member
    ask, requests = f"/console/ask/{case}", "/console/requests"
    places = {
        "/console": "/console",
        "/console/requests": requests,
        "/console/ask": "/console/ask",
        "/console/ask/{case}": ask,
        "/console/ask/{case}/{ground}": f"{ask}/person_in_danger",
        "/console/ask/{case}/{ground}/{fields}": f"{ask}/person_in_danger/Person_A",
        "/console/breaches": "/console/breaches",
        "/console/breaches/{id}": f"/console/breaches/{breach}",
        "/console/glass": "/console/glass",
        "/console/glass/{case}": f"/console/glass/{case}",
        "/console/journal": "/console/journal",
        "/console/people": "/console/people",
        "/console/people/{member}": member,
        "/console/people/{member}/leave": f"{member}/leave",
        "/console/requests/{one}": f"{requests}/{opened}",
        "/console/requests/{one}/look": f"{requests}/{opened}/look",
        "one to agree to": f"{requests}/{waiting}",
        "one that is over": f"{requests}/{closed}",
        "one to review": f"{requests}/{broken}",
    }
    yield Lived(house, una, places)
    mine.close()


def agreed(house: House, asking: Page, agreeing: Page, case: str, account: str) -> str:
    """A request of Una's that `account` agreed to, on her page; its id."""
    one = house.asked(asking, case)
    house.come_in(agreeing, account)
    agreeing.goto(f"{house.url}/console/requests/{one}")
    agreeing.get_by_label("The code on your telephone").fill(house.code(account))
    agreeing.keyboard.press("Enter")
    expect(agreeing.get_by_role("status")).to_contain_text("You agreed")
    asking.reload()
    return one


def glass(house: House, page: Page, case: str) -> str:
    """The id of a request that began with a broken glass."""
    page.goto(f"{house.url}/console/glass/{case}")
    page.get_by_label("[phone 1]").check()
    for test in ("grave", "imminent", "certain"):
        page.get_by_label(re.compile(test)).check()
    page.get_by_label("What is happening?").fill("She rang and hung up.")
    page.get_by_label("They cannot be asked now.").check()
    page.get_by_role("button", name="Open it now").click()
    page.get_by_role("button", name="Close it now").click()
    return page.url.split("/")[-2]


def combinations() -> list[tuple[Lang, int]]:
    return [(lang, width) for lang in LANGUAGES for width in WIDTHS]


def fits(page: Page) -> list[str]:
    """That it scrolls sideways, where it does."""
    wide = page.viewport_size
    assert wide
    return ["scrolls sideways"] if page.evaluate("document.documentElement.scrollWidth") > wide["width"] else []


@pytest.mark.parametrize(("lang", "width"), combinations())
def test_every_page_behind_the_sign_in(lived: Lived, lang: Lang, width: int) -> None:
    page, wrong = lived.page, {}
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{lived.house.url}/console")
    if page.locator("html").get_attribute("lang") != lang:
        page.locator(".leave button").first.click()
    for place, path in lived.places.items():
        answer = page.goto(f"{lived.house.url}{path}")
        assert answer
        assert answer.ok, place
        expect(page.locator("html")).to_have_attribute("lang", lang)
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        wrong[place] = faults(page) + fits(page)
    assert {place: found for place, found in wrong.items() if found} == {}


def test_no_page_of_the_console_is_missing_here(lived: Lived) -> None:
    settings, desk = PagesSettings(url="https://bot.example.org"), console_desk(lived.house.context)
    console = ConsolePages(settings, TomlWording(), desk, Environment(autoescape=True), time.monotonic)
    served = {nameless(page.path) for page in console.pages() if page.method == "GET"}
    assert served == {nameless(place) for place in lived.places if place.startswith("/")}


def nameless(path: str) -> str:
    return re.sub(r"{\w+}", "{}", path)


@pytest.mark.parametrize(("number", "lang", "width"), [(n, *one) for n, one in enumerate(combinations())])
def test_every_page_of_the_way_in_and_out(browser: Browser, house: House, number: int, lang: Lang, width: int) -> None:
    context = window(browser, width, 900, "fr-FR" if lang == "fr" else "en-GB")
    page, account, wrong = context.new_page(), f"olga{number}", {}

    def look(name: str) -> None:
        expect(page.locator("html")).to_have_attribute("lang", lang)
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        wrong[name] = faults(page) + fits(page)

    link = house.link(account, lang)
    page.goto(link)
    look("link")
    page.goto("about:blank")
    house.set_up(page, account, lang)
    look("enrol")
    page.locator("#code").fill("12")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    look("enrol, wrong")
    page.locator("#code").fill(house.code(account))
    page.keyboard.press("Enter")
    expect(page.locator(".codes li")).to_have_count(8)
    look("recovery")
    page.locator("main .button").click()
    look("home")
    page.locator(".leave button").last.click()
    look("out")
    page.goto(f"{house.url}/console/requests")
    look("signed out")
    page.goto(house.link(account, lang))
    page.locator("main .button").click()
    look("code")
    page.goto(f"{house.url}/console/in/{'x' * 22}")
    look("link gone")
    context.close()
    assert {name: found for name, found in wrong.items() if found} == {}


def test_a_page_that_hinders_would_be_found(browser: Browser) -> None:
    context = window(browser, 320, 640)
    page = context.new_page()
    page.set_content(
        "<html lang=en><title>t</title><main><h1>x</h1><input><p style='color:#999'>pale</p></main></html>"
    )
    assert {line.partition(":")[0] for line in hindrances(page)} == {"label", "color-contrast"}
    context.close()
