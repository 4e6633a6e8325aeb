"""What can be begun in a private chat, and what leads from there to the console."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.drafts import Writing
from bot.domain.messages import PersonRef
from bot.domain.orders import Order, Verb, order_in
from bot.domain.outgoing import Answer, Button, Press
from bot.handlers.context import Context, Rules
from bot.handlers.disclosure.asking import ask, break_glass
from bot.handlers.disclosure.beginning import FORM
from bot.handlers.disclosure.deciding import approve
from bot.handlers.disclosure.leading import OBJECT, SEE
from bot.handlers.disclosure.viewing import open_view
from bot.handlers.orders import carry_out
from bot.handlers.press import _ACTIONS, Pressed, press
from bot.handlers.private import menu_of
from bot.handlers.signing_in import ConsoleDoor
from bot.handlers.write import write
from redaction import RawText
from tests.bot.handlers.disclosure.board import NAME, PHONE, Board, Mail, opened
from tests.fakes.channel import FakeChannel

PAGES = "https://bot.example.org"


@pytest.fixture
def context(context: Context) -> Context:
    return replace(context, rules=Rules(pages=PAGES))


async def done(board: Board, who: str, action: str, subject: str = "menu", lang: str = "en") -> Pressed:
    by = PersonRef("fake", who)
    return await press(board.context, Press(action, subject, by, RawText(who), "fr" if lang == "fr" else "en"))


async def pressed(board: Board, who: str, action: str, subject: str = "menu") -> Answer:
    return (await done(board, who, action, subject)).answer


async def reference(board: Board) -> str:
    async with board.context.store.read() as unit:
        return (await unit.cases.case(board.case_id)).reference


async def led_to(board: Board, answer: Answer) -> str:
    """The page of the console that an answer's link leads to, after the code."""
    assert answer.page is not None
    begun = await ConsoleDoor(board.context).begin(answer.page.rpartition("/")[2], "")
    assert begun is not None
    return begun.to


def found(answer: Answer, action: str, words: str = "") -> Button:
    return next(one for one in answer.buttons if one.action == action and words in str(one.words or ""))


# notices


async def test_whoever_is_asked_gets_a_button_that_leads_to_the_very_request_once(
    board: Board, mail: Mail, channel: FakeChannel
) -> None:
    asked = await ask(board.context, board.ids["ann"], board.wish())
    await mail.of(asked.notes)
    assert channel.told.keys() == {"ben", "gus", "cat"}
    for who in channel.told:
        (note,) = channel.told[who]
        assert note.buttons == (Button(SEE, asked.disclosure_id),)
        answer = await pressed(board, who, SEE, asked.disclosure_id)
        assert await led_to(board, answer) == f"requests/{asked.disclosure_id}"
        assert await ConsoleDoor(board.context).begin((answer.page or "").rpartition("/")[2], "") is None


async def test_the_button_leads_nobody_else_anywhere(board: Board) -> None:
    asked = await ask(board.context, board.ids["ann"], board.wish())
    for who in ("sue", "lea", "adm", "stranger"):
        answer = await pressed(board, who, SEE, asked.disclosure_id)
        assert (answer.line.key, answer.page) == ("disclosure.not_yours", None)
    assert (await pressed(board, "ben", SEE, "no such")).page is None


async def test_no_button_of_a_chat_decides_or_opens() -> None:
    """Both factors are proved on the console alone; what a press can reach takes a name, never a `SignedIn`."""
    deciding = ("approve", "refuse_disclosure", "open_disclosure", "look", "answer_contest", "review", "break")
    assert [action for action in _ACTIONS if action.startswith(deciding)] == []


async def test_without_pages_there_is_no_button_that_leads_nowhere(
    board: Board, mail: Mail, channel: FakeChannel
) -> None:
    board.context = replace(board.context, rules=Rules(pages=None))
    await mail.of((await ask(board.context, board.ids["ann"], board.wish())).notes)
    assert {note.buttons for notes in channel.told.values() for note in notes} == {()}


