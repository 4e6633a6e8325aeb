"""The exercises of the practice room over HTTP: with a script and without, kept for each person, never of use to a forger."""

from __future__ import annotations

import re

import httpx
import pytest

from adapters.web.channel import build
from adapters.web.settings import WebSettings
from bot.domain.messages import Matter
from config.practice import load_exercises
from config.sentences import TomlWording
from tests.adapters.web.browserless import Window
from tests.adapters.web.conftest import Stage, serving
from tests.adapters.web.core import MemoryLog, TinyCore

EN, FR = load_exercises()["en"], load_exercises()["fr"]
FIRST = EN[0]
COUNT = len(EN)


async def at(window: Window, place: str, status: int = 200) -> str:
    response = await window.client.get(f"{window.path}/{place}")
    assert response.status_code == status
    return response.text


async def tried(window: Window, exercise_id: str) -> httpx.Response:
    return await window.act("send", text="I had Mary Dupont on the phone", exercise=exercise_id)


async def choose(window: Window, exercise_id: str, choice: int | str) -> httpx.Response:
    return await window.act("choose", exercise=exercise_id, choice=str(choice))


async def done(window: Window, count: int) -> httpx.Response:
    """The first `count` exercises from beginning to end; the answer to the last."""
    response = None
    for exercise in load_exercises()[window.path[1:3]][:count]:  # type: ignore[index]
        await tried(window, exercise.id)
        response = await choose(window, exercise.id, exercise.right)
        assert response.status_code == 200
    assert response is not None
    return response


async def test_the_room_leads_to_the_exercises_and_the_list_names_each(sue: Window) -> None:
    assert f'href="/en/sue/exercises/{FIRST.id}"' in await sue.page()
    listed = await at(sue, "exercises")
    assert [exercise.id for exercise in EN if f"/exercises/{exercise.id}" not in listed] == []
    assert f"0 of {COUNT} done" in listed


async def test_each_language_has_its_own(stage: Stage) -> None:
    async with stage.window("odile", "fr") as odile:
        assert FR[0].title in await at(odile, f"exercises/{FR[0].id}")
        await at(odile, f"exercises/{FIRST.id}", 404)


async def test_an_exercise_shows_the_situation_and_puts_its_text_into_the_box(sue: Window) -> None:
    page = await at(sue, f"exercises/{FIRST.id}")
    assert f"1 of {COUNT}" in page
    assert box(page) == ""
    assert "Hi Odile, I had Mary Dupont on the phone" in box(await at(sue, f"exercises/{FIRST.id}?use=1"))


def box(page: str) -> str:
    found = re.search(r'<textarea id="text"[^>]*>([^<]*)</textarea>', page)
    assert found
    return found.group(1)


async def test_what_to_look_at_comes_after_the_message_was_sent(stage: Stage, sue: Window) -> None:
    assert FIRST.question not in await at(sue, f"exercises/{FIRST.id}")
    lesson = (await tried(sue, FIRST.id)).json()["lesson"]
    assert "Odile's name stays" in lesson["look"].replace("&#39;", "'")
    assert FIRST.question in lesson["question"]
    assert stage.core.events[0].text.expose() == "I had Mary Dupont on the phone"
    page = await at(sue, f"exercises/{FIRST.id}")
    assert page.index("What to look at") < page.index("[Person A]") < page.index(FIRST.question)
    assert "data-card=" in page
    assert "data-card=" not in await at(sue, f"exercises/{EN[1].id}"), "only what was sent for it"


async def test_without_a_script_one_comes_back_to_the_exercise(sue: Window) -> None:
    fields = {"token": sue.token, "event_id": "event-0001", "text": "Mary Dupont", "exercise": FIRST.id}
    sent = await sue.client.post(f"{sue.path}/send", data=fields, files={"file": ("", b"")})
    assert sent.headers["location"] == f"/en/sue/exercises/{FIRST.id}#lesson-look"
    answer = {"token": sue.token, "exercise": FIRST.id, "choice": str(FIRST.right)}
    chosen = await sue.client.post(f"{sue.path}/choose", data=answer, files={"file": ("", b"")})
    assert "Right." in chosen.text
    assert f"/exercises/{EN[1].id}" in chosen.text


async def test_without_a_script_a_button_leaves_one_at_the_exercise(stage: Stage, sue: Window) -> None:
    fields = {"token": sue.token, "action": "hide_more", "subject": "entry-0001", "exercise": FIRST.id}
    pressed = await sue.client.post(f"{sue.path}/press", data=fields, files={"file": ("", b"")})
    assert FIRST.situation in pressed.text.replace("&#39;", "'")
    assert 'class="flash"' in pressed.text


