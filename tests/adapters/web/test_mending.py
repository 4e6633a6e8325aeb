"""A post changes in its place, everybody who looks sees it; what is asked about it is answered to who asked alone."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from adapters.web.settings import WebSettings
from bot.domain.drafts import Draft, Preview, Writing
from bot.domain.messages import ConversationRef, MessageRef, PersonRef
from bot.domain.outgoing import Answer, Button, Line, Note, Opaque, Outcome, Post
from redaction import Family, HiddenSpan, RawText
from redaction.text import mint_redacted
from tests.adapters.web.browserless import Window
from tests.adapters.web.conftest import Stage, serving
from tests.adapters.web.test_live import until

SAID = "Mary Dupont of Bergerac rang"
TOWN_BACK = "[Person A] of Bergerac rang"


async def posted(stage: Stage, sue: Window) -> tuple[Post, tuple[MessageRef, ...]]:
    """A post of Sue's as the core made it, and what it consists of."""
    await sue.send(SAID)
    post = stage.core.post_for(stage.core.events[-1])
    found = await stage.channel.find(post)
    assert found.ref is not None
    return post, (found.ref,)


def body_of(page: str) -> str:
    feed = page[page.index('id="feed"') :]
    return feed[: feed.index("</section>")]


async def test_a_post_changes_in_its_place_and_other_windows_are_told(stage: Stage, sue: Window) -> None:
    post, standing = await posted(stage, sue)
    await sue.send("something else")
    mended = replace(post, body=mint_redacted(TOWN_BACK), hidden=post.hidden[:1])
    async with stage.window("odile") as odile:
        number = (await until(odile, "feed"))[0]
        waiting = asyncio.create_task(until(odile, "feed", after=number + 3))
        effect = await stage.channel.amend(mended, standing)
        _, change = await waiting
        assert (effect.outcome, effect.ref) == (Outcome.DONE, standing[0])
        assert change["id"] == stage.core.events[0].origin.message
        assert "of Bergerac rang" in change["html"]
        page = await odile.page()
    assert "Town A" not in page
    assert page.index("of Bergerac rang") < page.index("something else</p>")


async def test_its_author_sees_what_is_hidden_now(stage: Stage, sue: Window) -> None:
    post, standing = await posted(stage, sue)
    assert "[[0, 11], [15, 23]]" in (await sue.page())
    await stage.channel.amend(replace(post, body=mint_redacted(TOWN_BACK), hidden=post.hidden[:1]), standing)
    page = await sue.page()
    assert 'data-spans="[[0, 11]]"' in page
    assert "<td>a name</td>" in page
    assert "<td>a place</td>" not in page


async def test_amended_again_with_the_same_it_stays_as_it_is(stage: Stage, sue: Window) -> None:
    post, standing = await posted(stage, sue)
    mended = replace(post, body=mint_redacted(TOWN_BACK))
    await stage.channel.amend(mended, standing)
    entries = list(stage.log.entries)
    assert (await stage.channel.amend(mended, standing)).outcome is Outcome.DONE
    assert stage.log.entries == entries


async def test_an_older_version_is_kept_nowhere(stage: Stage, sue: Window) -> None:
    post, standing = await posted(stage, sue)
    await stage.channel.amend(replace(post, body=mint_redacted("[Person A] rang")), standing)
    assert b"of [Town A" not in b"".join(entry for _, entry in stage.log.entries)


async def test_a_later_version_of_another_entry_takes_the_place_too(stage: Stage, sue: Window) -> None:
    post, standing = await posted(stage, sue)
    later = replace(post, post_id="p-later", body=mint_redacted("[Person A] wrote"), edited=True, replaces=standing)
    effect = await stage.channel.amend(later, standing)
    assert effect.ref is not None
    assert effect.ref.message == "p-later"
    page = await sue.page()
    assert page.count('<article class="post"') == 1
    assert (await stage.channel.remove(standing[0])).outcome is Outcome.GONE
    assert (await stage.channel.remove(effect.ref)).outcome is Outcome.DONE


async def test_what_somebody_took_away_is_not_brought_back(stage: Stage, sue: Window) -> None:
    post, standing = await posted(stage, sue)
    await stage.channel.remove(standing[0])
    assert (await stage.channel.amend(post, standing)).outcome is Outcome.GONE
    deleted, there = await posted(stage, sue)
    await sue.act("delete", message=stage.core.events[-1].origin.message)
    assert (await stage.channel.amend(deleted, there)).outcome is Outcome.GONE
    assert "[Person A]" not in body_of(await sue.page())


