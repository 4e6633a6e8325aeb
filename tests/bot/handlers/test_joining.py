"""Somebody brings a code to the private chat."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.audit.chain import Link
from bot.domain.messages import PersonRef
from bot.domain.outgoing import Effect, Outcome
from bot.domain.roster import TO_JOIN, Member, Role, Status
from bot.handlers.context import Context
from bot.handlers.join import join
from bot.handlers.tries import MOST, WITHIN, Tries
from redaction import RawText
from tests.bot.conftest import Story
from tests.fakes.channel import FakeChannel
from tests.fakes.clock import FakeClock

SUE, BOB = PersonRef("fake", "sue"), PersonRef("fake", "bob")
WRONG = "2" * 12


class Joining:
    """The core with one invited member, whose codes can be made at will."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.member: Member

    async def invite(self) -> str:
        async with self.context.store.begin() as unit:
            now = self.context.clock.now()
            self.member = await unit.roster.add(RawText("Sue Palmer"), frozenset({Role.LISTENER}), "en", now)
        return await self.code()

    async def code(self) -> str:
        async with self.context.store.begin() as unit:
            expires = self.context.clock.now() + timedelta(days=7)
            return await unit.invitations.make(TO_JOIN, self.member.member_id, "terminal", expires)

    async def bring(self, code: str, who: PersonRef = SUE) -> str:
        return (await join(self.context, who, RawText("Sue"), code, "en")).line.key

    async def journal(self) -> list[Link]:
        async with self.context.store.read() as unit:
            return list(await unit.journal.links())  # type: ignore[attr-defined]

    async def refusals(self) -> list[str]:
        return [link.body["code"] for link in await self.journal() if link.kind == "join_refused"]


@pytest.fixture
def joining(context: Context) -> Joining:
    return Joining(context)


async def test_a_good_code_makes_the_account_the_members_and_is_journalled_by_id(joining: Joining) -> None:
    code = await joining.invite()
    assert await joining.bring(code) == "answer.joined"
    async with joining.context.store.read() as unit:
        assert await unit.roster.who(SUE) == joining.member.member_id
        member = await unit.roster.member(joining.member.member_id)
        account = unit.people.fingerprint(SUE)
    assert member is not None
    assert member.status is Status.ACTIVE
    (entry,) = await joining.journal()
    assert (entry.kind, entry.body["member"], entry.body["account"]) == ("account_linked", member.member_id, account)
    assert entry.body["how"] == "code"


async def test_wrong_used_and_expired_codes_read_alike_and_the_journal_tells_them_apart(
    joining: Joining, clock: FakeClock
) -> None:
    code = await joining.invite()
    await joining.bring(code)
    late = await joining.code()
    answers = [await joining.bring(each, BOB) for each in (WRONG, "", code)]
    clock.pass_time(days=7)
    answers.append(await joining.bring(late, BOB))
    assert set(answers) == {"answer.not_joined"}
    assert await joining.refusals() == ["wrong", "wrong", "used", "expired"]


async def test_after_some_tries_an_account_is_not_listened_to_for_an_hour_and_others_are(
    joining: Joining, clock: FakeClock
) -> None:
    code = await joining.invite()
    for _ in range(MOST):
        await joining.bring(WRONG, BOB)
    for _ in range(20):
        assert await joining.bring(code, BOB) == "answer.not_joined"
    assert await joining.refusals() == ["wrong"] * MOST + ["too_many"]
    clock.pass_time(seconds=WITHIN.total_seconds())
    assert await joining.bring(WRONG, BOB) == "answer.not_joined"
    assert (await joining.refusals())[-1] == "wrong"
    assert await joining.bring(code) == "answer.joined"


async def test_who_is_on_the_roster_already_uses_up_no_code(joining: Joining) -> None:
    code = await joining.invite()
    await joining.bring(code)
    other = await joining.code()
    assert await joining.bring(code) == "answer.joined_already"
    assert await joining.bring(other) == "answer.joined_already"
    assert await joining.bring(other, BOB) == "answer.joined"


async def test_a_code_of_somebody_who_left_is_good_for_nothing(joining: Joining, clock: FakeClock) -> None:
    code = await joining.invite()
    async with joining.context.store.begin() as unit:
        await unit.roster.leave(joining.member.member_id, clock.now())
    assert await joining.bring(code) == "answer.not_joined"
    async with joining.context.store.read() as unit:
        assert await unit.roster.member_of(SUE) is None


async def test_who_brings_a_code_is_welcomed_too_and_gets_what_waited(
    joining: Joining, story: Story, channel: FakeChannel
) -> None:
    channel.script("tell", Effect(Outcome.CLOSED))
    await story.say("Mary Dupont rang")
    assert channel.told["sue"] == []
    await joining.bring(await joining.invite())
    assert [note.line.key for note in channel.told["sue"]] == ["note.redacted"]


def test_tries_are_counted_for_a_thousand_accounts_and_no_more(clock: FakeClock) -> None:
    tries = Tries()
    for number in range(1500):
        tries.take(str(number), clock.now())
    assert tries.take("1499", clock.now()) == 2
    assert tries.take("0", clock.now()) == 1
    assert repr(tries) == "<Tries of 1000 accounts>"
