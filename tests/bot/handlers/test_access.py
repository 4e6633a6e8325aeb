"""Who may do what: the whole table written out, and what each condition is for."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import cast

import pytest

from adapters.storage.store import SealedStore
from bot.domain.cases import How, Purpose
from bot.domain.consents import Consent, Said
from bot.domain.messages import Inbound, Kind, MessageRef, PersonRef
from bot.domain.roster import Role
from bot.handlers.access import RULES, Action, Target, allowed
from bot.ports.store import UnitOfWork
from redaction import RawText
from tests.fakes.clock import FakeClock

TABLE = """
                     stranger  author    member
                     -lsdctaX  -lsdctaX  -lsdctaX
see_hidden           ........  yyyyyyy.  ........
claim_held           ........  yyyyyyy.  ........
post_redacted        ........  yyyyyyy.  ........
mend                 ........  yyyyyyy.  ........
report               yyyyyyy.  yyyyyyy.  yyyyyyy.
compose              yyyyyyy.  yyyyyyy.  yyyyyyy.
accept_code          yyyyyyy.  yyyyyyy.  yyyyyyy.
see_case             yyyyyyy.  yyyyyyy.  yyyyyyy.
permit               yyyyyyy.  yyyyyyy.  yyyyyyy.
round                .y......  .y......  .y......
case_open            yyyyyyy.  yyyyyyy.  yyyyyyy.
case_use             ........  ........  yyyyyyy.
case_invite          ........  ........  yyyyyyy.
case_join            yyyyyyy.  yyyyyyy.  yyyyyyy.
case_leave           ........  ........  yyyyyyy.
case_close           ........  ........  yyyyyyy.
case_tell            ........  ........  yyyyyyy.
case_share           ........  ........  yyyyyyy.
case_merge           ........  ........  yyyyyyy.
see_original         ........  ........  yyyyyyy.
who_is               ........  ........  yyyyyyy.
ask_field            yyyyyyy.  yyyyyyy.  yyyyyyy.
grant_field          ........  yyyyyyy.  ........
take_over            yyyyyyy.  yyyyyyy.  yyyyyyy.
confirm_take_over    ........  yyyyyyy.  yyyyyyy.
console              ..yyyyy.  ..yyyyy.  ..yyyyy.
roster_change        ......y.  ......y.  ......y.
disclosures          ..yyyy..  ..yyyy..  ..yyyy..
read_journal         ...y.y..  ...y.y..  ...y.y..
alert                yyyyyyy.  yyyyyyy.  yyyyyyy.
pass_on              ..yy....  ..yy....  ..yy....
request_disclosure   ..y.y...  ..y.y...  ..y.y...
break_glass          ..y.y...  ..y.y...  ..y.y...
see_disclosure       ..y.y...  ..y.y...  ..y.y...
approve_disclosure   ..y.y...  ..y.y...  ..y.y...
refuse_disclosure    ..y.y...  ..y.y...  ..y.y...
withdraw_disclosure  ........  ........  ........
open_disclosure      ........  ........  ........
look_disclosure      ........  ........  ........
close_disclosure     ........  ........  ........
tell_disclosure      ........  ........  ........
contest_disclosure   ..y.y...  ..y.y...  yyyyyyy.
answer_contest       ..y.y...  ..y.y...  ..y.y...
review_disclosure    ..y.y...  ..y.y...  ..y.y...
breaches             ...y.y..  ...y.y..  ...y.y..
see_breach           ...y.y..  ...y.y..  ...y.y..
notify_breach        ...y.y..  ...y.y..  ...y.y..
close_breach         ...y.y..  ...y.y..  ...y.y..
"""
"""Columns: on no roster, listener, supervisor, data lead, custodian, trustee, administrator; X has left, and had every role.

