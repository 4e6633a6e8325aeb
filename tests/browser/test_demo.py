"""A volunteer's first ten minutes in the practice room, in a real browser before the real bot."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.room import SEND, become, newest_card, picture, write

pytestmark = [pytest.mark.browser, pytest.mark.long]


def test_the_author_sees_both_sides_and_the_others_the_redacted_one(page: Page, shots: Path | None) -> None:
    page.goto("/")
    expect(page).to_have_url(re.compile("/en/sue$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Ask your colleagues, without naming anybody")
    picture(page, shots, "1-first-sight")
    page.get_by_role("link", name="Full of details").click()
    page.get_by_role("button", name="Send").click()
    card = newest_card(page)
    expect(card).to_have_attribute("data-state", "posted")
    expect(card.locator(".hidden-list")).to_be_visible()
    expect(card.locator(".typed mark").first).to_have_text("Mary Dupont")
    expect(card.locator(".read .body")).to_contain_text("[Person A]")
    expect(card.locator(".hidden-list tbody tr").first).to_contain_text("Mary Dupont")
    expect(card.locator(".hidden-list tbody tr").first).to_contain_text("a name")
    picture(page, shots, "2-both-sides")
    become(page, "Odile")
    post = page.locator("#feed .post").last
    expect(post.locator(".who")).to_have_text("Sue")
    expect(post.locator(".body")).to_contain_text("[Person A]")
    for value in ("Mary", "Dupont", "06 39 98", "chloe"):
        expect(post.locator(".body")).not_to_contain_text(value)
    expect(page.locator("#cards .card")).to_have_count(0)
    picture(page, shots, "3-as-odile")
    become(page, "Sue")
    expect(newest_card(page).locator(".typed mark").first).to_have_text("Mary Dupont")


def test_what_was_typed_is_forgotten_with_the_window(page: Page) -> None:
    page.goto("/en/sue")
    write(page, "Madame Lefèvre rang me.")
    expect(newest_card(page).locator(".typed mark")).to_contain_text("Lefèvre")
    page.reload()
    expect(newest_card(page).locator(".read .body")).to_have_text(re.compile(r"^Madame \[Person [A-Z]\] rang me\.$"))
    expect(newest_card(page).locator(".typed")).to_contain_text("No longer here")
    assert "Lefèvre rang" not in page.content()


def test_a_medical_message_goes_through_as_it_was_written(page: Page) -> None:
    page.goto("/en/sue")
    page.get_by_role("link", name="Medical").click()
    text = page.locator("#text").input_value()
    page.get_by_role("button", name="Send").click()
    card = newest_card(page)
    expect(card.locator(".clean")).to_be_visible()
    expect(card.locator(".read .body")).to_have_text(text)


def test_somebody_else_answers_in_the_thread_with_the_same_pseudonym(page: Page, browser: Browser, demo: str) -> None:
    page.goto("/en/sue")
    write(page, "Georges Lambert is afraid of the scan on Monday.")
    expect(newest_card(page)).to_have_attribute("data-state", "posted")
    asked = page.locator("#feed .post", has_text="is afraid of the scan on Monday")
    pseudonym = re.findall(r"\[Person [A-Z]\]", asked.locator(".body").inner_text())
    assert len(pseudonym) == 1
    context = browser.new_context(base_url=demo)
    other = context.new_page()
    other.goto("/fr/odile")
    other.locator("#feed .post", has_text="is afraid of the scan on Monday").locator(".reply").click()
    expect(other.locator("#context")).to_contain_text("En réponse à Sue")
    write(other, "I would ring Georges Lambert every evening.", "fr")
    answer = page.locator("#feed .replies .post", has_text="I would ring").last
    expect(answer.locator(".who")).to_have_text("Odile")
    expect(answer.locator(".body")).to_have_text(f"I would ring {pseudonym[0]} every evening.")
    context.close()


def test_the_french_page(page: Page, shots: Path | None) -> None:
    page.goto("/en/odile")
    page.get_by_role("link", name="Français").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    page.get_by_role("link", name="Plein de détails").click()
    page.get_by_role("button", name="Envoyer").click()
    card = newest_card(page)
    expect(card.locator(".hidden-list")).to_contain_text("un numéro de téléphone")
    expect(card.locator(".read .body")).to_contain_text("[Personne A]")
    expect(card.locator(".state")).to_have_text("Le groupe l'a reçu")
    picture(page, shots, "4-francais")


def test_a_file_is_held_back_and_returned(page: Page, shots: Path | None) -> None:
    page.goto("/en/odile")
    page.set_input_files("#file", {"name": "scan.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 invented"})
    expect(page.locator("#file-name")).to_have_text("scan.pdf")
    write(page, "")
    card = newest_card(page)
    expect(card).to_have_attribute("data-state", "returned")
    expect(page.locator("#feed .notice").last).to_have_text("A message from Odile is held; ring them if it is urgent.")
    with page.expect_download() as download:
        card.get_by_role("link", name="Fetch your file").click()
    assert download.value.suggested_filename == "scan.pdf"
    picture(page, shots, "5-file")


def test_a_message_is_changed_and_then_deleted(page: Page) -> None:
    page.goto("/en/sue")
    write(page, "I would wait until after the scan")
    expect(newest_card(page)).to_have_attribute("data-state", "posted")
    newest_card(page).get_by_role("button", name="Change").click()
    expect(page.locator("#text")).to_have_value("I would wait until after the scan")
    write(page, "I would wait until after the scan and the talk")
    post = page.locator("#feed .post", has_text="until after the scan")
    expect(post.locator(".body")).to_have_text("I would wait until after the scan and the talk")
    expect(post).to_have_count(1)
    page.once("dialog", lambda dialog: dialog.accept())
    newest_card(page).get_by_role("button", name="Delete").click()
    expect(newest_card(page)).to_have_attribute("data-state", "deleted")
    expect(post).to_have_count(0)


def test_markup_and_emoji_are_only_text(page: Page) -> None:
    page.goto("/en/sue")
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    write(page, "<script>alert(2)</script> &amp; <b>so</b> 👩🏽‍⚕️")
    body = page.locator("#feed .post .body", has_text="alert(2)")
    expect(body).to_have_text("<script>alert(2)</script> &amp; <b>so</b> 👩🏽‍⚕️")
    expect(page.locator("#feed script")).to_have_count(0)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_telephone_shows_everything_in_one_column(page: Page, shots: Path | None, lang: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"/{lang}/sue")
    page.locator(".examples a").first.click()
    page.get_by_role("button", name=SEND[lang]).click()
    expect(newest_card(page).locator(".hidden-list")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for box in (page.locator("#composer").bounding_box(), newest_card(page).bounding_box()):
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360
    picture(page, shots, f"6-phone-{lang}")


def test_the_keyboard_is_enough(page: Page) -> None:
    page.goto("/en/sue")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    page.locator("#text").focus()
    page.keyboard.type("Typed without a mouse")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#feed .post .body", has_text="Typed without a mouse")).to_have_text("Typed without a mouse")
    page.locator(".people a", has_text="Étienne").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".people a[aria-current=page]")).to_contain_text("Étienne")
    expect(page.locator(".people a[aria-current=page]")).to_be_focused()


def test_every_control_has_a_name_and_changes_are_announced(page: Page) -> None:
    page.goto("/en/sue")
    write(page, "Madame Lefèvre rang me.")
    expect(newest_card(page).locator(".hidden-list")).to_be_visible()
    nameless = page.evaluate(
        """() => [...document.querySelectorAll("a, button, textarea, input:not([type=hidden])")].filter(
             (e) => !(e.textContent.trim() || e.labels?.length || e.getAttribute("aria-label"))).length"""
    )
    assert nameless == 0
    for place in ("#status", "#cards", "#feed"):
        expect(page.locator(place)).to_have_attribute("aria-live", "polite")
    expect(page.locator("#status")).to_have_text("Your message was checked; the group has it.")


def test_without_javascript_the_room_still_works(browser: Browser, demo: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=demo, locale="en-GB")
    window = context.new_page()
    window.goto("/en/margaret")
    window.locator("#text").fill("Madame Lefèvre rang me; what now?")
    window.get_by_role("button", name="Send").click()
    expect(window).to_have_url(f"{demo}/en/margaret")
    for _ in range(50):
        if window.locator("#feed .post", has_text="what now?").count():
            break
        window.goto("/en/margaret")
    expect(window.locator("#feed .post .body", has_text="what now?")).to_have_text(
        re.compile(r"^Madame \[Person(ne)? [A-Z]\] rang me; what now\?$")
    )
    context.close()
