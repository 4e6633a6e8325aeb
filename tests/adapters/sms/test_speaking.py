"""A consult by text message: short answers by number, answers to colleagues by "#", nothing lost and nothing kept at Twilio."""

from __future__ import annotations

import asyncio
from secrets import token_hex

import pytest

from adapters.sms.meanings import Said
from bot.domain.messages import Matter, MessageRef
from bot.domain.outgoing import Answer, Button, Effect, GiveBack, Line, Outcome
from redaction import RawText
from tests.adapters.phone_core import DRAFT_BUTTONS, a_note, a_post, a_preview
from tests.adapters.sms.conftest import Place
from tests.adapters.telegram.conftest import until


async def settled(place: Place, count: int) -> list[str]:
    await until(lambda: len(place.sue.received) >= count)
    return place.sue.received


async def test_a_text_is_previewed_with_numbers_and_a_number_sends_it(place: Place) -> None:
    place.core.answer = a_preview(None, *DRAFT_BUTTONS)
    await place.platform.says(place.sue, "Mary is low")
    (writing,) = place.core.writings
    assert (writing.text.expose(), writing.person.account) == ("Mary is low", place.account)
    (preview,) = await settled(place, 1)
    assert preview == (
        "They would read (1 hidden, nothing sent yet):\n[Person A] is low\n"
        "1 send, 2 hide more, 3 no detail, 4 purpose, case, 5 drop"
    )
    place.core.answer = Answer(Line("answer.draft_sent", "en"))
    await place.platform.says(place.sue, " 1. ")
    assert [(press.action, press.subject) for press in place.core.presses] == [("draft_send", "ab12/0/round:advice")]
    assert (await settled(place, 2))[1] == "It is on its way. Please delete your text."


async def test_a_number_stays_what_it_was_while_other_lists_come_and_through_a_restart(place: Place) -> None:
    place.core.answer = a_preview(None, *DRAFT_BUTTONS)
    await place.platform.says(place.sue, "Mary is low")
    await settled(place, 1)
    note = a_note("sms", place.account, Button("withdraw", "e1"), key="note.composed")
    await place.channel.tell(note)
    assert place.sue.received[-1] == "Sent, 1 detail(s) hidden. [Person A]\n6 take back"
    again = place.again()
    await again.start(place.core)
    for number, action in (("1", "draft_send"), ("6", "withdraw"), ("5", "draft_drop")):
        await again.handle(said(place, number))
        assert place.core.presses[-1].action == action
    place.time.pass_time(hours=13)
    await again.handle(said(place, "1"))
    assert len(place.core.presses) == 3
    await again.stop()


def said(place: Place, text: str) -> Said:
    return Said("SM" + token_hex(16), RawText(place.sue.number), RawText(text))


async def test_words_may_come_along_with_the_number_that_asks_for_them(place: Place) -> None:
    place.core.answer = a_preview(None, *DRAFT_BUTTONS)
    await place.platform.says(place.sue, "Mary is low since the parrot died")
    await settled(place, 1)
    await place.platform.says(place.sue, "2: parrot, died")
    assert place.core.presses[-1].action == "draft_more"
    assert place.core.writings[-1].text.expose() == "parrot, died"
    await place.platform.says(place.sue, "2 days ago Mary fell")
    assert place.core.writings[-1].text.expose() == "2 days ago Mary fell"
    assert len(place.core.presses) == 1


async def test_a_colleagues_message_has_a_number_and_is_answered_by_it(place: Place) -> None:
    first = await place.channel.post(a_post("sms", place.account))
    second = await place.channel.post(a_post("sms", place.account, "Et la pompe ?", lang="fr"))
    assert place.sue.received == ["#1 Odile: I saw [Person A] in [Town A, Dordogne]", "#2 Odile: Et la pompe ?"]
    await place.platform.says(place.sue, "#1 Try the other one")
    writing = place.core.writings[-1]
    assert (writing.text.expose(), writing.reply_to) == ("Try the other one", first.ref)
    await place.platform.says(place.sue, "# 2: oui")
    assert place.core.writings[-1].reply_to == second.ref
    await place.platform.says(place.sue, "#9 hm")
    assert "no such number" in (await settled(place, 5))[-1]
    assert len(place.core.writings) == 2


async def test_a_long_post_comes_in_numbered_parts_and_the_rest_when_asked_for(place: Place) -> None:
    body = "She says [Person A, the neighbour] is tired. " * 80
    effect = await place.channel.post(a_post("sms", place.account, body))
    parts = place.sue.received[:]
    assert len(parts) == 3
    assert len(effect.more) == 2
    assert [part[:6] for part in parts] == ["(1/9) ", "(2/9) ", "(3/9) "]
    assert parts[-1].endswith("\n(6 more: write MORE)")
    assert all(part.count("[") == part.count("]") for part in parts)
    await place.platform.says(place.sue, "MORE")
    await settled(place, 6)
    await place.platform.says(place.sue, "suite")
    await settled(place, 9)
    assert place.sue.received[-1].startswith("(9/9) ")
    await place.platform.says(place.sue, "more")
    assert (await settled(place, 10))[-1] == "That was all."


