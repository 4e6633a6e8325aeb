"""Posts are mended in the practice room, by their author and by whoever sees what was missed; everybody sees it at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.room import newest_card, picture, write

pytestmark = [pytest.mark.browser, pytest.mark.long]


@pytest.fixture
def odile(browser: Browser, demo: str) -> Iterator[Page]:
    """Another window, in French, in which somebody else reads along."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=demo)
    window = context.new_page()
    window.goto("/fr/odile")
    yield window
    context.close()


def say(page: Page, text: str) -> Locator:
    """Write as Sue; the card of the message once it is posted."""
    page.goto("/en/sue")
    write(page, text)
    expect(newest_card(page)).to_have_attribute("data-state", "posted")
    return newest_card(page)


def post(page: Page, words: str) -> Locator:
    return page.locator("#feed .post", has_text=words).last


def test_a_word_that_is_no_detail_comes_back_for_everybody(page: Page, odile: Page, shots: Path | None) -> None:
    card = say(page, "Georges Lambert took the kayak to Bergerac.")
    body = post(odile, "took the kayak").locator(".body")
    expect(body).to_contain_text("[Town A, Dordogne]")
    card.get_by_role("button", name="Something is no personal detail").click()
    expect(card.get_by_role("button", name="Show [Person A]")).to_be_visible()
    picture(page, shots, "7-which-detail")
    card.get_by_role("button", name="Show [Town A, Dordogne]").click()
    expect(body).to_have_text(re.compile(r"^\[Person [A-Z]\] took the kayak to Bergerac\.$"))
    expect(card.locator(".read .body").first).to_contain_text("Bergerac")
    expect(card.locator(".typed mark")).to_have_text(["Georges Lambert"])
    expect(card.locator(".hidden-list tbody tr")).to_have_count(1)
    expect(card.locator(".answer")).to_contain_text("It is being put back")
    picture(page, shots, "7-word-is-back")


def test_a_name_comes_back_only_when_its_author_is_sure(page: Page, odile: Page) -> None:
    card = say(page, "Rose Carpenter fixed the canoe.")
    card.get_by_role("button", name="Something is no personal detail").click()
    card.get_by_role("button", name=re.compile(r"^Show \[Person")).click()
    expect(card.locator(".answer")).to_contain_text("Are you sure")
    expect(post(odile, "fixed the canoe").locator(".body")).to_contain_text("[Person")
    card.get_by_role("button", name=re.compile("^Yes, show")).click()
    expect(post(odile, "fixed the canoe").locator(".body")).to_have_text("Rose Carpenter fixed the canoe.")


def test_the_author_hides_more(page: Page, odile: Page, shots: Path | None) -> None:
    card = say(page, "Georges Lambert keeps a blue parrot in the kitchen.")
    card.get_by_role("button", name="Hide more").click()
    field = card.get_by_label("The words to hide")
    expect(field).to_be_focused()
    field.fill("blue parrot")
    picture(page, shots, "8-hide-more")
    card.get_by_role("button", name="Hide them").click()
    body = post(odile, "in the kitchen").locator(".body")
    expect(body).not_to_contain_text("parrot")
    expect(card.locator(".typed mark")).to_have_text(["Georges Lambert", "blue parrot"])
    expect(card.locator(".answer")).to_contain_text("Hidden now")


def test_the_author_writes_it_anew_and_sees_it_first(page: Page, odile: Page, shots: Path | None) -> None:
    card = say(page, "Georges Lambert sails on the lake.")
    card.get_by_role("button", name="Write it anew").click()
    field = card.get_by_label("What it should say")
    expect(field).to_have_value("Georges Lambert sails on the lake.")
    field.fill("Georges Lambert rows on the lake with Moussa Diallo.")
    card.get_by_role("button", name="Show it to me").click()
    expect(card.locator(".answer .read")).to_contain_text("rows on the lake with [Person")
    expect(post(odile, "on the lake").locator(".body")).to_contain_text("sails")
    picture(page, shots, "9-anew")
    card.get_by_role("button", name="Post it").click()
    body = post(odile, "on the lake").locator(".body")
    expect(body).to_have_text(re.compile(r"^\[Person [A-Z]\] rows on the lake with \[Person [A-Z]\]\.$"))
    expect(card.locator(".typed mark")).to_have_text(["Georges Lambert", "Moussa Diallo"])