async def test_a_wrong_answer_is_told_why_and_may_be_tried_again(sue: Window) -> None:
    await tried(sue, FIRST.id)
    wrong = FIRST.right % len(FIRST.answers) + 1
    look = (await choose(sue, FIRST.id, wrong)).json()["lesson"]["question"]
    assert "Not quite." in look
    assert "hands over the name and the number to one colleague alone" in look
    assert f"0 of {COUNT} done" in await at(sue, "exercises")
    assert "Right." in (await choose(sue, FIRST.id, FIRST.right)).json()["lesson"]["question"]
    assert f"1 of {COUNT} done" in await at(sue, "exercises")


async def test_no_question_is_answered_before_anything_was_sent(stage: Stage, sue: Window) -> None:
    response = await choose(sue, FIRST.id, FIRST.right)
    assert (response.status_code, response.json()["code"]) == (409, "send-first")


@pytest.mark.parametrize("choice", ["", "0", "4", "x", "²"])
async def test_an_answer_that_is_none_is_refused(sue: Window, choice: str) -> None:
    await tried(sue, FIRST.id)
    assert (await choose(sue, FIRST.id, choice)).status_code == 400


async def test_an_exercise_that_does_not_exist_is_told(stage: Stage, sue: Window) -> None:
    await at(sue, "exercises/nonesuch", 404)
    assert (await choose(sue, "nonesuch", 1)).status_code == 404
    assert (await tried(sue, "nonesuch")).status_code == 404
    assert stage.core.events == []
    assert (await sue.act("choose", choice="1")).status_code == 400


async def test_a_forged_answer_is_refused_and_journalled(stage: Stage, sue: Window) -> None:
    await tried(sue, FIRST.id)
    sue.token = "0" * 64
    assert (await choose(sue, FIRST.id, FIRST.right)).status_code == 401
    assert stage.core.refusals == ["token-forged"]


async def test_a_picture_of_ours_goes_along_and_the_message_is_held(stage: Stage, sue: Window) -> None:
    photo = next(exercise for exercise in EN if exercise.attach)
    assert f'src="/static/samples/{photo.attach}"' in await at(sue, f"exercises/{photo.id}")
    sent = await sue.act("send", text=photo.text, exercise=photo.id, sample="yes")
    assert stage.core.events[0].matter is Matter.PICTURE
    assert photo.question in sent.json()["lesson"]["question"]
    await sue.act("send", text="without it", exercise=photo.id)
    assert stage.core.events[1].matter is Matter.TEXT
    await sue.act("send", text="another has none", exercise=FIRST.id, sample="yes")
    assert stage.core.events[2].matter is Matter.TEXT


async def test_what_somebody_did_is_theirs_and_of_one_language(stage: Stage, sue: Window) -> None:
    await done(sue, 2)
    async with stage.window("odile") as odile, stage.window("sue", "fr") as french:
        assert f"0 of {COUNT} done" in await at(odile, "exercises")
        assert f"0 sur {len(FR)} faits" in await at(french, "exercises")


async def test_when_all_are_done_the_core_is_told_once_and_the_page_says_since_when(stage: Stage, sue: Window) -> None:
    await done(sue, COUNT - 1)
    assert stage.core.trainings == []
    last = await done(sue, COUNT)
    assert "it is noted" in last.json()["lesson"]["question"]
    await choose(sue, FIRST.id, FIRST.right)
    assert stage.core.trainings == [("sue", "en", COUNT)]
    page = await at(sue, "exercises")
    assert re.search(
        rf"You have done all {COUNT} exercises\. Last one done on <time[^>]*>\d\d/\d\d/\d{{4}}</time>", page
    )
    async with stage.window("sue", "fr") as french:
        assert "Vous avez fait" not in await at(french, "exercises")


async def test_a_core_that_does_not_answer_is_told_by_the_next_right_answer(stage: Stage, sue: Window) -> None:
    await done(sue, COUNT - 1)
    await tried(sue, EN[-1].id)
    stage.core.broken = True
    assert (await choose(sue, EN[-1].id, EN[-1].right)).status_code == 503
    assert "You have done all" not in await at(sue, "exercises")
    stage.core.broken = False
    await choose(sue, EN[-1].id, EN[-1].right)
    assert stage.core.trainings == [("sue", "en", COUNT)]


async def test_what_was_done_is_read_back_after_a_restart(settings: WebSettings) -> None:
    log = MemoryLog()
    async with serving(settings, log) as stage, stage.window() as sue:
        await done(sue, 3)
    async with serving(settings, log) as stage, stage.window() as sue:
        assert f"3 of {COUNT} done" in await at(sue, "exercises")


async def test_a_room_without_exercises_has_none() -> None:
    channel = build(WebSettings(port=0), TomlWording(), MemoryLog())
    core = TinyCore(channel)
    await channel.start(core)
    try:
        async with Window(channel.url, "sue", "en") as sue:
            assert "lesson-task" not in await sue.page()
            await at(sue, "exercises", 404)
    finally:
        await channel.stop()
