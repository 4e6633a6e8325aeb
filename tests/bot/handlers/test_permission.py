"""A permission is given by whom it is for, once, within minutes; and ends at once, whoever ends it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.messages import PersonRef
from bot.domain.outgoing import Answer, Effect, Outcome, Press
from bot.domain.roster import Role
from bot.handlers.code import accept
from bot.handlers.context import Context, Rules
from bot.handlers.home import home
from bot.handlers.permission import AuthorPermits, revoke_ended, revoked_there
from bot.handlers.press import press
from bot.handlers.roster import TERMINAL, add_member, leave, link_by_hand
from bot.ports.links import Link
from bot.ports.on_behalf import Grant, Permission
from bot.ports.permits import Ending
from redaction import RawText
from tests.bot.conftest import Story
from tests.fakes.authors import FakeAuthors
from tests.fakes.channel import FakeChannel
from tests.fakes.clock import FakeClock
from tests.fakes.papers import FakePapers

SUE, BOB = PersonRef("fake", "sue"), PersonRef("fake", "bob")


@pytest.fixture
def authors() -> FakeAuthors:
    return FakeAuthors()


@pytest.fixture
def context(context: Context, authors: FakeAuthors) -> Context:
    rules = Rules(pages="https://bot.example.org")
    return replace(context, on_behalf={"fake": authors}, rules=rules, papers=FakePapers())


@pytest.fixture
def permits(context: Context) -> AuthorPermits:
    return AuthorPermits(context)


async def presses(context: Context, action: str, by: PersonRef = SUE) -> Answer:
    return (await press(context, Press(action, "mine", by, RawText("Sue"), "en"))).answer


async def link(context: Context, by: PersonRef = SUE) -> str:
    """The token of the page that they are shown."""
    answer = await presses(context, "permit", by)
    assert answer.page is not None
    assert answer.page.startswith("https://bot.example.org/permit/")
    return answer.page.rpartition("/")[2]


async def holders(context: Context) -> int:
    async with context.store.read() as unit:
        return len(await unit.permissions.holders("fake"))


async def refusals(context: Context) -> list[str]:
    async with context.store.read() as unit:
        links = await unit.journal.links()  # type: ignore[attr-defined]
    return [link.body["code"] for link in links if link.kind == "permission_refused"]


async def test_the_link_leads_to_the_platform_and_back_and_is_used_up(
    story: Story, context: Context, permits: AuthorPermits, authors: FakeAuthors, channel: FakeChannel
) -> None:
    token = await link(context)
    await permits.begin(token)
    there = await permits.begin(token)  # fetching uses nothing up
    assert there == f"https://example.org/agree?state={token}&back_to=https://bot.example.org/permit"
    assert await permits.finish(token, "a code") is Ending.GIVEN
    assert await permits.finish(token, "a code") is Ending.GONE
    assert await permits.begin(token) is None
    assert (authors.calls, await holders(context)) == (["exchange"], 1)
    (note,) = channel.told["sue"]
    assert (note.line.key, [button.action for button in note.buttons]) == ("note.permit_given", ["permit_end"])
    assert "permission_given" in await story.journal()


async def test_it_is_good_for_minutes(
    context: Context, permits: AuthorPermits, authors: FakeAuthors, clock: FakeClock
) -> None:
    token = await link(context)
    clock.pass_time(minutes=10)
    assert await permits.finish(token, "a code") is Ending.GONE
    assert authors.calls == []


async def test_a_link_of_another_kind_is_no_state_and_stays_good(
    context: Context, permits: AuthorPermits, authors: FakeAuthors, clock: FakeClock
) -> None:
    async with context.store.begin() as unit:
        token = await unit.links.make(Link("compose", "fake/abc", "sue"), clock.now().replace(year=2027))
    assert await permits.finish(token, "a code") is Ending.GONE
    async with context.store.read() as unit:
        assert await unit.links.peek(token, clock.now()) is not None
    assert authors.calls == []


async def test_another_account_is_refused_and_revoked(
    story: Story, context: Context, permits: AuthorPermits, authors: FakeAuthors
) -> None:
    authors.grant = Grant(Permission(BOB, RawText("a token")))
    assert await permits.finish(await link(context), "a code") is Ending.REFUSED
    assert (await holders(context), authors.revoked, await refusals(context)) == (0, 1, ["another_person"])
    assert "token_revoked" in await story.journal()


@pytest.mark.parametrize("problem", ["another_team", "other_scopes", "expires"])
async def test_what_was_not_asked_for_is_refused_and_revoked(
    context: Context, permits: AuthorPermits, authors: FakeAuthors, problem: str
) -> None:
    authors.grant = replace(authors.grant, problem=problem)
    assert await permits.finish(await link(context), "a code") is Ending.REFUSED
    assert (await holders(context), authors.revoked, await refusals(context)) == (0, 1, [problem])


async def test_who_has_left_is_refused_at_every_step(
    context: Context, permits: AuthorPermits, authors: FakeAuthors
) -> None:
    async def leaves() -> None:
        now = context.clock.now()
        async with context.store.begin() as unit:
            sue = await add_member(unit, RawText("Sue"), frozenset({Role.LISTENER}), "en", by=TERMINAL, now=now)
            await link_by_hand(unit, SUE, sue.member_id, now=now)
            await leave(unit, sue.member_id, by=TERMINAL, now=now)

    first, second = await link(context), await link(context)
    authors.meanwhile = leaves
    assert await permits.finish(first, "a code") is Ending.REFUSED
    assert (await holders(context), authors.revoked, await refusals(context)) == (0, 1, ["not_allowed"])
    assert await permits.finish(second, "a code") is Ending.GONE
    assert (await presses(context, "permit")).line.key == "answer.not_allowed"


async def test_the_token_that_the_bot_has_anyway_is_neither_kept_nor_revoked(
    context: Context, permits: AuthorPermits, authors: FakeAuthors
) -> None:
    authors.grant = Grant(problem="bots_own")
    assert await permits.finish(await link(context), "a code") is Ending.NOT_NEEDED
    assert (await holders(context), authors.revoked) == (0, 0)


async def test_a_platform_that_gives_nothing_is_told_and_journalled(
    context: Context, permits: AuthorPermits, authors: FakeAuthors
) -> None:
    authors.grant = Grant(problem="timeout")
    assert await permits.finish(await link(context), "a code") is Ending.FAILED
    assert await refusals(context) == ["timeout"]


async def test_taken_back_it_is_not_used_any_more_though_the_platform_is_away(
    story: Story, context: Context, permits: AuthorPermits, authors: FakeAuthors
) -> None:
    await permits.finish(await link(context), "a code")
    assert (await presses(context, "permit")).line.key == "answer.permit_stands"
    authors.script("revoke", Effect(Outcome.RETRY), Effect(Outcome.RETRY))
    assert (await presses(context, "permit_end")).line.key == "answer.permit_ended"
    assert await holders(context) == 0
    await revoke_ended(context)
    assert "token_revoked" not in await story.journal()
    await revoke_ended(context)
    await revoke_ended(context)
    assert (authors.revoked, (await story.journal()).count("token_revoked")) == (1, 1)
    assert (await presses(context, "permit_end")).line.key == "answer.permit_none"


async def test_the_platform_ends_one_persons_or_everybodys(
    story: Story, context: Context, permits: AuthorPermits, authors: FakeAuthors
) -> None:
    await permits.finish(await link(context), "a code")
    authors.grant = Grant(Permission(BOB, RawText("another token")))
    await permits.finish(await link(context, BOB), "a code")
    assert await holders(context) == 2
    await revoked_there(context, "fake", ("sue", "stranger"))
    assert await holders(context) == 1
    await revoked_there(context, "fake", None)
    assert (await holders(context), (await story.journal()).count("permission_ended")) == (0, 2)


async def test_it_is_offered_at_home_with_the_cases_and_after_the_code_and_nowhere_without_it(context: Context) -> None:
    papers = context.papers
    assert papers is not None
    accepting = Press("code_accept", f"{papers.edition.mark}/en", SUE, RawText("Sue"), "en")

    async def offered(where: Context) -> list[bool]:
        shown = (await home(where, SUE, "en"), await presses(where, "menu_cases"), await accept(where, accepting))
        return ["permit" in [button.action for button in one.buttons] for one in shown]

    assert await offered(context) == [True, True, True]
    assert await offered(replace(context, on_behalf={})) == [False, False, False]
    assert await offered(replace(context, rules=Rules())) == [False, False, False]
    assert (await presses(replace(context, on_behalf={}), "permit")).line.key == "answer.unknown"
    async with context.store.begin() as unit:
        await unit.permissions.keep(Permission(SUE, RawText("a token")), context.clock.now())
    assert await offered(context) == [True, True, False], "nobody is asked for what they gave"