async def test_who_asks_for_the_rest_at_once_gets_it(place: Place) -> None:
    place.sue.hasty = True
    await place.channel.post(a_post("sms", place.account, "She says [Person A, the neighbour] is tired. " * 80))
    parts = await settled(place, 9)
    assert [part[:6] for part in parts] == [f"({number}/9) " for number in range(1, 10)]


async def test_the_rest_that_did_not_get_through_is_there_for_the_next_asking(place: Place) -> None:
    await place.channel.post(a_post("sms", place.account, "She says [Person A, the neighbour] is tired. " * 50))
    place.platform.fails("create", "30001")
    await place.platform.says(place.sue, "MORE")
    await until(lambda: not place.platform.faults)
    await place.platform.says(place.sue, "MORE")
    assert [part[:3] for part in await settled(place, 6)] == ["(1/", "(2/", "(3/", "(4/", "(5/", "(6/"]


async def test_two_texts_that_go_out_together_are_numbered_apart(place: Place) -> None:
    await asyncio.gather(
        place.channel.post(a_post("sms", place.account, buttons=(Button("take", "p1"),))),
        place.channel.tell(a_note("sms", place.account, Button("withdraw", "e1"))),
    )
    await place.platform.says(place.sue, "1")
    await place.platform.says(place.sue, "2")
    assert {press.action for press in place.core.presses} == {"take", "withdraw"}


@pytest.mark.parametrize(
    ("text", "reached"),
    [
        ("hello", "opened"),
        ("join K7PX-29TQ-MHRG", "codes_brought"),
        ("case", "orders"),
        ("rounds", "orders"),
        ("Mary is low", "writings"),
        ("Stop telling Mary that", "writings"),
    ],
)
async def test_what_somebody_writes_goes_to_whom_it_is_for(place: Place, text: str, reached: str) -> None:
    await place.platform.says(place.sue, text)
    await settled(place, 1)
    lists = {name: len(getattr(place.core, name)) for name in ("opened", "codes_brought", "orders", "writings")}
    assert lists == dict.fromkeys(lists, 0) | {reached: 1}


@pytest.mark.parametrize("word", ["STOP", "Arrêt", "ARRET.", "unsubscribe"])
async def test_stop_is_kept_at_once_and_start_takes_it_back(place: Place, word: str) -> None:
    await place.platform.says(place.sue, word)
    assert place.core.refusals == [("sms", "stopped")]
    assert await place.channel.tell(a_note("sms", place.account)) == Effect(Outcome.CLOSED, code="stopped")
    assert (await place.channel.post(a_post("sms", place.account))).outcome is Outcome.CLOSED
    assert place.sue.received == []
    assert place.core.writings == []
    await place.platform.says(place.sue, "START")
    await settled(place, 1)
    assert len(place.core.opened) == 1  # which brings what waited
    assert (await place.channel.post(a_post("sms", place.account))).outcome is Outcome.DONE


async def test_what_twilio_answered_itself_is_not_answered_twice(place: Place) -> None:
    await place.platform.says(place.sue, "HELP", OptOutType="HELP")
    await place.platform.says(place.sue, "Stop it", OptOutType="STOP")
    assert (await place.channel.post(a_post("sms", place.account))).code == "stopped"
    assert place.sue.received == []
    place.sue.stopped = False
    await place.platform.says(place.sue, "help")
    assert place.sue.received == []  # who wants no texts gets none


async def test_a_stop_that_only_twilio_knows_of_is_learnt(place: Place) -> None:
    place.sue.stopped = True
    assert await place.channel.post(a_post("sms", place.account)) == Effect(Outcome.CLOSED, code="stopped")
    place.sue.stopped = False
    assert (await place.channel.post(a_post("sms", place.account))).code == "stopped"


async def test_a_picture_is_withheld_and_given_back_as_a_line(place: Place) -> None:
    sid = await place.platform.says(place.sue, "look", media=("image/jpeg",))
    (inbound,) = place.core.messages
    assert (inbound.matter, inbound.origin) == (Matter.PICTURE, MessageRef("sms", place.account, sid))
    back = GiveBack("g", inbound.author or a_note("sms", "x").to, Line("note.held_matter"), RawText("look"))
    await place.channel.give_back(back)
    assert place.sue.received[-1] == (
        "I cannot look into pictures, so nobody has seen yours. Please write what matters, without names.\nlook"
    )


async def test_nothing_that_was_sent_can_be_changed_or_removed(place: Place) -> None:
    effect = await place.channel.post(a_post("sms", place.account))
    assert effect.ref is not None
    assert (await place.channel.remove(effect.ref)).outcome is Outcome.UNSUPPORTED
    assert (await place.channel.amend(a_post("sms", place.account), (effect.ref,))).outcome is Outcome.UNSUPPORTED
    assert place.channel.capabilities.files == 0
