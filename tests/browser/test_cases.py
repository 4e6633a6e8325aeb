"""Somebody's cases in the practice room: opened, written into, shared, joined, asked about, merged, closed; before the real bot."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.room import become, newest_card, picture, write

pytestmark = [pytest.mark.browser, pytest.mark.long]

REFERENCE = re.compile(r"C-\w{5}")
CODE = re.compile(r"\w{4}-\w{4}-\w{4}")


@pytest.fixture
def odile(browser: Browser, demo: str) -> Iterator[Page]:
    """Another window, in French, in which a colleague is at work at the same time."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=demo)
    window = context.new_page()
    window.goto("/fr/odile")
    yield window
    context.close()


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
    page.locator("#desk").get_by_role("button", name=name, exact=True).click()
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
    expect(press(page, "A copy was offered")).to_contain_text("explained and a copy offered")
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


def test_a_message_is_seen_first_changed_and_posted_under_its_author(
    page: Page, odile: Page, shots: Path | None
) -> None:
    reference = opened(page)
    page.locator("#text").fill("Georges Lambert feeds a tame heron.")
    page.get_by_role("button", name="See it first").click()
    seen = page.locator("[data-desk=draft] .answer")
    expect(seen).to_be_focused()
    expect(seen.locator(".read")).to_have_text(re.compile(r"\[Person A\] feeds a tame heron\."))
    expect(page.locator("#text")).to_have_value("")
    seen.get_by_role("button", name="Hide more").click()
    seen.get_by_label("The words to hide").fill("tame heron")
    seen.get_by_role("button", name="Hide them").click()
    expect(seen.locator(".read")).not_to_contain_text("heron")
    expect(odile.locator("#feed .post", has_text="feeds a")).to_have_count(0)
    picture(page, shots, "36-seen-first")
    seen.get_by_role("button", name="Post it").click()
    card = page.locator("#cards .card", has_text="feeds a")
    expect(card).to_have_attribute("data-state", "posted")
    expect(card.locator(".typed mark")).to_have_text(["Georges Lambert", "tame heron"])
    post = page.locator("#feed .post", has_text="feeds a")
    expect(post.locator(".mark").first).to_have_text(reference)
    expect(post.get_by_role("button", name="Hide a detail")).to_have_count(0)  # it is their own
    expect(odile.locator("#feed .post", has_text="feeds a").locator(".body")).not_to_contain_text("heron")
    page.once("dialog", lambda dialog: dialog.accept())
    card.get_by_role("button", name="Delete").click()
    expect(odile.locator("#feed .post", has_text="feeds a")).to_have_count(0)


def test_who_writes_for_themselves_is_not_named_by_a_change_either(page: Page, odile: Page, shots: Path | None) -> None:
    page.goto("/en/sue")
    page.locator("#wishes summary").click()
    page.get_by_role("radio", name=re.compile("^For myself")).check()
    page.get_by_role("checkbox", name=re.compile("^Leave my own name out")).check()
    write(page, "Since the funeral in Bergerac I lie awake.")
    theirs = odile.locator("#feed .post", has_text="lie awake")
    expect(theirs.locator(".who")).to_have_text("Un ou une bénévole")
    expect(theirs.locator(".body")).not_to_contain_text("Dordogne")
    expect(theirs.get_by_text("Demander une seule chose")).to_have_count(0)
    expect(
        page.get_by_role("radio", name=re.compile("^For advice"))
    ).to_be_checked()  # the next message is about somebody else
    page.locator("#cards .card", has_text="lie awake").get_by_role("button", name="Change").click()
    expect(page.locator("#wishes")).to_be_hidden()
    write(page, "Since the funeral in Bergerac I lie awake and count.")
    expect(theirs.locator(".body")).to_contain_text("and count")
    expect(theirs.locator(".who")).to_have_text("Un ou une bénévole")
    picture(odile, shots, "37-nameless")


def test_an_answer_goes_where_it_answers(page: Page, odile: Page) -> None:
    page.goto("/en/sue")
    say(page, "Georges Lambert bakes rye bread.")
    odile.locator("#feed .post", has_text="rye bread").locator(".reply").click()
    expect(odile.locator("#wishes")).to_be_hidden()
    expect(odile.get_by_role("button", name="Le voir d'abord")).to_be_hidden()
    odile.get_by_role("link", name="Annuler").click()
    expect(odile.locator("#wishes")).to_be_visible()


