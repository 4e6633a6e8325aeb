"""The page to write on: nothing raw leaves it, only its author's browser sees it, and what is posted is what was shown."""

from __future__ import annotations

import html
import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.web.verify import form_token
from bot.domain.drafts import Writing
from bot.domain.messages import PersonRef
from bot.domain.outgoing import Press
from bot.domain.roster import Role
from bot.handlers.compose import begin
from redaction import RawText, Redactor
from tests.adapters.web.desk import URL, Browser, Desk, serving_pages

SAID = "Zara Okonkwo lives in Bergerac, her son Chidi is on 06 39 98 12 34"


@pytest.fixture(scope="module")
def redactor() -> Redactor:
    return Redactor.load()


@pytest.fixture
async def desk(tmp_path: Path, redactor: Redactor) -> AsyncIterator[Desk]:
    async with serving_pages(tmp_path, redactor) as running:
        yield running


@pytest.fixture
async def browser(desk: Desk) -> AsyncIterator[Browser]:
    async with desk.browser() as one:
        yield one


async def test_fetching_the_link_shows_an_empty_form_and_uses_nothing_up(desk: Desk, browser: Browser) -> None:
    link = await desk.link()
    for _ in range(3):
        page = await browser.get(link)
        assert (page.status_code, page.headers["cache-control"]) == (200, "no-store")
        assert "set-cookie" not in page.headers
        assert "The group" in page.text
        assert 'src="/entrenous/static/sheet.js"' in page.text
    for file in ("sheet.js", "sheet.css", "room.css", "icon.svg"):
        assert (await browser.get(f"/static/{file}")).status_code == 200
    assert await browser.begin(link, SAID)


async def test_both_sides_are_shown_and_what_is_posted_is_what_was_shown(desk: Desk, browser: Browser) -> None:
    there = await browser.begin(await desk.link(), SAID)
    assert "<mark>Zara Okonkwo</mark>" in browser.page
    assert '<b class="pseudonym">[Person A]</b>' in browser.page
    assert "a phone number" in browser.page
    assert desk.channel.posts == []
    done = await browser.do(there, "post", text=SAID, purpose="guidance", case="", place="fake/group")
    assert done.status_code == 200
    assert "It is being posted" in done.text
    (post,) = desk.channel.posts
    assert post.byline == "Sue"
    assert post.body == "[Person A] lives in [Town A, Dordogne], her son [Person B] is on [phone 1]"
    assert desk.channel.removed == []


async def test_a_tick_shows_a_word_and_a_field_hides_one(desk: Desk, browser: Browser) -> None:
    there = await browser.begin(await desk.link(), SAID)
    ticks = {"show_1": "on"}
    await browser.do(there, "again", text=SAID, hide="son", **ticks)
    assert "lives in Bergerac, her" in browser.page
    assert "<mark>son</mark>" in browser.page
    await browser.do(there, "post", text=SAID, place="fake/group")
    assert "Bergerac" in desk.channel.posts[0].body
    assert " son " not in desk.channel.posts[0].body


async def test_nothing_is_posted_that_its_author_did_not_see(desk: Desk, browser: Browser) -> None:
    there = await browser.begin(await desk.link(), SAID)
    ticks = {"show_1": "on"}
    unseen: tuple[dict[str, str], ...] = (
        {"text": f"{SAID} Moussa too"},
        {"text": SAID, "hide": "son"},
        {"text": SAID, **ticks},
        {"text": SAID, "purpose": "own_support"},
        {"text": SAID, "version": "0"},
    )
    for fields in unseen:
        page = await browser.do(there, "post", **{"purpose": "guidance", "case": "", "place": "fake/group"} | fields)
        assert page.status_code == 200
        assert html.escape("You changed something.") in page.text or "You changed this meanwhile" in page.text
    assert desk.channel.posts == []


async def test_words_that_are_not_there_are_said_so(desk: Desk, browser: Browser) -> None:
    there = await browser.begin(await desk.link(), SAID)
    page = await browser.do(there, "again", text=SAID, hide="nowhere, son")
    assert "I do not find all of these words" in page.text