async def test_a_post_that_was_taken_away_is_said_so_to_its_author(stage: Stage, sue: Window) -> None:
    _, standing = await posted(stage, sue)
    await stage.channel.remove(standing[0])
    page = await sue.page()
    assert 'data-state="removed"' in page
    assert "Your colleagues do not see this message now." in page


async def test_a_covered_post_shows_nothing_of_itself_and_comes_back(stage: Stage, sue: Window) -> None:
    post, standing = await posted(stage, sue)
    with_button = replace(post, buttons=(Button("take", post.post_id),))
    await stage.channel.amend(replace(with_button, covered=True), standing)
    async with stage.window("odile", "fr") as odile:
        page = await odile.page()
        assert "Une ou un collègue a vu un détail personnel" in page
        assert "[Person A]" not in body_of(page)
        assert "m&#39;en occupe" not in page
        assert b"of [Town A" not in b"".join(entry for _, entry in stage.log.entries)
        await stage.channel.amend(with_button, standing)
        assert "[Person A]</b> of" in await odile.page()


async def test_who_leaves_their_name_out_is_a_volunteer(stage: Stage, sue: Window) -> None:
    stage.core.hold = True
    await sue.send(SAID)
    await stage.channel.post(replace(stage.core.post_for(stage.core.events[0]), byline=None, origin=None))
    page = await sue.page()
    assert '<b class="who">A volunteer</b>' in page


async def test_a_mended_room_is_as_it_was_after_a_restart(stage: Stage, sue: Window) -> None:
    post, standing = await posted(stage, sue)
    await sue.send("something else")
    await stage.channel.amend(replace(post, body=mint_redacted(TOWN_BACK)), standing)
    async with serving(WebSettings(port=0), stage.log) as again, again.window() as window:
        page = body_of(await window.page())
        assert page.index("of Bergerac rang") < page.index("something else</p>")
        assert (await again.channel.amend(post, standing)).outcome is Outcome.DONE


async def test_everybody_of_the_room_may_post_there_and_nobody_else(stage: Stage) -> None:
    here = ConversationRef("web", "practice")
    assert await stage.channel.places_of(PersonRef("web", "sue")) == (here,)
    assert await stage.channel.places_of(PersonRef("web", "nobody")) == ()
    assert await stage.channel.places_of(PersonRef("telegram", "sue")) == ()
    assert stage.channel.title_of(here) == "practice"
    assert stage.channel.capabilities.amends


# -- asking


async def test_an_answer_brings_the_buttons_to_go_on_with(stage: Stage, sue: Window) -> None:
    buttons = Button("show", "e1/2/0", Opaque("[Person A]")), Button("missed_not", "d1/0", mint_redacted("<b>parrot"))
    stage.core.says = Answer(Line("answer.which_detail", "en"), buttons=buttons)
    answer = (await sue.act("press", action="not_detail", subject="entry-01")).json()
    assert (answer["ended"], "Show [Person A]" in answer["answer"]) == (False, True)
    assert 'value="e1/2/0"' in answer["answer"]
    assert 'aria-pressed="true"' in answer["answer"]
    assert "&lt;b&gt;parrot" in answer["answer"]


async def test_without_javascript_the_answer_stands_on_the_page(stage: Stage, sue: Window) -> None:
    stage.core.says = Answer(Line("answer.which_words", "en"))
    pressed = {"token": sue.token, "action": "hide_more", "subject": "entry-01"}
    page = (await sue.client.post("/en/sue/press", data=pressed)).text
    assert 'action="/en/sue/write#answer"' in page
    assert "The words to hide" in page
    stage.core.says = Answer(Line("answer.hidden_more", "en", {"count": 1}))
    page = (await sue.client.post("/en/sue/write", data={"token": sue.token, "text": "parrot"})).text
    assert "Hidden now, wherever it stands in this case: 1." in page


async def test_the_words_that_were_asked_for_go_to_the_core_and_are_kept_nowhere(stage: Stage, sue: Window) -> None:
    assert (await sue.act("write", text="the parrot,\r\nthe cat")).status_code == 200
    (writing,) = stage.core.written
    assert writing.text.expose() == "the parrot,\nthe cat"
    assert (writing.person, writing.name.expose(), writing.lang) == (PersonRef("web", "sue"), "Sue", "en")
    assert writing.place == ConversationRef("web", "practice")
    assert stage.log.entries == []


