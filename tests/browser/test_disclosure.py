"""A disclosure in a real browser before the real bot: asked, agreed to by somebody else with their telephone, opened, over by itself."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from bot.domain.cases import How
from bot.domain.messages import PersonRef
from bot.domain.roster import Role
from bot.handlers.signing_in import console_path
from redaction import RawText
from tests.bot.handlers.disclosure.board import NAME, PHONE, known
from tests.browser.test_compose import Association
from tests.browser.test_console import Console, look, window

pytestmark = [pytest.mark.browser, pytest.mark.long]


class House(Console):
    """With a case that `sue` supports, and everybody whom a disclosure needs."""

    def __init__(self, bot: Association) -> None:
        super().__init__(bot)
        for account, name, role in (
            ("ann", "Ann", Role.SUPERVISOR),
            ("ben", "Ben", Role.SUPERVISOR),
            ("chloe", "Chloé", Role.SUPERVISOR),
            ("ann2", "Anna", Role.SUPERVISOR),
            ("ben2", "Benedict", Role.SUPERVISOR),
            ("gus", "Gus", Role.SUPERVISOR),
            ("zoe", "Zoe", Role.SUPERVISOR),
            ("remi", "Rémi", Role.CUSTODIAN),
            ("dan", "Dan", Role.DATA_LEAD),
            ("eve", "Eve", Role.TRUSTEE),
            ("sue", "Sue", Role.LISTENER),
        ):
            self.person(account, name, role)
        self.url, self.context = bot.url, bot.context

    def case(self) -> str:
        """A case's reference."""

        async def put() -> str:
            async with self._bot.context.store.begin() as unit:
                now = datetime.now(UTC)
                sue = await unit.roster.who(PersonRef("web", "sue"))
                case_id = await unit.cases.open(now)
                await unit.cases.join(case_id, sue, How.AUTHOR, now)
                await unit.cases.remember(case_id, known(), 0)
                await unit.people.meet(PersonRef("web", "sue"), RawText("Sue"), started=True)
                return (await unit.cases.case(case_id)).reference

        return self._bot.do(put())

    def knock(self, page: Page, account: str, to: str) -> None:
        """Follow a link that a chat gave, as far as the page with its button. `to`: where it leads."""

        async def made() -> str:
            async with self._bot.context.store.begin() as unit:
                who = await unit.roster.who(PersonRef("web", account))
                return await console_path(unit, who, "en", by=who, now=datetime.now(UTC), to=to)

        page.goto(f"{self.url}{self._bot.do(made())}")

    def asked(self, page: Page, case: str) -> str:
        """Fill in the form well; the request's id."""
        page.goto(f"{self.url}/console/ask/{case}/person_in_danger")
        for test in ("grave", "imminent", "certain"):
            page.get_by_label(re.compile(test)).check()
        page.get_by_label("What is happening?").fill("She wrote goodbye.")
        page.locator("[name=field_Person_A]").check()
        page.locator("[name=reason_Person_A]").fill("The ambulance must ask for her by name.")
        page.get_by_label("Why will neither").fill("Nobody answers her door.")
        page.get_by_label("They could not be asked.").check()
        page.get_by_label("In which words?").fill("She does not pick up.")
        page.get_by_role("button", name="Ask the others").click()
        expect(page.get_by_role("status")).to_contain_text("Somebody else has to agree")
        return page.url.rpartition("/")[2].partition("?")[0]

    def shorten(self, one: str, seconds: int) -> None:
        """Let the minutes be over soon."""

        async def put() -> None:
            async with self._bot.context.store.begin() as unit:
                opened = await unit.disclosures.get(one)
                assert opened is not None
                over = datetime.now(UTC) + timedelta(seconds=seconds)
                await unit.disclosures.keep(replace(opened, closes_at=over))

        self._bot.do(put())


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with Association(tmp_path_factory.mktemp("association") / "home") as running_bot:
        yield House(running_bot)


def watched(context: BrowserContext) -> Iterator[Page]:
    """An error of the page or a blocked resource fails the test; a form that was not right yet is none."""
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda fault: wrong.append(str(fault)))
    page.on("console", lambda line: wrong.append(line.text) if line.type == "error" else None)
    yield page
    context.close()
    assert [line for line in wrong if "responded with a status of 4" not in line] == []


@pytest.fixture
def ann(browser: Browser) -> Iterator[Page]:
    yield from watched(window(browser, 1100, 900))


@pytest.fixture
def ben(browser: Browser) -> Iterator[Page]:
    yield from watched(window(browser, 1100, 900))


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    yield from watched(window(browser, 320, 640, "fr-FR"))


@pytest.fixture
def other_phone(browser: Browser) -> Iterator[Page]:
    yield from watched(window(browser, 360, 740, "fr-FR"))


