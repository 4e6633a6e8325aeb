"""Private chats and buttons: whoever wrote or pressed is answered, alone."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from bot.domain.messages import PersonRef
from bot.domain.orders import Order, Verb
from bot.domain.outgoing import Answer, Button, Line
from bot.domain.papers import Paper, PaperKind
from redaction import Family, HiddenSpan
from tests.adapters.telegram.conftest import Place, Recorder, until


async def test_start_in_the_private_chat_is_answered_there(place: Place, intake: Recorder) -> None:
    world = place.platform.world
    intake.answer = Answer(Line("answer.welcome", "fr"))
    async with place.running(intake):
        world.starts(place.claire, "hello")
        await until(lambda: len(world.view(world.chats[place.claire.id])) == 2)
    ((person, name, lang),) = intake.opened
    assert (person.account, name.expose(), lang) == (str(place.claire.id), "Claire Duval", "fr")
    assert world.view(world.chats[place.claire.id])[-1].text.startswith("Bonjour")


async def test_a_code_comes_by_a_deep_link_or_is_typed_and_what_can_be_none_stays_behind(
    place: Place, intake: Recorder
) -> None:
    world = place.platform.world
    intake.answer = Answer(Line("answer.joined", "en"))
    async with place.running(intake):
        world.starts(place.sue, "K7PX29TQMHRG")
        await until(lambda: len(intake.codes_brought) == 1)
        for typed in ("/join k7px-29tq-mhrg", "/join@entrenous_bot Mary Dupont", "/join"):
            world.says(place.sue, world.chats[place.sue.id], typed)
        await until(lambda: len(intake.codes_brought) == 4)
        await until(lambda: len(world.view(world.chats[place.sue.id])) == 8)
    assert [code for _, _, code, _ in intake.codes_brought] == ["K7PX29TQMHRG", "K7PX29TQMHRG", "", ""]
    assert {(person.account, name.expose(), lang) for person, name, _, lang in intake.codes_brought} == {
        (str(place.sue.id), "Sue Palmer", "en")
    }
    assert intake.opened == []


async def test_an_order_about_cases_is_given_in_the_private_chat_and_nothing_else_of_it_is_kept(
    place: Place, intake: Recorder
) -> None:
    world = place.platform.world
    intake.answer = Answer(Line("answer.case_help", "en"))
    async with place.running(intake):
        world.starts(place.sue)
        await until(lambda: len(intake.opened) == 1)
        for typed in ("/case open", "case close C-7K2P4 for Mary Dupont", "dossier Mary Dupont"):
            world.says(place.sue, world.chats[place.sue.id], typed)
        await until(lambda: len(intake.orders) == 3)
        await until(lambda: len(world.view(world.chats[place.sue.id])) == 8)
    given = [order for _, order, _ in intake.orders]
    assert given == [Order(Verb.OPEN), Order(Verb.CLOSE, ("C-7K2P4",)), Order(Verb.HELP)]
    assert len(intake.opened) == 1


async def test_a_pressed_button_is_answered_to_the_one_who_pressed(place: Place, intake: Recorder) -> None:
    world = place.platform.world
    hidden = (HiddenSpan(0, 4, Family.PERSON, "[Person A]"),)
    intake.answer = Answer(Line("answer.hidden", "en", {"count": 1}), hidden, open_private=True)
    post = world.add_own(place.group, {"text": "Sue: hello", "reply_markup": _keyboard("hidden:e7k2p")})
    async with place.running(intake):
        world.presses(place.sue, post, "press me")
        await until(lambda: place.sue.alerts)
    assert [(each.action, each.subject, each.by.account) for each in intake.presses] == [
        ("hidden", "e7k2p", str(place.sue.id))
    ]
    assert place.sue.alerts == [("Hidden in this message: 1.\n[Person A]", "https://t.me/entrenous_bot?start=hello")]
    assert place.claire.alerts == []


async def test_a_button_that_is_not_ours_and_a_core_out_of_order_are_answered_too(
    place: Place, intake: Recorder
) -> None:
    world = place.platform.world
    intake.breaks = True
    ours = world.add_own(place.group, {"text": "x", "reply_markup": _keyboard("hidden:e7k2p")})
    other = world.add_own(place.group, {"text": "x", "reply_markup": _keyboard("chess")})
    async with place.running(intake):
        world.presses(place.sue, ours, "press me")
        world.presses(place.claire, other, "press me")
        world.starts(place.claire)
        await until(lambda: place.sue.alerts and place.claire.alerts)
        await until(lambda: len(world.view(world.chats[place.claire.id])) == 2)
    assert place.sue.alerts[0][0].startswith("That did not work")
    assert place.claire.alerts[0][0].startswith("Je ne connais plus ce bouton")
    assert world.view(world.chats[place.claire.id])[-1].text.startswith("Cela n'a pas fonctionné")


async def test_a_slow_answer_to_a_button_holds_up_no_message(place: Place, intake: Recorder) -> None:
    world = place.platform.world
    gate = asyncio.Event()

    class Slow(Recorder):
        async def press(self, press: object) -> Answer:
            await gate.wait()
            return self.answer

    slow = Slow()
    post = world.add_own(place.group, {"text": "x", "reply_markup": _keyboard("hidden:e7k2p")})
    async with place.running(slow):
        world.presses(place.sue, post, "press me")
        world.says(place.claire, place.group, "Mary Dupont rang")
        await until(lambda: slow.texts == ["Mary Dupont rang"])
        assert place.sue.alerts == []
        gate.set()
        await until(lambda: place.sue.alerts)


def _keyboard(data: str) -> dict[str, object]:
    return {"inline_keyboard": [[{"text": "press me", "callback_data": data}]]}


PAPER = Paper(PaperKind.CODE, "en", "code", "# The Code\n\nKeep it.\n\n- always", b"%PDF-1.7 invented")


async def test_a_paper_comes_as_text_and_as_a_file_and_the_buttons_stand_under_both(
    place: Place, intake: Recorder
) -> None:
    world = place.platform.world
    chat = world.chats[place.sue.id]
    buttons = (Button("code_accept", "mark/en"),)
    intake.answer = Answer(Line("answer.code_read", "en"), buttons=buttons, paper=PAPER)
    async with place.running(intake):
        world.starts(place.sue)
        await until(lambda: len(world.view(chat)) == 4)
    said = [message.json for message in chat.messages.values()][1:]
    assert said[0]["text"] == "The Code\n\nKeep it.\n\n• always"
    assert said[0]["entities"] == [{"type": "bold", "offset": 0, "length": 8}]
    assert said[1]["document"]["file_name"] == "code.pdf"
    assert world.files[said[1]["document"]["file_id"]] == ("document", PAPER.pdf)
    assert said[2]["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == "code_accept:mark/en"
    assert place.platform.violations == []


async def test_a_long_paper_comes_as_a_file_alone(place: Place, intake: Recorder) -> None:
    world = place.platform.world
    chat = world.chats[place.sue.id]
    intake.answer = Answer(
        Line("answer.code_handed", "en"), paper=replace(PAPER, text="# The Code\n\n" + "word " * 4000)
    )
    async with place.running(intake):
        world.starts(place.sue)
        await until(lambda: len(world.view(chat)) == 3)
    assert ["document" in message.json for message in chat.messages.values()] == [False, True, False]


async def test_whoever_comes_into_a_guarded_group_is_handed_to_the_core(place: Place, intake: Recorder) -> None:
    world = place.platform.world
    odile = world.person("Odile", lang="fr")
    elsewhere = world.group("Garden", [place.sue])
    async with place.running(intake):
        world.joins(odile, elsewhere)
        world.joins(odile, place.group)
        await until(lambda: intake.arrivals)
    assert intake.arrivals == [(PersonRef("telegram", str(odile.id)), "fr")]
    assert intake.messages == []
