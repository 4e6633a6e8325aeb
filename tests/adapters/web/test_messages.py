"""What is written goes to the core, and is shown to nobody before the core posts it."""

from __future__ import annotations

import asyncio
from base64 import b64encode
from uuid import uuid4

import httpx
import pytest

from adapters.web.parse import BadForm, submission
from adapters.web.settings import INVENTED, WebSettings
from bot.domain.messages import Kind, Matter
from bot.domain.outgoing import Answer, Button, Line, Outcome
from bot.domain.papers import Paper, PaperKind
from redaction import RawText
from tests.adapters.web.browserless import JSON, Window
from tests.adapters.web.conftest import Stage, serving

SECRET = "Mary Dupont of Bergerac, 06 39 98 12 34"


async def test_others_read_the_redacted_version_and_the_author_what_was_hidden(stage: Stage, sue: Window) -> None:
    await sue.send(SECRET)
    async with stage.window("odile") as odile:
        page = await odile.page()
    assert '<b class="pseudonym">[Person A]</b>' in page
    assert "Dupont" not in page.replace(await example(sue), "")
    assert "a phone number" not in page
    assert "a phone number" in await sue.page()


async def example(window: Window) -> str:
    """The page's own first example, which names an invented Mary Dupont as well."""
    page = await window.page()
    start = page.index("data-example=")
    return page[start : page.index("</a>", start)]


async def test_everybody_of_the_room_is_known_before_they_write(stage: Stage) -> None:
    assert stage.core.met == [(person.account, person.name, person.lang) for person in INVENTED]


async def test_nothing_is_shown_while_it_is_being_checked(stage: Stage, sue: Window) -> None:
    stage.core.hold = True
    message = await sue.send("the typed text")
    assert stage.core.events[0].text.expose() == "the typed text"
    async with stage.window("odile") as odile:
        assert message not in await odile.page()
    page = await sue.page()
    assert 'data-state="checking"' in page
    assert "the typed text" not in page


async def test_the_core_gets_the_event_as_it_happened(stage: Stage, sue: Window) -> None:
    message = await sue.send("ask @Etienne\r\nand @sue")
    event = stage.core.events[0]
    assert (event.kind, event.matter, event.origin.message) == (Kind.NEW, Matter.TEXT, message)
    assert event.author is not None
    assert (event.author.account, event.event_id, event.lang_hint) == ("sue", message, "en")
    assert event.text.expose() == "ask @Etienne\nand @sue"
    assert event.mentions == ((4, 12), (17, 21))


async def test_a_form_that_is_sent_twice_is_one_event(stage: Stage, sue: Window) -> None:
    once = str(uuid4())
    answers = await asyncio.gather(*(sue.act("send", event_id=once, text=SECRET) for _ in range(5)))
    assert {answer.status_code for answer in answers} == {200}
    assert len(stage.core.events) == 1
    assert (await sue.page()).count('<article class="post"') == 1


async def test_a_message_that_could_not_be_stored_is_said_so_and_can_be_sent_again(stage: Stage, sue: Window) -> None:
    once = str(uuid4())
    stage.core.broken = True
    failed = await sue.act("send", event_id=once, text="hello")
    assert failed.status_code == 503
    assert failed.json()["code"] == "unstored"
    assert once not in await sue.page()
    stage.core.broken = False
    assert (await sue.act("send", event_id=once, text="hello")).status_code == 200
    assert [event.event_id for event in stage.core.events] == [once]


async def test_an_answer_stands_under_what_it_answers(stage: Stage, sue: Window) -> None:
    root = await sue.send("how would you do it?")
    async with stage.window("odile", "fr") as odile:
        first = await odile.send("comme ceci", reply_to=root)
    await sue.send("thank you", reply_to=first)
    assert [(event.thread, event.reply_to) for event in stage.core.events[1:]] == [(root, root), (root, first)]
    page = await sue.page()
    thread = page[page.index(f'data-thread="{root}"') :]
    assert page.count('class="thread"') == 1
    assert thread.index("comme ceci") < thread.index("thank you")


async def test_an_answer_to_what_is_gone_is_kept_by_its_author(stage: Stage, sue: Window) -> None:
    root = await sue.send("how would you do it?")
    await sue.act("delete", message=root)
    response = await sue.act("send", text="like this", reply_to=root)
    assert (response.status_code, response.json()["code"]) == (409, "reply-gone")
    assert len(stage.core.events) == 2


async def test_an_edited_message_takes_the_place_of_the_first(stage: Stage, sue: Window) -> None:
    first = await sue.send("first version")
    await sue.send("something else")
    assert (await sue.act("edit", message=first, text="second version")).status_code == 200
    page = await sue.page()
    assert "first version" not in page
    feed = page[page.index('id="feed"') :]
    assert feed.index("second version</p>") < feed.index("something else</p>")
    assert stage.core.events[-1].kind is Kind.EDITED
    assert stage.core.events[-1].origin.message == first
    assert b"first version" not in b"".join(entry for _, entry in stage.log.entries)


async def test_removing_the_older_version_leaves_the_newer(stage: Stage, sue: Window) -> None:
    """The core removes what an edit replaced once the new version stands; here it is gone by then."""
    first = await sue.send("first version")
    old = await stage.channel.find(stage.core.post_for(stage.core.events[0]))
    await sue.act("edit", message=first, text="second version")
    assert old.ref is not None
    assert (await stage.channel.remove(old.ref)).outcome is Outcome.GONE
    assert "second version" in await sue.page()