async def test_the_message_is_changed_on_the_page(desk: Desk, browser: Browser) -> None:
    there = await browser.begin(await desk.link(), SAID)
    await browser.do(there, "again", text="Moussa Diallo\r\nis afraid")
    assert "<mark>Moussa Diallo</mark>" in browser.page
    await browser.do(there, "post", text="Moussa Diallo\r\nis afraid", place="fake/group")
    assert desk.channel.posts[0].body == "[Person A]\nis afraid"


async def test_what_is_copied_is_never_posted_and_the_draft_is_forgotten(desk: Desk, browser: Browser) -> None:
    there = await browser.begin(await desk.link(), SAID)
    assert "readonly>\n[Person A] lives in" in browser.page
    page = await browser.do(there, "drop")
    assert "Nothing was posted" in page.text
    assert (await browser.get(there)).status_code == 404
    assert desk.channel.posts == []
    assert await desk.journal() == []


async def test_somebody_in_no_group_can_copy_and_not_post(desk: Desk, browser: Browser) -> None:
    desk.channel.strangers.add("sue")
    there = await browser.begin(await desk.link(), SAID)
    assert "[Person A] lives in" in browser.page
    assert 'value="post"' not in browser.page
    forced = await browser.do(there, "post", text=SAID, place="fake/group")
    assert "Nothing is posted yet" in forced.text
    assert desk.channel.posts == []


async def test_a_message_goes_into_a_case_of_its_authors(desk: Desk, browser: Browser) -> None:
    await desk.core.story.say("Zara Okonkwo rang")
    reference = str(desk.channel.posts[0].case)
    link = await desk.link()
    assert reference in (await browser.get(link)).text
    response = await browser.post(link, text="Okonkwo is better", purpose="guidance", case=reference)
    there = response.headers["location"].removeprefix("/entrenous")
    await browser.get(there)
    assert f'value="{reference}" selected' in browser.page
    await browser.do(there, "post", text="Okonkwo is better", purpose="guidance", case=reference, place="fake/group")
    assert (desk.channel.posts[-1].body, desk.channel.posts[-1].case) == ("[Person A] is better", reference)


async def test_two_people_of_one_name_are_told_apart_on_the_page(desk: Desk, browser: Browser) -> None:
    await desk.core.story.say("Mary Dupont rang")
    reference = str(desk.channel.posts[0].case)
    chosen = {"purpose": "guidance", "case": reference, "place": "fake/group"}
    there = await browser.begin(await desk.link(), "Mary, the neighbour, rang too", **chosen)
    assert 'name="apart_0"' in browser.page
    await browser.do(there, "post", apart_0="on", text="Mary, the neighbour, rang too", **chosen)
    assert len(desk.channel.posts) == 1  # what was not seen yet is shown first
    assert "[Person B]</b>, the neighbour" in browser.page
    await browser.do(there, "post", text="Mary, the neighbour, rang too", **chosen)
    assert desk.channel.posts[-1].body == "[Person B], the neighbour, rang too"


async def test_who_writes_for_themselves_may_leave_their_name_out(desk: Desk, browser: Browser) -> None:
    there = await browser.begin(await desk.link(), SAID)
    assert 'name="nameless"' not in browser.page
    wanted = {"text": SAID, "purpose": "own_support", "case": "", "place": "fake/group"}
    await browser.do(there, "again", **wanted)
    assert 'name="nameless"' in browser.page
    await browser.do(there, "again", **wanted, nameless="on")
    await browser.do(there, "post", **wanted, nameless="on")
    (post,) = desk.channel.posts
    assert post.byline is None
    assert post.case is None


async def test_a_used_link_shows_nothing(desk: Desk, browser: Browser) -> None:
    link = await desk.link()
    await browser.begin(link, SAID)
    async with desk.browser() as other:
        for response in (await other.get(link), await other.post(link, text="Mary Dupont")):
            assert response.status_code == 404
            assert "used already" in response.text
            assert "Okonkwo" not in response.text


async def test_an_empty_form_uses_nothing_up_and_what_is_too_long_is_still_there(desk: Desk, browser: Browser) -> None:
    link = await desk.link()
    empty = await browser.post(link, text="  ")
    assert (empty.status_code, "write something first" in empty.text) == (422, True)
    long = await browser.post(link, text="Mary " + "x" * 40_000)
    assert (long.status_code, "Mary xxx" in long.text) == (413, True)
    assert (await browser.post(link, purpose="guidance")).status_code == 422
    assert await browser.begin(link, SAID)