Every other condition is fulfilled here: open cases, an invitation, the purpose, a request by somebody else, on a ground
that names supervisors and custodians, for somebody else to look. Who asked and who looks: `disclosure/test_table.py`.
"""
ROLES: dict[str, frozenset[Role]] = {
    "-": frozenset(),
    "l": frozenset({Role.LISTENER}),
    "s": frozenset({Role.SUPERVISOR}),
    "d": frozenset({Role.DATA_LEAD}),
    "c": frozenset({Role.CUSTODIAN}),
    "t": frozenset({Role.TRUSTEE}),
    "a": frozenset({Role.ADMINISTRATOR}),
    "X": frozenset(Role),
}
RELATIONS = ("stranger", "author", "member")
ROWS = {line.split()[0]: line.split()[1:] for line in TABLE.strip().splitlines()[2:]}


class World:
    """Two open cases, a message, and for each role three people: a stranger to them, the author, a member of both."""

    def __init__(self, store: SealedStore, clock: FakeClock) -> None:
        self.store, self.clock = store, clock
        self.target = Target(
            purpose=Purpose.CO_WORKING,
            invited=True,
            asked_by="M-ASKER",
            roles=(Role.SUPERVISOR, Role.CUSTODIAN),
            viewer="M-VIEWER",
            barred=frozenset(),
        )

    async def build(self) -> World:
        async with self.store.begin() as unit:
            now = self.clock.now()
            self.target = replace(self.target, case_id=await unit.cases.open(now), into=await unit.cases.open(now))
            for letter in ROLES:
                for relation in RELATIONS:
                    await self._settle(unit, letter, relation)
        return self

    def person(self, letter: str, relation: str) -> PersonRef:
        return PersonRef("fake", f"{letter}-{relation}")

    def about(self, letter: str, relation: str) -> Target:
        """The author's own message; to everybody else somebody else's."""
        return replace(self.target, entry_id=f"by-{letter}" if relation == "author" else "by-another")

    async def _settle(self, unit: UnitOfWork, letter: str, relation: str) -> None:
        person, now = self.person(letter, relation), self.clock.now()
        if relation == "author":
            await unit.inbox.add(f"by-{letter}", message(person, letter, self.clock), now)
        if letter != "-":
            member = await unit.roster.add(RawText("Sue"), ROLES[letter], "en", now)
            await unit.roster.link(person, member.member_id, now)
        who = await unit.roster.who(person)
        if relation == "member":
            for case_id in (self.target.case_id, self.target.into):
                await unit.cases.join(case_id or "", who, How.INVITED, now)
        if letter == "X":
            await unit.roster.leave(who, now)

    async def may(self, action: Action, by: PersonRef, target: Target) -> bool:
        async with self.store.read() as unit:
            return await allowed(unit, action, by, target)

    async def column(self, action: Action, relation: str) -> str:
        """One column of the table, as it is in truth."""
        may = {each: await self.may(action, self.person(each, relation), self.about(each, relation)) for each in ROLES}
        return "".join("y" if may[letter] else "." for letter in ROLES)


def message(author: PersonRef, number: str, clock: FakeClock) -> Inbound:
    origin = MessageRef("fake", "group", number)
    return Inbound(Kind.NEW, origin, number, 1, clock.now(), author, RawText("Sue"), RawText("hello"))


@pytest.fixture
async def world(store: SealedStore, clock: FakeClock) -> World:
    return await World(store, clock).build()


def test_every_action_has_its_row_in_both_tables() -> None:
    assert ROWS.keys() == {action.value for action in Action} == {action.value for action in RULES}
    assert {len(column) for row in ROWS.values() for column in row} == {len(ROLES)}


async def test_every_role_may_do_what_the_table_says_and_nothing_else(world: World) -> None:
    found = {each.value: [await world.column(each, relation) for relation in RELATIONS] for each in Action}
    assert found == ROWS


OPEN_TO_ALL = {
    *(Action.CASE_OPEN, Action.COMPOSE, Action.ACCEPT_CODE, Action.REPORT),
    *(Action.SEE_CASE, Action.PERMIT),
}
BY_ROLE = {
    Action.CONSOLE: "sdcta",
    Action.ROSTER_CHANGE: "a",
    Action.ROUND: "l",
    Action.DISCLOSURES: "sdct",
    Action.READ_JOURNAL: "dt",
    Action.BREACHES: "dt",
}


async def test_what_is_not_known_opens_nothing(world: World) -> None:
    """With nothing said of what it is about, only what touches nobody is allowed."""
    for action in Action:
        may = {letter for letter in ROLES if await world.may(action, world.person(letter, "member"), Target())}
        assert may == (set(ROLES) - {"X"} if action in OPEN_TO_ALL else set(BY_ROLE.get(action, ""))), action


CASE_ACTIONS = {
    Action.CASE_USE, Action.CASE_INVITE, Action.CASE_JOIN, Action.CASE_CLOSE, Action.CASE_MERGE, Action.WHO_IS, Action.ASK_FIELD, Action.CASE_TELL,
    Action.GRANT_FIELD, Action.TAKE_OVER, Action.CONFIRM_TAKE_OVER,
}  # fmt: skip


async def test_a_case_that_is_closed_or_never_was_takes_no_action_on_it(world: World) -> None:
    async with world.store.begin() as unit:
        await unit.cases.close(world.target.case_id or "", world.clock.now())
    for action, case_id, relation in product(CASE_ACTIONS, (world.target.case_id, "never-was"), RELATIONS):
        about = replace(world.about("l", relation), case_id=case_id)
        assert not await world.may(action, world.person("l", relation), about), (action, case_id, relation)


async def test_a_case_is_joined_with_an_invitation_only(world: World) -> None:
    stranger = world.person("s", "stranger")
    assert not await world.may(Action.CASE_JOIN, stranger, replace(world.target, invited=False))


async def test_cases_are_merged_by_somebody_who_is_in_both_while_both_are_open(world: World) -> None:
    async with world.store.begin() as unit:
        elsewhere, closed = await unit.cases.open(world.clock.now()), await unit.cases.open(world.clock.now())
        await unit.cases.join(closed, await unit.roster.who(world.person("l", "member")), How.OPENED, world.clock.now())
        await unit.cases.close(closed, world.clock.now())
    both = world.target
    for into in (elsewhere, closed, None):
        assert not await world.may(Action.CASE_MERGE, world.person("l", "member"), replace(both, into=into))
    foreign = replace(both, case_id=elsewhere, into=both.case_id)
    assert not await world.may(Action.CASE_MERGE, world.person("l", "member"), foreign)


@pytest.mark.parametrize(
    ("purpose", "who_is", "ask"),
    [(Purpose.CO_WORKING, True, True), (Purpose.GUIDANCE, False, True), (Purpose.OWN_SUPPORT, False, False),
     (None, False, False)],
)  # fmt: skip
async def test_the_purpose_says_who_may_learn_of_whom(
    world: World, purpose: Purpose | None, who_is: bool, ask: bool
) -> None:
    member, about = world.person("l", "member"), replace(world.target, purpose=purpose)
    assert await world.may(Action.WHO_IS, member, about) is who_is
    assert await world.may(Action.ASK_FIELD, member, about) is ask
    assert await world.may(Action.TAKE_OVER, member, about) is ask


@pytest.mark.parametrize("said", Said)
async def test_who_said_no_is_looked_up_by_nobody(world: World, said: Said) -> None:
    shut = said in (Said.REFUSED, Said.WITHDRAWN)
    async with world.store.begin() as unit:
        consent = Consent(said, world.clock.now(), "mark")
        await unit.case_notices.consent(world.target.case_id or "", "M-SOMEBODY", consent)
    for letter in set(ROLES) - {"X"}:
        member = world.person(letter, "member")
        assert await world.may(Action.WHO_IS, member, world.target) is not shut
        assert await world.may(Action.CASE_SHARE, member, world.target) is not shut
        assert await world.may(Action.CASE_TELL, member, world.target), "they may change their mind"
        assert await world.may(Action.CASE_USE, member, world.target), "advice that names nobody goes on"


async def test_nobody_approves_their_own_request_nor_one_of_nobody(world: World) -> None:
    custodian = world.person("c", "stranger")
    async with world.store.read() as unit:
        own = await unit.roster.who(custodian)
    assert not await world.may(Action.APPROVE_DISCLOSURE, custodian, replace(world.target, asked_by=own))
    assert not await world.may(Action.APPROVE_DISCLOSURE, custodian, replace(world.target, asked_by=None))


GROUNDED = [Action.REQUEST_DISCLOSURE, Action.BREAK_GLASS, Action.SEE_DISCLOSURE, Action.APPROVE_DISCLOSURE]


@pytest.mark.parametrize("action", GROUNDED)
async def test_who_is_barred_takes_no_part_and_where_that_is_not_known_nobody_does(
    world: World, action: Action
) -> None:
    custodian = world.person("c", "stranger")
    async with world.store.read() as unit:
        own = await unit.roster.who(custodian)
    assert await world.may(action, custodian, world.target)
    for barred in (frozenset({own}), None):
        assert not await world.may(action, custodian, replace(world.target, barred=barred))


async def test_what_somebody_carries_alone_is_never_opened_on_any_ground(world: World) -> None:
    own_support = replace(world.target, purpose=Purpose.OWN_SUPPORT)
    for action in (Action.REQUEST_DISCLOSURE, Action.BREAK_GLASS, Action.PASS_ON, Action.ALERT):
        assert not await world.may(action, world.person("s", "stranger"), own_support)


async def test_who_left_a_case_is_a_stranger_to_it_again(world: World) -> None:
    member = world.person("l", "member")
    async with world.store.begin() as unit:
        await unit.cases.leave(world.target.case_id or "", await unit.roster.who(member), world.clock.now())
    assert not await world.may(Action.WHO_IS, member, world.target)


async def test_an_author_is_the_same_person_on_every_account_of_theirs(world: World) -> None:
    author, other = world.person("l", "author"), PersonRef("elsewhere", "1")
    about = world.about("l", "author")
    assert not await world.may(Action.SEE_HIDDEN, other, about)
    async with world.store.begin() as unit:
        assert await unit.roster.link(other, await unit.roster.who(author), world.clock.now())
    assert await world.may(Action.SEE_HIDDEN, other, about)


async def test_a_role_that_was_taken_away_counts_no_more(world: World) -> None:
    custodian = world.person("c", "stranger")
    async with world.store.begin() as unit:
        await unit.roster.give_roles(await unit.roster.who(custodian), frozenset({Role.LISTENER}))
    assert not await world.may(Action.APPROVE_DISCLOSURE, custodian, world.target)


async def test_a_message_that_is_gone_or_has_no_author_is_nobodys(world: World) -> None:
    async with world.store.begin() as unit:
        nobodys = replace(message(world.person("l", "author"), "n", world.clock), author=None)
        await unit.inbox.add("by-nobody", nobodys, world.clock.now())
    for entry_id in ("never-was", "by-nobody"):
        about = replace(world.target, entry_id=entry_id)
        assert not await world.may(Action.SEE_HIDDEN, world.person("l", "author"), about)


async def test_an_action_without_a_row_is_refused(world: World) -> None:
    unknown = cast("Action", "open_everything")
    assert not await world.may(unknown, world.person("a", "member"), world.target)
