"""Somebody left: on every channel, from that moment on, nothing opens to them; and what the group reads stays guarded."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.messages import PersonRef
from bot.domain.outgoing import Effect, Outcome, Press
from bot.domain.records import Decision
from bot.domain.roster import Role, name_problem
from bot.handlers.press import press
from bot.handlers.private import private
from bot.handlers.roster import TERMINAL, add_member, leave, link_by_hand
from redaction import Family, RawText, Redactor
from redaction.memory import CaseMemory
from tests.bot.conftest import Story
from tests.fakes.channel import FakeChannel

SUE, SUE_ELSEWHERE = PersonRef("fake", "sue"), PersonRef("elsewhere", "7")


@pytest.fixture
async def leaver(story: Story) -> str:
    """Sue, with an account on two channels; she leaves when `goes` is called with her id."""
    async with story.context.store.begin() as unit:
        now = story.clock.now()
        member = await add_member(unit, RawText("Sue"), frozenset({Role.LISTENER}), "en", by=TERMINAL, now=now)
        for account in (SUE, SUE_ELSEWHERE):
            assert await link_by_hand(unit, account, member.member_id, now=now)
    return member.member_id


async def goes(story: Story, member_id: str) -> None:
    async with story.context.store.begin() as unit:
        await leave(unit, member_id, by=TERMINAL, now=story.clock.now())


async def test_no_button_tells_a_leaver_anything_on_any_account(
    story: Story, channel: FakeChannel, leaver: str
) -> None:
    channel.capabilities = replace(channel.capabilities, opens_private=False)
    channel.script("tell", Effect(Outcome.CLOSED))
    await story.say("Mary Dupont rang")
    (button,) = channel.posts[0].buttons
    for account in (SUE, SUE_ELSEWHERE):
        pressed = Press(button.action, button.subject, account, RawText("Sue"))
        assert (await press(story.context, pressed)).answer.line.key == "answer.hidden"
    await goes(story, leaver)
    for account in (SUE, SUE_ELSEWHERE):
        pressed = Press(button.action, button.subject, account, RawText("Sue"))
        answer = (await press(story.context, pressed)).answer
        assert (answer.line.key, answer.hidden) == ("answer.not_yours", ())


async def test_what_waited_for_a_leaver_is_not_handed_out_any_more(
    story: Story, channel: FakeChannel, leaver: str
) -> None:
    channel.script("tell", Effect(Outcome.CLOSED))
    await story.say("Mary Dupont rang")
    await goes(story, leaver)
    await private(story.context, SUE, RawText("Sue"), "en")
    assert channel.told["sue"] == []


async def test_what_a_leaver_still_writes_in_the_group_is_hidden_like_anybodys(
    story: Story, channel: FakeChannel, leaver: str
) -> None:
    await goes(story, leaver)
    entry_id = await story.store(story.message("Mary Dupont rang"))
    assert await story.work(entry_id) is Decision.REDACTED
    assert "Mary" not in channel.posts[0].body


TEXTS = (
    "Mary Dupont, 62, née le 12/03/1963, lives at 14 rue des Lilas in Bergerac; 06 39 98 12 34, mary@example.org, @marydup",
    "Mme Lefèvre est au CHU de Limoges depuis le 12 mars, elle a 62 ans et travaillait chez Bricomarché à Eymet",
    "her NHS number is 943 476 5919, son NIR 2 84 05 75 999 999 21",
)


def test_nothing_that_the_layer_puts_in_a_names_place_could_be_somebodys_name_on_the_roster(redactor: Redactor) -> None:
    spans = [
        span for text in TEXTS for lang in ("en", "fr")
        for span in redactor.redact(RawText(text), CaseMemory(), lang=lang).spans
    ]  # fmt: skip
    assert {Family.PERSON, Family.PHONE, Family.EMAIL, Family.LOCATION, Family.ID, Family.AGE} <= {
        span.family for span in spans
    }
    assert [span.pseudonym for span in spans if name_problem(span.pseudonym) != "pseudonym"] == []
