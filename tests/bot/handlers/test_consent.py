"""What the person of a case said to the notice: noted by buttons, kept, reminded of, and what follows (GDPR articles 7 and 9)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.cases import Purpose
from bot.domain.consents import Consent, Said, WhyNot
from bot.domain.drafts import Change, Writing
from bot.domain.messages import Inbound, MessageRef, PersonRef
from bot.domain.orders import Verb, order_in
from bot.domain.outgoing import Answer, Line, Press
from bot.domain.papers import Edition
from bot.domain.undertakings import CaseNotice
from bot.handlers.compose import begin, change, send
from bot.handlers.consent import CONSENT_ACTIONS
from bot.handlers.context import Context
from bot.handlers.orders import carry_out
from bot.handlers.press import press
from bot.handlers.reminders import remind_due
from config.sentences import TomlWording
from redaction import Lang, RawText
from tests.bot.conftest import Story
from tests.fakes.channel import GROUP, FakeChannel
from tests.fakes.clock import FakeClock
from tests.fakes.papers import FakePapers

SUE, BOB, PIM = PersonRef("fake", "sue"), PersonRef("fake", "bob"), PersonRef("fake", "pim")


@pytest.fixture
def context(context: Context) -> Context:
    return replace(context, papers=FakePapers())


async def pressed(story: Story, action: str, subject: str, by: PersonRef = SUE, lang: Lang = "en") -> Answer:
    return (await press(story.context, Press(action, subject, by, RawText(by.account.capitalize()), lang))).answer


async def asks(story: Story, text: str, who: PersonRef = SUE) -> Answer:
    order = order_in(text)
    assert order is not None, text
    return await carry_out(story.context, who, RawText(who.account.capitalize()), order, "en")


async def opened(story: Story) -> str:
    """A case of Sue's with a message in it; its reference."""
    await story.say("Mary Dupont rang, her son Piet Visser is here")
    async with story.context.store.read() as unit:
        (case,) = await unit.cases.of_member(await unit.roster.who(SUE))
    return case.reference


async def joined(story: Story, case: str, who: PersonRef) -> None:
    invited = await asks(story, f"case invite {case}")
    code = str.__str__(invited.line.slots["words"])
    assert (await asks(story, f"case join {code}", who)).line.key == "answer.case_joined"


async def noted(story: Story, case: str) -> CaseNotice:
    async with story.context.store.read() as unit:
        found = await unit.cases.referred(case)
        assert found is not None
        return await unit.case_notices.of(found.case_id)


def shown(line: Line, lang: Lang = "en") -> str:
    return TomlWording().render(replace(line, lang=lang))


def actions(answer: Answer) -> set[str]:
    return {button.action for button in answer.buttons}


async def test_the_step_after_the_code_leads_to_the_question_and_two_taps_note_the_answer(
    story: Story, clock: FakeClock
) -> None:
    case = await opened(story)
    await asks(story, f"code explained {case} fr")
    step = await asks(story, f"code copy {case}")
    assert actions(step) == {"case_consent"}
    asked = await pressed(story, "case_consent", case)
    assert actions(asked) == {"consent_agreed", "consent_refused", "consent_not_asked"}
    which = await pressed(story, "consent_agreed", case)
    assert actions(which) == {"consent_agreed_en", "consent_agreed_fr"}
    assert (await noted(story, case)).consent is None, "one tap notes nothing"
    ended = await pressed(story, "consent_agreed_fr", case)
    assert (ended.line.key, ended.buttons) == ("answer.consent_agreed", ())
    notice = await noted(story, case)
    assert notice.consent == Consent(Said.AGREED, clock.now(), "fedcba9876543210", "fr")
    assert notice.complete(clock.now())


@pytest.mark.parametrize("action", CONSENT_ACTIONS)
async def test_every_button_says_something_in_both_languages(story: Story, action: str) -> None:
    case = await opened(story)
    answer = await pressed(story, action, case)
    for lang in ("en", "fr"):
        wording = TomlWording()
        assert case in shown(answer.line, "fr" if lang == "fr" else "en")
        assert all(wording.label(button.action, "fr" if lang == "fr" else "en") for button in answer.buttons)


@pytest.mark.parametrize("why", WhyNot)
async def test_why_somebody_was_not_asked_is_kept_and_asked_again_after_a_month(
    story: Story, clock: FakeClock, channel: FakeChannel, why: WhyNot
) -> None:
    case = await opened(story)
    for text in (f"code explained {case}", f"code copy {case}"):
        await asks(story, text)
    await pressed(story, "consent_not_asked", case)
    await pressed(story, f"consent_{why}", case)
    consent = (await noted(story, case)).consent
    assert consent is not None
    assert (consent.said, consent.why, consent.lang) == (Said.NOT_ASKED, why, None)
    clock.pass_time(days=29)
    assert await reminded(story) == []
    clock.pass_time(days=2)
    assert await reminded(story) == [case]
    assert not (await noted(story, case)).complete(clock.now())


