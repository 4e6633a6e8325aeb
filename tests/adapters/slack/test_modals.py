"""Forms over real sockets, with a core that only remembers: in time, whatever happens, and nothing is lost."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from adapters.slack import modals
from bot.domain.cases import Purpose
from bot.domain.drafts import Change, Offers, Writing
from bot.domain.messages import ConversationRef
from bot.domain.outgoing import Answer, Button, Line
from tests.adapters.slack.conftest import Place, until
from tests.adapters.slack.values import a_note, a_post, a_preview, some_words
from tests.platforms.slack.forms import Form


def screen(place: Place, user: str) -> Form:
    form = place.slack.form(user)
    assert form is not None
    return form


async def opened(place: Place, user: str) -> Form:
    """The first form, filled in."""
    place.core.offered = Offers((ConversationRef("slack", place.channel),), ("C-7K2P4",))
    place.slack.shortcut(user, "compose")
    await until(lambda: (form := place.slack.form(user)) is not None and "place" in form.fields)
    return screen(place, user)


async def seen(place: Place, user: str, **draft: Any) -> Form:
    """Both versions, on the screen."""
    await opened(place, user)
    place.core.answer = a_preview("Mary rang", "[Person A] rang", place=place.channel, **draft)
    place.slack.fill(user, "text", "Mary rang")
    place.slack.submit(user)
    await until(lambda: screen(place, user).view["callback_id"] == "draft")
    return screen(place, user)


async def test_what_was_filled_in_reaches_the_core(place: Place) -> None:
    await place.start()
    form = await opened(place, place.sue)
    place.slack.fill(place.sue, "text", "Mary rang & cried")
    place.slack.fill(place.sue, "purpose", "Shared support")
    place.slack.fill(place.sue, "case", "C-7K2P4")
    place.core.answer = a_preview("Mary rang", "[Person A] rang")
    place.slack.submit(place.sue)
    await until(lambda: form.view["callback_id"] == "draft")
    (writing,) = place.core.writings
    (change,) = place.core.changes
    assert (writing.text.expose(), writing.name.expose(), writing.sources) == ("Mary rang & cried", "Sue Martin", ())
    assert writing.place == ConversationRef("slack", place.channel)
    assert (change.draft_id, change.purpose, change.case) == ("d1", Purpose.CO_WORKING, "C-7K2P4")


async def test_a_form_that_nothing_was_written_in_says_so(place: Place) -> None:
    await place.start()
    form = await opened(place, place.tom)
    place.slack.fill(place.tom, "text", "   ")
    place.slack.submit(place.tom)
    await until(lambda: form.errors)
    assert form.errors == {"text": "Écrivez d'abord quelque chose."}
    assert place.core.writings == []


async def test_what_the_core_refuses_is_said_in_the_form_which_keeps_the_text(place: Place) -> None:
    await place.start()
    form = await opened(place, place.sue)
    place.core.answer = Answer(Line("answer.draft_unreadable", "en"))
    place.slack.fill(place.sue, "text", "Mary rang")
    place.slack.submit(place.sue)
    await until(lambda: form.errors)
    assert form.errors["text"].startswith("I could not read this safely")
    assert form.fields["text"] == "Mary rang"


async def test_a_core_that_fails_costs_nobody_their_text(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    await place.start()
    form = await opened(place, place.sue)

    async def fails(_: Writing) -> Answer:
        raise OSError("no space left on device")

    monkeypatch.setattr(place.core, "compose", fails)
    place.slack.fill(place.sue, "text", "Mary rang")
    envelope = place.slack.submit(place.sue)
    await until(lambda: form.errors)
    assert (form.errors["text"], form.fields["text"]) == (
        "That did not work. Please try again in a minute.",
        "Mary rang",
    )
    assert envelope.acknowledged


@pytest.mark.parametrize("fails", [False, True])
async def test_a_core_that_takes_long_is_waited_for_after_the_answer(
    place: Place, monkeypatch: pytest.MonkeyPatch, fails: bool
) -> None:
    monkeypatch.setattr(modals, "IN_TIME", 0.01)
    await place.start()
    form = await opened(place, place.sue)
    done = asyncio.Event()

    async def slow(_: Writing) -> Answer:
        await done.wait()
        if fails:
            raise OSError("no space left on device")
        return place.core.answer

    monkeypatch.setattr(place.core, "compose", slow)
    place.core.answer = a_preview("Mary rang", "[Person A] rang")
    place.slack.fill(place.sue, "text", "Mary rang")
    envelope = place.slack.submit(place.sue)
    await until(lambda: form.shown == "One moment…")
    assert (envelope.acknowledged, envelope.attempts) == (True, 1)
    done.set()
    if fails:
        await until(lambda: "That did not work" in form.shown)
        assert form.fields["text"] == "Mary rang"
    else:
        await until(lambda: "[Person A] rang" in form.shown)


async def test_a_form_that_is_handed_in_before_it_is_filled_in_is_not_overwritten(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    await place.start()
    asked = asyncio.Event()

    async def slow(_: object) -> Offers:
        await asked.wait()
        return Offers((ConversationRef("slack", place.channel),))

    monkeypatch.setattr(place.core, "offers", slow)
    place.slack.shortcut(place.sue, "compose")
    await until(lambda: place.slack.form(place.sue) is not None)
    form = screen(place, place.sue)
    place.core.answer = a_preview("Mary rang", "[Person A] rang")
    place.slack.fill(place.sue, "text", "Mary rang")
    place.slack.submit(place.sue)
    await until(lambda: form.view["callback_id"] == "draft")
    asked.set()
    await until(lambda: len(place.slack.calls("views.update")) == 1)
    await place.settled()
    assert form.view["callback_id"] == "draft"


async def test_a_trigger_that_came_too_late_is_told(place: Place) -> None:
    await place.start()
    place.slack.fail_next("views.open", 200, "expired_trigger_id", times=2)
    place.slack.slash(place.sue, place.channel, "/entrenous")
    place.slack.shortcut(place.tom, "compose")
    await until(lambda: any(line.ephemeral for line in place.slack.view(place.channel, place.sue)))
    await until(lambda: place.slack.direct(place.tom))
    assert place.slack.direct(place.tom)[0].shown.startswith("Cela n'a pas fonctionné")


async def test_it_is_posted_by_the_press_that_the_core_knows_and_where_it_goes_is_told(place: Place) -> None:
    await place.start()
    form = await seen(place, place.sue)
    place.core.answer = Answer(Line("answer.draft_sent", "en"), ended=True)
    place.slack.submit(place.sue)
    await until(lambda: "It is being posted" in form.shown)
    assert [(press.action, press.subject) for press in place.core.presses] == [("draft_send", f"d1/0/{place.channel}")]
    assert "submit" not in form.view


async def test_what_is_in_the_way_of_posting_it_is_shown(place: Place) -> None:
    await place.start()
    form = await seen(place, place.sue)
    place.core.answer = Answer(Line("answer.gone", "en"))
    place.slack.submit(place.sue)
    await until(lambda: form.shown == "This is no longer available.")


async def test_a_form_that_is_closed_drops_its_draft_and_the_first_one_has_none(place: Place) -> None:
    await place.start()
    await opened(place, place.sue)
    assert place.slack.close_form(place.sue) is None
    await seen(place, place.sue)
    envelope = place.slack.close_form(place.sue)
    assert envelope is not None
    await until(lambda: envelope.acknowledged)
    assert [(press.action, press.subject) for press in place.core.presses] == [("draft_drop", "d1")]


async def test_words_that_a_button_asks_for_go_by_a_form_and_not_as_the_next_private_word(place: Place) -> None:
    bot = await place.start()
    effect = await bot.tell(a_note(place.sue, buttons=(Button("hide_more", "e1"), Button("correct", "e1"))))
    assert effect.ref is not None
    where = (place.sue, effect.ref.conversation, effect.ref.message)
    place.core.answer = Answer(Line("answer.hidden_more", "en", {"count": 2}))
    place.slack.press(*where, "hide_more")
    await until(lambda: place.slack.form(place.sue) is not None)
    place.slack.fill(place.sue, "text", "llamas, parrot")
    place.slack.submit(place.sue)
    await until(lambda: "Hidden now" in screen(place, place.sue).shown)
    (change,) = place.core.changes
    assert (change.draft_id, [word.expose() for word in change.hide]) == ("e1", ["llamas, parrot"])
    place.slack.press(*where, "correct")
    await until(lambda: screen(place, place.sue).title == "Write it anew")
    place.core.answer = a_preview("calmer", "calmer", corrects="e1")
    place.slack.fill(place.sue, "text", "She is calmer")
    place.slack.submit(place.sue)
    await until(lambda: "What they read" in screen(place, place.sue).shown)
    assert [writing.corrects for writing in place.core.writings] == ["e1"]
    assert place.core.presses == []


async def test_the_menus_first_button_opens_the_form_for_a_new_message(place: Place) -> None:
    bot = await place.start()
    effect = await bot.tell(a_note(place.sue, buttons=(Button("menu_ask", "menu"),)))
    assert effect.ref is not None
    place.core.offered = Offers((ConversationRef("slack", place.channel),))
    place.slack.press(place.sue, effect.ref.conversation, effect.ref.message, "menu_ask")
    await until(lambda: (form := place.slack.form(place.sue)) is not None and "place" in form.fields)
    assert place.core.presses == []


async def test_where_no_form_opens_the_next_private_word_is_awaited(place: Place) -> None:
    bot = await place.start()
    effect = await bot.tell(a_note(place.sue, buttons=(Button("hide_more", "e1"),)))
    assert effect.ref is not None
    place.slack.fail_next("views.open", 200, "expired_trigger_id")
    place.core.answer = Answer(Line("answer.which_words", "en"))
    place.slack.press(place.sue, effect.ref.conversation, effect.ref.message, "hide_more")
    await until(lambda: "Which words shall I hide?" in place.slack.direct(place.sue)[0].shown)
    assert [press.action for press in place.core.presses] == ["hide_more"]


async def test_a_report_names_the_message_and_brings_it_where_it_is_none_of_ours(place: Place) -> None:
    bot = await place.start()
    posted = await bot.post(a_post(place.channel))
    ts = place.slack.say(place.sue, place.channel, "the lady with the llamas")
    place.core.answer = some_words("llamas")
    assert posted.ref is not None
    place.slack.point_at(place.tom, place.channel, posted.ref.message, "hide")
    await until(lambda: len(place.core.reports) == 1)
    place.slack.point_at(place.tom, place.channel, ts, "hide")
    await until(lambda: len(place.core.reports) == 2)
    ours, theirs = place.core.reports
    assert (ours.raw, ours.by.account, ours.by_name.expose(), ours.lang) == (None, place.tom, "Tom Field", "fr")
    assert theirs.raw is not None
    assert (theirs.raw.text.expose(), theirs.raw.author_name.expose()) == ("the lady with the llamas", "Sue Martin")


async def test_where_no_form_opens_the_message_is_covered_and_the_words_come_in_direct_messages(place: Place) -> None:
    await place.start()
    ts = place.slack.say(place.sue, place.channel, "the lady with the llamas")
    place.core.answer = some_words("llamas", "lady")
    place.slack.fail_next("views.open", 200, "expired_trigger_id")
    place.slack.point_at(place.tom, place.channel, ts, "hide")
    await until(lambda: place.slack.direct(place.tom))
    assert list(place.slack.direct(place.tom)[0].buttons) == ["☐ llamas", "☐ lady", "Hide them"]


async def test_only_what_is_ticked_is_hidden_whoever_chose_before(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    await place.start()
    chosen = {1}

    async def press(pressed: Any) -> Answer:
        place.core.presses.append(pressed)
        if pressed.action.startswith("missed") and "/" in pressed.subject:
            chosen.symmetric_difference_update({int(pressed.subject.partition("/")[2])})
        if pressed.action == "missed_done":
            return Answer(Line("answer.missed_hidden", "en"), ended=True)
        return some_words("llamas", "lady", "parrot", chosen=tuple(chosen))

    monkeypatch.setattr(place.core, "press", press)
    ts = place.slack.say(place.sue, place.channel, "the lady with the llamas and the parrot")
    place.core.answer = some_words("llamas", "lady", "parrot")
    place.slack.point_at(place.tom, place.channel, ts, "hide")
    await until(lambda: (form := place.slack.form(place.tom)) is not None and "word:1" in form.fields)
    place.slack.fill(place.tom, "word:1", "llamas", "parrot")
    place.slack.submit(place.tom)
    await until(lambda: "comes back without these words" in screen(place, place.tom).shown)
    assert chosen == {0, 2}
    assert place.core.presses[-1].action == "missed_done"


@pytest.mark.parametrize(
    "payload",
    [
        {"type": "shortcut", "callback_id": "fly", "trigger_id": "1.2.a"},
        {"type": "message_action", "callback_id": "hide", "trigger_id": "1.2.a"},
        {"type": "view_submission", "view": {"id": "V1", "callback_id": "fly", "type": "modal"}},
        {
            "type": "view_submission",
            "view": {"id": "V1", "callback_id": "draft", "private_metadata": "Mary", "type": "modal"},
        },
        {"type": "view_closed", "view": {"id": "V1", "type": "modal"}},
        {
            "type": "block_actions",
            "view": {"id": "V1", "callback_id": "fly"},
            "actions": [{"action_id": "a", "block_id": "b"}],
        },
        {"type": "block_actions", "actions": [{"action_id": "a", "block_id": "b", "value": "Mary"}], "user": {}},
    ],
)
async def test_an_interaction_that_we_do_not_know_is_journalled_by_its_kind(
    place: Place, payload: dict[str, Any]
) -> None:
    await place.start()
    given = {"user": {"id": place.sue, "name": "sue"}, "team": {"id": "T0STANDIN"}} | payload
    envelope = place.slack.sockets.hand_out("interactive", given, retries=False)
    await place.settled()
    assert place.core.codes == [f"interaction_{payload['type']}"]
    assert envelope.acknowledged


async def test_changes_in_a_form_are_shown_before_anything_else_happens(place: Place) -> None:
    await place.start()
    form = await seen(place, place.sue)
    place.slack.fill(place.sue, "hide", "llamas")
    place.core.answer = a_preview("Mary rang", "[Person A] [word 1]", place=place.channel, version=1)
    place.slack.submit(place.sue)
    await until(lambda: "You changed something" in form.shown)
    change = place.core.changes[-1]
    assert isinstance(change, Change)
    assert (change.version, [word.expose() for word in change.hide], place.core.presses) == (0, ["llamas"], [])