async def test_a_deleted_message_is_gone_at_once_and_for_good(stage: Stage, sue: Window) -> None:
    stage.core.hold = True
    message = await sue.send("take this back")
    assert (await sue.act("delete", message=message)).status_code == 200
    late = await stage.channel.post(stage.core.post_for(stage.core.events[0]))
    assert late.outcome is Outcome.GONE
    async with stage.window("odile") as odile:
        assert "take this back" not in await odile.page()
    assert stage.core.events[-1].kind is Kind.DELETED
    again = await sue.act("edit", message=message, text="but")
    assert (again.status_code, again.json()["code"]) == (409, "message-gone")


async def test_a_button_answers_the_person_who_pressed_it_alone(stage: Stage, sue: Window) -> None:
    response = await sue.act("press", action="hidden", subject="p-1")
    assert "Only the author of the message can see this." in response.json()["answer"]
    assert [(press.action, press.subject, press.by.account) for press in stage.core.presses] == [
        ("hidden", "p-1", "sue")
    ]
    assert stage.log.entries == []


async def test_a_core_that_fails_still_gives_every_request_an_answer(stage: Stage, sue: Window) -> None:
    stage.core.broken = True
    pressed = await sue.act("press", action="hidden", subject="p-1")
    assert (pressed.status_code, pressed.json()["code"]) == (503, "unanswered")
    assert (await sue.act("send", text="x", token="0" * 64)).status_code == 401


async def test_without_javascript_a_form_leads_back_to_the_page(sue: Window) -> None:
    response = await sue.client.post("/en/sue/send", data={"token": sue.token, "event_id": str(uuid4()), "text": "hi"})
    assert (response.status_code, response.headers["location"]) == (303, "/en/sue")
    pressed = {"token": sue.token, "action": "hidden", "subject": "p-1"}
    assert "Only the author" in (await sue.client.post("/en/sue/press", data=pressed)).text


async def test_a_browser_that_sends_too_much_is_asked_to_wait() -> None:
    async with serving(WebSettings(port=0, per_minute=3)) as stage, stage.window() as sue:
        answers = [await sue.act("send", text="hello") for _ in range(4)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
        assert 1 <= int(answers[-1].headers["retry-after"]) <= 20
        assert answers[-1].json()["error"].startswith("That was a lot at once.")
        async with stage.window("odile") as odile:
            await odile.send("another browser goes on")


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"event_id": "12345678", "text": "  \n"}, "empty"),
        ({"text": "hello"}, "field-missing"),
        ({"event_id": "<script>", "text": "hello"}, "bad-id"),
        ({"event_id": "12345678", "text": "x" * 40_001}, "too-long"),
        ({"event_id": "12345678", "text": "x", "reply_to": "../../etc"}, "bad-id"),
    ],
)
def test_a_form_that_our_page_does_not_send(fields: dict[str, str], code: str) -> None:
    with pytest.raises(BadForm) as caught:
        submission(Kind.NEW, fields, None)
    assert caught.value.code == code


def test_a_colleague_is_mentioned_however_the_name_is_typed() -> None:
    text = "@Étienne @ETIENNE @E\u0301tienne, sue@example.org @suede @Odile!"
    found = submission(Kind.NEW, {"event_id": "12345678", "text": text}, None, INVENTED).mentions
    assert [text[start:end] for start, end in found] == ["@Étienne", "@ETIENNE", "@E\u0301tienne", "@Odile"]


async def test_a_request_that_is_no_form(stage: Stage, sue: Window) -> None:
    response = await sue.client.post("/en/sue/send", json={"text": SECRET}, headers=JSON)
    assert (response.status_code, response.json()["code"]) == (400, "not-a-form")
    broken = await sue.client.post(
        "/en/sue/send", content=b"--x\r\nbroken", headers={"Content-Type": "multipart/form-data; boundary=x"}
    )
    assert broken.status_code in (400, 401)
    assert stage.core.events == []
    assert "not-a-form" in stage.core.refusals


async def test_pages_that_are_not_there(http: httpx.AsyncClient) -> None:
    for path in ("/en/nobody", "/de/sue", "/nothing", "/en/sue/nothing/at/all", "/static/../app.py"):
        response = await http.get(path)
        assert response.status_code in (404, 405)
        assert "There is no such page here" in response.text


@pytest.mark.parametrize(("wanted", "page"), [("fr-FR,fr;q=0.9", "/fr/sue"), ("en-GB", "/en/sue"), ("de", "/en/sue")])
async def test_the_front_door_follows_the_browsers_language(http: httpx.AsyncClient, wanted: str, page: str) -> None:
    response = await http.get("/", headers={"Accept-Language": wanted})
    assert (response.status_code, response.headers["location"]) == (303, page)


def test_what_came_is_not_in_a_repr() -> None:
    given = submission(Kind.NEW, {"event_id": "12345678", "text": SECRET}, None)
    assert "Dupont" not in repr(given)
    assert isinstance(given.text, RawText)


async def test_a_paper_is_shown_with_a_link_that_holds_its_pdf(stage: Stage, sue: Window) -> None:
    paper = Paper(PaperKind.CODE, "fr", "code", "# Le Code\n\n- gardez-le & taisez-vous", b"%PDF-1.7 invented")
    stage.core.says = Answer(Line("answer.code_read", "en"), buttons=(Button("code_accept", "mark/fr"),), paper=paper)
    answer = (await sue.act("press", action="code_read", subject="en")).json()["answer"]
    assert '<div class="paper" lang="fr">' in answer
    assert "<h3>Le Code</h3>" in answer
    assert "gardez-le &amp; taisez-vous" in answer
    assert f'download="code.pdf" href="data:application/pdf;base64,{b64encode(paper.pdf).decode()}"' in answer
    assert answer.index("</a>") < answer.index("code_accept")
