"""Somebody's cases in the practice room: opened, written into, shared, joined, asked about, merged, closed; before the real bot."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.room import CODE, opened, picture, press, say, share

pytestmark = [pytest.mark.browser, pytest.mark.long]


@pytest.fixture
def odile(browser: Browser, demo: str) -> Iterator[Page]:
    """Another window, in French, in which a colleague is at work at the same time."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=demo)
    window = context.new_page()
    window.goto("/fr/odile")
    yield window
    context.close()


def invited(page: Page) -> str:
    """A code to join the case whose page is open."""
    answer = press(page, "Invite a colleague")
    expect(answer).to_contain_text(CODE)
    found = CODE.search(answer.inner_text())
    assert found
    return found[0]


def joined(window: Page, code: str, reference: str) -> None:
    """Odile goes to her cases and types a code in."""
    window.goto("/fr/odile/cases")
    window.get_by_label("Le code qu'on vous a donné").fill(code.lower())
    window.get_by_role("button", name="Rejoindre le dossier").click()
    expect(window.locator("#desk .answer")).to_contain_text(f"Vous partagez désormais le dossier {reference}")


def test_what_is_written_into_a_case_bears_its_tag_and_a_member_looks_once(page: Page, shots: Path | None) -> None:
    reference = share(page, "Mary Dupont keeps bees.")
    expect(page.locator(".facts")).to_contain_text("members may look at who it is")
    page.get_by_role("link", name="To the latest message about it").click()
    expect(page.locator("#feed .post:target")).to_contain_text("keeps bees")
    picture(page, shots, "30-case-en")
    press(page, "Who is [Person A]")
    address = page.locator("#desk .answer a").get_attribute("href") or ""
    look = page.context.new_page()
    look.goto(address)
    expect(look.locator("main")).to_contain_text(reference)
    expect(look.locator("main")).not_to_contain_text("Mary")
    look.get_by_role("button", name="Show it").click()
    expect(look.locator(".values")).to_contain_text("Mary Dupont")
    look.goto(address)
    expect(look.locator("main")).to_contain_text("This link was used already")


def test_a_colleague_joins_with_a_code_and_the_members_see_it(page: Page, odile: Page, shots: Path | None) -> None:
    reference = share(page, "Georges Lambert mends clocks.")
    expect(page.locator(".facts")).not_to_contain_text("Odile")
    code = invited(page)
    joined(odile, code, reference)
    expect(page.locator("#notes")).to_contain_text(f"Odile is a member of case {reference} now")
    expect(page.locator(".facts")).to_contain_text("Sue, Odile")  # without a reload
    odile.locator("#desk .desk-link", has_text=reference).click()
    expect(odile.locator(".facts")).to_contain_text("Sue, Odile")
    picture(odile, shots, "31-joined-fr")
    odile.locator("#desk").get_by_role("button", name=re.compile("Person")).click()
    odile.locator("#desk .answer a").click()
    odile.get_by_role("button").click()
    expect(odile.locator(".values")).to_contain_text("Georges Lambert")
    odile.goto(f"/fr/odile/cases/{reference}")
    press(odile, "Quitter le dossier")
    odile.locator("#desk .answer").get_by_role("button", name=re.compile("^Oui")).click()
    expect(odile.locator("#status")).to_contain_text(f"Vous n'êtes plus membre du dossier {reference}")
    expect(odile.locator("#desk .desk-link", has_text=reference)).to_have_count(0)
    odile.get_by_label("Le code qu'on vous a donné").fill(code)
    odile.get_by_role("button", name="Rejoindre le dossier").click()
    expect(odile.locator("#desk .answer")).to_contain_text("Je ne peux pas utiliser ce code")


def test_which_person_a_is_asked_and_never_guessed(page: Page, shots: Path | None) -> None:
    one = share(page, "Amara Diallo paints fences.")
    other = share(page, "Piet Vermeulen paints doors.")
    page.get_by_role("link", name="My cases").first.click()
    page.get_by_label("Who is behind a pseudonym?").fill("person a")
    page.get_by_role("button", name="Show it").click()
    asked = page.locator("#desk .answer")
    expect(asked).to_contain_text("Which one?")
    expect(asked.get_by_role("button", name=re.compile(one))).to_be_visible()
    picture(page, shots, "32-which")
    asked.get_by_role("button", name=re.compile(other)).click()
    page.locator("#desk .answer a").click()
    page.get_by_role("button", name="Show it").click()
    expect(page.locator(".values")).to_have_text(re.compile("Piet Vermeulen"))