async def test_a_session_ends_after_half_an_hour(desk: Desk, browser: Browser) -> None:
    there = await browser.begin(await desk.link(), SAID)
    desk.clock.pass_time(minutes=29)
    assert (await browser.get(there)).status_code == 200
    desk.clock.pass_time(minutes=2)
    for response in (await browser.do(there, "post", text=SAID), await browser.get(there)):
        assert response.status_code == 404
        assert "Okonkwo" not in response.text
    assert desk.channel.posts == []
    assert desk.core.refusals == []


async def test_a_link_is_good_for_half_an_hour(desk: Desk, browser: Browser) -> None:
    link = await desk.link()
    desk.clock.pass_time(minutes=31)
    assert (await browser.get(link)).status_code == 404
    assert (await browser.post(link, text=SAID)).status_code == 404


async def test_the_cookie_of_one_draft_opens_no_other(desk: Desk, browser: Browser) -> None:
    there = await browser.begin(await desk.link(), SAID)
    token = browser.field("token")
    async with desk.browser() as other:
        elsewhere = await other.begin(await desk.link("odile"), "Moussa Diallo rang")
        stolen = {"Cookie": other.jar[elsewhere]}
        theirs = other.field("token")
        assert (await other.get(there, **stolen)).status_code == 404
        for forged in (theirs, token):
            response = await other.post(there, headers=stolen, token=forged, do="post", text=SAID)
            assert response.status_code == 401
            assert "Okonkwo" not in response.text
    assert desk.core.refusals == ["web:token-forged"] * 2
    assert desk.channel.posts == []


async def test_a_token_for_a_draft_does_not_help_with_a_session_of_another(desk: Desk, browser: Browser) -> None:
    """Both are made with the session's secret, so a browser can make a token of its own session for any draft."""
    there = await browser.begin(await desk.link(), SAID)
    async with desk.browser() as other:
        elsewhere = await other.begin(await desk.link("odile"), "Moussa Diallo rang")
        cookie = other.jar[elsewhere]
        made = form_token(cookie.partition("=")[2], there.rpartition("/")[2])
        response = await other.post(there, headers={"Cookie": cookie}, token=made, do="post", text=SAID)
        assert response.status_code == 404
        assert "Okonkwo" not in response.text
    assert desk.channel.posts == []


async def test_a_page_without_its_cookie_shows_nothing(desk: Desk, browser: Browser) -> None:
    there = await browser.begin(await desk.link(), SAID)
    async with desk.browser() as stranger:
        for response in (await stranger.get(there), await stranger.post(there, token="x", do="post")):
            assert response.status_code == 404
            assert "Okonkwo" not in response.text


@pytest.mark.parametrize("token", ["", "0" * 64])
async def test_a_forged_form_changes_nothing_and_is_journalled(desk: Desk, browser: Browser, token: str) -> None:
    there = await browser.begin(await desk.link(), SAID)
    response = await browser.post(there, token=token, do="post", text=SAID, place="fake/group")
    assert response.status_code == 401
    assert desk.core.refusals == [f"web:token-{'forged' if token else 'missing'}"]
    assert desk.channel.posts == []
    assert (await browser.get(there)).status_code == 200


@pytest.mark.parametrize("origin", ["https://evil.example.org", "null", "http://bot.example.org"])
async def test_a_form_on_a_foreign_page_is_refused(desk: Desk, browser: Browser, origin: str) -> None:
    link = await desk.link()
    foreign = await browser.post(link, headers={"Origin": origin}, text=SAID)
    assert (foreign.status_code, desk.core.refusals) == (401, ["web:origin"])
    there = await browser.begin(link, SAID)
    token, version = browser.field("token"), browser.field("version")
    foreign = await browser.post(there, headers={"Origin": origin}, token=token, version=version, do="drop")
    assert foreign.status_code == 401
    assert (await browser.get(there)).status_code == 200