def test_asked_agreed_to_with_a_telephone_opened_and_gone_by_itself(
    ann: Page, ben: Page, house: House, shots: Path | None
) -> None:
    case = house.case()
    house.come_in(ann, "ann")
    ann.get_by_label("Console").get_by_role("link", name="Requests").click()
    look(ann, shots, "60-requests-empty")
    ann.get_by_role("link", name="Ask for a detail").click()
    ann.get_by_label("Which case?").fill("never")
    ann.get_by_role("button", name="Go on").click()
    expect(ann.get_by_label("Which case?")).to_have_attribute("aria-invalid", "true")
    look(ann, shots, "61-ask")
    ann.get_by_label("Which case?").fill(case)
    ann.get_by_role("button", name="Go on").click()
    look(ann, shots, "62-ask-case")
    ann.get_by_role("link", name="A person in danger").click()
    ann.get_by_label("What is happening?").fill("She wrote goodbye.")
    ann.get_by_role("button", name="Ask the others").click()
    expect(ann.get_by_role("alert")).to_be_focused()
    expect(ann.get_by_label("What is happening?")).to_have_value("She wrote goodbye.")
    look(ann, shots, "63-ask-wrong")
    for test in ("grave", "imminent", "certain"):
        ann.get_by_label(re.compile(test)).check()
    ann.get_by_label("[Person A]", exact=False).first.check()
    ann.get_by_label("Why is [Person A] needed?").fill("The ambulance must ask for her by name.")
    ann.get_by_label("Why will neither").fill("Nobody answers her door.")
    ann.get_by_label("Whom will it be told to").fill("the SAMU")
    ann.get_by_label("They could not be asked.").check()
    ann.get_by_label("In which words?").fill("She does not pick up.")
    look(ann, shots, "64-ask-filled")
    ann.get_by_role("button", name="Ask the others").click()
    expect(ann.get_by_role("status")).to_contain_text("Somebody else has to agree")
    look(ann, shots, "65-request-asked")
    assert ann.get_by_role("button", name="I agree").count() == 0

    house.come_in(ben, "ben")
    ben.get_by_label("Console").get_by_role("link", name="Requests").click()
    look(ben, shots, "66-requests-waiting")
    ben.get_by_role("link", name=f"Case {case}").click()
    look(ben, shots, "67-request-to-agree")
    ben.get_by_label("The code on your telephone").fill("12")
    ben.get_by_role("button", name="I agree").click()
    expect(ben.get_by_label("The code on your telephone")).to_be_focused()
    expect(ben.locator("#code-said")).to_contain_text("not agreed yet")
    look(ben, shots, "68-request-code-wrong")
    ben.get_by_label("The code on your telephone").fill(house.code("ben"))
    ben.keyboard.press("Enter")
    expect(ben.get_by_role("status")).to_contain_text("You agreed")

    ann.reload()
    ann.get_by_role("button", name="Open it now").click()
    expect(ann.locator(".values dd")).to_have_text([NAME])
    look(ann, shots, "69-look")
    assert PHONE not in ann.content()
    here = ann.url
    ann.get_by_role("button", name="Close it now").click()
    expect(ann.get_by_role("status")).to_contain_text("It is closed")
    ann.goto(here, wait_until="commit")
    expect(ann.get_by_role("alert")).to_contain_text("closed again")
    assert NAME not in ann.content()


def test_the_page_leaves_by_itself_when_the_minutes_are_over(ann: Page, ben: Page, house: House) -> None:
    case = house.case()
    house.come_in(ann, "ann2")
    one = house.asked(ann, case)
    house.come_in(ben, "ben2")
    ben.goto(f"{house.url}/console/requests/{one}")
    ben.get_by_label("The code on your telephone").fill(house.code("ben2"))
    ben.keyboard.press("Enter")
    expect(ben.get_by_role("status")).to_contain_text("You agreed")
    ann.reload()
    ann.get_by_role("button", name="Open it now").click()
    expect(ann.locator(".values dd")).to_have_text([NAME])
    house.shorten(one, seconds=2)
    ann.reload()
    expect(ann).to_have_url(re.compile(rf"/console/requests/{one}$"), timeout=15_000)
    assert NAME not in ann.content()
    expect(ann.get_by_role("heading", name="What did you tell outside?")).to_be_visible()
    ann.get_by_label("Yes.").check()
    ann.get_by_label("What", exact=True).fill("Her name.")
    ann.get_by_label("To whom", exact=True).fill("The SAMU.")
    ann.get_by_label("On which day", exact=True).fill("2026-11-27")
    ann.get_by_role("button", name="Note it").click()
    expect(ann.get_by_role("status")).to_contain_text("Noted")
    expect(ann.locator(".story")).to_contain_text("The SAMU.")