# begun in a chat


async def test_a_supervisor_is_led_to_the_form_with_what_they_chose(board: Board) -> None:
    named = await reference(board)
    async with board.context.store.read() as unit:
        menu = await menu_of(board.context, unit, PersonRef("fake", "ann"))
    assert [one.action for one in menu][-2:] == ["menu_details", "menu_console"]
    assert (await pressed(board, "ann", "menu_details")).line.key == "answer.details_which"
    offered = await pressed(board, "ann", "details_case", named)
    ground = next(one for one in offered.buttons if getattr(one.words, "key", "") == "ground.person_in_danger")
    shown = await pressed(board, "ann", ground.action, ground.subject)
    assert [str(one.words) for one in shown.buttons][:2] == ["[Person A]", "[phone 1]"]
    assert all(one.action != "details_go" for one in shown.buttons)
    for words in ("[phone 1]", "[Person A]", "[phone 1]", "[phone 1]"):
        button = next(one for one in shown.buttons if str(one.words) == words)
        shown = await pressed(board, "ann", button.action, button.subject)
    go = found(shown, "details_go")
    answer = await pressed(board, "ann", go.action, go.subject)
    assert await led_to(board, answer) == f"{FORM}/{named}/person_in_danger/Person_A-phone_1"
    assert "disclosure_requested" not in await board.kinds()


async def test_no_step_shows_a_value_or_has_a_subject_too_long_for_telegram(board: Board) -> None:
    named = await reference(board)
    offered = await pressed(board, "dan", "details_case", named)
    for ground in offered.buttons:
        shown = await pressed(board, "dan", ground.action, ground.subject)
        said = f"{shown.line.slots}{shown.buttons}"
        assert NAME not in said
        assert PHONE not in said
        assert all(len(f"{one.action}:{one.subject}") < 60 for one in (*offered.buttons, *shown.buttons))


@pytest.mark.parametrize("who", ["lea", "sue", "adm", "eve", "stranger"])
async def test_others_are_told_whom_to_ask(board: Board, who: str) -> None:
    named = await reference(board)
    steps = (("menu_details", "menu"), ("details_case", named), ("details_ground", f"{named}/0"))
    for action, subject in (*steps, ("detail", f"{named}/0/3/0"), ("details_go", f"{named}/0/3/0")):
        answer = await pressed(board, who, action, subject)
        assert (answer.line.key, answer.page, answer.buttons) == ("answer.details_whom", None, ())


async def test_a_ground_of_another_role_is_no_step(board: Board) -> None:
    named = await reference(board)
    numbers = list(board.context.grounds)
    for step in (f"{numbers.index('rights_request')}", "-1", "99", "x"):
        assert (await pressed(board, "ann", "details_ground", f"{named}/{step}")).line.key == "answer.unknown"


async def test_what_the_case_learnt_meanwhile_is_shown_before_anything_else(board: Board) -> None:
    named = await reference(board)
    answer = await pressed(board, "ann", "details_go", f"{named}/0/2/1")
    assert answer.page is None
    assert answer.line.key == "answer.details_tick"
    assert all(one.action == "detail" for one in answer.buttons)


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("details C-7K2P4", Order(Verb.DETAILS, ("C-7K2P4",))),
        ("Détails", Order(Verb.DETAILS)),
        ("/entrenous details c-7k2p4", Order(Verb.DETAILS, ("C-7K2P4",))),
        ("urgent", Order(Verb.URGENT)),
        ("/urgence C-7K2P4 !", Order(Verb.URGENT, ("C-7K2P4",))),
        ("Urgent: Mary Dupont wants to die", None),
        ("it is urgent", None),
        ("details of Mary Dupont please", None),
    ],
)
def test_only_these_words_alone_are_an_order(text: str, order: Order | None) -> None:
    assert order_in(text) == order


