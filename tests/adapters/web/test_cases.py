"""The pages about cases, and what a message is for: forms become what the core is asked, and what it says is shown to one person."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from adapters.web.ordering import chosen, order
from adapters.web.parse import BadForm
from bot.domain.cases import Purpose
from bot.domain.drafts import Draft, Preview, Writing
from bot.domain.home import CaseAtHome
from bot.domain.messages import Composed, ConversationRef, Inbound, PersonRef
from bot.domain.orders import Order, Verb
from bot.domain.outgoing import Answer, Button, Line, Note, Opaque
from bot.domain.undertakings import CaseNotice
from redaction import RawText
from redaction.text import mint_redacted
from tests.adapters.web.browserless import Window
from tests.adapters.web.conftest import Stage

CASE = CaseAtHome(
    Opaque("C-7K2P4"),
    None,
    datetime(2026, 3, 2, tzinfo=UTC),
    (mint_redacted("Sue"), None),
    CaseNotice("id"),
    shared=True,
)
OVER = replace(CASE, reference=Opaque("C-9XWVT"), ends_at=datetime(2026, 6, 2, tzinfo=UTC))


async def shown(window: Window, path: str) -> str:
    response = await window.client.get(window.path + path)
    assert response.status_code == 200, response.status_code
    return response.text


async def test_the_list_shows_open_and_closed_cases_with_those_in_them(stage: Stage, sue: Window) -> None:
    stage.core.cases = (CASE, OVER)
    page = await shown(sue, "/cases")
    assert 'href="/en/sue/cases/C-7K2P4"' in page
    assert "open · shared support" in page
    assert "Sue, A volunteer" in page
    assert page.index("C-7K2P4") < page.index("C-9XWVT")
    assert 'name="what"' in page  # somebody may be looked at
    assert "My cases (1)" in page  # written into is the open one alone
    stage.core.cases = (OVER,)
    assert 'name="what"' not in await shown(sue, "/cases")


async def test_a_case_has_the_buttons_that_the_core_offers(stage: Stage, sue: Window) -> None:
    stage.core.cases = (CASE, OVER)
    who = Button("who_is", "C-7K2P4/Person A", Opaque("[Person A]"))
    stage.core.says = Answer(Line("answer.case_menu", "en", {"words": Opaque("C-7K2P4")}), buttons=(who,))
    page = await shown(sue, "/cases/c7k2p4")
    assert "Case C-7K2P4" in page
    assert 'value="C-7K2P4/Person A"' in page
    assert '<option value="C-7K2P4" selected>' in page  # what is written there goes into it
    stage.core.says = Answer(Line("answer.look", "en", {"words": Opaque("C-7K2P4"), "minutes": 15}))
    response = await sue.act("press", action="who_is", subject="C-7K2P4/Person A", desk="C-7K2P4")
    assert response.status_code == 200, response.text
    assert "C-7K2P4" in response.json()["answer"]
    assert 'id="desk"' in response.json()["desk"]
    assert [(press.action, press.subject) for press in stage.core.presses if press.action == "who_is"] == [
        ("who_is", "C-7K2P4/Person A")
    ]
    before = len(stage.core.presses)
    page = await shown(sue, "/cases/C-9XWVT")
    assert "Key destroyed on" in page
    assert len(stage.core.presses) == before  # a closed one has none to offer


async def test_a_case_that_is_not_theirs_is_shown_as_their_list(stage: Stage, sue: Window) -> None:
    stage.core.cases = (OVER,)
    page = await shown(sue, "/cases/C-7K2P4")
    assert "C-7K2P4" not in page[page.index('id="desk"') : page.index('id="composer"')].replace('value="C-7K2P4"', "")
    response = await sue.client.get("/en/sue/cases/nonsense")
    assert response.status_code == 404
    assert stage.core.refusals == []


async def test_what_is_typed_becomes_what_the_core_is_asked(stage: Stage, sue: Window) -> None:
    for fields in (
        {"verb": "join", "code": "3qpk-cr7f-rpg9"},
        {"verb": "join", "code": "Mary Dupont"},
        {"verb": "merge", "case": "C-7K2P4", "other": "c-9xwvt"},
        {"verb": "who_is", "what": "personne a"},
        {"verb": "code", "lang": "fr"},
        {"verb": "ask", "case": "C-7K2P4", "what": "phone 1", "reason": "I drive her"},
    ):
        assert (await sue.act("order", **fields)).status_code == 200
    *plain, asked = stage.core.orders
    assert plain == [
        Order(Verb.JOIN, code="3QPKCR7FRPG9"),
        Order(Verb.JOIN),
        Order(Verb.MERGE, ("C-7K2P4", "C-9XWVT")),
        Order(Verb.WHO_IS, pseudonym="Personne A"),
        Order(Verb.CODE, lang="fr"),
    ]
    assert (asked.verb, asked.cases, asked.pseudonym) == (Verb.ASK, ("C-7K2P4",), "phone 1")
    assert asked.reason is not None
    assert asked.reason.expose() == "I drive her"


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"verb": "close", "case": "C-7K2P4"},
        {"verb": "merge", "case": "C-7K2P4"},
        {"verb": "merge", "case": "C-7K2P4", "other": "../x"},
        {"verb": "ask", "case": "C-7K2P4", "what": "phone 1", "reason": " "},
        {"verb": "join", "code": "x" * 600},
    ],
)
def test_an_order_that_our_page_does_not_send(fields: dict[str, str]) -> None:
    with pytest.raises(BadForm):
        order(fields)


@pytest.mark.parametrize(
    ("fields", "purpose", "case"),
    [
        ({"purpose": "co_working"}, Purpose.CO_WORKING, None),
        ({"purpose": "guidance", "case": "C-7K2P4"}, Purpose.GUIDANCE, "C-7K2P4"),
        ({"purpose": "guidance", "case": "own"}, Purpose.GUIDANCE, None),
    ],
)
def test_what_is_chosen_for_a_message(fields: dict[str, str], purpose: Purpose, case: str | None) -> None:
    wanted = chosen(fields)
    assert wanted is not None
    assert (wanted.purpose, wanted.case or None) == (purpose, case)


def test_nothing_chosen_leaves_a_message_where_the_conversation_is() -> None:
    assert chosen({}) is None
    assert chosen({"purpose": "guidance", "case": ""}) is None


async def test_a_message_goes_along_with_what_it_is_for(stage: Stage, sue: Window) -> None:
    stage.core.cases = (CASE,)
    chosen_for = await sue.send("hello", purpose="guidance", case="C-7K2P4")
    message = await sue.send("hello again", purpose="guidance", case="")
    await sue.send("an answer", purpose="co_working", reply_to=message)
    await sue.act("edit", message=message, text="changed", purpose="co_working")
    assert [event.composed for event in stage.core.events] == [
        Composed(Purpose.GUIDANCE, "id-of-C-7K2P4"),
        None,
        None,  # it belongs where it answers
        None,  # and a change where the message was
    ]
    await sue.act("edit", message=chosen_for, text="hello there")
    assert stage.core.events[-1].composed == Composed()  # the core knows what it was for


async def test_nothing_is_sent_into_a_case_that_is_closed_by_now(stage: Stage, sue: Window) -> None:
    response = await sue.act("send", text="hello", purpose="guidance", case="C-7K2P4")
    assert (response.status_code, response.json()["code"]) == (409, "case-gone")
    assert stage.core.events == []
    assert "hello" not in await sue.page()


async def test_a_draft_that_was_seen_first_is_its_authors_message_once_it_is_posted(stage: Stage, sue: Window) -> None:
    place = ConversationRef("web", "practice")
    writing = Writing(PersonRef("web", "sue"), RawText("Sue"), RawText("Mary Dupont rang"), "en", place=place)
    preview = Preview(Draft("ab12cd34", writing), mint_redacted("[Person A] rang"), (), "en", (place,))
    stage.core.says = Answer(Line("answer.draft", "en", {"count": 1}), preview=preview)
    response = await sue.act("compose", text="Mary Dupont rang", purpose="guidance", case="")
    assert "[Person A]</b> rang" in response.json()["answer"]
    assert [one.text.expose() for one in stage.core.written] == ["Mary Dupont rang"]
    assert 'data-card="draft-ab12cd34"' not in await sue.page()
    event = replace(await _event(stage, sue), event_id="draft-ab12cd34")
    event = replace(event, origin=replace(event.origin, message="draft-ab12cd34"))
    await stage.channel.post(stage.core.post_for(event))
    page = await sue.page()
    assert 'data-card="draft-ab12cd34" data-state="posted"' in page
    async with stage.window("odile") as odile:
        page = await odile.page()
    assert 'data-card="draft-ab12cd34"' not in page
    assert 'data-message="draft-ab12cd34"' in page


async def _event(stage: Stage, sue: Window) -> Inbound:
    await sue.send("something before")
    return stage.core.events[-1]


async def test_what_is_said_to_a_colleague_about_a_message_is_no_word_on_its_authors_page(
    stage: Stage, sue: Window
) -> None:
    message = await sue.send("Mary Dupont rang")
    about = stage.core.events[-1].origin
    line = Line("note.field_refused", None, {"words": Opaque("[phone 1]"), "case": Opaque("C-7K2P4")})
    await stage.channel.tell(Note("n-1", PersonRef("web", "odile"), line, about=about))
    assert message == about.message
    assert "would rather not tell" not in await sue.page()
    async with stage.window("odile") as odile:
        assert "would rather not tell" in await odile.page()


async def test_a_post_without_a_name_is_not_handed_in_under_its_authors(stage: Stage, sue: Window) -> None:
    await sue.send("I lie awake")
    event = stage.core.events[-1]
    await stage.channel.amend(replace(stage.core.post_for(event), byline=None), (event.origin,))
    async with stage.window("odile") as odile:
        assert (await odile.act("report", post=f"p-{event.event_id}")).status_code == 200
    assert [report.raw for report in stage.core.reports] == [None]


async def test_the_core_that_is_away_is_told_so(stage: Stage, sue: Window) -> None:
    stage.core.broken = True
    response = await sue.act("order", verb="join", code="3qpk-cr7f-rpg9")
    assert (response.status_code, response.json()["code"]) == (503, "unanswered")