async def reminded(story: Story) -> list[str]:
    """The cases that this round's reminders name."""
    notes = []
    for note_id in await remind_due(story.context):
        async with story.context.store.read() as unit:
            (record,) = await unit.notes.of_entry(note_id)
            notes.append(await unit.notes.content(record.note_id))
    return [str.__str__(note.line.slots["words"]) for note in notes if note.line.key == "note.explain_due"]


async def test_without_an_answer_the_case_reminds(story: Story, clock: FakeClock) -> None:
    case = await opened(story)
    for text in (f"code explained {case}", f"code copy {case}"):
        await asks(story, text)
    clock.pass_time(days=2)
    assert await reminded(story) == [case]
    await pressed(story, "consent_refused_en", case)
    clock.pass_time(days=8)
    assert await reminded(story) == []


@pytest.mark.parametrize("taps", [["consent_refused_en"], ["consent_agreed_en", "consent_withdrawn"]])
async def test_after_a_no_nobody_looks_up_who_it_is_and_advice_goes_on(
    story: Story, channel: FakeChannel, taps: list[str]
) -> None:
    case = await opened(story)
    await pressed(story, "case_share", case)
    assert "who_is" in actions(await pressed(story, "case_menu", case))
    for tap in taps:
        await pressed(story, tap, case)
    menu = await pressed(story, "case_menu", case)
    assert actions(menu) & {"who_is", "case_share"} == set()
    story.context = replace(story.context, rules=replace(story.context.rules, pages="https://bot.example.org"))
    assert (await asks(story, f"who is Person A in {case}")).line.key == "answer.consent_shut"
    assert (await asks(story, f"who is Person A in {case}", BOB)).line.key == "answer.nothing_to_show"
    before = len(channel.posts)
    await story.say("Mary Dupont sleeps badly, what helps?")
    assert len(channel.posts) == before + 1
    await pressed(story, "consent_agreed_en", case)
    assert (await asks(story, f"who is Person A in {case}")).page is not None


async def test_a_case_whose_person_said_no_is_not_shared_and_its_member_learns_why(story: Story) -> None:
    case = await opened(story)
    await pressed(story, "consent_refused_fr", case)
    assert (await asks(story, f"case share {case}")).line.key == "answer.consent_shut"
    assert (await asks(story, f"case share {case}", BOB)).line.key == "answer.no_such_case"


async def test_shared_support_says_of_such_a_case_what_is_so_and_shares_nothing(story: Story) -> None:
    case = await opened(story)
    await pressed(story, "consent_refused_fr", case)
    text = RawText("Mary Dupont sleeps badly")
    writing = Writing(SUE, RawText("Sue"), text, "en", (MessageRef("fake", "sue", "70"),))
    draft = (await begin(story.context, writing)).preview
    assert draft is not None
    wish = Change(draft.draft.draft_id, purpose=Purpose.CO_WORKING, case=case)
    shown = await change(story.context, SUE, wish)
    assert shown.line.key == "answer.draft"
    assert shown.preview is not None
    event = await send(story.context, SUE, wish.draft_id, GROUP, shown.preview.draft.version)
    assert isinstance(event, Inbound)
    await story.work(await story.store(event))
    assert "case_shared" not in await story.journal()
    async with story.context.store.read() as unit:
        found = await unit.cases.referred(case)
    assert found is not None
    assert found.purpose is Purpose.GUIDANCE


async def test_whoever_is_asked_for_a_number_or_a_task_after_a_no_is_told_to_ask_the_person_first(
    story: Story, channel: FakeChannel
) -> None:
    story.context = replace(story.context, rules=replace(story.context.rules, pages="https://bot.example.org"))
    case = await opened(story)
    await pressed(story, "consent_refused_en", case)
    (post,) = channel.posts
    await pressed(story, "take", post.post_id, BOB)
    await asks(story, f"ask Person A in {case}: I drive there on Friday", PIM)
    notes = [note.line for note in channel.told["sue"] if "asked" in note.line.key]
    assert [line.key for line in notes] == ["note.take_asked_shut", "note.field_asked_shut"]
    assert all("ask them first" in shown(line) for line in notes)
    assert all("demandez-le-lui d'abord" in shown(line, "fr") for line in notes)


async def test_the_other_members_hear_of_a_no_and_nobody_else(story: Story, channel: FakeChannel) -> None:
    case = await opened(story)
    await asks(story, "case", BOB)
    await joined(story, case, BOB)
    await asks(story, "case", PIM)
    await pressed(story, "consent_refused_en", case)
    await pressed(story, "consent_refused_en", case)
    heard = {who: [note.line.key for note in told].count("note.consent_no") for who, told in channel.told.items()}
    assert {who: count for who, count in heard.items() if count} == {"bob": 1}


