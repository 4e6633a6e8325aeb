"""Somebody's cases on a telephone, by keyboard, with a screen reader, without JavaScript; before the real bot."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.room import CODE, REFERENCE, Plain, become, opened, picture, say, share

pytestmark = [pytest.mark.browser, pytest.mark.long]


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
