"""The console in a real browser before the real bot: a telephone is set up, people come and go; French; a small screen; by keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from bot.domain.factor import code_at, secret_in, step_of
from bot.domain.messages import PersonRef
from bot.domain.orders import order_in
from bot.domain.roster import Role
from bot.handlers.orders import carry_out
from redaction import Lang, RawText
from tests.browser.accessible import faults
from tests.browser.room import picture
from tests.browser.test_compose import Association, fits

pytestmark = [pytest.mark.browser, pytest.mark.long]


class Console:
    """A bot at work, whose people ask for the console; and what their telephones were given."""

    def __init__(self, bot: Association) -> None:
        self._bot = bot
        self._used: dict[str, int] = {}
        self.secrets: dict[str, bytes] = {}

    def person(self, account: str, name: str, *roles: Role) -> None:
        async def put() -> None:
            async with self._bot.context.store.begin() as unit:
                now = datetime.now(UTC)
                member = await unit.roster.add(RawText(name), frozenset(roles), "en", now)
                await unit.roster.link(PersonRef("web", account), member.member_id, now)

        self._bot.do(put())

    def link(self, account: str, lang: Lang = "en") -> str:
        order = order_in("ouvrir la console")
        assert order is not None
        asked = carry_out(self._bot.context, PersonRef("web", account), RawText(account), order, lang)
        page = self._bot.do(asked).page
        assert page is not None
        return page

    def code(self, account: str) -> str:
        """The next one of their telephone: each is good once, and the one after is good already."""
        step = max(step_of(datetime.now(UTC)), self._used.get(account, 0) + 1)
        self._used[account] = step
        return code_at(self.secrets[account], step)

    def set_up(self, page: Page, account: str, lang: Lang = "en") -> None:
        """As far as the page that asks for the first code."""
        page.goto(self.link(account, lang))
        page.locator("main .button").click()
        expect(page.locator(".qr svg")).to_be_visible()
        letters = page.locator("#letters").text_content()
        assert letters is not None
        self.secrets[account] = secret_in(letters)

    def come_in(self, page: Page, account: str, lang: Lang = "en") -> None:
        """Signed in, on the first page."""
        self.set_up(page, account, lang)
        page.get_by_role("textbox", name="Code").fill(self.code(account))
        page.keyboard.press("Enter")
        page.locator("main .button").click()
        expect(page.locator("nav")).to_be_visible()


def look(page: Page, shots: Path | None, name: str, title: str | None = None) -> None:
    """The page, with that title where it has just been come to, fits, and can be read and used by everybody."""
    if title is not None:
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
    assert faults(page) == []
    assert fits(page, page.viewport_size["width"] if page.viewport_size else 0)
    picture(page, shots, name)


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Console]:
    with Association(tmp_path_factory.mktemp("association") / "home") as running_bot:
        console = Console(running_bot)
        console.person("sue", "Sue", Role.ADMINISTRATOR)
        console.person("odile", "Odile", Role.ADMINISTRATOR, Role.SUPERVISOR)
        console.person("margaret", "Margaret", Role.SUPERVISOR)
        console.person("etienne", "Étienne", Role.ADMINISTRATOR)
        yield console


def window(browser: Browser, width: int, height: int, locale: str = "en-GB", *, script: bool = True) -> BrowserContext:
    return browser.new_context(viewport={"width": width, "height": height}, locale=locale, java_script_enabled=script)


def watched(context: BrowserContext) -> Iterator[Page]:
    """An error of the page or a blocked resource fails the test."""
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda fault: wrong.append(str(fault)))
    page.on("console", lambda line: wrong.append(line.text) if line.type == "error" else None)
    yield page
    context.close()
    assert wrong == []


@pytest.fixture
def wide(browser: Browser) -> Iterator[Page]:
    yield from watched(window(browser, 1100, 900))


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    yield from watched(window(browser, 320, 640))


def test_a_telephone_is_set_up_and_its_next_code_lets_in_again(
    wide: Page, console: Console, shots: Path | None
) -> None:
    wide.goto(console.link("sue"))
    look(wide, shots, "40-console-link", "Console")
    console.set_up(wide, "sue")
    look(wide, shots, "41-console-enrol", "Set up your telephone")
    wide.get_by_role("textbox", name="Code").fill(console.code("sue"))
    wide.get_by_role("button", name="Set it up and sign in").click()
    expect(wide.locator(".codes li")).to_have_count(8)
    look(wide, shots, "42-console-recovery", "Your codes on paper")
    wide.get_by_role("link", name="I have them on paper").click()
    expect(wide.locator("main")).to_contain_text("You are Sue")
    look(wide, shots, "43-console-home", "Console")
    wide.get_by_role("button", name="Sign out").click()
    expect(wide.get_by_role("heading", level=1)).to_have_text("Signed out")
    wide.goto(console.link("sue"))
    wide.get_by_role("button", name="Go on").click()
    look(wide, shots, "44-console-code", "The code on your telephone")
    wide.get_by_role("textbox", name="Code").fill(console.code("sue"))
    wide.keyboard.press("Enter")
    expect(wide.locator("main")).to_contain_text("You are Sue")


def test_somebody_is_added_invited_given_another_role_and_leaves(
    wide: Page, console: Console, shots: Path | None
) -> None:
    console.come_in(wide, "odile")
    wide.get_by_label("Console").get_by_role("link", name="People").click()
    expect(wide.locator(".people-list").first).to_contain_text("Margaret")
    look(wide, shots, "45-console-people", "People")
    wide.get_by_label("Name", exact=True).fill("Una Quill")
    wide.get_by_label("Supervisor:").check()
    wide.get_by_role("button", name="Add them").click()
    expect(wide.get_by_role("heading", level=1)).to_have_text("Una Quill")
    expect(wide.get_by_role("status")).to_contain_text("They are on the list")
    look(wide, shots, "46-console-person", "Una Quill")
    wide.get_by_role("button", name="Make a code").click()
    expect(wide.locator(".code-once")).to_have_text(re.compile(r"^\s*\w{4}-\w{4}-\w{4}\s*$"))
    look(wide, shots, "47-console-invited", "Una Quill")
    wide.get_by_text("Change the roles").click()
    wide.get_by_label("Trustee:").check()
    wide.get_by_label("Listener:").uncheck()
    wide.get_by_role("button", name="Give these roles and no others").click()
    expect(wide.locator(".facts")).to_contain_text("Supervisor, Trustee")
    wide.get_by_role("link", name="This person leaves").click()
    look(wide, shots, "48-console-leave", "This person leaves")
    wide.get_by_role("button", name="Yes, they leave").click()
    look(wide, shots, "49-console-left", "They have left")
    wide.get_by_role("link", name="Back to the list").click()
    wide.get_by_text("Have left: 1").click()
    expect(wide.locator("details")).to_contain_text("Una Quill")


def test_on_a_small_telephone_in_french(phone: Page, console: Console, shots: Path | None) -> None:
    console.set_up(phone, "etienne", "fr")
    look(phone, shots, "50-console-enrol-phone-fr", "Enregistrez votre téléphone")
    phone.get_by_role("textbox", name="Code").fill(console.code("etienne"))
    phone.get_by_role("button", name="L'enregistrer et se connecter").click()
    look(phone, shots, "51-console-recovery-phone-fr", "Vos codes sur papier")
    phone.get_by_role("link", name="Je les ai sur papier").click()
    expect(phone.locator("html")).to_have_attribute("lang", "fr")
    look(phone, shots, "52-console-home-phone-fr", "Console")
    phone.get_by_label("Console").get_by_role("link", name="Personnes").click()
    look(phone, shots, "53-console-people-phone-fr", "Personnes")
    phone.locator(".people-list a").first.click()
    look(phone, shots, "54-console-person-phone-fr", "Sue")
    phone.get_by_role("button", name="English").click()
    expect(phone.locator("html")).to_have_attribute("lang", "en")


def test_without_javascript_and_by_keyboard_alone(browser: Browser, console: Console) -> None:
    context = window(browser, 800, 700, script=False)
    page = context.new_page()
    page.goto(console.link("margaret"))
    for _ in range(2):  # past the link that skips to the page
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up your telephone")
    letters = page.locator("#letters").text_content()
    assert letters is not None
    console.secrets["margaret"] = secret_in(letters)
    for _ in range(4):  # past the link that skips, the app, the letters
        page.keyboard.press("Tab")
    page.keyboard.type(console.code("margaret"))
    page.keyboard.press("Enter")
    expect(page.locator(".codes li")).to_have_count(8)
    page.get_by_role("link", name="I have them on paper").click()
    expect(page.locator("main")).to_contain_text("Requests")
    context.close()


def test_a_code_that_is_not_good_is_said_so_where_the_code_is_typed(
    browser: Browser, console: Console, shots: Path | None
) -> None:
    context = window(browser, 800, 700)
    page = context.new_page()
    console.person("bob", "Bob", Role.SUPERVISOR)
    console.set_up(page, "bob")
    page.get_by_role("textbox", name="Code").fill("12")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("not good")
    expect(page.get_by_role("textbox", name="Code")).to_be_focused()
    look(page, shots, "55-console-wrong", "Set up your telephone")
    context.close()