async def test_only_what_was_agreed_to_can_be_taken_back(story: Story) -> None:
    case = await opened(story)
    assert (await pressed(story, "consent_withdrawn", case)).line.key == "answer.consent_ask"
    assert (await noted(story, case)).consent is None
    await pressed(story, "consent_agreed_en", case)
    assert "consent_withdrawn" in actions(await pressed(story, "case_consent", case))
    await pressed(story, "consent_withdrawn", case)
    async with story.context.store.read() as unit:
        found = await unit.cases.referred(case)
        assert found is not None
        said = [one.said for one in await unit.case_notices.consents(found.case_id)]
    assert said == [Said.AGREED, Said.WITHDRAWN], "that it was given can still be shown"


async def test_that_they_could_not_be_asked_later_undoes_no_answer(story: Story) -> None:
    case = await opened(story)
    await pressed(story, "consent_refused_en", case)
    assert "consent_not_asked" not in actions(await pressed(story, "case_consent", case))
    assert (await pressed(story, "consent_too_ill", case)).line.key == "answer.consent_ask"
    assert (await noted(story, case)).names_stay_shut


async def test_two_cases_that_are_one_stay_shut_whatever_could_not_be_asked(story: Story, clock: FakeClock) -> None:
    one = await opened(story)
    other = str.__str__((await asks(story, "case open")).line.slots["words"])
    await pressed(story, "consent_refused_en", one)
    clock.pass_time(days=1)
    await pressed(story, "consent_too_ill", other)
    await asks(story, f"case merge {one} {other}")
    assert (await noted(story, other)).names_stay_shut


async def test_the_journal_tells_each_answer_once_by_ids_and_codes(story: Story) -> None:
    case = await opened(story)
    for tap in ("consent_too_ill", "consent_agreed_fr", "consent_agreed_fr", "consent_withdrawn"):
        await pressed(story, tap, case)
    async with story.context.store.read() as unit:
        links = await unit.journal.links()  # type: ignore[attr-defined]
    bodies = [link.body for link in links if link.kind == "consent_noted"]
    assert [(body["said"], body["lang"], body["why"]) for body in bodies] == [
        ("not_asked", "", "too_ill"),
        ("agreed", "fr", ""),
        ("withdrawn", "", ""),
    ]
    assert {body["notice"] for body in bodies} == {"fedcba9876543210"}


async def test_an_answer_to_another_text_is_kept_anew(story: Story) -> None:
    case = await opened(story)
    await pressed(story, "consent_agreed_fr", case)
    assert isinstance(story.context.papers, FakePapers)
    story.context.papers.notice = Edition("2", "0" * 16)
    await pressed(story, "consent_agreed_fr", case)
    consent = (await noted(story, case)).consent
    assert consent is not None
    assert consent.notice == "0" * 16


async def test_the_case_and_the_list_of_cases_show_what_is_noted(story: Story, clock: FakeClock) -> None:
    case = await opened(story)
    assert f"still to be noted in: {case}" in shown((await pressed(story, "menu_cases", "menu")).line)
    await asks(story, f"code explained {case} fr")
    await asks(story, f"code copy {case}")
    await pressed(story, "consent_refused_fr", case)
    day = f"{clock.now():%d/%m/%Y}"
    line = (await pressed(story, "case_menu", case)).line
    assert f"explained in French on {day}, and a copy offered on {day}. They said no on {day}" in shown(line)
    assert f"expliqué en français le {day}" in shown(line, "fr")
    assert (await pressed(story, "menu_cases", "menu")).line.key == "answer.menu_cases"


async def test_two_cases_that_are_one_keep_what_was_said_last(story: Story, clock: FakeClock) -> None:
    one = await opened(story)
    other = str.__str__((await asks(story, "case open")).line.slots["words"])
    await pressed(story, "consent_agreed_en", other)
    clock.pass_time(days=1)
    await pressed(story, "consent_refused_en", one)
    await asks(story, f"case merge {one} {other}")
    consent = (await noted(story, other)).consent
    assert consent is not None
    assert consent.said is Said.REFUSED


async def test_who_is_no_member_notes_nothing_and_learns_nothing(story: Story) -> None:
    case = await opened(story)
    for action in CONSENT_ACTIONS:
        assert (await pressed(story, action, case, BOB)).line.key == "answer.no_such_case"
    assert (await asks(story, f"consent {case}", BOB)).line.key == "answer.no_such_case"
    assert (await noted(story, case)).consent is None


async def test_nobody_agrees_to_a_notice_that_is_not_there(story: Story) -> None:
    case = await opened(story)
    story.context = replace(story.context, papers=None)
    assert (await pressed(story, "case_consent", case)).line.key == "answer.no_papers"


@pytest.mark.parametrize("text", ["consent C-7K2P4", "consentement C-7K2P4", "accord c-7k2p4", "/consent C-7K2P4"])
def test_it_is_asked_for_in_words_too(text: str) -> None:
    order = order_in(text)
    assert order is not None
    assert (order.verb, order.cases) == (Verb.CONSENT, ("C-7K2P4",))


@pytest.mark.parametrize("text", ["consent for the operation?", "accord de la CPAM reçu", "D'accord"])
def test_a_word_to_colleagues_is_no_order(text: str) -> None:
    assert order_in(text) is None
