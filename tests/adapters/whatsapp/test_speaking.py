"""One to one on WhatsApp: what somebody writes reaches the core once, and the answer reaches them within Meta's limits."""

from __future__ import annotations

import pytest

from adapters.whatsapp.hook import PATIENCE
from bot.domain.messages import MessageRef
from bot.domain.outgoing import Answer, Button, Line
from redaction import RawText
from tests.adapters.phone_core import DRAFT_BUTTONS, a_note, a_post, a_preview
from tests.adapters.telegram.conftest import until
from tests.adapters.whatsapp.conftest import Place
from tests.platforms.whatsapp.payloads import envelope, wamid
from tests.platforms.whatsapp.server import PHONE_ID, StandIn


def shown(place: Place) -> list[str]:
    return [seen.text for seen in place.sue.received]


async def test_a_word_is_written_and_its_preview_stands_under_it_with_a_list(place: Place) -> None:
    place.core.answer = a_preview(None, *DRAFT_BUTTONS)
    said = await place.platform.says(place.sue, "Mary is low")
    await until(lambda: place.sue.received)
    (writing,) = place.core.writings
    assert (writing.text.expose(), writing.name.expose(), writing.lang) == ("Mary is low", "Sue", "fr")
    assert writing.person.account == place.account
    assert writing.sources[0].message not in said.wamid
    (preview,) = place.sue.received
    assert preview.quotes == said.wamid
    assert "[Person A] is low" in preview.text
    assert "• [Person A]: a name" in preview.text
    assert preview.listed
    assert list(preview.choices) == [
        "Post it",
        "Hide more",
        "Something is no personal detail",
        "Purpose and case",
        "Drop it",
    ]
    await place.platform.taps(place.sue, "Post it")
    await until(lambda: place.core.presses)
    assert (place.core.presses[0].action, place.core.presses[0].subject) == ("draft_send", "ab12/0/round:advice")


async def test_three_short_choices_are_buttons_and_eleven_are_two_lists(place: Place) -> None:
    place.core.answer = Answer(Line("answer.which_detail", "en"), buttons=DRAFT_BUTTONS[:2])
    await place.platform.says(place.sue, "aide")
    await until(lambda: place.sue.received)
    assert not place.sue.received[0].listed
    many = tuple(Button("draft_show", f"ab12/0/{number}") for number in range(11))
    place.core.answer = Answer(Line("answer.which_detail", "en"), buttons=many)
    await place.platform.says(place.sue, "help")
    await until(lambda: len(place.sue.received) == 3)
    assert [len(seen.choices) for seen in place.sue.received[1:]] != [0, 0]
    assert place.platform.sent[-1]["interactive"]["type"] == "button"  # the eleventh alone fits on a button
    assert len(place.platform.sent[-2]["interactive"]["action"]["sections"][0]["rows"]) == 10


@pytest.mark.parametrize(
    ("text", "reached"),
    [
        ("hello", "opened"),
        ("Bonjour !", "opened"),
        ("join K7PX-29TQ-MHRG", "codes_brought"),
        ("K7PX 29TQ MHRG", "codes_brought"),
        ("dossier", "orders"),
        ("le code", "orders"),
        ("Hello, Mary is low", "writings"),
    ],
)
async def test_what_somebody_writes_goes_to_whom_it_is_for(place: Place, text: str, reached: str) -> None:
    await place.platform.says(place.sue, text)
    await until(lambda: place.sue.received)
    lists = {name: len(getattr(place.core, name)) for name in ("opened", "codes_brought", "orders", "writings")}
    assert lists == dict.fromkeys(lists, 0) | {reached: 1}


async def test_an_answer_to_a_post_names_it_and_so_does_the_sign_that_hides(place: Place) -> None:
    await place.platform.says(place.sue, "hello")
    await until(lambda: place.sue.received)
    effect = await place.channel.post(a_post("whatsapp", place.account))
    copy = place.sue.received[-1]
    assert copy.text == "Odile: I saw [Person A] in [Town A, Dordogne]"
    assert effect.ref is not None
    await place.platform.says(place.sue, "Tell her about the pump", answers=copy)
    assert place.core.writings[-1].reply_to == effect.ref
    await place.platform.reacts(place.sue, copy, "🙈")
    assert place.core.reports[-1].message == effect.ref
    again = await place.channel.post(a_post("whatsapp", place.account, reply_to=effect.ref.message))
    assert again.ref != effect.ref
    assert place.sue.received[-1].quotes == copy.wamid


