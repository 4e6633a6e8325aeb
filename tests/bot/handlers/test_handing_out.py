"""The Code and the notices are handed out; the case reminds until both are done (clause C7)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.cases import How, Purpose
from bot.domain.messages import PersonRef
from bot.domain.orders import order_in
from bot.domain.outgoing import Answer, Press
from bot.domain.papers import PaperKind
from bot.handlers.context import Context
from bot.handlers.deliver import deliver_of_entry
from bot.handlers.orders import carry_out
from bot.handlers.press import press
from bot.handlers.reminders import remind_due
from config.sentences import LANGUAGES
from redaction import Lang, RawText
from tests.bot.conftest import Story
from tests.fakes.channel import FakeChannel
from tests.fakes.clock import FakeClock
from tests.fakes.papers import FakePapers

SUE, BOB = PersonRef("fake", "sue"), PersonRef("fake", "bob")


@pytest.fixture
def context(context: Context) -> Context:
    return replace(context, papers=FakePapers())


async def asks(story: Story, text: str, who: PersonRef = SUE, lang: Lang = "en") -> Answer:
    order = order_in(text)
    assert order is not None, text
    return await carry_out(story.context, who, RawText(who.account.capitalize()), order, lang)


async def opened(story: Story, who: PersonRef = SUE) -> str:
    answer = await asks(story, "case open", who)
    return str.__str__(answer.line.slots["words"])


async def agrees(story: Story, case: str) -> None:
    await press(story.context, Press("consent_agreed_en", case, SUE, RawText("Sue")))


async def reminders(story: Story, channel: FakeChannel, who: str = "sue") -> list[str]:
    """What the notes of this round name."""
    before = len(channel.told[who])
    for note_id in await remind_due(story.context):
        await deliver_of_entry(story.context, note_id)
    new = [note for note in channel.told[who][before:] if note.line.key == "note.explain_due"]
    return [str.__str__(note.line.slots["words"]) for note in new]


@pytest.mark.parametrize(
    ("text", "kind", "lang"),
    [
        ("code", PaperKind.CODE, "en"),
        ("/code", PaperKind.CODE, "en"),
        ("the code", PaperKind.CODE, "en"),
        ("Le code", PaperKind.CODE, "fr"),
        ("code fr", PaperKind.CODE, "fr"),
        ("code in French", PaperKind.CODE, "fr"),
        ("le code en anglais", PaperKind.CODE, "en"),
        ("notice", PaperKind.NOTICE, "en"),
        ("notice d’information", PaperKind.NOTICE, "fr"),
        ("notice d'information en", PaperKind.NOTICE, "en"),
        ("my notice", PaperKind.VOLUNTEERS, "en"),
        ("ma notice", PaperKind.VOLUNTEERS, "fr"),
    ],
)
async def test_a_paper_is_asked_for_in_either_language(story: Story, text: str, kind: PaperKind, lang: Lang) -> None:
    answer = await asks(story, text)
    assert answer.paper is not None
    assert (answer.paper.kind, answer.paper.lang) == (kind, lang)


@pytest.mark.parametrize(
    "text",
    [
        "the code of the door is 4412",
        "code rouge à l'hôpital",
        "I explained the code to Mary",
        "notice how she sleeps",
        "codes",
    ],
)
def test_what_only_begins_so_is_a_word_to_colleagues(text: str) -> None:
    assert order_in(text) is None


async def test_explained_and_offered_are_kept_for_the_case_and_end_the_reminder(
    story: Story, channel: FakeChannel, clock: FakeClock
) -> None:
    case = await opened(story)
    assert await reminders(story, channel) == [], "the first contact comes first"
    clock.pass_time(days=1, hours=1)
    assert await reminders(story, channel) == [case]
    assert await reminders(story, channel) == []
    assert (await asks(story, f"code explained {case} fr")).line.key == "answer.code_explained"
    clock.pass_time(days=7)
    assert await reminders(story, channel) == [case]
    assert (await asks(story, f"code copie {case.lower()}")).line.key == "answer.code_copy_offered"
    await agrees(story, case)
    clock.pass_time(days=7)
    assert await reminders(story, channel) == []
    async with story.context.store.read() as unit:
        found = await unit.cases.referred(case)
        assert found is not None
        notice = await unit.case_notices.of(found.case_id)
    assert notice.complete(clock.now())
    assert notice.lang == "fr"
    assert [kind for kind in await story.journal() if kind.startswith("co")] == [
        *("code_explained", "copy_offered", "consent_noted")
    ]


async def test_all_cases_of_somebody_stand_in_one_word(story: Story, channel: FakeChannel, clock: FakeClock) -> None:
    cases = [await opened(story) for _ in range(3)]
    clock.pass_time(days=2)
    assert await reminders(story, channel) == [", ".join(cases)]


async def test_the_only_open_case_needs_no_name(story: Story) -> None:
    await opened(story)
    assert (await asks(story, "code expliqué")).line.key == "answer.code_explained"


async def test_who_is_no_member_notes_nothing_and_learns_nothing(story: Story) -> None:
    case = await opened(story)
    for text in (f"code explained {case}", "code copy C-22222"):
        assert (await asks(story, text, BOB)).line.key == "answer.no_such_case"


async def test_nobody_is_asked_about_ones_own_burden_the_dead_or_what_is_closed(
    story: Story, channel: FakeChannel, clock: FakeClock
) -> None:
    dead, closed = await opened(story), await opened(story)
    await asks(story, f"case deceased {dead}")
    await asks(story, f"case close {closed}")
    async with story.context.store.begin() as unit:
        own = await unit.cases.open(clock.now(), Purpose.OWN_SUPPORT)
        await unit.cases.join(own, await unit.roster.who(SUE), How.AUTHOR, clock.now())
    clock.pass_time(days=2)
    assert await reminders(story, channel) == []


async def test_two_cases_that_are_one_need_it_once(story: Story, channel: FakeChannel, clock: FakeClock) -> None:
    one, other = await opened(story), await opened(story)
    await asks(story, f"code explained {one}")
    await asks(story, f"code copy {other}")
    await agrees(story, one)
    await asks(story, f"case merge {one} {other}")
    clock.pass_time(days=2)
    assert await reminders(story, channel) == []


async def test_an_association_without_a_code_says_so(story: Story, context: Context) -> None:
    order = order_in("code")
    assert order is not None
    answer = await carry_out(replace(context, papers=None), SUE, RawText("Sue"), order, "en")
    assert answer.line.key == "answer.no_papers"


@pytest.mark.parametrize("lang", ["en", "fr"])
async def test_every_paper_is_reached_by_buttons_in_both_languages(story: Story, lang: Lang) -> None:
    seen, waiting = set(), [Press("menu_code", "menu", SUE, RawText("Sue"), lang)]
    while waiting:
        answer = (await press(story.context, waiting.pop())).answer
        assert answer.paper is not None
        if (answer.paper.kind, answer.paper.lang) not in seen:
            seen.add((answer.paper.kind, answer.paper.lang))
            waiting += [Press(each.action, each.subject, SUE, RawText("Sue"), lang) for each in answer.buttons]
    assert seen == {(kind, each) for kind in PaperKind for each in LANGUAGES}


async def test_ones_own_notice_comes_in_ones_own_language(story: Story) -> None:
    french = await asks(story, "code fr")
    (mine,) = [button for button in french.buttons if button.action == "paper_volunteers"]
    answer = (await press(story.context, Press(mine.action, mine.subject, SUE, RawText("Sue"), "en"))).answer
    assert answer.paper is not None
    assert answer.paper.lang == "en"
