"""Who a pseudonym stands for: on a page, once, for members of a case that is shared between those who support the person."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.cases import How
from bot.domain.messages import PersonRef
from bot.domain.orders import order_in
from bot.domain.outgoing import Answer
from bot.domain.roster import Role
from bot.handlers.cases import close_case
from bot.handlers.context import Context
from bot.handlers.looking import MemberLooks
from bot.handlers.orders import carry_out
from redaction import RawText
from tests.bot.conftest import Story
from tests.fakes.channel import FakeChannel

SAID = "Zara Okonkwo lives in Bergerac, her son Chidi is on 06 39 98 12 34"


@pytest.fixture
def shown(story: Story) -> Story:
    """The story of an association that has set up our pages."""
    rules = replace(story.context.rules, pages="https://bot.example.org")
    story.context = replace(story.context, rules=rules)
    return story


async def ask(context: Context, account: str, text: str) -> Answer:
    order = order_in(text)
    assert order is not None
    return await carry_out(context, PersonRef("fake", account), RawText(account), order, "en")


async def token(context: Context, account: str, text: str) -> str:
    page = (await ask(context, account, text)).page
    assert page is not None
    base, _, secret = page.rpartition("/")
    assert base == "https://bot.example.org/look"
    return secret


async def test_a_member_looks_once_and_it_is_journalled(shown: Story) -> None:
    await shown.say(SAID)
    assert (await ask(shown.context, "sue", "case share")).line.key == "answer.case_shared"
    secret = await token(shown.context, "sue", "who is Person A?")
    looks = MemberLooks(shown.context)
    asked = await looks.asked(secret)
    assert asked is not None
    assert asked.pseudonym == "Person A"
    assert await looks.asked(secret) == asked
    values = await looks.look(secret)
    assert values is not None
    assert [(shown.pseudonym, shown.value.expose()) for shown in values] == [("[Person A]", "Zara Okonkwo")]
    assert await looks.look(secret) is None
    assert await looks.asked(secret) is None
    journal = await shown.journal()
    assert journal.count("identity_viewed") == 1
    assert journal.count("case_shared") == 1


async def test_in_a_consult_for_guidance_nobody_looks(shown: Story) -> None:
    await shown.say(SAID)
    answer = await ask(shown.context, "sue", "who is Person A?")
    assert (answer.line.key, answer.page) == ("answer.nothing_to_show", None)


async def test_a_stranger_and_a_pseudonym_that_was_never_given_get_one_answer(shown: Story) -> None:
    await shown.say(SAID)
    reference = (await ask(shown.context, "sue", "case")).line.slots["words"]
    await ask(shown.context, "sue", "case share")
    stranger = await ask(shown.context, "tom", f"who is Person A in {reference}")
    unknown = await ask(shown.context, "sue", f"who is Person Z in {reference}")
    assert stranger == unknown
    assert stranger.line.key == "answer.nothing_to_show"


async def test_a_link_shows_nothing_to_who_left_meanwhile_nor_after_the_case_was_closed(shown: Story) -> None:
    async with shown.context.store.begin() as unit:
        now, sue = shown.clock.now(), PersonRef("fake", "sue")
        member = await unit.roster.add(RawText("Sue"), frozenset({Role.LISTENER}), "en", now)
        await unit.roster.link(sue, member.member_id, now)
    entry_id = await shown.say(SAID)
    await ask(shown.context, "sue", "case share")
    secret = await token(shown.context, "sue", "qui est Personne A")
    async with shown.context.store.begin() as unit:
        entry = await unit.inbox.entry(entry_id)
        await unit.cases.leave(entry.case_id or "", member.member_id, shown.clock.now())
    assert await MemberLooks(shown.context).look(secret) is None
    async with shown.context.store.begin() as unit:
        await unit.cases.join(entry.case_id or "", member.member_id, How.INVITED, shown.clock.now())
    secret = await token(shown.context, "sue", "who is phone 1")
    async with shown.context.store.begin() as unit:
        await close_case(shown.context, unit, entry.case_id or "", member.member_id)
    assert await MemberLooks(shown.context).look(secret) is None
    assert "identity_viewed" not in await shown.journal()


async def test_a_link_is_good_for_a_quarter_of_an_hour(shown: Story) -> None:
    await shown.say(SAID)
    await ask(shown.context, "sue", "case share")
    secret = await token(shown.context, "sue", "who is Person A?")
    shown.clock.pass_time(minutes=16)
    assert await MemberLooks(shown.context).asked(secret) is None
    assert await MemberLooks(shown.context).look(secret) is None


async def test_without_pages_the_answer_says_so(story: Story) -> None:
    await story.say(SAID)
    await ask(story.context, "sue", "case share")
    assert (await ask(story.context, "sue", "who is Person A?")).line.key == "answer.no_pages"


async def test_a_made_up_link_shows_nothing(shown: Story) -> None:
    looks = MemberLooks(shown.context)
    assert await looks.asked("nonsense") is None
    assert await looks.look("nonsense") is None


async def test_a_case_that_was_shared_before_anything_was_written_is_shared(shown: Story, channel: FakeChannel) -> None:
    for words in ("case open", "case share"):
        await ask(shown.context, "sue", words)
    empty = str((await ask(shown.context, "sue", "case")).line.slots["words"])
    await shown.say(SAID)
    (post,) = channel.posts
    await ask(shown.context, "sue", f"case merge {post.case} {empty}")
    assert await token(shown.context, "sue", f"who is Person A in {empty}")