def test_the_author_takes_it_back(page: Page, odile: Page, shots: Path | None) -> None:
    card = say(page, "Georges Lambert collects stamps.")
    expect(post(odile, "collects stamps")).to_have_count(1)
    card.get_by_role("button", name="Take it back").click()
    expect(odile.locator("#feed .post", has_text="collects stamps")).to_have_count(0)
    expect(card).to_have_attribute("data-state", "removed")
    expect(card.get_by_role("button", name="Hide more")).to_have_count(0)
    picture(page, shots, "10-taken-back")
    page.reload()
    expect(newest_card(page)).to_have_attribute("data-state", "removed")


def test_somebody_else_hides_what_was_missed(page: Page, odile: Page, shots: Path | None) -> None:
    say(page, "Georges Lambert lives beside the windmill on the hill.")
    theirs = post(odile, "on the hill")
    expect(
        page.locator("#feed .post", has_text="on the hill").get_by_role("button", name="Hide a detail")
    ).to_have_count(0)
    theirs.get_by_role("button", name="Masquer un détail").click()
    covered = page.locator("#feed .post.covered")
    expect(covered.locator(".body")).to_contain_text("A colleague saw a personal detail")
    expect(newest_card(page).locator(".read")).to_contain_text("A colleague saw a personal detail")
    theirs = odile.locator("#feed .post.covered")
    word = theirs.get_by_role("button", name="windmill")
    word.click()
    expect(theirs.get_by_role("button", name="windmill")).to_have_attribute("aria-pressed", "true")
    expect(theirs.get_by_role("button", name="windmill")).to_be_focused()
    picture(odile, shots, "11-missed-words")
    expect(newest_card(page).locator(".word")).to_contain_text("Odile saw a personal detail in a message of yours")
    picture(page, shots, "11-author-is-told")
    theirs.get_by_role("button", name="Les masquer").click()
    body = post(page, "on the hill").locator(".body")
    expect(body).to_contain_text("lives beside the")
    expect(body).not_to_contain_text("windmill")
    expect(page.locator("#feed .covered")).to_have_count(0)
    expect(newest_card(page).locator(".typed mark")).to_have_text(["Georges Lambert", "windmill"])
    picture(page, shots, "11-back-again")


def test_the_author_says_that_nothing_is_wrong(page: Page, odile: Page) -> None:
    say(page, "Georges Lambert grows roses.")
    post(odile, "grows roses").get_by_role("button", name="Masquer un détail").click()
    note = newest_card(page).locator(".word")
    expect(note.get_by_role("button", name="It is fine as it was")).to_be_visible()
    note.get_by_role("button", name="It is fine as it was").click()
    expect(post(odile, "grows roses").locator(".body")).to_contain_text("grows roses")
    expect(note.get_by_role("button", name="It is fine as it was")).to_have_count(0)
    expect(page.locator("#status")).to_have_text("The message comes back as it was.")
    page.reload()
    expect(newest_card(page).locator(".word")).to_have_count(0)


def test_a_detail_in_a_message_that_had_none_is_hidden_too(page: Page, odile: Page, shots: Path | None) -> None:
    say(page, "She wears a quorbel hat on Mondays.")
    theirs = post(odile, "quorbel hat")
    expect(theirs).to_have_count(1)
    theirs.get_by_role("button", name="Masquer un détail").click()
    expect(page.locator("#feed .post", has_text="quorbel hat")).to_have_count(0)
    place = odile.locator("#feed .stub")
    place.get_by_role("button", name="quorbel").click()
    picture(odile, shots, "12-taken-down")
    place.get_by_role("button", name="Les masquer").click()
    body = post(page, "hat on Mondays").locator(".body")
    expect(body).to_contain_text("She wears a")
    expect(body).not_to_contain_text("quorbel")
    expect(odile.locator("#feed .stub")).to_have_count(0)
    expect(newest_card(page)).to_have_attribute("data-state", "posted")
    expect(newest_card(page).locator(".typed mark")).to_have_text(["quorbel"])