@pytest.mark.parametrize(("lang", "width"), [("en", 320), ("fr", 320), ("fr", 360)])
def test_a_telephone_shows_the_cases_in_one_column(page: Page, shots: Path | None, lang: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    opened(page, f"/{lang}/margaret")
    page.locator("#wishes details[open]").wait_for()
    say(page, "Georges Lambert has an unbelievablylongishvegetable, 06 39 98 12 34.", lang)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    picture(page, shots, f"38-phone-case-{lang}-{width}")
    page.locator("#desk .desk-link").first.click()
    expect(page.locator("#desk .lesson-list")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    picture(page, shots, f"39-phone-list-{lang}-{width}")
    become(page, "Sue")
    page.goto(f"/{lang}/sue")
    page.locator("#feed .asks summary").last.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    picture(page, shots, f"40-phone-ask-{lang}-{width}")


def test_the_keyboard_is_enough_for_a_case(page: Page) -> None:
    page.goto("/en/sue")
    page.get_by_role("link", name=re.compile("^My cases")).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#desk-title")).to_be_focused()
    page.get_by_role("button", name="Open a case").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#desk .answer")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label("The code that a colleague gave you")).to_be_focused()
    page.get_by_role("link", name="Ask colleagues").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#text")).to_be_focused()
    page.go_back()
    expect(page.locator("#desk-title")).to_be_visible()


def test_every_control_of_a_case_has_a_name(page: Page) -> None:
    share(page, "Georges Lambert draws maps.")
    opened(page)
    for _ in range(2):
        nameless = page.evaluate(
            """() => [...document.querySelectorAll("a, button, select, textarea, input:not([type=hidden])")].filter(
                 (e) => !(e.textContent.trim() && e.tagName !== "SELECT" || e.labels?.length || e.getAttribute("aria-label")))
                 .map((e) => e.outerHTML)"""
        )
        assert nameless == []
        levels = page.evaluate("[...document.querySelectorAll('h1, h2, h3, h4, h5')].map((e) => Number(e.tagName[1]))")
        assert all(after <= before + 1 for before, after in pairwise(levels))
        page.goto("/en/sue/cases")


def test_the_code_and_whom_to_ring_are_one_press_away(page: Page) -> None:
    page.goto("/fr/odile")
    page.get_by_role("button", name="Urgent").click()
    answer = page.locator("[data-desk=menu] .answer")
    expect(answer).to_contain_text("112")
    page.get_by_role("button", name="Le Code").click()
    expect(answer).not_to_contain_text("112")


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


def test_without_javascript_a_case_is_opened_joined_asked_about_and_closed(
    browser: Browser, demo: str, shots: Path | None
) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=demo, viewport={"width": 360, "height": 740})
    page, plain = (window := context.new_page()), Plain(window)
    page.goto("/en/etienne")
    page.get_by_role("link", name="My cases").click()
    page.get_by_role("button", name="Open a case").click()
    found = REFERENCE.search(page.locator("#answer").inner_text())
    assert found
    reference = found[0]
    page.locator("#desk .desk-link", has_text=reference).click()
    page.locator("#text").fill("Moussa Diallo builds kites; ring him on 06 39 98 12 34.")
    page.get_by_role("button", name="Send", exact=True).click()
    plain.until("/en/etienne", f"#feed .post:has-text('builds kites'):has-text('{reference}')")
    page.goto(f"/en/etienne/cases/{reference}")
    page.get_by_role("button", name="Let members see who it is").click()
    expect(page.locator("#answer")).to_contain_text("may look now")
    expect(page.locator(".facts")).to_contain_text("shared support")
    picture(page, shots, "41-plain-case")
    page.get_by_role("button", name="Invite a colleague").click()
    code = CODE.search(page.locator("#answer").inner_text())
    assert code
    page.goto("/fr/odile/cases")
    page.get_by_label("Le code qu'on vous a donné").fill(code[0])
    page.get_by_role("button", name="Rejoindre le dossier").click()
    expect(page.locator("#answer")).to_contain_text(reference)
    page.get_by_label("Qui est derrière un pseudonyme ?").fill("Personne A")
    page.get_by_role("button", name="Montrer", exact=True).click()
    page.locator("#answer a").click()
    page.get_by_role("button").click()
    expect(page.locator(".values")).to_contain_text("Moussa Diallo")
    post = plain.until("/fr/margaret", "#feed .post:has-text('builds kites')")
    post.get_by_text("Demander une seule chose").click()
    post.get_by_label("Que vous faut-il savoir ?").select_option("phone 1")
    post.get_by_label("Pourquoi ?").fill("Je passe le voir.")
    post.get_by_role("button", name="Demander à l'auteur").click()
    expect(page.locator("#answer")).to_contain_text("J'ai demandé à l'auteur")
    plain.until("/en/etienne", "[data-note] button:text-is('Tell them')").click()
    expect(page.locator("#answer")).to_contain_text("shows it once")
    plain.until("/fr/margaret", "[data-note] a[href*='/look/']").click()
    page.get_by_role("button").click()
    expect(page.locator(".values")).to_contain_text("06 39 98 12 34")
    page.goto(f"/en/etienne/cases/{reference}")
    page.get_by_role("button", name="Close the case").click()
    page.locator("#answer").get_by_role("button", name=re.compile("^Yes, close")).click()
    expect(page.locator("#answer")).to_contain_text("is closed")
    expect(page.locator(".facts")).to_contain_text("Key destroyed on")
    context.close()


def test_without_javascript_a_message_is_seen_first_and_posted(browser: Browser, demo: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=demo, viewport={"width": 360, "height": 740})
    page, plain = (window := context.new_page()), Plain(window)
    page.goto("/en/margaret")
    page.locator("#wishes summary").click()
    page.get_by_role("radio", name=re.compile("^Shared support")).check()
    page.locator("#text").fill("Georges Lambert tunes pianos.")
    page.get_by_role("button", name="See it first").click()
    expect(page.locator("#answer")).to_contain_text("those of the case may look at who it is")
    expect(page.locator("#answer .read")).to_contain_text("[Person A] tunes pianos.")
    assert not page.locator("#feed .post", has_text="tunes pianos").count()
    page.locator("#answer").get_by_role("button", name="Post it").click()
    plain.until("/en/margaret", "#cards .card:has-text('tunes pianos')")
    plain.until("/fr/odile", "#feed .post:has-text('tunes pianos')")
    context.close()