def test_in_french_on_small_telephones(phone: Page, other_phone: Page, house: House, shots: Path | None) -> None:
    case = house.case()
    house.come_in(phone, "chloe", "fr")
    phone.goto(f"{house.url}/console/requests")
    look(phone, shots, "70-requests-phone-fr")
    phone.get_by_role("link", name="Demander une donnée").click()
    phone.get_by_label("Quel dossier ?").fill(case)
    phone.get_by_role("button", name="Continuer").click()
    look(phone, shots, "71-ask-case-phone-fr")
    phone.get_by_label("Que doivent-ils dire").fill("Merci de rappeler la Ligue demain.")
    phone.get_by_role("button", name="Faire transmettre").click()
    expect(phone.get_by_role("status")).to_contain_text("C'est transmis")
    phone.locator("a[href$=legal_duty]").click()
    phone.get_by_label("Quelle loi").fill("Code pénal, art. 434-3")
    phone.get_by_role("button", name="Demander aux autres").click()
    look(phone, shots, "72-ask-wrong-phone-fr")
    phone.get_by_label("À quoi oblige").fill("Signaler")
    phone.get_by_label("[Personne A] (", exact=False).check()
    phone.get_by_label("Pourquoi faut-il [Personne A] ?").fill("La loi le demande.")
    phone.get_by_label("Pourquoi ni la version").fill("La loi veut le nom.")
    phone.get_by_label("Elle a dit non.").check()
    phone.get_by_label("En quels mots ?").fill("Elle refuse, la loi oblige.")
    phone.get_by_role("button", name="Demander aux autres").click()
    expect(phone.get_by_role("status")).to_contain_text("Demandé")
    one = phone.url.rpartition("/")[2].partition("?")[0]
    house.come_in(other_phone, "remi", "fr")
    other_phone.goto(f"{house.url}/console/requests/{one}")
    look(other_phone, shots, "73-request-to-agree-phone-fr")
    other_phone.get_by_label("Pourquoi non ?").fill("Le parquet ne l'a pas demandé par écrit.")
    other_phone.get_by_role("button", name="Je refuse").click()
    expect(other_phone.get_by_role("status")).to_contain_text("C'est refusé")
    phone.reload()
    expect(phone.locator(".story")).to_contain_text("Le parquet ne l'a pas demandé")
    look(phone, shots, "74-request-refused-phone-fr")


def test_the_glass_is_broken_on_a_telephone_within_a_minute_and_reviewed(
    phone: Page, ben: Page, house: House, shots: Path | None
) -> None:
    case = house.case()
    house.come_in(phone, "gus")
    house.knock(phone, "gus", f"glass/{case}")
    began = time.monotonic()
    phone.get_by_role("button", name="Go on").click()
    phone.get_by_role("textbox", name="Code").fill(house.code("gus"))
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("link", name="15 ambulance")).to_have_attribute("href", "tel:15")
    expect(phone.locator(".aloud")).to_have_attribute("lang", "fr")
    expect(phone.locator("main")).to_contain_text("Comité éthique et cancer")
    assert NAME not in phone.content()
    phone.get_by_role("button", name="Alert them now").click()
    expect(phone.get_by_role("status")).to_contain_text("usually hold the number")
    phone.get_by_label("[phone 1]").check()
    for test in ("grave", "imminent", "certain"):
        phone.get_by_label(re.compile(test)).check()
    phone.get_by_label("What is happening?").fill("She rang, took pills, and hung up.")
    phone.get_by_label("They cannot be asked now.").check()
    phone.get_by_role("button", name="Open it now").click()
    expect(phone.locator(".values dd")).to_have_text([PHONE])
    took = time.monotonic() - began
    print(f"from the button in the chat to the open view: {took:.1f} s")
    assert took < 60
    look(phone, shots, "81-glass-look")
    phone.get_by_role("button", name="Close it now").click()
    one = phone.url.split("/")[-2]
    house.come_in(ben, "dan")
    ben.goto(f"{house.url}/console/requests")
    expect(ben.get_by_role("heading", name="To be looked at afterwards")).to_be_visible()
    look(ben, shots, "82-requests-review")
    ben.goto(f"{house.url}/console/requests/{one}")
    ben.get_by_role("button", name="That is my view").click()
    look(ben, shots, "83-review-wrong")
    ben.get_by_label("Yes, it was right.").check()
    ben.get_by_label("Reasons", exact=True).fill("Nothing else would have been quick enough.")
    ben.get_by_role("button", name="That is my view").click()
    expect(ben.get_by_role("status")).to_contain_text("Your view is noted")
    look(ben, shots, "84-reviewed")
    ben.goto(f"{house.url}/console/journal")
    ben.get_by_role("button", name="Does it hold?").click()
    expect(ben.get_by_role("status")).to_contain_text("It holds")
    look(ben, shots, "85-journal")
    ben.get_by_label("Only about a case").fill(case)
    ben.get_by_role("button", name="Show these").click()
    expect(ben.locator(".entries")).to_contain_text("was opened to")


def test_the_glass_page_by_keyboard_without_javascript(browser: Browser, house: House, shots: Path | None) -> None:
    case = house.case()
    context = window(browser, 320, 640, script=False)
    page = context.new_page()
    house.come_in(page, "zoe")
    page.goto(f"{house.url}/console/glass/{case}")
    look(page, shots, "80-glass-phone")
    page.get_by_role("button", name="Open it now").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Something is missing")
    look(page, shots, "86-glass-wrong")
    page.get_by_role("link", name="Choose what is to be opened.").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.get_by_label("[Person A]")).to_be_checked()
    context.close()