async def test_a_form_that_does_not_say_where_it_stood_is_refused(desk: Desk, browser: Browser) -> None:
    link = await desk.link()
    del browser.client.headers["Origin"]
    assert (await browser.post(link, text=SAID)).status_code == 401


async def test_the_cookie_is_kept_from_scripts_foreign_pages_and_plain_connections(
    desk: Desk, browser: Browser
) -> None:
    response = await browser.post(await desk.link(), text=SAID)
    cookie = response.headers["set-cookie"].lower()
    for mark in ("httponly", "samesite=strict", "secure", "max-age=1800", "path=/entrenous/compose/draft/"):
        assert mark in cookie
    assert "script-src 'self'" in response.headers["content-security-policy"]


async def test_who_left_meanwhile_writes_no_more(desk: Desk, browser: Browser) -> None:
    async with desk.context.store.begin() as unit:
        sue, now = PersonRef("fake", "sue"), desk.clock.now()
        member = await unit.roster.add(RawText("Sue"), frozenset({Role.LISTENER}), "en", now)
        await unit.roster.link(sue, member.member_id, now)
    link, there = await desk.link(), await browser.begin(await desk.link(), SAID)
    async with desk.context.store.begin() as unit:
        await unit.roster.leave(member.member_id, desk.clock.now())
    assert (await browser.get(link)).status_code == 404
    assert (await browser.get(there)).status_code == 404


async def test_a_french_reader_reads_french(desk: Desk, browser: Browser) -> None:
    browser.client.headers["Accept-Language"] = "fr-FR,fr;q=0.9"
    link = await desk.link(lang="fr")
    page = await browser.get(link)
    assert 'lang="fr"' in page.text
    assert "Me montrer ce qu&#39;ils liront" in page.text
    there = await browser.begin(link, "Mme Lefèvre habite à Bergerac, elle a peur")
    assert "<mark>Lefèvre</mark>" in browser.page
    assert "[Personne A]" in browser.page
    assert "Vos collègues lisent" in browser.page
    done = await browser.do(there, "post", text="Mme Lefèvre habite à Bergerac, elle a peur", place="fake/group")
    assert "en cours de publication" in done.text
    assert "[Personne A]" in desk.channel.posts[0].body


async def test_markup_is_only_text(desk: Desk, browser: Browser) -> None:
    await browser.begin(await desk.link(), "<script>alert(1)</script></textarea> Zara Okonkwo")
    assert "<script>alert" not in browser.page
    assert "</textarea> " not in browser.page


async def test_a_draft_begun_in_a_chat_goes_on_on_the_page(desk: Desk, browser: Browser) -> None:
    sue = PersonRef("fake", "sue")
    begun = await begin(desk.context, Writing(sue, RawText("Sue"), RawText(SAID), "en"))
    (button,) = [one for one in begun.buttons if one.action == "draft_page"]
    stranger = Press(button.action, button.subject, PersonRef("fake", "tom"), RawText("Tom"))
    assert (await desk.core.press(stranger)).page is None
    answer = await desk.core.press(Press(button.action, button.subject, sue, RawText("Sue")))
    assert answer.page is not None
    link = answer.page.removeprefix(URL)
    assert "Okonkwo" not in (await browser.get(link)).text
    response = await browser.post(link, go="")
    await browser.get(response.headers["location"].removeprefix("/entrenous"))
    assert "<mark>Zara Okonkwo</mark>" in browser.page


async def test_a_count_of_a_detail_that_is_not_there_changes_nothing(desk: Desk, browser: Browser) -> None:
    there = await browser.begin(await desk.link(), SAID)
    page = await browser.do(there, "again", text=SAID, show_99="on")
    assert page.status_code == 200
    assert "<mark>Zara Okonkwo</mark>" in page.text


async def test_nothing_that_was_typed_is_logged_or_stands_in_an_address(
    desk: Desk, browser: Browser, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG):
        there = await browser.begin(await desk.link(), SAID)
        await browser.do(there, "again", text=SAID, hide="Chidi")
        await browser.post(there, token="x", text=SAID)
    written = caplog.text + "".join(capsys.readouterr())
    assert there in written
    for name in ("Okonkwo", "Chidi"):
        assert name not in written
        assert name not in there
