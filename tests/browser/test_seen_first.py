"""What a message is for, and how it will read, before it is posted in the practice room; before the real bot."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.room import Plain, opened, picture, say, write

pytestmark = [pytest.mark.browser, pytest.mark.long]


@pytest.fixture
def odile(browser: Browser, demo: str) -> Iterator[Page]:
    """Another window, in French, in which a colleague is at work at the same time."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=demo)
    window = context.new_page()
    window.goto("/fr/odile")
    yield window
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
