"""The exercises of the practice room, from the situation to the last word, before the real bot."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from bot.domain.exercises import Exercise
from config.practice import load_exercises
from redaction import Lang
from tests.browser.room import SEND, become, newest_card, picture

pytestmark = [pytest.mark.browser, pytest.mark.long]

SAID: dict[Lang, dict[str, str]] = {
    "en": {
        "exercises": "All exercises",
        "use": "Use this text",
        "answer": "Answer",
        "right": "Right.",
        "next": "Next exercise",
    },
    "fr": {
        "exercises": "Tous les exercices",
        "use": "Prendre ce texte",
        "answer": "Répondre",
        "right": "C'est juste.",
        "next": "Exercice suivant",
    },
}


@pytest.fixture
def unscripted(browser: Browser, demo: str) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False, base_url=demo, viewport={"width": 360, "height": 740})
    yield context.new_page()
    context.close()


EXERCISES = load_exercises()


def of(lang: Lang, number: int) -> Exercise:
    return EXERCISES[lang][number - 1]


def named(exercise_id: str) -> Exercise:
    return next(exercise for exercise in EXERCISES["en"] if exercise.id == exercise_id)


def with_picture(lang: Lang) -> Exercise:
    return next(exercise for exercise in EXERCISES[lang] if exercise.attach)


def open_list(page: Page, lang: Lang, account: str) -> None:
    page.goto(f"/{lang}/{account}")
    page.get_by_role("link", name=SAID[lang]["exercises"]).click()
    expect(page.locator(".lesson-list a")).to_have_count(len(EXERCISES[lang]))


def answer(page: Page, lang: Lang, exercise: Exercise, choice: int) -> Locator:
    asked = page.locator("#lesson-question")
    asked.get_by_label(exercise.answers[choice - 1]).check()
    asked.get_by_role("button", name=SAID[lang]["answer"]).click()
    return asked


@pytest.mark.parametrize(("lang", "account"), [("en", "sue"), ("fr", "odile")])
def test_an_exercise_from_beginning_to_end(page: Page, shots: Path | None, lang: Lang, account: str) -> None:
    said, exercise, following = SAID[lang], of(lang, 1), of(lang, 2)
    open_list(page, lang, account)
    picture(page, shots, f"20-list-{lang}")
    page.get_by_role("link", name=exercise.title).click()
    expect(page.get_by_role("heading", name=exercise.title)).to_be_focused()
    picture(page, shots, f"21-situation-{lang}")
    page.get_by_role("link", name=said["use"]).click()
    expect(page.locator("#text")).to_have_value(exercise.text)
    expect(page.locator("#text")).to_be_focused()
    page.get_by_role("button", name=SEND[lang], exact=True).click()
    expect(page.locator("#lesson-look")).to_contain_text(exercise.look)
    expect(newest_card(page)).to_have_attribute("data-state", "posted")
    expect(newest_card(page).locator(".typed mark")).to_have_text(list(exercise.hidden))
    for words in exercise.kept:
        expect(newest_card(page).locator(".read .body")).to_contain_text(words)
    asked = answer(page, lang, exercise, exercise.right % len(exercise.answers) + 1)
    expect(asked.locator(".verdict.wrong")).to_be_focused()
    expect(asked.get_by_role("link", name=said["next"])).to_have_count(0)
    picture(page, shots, f"22-wrong-{lang}")
    answer(page, lang, exercise, exercise.right)
    expect(asked.locator(".verdict.right")).to_contain_text(said["right"])
    expect(asked.locator(".verdict.right")).to_contain_text(exercise.reason)
    picture(page, shots, f"23-right-{lang}")
    asked.get_by_role("link", name=said["next"]).click()
    expect(page).to_have_url(re.compile(f"/{lang}/{account}/exercises/{following.id}$"))
    expect(page.get_by_role("heading", name=following.title)).to_be_focused()
    expect(page.locator("#cards .card")).to_have_count(0)
    page.go_back()
    expect(page.get_by_role("heading", name=exercise.title)).to_be_visible()
    expect(newest_card(page).locator(".typed mark")).to_have_text(list(exercise.hidden))  # the window remembers


def test_a_nickname_that_was_missed_is_hidden_as_the_exercise_says(page: Page) -> None:
    exercise = named("missed-nickname")
    page.goto(f"/en/margaret/exercises/{exercise.id}")
    page.get_by_role("link", name="Use this text").click()
    page.get_by_role("button", name="Send", exact=True).click()
    card = newest_card(page)
    expect(card.locator(".read .body")).to_contain_text(exercise.missed[0])
    card.get_by_role("button", name="Hide more").click()
    card.get_by_label("The words to hide").fill(exercise.missed[0])
    card.get_by_role("button", name="Hide them").click()
    expect(card.locator(".read .body")).not_to_contain_text(exercise.missed[0])
    expect(page.locator("#lesson-question")).to_contain_text(exercise.question)


def test_somebody_is_passed_on_as_the_exercise_says(page: Page, shots: Path | None) -> None:
    exercise = named("pass-it-on")
    page.goto(f"/en/sue/exercises/{exercise.id}")
    page.get_by_role("link", name="Use this text").click()
    page.get_by_role("button", name="Send", exact=True).click()
    expect(newest_card(page)).to_have_attribute("data-state", "posted")
    become(page, "Margaret")
    page.locator("#feed .post").last.get_by_role("button", name="I'll take this").click()
    become(page, "Sue")
    page.get_by_role("button", name="Hand it over").first.click()
    become(page, "Margaret")
    page.locator("#notes a").first.click()
    page.get_by_role("button").click()
    expect(page.locator(".values")).to_contain_text("David Lowther")
    picture(page, shots, "27-passed-on")


@pytest.mark.parametrize(("lang", "account"), [("en", "sue"), ("fr", "odile")])
def test_a_picture_is_held(page: Page, shots: Path | None, lang: Lang, account: str) -> None:
    exercise = with_picture(lang)
    page.goto(f"/{lang}/{account}/exercises/{exercise.id}")
    expect(page.locator(".lesson-sample img")).to_have_js_property("complete", True)
    page.get_by_role("link", name=SAID[lang]["use"]).click()
    page.get_by_role("button", name=SEND[lang], exact=True).click()
    expect(newest_card(page)).to_have_attribute("data-state", "returned")
    expect(page.locator("#lesson-look")).to_contain_text(exercise.look)
    picture(page, shots, f"24-held-{lang}")


@pytest.mark.parametrize(("lang", "account"), [("en", "margaret"), ("fr", "etienne")])
def test_on_a_telephone_without_javascript_all_are_done(
    unscripted: Page, shots: Path | None, lang: Lang, account: str
) -> None:
    page, said = unscripted, SAID[lang]
    open_list(page, lang, account)
    page.goto(f"/{lang}/{account}/exercises/{of(lang, 1).id}")
    for number in range(1, len(EXERCISES[lang]) + 1):
        exercise = of(lang, number)
        expect(page.get_by_role("heading", name=exercise.title)).to_be_visible()
        page.wait_for_load_state()  # with its style sheets
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        page.get_by_role("link", name=said["use"]).click()
        page.get_by_role("button", name=SEND[lang], exact=True).click()
        expect(page.locator("#lesson-look")).to_contain_text(exercise.look)
        asked = answer(page, lang, exercise, exercise.right)
        expect(asked.locator(".verdict.right")).to_contain_text(exercise.reason)
        if number in (2, 7):
            picture(page, shots, f"25-phone-{number}-{lang}")
        asked.locator("a.button.lesson-link").click()
    expect(page.locator(".lesson-finished")).to_contain_text(str(len(EXERCISES[lang])))
    expect(page.locator(".lesson-list .tick", has_text="✓")).to_have_count(len(EXERCISES[lang]))
    picture(page, shots, f"26-finished-{lang}")