def test_two_cases_are_found_to_be_one(page: Page, shots: Path | None) -> None:
    stays = opened(page)
    expect(say(page, "Georges Lambert grows leeks.").locator(".mark").first).to_have_text(stays)
    goes = opened(page)
    expect(say(page, "Georges Lambert grows kale.").locator(".mark").first).to_have_text(goes)
    page.get_by_text("It is the same person as another case").click()
    page.get_by_label("The case that stays").select_option(stays)
    picture(page, shots, "33-merge")
    page.get_by_role("button", name="Make them one").click()
    expect(page.locator("#desk .answer")).to_contain_text(f"The two are one case now: {stays}")
    expect(page.locator("#desk .desk-link", has_text=stays)).to_have_count(1)
    expect(page.locator("#desk .desk-link", has_text=goes)).to_have_count(0)


@pytest.mark.parametrize("granted", [True, False])
def test_one_thing_is_asked_for_with_a_reason(page: Page, odile: Page, shots: Path | None, granted: bool) -> None:
    reference = opened(page)
    words = "on Tuesdays" if granted else "on Fridays"
    say(page, f"Mary Dupont swims {words}; her number is 06 39 98 12 34.")
    theirs = odile.locator("#feed .post", has_text=words)
    theirs.get_by_text("Demander une seule chose").click()
    theirs.get_by_label("Que vous faut-il savoir ?").select_option("phone 1")
    theirs.get_by_label("Pourquoi ?").fill("I drive Mary Dupont there.")
    picture(odile, shots, "34-ask")
    theirs.get_by_role("button", name="Demander à l'auteur").click()
    expect(theirs.locator(".answer")).to_contain_text("J'ai demandé à l'auteur")
    note = page.locator("[data-note]", has_text=f"Odile asks you for [phone 1] in case {reference}")
    expect(note).to_contain_text("I drive [Person A] there.")
    picture(page, shots, "35-asked")
    note.get_by_role("button", name="Tell them" if granted else "Rather not").click()
    expect(page.locator("[data-note]", has_text="asks you for [phone 1]")).to_have_count(0)
    answer = odile.locator("#notes .note", has_text=reference)
    if not granted:
        expect(answer).to_contain_text("préfère")
        expect(answer.locator("a")).to_have_count(0)
        return
    answer.locator("a").click()
    odile.get_by_role("button").click()
    expect(odile.locator(".values")).to_contain_text("06 39 98 12 34")
    expect(odile.locator(".values")).not_to_contain_text("Dupont")


def test_the_code_is_noted_and_the_person_has_died(page: Page) -> None:
    reference = opened(page)
    expect(press(page, "The Code was explained")).to_contain_text("Still to do: offer a copy")
    expect(page.locator(".facts")).to_contain_text("explained on")
    expect(press(page, "A copy was offered")).to_contain_text("Still to do: ask whether they agree")
    expect(press(page, "The person has died")).to_contain_text(f"Has the person of case {reference} died?")
    expect(page.locator(".facts")).not_to_contain_text("has died")
    page.locator("#desk .answer").get_by_role("button", name=re.compile("^Yes,")).click()
    expect(page.locator(".facts")).to_contain_text("the person has died")


def test_what_was_meant_for_a_case_that_was_closed_meanwhile_stays_in_the_box(
    page: Page, browser: Browser, demo: str
) -> None:
    reference = opened(page)
    context = browser.new_context(base_url=demo)
    other = context.new_page()
    other.goto(f"/en/sue/cases/{reference}")
    expect(press(page, "Close the case")).to_contain_text(f"Close case {reference}?")
    page.locator("#desk .answer").get_by_role("button", name=re.compile("^Yes, close")).click()
    expect(page.locator(".facts")).to_contain_text("closed")
    expect(page.locator("#desk .press-row")).to_have_count(0)
    expect(other.locator("#wishes option", has_text=reference)).to_have_count(1)  # as it was when they came
    other.locator("#text").fill("Georges Lambert plays chess.")
    other.get_by_role("button", name="Send", exact=True).click()
    expect(other.locator("#status")).to_contain_text("so nothing was sent")
    expect(other.locator("#text")).to_have_value("Georges Lambert plays chess.")
    expect(other.locator("#cards .card", has_text="plays chess")).to_have_count(0)
    expect(page.locator("#feed .post", has_text="plays chess")).to_have_count(0)
    context.close()