def test_a_telephone_shows_words_and_both_sides(page: Page, odile: Page, shots: Path | None) -> None:
    odile.set_viewport_size({"width": 360, "height": 740})
    page.set_viewport_size({"width": 360, "height": 740})
    card = say(page, "Georges Lambert grows unbelievablylongishvegetables in Bergerac beside the river.")
    card.get_by_role("button", name="Write it anew").click()
    card.get_by_role("button", name="Show it to me").click()
    expect(card.locator(".answer .read")).to_be_visible()
    picture(page, shots, "13-phone-anew")
    post(odile, "beside the river").get_by_role("button", name="Masquer un détail").click()
    expect(odile.locator("#feed .covered").get_by_role("button", name="Les masquer")).to_be_visible()
    picture(odile, shots, "13-phone-words")
    for window in (page, odile):
        assert window.evaluate("document.documentElement.scrollWidth") <= 360
    odile.locator("#feed .covered").get_by_role("button", name="river").click()
    odile.locator("#feed .covered").get_by_role("button", name="Les masquer").click()
    expect(page.locator("#feed .covered")).to_have_count(0)


def test_without_javascript_buttons_and_words_work_with_page_loads(browser: Browser, demo: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=demo, locale="en-GB")
    window = context.new_page()

    def until(address: str, there: Locator, gone: Locator | None = None) -> None:
        """Load a page until it has what is looked for; nothing but a load changes it here."""
        given_up = monotonic() + 30
        window.goto(address)
        while not there.count() or (gone and gone.count()):
            assert monotonic() < given_up, there
            window.goto(address)

    feed = window.locator("#feed .post")
    card = window.locator("#cards .card").filter(has_text="whittles a violet spoon")
    window.goto("/en/margaret")
    window.locator("#text").fill("Georges Lambert whittles a violet spoon.")
    window.get_by_role("button", name="Send").click()
    until("/en/margaret", card.get_by_role("button", name="Hide more"))
    expect(feed.filter(has_text="whittles a violet spoon")).to_have_count(1)
    card.get_by_role("button", name="Hide more").click()
    window.locator(".flash").get_by_label("The words to hide").fill("violet")
    window.locator(".flash").get_by_role("button", name="Hide them").click()
    expect(window.locator(".flash")).to_contain_text("Hidden now")
    until("/fr/odile", feed.filter(has_text="whittles a"), gone=feed.filter(has_text="violet"))
    feed.filter(has_text="whittles a").get_by_role("button", name="Masquer un détail").click()
    window.locator(".flash").get_by_role("button", name="spoon").click()
    window.locator(".flash").get_by_role("button", name="Les masquer").click()
    expect(window.locator(".flash")).to_contain_text("Masqué maintenant")
    until("/en/margaret", feed.filter(has_text="whittles a"), gone=feed.filter(has_text="spoon"))
    context.close()


def test_two_people_of_one_name_are_told_apart(page: Page, odile: Page, shots: Path | None) -> None:
    say(page, "Winifred Amsel feeds the swans.")
    first = re.findall(r"\[Person [A-Z]\]", post(page, "feeds the swans").locator(".body").inner_text())
    write(page, "Winifred Amsel drives the tractor.")
    expect(post(odile, "drives the tractor").locator(".body")).to_contain_text(first[0])
    card = page.locator("#cards .card", has_text="drives the tractor")
    card.get_by_role("button", name="Something is no personal detail").click()
    card.get_by_role("button", name=f"Somebody else than {first[0]}").click()
    expect(card.locator(".answer")).to_contain_text("somebody else in the case")
    body = post(odile, "drives the tractor").locator(".body")
    expect(body).to_have_text(re.compile(r"^\[Person [A-Z]\] drives the tractor\.$"))
    expect(body).not_to_contain_text(first[0])
    expect(post(odile, "feeds the swans").locator(".body")).to_contain_text(first[0])
    picture(page, shots, "14-apart")