async def test_both_sides_of_a_draft_are_shown_to_who_wrote_it(stage: Stage, sue: Window) -> None:
    sides = Writing(PersonRef("web", "sue"), RawText("Sue"), RawText("Mary <Dupont> rang"), "en")
    span = HiddenSpan(0, 13, Family.PERSON, "[Person A]")
    preview = Preview(Draft("d1", sides), mint_redacted("[Person A] rang"), (span,), "en", ())
    stage.core.says = Answer(Line("answer.draft", "en", {"count": 1}), preview=preview)
    answer = (await sue.act("write", text="Mary <Dupont> rang")).json()["answer"]
    assert "<mark>Mary &lt;Dupont&gt;</mark> rang" in answer
    assert '<b class="pseudonym">[Person A]</b> rang' in answer
    assert stage.log.entries == []


async def test_an_answer_leads_to_a_page_of_ours(stage: Stage, sue: Window) -> None:
    stage.core.says = Answer(Line("answer.compose", "en", {"minutes": 30}), page="https://bot.example.org/compose/x")
    answer = (await sue.act("press", action="draft_page", subject="draft-01")).json()["answer"]
    assert 'href="https://bot.example.org/compose/x" rel="noreferrer"' in answer


async def test_what_is_over_has_no_buttons_any_more(stage: Stage, sue: Window) -> None:
    buttons = Button("missed_open", "d1"), Button("bring_back", "d1")
    await stage.channel.tell(Note("n1", PersonRef("web", "sue"), Line("alert.rights"), buttons=buttons))
    assert "It is fine as it was" in await sue.page()
    stage.core.says = Answer(Line("answer.brought_back", "en"), ended=True)
    assert (await sue.act("press", action="bring_back", subject="d1")).json()["ended"] is True
    page = await sue.page()
    assert "It is fine as it was" not in page
    assert "I lack the right" not in page
    span = HiddenSpan(0, 4, Family.PERSON, "[Person A]")
    told = Note("n2", PersonRef("web", "sue"), Line("alert.rights"), (span,), buttons=(Button("withdraw", "e1"),))
    await stage.channel.tell(told)
    await sue.act("press", action="withdraw", subject="e1")
    page = await sue.page()
    assert "Take it back" not in page
    assert "I lack the right" in page


async def test_everybody_but_its_author_may_have_a_detail_hidden(stage: Stage, sue: Window) -> None:
    post, _ = await posted(stage, sue)
    assert "Hide a detail" not in await sue.page()
    async with stage.window("odile") as odile:
        page = await odile.page()
        assert "Hide a detail" in page
        assert f'name="post" value="{post.post_id}"' in page
        stage.core.says = Answer(Line("answer.missed_which", "en"), buttons=(Button("missed_done", "d1"),))
        assert "Hide them" in (await odile.act("report", post=post.post_id)).json()["answer"]
    (report,) = stage.core.reports
    assert report.message == MessageRef("web", "practice", post.post_id)
    assert (report.by, report.by_name.expose(), report.raw) == (PersonRef("web", "odile"), "Odile", None)


async def test_a_message_in_which_nothing_was_hidden_is_handed_in_again(stage: Stage, sue: Window) -> None:
    message = await sue.send("the lady with the parrot rang")
    async with stage.window("odile") as odile:
        await odile.act("report", post=stage.core.post_for(stage.core.events[0]).post_id)
    raw = stage.core.reports[0].raw
    assert raw is not None
    assert (raw.origin.message, raw.author) == (message, PersonRef("web", "sue"))
    assert raw.text.expose() == "the lady with the parrot rang"


@pytest.mark.parametrize(("action", "fields"), [("report", {}), ("report", {"post": "<x>"}), ("write", {"text": " "})])
async def test_a_form_that_our_page_does_not_send(
    stage: Stage, sue: Window, action: str, fields: dict[str, str]
) -> None:
    assert (await sue.act(action, **fields)).status_code in (400, 422)
    assert stage.core.reports == []
    assert stage.core.written == []


@pytest.mark.parametrize("action", ["report", "write"])
async def test_a_forged_form_asks_nothing(stage: Stage, sue: Window, action: str) -> None:
    assert (await sue.act(action, token="0" * 64, post="p-12345678", text="x")).status_code == 401
    assert stage.core.refusals == ["token-forged"]
    assert stage.core.reports == []
    assert stage.core.written == []


@pytest.mark.parametrize("action", ["report", "write"])
async def test_a_core_that_fails_is_said_so(stage: Stage, sue: Window, action: str) -> None:
    stage.core.broken = True
    response = await sue.act(action, post="p-12345678", text="x")
    assert (response.status_code, response.json()["code"]) == (503, "unanswered")