async def test_a_changed_word_changes_its_draft(place: Place) -> None:
    said = await place.platform.says(place.sue, "Mary is low")
    await place.platform.edits(place.sue, said, "Mary is better")
    first, second = place.core.writings
    assert (second.again, second.text.expose()) == (True, "Mary is better")
    assert first.sources == second.sources


async def test_a_second_delivery_is_one_event(place: Place, platform: StandIn) -> None:
    await platform.says(place.sue, "Mary is low")
    assert await platform.post(platform.posted[0]) == 200
    assert len(place.core.writings) == 1


async def test_what_the_core_could_not_store_comes_again(place: Place, platform: StandIn) -> None:
    place.core.fails = 1
    await platform.says(place.sue, "Mary is low")
    assert platform.answers == [500]
    assert await platform.post(platform.posted[0]) == 200
    assert [writing.text.expose() for writing in place.core.writings] == ["Mary is low"] * 2


async def test_one_that_can_never_be_stored_does_not_come_for_a_week(place: Place, platform: StandIn) -> None:
    place.core.fails = PATIENCE
    await platform.says(place.sue, "Mary is low")
    place.core.fails = 0
    await platform.says(place.sue, "hello")
    place.core.fails = PATIENCE
    statuses = [await platform.post(platform.posted[0]) for _ in range(PATIENCE - 1)]
    assert statuses == [500] * (PATIENCE - 2) + [200]
    assert "not_stored" in place.core.codes
    assert "Please send it once more" in place.sue.received[-1].text or "encore une fois" in place.sue.received[-1].text
    place.core.fails = 0
    assert await platform.post(platform.posted[0]) == 200
    assert place.core.codes.count("not_stored") == 1


async def test_several_in_one_payload_are_all_heard_and_one_without_an_id_too(place: Place, platform: StandIn) -> None:
    """pywa reads the first message of a payload, and none of one whose contact has no `user_id`."""
    old = platform.telephone("33639980002", "Odile")
    other = await place.addresses.keep("whatsapp", RawText("+33639980002"))
    messages = [
        {**who.sender(), "id": wamid(who.phone), "timestamp": "1772442000", "type": "text", "text": {"body": text}}
        for who, text in ((place.sue, "one"), (old, "two"), (place.sue, "three"))
    ]
    payload = envelope(PHONE_ID, {"contacts": [place.sue.contact(), old.contact()], "messages": messages})
    assert await platform.post(payload) == 200
    heard = [(writing.person.account, writing.text.expose()) for writing in place.core.writings]
    assert heard == [(place.account, "one"), (other, "two"), (place.account, "three")]


async def test_a_long_post_comes_in_parts_that_cut_no_pseudonym(place: Place) -> None:
    await place.platform.says(place.sue, "hello")
    await until(lambda: place.sue.received)
    body = "She says [Person A, the neighbour] is tired. " * 200
    effect = await place.channel.post(a_post("whatsapp", place.account, body, buttons=(Button("take", "p1"),)))
    parts = place.sue.received[1:]
    assert len(parts) == 4
    assert len(effect.more) == len(parts) - 1
    assert "".join(part.text for part in parts[:-1]).endswith("is tired. ")
    assert all(part.text.count("[") == part.text.count("]") for part in parts)
    assert list(parts[-1].choices) == ["I'll take this"]


async def test_a_note_tells_what_was_hidden_and_never_what_it_was(place: Place) -> None:
    await place.platform.says(place.sue, "hello")
    await until(lambda: place.sue.received)
    effect = await place.channel.tell(a_note("whatsapp", place.account, Button("withdraw", "e1")))
    assert effect.ref is not None
    assert isinstance(effect.ref, MessageRef)
    assert "• [Person A]: a name" in place.sue.received[-1].text
    await place.platform.taps(place.sue, "Take it back")
    assert place.core.presses[-1].action == "withdraw"