async def test_the_words_do_what_the_buttons_do(board: Board) -> None:
    named = await reference(board)
    ann, lea = PersonRef("fake", "ann"), PersonRef("fake", "lea")
    for person, text, key in (
        (ann, "details", "answer.details_which"),
        (ann, f"details {named}", "answer.details_ground"),
        (ann, "details C-ZZZZZ", "answer.no_such_case"),
        (lea, f"détails {named}", "answer.details_whom"),
        (lea, f"urgent {named}", "answer.menu_urgent"),
        (lea, "urgence C-ZZZZZ", "answer.urgent_no_case"),
    ):
        order = order_in(text)
        assert order is not None
        assert (await carry_out(board.context, person, RawText("Ann"), order, "en")).line.key == key


# objecting


async def objecting(board: Board, who: str, disclosure_id: str, text: str) -> tuple[Answer, tuple[str, ...]]:
    asked = await pressed(board, who, OBJECT, disclosure_id)
    assert asked.line.key == "answer.object_why"
    ended = await write(board.context, Writing(PersonRef("fake", who), RawText(who), RawText(text), "fr"))
    return ended.answer, ended.told


async def test_who_supports_the_person_objects_in_their_own_words_and_hears_the_answer(
    board: Board, mail: Mail, channel: FakeChannel
) -> None:
    one = await opened(board)
    async with board.context.store.read() as unit:
        pending = await unit.notes.pending_for(unit.people.fingerprint(PersonRef("fake", "sue")))
    await mail.of([note.note_id for note in pending])
    (told,) = channel.told["sue"]
    assert told.buttons == (Button(OBJECT, one),)
    answer, notes = await objecting(board, "sue", one, f"{NAME} never wanted that")
    assert (answer.line.key, answer.line.lang) == ("disclosure.contested", "fr")
    assert {who for who, keys in (await mail.of(notes)).items() if keys} == {"ben", "gus", "cat", "dan", "eve"} & set(
        channel.told
    )
    assert all(note.buttons == (Button(SEE, one),) for notes_ in channel.told.values() for note in notes_)
    assert (await board.get(one)).contested_by == board.ids["sue"]
    assert NAME not in str(await board.journal())


async def test_nobody_else_objects_and_nobody_twice(board: Board) -> None:
    one = await opened(board)
    for who in ("lea", "ann", "adm"):
        assert (await pressed(board, who, OBJECT, one)).line.key == "disclosure.not_yours"
    await objecting(board, "sue", one, "no")
    assert (await pressed(board, "sue", OBJECT, one)).line.key == "disclosure.late_contested"


async def test_whoever_broke_the_glass_is_told_of_with_a_way_to_say_whether_it_was_right(
    board: Board, mail: Mail, channel: FakeChannel
) -> None:
    broken = await break_glass(board.context, board.signed_in("ann"), board.wish())
    await mail.of(broken.notes)
    told = {who: [note.buttons for note in notes] for who, notes in channel.told.items()}
    assert told["ben"] == [(Button(SEE, broken.disclosure_id),)]
    assert told["sue"] == [(Button(OBJECT, broken.disclosure_id),)]


async def test_the_viewer_is_led_to_what_was_agreed_to(board: Board, mail: Mail, channel: FakeChannel) -> None:
    asked = await ask(board.context, board.ids["ann"], board.wish())
    await mail.of((await approve(board.context, board.typed("ben", asked.disclosure_id), asked.disclosure_id)).notes)
    (note,) = channel.told["ann"]
    assert (note.line.key, note.buttons) == ("note.disclosure_may_look", (Button(SEE, asked.disclosure_id),))
    assert (
        await led_to(board, await pressed(board, "ann", SEE, asked.disclosure_id)) == f"requests/{asked.disclosure_id}"
    )
    assert (await open_view(board.context, board.signed_in("ann"), asked.disclosure_id)).happened
